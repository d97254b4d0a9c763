/** The profiles: one choice for every variation point. */

import { missedTicks } from '../guest/variations.ts'
import { logLock, logOrder } from '../health/variations.ts'
import {
  frameTicks,
  pointers,
  restartModule,
  unassignedNumber,
  unassignedTrap,
  unmask,
} from '../hypercall/variations.ts'
import { loader, supervisor } from '../partition/variations.ts'
import { copying, createInNormal, readConsumes, restartClears } from '../ports/variations.ts'
import { impossible, type ProfileId } from '../statement.ts'
import {
  changeActionApplies,
  elapsedTime,
  endWindowPermission,
  lastSwitchUnit,
  periodUnit,
} from '../time/variations.ts'
import type { Profile } from './vocabulary.ts'

export const profileIds: readonly ProfileId[] = ['air-requirements', 'air-papers', 'air-5.6.2']

/** Every variation point of the specification. */
export const variationPoints = [
  changeActionApplies,
  lastSwitchUnit,
  elapsedTime,
  endWindowPermission,
  periodUnit,
  supervisor,
  loader,
  unassignedNumber,
  unassignedTrap,
  frameTicks,
  unmask,
  restartModule,
  pointers,
  createInNormal,
  restartClears,
  copying,
  readConsumes,
  logOrder,
  logLock,
  missedTicks,
] as const

const profileOf = (id: ProfileId): Profile => ({
  id,
  time: {
    changeActionApplies: changeActionApplies.choices[id],
    lastSwitchUnit: lastSwitchUnit.choices[id],
    elapsedTime: elapsedTime.choices[id],
    endWindowPermission: endWindowPermission.choices[id],
    periodUnit: periodUnit.choices[id],
  },
  partition: { supervisor: supervisor.choices[id], loader: loader.choices[id] },
  hypercall: {
    unassignedNumber: unassignedNumber.choices[id],
    unassignedTrap: unassignedTrap.choices[id],
    frameTicks: frameTicks.choices[id],
    unmask: unmask.choices[id],
    restartModule: restartModule.choices[id],
    pointers: pointers.choices[id],
  },
  ports: {
    createPort: createInNormal.choices[id],
    restartClears: restartClears.choices[id],
    copying: copying.choices[id],
    readConsumes: readConsumes.choices[id],
  },
  health: { logOrder: logOrder.choices[id], logLock: logLock.choices[id] },
  guest: { missedTicks: missedTicks.choices[id] },
})

export const profiles: readonly Profile[] = profileIds.map(profileOf)

/** The default: what AIR's requirements ask for. */
export const airRequirements: Profile =
  profiles.find((profile) => profile.id === 'air-requirements') ??
  impossible('no default profile', 'profileIds names it')
