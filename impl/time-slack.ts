/**
 * What is left of windows that their owners ended, and to whom it is lent. Fast because what each window may lend is
 * worked out once per world, and the clock is told the next tick at which something may come of it: where no window is
 * ended, nothing is looked at between two ends of windows.
 */

import type { CoPartition } from '../spec/time/vocabulary.ts'
import type { Identifier } from '../spec/words/vocabulary.ts'
import { nobody, partitionOf, runnerNumber, ticksIn, windowCell, windowCells, type Clock } from './time.ts'

/** What of the configuration concerns slack. */
interface Concerned {
  readonly partitions: readonly { readonly identifier: Identifier; readonly cores: number }[]
  readonly time: { readonly ticksPerSecond: number; readonly requiredCores: number }
}

/** What a window may lend: to which partition, for how many ticks at most, with how many left at least. */
interface Loan {
  readonly partition: number
  readonly quota: number
  readonly least: number
}

/** `lentUntil` of a window that was not lent. */
const never = 0

export class Slack {
  readonly #clock: Clock
  readonly #cores: number
  /** By the place of a window in the chains; null where it is never lent. */
  readonly #loans: readonly (Loan | null)[]

  constructor(concerned: Concerned, clock: Clock) {
    this.#clock = clock
    this.#cores = concerned.time.requiredCores
    this.#loans = clock.coPartitions.map((coPartition) => loanOf(coPartition, concerned))
  }

  /** Once every window that begins now is open: when something may come of those that were ended before. */
  lookAhead(): void {
    for (let core = 0; core < this.#cores; core++) this.expect(core)
  }

  /** The clock is told when what is left of the window of a core, if it was ended, may be lent or is taken back. */
  expect(core: number): void {
    const windows = this.#clock.windows.now
    const at = core * windowCells
    if (windows[at + windowCell.ended] === 0) return
    const soon = this.#clock.frame + 1
    if (windows[at + windowCell.lentUntil] >= soon) this.#clock.lookAt(windows[at + windowCell.lentUntil])
    else if (this.#loan(core, soon) !== null) this.#clock.lookAt(soon)
  }

  /** Whether the loan of a core's window ends at this tick. */
  endsLoan(core: number): boolean {
    const until = this.#clock.windows.now[core * windowCells + windowCell.lentUntil]
    return until !== never && until === this.#clock.frame
  }

  /** If what is left of a core's window can be lent now, it is. Its co-partition, or nobody. */
  lend(core: number): number {
    const { frame } = this.#clock
    const loan = this.#loan(core, frame)
    if (loan === null || this.#runsSomewhere(loan.partition)) return nobody
    const windows = this.#clock.windows.now
    const at = core * windowCells
    windows[at + windowCell.lentUntil] = Math.min(frame + loan.quota, windows[at + windowCell.end])
    return (windows[at + windowCell.runner] = runnerNumber(loan.partition, 0))
  }

  /** What a core's window would lend at a tick, if its co-partition then runs nowhere. */
  #loan(core: number, tick: number): Loan | null {
    const windows = this.#clock.windows.now
    const at = core * windowCells
    if (windows[at + windowCell.ended] === 0 || windows[at + windowCell.lentUntil] !== never) return null
    const loan = this.#loans[this.#clock.place(core)]
    return loan !== null && windows[at + windowCell.end] - tick >= loan.least ? loan : null
  }

  #runsSomewhere(p: number): boolean {
    for (let core = 0; core < this.#cores; core++) if (partitionOf(this.#clock.runner(core)) === p) return true
    return false
  }
}

const loanOf = (coPartition: CoPartition | null, { partitions, time }: Concerned): Loan | null => {
  if (coPartition === null) return null
  const partition = partitions.findIndex(({ identifier }) => identifier === coPartition.partition)
  if (partition < 0 || partitions[partition].cores !== 1) return null
  const quota = ticksIn(coPartition.quota, time.ticksPerSecond)
  const least = ticksIn(coPartition.least, time.ticksPerSecond)
  return quota < 1 || least < 1 ? null : { partition, quota, least }
}
