/** Where windows stand: on which core, from when to when, in ticks and exactly; which of them overlap. */

import type { Breach, Path } from '../statement.ts'
import { ticksIn } from './statements.ts'
import type { PartitionSchedule, ScheduleConfiguration, TimeConfiguration, WindowConfiguration } from './vocabulary.ts'
import type { Nanoseconds } from '../words/vocabulary.ts'

export const e1e4 = 'Rufino, Craveiro, Verissimo 2010'
export const configurator = 'AIR 5.6.2 configurator'

/** The tick rates AIR can be configured for. Source: AIR 5.6.2 configurator. */
export const tickRates = { least: 1, most: 50_000 } as const

/** Nanoseconds as the decimal number of seconds that a configuration writes. */
export const inSeconds = (time: bigint): string => {
  const fraction = (time % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '')
  return `${time / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`} s`
}

/** A window, where it stands, and its bounds in exact time and in ticks. */
export interface Placed {
  readonly at: Path
  readonly window: WindowConfiguration
  readonly of: PartitionSchedule
  readonly start: bigint
  readonly end: bigint
  readonly firstTick: number
  readonly endTick: number
}

/** One breach when `holds` is false. Most of the many windows of a module break nothing: their message is not made. */
export const unless = (holds: boolean, at: Path, why: () => string): readonly Breach[] =>
  holds ? [] : [{ at, why: why() }]

export const named = ({ window, of }: Placed): string => `window ${window.identifier} of partition ${of.partition}`

type EachSchedule = (schedule: ScheduleConfiguration, at: Path) => readonly Breach[]
export const inEachSchedule =
  (breaches: EachSchedule) =>
  ({ schedules }: TimeConfiguration): readonly Breach[] =>
    schedules.flatMap((schedule, s) => breaches(schedule, ['schedules', s]))

export const inEachPartition = (breaches: (of: PartitionSchedule, frame: bigint, at: Path) => readonly Breach[]) =>
  inEachSchedule(({ majorFrame, partitions }, at) =>
    partitions.flatMap((of, p) => breaches(of, majorFrame, [...at, 'partitions', p])),
  )

export const placedOf = (schedule: ScheduleConfiguration, rate: number, at: Path): readonly Placed[] =>
  schedule.partitions.flatMap((of, p) =>
    of.windows.map((window, w) => {
      const end = window.start + window.duration
      const firstTick = ticksIn(window.start, rate)
      const endTick = Number((end * BigInt(rate)) / 1_000_000_000n)
      return { at: [...at, 'partitions', p, 'windows', w], window, of, start: window.start, end, firstTick, endTick }
    }),
  )

export const inEachWindow =
  (breaches: (placed: Placed, time: TimeConfiguration, frame: Nanoseconds) => readonly Breach[]) =>
  (time: TimeConfiguration): readonly Breach[] =>
    time.schedules.flatMap((schedule, s) =>
      placedOf(schedule, time.ticksPerSecond, ['schedules', s]).flatMap((w) => breaches(w, time, schedule.majorFrame)),
    )

/** Items by each of their keys. */
export const grouped = <T>(
  items: readonly T[],
  keysOf: (item: T) => readonly string[],
): readonly (readonly [key: string, items: readonly T[]])[] => {
  const keyed = items.flatMap((item) => [...new Set(keysOf(item))].map((key) => ({ key, item })))
  return [...Map.groupBy(keyed, ({ key }) => key)].map(([key, group]) => [key, group.map(({ item }) => item)])
}

/** Of windows that must not overlap, those that begin before one that began earlier has ended, each with that one. */
export const overlapping = (
  windows: readonly Placed[],
  start: (w: Placed) => bigint | number,
  end: (w: Placed) => bigint | number,
): readonly (readonly [later: Placed, earlier: Placed])[] => {
  const found: (readonly [Placed, Placed])[] = []
  let latest: Placed | undefined
  for (const w of windows.toSorted((a, b) => (start(a) < start(b) ? -1 : start(a) > start(b) ? 1 : 0))) {
    if (latest !== undefined && start(w) < end(latest)) found.push([w, latest])
    if (latest === undefined || end(w) > end(latest)) latest = w
  }
  return found
}
export const overlappingTicks = (windows: readonly Placed[]) =>
  overlapping(
    windows,
    (w) => w.firstTick,
    (w) => w.endTick,
  )
export const overlappingTimes = (windows: readonly Placed[]) =>
  overlapping(
    windows,
    (w) => w.start,
    (w) => w.end,
  )

export const onEachCore =
  (breaches: (windows: readonly Placed[], core: string) => readonly Breach[]) => (time: TimeConfiguration) =>
    time.schedules.flatMap((schedule, s) =>
      grouped(placedOf(schedule, time.ticksPerSecond, ['schedules', s]), (w) => w.window.cores.map(String)).flatMap(
        ([core, windows]) => breaches(windows, core),
      ),
    )
