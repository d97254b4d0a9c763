/** The profiles: one choice for every variation point. */

import { impossible, type ProfileId } from '../statement.ts'
import { changeActionApplies, elapsedTime, endWindowPermission, lastSwitchUnit } from '../time/variations.ts'
import { supervisor } from '../partition/variations.ts'
import type { Profile } from './vocabulary.ts'

export const profileIds: readonly ProfileId[] = ['air-requirements', 'air-papers', 'air-5.6.2']

/** Every variation point of the specification. */
export const variationPoints = [
  changeActionApplies,
  lastSwitchUnit,
  elapsedTime,
  endWindowPermission,
  supervisor,
] as const

const profileOf = (id: ProfileId): Profile => ({
  id,
  time: {
    changeActionApplies: changeActionApplies.choices[id],
    lastSwitchUnit: lastSwitchUnit.choices[id],
    elapsedTime: elapsedTime.choices[id],
    endWindowPermission: endWindowPermission.choices[id],
  },
  partition: { supervisor: supervisor.choices[id] },
})

export const profiles: readonly Profile[] = profileIds.map(profileOf)

/** The default: what AIR's requirements ask for. */
export const airRequirements: Profile =
  profiles.find((profile) => profile.id === 'air-requirements') ??
  impossible('no default profile', 'profileIds names it')
