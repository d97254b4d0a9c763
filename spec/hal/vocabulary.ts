/** The words for the contract between hypervisor and hardware: contexts, cores, traps, programs' accesses. */

import type { Processor } from '../machine/vocabulary.ts'
import type { AccessKind, FaultRegisters, Level, Translation } from '../mmu/vocabulary.ts'
import type { Address, Cycles, Word } from '../words/vocabulary.ts'

export { trapNumber, type TrapType } from '../machine/vocabulary.ts'

/** The registers a scripted program sees: the pair that loads and calls leave their result in, `low` alone but for doublewords. */
export interface Registers {
  readonly high: Word
  readonly low: Word
}

/**
 * What of a core belongs to who runs there, saved when it is switched out. `Work` is what was begun and is not finished;
 * the hypervisor gives it its meaning, the hardware only keeps it.
 */
export interface Context<Work> {
  readonly level: Level
  readonly registers: Registers
  readonly work: Work
  /** The registers of a binary program; null of a scripted one, and where nothing runs. */
  readonly processor: Processor | null
}

/** One core as the hypervisor sees it. */
export interface Core<Work> {
  /** Cycles this core has executed: its own clock. */
  readonly at: Cycles
  readonly context: Context<Work>
  /** The MMU context register: the number of the address space in force; null before the first. */
  readonly space: number | null
  /** Whether interrupts are masked: only inside an atomic section of the kernel. */
  readonly masked: boolean
  /** The instant at which the clock's next interrupt is due. */
  readonly timer: Cycles
  readonly fault: FaultRegisters
  /** Translations used since the last flush: those that may be cached. */
  readonly cached: readonly Translation[]
}

export type AccessSize = 1 | 2 | 4 | 8

/** An access by a program, at a virtual address. */
export interface Access {
  readonly kind: AccessKind
  readonly size: AccessSize
  readonly address: Address
  /** What a store writes: `low`, cut to the size; a doubleword is `high` followed by `low`. */
  readonly value: Registers
}

/**
 * The contract. Each operation is total. `Core` and `Context` are the instance's own; the hypervisor uses nothing
 * else of the hardware. Source: the services AIR's kernel takes from RTEMS and its board support.
 */
export interface Hal<CoreState, ContextState> {
  /** The context of who runs on `core`. */
  readonly save: (core: CoreState) => ContextState
  /** `core` running in `context`; nothing else of the core changes. */
  readonly restore: (core: CoreState, context: ContextState) => CoreState
  /** A fresh context: registers zero, nothing begun, at `level`. */
  readonly start: (level: Level) => ContextState
  /** Ask for the clock's next interrupt at `at`. */
  readonly setTimer: (core: CoreState, at: Cycles) => CoreState
  readonly timer: (core: CoreState) => Cycles
  readonly mask: (core: CoreState) => CoreState
  readonly unmask: (core: CoreState) => CoreState
  readonly masked: (core: CoreState) => boolean
  /** Put an address space in force and flush the translations of the one before. */
  readonly loadSpace: (core: CoreState, space: number) => CoreState
  readonly space: (core: CoreState) => number | null
  /** A trap: to supervisor level, interrupts masked. */
  readonly enter: (core: CoreState) => CoreState
  /** Return from the trap: to `level`, interrupts unmasked. */
  readonly leave: (core: CoreState, level: Level) => CoreState
  readonly level: (core: CoreState) => Level
}
