/** Traps: their numbers, an instruction that ends in one, and what taking one does to a processor. Source: V8 7. */

import * as E from 'fp-ts/lib/Either.js'
import type { Processor } from '../../spec/machine/vocabulary.ts'
import { address } from '../../spec/words/vocabulary.ts'
import { below, changed, stateOf, withRegister } from './registers.ts'

/** Trap types, by the names of V8 table 7-1. */
export const trapType = {
  instruction_access_exception: 0x01,
  illegal_instruction: 0x02,
  privileged_instruction: 0x03,
  fp_disabled: 0x04,
  window_overflow: 0x05,
  window_underflow: 0x06,
  mem_address_not_aligned: 0x07,
  fp_exception: 0x08,
  data_access_exception: 0x09,
  tag_overflow: 0x0a,
  cp_disabled: 0x24,
  division_by_zero: 0x2a,
} as const

/** The trap that an instruction ends in, and the processor as it is before it is taken. */
export interface Trap {
  readonly trap: number
  readonly processor: Processor
}

/** What an instruction that needs no memory comes to. */
export type Outcome = E.Either<Trap, Processor>

/** An instruction that traps, and changes nothing else. */
export const trapping = (p: Processor, trap: number): Outcome => E.left({ trap, processor: p })

const traps =
  (trap: number) =>
  (p: Processor): Outcome =>
    trapping(p, trap)
export const illegalInstruction = traps(trapType.illegal_instruction)
export const privilegedInstruction = traps(trapType.privileged_instruction)
export const notAligned = traps(trapType.mem_address_not_aligned)
export const fpDisabled = traps(trapType.fp_disabled)
export const cpDisabled = traps(trapType.cp_disabled)

/** The trap base register with a trap type in it. */
export const withTrapType = (tbr: number, trap: number): number => (tbr & ~0xff0) | (trap << 4)

/** The processor in error mode by a trap that cannot be taken. */
export const inErrorMode = (p: Processor, trap: number): Processor =>
  changed(p, { activity: 'error mode', errorTrap: trap })

/** The processor after a trap is taken before the instruction at its `pc`, or error mode where traps are disabled. */
export const trapTaken = (p: Processor, trap: number): Processor => {
  const { icc, ef, pil, s, et, cwp } = p.state
  if (!et) return inErrorMode(p, trap)
  const tbr = withTrapType(p.tbr, trap)
  const entered = changed(p, {
    state: stateOf(icc, ef, pil, true, s, false, below(cwp)),
    tbr,
    pc: address(tbr),
    npc: address(tbr + 4),
  })
  return withRegister(withRegister(entered, local1, p.pc | 0), local2, p.npc | 0)
}

const local1 = 17
const local2 = 18
