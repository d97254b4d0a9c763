/**
 * Time, fast: every schedule is flattened once, for each core, into a chain of windows that fills the frame, and the
 * clock knows the next instant at which some window ends, or something else comes of one, so that any other tick is
 * one comparison.
 */

import type { CoPartition, ScheduleConfiguration, TimeConfiguration } from '../spec/time/vocabulary.ts'
import type { Identifier } from '../spec/words/vocabulary.ts'
import { Cells, type Restorable } from './words.ts'

/** The last three are the time of day: whether it was set, its seconds and nanoseconds. */
export const timeCell = {
  total: 0,
  frame: 1,
  schedule: 2,
  next: 3,
  lastSwitch: 4,
  isDaySet: 5,
  seconds: 6,
  nanoseconds: 7,
} as const
export const timeCells = 8

const aSecond = 1_000_000_000

/** Cells of a core's window. */
export const windowCell = { start: 0, end: 1, runner: 2, ended: 3, lentUntil: 4 } as const
export const windowCells = 5

/** Who runs on a core: 0 for nobody, else 1 + 4 · partition + virtual core. */
export const nobody = 0
export const runnerNumber = (partition: number, virtualCore: number): number => 1 + partition * 4 + virtualCore
export const partitionOf = (runner: number): number => (runner - 1) >> 2
export const virtualCoreOf = (runner: number): number => (runner - 1) & 3

/** A partition that runs on its virtual core 0; −1 for any other runner. */
export const leaderOf = (runner: number): number => ((runner & 3) === 1 ? runner >> 2 : -1)

/** Cells of what the clock looks ahead with: the next tick to be looked at, the end of a window at the latest, then each core's place in its chain. */
const ahead = { boundary: 0, place: 1 } as const

/** One window of a chain; −1 is the identifier of an idle one. */
interface Link {
  readonly start: number
  readonly end: number
  readonly runner: number
  readonly identifier: number
  readonly startsPeriod: boolean
  readonly coPartition: CoPartition | null
}

export class Clock implements Restorable {
  readonly cells = new Cells(1, timeCells)
  readonly windows: Cells
  /** By the place of a window in the chains of all schedules and cores, who may get what is left of it. */
  readonly coPartitions: readonly (CoPartition | null)[]
  readonly #ahead: Cells
  readonly #cores: number
  readonly #ticksPerSecond: number
  readonly #frames: readonly number[]
  /** By schedule and core, where the chain begins in the arrays of all windows. */
  readonly #chains: Int32Array
  readonly #starts: Float64Array
  readonly #ends: Float64Array
  readonly #runners: Int32Array
  readonly #identifiers: Float64Array
  readonly #startsPeriod: readonly boolean[]
  readonly #nanosecondsPerTick: number

  constructor(configuration: TimeConfiguration, partitions: readonly Identifier[]) {
    const { ticksPerSecond, requiredCores, schedules } = configuration
    this.#cores = requiredCores
    this.#ticksPerSecond = ticksPerSecond
    this.windows = new Cells(requiredCores, windowCells)
    this.#ahead = new Cells(1, ahead.place + requiredCores)
    this.#frames = schedules.map(({ majorFrame }) => ticksIn(majorFrame, ticksPerSecond))
    const links: Link[] = []
    this.#chains = new Int32Array(schedules.length * requiredCores)
    schedules.forEach((schedule, s) => {
      for (let core = 0; core < requiredCores; core++) {
        this.#chains[s * requiredCores + core] = links.length
        links.push(...chain(windowsOn(schedule, core, partitions, ticksPerSecond), this.#frames[s]))
      }
    })
    this.#starts = Float64Array.from(links, ({ start }) => start)
    this.#ends = Float64Array.from(links, ({ end }) => end)
    this.#runners = Int32Array.from(links, ({ runner }) => runner)
    this.#identifiers = Float64Array.from(links, ({ identifier }) => identifier)
    this.#startsPeriod = links.map(({ startsPeriod }) => startsPeriod)
    this.coPartitions = links.map(({ coPartition }) => coPartition)
    this.#nanosecondsPerTick = Math.floor(aSecond / ticksPerSecond)
    const initial = initialSchedule(schedules)
    this.cells.now[timeCell.schedule] = initial
    this.cells.now[timeCell.next] = initial
  }

  get total(): number {
    return this.cells.now[timeCell.total]
  }
  get frame(): number {
    return this.cells.now[timeCell.frame]
  }
  get schedule(): number {
    return this.cells.now[timeCell.schedule]
  }

  runner(core: number): number {
    return this.windows.now[core * windowCells + windowCell.runner]
  }

  /** One more tick; whether it is to be looked at: a window ends, or what is left of one may be lent or is taken back. */
  advance(): boolean {
    const now = this.cells.now
    now[timeCell.total]++
    if (now[timeCell.isDaySet] !== 0) this.#advanceDay()
    return ++now[timeCell.frame] === this.#ahead.now[ahead.boundary]
  }

  #advanceDay(): void {
    const now = this.cells.now
    now[timeCell.nanoseconds] += this.#nanosecondsPerTick
    if (now[timeCell.nanoseconds] < aSecond) return
    now[timeCell.nanoseconds] -= aSecond
    now[timeCell.seconds] = (now[timeCell.seconds] + 1) % 2 ** 32
  }

  /** Set the time of day; whether that is a time. */
  setDay(seconds: number, nanoseconds: number): boolean {
    if (nanoseconds >= aSecond) return false
    const now = this.cells.now
    now[timeCell.isDaySet] = 1
    now[timeCell.seconds] = seconds
    now[timeCell.nanoseconds] = nanoseconds
    return true
  }

  /** Whether the window of a core ends at this tick. */
  ends(core: number): boolean {
    return this.windows.now[core * windowCells + windowCell.end] === this.cells.now[timeCell.frame]
  }

  /** At the end of a frame, begin the next. Whether another schedule takes over with it. */
  turnFrame(): boolean {
    const now = this.cells.now
    if (now[timeCell.frame] !== this.#frames[now[timeCell.schedule]]) return false
    now[timeCell.frame] = 0
    if (now[timeCell.next] === now[timeCell.schedule]) return false
    now[timeCell.lastSwitch] = now[timeCell.total]
    now[timeCell.schedule] = now[timeCell.next]
    return true
  }

  /** The next window of a core's chain begins; who runs in it. */
  open(core: number): number {
    const now = this.cells.now
    const places = this.#ahead.now
    const first = this.#chains[now[timeCell.schedule] * this.#cores + core]
    const place = now[timeCell.frame] === 0 ? first : places[ahead.place + core] + 1
    places[ahead.place + core] = place
    const windows = this.windows.now
    const at = core * windowCells
    windows[at + windowCell.start] = this.#starts[place]
    windows[at + windowCell.end] = this.#ends[place]
    windows[at + windowCell.ended] = 0
    windows[at + windowCell.lentUntil] = 0
    return (windows[at + windowCell.runner] = this.#runners[place])
  }

  /** Once every window that begins now is open: when the first of all cores ends. */
  lookAhead(): void {
    let boundary = Infinity
    for (let core = 0; core < this.#cores; core++) {
      boundary = Math.min(boundary, this.windows.now[core * windowCells + windowCell.end])
    }
    this.#ahead.now[ahead.boundary] = boundary
  }

  /** A tick of this frame is to be looked at, though perhaps no window ends at it. */
  lookAt(tick: number): void {
    this.#ahead.now[ahead.boundary] = Math.min(this.#ahead.now[ahead.boundary], tick)
  }

  /** Where in the chains of all schedules and cores the window is that a core delivers. */
  place(core: number): number {
    return this.#ahead.now[ahead.place + core]
  }

  /** The identifier of the window that a core delivers. */
  window(core: number): number {
    return this.#identifiers[this.#ahead.now[ahead.place + core]]
  }

  /** Whether the window of a core begins with the frame. */
  startsFrame(core: number): boolean {
    return this.windows.now[core * windowCells + windowCell.start] === 0
  }

  /** Whether a period of its partition begins with the window of a core. */
  startsPeriod(core: number): boolean {
    return this.#startsPeriod[this.#ahead.now[ahead.place + core]]
  }

  /** Nobody runs any more in the window of a core. */
  endWindow(core: number): void {
    this.windows.now[core * windowCells + windowCell.runner] = nobody
    this.windows.now[core * windowCells + windowCell.ended] = 1
  }

  /** Ask for a schedule from the next frame on; one that is not configured is not asked for. */
  request(schedule: number): void {
    if (schedule >= 0 && schedule < this.#frames.length) this.cells.now[timeCell.next] = schedule
  }

  /** The two words of a time in nanoseconds, of so many ticks, to `words` from `at` on. */
  nanoseconds(ticks: number, words: Float64Array, at: number): void {
    // Where a number can be taken apart by its bits it is: the remainder of doubles is slow.
    const seconds = Math.floor(ticks / this.#ticksPerSecond)
    const rest = ticks - seconds * this.#ticksPerSecond
    const beyond = Math.floor((rest * 1e9) / this.#ticksPerSecond)
    // A double counts nanoseconds exactly for 104 days only: seconds from 2²² on are counted in the high word.
    const many = Math.floor(seconds / 2 ** 22) * 1e9
    const low = (many & 0x3ff) * 2 ** 22 + (seconds & 0x3fffff) * 1e9 + beyond
    words[at] = (Math.floor(many / 1024) + Math.floor(low / 2 ** 32)) >>> 0
    words[at + 1] = low >>> 0
  }

  /** All but the count of ticks is as at the start, and this counts as the last switch. */
  reset(): void {
    const total = this.total
    this.rollback()
    this.cells.now[timeCell.total] = total
    this.cells.now[timeCell.lastSwitch] = total
  }

  seal(): void {
    for (const cells of [this.cells, this.windows, this.#ahead]) cells.seal()
  }
  rollback(): void {
    this.cells.rollback()
    this.windows.rollback()
    this.#ahead.rollback()
  }
}

/** The two words of a number below 2⁵³, the high one first. */
export const putLong = (n: number, words: Float64Array, at: number): void => {
  words[at] = Math.floor(n / 2 ** 32)
  words[at + 1] = n >>> 0
}

/** Whole ticks in an exact time. */
export const ticksIn = (time: bigint, ticksPerSecond: number): number =>
  Number((time * BigInt(ticksPerSecond)) / 1_000_000_000n)

/** The only schedule; of several, the last that is marked initial; the first if none is. */
const initialSchedule = (schedules: readonly ScheduleConfiguration[]): number =>
  Math.max(
    0,
    schedules.findLastIndex(({ initial }) => initial),
  )

/** The windows that a schedule delivers on a core, by ascending start. */
const windowsOn = (
  { partitions }: ScheduleConfiguration,
  core: number,
  identifiers: readonly Identifier[],
  ticksPerSecond: number,
): readonly Link[] =>
  partitions
    .flatMap(({ partition, windows }) => {
      const index = identifiers.indexOf(partition)
      return windows.flatMap(({ identifier, start, duration, periodStart, cores, coPartition }) =>
        cores.flatMap((physical, virtualCore) => {
          if (physical !== core || index < 0) return []
          const [from, to] = [ticksIn(start, ticksPerSecond), ticksIn(start + duration, ticksPerSecond)]
          if (from >= to) return []
          const runner = runnerNumber(index, virtualCore)
          return [{ start: from, end: to, runner, identifier, startsPeriod: periodStart, coPartition }]
        }),
      )
    })
    .sort((a, b) => a.start - b.start)

const idleLink = { runner: nobody, identifier: -1, startsPeriod: false, coPartition: null }

/** The windows with an idle one in every gap. */
const chain = (windows: readonly Link[], frame: number): readonly Link[] => {
  const links: Link[] = []
  let filled = 0
  const idleUntil = (end: number): void => {
    if (filled < end) links.push({ ...idleLink, start: filled, end })
  }
  for (const window of windows) {
    idleUntil(window.start)
    links.push(window)
    filled = window.end
  }
  idleUntil(frame)
  return links
}
