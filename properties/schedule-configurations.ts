/** Random schedules: windows that touch, gaps, periods, at rates whose ticks are exact in nanoseconds. */

import type { ModuleConfiguration } from '../spec/module/vocabulary.ts'
import type {
  ChangeAction,
  CoPartition,
  PartitionSchedule,
  ScheduleConfiguration,
  WindowConfiguration,
} from '../spec/time/vocabulary.ts'
import { identifier, nanoseconds, type Identifier, type Nanoseconds } from '../spec/words/vocabulary.ts'
import type { Choices } from './choices.ts'
import { drawIdentifiers } from './identifiers.ts'

type Partition = ModuleConfiguration['partitions'][number]

/** A tick rate, and the number of ticks of which every configured time is a multiple so that it is exact in nanoseconds. */
export interface Rate {
  readonly ticksPerSecond: number
  readonly quantum: number
}

/** Where a rate divides 10⁹ any number of ticks is exact; of the others reported times are rounded. */
export const drawRate = (choices: Choices): Rate =>
  choices.percent(75)
    ? { ticksPerSecond: choices.of([100, 1000, 1, 64, 50_000, 128, 20, 10_000]), quantum: 1 }
    : choices.of([
        { ticksPerSecond: 3, quantum: 3 },
        { ticksPerSecond: 60, quantum: 3 },
        { ticksPerSecond: 700, quantum: 7 },
        { ticksPerSecond: 12_000, quantum: 3 },
        { ticksPerSecond: 30, quantum: 3 },
      ])

const exactly = (ticks: number, { ticksPerSecond }: Rate): Nanoseconds =>
  nanoseconds((BigInt(ticks) * 1_000_000_000n) / BigInt(ticksPerSecond))

/**
 * How many ticks a quantum of a schedule is: rarely so many that its times fill 64 bits of nanoseconds. Such a frame
 * never ends in a run, but its period and duration are reported.
 */
const drawScale = (choices: Choices, { ticksPerSecond }: Rate, initial: boolean): number =>
  choices.percent(initial ? 2 : 8)
    ? 1 + ticksPerSecond * choices.below(choices.of([100, 20_000_000, 100_000_000])) + choices.below(ticksPerSecond)
    : 1

/** A window before it has an identifier: in quanta of ticks. */
interface Stretch {
  readonly start: number
  readonly end: number
  readonly cores: readonly number[]
}

/** Windows for partitions in a frame of so many quanta: thrown in one after another wherever they fit, touching when they can. */
const drawWindows = (
  choices: Choices,
  frame: number,
  cores: number,
  partitions: readonly Partition[],
): readonly Stretch[][] => {
  const taken = Array.from({ length: cores }, () => new Set<number>())
  const given: Stretch[][] = partitions.map(() => [])
  const edges = [0]
  const attempts = choices.between(1, 2 + 2 * partitions.length + cores)
  for (let i = 0; i < attempts; i++) {
    const p = i < partitions.length && choices.percent(60) ? i : choices.below(partitions.length)
    const mine = given[p]
    const virtualCores = partitions[p]?.cores ?? 1
    const start = Math.min(frame - 1, choices.weighted([4, () => choices.of(edges)], [3, () => choices.below(frame)]))
    const length = choices.weighted(
      [3, () => 1],
      [3, () => choices.between(1, 3)],
      [1, () => frame - start],
      [2, () => choices.between(1, frame)],
    )
    const end = Math.min(frame, start + length)
    const on = choices.shuffled(Array.from({ length: cores }, (_, c) => c)).slice(0, virtualCores)
    const stretch = Array.from({ length: end - start }, (_, t) => start + t)
    const free = stretch.every(
      (t) => on.every((c) => taken[c]?.has(t) === false) && mine?.every((w) => t < w.start || w.end <= t) === true,
    )
    if (!free) continue
    for (const c of on) for (const t of stretch) taken[c]?.add(t)
    edges.push(...[start, end].filter((t) => t < frame))
    mine?.push({ start, end, cores: on })
  }
  return given
}

/** Partitions of one core that have no window while a stretch of another lasts: whom it could be lent to. */
const borrowers = (
  { start, end }: Stretch,
  partitions: readonly Partition[],
  given: readonly (readonly Stretch[])[],
): readonly Partition[] =>
  partitions.filter(
    (partition, p) => partition.cores === 1 && given[p]?.every((w) => w.end <= start || end <= w.start) === true,
  )

/** Who gets what is left of each window, in quanta: nobody has two at the same time. */
const drawLoans = (
  choices: Choices,
  partitions: readonly Partition[],
  given: readonly (readonly Stretch[])[],
): ReadonlyMap<Stretch, Loan> => {
  const loans = new Map<Stretch, Loan>()
  // A window of one tick is over before it can be lent.
  const lends = choices.percent(70)
  for (const window of given.flat()) {
    const length = window.end - window.start
    if (!lends || !choices.percent(length > 1 ? 60 : 5)) continue
    const free = borrowers(window, partitions, given).filter(({ identifier: id }) =>
      [...loans].every(([w, { partition }]) => partition !== id || w.end <= window.start || window.end <= w.start),
    )
    if (free.length === 0) continue
    loans.set(window, {
      partition: choices.of(free).identifier,
      quota: choices.weighted(
        [5, () => 1],
        [3, () => choices.between(1, length)],
        [1, () => length],
        [1, () => length + 1],
      ),
      least: choices.percent(75) ? 1 : choices.between(1, length),
    })
  }
  return loans
}

/** What is lent of a window: in quanta of ticks. */
interface Loan {
  readonly partition: Identifier
  readonly quota: number
  readonly least: number
}

/** The longest-divided period that every stretch of the frame still supplies, or the frame; and what it supplies. */
const drawPeriod = (
  choices: Choices,
  frame: number,
  windows: readonly Stretch[],
): { readonly period: number; readonly duration: number } => {
  const parts = choices.of([1, 2, 2, 3, 4])
  const period = frame % parts === 0 ? frame / parts : frame
  const supplied = Array.from({ length: frame / period }, (_, k) =>
    windows.reduce((sum, w) => (Math.floor(w.start / period) === k ? sum + w.end - w.start : sum), 0),
  )
  const least = Math.min(...supplied)
  if (least === 0) return { period: frame, duration: windows.reduce((sum, w) => sum + w.end - w.start, 0) }
  return { period, duration: choices.percent(80) ? least : choices.between(0, least) }
}

const actions: readonly ChangeAction[] = ['IGNORE', 'IDLE', 'WARM_START', 'COLD_START']

export const drawSchedule = (
  choices: Choices,
  rate: Rate,
  cores: number,
  partitions: readonly Partition[],
  schedule: { readonly identifier: Identifier; readonly name: string; readonly initial: boolean },
): ScheduleConfiguration => {
  const quantum = rate.quantum * drawScale(choices, rate, schedule.initial)
  const frame = choices.weighted(
    [4, () => choices.between(1, 3)],
    [4, () => choices.between(2, 6)],
    [2, () => choices.between(4, 9)],
    [1, () => choices.between(9, 20)],
  )
  const windows = drawWindows(choices, frame, cores, partitions)
  const loans = drawLoans(choices, partitions, windows)
  const coPartition = (loan: Loan | undefined): CoPartition | null =>
    loan === undefined
      ? null
      : {
          partition: loan.partition,
          quota: exactly(loan.quota * quantum, rate),
          least: exactly(loan.least * quantum, rate),
        }
  const named = partitions.map((partition, p) => ({ partition, windows: windows[p] ?? [] }))
  const kept = named.filter((n) => n.windows.length > 0 || choices.percent(50))
  return {
    ...schedule,
    majorFrame: exactly(frame * quantum, rate),
    partitions: (kept.length > 0 ? kept : named).map((n): PartitionSchedule => {
      const { period, duration } = drawPeriod(choices, frame, n.windows)
      const identifiers = choices.shuffled(drawIdentifiers(choices, n.windows.length))
      return {
        partition: n.partition.identifier,
        partitionName: choices.percent(80) ? n.partition.name : null,
        period: exactly(period * quantum, rate),
        duration: exactly(duration * quantum, rate),
        setModuleSchedule: choices.percent(50),
        changeAction: choices.percent(30) ? 'IGNORE' : choices.of(actions),
        windows: n.windows.map((w, i): WindowConfiguration => ({
          identifier: identifiers[i] ?? identifier(i),
          start: exactly(w.start * quantum, rate),
          duration: exactly((w.end - w.start) * quantum, rate),
          periodStart: w.start % period === 0,
          cores: w.cores,
          coPartition: coPartition(loans.get(w)),
        })),
      }
    }),
  }
}
