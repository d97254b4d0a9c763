/**
 * The machine as the hypervisor sees it: cores, each with a clock, a timer and the context of who runs there. Fast
 * because a context is a few numbers in a flat array, switched by copying them, and an access that hits the TLB is one
 * comparison away from the word in memory.
 *
 * Interrupts are masked exactly inside a section of the kernel, which here is one call of a function: no cell says so.
 */

import { trapNumber } from '../spec/hal/vocabulary.ts'
import type { Mmu } from './mmu.ts'
import type { PhysicalMemory } from './words-memory.ts'
import { Cells } from './words.ts'

/** Cells of a context, counted from where it begins. The hypervisor gives those from `work` on their meaning; of `operands` there are five. */
export const contextCell = { level: 0, high: 1, low: 2, work: 3, argument: 4, call: 5, operands: 6 } as const
export const operandCells = 5
export const contextCells = contextCell.operands + operandCells

/** Cells of a core: its clock, its timer, its context. */
export const coreCell = { at: 0, timer: 1, context: 2 } as const
export const coreCells = coreCell.context + contextCells

/** Levels as numbers: what an access type adds to its kind. */
export const level = { user: 0, supervisor: 1 } as const

/** Kinds of access as numbers: with the level, the access type. */
export const accessKind = { load: 0, fetch: 2, store: 4 } as const

/** What an access came to, beside the number of a trap. */
export const accessed = { done: 0, left: -1 } as const
/** In place of an offset in memory: kernel memory or a device is there; nothing that can be reached is. */
export const beyond = { reserved: -1, unreachable: -2 } as const

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
      if (offset === beyond.reserved) return accessed.left
      if (offset < 0) {
        this.mmu.record(core, type, virtual)
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

  /** The offset of an access that the TLB does not know, which takes place if it is one. */
  #translate(core: number, type: number, virtual: number): number {
    const physical = this.mmu.walk(core, type, virtual)
    if (physical < 0) return beyond.unreachable
    if (this.#isReserved(physical)) return beyond.reserved
    return this.#committed(core, type, virtual, physical)
  }

  #committed(core: number, type: number, virtual: number, physical: number): number {
    const offset = this.mmu.commit(core, type, virtual, physical)
    if (offset < 0) throw new Error('a page outside every area is mapped')
    return offset
  }

  #isReserved(physical: number): boolean {
    return (physical >= this.#kernelAt && physical < this.#kernelEnd) || physical >= this.#devicesAt
  }

  /** The offset in memory of what an access of this type would reach; nothing is changed, and nothing remembered. */
  probe(core: number, type: number, virtual: number): number {
    const physical = this.mmu.walk(core, type, virtual)
    if (physical < 0) return beyond.unreachable
    if (this.#isReserved(physical)) return beyond.reserved
    return this.#memory.offset(physical)
  }

  /** The offset in memory of an access on behalf of the program on a core, which `probe` said can take place. */
  reach(core: number, type: number, virtual: number): number {
    const known = this.mmu.lookup(core, type, virtual)
    return known >= 0 ? known : this.#translate(core, type, virtual)
  }

  /** The offset in memory of an access that a binary program makes, which reaches nothing reserved; −1, and the fault recorded, if it traps. */
  translate(core: number, type: number, virtual: number): number {
    const offset = this.reach(core, type, virtual)
    if (offset >= 0) return offset
    this.mmu.record(core, type, virtual)
    return -1
  }

  /** Whether an access would reach kernel memory or devices; nothing is changed. */
  strays(core: number, type: number, virtual: number): boolean {
    return this.mmu.lookup(core, type, virtual) < 0 && this.probe(core, type, virtual) === beyond.reserved
  }

  /** The physical address that `probe` finds; 0 if it finds none. */
  physical(core: number, type: number, virtual: number): number {
    const offset = this.probe(core, type, virtual)
    return offset < 0 ? 0 : this.#memory.physical(offset)
  }
}
