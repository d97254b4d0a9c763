/**
 * Memory as the processor of a core reaches it for a binary program: through the core's MMU, so that faults, marks and
 * translations are those of any program. Loads and fetches that its TLB knows the processor makes by itself; every store
 * passes through `PhysicalMemory`, which keeps the digest and tells the decoded code.
 */

import { alternateSpace } from '../spec/machine/vocabulary.ts'
import { accessKind, level, type Cores } from './hal.ts'
import type { DecodedCode } from './machine-code.ts'
import type { Layout } from './machine-layout.ts'
import { reach, type MemorySystem } from './machine-memory-system.ts'
import { Tlb } from './machine-tlb.ts'
import type { PhysicalMemory } from './words-memory.ts'

/** What the processors of all cores share. */
interface Shared {
  readonly cores: Cores
  readonly memory: PhysicalMemory
  readonly layout: Layout
  readonly code: DecodedCode
  /** Give up all decoded code, on every core. */
  readonly clearCode: () => void
}

export class CoreMemory implements MemorySystem {
  readonly words: Int32Array<ArrayBuffer>
  readonly layout: Layout
  readonly code: DecodedCode
  readonly tlb: Tlb
  readonly #core: number
  readonly #shared: Shared

  constructor(core: number, shared: Shared) {
    this.#core = core
    this.#shared = shared
    this.words = shared.memory.words
    this.code = shared.code
    this.layout = { ...shared.layout, homes: [shared.layout.homes[core]] }
    this.tlb = new Tlb(this.words, shared.layout.homes[core])
  }

  translate(type: number, virtual: number): number {
    const offset = this.#shared.cores.translate(this.#core, type, virtual >>> 0)
    const fetches = (type & ~level.supervisor) === accessKind.fetch
    if (fetches && offset >= 0 && this.code.isFull && !this.code.holds(offset)) this.#shared.clearCode()
    return offset
  }

  /** At user level CASA alone names a space, its own; what names one at supervisor level is never executed. */
  alternate(space: number, storing: boolean, virtual: number): number {
    return space === alternateSpace.userData
      ? this.translate(storing ? accessKind.store : accessKind.load, virtual)
      : reach.trap
  }

  letsStore(): boolean {
    return false
  }

  write(offset: number, size: number, value: number): void {
    this.#shared.memory.store(offset, size, value)
  }

  // Nothing that a program may reach is a device or a register of an alternate space.

  loadDevice(): number {
    return 0
  }

  storeDevice(): void {
    // No device is reached.
  }

  loadRegister(): number {
    return 0
  }

  storeRegister(): void {
    // No register is reached.
  }
}
