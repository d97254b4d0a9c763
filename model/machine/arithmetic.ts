/** Integer arithmetic: results and condition codes of additions, subtractions, logical operations, shifts. Source: V8 B.10 to B.17. */

import * as E from 'fp-ts/lib/Either.js'
import { icc, type Processor, type Register, trapNumber } from '../../spec/machine/vocabulary.ts'
import { imm22, rd } from './decode.ts'
import { giving, operand1, operand2, resulting, withConditions } from './registers.ts'
import { trapping, type Outcome } from './traps.ts'

/** An operation: of both operands and the carry. */
type Operation = (a: Register, b: Register, carry: number) => Register
/** Condition codes: of both operands and the result. */
type Conditions = (a: Register, b: Register, result: Register) => number

export const sum: Operation = (a, b) => (a + b) | 0
export const sumAndCarry: Operation = (a, b, carry) => (a + b + carry) | 0
export const difference: Operation = (a, b) => (a - b) | 0
export const differenceAndBorrow: Operation = (a, b, carry) => (a - b - carry) | 0
export const and: Operation = (a, b) => a & b
export const andNot: Operation = (a, b) => a & ~b
export const or: Operation = (a, b) => a | b
export const orNot: Operation = (a, b) => a | ~b
export const xor: Operation = (a, b) => a ^ b
export const xnor: Operation = (a, b) => ~(a ^ b)
export const shiftedLeft: Operation = (a, b) => a << (b & 31)
export const shiftedRight: Operation = (a, b) => (a >>> (b & 31)) | 0
export const shiftedRightSigned: Operation = (a, b) => a >> (b & 31)

/** N and Z of a result; V and C are 0. */
export const ofResult = (result: Register): number => (result < 0 ? icc.N : 0) | (result === 0 ? icc.Z : 0)
export const ofLogical: Conditions = (_a, _b, result) => ofResult(result)

/** V if the operands agree in sign and the result does not; C the carry out of bit 31. */
export const ofSum: Conditions = (a, b, result) =>
  ofResult(result) | ((~(a ^ b) & (a ^ result)) < 0 ? icc.V : 0) | (((a & b) | ((a | b) & ~result)) < 0 ? icc.C : 0)

/** V if the operands differ in sign and the result has not that of the first; C the borrow. */
export const ofDifference: Conditions = (a, b, result) =>
  ofResult(result) | (((a ^ b) & (a ^ result)) < 0 ? icc.V : 0) | (((~a & b) | ((~a | b) & result)) < 0 ? icc.C : 0)

/** V is set also if an operand has a tag that is not 0. */
const tagged =
  (conditions: Conditions): Conditions =>
  (a, b, result) =>
    conditions(a, b, result) | (((a | b) & 3) === 0 ? 0 : icc.V)
export const ofTaggedSum = tagged(ofSum)
export const ofTaggedDifference = tagged(ofDifference)

/** An instruction that gives the result of an operation. */
export const computes =
  (operation: Operation) =>
  (p: Processor, word: number): Outcome =>
    E.right(giving(p, rd(word), operation(operand1(p, word), operand2(p, word), p.state.icc & icc.C)))

/** One that sets the condition codes, too. */
export const computesConditions =
  (operation: Operation, conditions: Conditions) =>
  (p: Processor, word: number): Outcome => {
    const a = operand1(p, word)
    const b = operand2(p, word)
    const result = operation(a, b, p.state.icc & icc.C)
    return E.right(resulting(p, withConditions(p.state, conditions(a, b, result)), p.y, rd(word), result))
  }

/** One that traps where it would set V. */
export const computesOrTraps = (operation: Operation, conditions: Conditions) => {
  const computed = computesConditions(operation, conditions)
  return (p: Processor, word: number): Outcome => {
    const a = operand1(p, word)
    const b = operand2(p, word)
    const overflows = (conditions(a, b, operation(a, b, 0)) & icc.V) !== 0
    return overflows ? trapping(p, trapNumber.tag_overflow) : computed(p, word)
  }
}

export const sethi = (p: Processor, word: number): Outcome => E.right(giving(p, rd(word), imm22(word)))

/** MULScc: one step of a multiplication. Source: V8 B.17. */
export const mulscc = (p: Processor, word: number): Outcome => {
  const multiplicand = operand1(p, word)
  const negative = ((p.state.icc & icc.N) !== 0) !== ((p.state.icc & icc.V) !== 0)
  const a = (multiplicand >>> 1) | (negative ? 0x80000000 : 0)
  const b = (p.y & 1) === 0 ? 0 : operand2(p, word)
  const result = sum(a, b, 0)
  const y = (p.y >>> 1) | (multiplicand << 31)
  return E.right(resulting(p, withConditions(p.state, ofSum(a, b, result)), y, rd(word), result))
}
