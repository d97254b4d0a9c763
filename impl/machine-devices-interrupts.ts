/** The interrupt controller: words of a bit a level, and the level that they request, kept as they change. Source: GRLIB IRQMP. */

import type { InterruptController, MachineVariation } from '../spec/machine/vocabulary.ts'

/** Levels 15 to 1. */
const levels = 0xfffe
const register = {
  priority: 0,
  pending: 4,
  force: 8,
  clear: 0xc,
  broadcast: 0x14,
  mask: 0x40,
  forceOrNot: 0x80,
} as const

export class Interrupts {
  /** The level that the processor is asked to take, 1 to 15; 0 for none. */
  requested = 0
  readonly #acknowledgesBoth: boolean
  #priority = 0
  #pending = 0
  #force = 0
  #mask = 0
  #broadcast = 0

  constructor({ acknowledge }: MachineVariation) {
    this.#acknowledgesBoth = acknowledge === 'both'
  }

  start(): void {
    this.#priority = 0
    this.#pending = 0
    this.#force = 0
    this.#mask = 0
    this.#broadcast = 0
    this.requested = 0
  }

  /** A device raises its interrupt. */
  raise(level: number): void {
    this.#pending |= 1 << level
    this.#ask()
  }

  /** The processor takes a level. */
  acknowledge(level: number): void {
    const bit = 1 << level
    if (this.#acknowledgesBoth || (this.#force & bit) === 0) this.#pending &= ~bit
    this.#force &= ~bit
    this.#ask()
  }

  load(offset: number): number {
    switch (offset) {
      case register.priority:
        return this.#priority
      case register.pending:
        return this.#pending
      case register.force:
      case register.forceOrNot:
        return this.#force
      case register.broadcast:
        return this.#broadcast
      case register.mask:
        return this.#mask
      default:
        return 0
    }
  }

  store(offset: number, value: number): void {
    const bits = value & levels
    switch (offset) {
      case register.priority:
        this.#priority = bits
        break
      case register.pending:
        this.#pending = bits
        break
      case register.force:
        this.#force = bits
        break
      case register.clear:
        this.#pending &= ~bits
        break
      case register.broadcast:
        this.#broadcast = bits
        break
      case register.mask:
        this.#mask = bits
        break
      case register.forceOrNot:
        // What is set and cleared at once is cleared.
        this.#force = (this.#force | bits) & ~(value >>> 16)
        break
      default:
    }
    this.#ask()
  }

  #ask(): void {
    const asked = (this.#pending | this.#force) & this.#mask
    const first = asked & this.#priority
    this.requested = 31 - Math.clz32((first === 0 ? asked : first) | 1)
  }

  abstract(): InterruptController {
    return {
      priority: this.#priority,
      pending: this.#pending,
      force: this.#force,
      mask: this.#mask,
      broadcast: this.#broadcast,
    }
  }
}
