/** What the part of a configuration that concerns time must satisfy. E1 to E4 are the equations of the AIR papers. */

import { repeated } from '../space/rules.ts'
import { that, type Breach, type Path, type Rule } from '../statement.ts'
import { authorisedSchedule, atFrameEnd, exclusive, inFull, monotonic } from './requirements.ts'
import { ticksIn } from './statements.ts'
import type { PartitionSchedule, ScheduleConfiguration, TimeConfiguration, WindowConfiguration } from './vocabulary.ts'
import type { Nanoseconds } from '../words/vocabulary.ts'

const e1e4 = 'Rufino, Craveiro, Verissimo 2010'
const configurator = 'AIR 5.6.2 configurator'

/** The tick rates AIR can be configured for. Source: AIR 5.6.2 configurator. */
export const tickRates = { least: 1, most: 50_000 } as const

/** Nanoseconds as the decimal number of seconds that a configuration writes. */
export const inSeconds = (time: bigint): string => {
  const fraction = (time % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '')
  return `${time / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`} s`
}

/** A window, where it stands, and its bounds in exact time and in ticks. */
interface Placed {
  readonly at: Path
  readonly window: WindowConfiguration
  readonly of: PartitionSchedule
  readonly start: bigint
  readonly end: bigint
  readonly firstTick: number
  readonly endTick: number
}

/** One breach when `holds` is false. Most of the many windows of a module break nothing: their message is not made. */
const unless = (holds: boolean, at: Path, why: () => string): readonly Breach[] => (holds ? [] : [{ at, why: why() }])

const named = ({ window, of }: Placed): string => `window ${window.identifier} of partition ${of.partition}`

type EachSchedule = (schedule: ScheduleConfiguration, at: Path) => readonly Breach[]
const inEachSchedule =
  (breaches: EachSchedule) =>
  ({ schedules }: TimeConfiguration): readonly Breach[] =>
    schedules.flatMap((schedule, s) => breaches(schedule, ['schedules', s]))

const inEachPartition = (breaches: (of: PartitionSchedule, frame: bigint, at: Path) => readonly Breach[]) =>
  inEachSchedule(({ majorFrame, partitions }, at) =>
    partitions.flatMap((of, p) => breaches(of, majorFrame, [...at, 'partitions', p])),
  )

const placedOf = (schedule: ScheduleConfiguration, rate: number, at: Path): readonly Placed[] =>
  schedule.partitions.flatMap((of, p) =>
    of.windows.map((window, w) => {
      const end = window.start + window.duration
      const firstTick = ticksIn(window.start, rate)
      const endTick = Number((end * BigInt(rate)) / 1_000_000_000n)
      return { at: [...at, 'partitions', p, 'windows', w], window, of, start: window.start, end, firstTick, endTick }
    }),
  )

const inEachWindow =
  (breaches: (placed: Placed, time: TimeConfiguration, frame: Nanoseconds) => readonly Breach[]) =>
  (time: TimeConfiguration): readonly Breach[] =>
    time.schedules.flatMap((schedule, s) =>
      placedOf(schedule, time.ticksPerSecond, ['schedules', s]).flatMap((w) => breaches(w, time, schedule.majorFrame)),
    )

/** Items by each of their keys. */
const grouped = <T>(
  items: readonly T[],
  keysOf: (item: T) => readonly string[],
): readonly (readonly [key: string, items: readonly T[]])[] => {
  const keyed = items.flatMap((item) => [...new Set(keysOf(item))].map((key) => ({ key, item })))
  return [...Map.groupBy(keyed, ({ key }) => key)].map(([key, group]) => [key, group.map(({ item }) => item)])
}

/** Of windows that must not overlap, those that begin before one that began earlier has ended, each with that one. */
const overlapping = (
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
const overlappingTicks = (windows: readonly Placed[]) =>
  overlapping(
    windows,
    (w) => w.firstTick,
    (w) => w.endTick,
  )
const overlappingTimes = (windows: readonly Placed[]) =>
  overlapping(
    windows,
    (w) => w.start,
    (w) => w.end,
  )

const onEachCore =
  (breaches: (windows: readonly Placed[], core: string) => readonly Breach[]) => (time: TimeConfiguration) =>
    time.schedules.flatMap((schedule, s) =>
      grouped(placedOf(schedule, time.ticksPerSecond, ['schedules', s]), (w) => w.window.cores.map(String)).flatMap(
        ([core, windows]) => breaches(windows, core),
      ),
    )

export const tickRate: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R1',
  says: 'The clock ticks 1 to 50000 times a second.',
  serves: [inFull],
  severity: 'structural',
  because: [configurator],
  breaches: ({ ticksPerSecond }) =>
    that(
      tickRates.least <= ticksPerSecond && ticksPerSecond <= tickRates.most,
      ['ticksPerSecond'],
      `${ticksPerSecond} ticks per second; give 1 to 50000`,
    ),
}

const wholeTicks = (time: bigint, what: string, rate: number, at: Path): readonly Breach[] =>
  unless(
    rate < 1 || (time * BigInt(rate)) % 1_000_000_000n === 0n,
    at,
    () =>
      `${what} of ${inSeconds(time)} is no whole number of ticks at ${rate} per second; give a ` +
      `multiple of ${rate < 1 ? '' : tickLength(rate)}`,
  )

const tickLength = (rate: number): string =>
  1_000_000_000 % rate === 0 ? inSeconds(BigInt(1_000_000_000 / rate)) : `1/${rate} s`

export const timesAreWholeTicks: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R2',
  says: 'Every configured time is a whole number of clock ticks, exactly.',
  serves: [inFull],
  severity: 'error',
  because: [
    configurator,
    'hazard H13: computed exactly here, where the configurator’s floating point refuses 0.29 s at 100 ticks per second',
  ],
  breaches: ({ schedules, ticksPerSecond: rate }) =>
    schedules.flatMap(({ majorFrame, partitions }, s) => [
      ...wholeTicks(majorFrame, 'a major time frame', rate, ['schedules', s, 'majorFrame']),
      ...partitions.flatMap(({ period, duration, windows }, p) => {
        const at = ['schedules', s, 'partitions', p]
        return [
          ...wholeTicks(period, 'a period', rate, [...at, 'period']),
          ...wholeTicks(duration, 'a duration', rate, [...at, 'duration']),
          ...windows.flatMap((w, i) => [
            ...wholeTicks(w.start, 'a window start', rate, [...at, 'windows', i, 'start']),
            ...wholeTicks(w.duration, 'a window duration', rate, [...at, 'windows', i, 'duration']),
          ]),
        ]
      }),
    ]),
}

export const timerIsExact: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R3',
  says: 'A tick is a whole number of microseconds, which is what the timer counts.',
  serves: [monotonic, inFull],
  severity: 'warning',
  because: ['AIR 5.6.2: the timer is reloaded with the whole microseconds of a tick'],
  breaches: ({ ticksPerSecond: rate }) =>
    that(
      rate < 1 || 1_000_000 % rate === 0,
      ['ticksPerSecond'],
      `1000000 µs are no multiple of ${rate}: the kernel’s ticks are shorter than configured, ` +
        `and its time gains; give a divisor of 1000000`,
    ),
}

export const frameLasts: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R4',
  says: 'A major time frame lasts at least one tick.',
  serves: [atFrameEnd],
  severity: 'structural',
  because: ['AIR papers: MTF > 0'],
  breaches: (time) =>
    inEachSchedule(({ majorFrame }, at) =>
      that(
        time.ticksPerSecond < 1 || ticksIn(majorFrame, time.ticksPerSecond) >= 1,
        [...at, 'majorFrame'],
        `${inSeconds(majorFrame)} are less than one tick at ${time.ticksPerSecond} per second; lengthen the frame`,
      ),
    )(time),
}

export const windowLasts: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R5',
  says: 'A window lasts at least one tick.',
  serves: [inFull],
  severity: 'structural',
  because: ['AIR 5.6.2 pmk/core/schedule.c: a window of no ticks would never end'],
  breaches: inEachWindow((w, { ticksPerSecond: rate }) =>
    unless(
      rate < 1 || w.endTick > w.firstTick,
      [...w.at, 'duration'],
      () =>
        `${named(w)} lasts ${inSeconds(w.window.duration)}, less than one tick at ${rate} per ` +
        `second; lengthen or remove it`,
    ),
  ),
}

export const coresExist: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R6',
  says: 'A window is given at least one core, and only cores that the module requires.',
  serves: [exclusive],
  severity: 'structural',
  because: ['AIR-GEN-00040', configurator],
  breaches: inEachWindow((w, { requiredCores }) => [
    ...unless(w.window.cores.length > 0, [...w.at, 'cores'], () => `${named(w)} has no core; name one`),
    ...w.window.cores.flatMap((core, i) =>
      unless(
        core < requiredCores,
        [...w.at, 'cores', i],
        () => `${named(w)} is on core ${core}; the module requires ${requiredCores}: 0 to ${requiredCores - 1}`,
      ),
    ),
  ]),
}

export const coreIsNamedOnce: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R7',
  says: 'A window has each core at most once: two virtual cores cannot share one.',
  serves: [exclusive],
  severity: 'structural',
  because: [configurator],
  breaches: inEachWindow((w) =>
    repeated(w.window.cores, (core) => core).map(([i, core]) => ({
      at: [...w.at, 'cores', i],
      why: `${named(w)} names core ${core} twice; name different cores`,
    })),
  ),
}

const overlap = ([later, earlier]: readonly [Placed, Placed], core: string): Breach => ({
  at: [...later.at, 'start'],
  why:
    `${named(later)} starts on core ${core} at ${inSeconds(later.start)}, before ${named(earlier)} ends there ` +
    `at ${inSeconds(earlier.end)}; move one of them`,
})

export const windowsDoNotOverlap: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R8',
  says: 'The windows of one core do not overlap, in ticks. Windows of different cores may.',
  serves: [exclusive],
  severity: 'structural',
  because: [`${e1e4} E1`, configurator],
  breaches: onEachCore((windows, core) => overlappingTicks(windows).map((pair) => overlap(pair, core))),
}

export const windowsDoNotOverlapExactly: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R9',
  says: 'Nor do they overlap in exact time where rounding to ticks hides it (with TIME-R8: E1).',
  serves: [exclusive],
  severity: 'error',
  because: [`${e1e4} E1: O(j) + c(j) ≤ O(j+1)`],
  breaches: onEachCore((windows, core) => {
    const inTicks = new Set(overlappingTicks(windows).map(([later]) => later))
    return overlappingTimes(windows)
      .filter(([later]) => !inTicks.has(later))
      .map((pair) => overlap(pair, core))
  }),
}

const pastTheFrame = (w: Placed, frame: bigint): Breach => ({
  at: [...w.at, 'duration'],
  why:
    `${named(w)} ends at ${inSeconds(w.end)}, after its frame of ${inSeconds(frame)}; shorten it ` +
    `or lengthen the frame`,
})

export const windowsEndInTheFrame: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R10',
  says: 'No window lasts beyond its major time frame, in ticks.',
  serves: [inFull, atFrameEnd],
  severity: 'structural',
  because: [`${e1e4} E2`, configurator],
  breaches: inEachWindow((w, { ticksPerSecond }, frame) =>
    w.endTick > ticksIn(frame, ticksPerSecond) ? [pastTheFrame(w, frame)] : [],
  ),
}

export const windowsEndInTheFrameExactly: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R11',
  says: 'Nor in exact time where rounding to ticks hides it (with TIME-R10: E2).',
  serves: [inFull, atFrameEnd],
  severity: 'error',
  because: [`${e1e4} E2: O(n) + c(n) ≤ MTF`],
  breaches: inEachWindow((w, { ticksPerSecond }, frame) =>
    w.end > frame && w.endTick <= ticksIn(frame, ticksPerSecond) ? [pastTheFrame(w, frame)] : [],
  ),
}

export const frameIsMultipleOfPeriods: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R12',
  says: 'A major time frame is a multiple of the least common multiple of its partitions’ periods (E3).',
  serves: [inFull],
  severity: 'error',
  because: [`${e1e4} E3: MTF = k · lcm(η)`, configurator],
  breaches: inEachPartition(({ partition, period }, frame, at) =>
    unless(
      period > 0n && frame % period === 0n,
      [...at, 'period'],
      () =>
        `the frame of ${inSeconds(frame)} is no multiple of the period of partition ${partition}, ` +
        `${inSeconds(period)}; change either`,
    ),
  ),
}

/** What each period of a frame supplies: the durations of the windows that begin in it. The others are absent. */
const supplies = ({ period, windows }: PartitionSchedule, frame: bigint): ReadonlyMap<bigint, bigint> => {
  const supplied = new Map<bigint, bigint>()
  for (const { start, duration } of windows)
    if (start < frame) supplied.set(start / period, (supplied.get(start / period) ?? 0n) + duration)
  return supplied
}

/** The first period without a key in `periods`, of those that lie wholly in the frame. */
const firstWithout = (periods: ReadonlyMap<bigint, unknown>, count: bigint): bigint | undefined => {
  for (let k = 0n; k < count; k += 1n) if (!periods.has(k)) return k
  return undefined
}

export const periodsAreSupplied: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R13',
  says:
    'The windows that begin in a period give the partition at least its duration, in every period ' +
    'of the frame (E4).',
  serves: [inFull],
  severity: 'error',
  because: [`${e1e4} E4`],
  breaches: inEachPartition((of, frame, at) => {
    if (of.period <= 0n || of.duration === 0n) return []
    const count = frame / of.period
    const supplied = supplies(of, frame)
    const short = [...supplied].find(([k, supply]) => k < count && supply < of.duration)
    const without = firstWithout(supplied, count)
    const [k, supply] = short ?? (without === undefined ? [undefined, 0n] : [without, 0n])
    return unless(
      k === undefined,
      [...at, 'duration'],
      () =>
        `partition ${of.partition} gets ${inSeconds(supply)} in the period that begins at ` +
        `${inSeconds((k ?? 0n) * of.period)}, not ` +
        `${inSeconds(of.duration)}; add or lengthen a window that starts there`,
    )
  }),
}

export const periodsAreNotExceeded: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R14',
  says:
    'The windows of a period give the partition no more than its duration: the configurator’s ' +
    'stricter reading of E4.',
  serves: [inFull],
  severity: 'warning',
  because: [configurator],
  breaches: inEachPartition((of, frame, at) => {
    if (of.period <= 0n) return []
    const more = [...supplies(of, frame)].find(([, supply]) => supply > of.duration)
    return unless(
      more === undefined,
      [...at, 'duration'],
      () =>
        `partition ${of.partition} gets ${inSeconds(more?.[1] ?? 0n)} in the period that begins at ` +
        `${inSeconds((more?.[0] ?? 0n) * of.period)}; AIR’s configurator wants exactly ${inSeconds(of.duration)}`,
    )
  }),
}

export const windowsStayInAPeriod: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R15',
  says: 'A window ends in the period of its partition in which it begins.',
  serves: [inFull],
  severity: 'warning',
  because: [configurator],
  breaches: inEachWindow((w) =>
    unless(
      w.of.period <= 0n || w.end <= w.start || w.start / w.of.period === (w.end - 1n) / w.of.period,
      [...w.at, 'start'],
      () =>
        `${named(w)} crosses the end of a period of ${inSeconds(w.of.period)}; AIR’s configurator ` +
        `refuses that: split it there`,
    ),
  ),
}

export const periodsAreMarked: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R16',
  says: 'In each period of a partition exactly one of its windows is marked as the start of the period.',
  serves: [inFull],
  severity: 'warning',
  because: [configurator, 'ARINC 653 P1 PartitionPeriodStart'],
  breaches: inEachPartition((of, frame, at) => {
    if (of.period <= 0n || of.windows.length === 0) return []
    const marked = new Map<bigint, number>()
    for (const { start, periodStart } of of.windows)
      if (periodStart) marked.set(start / of.period, (marked.get(start / of.period) ?? 0) + 1)
    const twice = [...marked].find(([, n]) => n > 1)?.[0]
    const k = twice ?? firstWithout(marked, frame / of.period)
    return unless(
      k === undefined,
      at,
      () =>
        `in the period of partition ${of.partition} that begins at ${inSeconds((k ?? 0n) * of.period)}, ` +
        `${marked.get(k ?? 0n) ?? 0} windows are marked as its start; mark one`,
    )
  }),
}

export const virtualCoreIsInOnePlace: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R17',
  says: 'A virtual core of a partition is never on two cores at once.',
  serves: [exclusive],
  severity: 'structural',
  because: [
    'AIR 5.6.2 pmk/core/schedule.c: a core waits until the virtual core it is to run is free; ' +
      'the configurator does not check',
  ],
  breaches: (time) =>
    time.schedules.flatMap((schedule, s) => {
      const placed = placedOf(schedule, time.ticksPerSecond, ['schedules', s])
      const runners = grouped(placed, ({ of, window }) => window.cores.map((_, v) => `${of.partition}/${v}`))
      const elsewhere = runners.flatMap(([runner, windows]) => {
        const v = Number(runner.split('/')[1])
        return overlappingTicks(windows).filter(([a, b]) => a.window.cores[v] !== b.window.cores[v])
      })
      return [...new Map(elsewhere.map((pair) => [pair[0], pair])).values()].map(([later, earlier]) => ({
        at: [...later.at, 'start'],
        why:
          `${named(later)} starts while ${named(earlier)} lasts, with the same virtual core on ` +
          `another core; move one of them`,
      }))
    }),
}

export const partitionIsScheduledOnce: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R18',
  says: 'A schedule says once what it gives a partition.',
  serves: [inFull],
  severity: 'structural',
  because: [configurator],
  breaches: inEachSchedule(({ partitions }, at) =>
    repeated(partitions, (of) => of.partition).map(([p, of]) => ({
      at: [...at, 'partitions', p, 'partition'],
      why: `partition ${of.partition} is in this schedule already; put all its windows in one place`,
    })),
  ),
}

export const scheduleIdentifiersDiffer: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R19',
  says: 'Every schedule has an identifier of its own.',
  serves: [authorisedSchedule],
  severity: 'structural',
  because: ['ARINC 653 P1 part 5', configurator],
  breaches: ({ schedules }) =>
    repeated(schedules, (s) => s.identifier).map(([s, { identifier }]) => ({
      at: ['schedules', s, 'identifier'],
      why: `schedule identifier ${identifier} is taken; choose another`,
    })),
}

export const scheduleNamesDiffer: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R20',
  says: 'Every schedule has a name of its own, by which partitions find it.',
  serves: [authorisedSchedule],
  severity: 'error',
  because: ['ARINC 653 P2 GET_MODULE_SCHEDULE_ID', configurator],
  breaches: ({ schedules }) =>
    repeated(schedules, (s) => s.name).map(([s, { name }]) => ({
      at: ['schedules', s, 'name'],
      why: `schedule name "${name}" is taken; choose another`,
    })),
}

export const windowIdentifiersDiffer: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R21',
  says: 'The windows that a schedule gives a partition have different identifiers.',
  serves: [inFull],
  severity: 'error',
  because: ['ARINC 653 P1 part 5', 'the configurator means to check this and compares the wrong values'],
  breaches: inEachPartition((of, _, at) =>
    repeated(of.windows, (w) => w.identifier).map(([w, { identifier }]) => ({
      at: [...at, 'windows', w, 'identifier'],
      why: `window identifier ${identifier} is taken by another window of partition ${of.partition}; choose another`,
    })),
  ),
}

export const oneScheduleIsInitial: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R22',
  says: 'Of several schedules one is marked as the initial one.',
  serves: [atFrameEnd],
  severity: 'error',
  because: ['IMA_SEP_202', 'AIR 5.6.2 pmk/core/schedule.c: fatal if none is'],
  breaches: ({ schedules }) =>
    that(
      schedules.length < 2 || schedules.some((s) => s.initial),
      ['schedules', 0, 'initial'],
      'no schedule is marked as the initial one; mark one',
    ),
}

export const onlyOneScheduleIsInitial: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R23',
  says: 'Not more than one schedule is marked as the initial one.',
  serves: [atFrameEnd],
  severity: 'warning',
  because: ['AIR 5.6.2 pmk/core/schedule.c: the last that is marked'],
  breaches: ({ schedules }) =>
    repeated(
      schedules.flatMap((s, i) => (s.initial ? [i] : [])),
      () => 0,
    ).map(([, s]) => ({
      at: ['schedules', s, 'initial'],
      why: 'another schedule is marked as the initial one, too; the last of them is taken: mark only that',
    })),
}

export const schedulesCanBeReached: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R24',
  says: 'Where there are several schedules, some partition may change to another.',
  serves: [authorisedSchedule],
  severity: 'warning',
  because: ['AIR_SEP_0130', 'Muen: every target can be reached'],
  breaches: ({ schedules }) =>
    that(
      schedules.length < 2 || schedules.some(({ partitions }) => partitions.some((of) => of.setModuleSchedule)),
      ['schedules', 1],
      'no partition may change the schedule: all but the initial one are only for the operator; ' +
        'let a partition set it, or remove them',
    ),
}

export const coresAreUsed: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R25',
  says: 'Every core that the module requires has a window in some schedule.',
  serves: [inFull],
  severity: 'warning',
  because: ['Muen: every core has its frames'],
  breaches: ({ schedules, requiredCores }) => {
    const used = new Set(schedules.flatMap((s) => s.partitions.flatMap((of) => of.windows.flatMap((w) => w.cores))))
    const idle = Array.from({ length: Math.min(Math.max(requiredCores, 0), 64) }, (_, c) => c).filter(
      (c) => !used.has(c),
    )
    return that(
      schedules.length === 0 || idle.length === 0,
      ['requiredCores'],
      `${requiredCores} cores are required; no window is on ${idle.join(', ')}: require fewer, or use them`,
    )
  },
}

/** Every rule of this chapter. */
export const timeRules: readonly Rule<TimeConfiguration>[] = [
  tickRate,
  timesAreWholeTicks,
  timerIsExact,
  frameLasts,
  windowLasts,
  coresExist,
  coreIsNamedOnce,
  windowsDoNotOverlap,
  windowsDoNotOverlapExactly,
  windowsEndInTheFrame,
  windowsEndInTheFrameExactly,
  frameIsMultipleOfPeriods,
  periodsAreSupplied,
  periodsAreNotExceeded,
  windowsStayInAPeriod,
  periodsAreMarked,
  virtualCoreIsInOnePlace,
  partitionIsScheduledOnce,
  scheduleIdentifiersDiffer,
  scheduleNamesDiffer,
  windowIdentifiersDiffer,
  oneScheduleIsInitial,
  onlyOneScheduleIsInitial,
  schedulesCanBeReached,
  coresAreUsed,
]
