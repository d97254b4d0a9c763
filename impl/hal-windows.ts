/**
 * Register windows in memory: a window is spilled to its own stack pointer and filled from there, through the MMU, with
 * the rights of the program whose window it is. Exactly one window is invalid.
 */

import { accessKind, type Cores } from './hal.ts'
import type { ContextProcessors } from './hal-processors.ts'
import type { PhysicalMemory } from './words-memory.ts'
import { trapNumber } from '../spec/machine/vocabulary.ts'

const windowRegisters = 16
const windowBytes = 4 * windowRegisters
const stackAlignment = 8
/** %sp of a window is %i6 of the window below it. */
const framePointer = 14

export class Windows {
  readonly #cores: Cores
  readonly #memory: PhysicalMemory
  readonly #contexts: ContextProcessors

  constructor(cores: Cores, memory: PhysicalMemory, contexts: ContextProcessors) {
    this.#cores = cores
    this.#memory = memory
    this.#contexts = contexts
  }

  /** Do what a trap asks for, if it is one of windows and if that is possible. */
  handles(core: number, trap: number, level: number): boolean {
    if (trap === trapNumber.window_overflow) return this.overflow(core, level)
    return trap === trapNumber.window_underflow && this.underflow(core, level)
  }

  /** The window below the invalid one is spilled, and becomes the invalid one; false, and nothing is changed, if it cannot be. */
  overflow(core: number, level: number): boolean {
    const { registers } = this.#contexts.on(core)
    const oldest = (this.#invalid(core) - 1) & 7
    if (!this.#isReachable(core, accessKind.store | level, oldest)) return false
    this.#spill(core, level, oldest)
    registers.wim = 1 << oldest
    this.#contexts.changes.core(core)
    return true
  }

  /** The invalid window is filled, and the one above it becomes the invalid one; false, and nothing is changed, if it cannot be. */
  underflow(core: number, level: number): boolean {
    const { registers } = this.#contexts.on(core)
    const invalid = this.#invalid(core)
    if (!this.#isReachable(core, accessKind.load | level, invalid)) return false
    this.#fill(core, level, invalid)
    registers.wim = 1 << ((invalid + 1) & 7)
    this.#contexts.changes.core(core)
    return true
  }

  /** All windows above one are spilled; false, and nothing is changed, if one cannot be. */
  flush(core: number, level: number, window: number): boolean {
    const invalid = this.#invalid(core)
    const above = (window + 1) & 7
    for (let w = above; w !== invalid; w = (w + 1) & 7) {
      if (!this.#isReachable(core, accessKind.store | level, w)) return false
    }
    for (let w = above; w !== invalid; w = (w + 1) & 7) this.#spill(core, level, w)
    this.#contexts.on(core).registers.wim = 1 << above
    this.#contexts.changes.core(core)
    return true
  }

  /** Whether a window is the invalid one. */
  isInvalid(core: number, window: number): boolean {
    return this.#invalid(core) === (window & 7)
  }

  #invalid(core: number): number {
    return 31 - Math.clz32(this.#contexts.on(core).registers.wim)
  }

  #stackPointer(core: number, window: number): number {
    return this.#contexts.on(core).registers.windowed((window - 1) & 7, framePointer) >>> 0
  }

  #isReachable(core: number, type: number, window: number): boolean {
    const at = this.#stackPointer(core, window)
    if (at % stackAlignment !== 0 || at + windowBytes > 2 ** 32) return false
    return this.#cores.probe(core, type, at) >= 0 && this.#cores.probe(core, type, at + windowBytes - 4) >= 0
  }

  #spill(core: number, level: number, window: number): void {
    const { registers } = this.#contexts.on(core)
    const at = this.#stackPointer(core, window)
    for (let i = 0; i < windowRegisters; i++) {
      const offset = this.#cores.reach(core, accessKind.store | level, at + i * 4)
      this.#memory.store(offset, 4, registers.windowed(window, i))
    }
  }

  #fill(core: number, level: number, window: number): void {
    const { registers } = this.#contexts.on(core)
    const at = this.#stackPointer(core, window)
    for (let i = 0; i < windowRegisters; i++) {
      const offset = this.#cores.reach(core, accessKind.load | level, at + i * 4)
      registers.setWindowed(window, i, this.#memory.load(offset, 4))
    }
  }
}
