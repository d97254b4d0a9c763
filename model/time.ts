/** Time, as functions: chains of windows, the tick, a schedule's turn. Written to be read beside spec/time. */

import { frameOf, windowsOn, type TimeWorld } from '../spec/time/statements.ts'
import type { CoPartition, CoreTime, Runner, TimeOfDay, TimeState } from '../spec/time/vocabulary.ts'
import { scheduleIndex, ticks, type ScheduleIndex, type Ticks } from '../spec/words/vocabulary.ts'

/** A stretch of a core's frame: a configured window, or an idle one. */
export interface Stretch {
  readonly start: Ticks
  readonly end: Ticks
  readonly runner: Runner | null
  /** The configured identifier; −1 of an idle one. */
  readonly identifier: number
  /** Whether a period of its owner begins with it. */
  readonly periodStart: boolean
  /** Who gets what the owner leaves of it; null for nobody. */
  readonly coPartition: CoPartition | null
}

/** For each schedule its frame, and for each core the stretches that fill it. */
export interface Chains {
  readonly frame: Ticks
  readonly cores: readonly (readonly Stretch[])[]
}

const idle = (start: Ticks, end: Ticks): readonly Stretch[] =>
  start < end ? [{ start, end, runner: null, identifier: -1, periodStart: false, coPartition: null }] : []

/** The windows of a core, with the gaps between them filled. */
const chainOf = (world: TimeWorld, schedule: number, core: number): readonly Stretch[] => {
  const windows = windowsOn(world, schedule, core)
  const filled = windows.flatMap(({ start, end, runner, window }, i) => [
    ...idle(windows[i - 1]?.end ?? ticks(0), start),
    {
      start,
      end,
      runner,
      identifier: window.identifier,
      periodStart: window.periodStart,
      coPartition: window.coPartition,
    },
  ])
  return [...filled, ...idle(windows.at(-1)?.end ?? ticks(0), frameOf(world, schedule))]
}

export const chainsOf = (world: TimeWorld): readonly Chains[] =>
  world.time.schedules.map((_, schedule) => ({
    frame: frameOf(world, schedule),
    cores: Array.from({ length: world.time.requiredCores }, (__, core) => chainOf(world, schedule, core)),
  }))

/** The schedule that is in force first: the only one; the last of those marked initial; else the first. */
export const initialSchedule = ({ time: { schedules } }: TimeWorld): ScheduleIndex =>
  scheduleIndex(
    Math.max(
      0,
      schedules.findLastIndex((s) => s.initial),
    ),
  )

/** Time before anything is dispatched. */
export const timeAtStart = (world: TimeWorld): TimeState => ({
  total: ticks(0),
  frame: ticks(0),
  schedule: initialSchedule(world),
  next: initialSchedule(world),
  lastSwitch: ticks(0),
  cores: Array.from({ length: world.time.requiredCores }, () => ({
    windowStart: ticks(0),
    windowEnd: ticks(0),
    running: null,
    ended: false,
    lentUntil: ticks(0),
  })),
  day: null,
})

/** Time after a reset of the module: as at the start, but that the ticks since then are kept. */
export const timeAtReset = (world: TimeWorld, { total }: TimeState): TimeState => ({
  ...timeAtStart(world),
  total,
  lastSwitch: total,
})

/** SET_SCHEDULE, once allowed: remembered now, in force from the next frame on. */
export const requested = (time: TimeState, schedule: ScheduleIndex): TimeState => ({ ...time, next: schedule })

const withCoreTime = (time: TimeState, core: number, changed: Partial<CoreTime>): TimeState => ({
  ...time,
  cores: time.cores.map((c, i) => (i === core ? { ...c, ...changed } : c)),
})

/** END_WINDOW, once allowed: nobody runs on the core until its window is over, or lent. */
export const ended = (time: TimeState, core: number): TimeState =>
  withCoreTime(time, core, { running: null, ended: true })

/** What is left of a core’s window lent to somebody until a tick. */
export const lent = (time: TimeState, core: number, running: Runner, lentUntil: Ticks): TimeState =>
  withCoreTime(time, core, { running, lentUntil })

/** The end of a loan: nobody runs on the core until its window is over. */
export const takenBack = (time: TimeState, core: number): TimeState => withCoreTime(time, core, { running: null })

/** One tick of the clock: the cores whose windows are over, and whether the frame is. */
export interface Ticked {
  readonly time: TimeState
  readonly over: readonly number[]
  readonly frameOver: boolean
}

/** Nanoseconds by which a tick puts the time of day forward. */
const dayStep = (ticksPerSecond: number): number => Math.floor(1_000_000_000 / ticksPerSecond)

/** The time of day a tick later. */
const dayAfter = ({ seconds, nanoseconds }: TimeOfDay, step: number): TimeOfDay => {
  const sum = nanoseconds + step
  return { seconds: (seconds + Math.floor(sum / 1_000_000_000)) >>> 0, nanoseconds: sum % 1_000_000_000 }
}

export const ticked = (chains: readonly Chains[], before: TimeState, ticksPerSecond: number): Ticked => {
  const frame = ticks(before.frame + 1)
  const frameOver = frame === chains[before.schedule]?.frame
  const over = before.cores.flatMap(({ windowEnd }, core) => (windowEnd === frame ? [core] : []))
  const day = before.day === null ? null : dayAfter(before.day, dayStep(ticksPerSecond))
  const time = { ...before, total: ticks(before.total + 1), frame: frameOver ? ticks(0) : frame, day }
  return { time, over, frameOver }
}

/** The requested schedule in force, from this tick on. */
export const switched = (time: TimeState): TimeState => ({ ...time, schedule: time.next, lastSwitch: time.total })

/** The stretch that a core enters: the one of its chain that begins at this tick of the frame. */
export const stretchAt = (
  chains: readonly Chains[],
  { schedule, frame }: TimeState,
  core: number,
): Stretch | undefined => chains[schedule]?.cores[core]?.find(({ start }) => start === frame)

/** The stretch that a core is in. */
export const stretchOf = (
  chains: readonly Chains[],
  { schedule, cores }: TimeState,
  core: number,
): Stretch | undefined => chains[schedule]?.cores[core]?.find(({ start }) => start === cores[core]?.windowStart)

/** A core as it enters a stretch. */
export const entered = (time: TimeState, core: number, { start, end, runner }: Stretch): TimeState => {
  const now: CoreTime = { windowStart: start, windowEnd: end, running: runner, ended: false, lentUntil: ticks(0) }
  return { ...time, cores: time.cores.map((c, i) => (i === core ? now : c)) }
}

/** Ticks as nanoseconds. */
export const inNanoseconds = (time: Ticks, ticksPerSecond: number): bigint =>
  (BigInt(time) * 1_000_000_000n) / BigInt(ticksPerSecond)
