/** IEEE 754 arithmetic: the exact result of whole-number arithmetic, rounded once. Source: V8 appendix N; IEEE 754. */

import { ieee } from '../../spec/machine/vocabulary.ts'
import { datum, isZero, signBit, type Datum, type Finite, type Format } from './ieee-formats.ts'
import { fromNaN, invalid } from './ieee-nans.ts'
import { exactly, infinity, rounded, type Result } from './ieee-rounding.ts'

/** An operation on two operands of one format. */
type Binary = (first: bigint, second: bigint) => Result

const zero = (format: Format, negative: boolean): Result => exactly(signBit(format, negative))

const negated = (of: Datum): Datum => (of.kind === 'NaN' ? of : { ...of, negative: !of.negative })

/** The sum of two finite numbers. A sum of zero is positive, unless both were negative. */
const exactSum = (a: Finite, b: Finite): Finite => {
  const exponent = Math.min(a.exponent, b.exponent)
  const scaled = ({ negative, significand, exponent: own }: Finite): bigint =>
    (negative ? -significand : significand) << BigInt(own - exponent)
  const sum = scaled(a) + scaled(b)
  const negative = sum < 0n || (sum === 0n && a.negative && b.negative)
  return { kind: 'finite', negative, significand: sum < 0n ? -sum : sum, exponent }
}

/** The sum of two data of which none is a NaN. */
const added = (format: Format, a: Datum, b: Datum): Result => {
  if (a.kind === 'finite' && b.kind === 'finite') return rounded(format, exactSum(a, b))
  if (a.kind === 'infinite' && b.kind === 'infinite' && a.negative !== b.negative) return invalid(format)
  return infinity(format, a.kind === 'infinite' ? a.negative : b.negative)
}

/** FADD: rs1 + rs2. */
export const sum =
  (format: Format): Binary =>
  (first, second) => {
    const [a, b] = [datum(format, first), datum(format, second)]
    return fromNaN(format, a, b) ?? added(format, a, b)
  }

/** FSUB: rs1 − rs2. A NaN keeps its sign. */
export const difference =
  (format: Format): Binary =>
  (first, second) => {
    const [a, b] = [datum(format, first), datum(format, second)]
    return fromNaN(format, a, b) ?? added(format, a, negated(b))
  }

/** FMUL, and with a wider format for the result FsMULd: rs1 × rs2. */
export const product =
  (format: Format, to: Format): Binary =>
  (first, second) => {
    const [a, b] = [datum(format, first), datum(format, second)]
    const negative = a.negative !== b.negative
    const fromOperands = fromNaN(to, a, b)
    if (fromOperands !== null) return fromOperands
    if (a.kind === 'finite' && b.kind === 'finite')
      return rounded(to, { negative, significand: a.significand * b.significand, exponent: a.exponent + b.exponent })
    return isZero(a) || isZero(b) ? invalid(to) : infinity(to, negative)
  }

/** More bits than any format has, twice over. */
const PLENTY = 256

/** A whole number below what it stands for, by less than one, if there is a rest: halves, so that no midpoint is met. */
const withRest = (below: bigint, rest: bigint): bigint => 2n * below + (rest === 0n ? 0n : 1n)

/** The quotient of finite numbers, none of them zero, to more places than rounding can see. */
const exactQuotient = (a: Finite, b: Finite): Omit<Finite, 'kind'> => {
  const dividend = a.significand << BigInt(PLENTY)
  return {
    negative: a.negative !== b.negative,
    significand: withRest(dividend / b.significand, dividend % b.significand),
    exponent: a.exponent - b.exponent - PLENTY - 1,
  }
}

/** FDIV: rs1 / rs2. */
export const quotient =
  (format: Format): Binary =>
  (first, second) => {
    const [a, b] = [datum(format, first), datum(format, second)]
    const negative = a.negative !== b.negative
    const fromOperands = fromNaN(format, a, b)
    if (fromOperands !== null) return fromOperands
    if (a.kind !== 'finite') return b.kind === 'finite' ? infinity(format, negative) : invalid(format)
    if (b.kind !== 'finite') return zero(format, negative)
    if (isZero(b)) return isZero(a) ? invalid(format) : infinity(format, negative, ieee.DZ)
    return isZero(a) ? zero(format, negative) : rounded(format, exactQuotient(a, b))
  }

/** The greatest whole number whose square is not above `n`: bit by bit, from the highest. */
const wholeRoot = (n: bigint): bigint => {
  let root = 0n
  for (let bit = 1n << BigInt(n.toString(2).length >> 1); bit > 0n; bit >>= 1n)
    if ((root + bit) * (root + bit) <= n) root += bit
  return root
}

/** FSQRT: of rs2. The root of −0 is −0. */
export const squareRoot =
  (format: Format) =>
  (_first: bigint, second: bigint): Result => {
    const of = datum(format, second)
    const fromOperand = fromNaN(format, null, of)
    if (fromOperand !== null) return fromOperand
    if (isZero(of)) return zero(format, of.negative)
    if (of.negative) return invalid(format)
    if (of.kind !== 'finite') return infinity(format, false)
    const odd = Math.abs(of.exponent % 2)
    const square = of.significand << BigInt(PLENTY + odd)
    const root = wholeRoot(square)
    const exponent = (of.exponent - odd - PLENTY) / 2 - 1
    return rounded(format, { negative: false, significand: withRest(root, square - root * root), exponent })
  }
