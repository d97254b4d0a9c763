/** Traps: an instruction that ends in one, and what taking one does to a processor. Source: V8 7. */

import * as E from 'fp-ts/lib/Either.js'
import { trapNumber, type Processor } from '../../spec/machine/vocabulary.ts'
import { address } from '../../spec/words/vocabulary.ts'
import { below, changed, stateOf, withRegister } from './registers.ts'

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
export const illegalInstruction = traps(trapNumber.illegal_instruction)
export const privilegedInstruction = traps(trapNumber.privileged_instruction)
export const notAligned = traps(trapNumber.mem_address_not_aligned)
export const fpDisabled = traps(trapNumber.fp_disabled)
export const cpDisabled = traps(trapNumber.cp_disabled)

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
