/**
 * The machine as the hypervisor sees it: cores, each with a clock, a timer and the context of who runs there. Fast
 * because a context is eight numbers in a flat array, switched by copying them, and an access that hits the TLB is one
 * comparison away from the word in memory.
 *
 * Interrupts are masked exactly inside a section of the kernel, which here is one call of a function: no cell says so.
 */

import { trapNumber } from '../spec/hal/vocabulary.ts'
import type { Mmu } from './mmu.ts'
import type { PhysicalMemory } from './words-memory.ts'
import { Cells } from './words.ts'

/** Cells of a context, counted from where it begins. The hypervisor gives the last five their meaning. */
export const contextCell = { level: 0, high: 1, low: 2, work: 3, argument: 4, first: 5, second: 6, name: 7 } as const
export const contextCells = 8

/** Cells of a core: its clock, its timer, its context. */
export const coreCell = { at: 0, timer: 1, context: 2 } as const
export const coreCells = coreCell.context + contextCells

/** Levels as numbers: what an access type adds to its kind. */
export const level = { user: 0, supervisor: 1 } as const

/** Kinds of access as numbers: with the level, the access type. */
export const accessKind = { load: 0, fetch: 2, store: 4 } as const

/** What an access came to, beside the number of a trap. */
export const accessed = { done: 0, left: -1 } as const
const faulted = -2

/** Copy a context from one array of cells to another. */
export const copyContext = (from: Float64Array, at: number, to: Float64Array, where: number): void => {
  for (let i = 0; i < contextCells; i++) to[where + i] = from[at + i]
}

/** Make a context one with zero registers. */
export const setContext = (
  to: Float64Array,
  where: number,
  levelNumber: number,
  work: number,
  argument: number,
): void => {
  to.fill(0, where, where + contextCells)
  to[where + contextCell.level] = levelNumber
  to[where + contextCell.work] = work
  to[where + contextCell.argument] = argument
}

/** Where on the physical side programs have no business. */
export interface Reserved {
  readonly kernel: { readonly base: number; readonly bytes: number }
  readonly devicesAt: number
}

export class Cores {
  readonly count: number
  readonly cells: Cells
  readonly mmu: Mmu
  readonly #memory: PhysicalMemory
  readonly #kernelAt: number
  readonly #kernelEnd: number
  readonly #devicesAt: number

  constructor(count: number, mmu: Mmu, memory: PhysicalMemory, reserved: Reserved) {
    this.count = count
    this.cells = new Cells(count, coreCells)
    this.mmu = mmu
    this.#memory = memory
    this.#kernelAt = reserved.kernel.base
    this.#kernelEnd = reserved.kernel.base + reserved.kernel.bytes
    this.#devicesAt = reserved.devicesAt
  }

  /** Where the context of a core begins among its cells. */
  context(core: number): number {
    return core * coreCells + coreCell.context
  }

  save(core: number, to: Float64Array, where: number): void {
    copyContext(this.cells.now, this.context(core), to, where)
  }

  restore(core: number, from: Float64Array, at: number): void {
    copyContext(from, at, this.cells.now, this.context(core))
  }

  /** A core's clock goes on. */
  spend(core: number, cycles: number): void {
    this.cells.now[core * coreCells + coreCell.at] += cycles
  }

  /**
   * An access of the program on a core: done, the number of the trap it raises, or left, with nothing changed, because
   * it reached kernel memory or devices.
   */
  access(core: number, kind: number, size: number, virtual: number, value: number): number {
    if ((virtual & (size - 1)) !== 0) return trapNumber.mem_address_not_aligned
    const now = this.cells.now
    const at = core * coreCells + coreCell.context
    const type = kind | now[at + contextCell.level]
    let offset = this.mmu.lookup(core, type, virtual)
    if (offset < 0) {
      offset = this.#translate(core, type, virtual)
      if (offset === accessed.left) return accessed.left
      if (offset < 0) {
        return kind === accessKind.fetch ? trapNumber.instruction_access_exception : trapNumber.data_access_exception
      }
    }
    if (kind !== accessKind.store) this.#load(at, offset, size)
    else if (size !== 8) this.#memory.store(offset, size, value)
    else {
      this.#memory.store(offset, 4, now[at + contextCell.high])
      this.#memory.store(offset + 4, 4, value)
    }
    return accessed.done
  }

  #load(at: number, offset: number, size: number): void {
    const now = this.cells.now
    if (size !== 8) {
      now[at + contextCell.high] = 0
      now[at + contextCell.low] = this.#memory.load(offset, size)
    } else {
      now[at + contextCell.high] = this.#memory.load(offset, 4)
      now[at + contextCell.low] = this.#memory.load(offset + 4, 4)
    }
  }

  /** The offset of an access that the TLB does not know; `left`, or `faulted` with the fault recorded. */
  #translate(core: number, type: number, virtual: number): number {
    const physical = this.mmu.walk(core, type, virtual)
    if (physical < 0) {
      this.mmu.record(core, type, virtual)
      return faulted
    }
    if (this.#isReserved(physical)) return accessed.left
    const offset = this.mmu.commit(core, type, virtual, physical)
    if (offset < 0) throw new Error('a page outside every area is mapped')
    return offset
  }

  #isReserved(physical: number): boolean {
    return (physical >= this.#kernelAt && physical < this.#kernelEnd) || physical >= this.#devicesAt
  }

  /** Whether `bytes` bytes (at most a page) can be stored from a virtual address on, at a level. Changes nothing. */
  storable(core: number, levelNumber: number, virtual: number, bytes: number): boolean {
    const last = virtual + bytes - 1
    const samePage = virtual >>> 12 === last >>> 12
    return this.#isStorable(core, levelNumber, virtual) && (samePage || this.#isStorable(core, levelNumber, last))
  }

  #isStorable(core: number, levelNumber: number, virtual: number): boolean {
    const type = accessKind.store | levelNumber
    if (this.mmu.lookup(core, type, virtual) >= 0) return true
    const physical = this.mmu.walk(core, type, virtual)
    return physical >= 0 && !this.#isReserved(physical)
  }

  /** Store a word for the program on a core, where `storable` said that it can be. */
  put(core: number, levelNumber: number, virtual: number, value: number): void {
    const type = accessKind.store | levelNumber
    let offset = this.mmu.lookup(core, type, virtual)
    if (offset < 0) offset = this.#translate(core, type, virtual)
    this.#memory.store(offset, 4, value)
  }
}
