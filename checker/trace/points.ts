/** The variation points as switches: a profile in which some of them stand as they do in another. */

import { missedTicks } from '../../spec/guest/variations.ts'
import { logLock, logOrder } from '../../spec/health/variations.ts'
import {
  frameTicks,
  pointers,
  restartModule,
  unassignedNumber,
  unassignedTrap,
  unmask,
} from '../../spec/hypercall/variations.ts'
import { loader, supervisor } from '../../spec/partition/variations.ts'
import { copying, createInNormal, readConsumes, restartClears } from '../../spec/ports/variations.ts'
import type { Profile } from '../../spec/module/vocabulary.ts'
import {
  changeActionApplies,
  elapsedTime,
  endWindowPermission,
  lastSwitchUnit,
  periodUnit,
} from '../../spec/time/variations.ts'

type Chapter = Exclude<keyof Profile, 'id'>

/** What of a variation point is told. */
interface Told {
  readonly id: string
  readonly says: string
  readonly because: readonly string[]
}

/** The point that decides each field of a profile. */
const points: { readonly [C in Chapter]: { readonly [F in keyof Profile[C]]: Told } } = {
  time: { changeActionApplies, lastSwitchUnit, elapsedTime, endWindowPermission, periodUnit },
  partition: { supervisor, loader },
  hypercall: { unassignedNumber, unassignedTrap, frameTicks, unmask, restartModule, pointers },
  ports: { createPort: createInNormal, restartClears, copying, readConsumes },
  health: { logOrder, logLock },
  guest: { missedTicks },
}

/** A point in which two profiles differ: which strategy the other one has, and how to take it from there. */
export interface Point extends Told {
  readonly strategy: string
  readonly taken: (profile: Profile) => Profile
}

/** The points of one chapter in which its fields differ. */
const inChapter = <F extends string>(
  told: Readonly<Record<F, Told>>,
  own: Readonly<Record<F, string>>,
  other: Readonly<Record<F, string>>,
  put: (profile: Profile, field: F) => Profile,
  fields: readonly F[],
): readonly Point[] =>
  fields
    .filter((field) => own[field] !== other[field])
    .map((field) => ({ ...told[field], strategy: other[field], taken: (profile) => put(profile, field) }))

const keysOf = <F extends string>(record: Readonly<Record<F, unknown>>): readonly F[] => {
  const isKey = (key: string): key is F => key in record
  return Object.keys(record).filter(isKey)
}

/** Every point in which `own` differs from `other`. */
export const pointsBetween = (own: Profile, other: Profile): readonly Point[] => [
  ...inChapter(
    points.time,
    own.time,
    other.time,
    (to, field) => ({ ...to, time: { ...to.time, [field]: other.time[field] } }),
    keysOf(points.time),
  ),
  ...inChapter(
    points.partition,
    own.partition,
    other.partition,
    (to, field) => ({ ...to, partition: { ...to.partition, [field]: other.partition[field] } }),
    keysOf(points.partition),
  ),
  ...inChapter(
    points.hypercall,
    own.hypercall,
    other.hypercall,
    (to, field) => ({ ...to, hypercall: { ...to.hypercall, [field]: other.hypercall[field] } }),
    keysOf(points.hypercall),
  ),
  ...inChapter(
    points.ports,
    own.ports,
    other.ports,
    (to, field) => ({ ...to, ports: { ...to.ports, [field]: other.ports[field] } }),
    keysOf(points.ports),
  ),
  ...inChapter(
    points.health,
    own.health,
    other.health,
    (to, field) => ({ ...to, health: { ...to.health, [field]: other.health[field] } }),
    keysOf(points.health),
  ),
  ...inChapter(
    points.guest,
    own.guest,
    other.guest,
    (to, field) => ({ ...to, guest: { ...to.guest, [field]: other.guest[field] } }),
    keysOf(points.guest),
  ),
]
