/** Which core goes next: fast because one pass over the cores' clocks finds the least, its first core, and whether others tie. */

import { coreCell, coreCells, type Cores } from './hal.ts'
import { consumedCell, type Script } from './module-programs.ts'

/** In place of a core: it is time for the tick. */
export const everyCoreArrived = -1

export class Order {
  readonly #count: number
  readonly #now: Float64Array
  readonly #consumed: Float64Array
  readonly #script: Script
  /** Choices that this step has consumed. */
  #drawn = 0

  constructor(cores: Cores, script: Script) {
    this.#count = cores.count
    this.#now = cores.cells.now
    this.#consumed = script.cells.now
    this.#script = script
  }

  /** Of the cores that have not arrived the least advanced, ties by the run's choices. */
  next(): number {
    const now = this.#now
    let least = Infinity
    let first = everyCoreArrived
    let ties = 0
    for (let core = 0, at = 0; core < this.#count; core++, at += coreCells) {
      const clock = now[at + coreCell.at]
      if (clock >= now[at + coreCell.timer] || clock > least) continue
      if (clock === least) ties++
      else {
        least = clock
        first = core
        ties = 1
      }
    }
    this.#drawn = 0
    return ties > 1 ? this.#draw(first, least, ties) : first
  }

  /** Among `ties` cores at an instant, the one that the next choice names; `first` when the choices are used up. */
  #draw(first: number, instant: number, ties: number): number {
    const choices = this.#script.choices
    if (this.#consumed[consumedCell.choices] >= choices.length) return first
    let skip = choices[this.#consumed[consumedCell.choices]++] % ties
    this.#drawn = 1
    let core = first
    while (skip > 0) if (this.#now[++core * coreCells + coreCell.at] === instant) skip--
    return core
  }

  /** The step that the last core was to make did not take place: its choice is not consumed. */
  giveBack(): void {
    this.#consumed[consumedCell.choices] -= this.#drawn
  }
}
