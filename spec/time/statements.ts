/** Temporal partitioning: which partition owns a core, when, and for how long. */

import { impossible, that, type Breach, type Invariant, type StepInvariant } from '../statement.ts'
import {
  nanoseconds,
  partitionIndex,
  ticks,
  type Identifier,
  type Nanoseconds,
  type Ticks,
} from '../words/vocabulary.ts'
import { accounted, atFrameEnd, exclusive, inFull, monotonic, slackIsLent } from './requirements.ts'
import type {
  CoPartition,
  Runner,
  ScheduleConfiguration,
  TimeConfiguration,
  TimeState,
  WindowConfiguration,
} from './vocabulary.ts'

/** What time knows of the module: its schedules, the identifiers of its partitions in order, and what follows from both. */
export interface TimeWorld {
  readonly time: TimeConfiguration
  readonly partitions: readonly Identifier[]
  /** The length of each schedule’s major time frame. */
  readonly frames: readonly Ticks[]
  /** TIME-D2: the windows that each schedule delivers on each core, by ascending start. */
  readonly windows: readonly (readonly (readonly CoreWindow[])[])[]
}

/** What time needs of the rest of the state: the partitions' own clocks, and which of them follow the module's. */
export interface ClocksState {
  readonly time: TimeState
  readonly partitions: readonly { readonly elapsed: Ticks; readonly global: boolean }[]
}

/** TIME-D1: whole ticks in an exact time. */
export const ticksIn = (time: Nanoseconds, ticksPerSecond: number): Ticks =>
  ticks(Number((time * BigInt(ticksPerSecond)) / 1_000_000_000n))

/** The schedule of that index. A state only ever holds indices of configured schedules (TIME-I4). */
export const scheduleOf = ({ schedules }: TimeConfiguration, index: number): ScheduleConfiguration =>
  schedules[index] ?? impossible(`no schedule ${index}`, 'TIME-I4')

/** The length of a schedule’s major time frame. */
export const frameOf = ({ frames }: TimeWorld, schedule: number): Ticks =>
  frames[schedule] ?? impossible(`no schedule ${schedule}`, 'TIME-I4')

/** A window on one core, in ticks of its frame: `end` is the first tick after it. */
export interface CoreWindow {
  readonly window: WindowConfiguration
  readonly runner: Runner
  readonly start: Ticks
  readonly end: Ticks
}

/** The windows that a schedule delivers on a core. */
export const windowsOn = ({ windows }: TimeWorld, schedule: number, core: number): readonly CoreWindow[] =>
  windows[schedule]?.[core] ?? []

/** TIME-D2, worked out: windows of unknown partitions are delivered to nobody. */
export const timeWorldOf = (time: TimeConfiguration, partitions: readonly Identifier[]): TimeWorld => ({
  time,
  partitions,
  frames: time.schedules.map(({ majorFrame }) => ticksIn(majorFrame, time.ticksPerSecond)),
  windows: time.schedules.map((schedule) =>
    Array.from({ length: time.requiredCores }, (_, core) =>
      schedule.partitions
        .flatMap(({ partition, windows }) =>
          windows.flatMap((window) => runnersOn(partitions.indexOf(partition), window, core, time.ticksPerSecond)),
        )
        .toSorted((a, b) => a.start - b.start),
    ),
  ),
})

const runnersOn = (partition: number, window: WindowConfiguration, core: number, rate: number): readonly CoreWindow[] =>
  window.cores.flatMap((physical, virtualCore) =>
    physical === core && partition >= 0
      ? [
          {
            window,
            runner: { partition: partitionIndex(partition), virtualCore },
            start: ticksIn(window.start, rate),
            end: ticksIn(nanoseconds(window.start + window.duration), rate),
          },
        ]
      : [],
  )

const covers = ({ start, end }: CoreWindow, frame: number): boolean => start <= frame && frame < end

const named = (runner: Runner | null): string =>
  runner === null ? 'nobody' : `partition ${runner.partition} (virtual core ${runner.virtualCore})`

const same = (a: Runner | null, b: Runner | null): boolean =>
  a?.partition === b?.partition && a?.virtualCore === b?.virtualCore

export const onlyTheOwnerRuns: Invariant<TimeWorld, TimeState> = {
  kind: 'invariant',
  id: 'TIME-I1',
  says: 'What runs on a core is the owner of the window that covers this tick; or, once the owner ended it, its co-partition while it is lent; or nobody.',
  serves: [exclusive, slackIsLent],
  breaches: (world, { schedule, frame, cores }) =>
    cores.flatMap(({ running, ended, lentUntil }, core) => {
      const here = windowsOn(world, schedule, core).filter((w) => covers(w, frame))
      const owners = here.map((w) => w.runner)
      const lent = ended && frame < lentUntil
      return that(
        running === null ||
          (lent
            ? here.some(({ window }) => isCoPartition(world, window, running))
            : !ended && owners.some((owner) => same(owner, running))),
        ['time', 'cores', core],
        `at tick ${frame} of the frame runs ${named(running)}; the window here belongs to ${owners.map(named).join(', ') || 'nobody'}`,
      )
    }),
}

/** Whether a runner is the co-partition of a window, on its first virtual core. */
const isCoPartition = ({ partitions }: TimeWorld, { coPartition }: WindowConfiguration, runner: Runner): boolean =>
  coPartition !== null && partitions[runner.partition] === coPartition.partition && runner.virtualCore === 0

export const slackIsBounded: Invariant<TimeWorld, TimeState> = {
  kind: 'invariant',
  id: 'TIME-I6',
  says: 'What is left of a window is lent only after its owner ended it, to its end at the latest, and for no longer than the quota.',
  serves: [slackIsLent],
  breaches: (world, { schedule, frame, cores }) =>
    cores.flatMap(({ ended, lentUntil, windowStart, windowEnd }, core) =>
      that(
        lentUntil === 0 ||
          (ended &&
            windowStart < lentUntil &&
            lentUntil <= windowEnd &&
            coPartitionsOn(world, schedule, frame, core).some(
              ({ quota }) => lentUntil - frame <= ticksIn(quota, world.time.ticksPerSecond),
            )),
        ['time', 'cores', core, 'lentUntil'],
        () => `is ${lentUntil} at tick ${frame} of the frame, in the window from ${windowStart} to ${windowEnd}`,
      ),
    ),
}

/** The co-partition of the window that covers a tick on a core, if it has one. */
const coPartitionsOn = (world: TimeWorld, schedule: number, frame: number, core: number): readonly CoPartition[] =>
  windowsOn(world, schedule, core)
    .filter((w) => covers(w, frame))
    .flatMap(({ window: { coPartition } }) => (coPartition === null ? [] : [coPartition]))

export const windowsAreDelivered: Invariant<TimeWorld, TimeState> = {
  kind: 'invariant',
  id: 'TIME-I2',
  says: 'From the first tick of a window to its last its owner runs, unless the owner ended it.',
  serves: [inFull],
  breaches: (world, { schedule, frame, cores }) =>
    cores.flatMap(({ running, ended }, core) =>
      windowsOn(world, schedule, core)
        .filter((w) => covers(w, frame))
        .flatMap((w) =>
          that(
            same(running, w.runner) !== ended,
            ['time', 'cores', core],
            `at tick ${frame} of the frame ${named(w.runner)} owns the core; ${named(running)} runs${ended ? ', though the window was ended' : ''}`,
          ),
        ),
    ),
}

export const insideTheFrame: Invariant<TimeWorld, TimeState> = {
  kind: 'invariant',
  id: 'TIME-I3',
  says: 'A frame lasts exactly its major time frame, and every core is inside the window it delivers.',
  serves: [inFull, atFrameEnd],
  breaches: (world, { schedule, frame, cores }) => [
    ...that(
      0 <= frame && frame < frameOf(world, schedule),
      ['time', 'frame'],
      `tick ${frame} is outside a frame of ${frameOf(world, schedule)}`,
    ),
    ...cores.flatMap(({ windowStart, windowEnd }, core) =>
      that(
        windowStart <= frame && frame < windowEnd,
        ['time', 'cores', core],
        `tick ${frame} is outside the window from ${windowStart} to ${windowEnd}`,
      ),
    ),
  ],
}

export const schedulesExist: Invariant<TimeWorld, TimeState> = {
  kind: 'invariant',
  id: 'TIME-I4',
  says: 'The schedule in force and the next one are configured.',
  serves: [atFrameEnd],
  breaches: ({ time: { schedules } }, { schedule, next }) => [
    ...that(schedule in schedules, ['time', 'schedule'], `schedule ${schedule} is not configured`),
    ...that(next in schedules, ['time', 'next'], `schedule ${next} is not configured`),
  ],
}

export const switchesAtFrameEnd: StepInvariant<TimeWorld, TimeState> = {
  kind: 'step invariant',
  id: 'TIME-S1',
  says: 'The schedule in force changes only where a frame of the old one is complete, to the requested one, and the instant is remembered.',
  serves: [atFrameEnd],
  breaches: (world, before, after) => {
    if (after.schedule === before.schedule)
      return that(
        after.lastSwitch === before.lastSwitch,
        ['time', 'lastSwitch'],
        `changed to ${after.lastSwitch} without a switch`,
      )
    const complete =
      before.frame + 1 === frameOf(world, before.schedule) && after.frame === 0 && after.total === before.total + 1
    return [
      ...that(
        complete,
        ['time', 'schedule'],
        `schedule ${before.schedule} gave way to ${after.schedule} at tick ${before.frame + 1} of its frame of ${frameOf(world, before.schedule)}`,
      ),
      ...that(
        after.schedule === before.next,
        ['time', 'schedule'],
        `schedule ${after.schedule} took over; ${before.next} was requested`,
      ),
      ...that(
        after.lastSwitch === after.total,
        ['time', 'lastSwitch'],
        `a switch at tick ${after.total} is remembered as ${after.lastSwitch}`,
      ),
    ]
  },
}

export const neverBackwards: StepInvariant<TimeWorld, TimeState> = {
  kind: 'step invariant',
  id: 'TIME-S2',
  says: 'Time goes on by one tick or not at all, and a frame’s time with it, from its end to 0.',
  serves: [monotonic, inFull],
  breaches: (world, before, after) => {
    const passed = after.total - before.total
    const expected = (before.frame + passed) % frameOf(world, before.schedule)
    return [
      ...that(passed === 0 || passed === 1, ['time', 'total'], `went from ${before.total} to ${after.total}`),
      ...that(
        after.frame === expected,
        ['time', 'frame'],
        `the frame went from ${before.frame} to ${after.frame} in ${passed} ticks`,
      ),
    ]
  },
}

export const requestsStand: StepInvariant<TimeWorld, TimeState> = {
  kind: 'step invariant',
  id: 'TIME-S3',
  says: 'A window that has begun keeps its bounds until its end, an ended one stays ended, what was lent of it is not lent for longer or again, and no tick changes what is requested.',
  serves: [inFull, atFrameEnd],
  breaches: (_, before, after) => [
    ...that(
      after.total === before.total || after.next === before.next,
      ['time', 'next'],
      `the tick changed the request from ${before.next} to ${after.next}`,
    ),
    ...before.cores.flatMap((b, core) => {
      const a = after.cores[core]
      const goesOn = after.total === before.total || before.frame + 1 < b.windowEnd
      const kept =
        a?.windowStart === b.windowStart &&
        a.windowEnd === b.windowEnd &&
        (a.ended || !b.ended) &&
        (b.lentUntil === 0 || a.lentUntil === b.lentUntil)
      return that(!goesOn || kept, ['time', 'cores', core], 'a window changed before its end')
    }),
  ],
}

export const slackIsWorthIt: StepInvariant<TimeWorld, TimeState> = {
  kind: 'step invariant',
  id: 'TIME-S5',
  says: 'What is left of a window is lent by a tick alone, and only where it is at least the configured least.',
  serves: [slackIsLent],
  breaches: (world, before, after) =>
    after.cores.flatMap(({ lentUntil, windowEnd }, core) => {
      if (lentUntil === 0 || (before.cores[core]?.lentUntil ?? 0) > 0) return []
      const enough = coPartitionsOn(world, after.schedule, after.frame, core).some(
        ({ least }) => windowEnd - after.frame >= ticksIn(least, world.time.ticksPerSecond),
      )
      return that(
        after.total > before.total && enough,
        ['time', 'cores', core, 'lentUntil'],
        () => `${windowEnd - after.frame} ticks of a window were lent at tick ${after.frame} of the frame`,
      )
    }),
}

export const ticksAreCharged: StepInvariant<TimeWorld, ClocksState> = {
  kind: 'step invariant',
  id: 'TIME-S4',
  says: 'A tick adds one to the clock of each partition that was running when it came; a dispatch may set the clock to the module’s; nothing else touches it.',
  serves: [accounted],
  breaches: (_, before, after) =>
    before.partitions.flatMap(({ elapsed }, p) => {
      const now = after.partitions[p]?.elapsed ?? elapsed
      const ran = (time: TimeState): boolean =>
        time.cores.some((c) => c.running?.partition === p && c.running.virtualCore === 0)
      const charged = elapsed + (after.time.total > before.time.total && ran(before.time) ? 1 : 0)
      const caughtUp = after.time.total > before.time.total && ran(after.time) && now === after.time.total
      return that(
        now === charged || caughtUp,
        ['partitions', p, 'elapsed'],
        `went from ${elapsed} to ${now}; ${charged} was due`,
      )
    }),
}

export const globalTimeIsKept: Invariant<TimeWorld, ClocksState> = {
  kind: 'invariant',
  id: 'TIME-I5',
  says: 'While it runs, a partition with global time knows the module’s total ticks; without, never more than that.',
  serves: [accounted],
  breaches: (_, { time, partitions }) =>
    partitions.flatMap(({ elapsed, global }, p): readonly Breach[] => {
      const runs = time.cores.some((c) => c.running?.partition === p && c.running.virtualCore === 0)
      return that(
        elapsed <= time.total && (!global || !runs || elapsed === time.total),
        ['partitions', p, 'elapsed'],
        `knows of ${elapsed} ticks of ${time.total}`,
      )
    }),
}

export const timeInvariants = [
  onlyTheOwnerRuns,
  windowsAreDelivered,
  insideTheFrame,
  schedulesExist,
  slackIsBounded,
] as const
export const timeStepInvariants = [switchesAtFrameEnd, neverBackwards, requestsStand, slackIsWorthIt] as const
