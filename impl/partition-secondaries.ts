/**
 * The virtual cores of partitions other than 0: what each left when it was last switched out. Fast because whether a
 * runner is one of them, and which, is one look into a table made once per world; where there are none, nothing is done.
 */

import type { ContextProcessors } from './hal-processors.ts'
import { contextCell, contextCells, setContext, level, type Cores } from './hal.ts'
import { work } from './partition.ts'
import { runnerNumber, type Clock } from './time.ts'
import { Cells } from './words.ts'

/** In place of a secondary: the runner is nobody, or a virtual core 0. */
export const notSecondary = -1

export class Secondaries {
  readonly count: number
  /** The saved contexts: partitions in order, each with its virtual cores 1, 2, … in order. */
  readonly cells: Cells
  /** By runner, which secondary it is. */
  readonly byRunner: Int32Array
  /** By partition, its first secondary; behind the last partition, how many there are. */
  readonly #firsts: readonly number[]
  readonly #cores: Cores
  readonly #contexts: ContextProcessors
  readonly #clock: Clock

  /** How many virtual cores each partition has. */
  constructor(virtualCores: readonly number[], cores: Cores, contexts: ContextProcessors, clock: Clock) {
    const firsts = [0]
    this.byRunner = new Int32Array(runnerNumber(virtualCores.length, 0)).fill(notSecondary)
    virtualCores.forEach((many, p) => {
      for (let v = 1; v < many; v++) this.byRunner[runnerNumber(p, v)] = firsts[p] + v - 1
      firsts.push(firsts[p] + many - 1)
    })
    this.#firsts = firsts
    this.count = firsts[virtualCores.length]
    this.cells = new Cells(this.count, contextCells)
    this.#cores = cores
    this.#contexts = contexts
    this.#clock = clock
    this.start()
  }

  /** None is booted when the module starts. */
  start(): void {
    for (let k = 0; k < this.count; k++) this.#idle(k)
  }

  #idle(k: number): void {
    idle(this.cells.now, k * contextCells)
    this.#contexts.clear(this.#contexts.partitions + k)
  }

  /** The secondary that runs on a core. */
  on(core: number): number {
    return this.byRunner[this.#clock.runner(core)]
  }

  /** The secondary that a virtual core other than 0 of a partition is. */
  #of(p: number, virtualCore: number): number {
    return this.#firsts[p] + virtualCore - 1
  }

  /** It is idle at every instant between a halt and the next boot, saved and where it runs. */
  isBooted(p: number, virtualCore: number): boolean {
    return this.cells.now[this.#of(p, virtualCore) * contextCells + contextCell.work] !== work.idle
  }

  /** `entry`: where a binary program begins on it. */
  boot(p: number, virtualCore: number, levelNumber: number, entry: number): void {
    const k = this.#of(p, virtualCore)
    setContext(this.cells.now, k * contextCells, levelNumber, work.none, 0)
    this.#contexts.boot(k, p, levelNumber, entry)
    this.#putOnItsCore(k)
  }

  /** A partition is halted or restarted: its secondaries have to be booted anew. */
  stop(p: number): void {
    for (let k = this.#firsts[p]; k < this.#firsts[p + 1]; k++) {
      this.#idle(k)
      this.#putOnItsCore(k)
    }
  }

  /** Where it runs, its context is the core's from now on. */
  #putOnItsCore(k: number): void {
    for (let core = 0; core < this.#cores.count; core++) if (this.on(core) === k) this.#restore(core, k)
  }

  #restore(core: number, k: number): void {
    this.#cores.restore(core, this.cells.now, k * contextCells)
    this.#contexts.restore(core, this.#contexts.partitions + k)
  }

  /** The window of a core begins; if a secondary runs in it, it goes on where it was. */
  switchIn(core: number): void {
    const k = this.on(core)
    if (k !== notSecondary) this.#restore(core, k)
  }

  /** A secondary that runs on a core loses it; whether one does. */
  switchOut(core: number): boolean {
    const k = this.on(core)
    if (k === notSecondary) return false
    this.#cores.save(core, this.cells.now, k * contextCells)
    this.#contexts.save(core, this.#contexts.partitions + k)
    return true
  }
}

const idle = (to: Float64Array, at: number): void => setContext(to, at, level.supervisor, work.idle, 0)
