/** The words for guests: the processor a partition believes it has. Source: AIR 5.6.2 arch/sparc; SPARC V8 4.2. */

import type { Cycles } from '../words/vocabulary.ts'

/** The bits of the virtual PSR that exist: the others are zero and cannot be set. */
export const psr = { ET: 0x20, PS: 0x40, S: 0x80, PIL: 0xf00, EF: 0x1000 } as const
/** What set_psr can set. EF is changed by its own calls. */
export const psrSettable = 0xfe0
/** At the start of a partition: supervisor of itself, traps off, level 0. */
export const psrAtStart = 0x80

/** The field of the virtual TBR that a delivered trap fills. */
export const tbrTable = 0xfffff000

/** The virtual interrupt of the clock; a virtual interrupt of level n is trap type 0x10 + n. */
export const clockLevel = 10
/** The trap type under which a health event is delivered. */
export const healthEventTrap = 0x84
/** Levels 1 to 15, one bit each. */
export const allLevels = 0xfffe
/** How many handlers can be active inside one another; a trap beyond waits. */
export const mostActivations = 8

/** Events that a partition is told of; GET_EVENT reads and clears them. */
export const event = {
  CLOCKTICK: 0x01,
  HEALTH_MONITOR: 0x02,
  SCHEDULE_CHANGE: 0x04,
  SCHEDULE_START: 0x08,
  PERIOD_START: 0x10,
  WINDOW_START: 0x20,
  PORT_UPDATED: 0x40,
} as const

/** A handler that runs: which effect of it is next, and the cycles that the computation it interrupted still has. */
export interface Activation {
  readonly next: number
  readonly interrupted: Cycles
}

/** What the hypervisor keeps of the processor that a partition believes it has. */
export interface VirtualProcessor {
  readonly psr: number
  readonly tbr: number
  /** Virtual interrupts that wait, and levels that may be delivered: one bit each, level n is bit n. */
  readonly pending: number
  readonly mask: number
  /** Events not yet read. */
  readonly events: number
  /** Two bits a cache, data then instructions: 0 disabled, 1 frozen, 3 enabled. */
  readonly caches: number
  /** Active handlers, the innermost last. */
  readonly activations: readonly Activation[]
}

/** GUEST-V1: whether a dispatch after ticks were missed announces the clock. */
export type MissedTicks = 'while it runs' | 'and at its dispatch'

export interface GuestVariation {
  readonly missedTicks: MissedTicks
}
