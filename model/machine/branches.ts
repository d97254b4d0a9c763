/** What transfers control: branches and their conditions, CALL, JMPL, RETT, Ticc; and windows, which SAVE and RESTORE turn. */

import * as E from 'fp-ts/lib/Either.js'
import { fsrFields, icc, type Processor, softwareTrap, trapNumber } from '../../spec/machine/vocabulary.ts'
import { address } from '../../spec/words/vocabulary.ts'
import { annul, cond, disp22, disp30, rd } from './decode.ts'
import {
  above,
  at,
  below,
  changed,
  effectiveAddress,
  invalid,
  onward,
  resulting,
  stateOf,
  transferring,
  withRegister,
  withWindow,
} from './registers.ts'
import {
  cpDisabled,
  fpDisabled,
  illegalInstruction,
  inErrorMode,
  notAligned,
  privilegedInstruction,
  trapping,
  withTrapType,
  type Outcome,
} from './traps.ts'

const always = 8

/** Whether integer condition 0 to 15 holds of the condition codes. Source: V8 table B-7. */
export const holds = (condition: number, conditions: number): boolean => {
  const plain = lowConditionHolds(condition & 7, conditions)
  return condition < always ? plain : !plain
}

/** N, E, LE, L, LEU, CS, NEG, VS; each of the upper eight is the opposite of one of these. */
const lowConditionHolds = (condition: number, conditions: number): boolean => {
  const n = (conditions & icc.N) !== 0
  const z = (conditions & icc.Z) !== 0
  const v = (conditions & icc.V) !== 0
  const c = (conditions & icc.C) !== 0
  switch (condition) {
    case 0:
      return false
    case 1:
      return z
    case 2:
      return z || n !== v
    case 3:
      return n !== v
    case 4:
      return c || z
    case 5:
      return c
    case 6:
      return n
    default:
      return v
  }
}

/** For each floating-point condition the relations of which one must hold: bit 0 equal, 1 less, 2 greater, 3 unordered. V8 table B-8. */
const relations: readonly number[] = [
  0b0000, 0b1110, 0b0110, 0b1010, 0b0010, 0b1100, 0b0100, 0b1000, 0b1111, 0b0001, 0b1001, 0b0101, 0b1101, 0b0011,
  0b1011, 0b0111,
]

/** Whether floating-point condition 0 to 15 holds of fcc. */
export const floatHolds = (condition: number, fcc: number): boolean => (((relations[condition] ?? 0) >>> fcc) & 1) !== 0

/** A branch, by whether its condition holds. One that is taken executes its delay slot, unless it is always taken and annuls. */
const branch = (p: Processor, word: number, taken: boolean): Processor => {
  const target = address(p.pc + disp22(word))
  if (taken) return annul(word) && cond(word) === always ? at(p, target, address(target + 4)) : transferring(p, target)
  return annul(word) ? at(p, address(p.npc + 4), address(p.npc + 8)) : onward(p)
}

export const bicc = (p: Processor, word: number): Outcome => E.right(branch(p, word, holds(cond(word), p.state.icc)))

export const fbfcc = (p: Processor, word: number): Outcome =>
  p.state.ef ? E.right(branch(p, word, floatHolds(cond(word), (p.fsr & fsrFields.FCC) >>> 10))) : fpDisabled(p)

export const cbccc = (p: Processor): Outcome => cpDisabled(p)

export const call = (p: Processor, word: number): Outcome =>
  E.right(transferring(withRegister(p, 15, p.pc | 0), address(p.pc + disp30(word))))

export const jmpl = (p: Processor, word: number): Outcome => {
  const target = effectiveAddress(p, word)
  if (target % 4 !== 0) return notAligned(p)
  return E.right(transferring(withRegister(p, rd(word), p.pc | 0), target))
}

/** RETT: with traps enabled it is a trap itself; where it cannot go back, the processor stops. Source: V8 B.26. */
export const rett = (p: Processor, word: number): Outcome => {
  const { icc: conditions, ef, pil, s, ps, et, cwp } = p.state
  if (et) return s ? illegalInstruction(p) : privilegedInstruction(p)
  const stopped = (trap: number): Outcome => E.right(inErrorMode(changed(p, { tbr: withTrapType(p.tbr, trap) }), trap))
  const target = effectiveAddress(p, word)
  const window = above(cwp)
  if (!s) return stopped(trapNumber.privileged_instruction)
  if (invalid(p.wim, window)) return stopped(trapNumber.window_underflow)
  if (target % 4 !== 0) return stopped(trapNumber.mem_address_not_aligned)
  return E.right(transferring(changed(p, { state: stateOf(conditions, ef, pil, ps, ps, true, window) }), target))
}

export const ticc = (p: Processor, word: number): Outcome =>
  holds(cond(word), p.state.icc) ? trapping(p, softwareTrap(effectiveAddress(p, word))) : E.right(onward(p))

/** SAVE and RESTORE: into another window, with the sum of registers of the old one. */
const turns =
  (next: (window: number) => number, trap: number) =>
  (p: Processor, word: number): Outcome => {
    const window = next(p.state.cwp)
    if (invalid(p.wim, window)) return trapping(p, trap)
    return E.right(resulting(p, withWindow(p.state, window), p.y, rd(word), effectiveAddress(p, word) | 0))
  }
export const save = turns(below, trapNumber.window_overflow)
export const restore = turns(above, trapNumber.window_underflow)
