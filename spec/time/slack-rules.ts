/** Rules of slack: to whom what is left of a window may be lent, how much of it, and that nobody comes to run in two places. */

import type { Breach, Path, Rule } from '../statement.ts'
import type { Identifier } from '../words/vocabulary.ts'
import { grouped, inSeconds, named, overlappingTicks, placedOf, unless, type Placed } from './placed.ts'
import { exclusive, slackIsLent } from './requirements.ts'
import { ticksIn } from './statements.ts'
import type { CoPartition, TimeConfiguration } from './vocabulary.ts'

/** What of a module's configuration concerns slack: its time, and which partitions there are. */
export interface SlackConfiguration {
  readonly partitions: readonly { readonly identifier: Identifier; readonly cores: number }[]
  readonly time: TimeConfiguration
}

const configured = ['AIR_SEP_0240', 'AIR-FUNC-03220', 'AIR-FUNC-03230'] as const

/** A window with a co-partition. */
interface Lender extends Placed {
  readonly coPartition: CoPartition
}

type OfSchedule = (
  lenders: readonly Lender[],
  schedule: readonly Placed[],
  config: SlackConfiguration,
) => readonly Breach[]

const inEachSchedule =
  (breaches: OfSchedule) =>
  (config: SlackConfiguration): readonly Breach[] =>
    config.time.schedules.flatMap((schedule, s) => {
      // Most schedules lend nothing: their windows are not placed.
      if (schedule.partitions.every((of) => of.windows.every((w) => w.coPartition === null))) return []
      const placed = placedOf(schedule, config.time.ticksPerSecond, ['time', 'schedules', s])
      const lenders = placed.flatMap((w) =>
        w.window.coPartition === null ? [] : [{ ...w, coPartition: w.window.coPartition }],
      )
      return breaches(lenders, placed, config)
    })

const inEachLender = (breaches: (lender: Lender, config: SlackConfiguration) => readonly Breach[]) =>
  inEachSchedule((lenders, _, config) => lenders.flatMap((lender) => breaches(lender, config)))

const partitionAt = ({ at }: Lender): Path => [...at, 'coPartition', 'partition']

export const coPartitionExists: Rule<SlackConfiguration> = {
  kind: 'rule',
  id: 'TIME-R26',
  says: 'A co-partition is a partition of the module.',
  serves: [slackIsLent],
  severity: 'error',
  because: configured,
  breaches: inEachLender((w, { partitions }) =>
    unless(
      partitions.some(({ identifier }) => identifier === w.coPartition.partition),
      partitionAt(w),
      () => `${named(w)} is lent to partition ${w.coPartition.partition}, which there is not; correct the identifier`,
    ),
  ),
}

export const coPartitionIsAnother: Rule<SlackConfiguration> = {
  kind: 'rule',
  id: 'TIME-R27',
  says: 'The co-partition of a window is not its owner: who ended a window does not get it back.',
  serves: [exclusive, slackIsLent],
  severity: 'structural',
  because: configured,
  breaches: inEachLender((w) =>
    unless(
      w.coPartition.partition !== w.of.partition,
      partitionAt(w),
      () => `${named(w)} is lent to its owner; name another partition`,
    ),
  ),
}

export const coPartitionHasOneCore: Rule<SlackConfiguration> = {
  kind: 'rule',
  id: 'TIME-R28',
  says: 'A co-partition has one virtual core: it is lent one core at a time.',
  serves: [slackIsLent],
  severity: 'error',
  because: configured,
  breaches: inEachLender((w, { partitions }) => {
    const cores = partitions.find(({ identifier }) => identifier === w.coPartition.partition)?.cores ?? 1
    return unless(
      cores === 1,
      partitionAt(w),
      () =>
        `${named(w)} is lent to partition ${w.coPartition.partition}, which has ${cores} virtual cores; name another`,
    )
  }),
}

export const slackLasts: Rule<SlackConfiguration> = {
  kind: 'rule',
  id: 'TIME-R29',
  says: 'The quota of a co-partition, and the least it begins with, are at least a tick.',
  serves: [slackIsLent],
  severity: 'error',
  because: configured,
  breaches: inEachLender((w, { time: { ticksPerSecond: rate } }) =>
    (['quota', 'least'] as const).flatMap((what) =>
      unless(
        rate < 1 || ticksIn(w.coPartition[what], rate) >= 1,
        [...w.at, 'coPartition', what],
        () =>
          `the ${what} of the co-partition of ${named(w)} is ${inSeconds(w.coPartition[what])}, less than one tick at ` +
          `${rate} per second; lengthen it`,
      ),
    ),
  ),
}

const overlaps = (a: Placed, b: Placed): boolean => a.firstTick < b.endTick && b.firstTick < a.endTick

export const coPartitionIsInOnePlace: Rule<SlackConfiguration> = {
  kind: 'rule',
  id: 'TIME-R30',
  says: 'While a window lasts its co-partition has no window of its own, on whatever core.',
  serves: [exclusive],
  severity: 'structural',
  because: [...configured, 'TIME-R17: a virtual core is never in two places'],
  breaches: inEachSchedule((lenders, schedule) =>
    lenders.flatMap((w) => {
      const { partition } = w.coPartition
      const own = schedule.find((other) => other.of.partition === partition && overlaps(w, other))
      return unless(
        own === undefined || partition === w.of.partition,
        partitionAt(w),
        () => `${named(w)} is lent to partition ${partition}, which has a window of its own then; move one of them`,
      )
    }),
  ),
}

export const slackIsLentOnce: Rule<SlackConfiguration> = {
  kind: 'rule',
  id: 'TIME-R31',
  says: 'Windows that are lent to the same co-partition do not overlap in time.',
  serves: [slackIsLent],
  severity: 'error',
  because: configured,
  breaches: inEachSchedule((lenders) =>
    grouped(lenders, (w) => [String(w.coPartition.partition)]).flatMap(([partition, same]) =>
      overlappingTicks(same).map(([later, earlier]) => ({
        at: [...later.at, 'coPartition', 'partition'],
        why: `${named(later)} is lent to partition ${partition} while ${named(earlier)} is; name another`,
      })),
    ),
  ),
}

export const quotaFits: Rule<SlackConfiguration> = {
  kind: 'rule',
  id: 'TIME-R32',
  says: 'A quota is not longer than its window.',
  serves: [slackIsLent],
  severity: 'warning',
  because: configured,
  breaches: inEachLender((w) =>
    unless(
      w.coPartition.quota <= w.window.duration,
      [...w.at, 'coPartition', 'quota'],
      () =>
        `a quota of ${inSeconds(w.coPartition.quota)} is never used up in ${named(w)}, which lasts ` +
        `${inSeconds(w.window.duration)}; shorten it`,
    ),
  ),
}

/** Every rule of slack. */
export const slackRules: readonly Rule<SlackConfiguration>[] = [
  coPartitionExists,
  coPartitionIsAnother,
  coPartitionHasOneCore,
  slackLasts,
  coPartitionIsInOnePlace,
  slackIsLentOnce,
  quotaFits,
]
