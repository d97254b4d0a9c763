/**
 * The software TLB of a processor: one direct-mapped table for each access type, so that a hit says at once that this
 * access may pass, and nothing has to be marked. A store joins its table only by a store, which has set the modified
 * bit. An entry is two cells, a tag and what it leads to.
 *
 * The tag of a page is its virtual address, whose low twelve bits are 0. An access compares it with its own address
 * less the bits inside the page but the lowest ones, those that must be 0 for its size: so one comparison finds the
 * page and the alignment wanting alike (*alignment in the tag*). No address compares equal to `emptyTag`.
 *
 * Entries know of no context: whoever changes the context, the tables' root or the control register flushes.
 */

import { tlbOf } from './machine-layout.ts'

const entriesPerType = 256
/** Cells of one access type's table; where it begins is its number shifted left by `typeShift`. */
export const typeShift = 9
const typeCells = 1 << typeShift
const types = 6
const emptyTag = 0x800

export class Tlb {
  readonly #cells: Int32Array
  readonly #at: number

  constructor(words: Int32Array, home: number) {
    this.#cells = words
    this.#at = tlbOf(home)
    this.flush()
  }

  /**
   * Loads and stores (types 0, 1, 4, 5) lead to what is added to an address to have an offset, fetches (2, 3) to where
   * the decoded page begins.
   */
  fill(type: number, virtual: number, leadsTo: number): void {
    const at = this.#at + (type << typeShift) + ((virtual >>> 12) & (entriesPerType - 1)) * 2
    this.#cells[at] = virtual & ~0xfff
    this.#cells[at + 1] = leadsTo
  }

  flush(): void {
    this.#cells.fill(emptyTag, this.#at, this.#at + types * typeCells)
  }

  /** Stores ask again: there may be a page among them that they must not pass to unseen. */
  flushStores(): void {
    this.#cells.fill(emptyTag, this.#at + (4 << typeShift), this.#at + types * typeCells)
  }
}
