/** Integer multiplication and division, with Y as the upper half of 64 bits. Source: V8 B.18, B.19. */

import * as E from 'fp-ts/lib/Either.js'
import { icc, type Processor, type Register, trapNumber } from '../../spec/machine/vocabulary.ts'
import { ofResult } from './arithmetic.ts'
import { rd } from './decode.ts'
import { operand1, operand2, resulting, withConditions } from './registers.ts'
import { trapping, type Outcome } from './traps.ts'

/** The upper word of the product of two unsigned words, by their halves. */
export const unsignedHigh = (a: Register, b: Register): Register => {
  const [aHigh, aLow, bHigh, bLow] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff]
  const low = aLow * bLow
  const middle = aHigh * bLow + (low >>> 16)
  const other = aLow * bHigh + (middle % 0x10000)
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000)) | 0
}

/** A negative operand counts 2³² less than the unsigned number of its bits. */
export const signedHigh = (a: Register, b: Register): Register =>
  (unsignedHigh(a, b) - (a < 0 ? b : 0) - (b < 0 ? a : 0)) | 0

/** What a multiplication or division leaves: Y, the result, and V. */
interface Long {
  readonly y: Register
  readonly result: Register
  readonly overflow: boolean
}

const given = (p: Processor, word: number, { y, result, overflow }: Long, setsConditions: boolean): Outcome => {
  const conditions = ofResult(result) | (overflow ? icc.V : 0)
  return E.right(resulting(p, setsConditions ? withConditions(p.state, conditions) : p.state, y, rd(word), result))
}

/** UMUL, SMUL and their forms with cc: the low word to rd, the high word to Y. */
export const multiplies =
  (high: (a: Register, b: Register) => Register, setsConditions: boolean) =>
  (p: Processor, word: number): Outcome => {
    const a = operand1(p, word)
    const b = operand2(p, word)
    return given(p, word, { y: high(a, b), result: Math.imul(a, b), overflow: false }, setsConditions)
  }

/** The number of Y and a register together, and that of one word. */
const unsignedLong = (high: Register, low: Register): bigint => BigInt(high >>> 0) * 0x100000000n + BigInt(low >>> 0)
const signedLong = (high: Register, low: Register): bigint => BigInt(high) * 0x100000000n + BigInt(low >>> 0)

interface Quotient {
  readonly result: Register
  readonly overflow: boolean
}

/** A quotient that does not fit is the largest that does. The divisor is not 0. */
export const unsignedQuotient = (y: Register, a: Register, b: Register): Quotient => {
  const quotient = unsignedLong(y, a) / BigInt(b >>> 0)
  const overflow = quotient > 0xffffffffn
  return { result: overflow ? -1 : Number(quotient) | 0, overflow }
}

/** Truncated towards zero; one that does not fit is the largest or the smallest that does. The divisor is not 0. */
export const signedQuotient = (y: Register, a: Register, b: Register): Quotient => {
  const quotient = signedLong(y, a) / BigInt(b)
  if (quotient > 0x7fffffffn) return { result: 0x7fffffff, overflow: true }
  if (quotient < -0x80000000n) return { result: -0x80000000, overflow: true }
  return { result: Number(quotient), overflow: false }
}

/** UDIV, SDIV and their forms with cc. */
export const divides =
  (quotient: (y: Register, a: Register, b: Register) => Quotient, setsConditions: boolean) =>
  (p: Processor, word: number): Outcome => {
    const divisor = operand2(p, word)
    if (divisor === 0) return trapping(p, trapNumber.division_by_zero)
    return given(p, word, { y: p.y, ...quotient(p.y, operand1(p, word), divisor) }, setsConditions)
  }
