/** Memory as instructions see it: what can be asked of it, by which address space, and how it answers. */

import type * as E from 'fp-ts/lib/Either.js'
import type { Processor, ReadAncillary, Register } from '../../spec/machine/vocabulary.ts'
import type { Level } from '../../spec/mmu/vocabulary.ts'
import type { Address } from '../../spec/words/vocabulary.ts'

/** How wide an access is, in bytes. */
export type Width = 1 | 2 | 4 | 8

/** What was loaded, zero-extended; of a doubleword the second word apart; and memory as it is after. */
export interface Read<M> {
  readonly memory: M
  readonly word: Register
  readonly second: Register
}

/** An access that was not made: the trap that says so, or null where what happens is not specified; and memory as it is after. */
export interface Refusal<M> {
  readonly trap: number | null
  readonly memory: M
}

export type Loaded<M> = E.Either<Refusal<M>, Read<M>>
export type Stored<M> = E.Either<Refusal<M>, M>

/** What replaces the word that an atomic access finds; null leaves it as it is. */
export type Replacement = (found: Register) => Register | null

/**
 * Memory of a kind `M`, as a processor reaches it. Addresses are multiples of the width. An address space is one of
 * `alternateSpace`, or none that exists; loads and stores that name none are of 0x0A or 0x0B. Source: V8 appendix I.
 */
export interface Bus<M> {
  readonly fetch: (memory: M, level: Level, at: Address) => Loaded<M>
  readonly load: (memory: M, space: number, at: Address, width: Width) => Loaded<M>
  readonly store: (memory: M, space: number, at: Address, width: Width, word: Register, second: Register) => Stored<M>
  /** An atomic load and store, checked as a store. */
  readonly exchange: (memory: M, space: number, at: Address, width: 1 | 4, replacement: Replacement) => Loaded<M>
  /** What an ancillary register that does not exist does: it is illegal, or reads as Y and is written in vain. */
  readonly readAncillary: ReadAncillary
}

/** A processor and the memory it works on, after an instruction. */
export interface After<M> {
  readonly processor: Processor
  readonly memory: M
}

/** An instruction that ends in a trap, or beyond what is specified (null); FSR and fault registers may have changed. */
export interface Trapped<M> extends After<M> {
  readonly trap: number | null
}

export type Executed<M> = E.Either<Trapped<M>, After<M>>
