/** The floating-point operations of SPARC V8 done slowly with exact integers: what the emulator's unit is held to. Source: V8 4.3, IEEE 754. */

import { ieee } from '../spec/machine/vocabulary.ts'

/** A format: bits of the significand (the hidden one included), of the exponent, of all. */
export interface Format {
  readonly precision: number
  readonly exponent: number
  readonly bits: number
}
export const singles: Format = { precision: 24, exponent: 8, bits: 32 }
export const doubles: Format = { precision: 53, exponent: 11, bits: 64 }
export type Bits = bigint

export const ones = (n: number): bigint => (1n << BigInt(n)) - 1n
export const bias = (format: Format): number => 2 ** (format.exponent - 1) - 1
const fractionOf = (format: Format, bits: Bits): bigint => bits & ones(format.precision - 1)
export const exponentOf = (format: Format, bits: Bits): number =>
  Number((bits >> BigInt(format.precision - 1)) & ones(format.exponent))
const isNegative = (format: Format, bits: Bits): boolean => bits >> BigInt(format.bits - 1) === 1n
export const infinity = (format: Format): Bits => ones(format.exponent) << BigInt(format.precision - 1)
export const withSign = (format: Format, negative: boolean, bits: Bits): Bits =>
  negative ? bits | (1n << BigInt(format.bits - 1)) : bits
const withoutSign = (format: Format, bits: Bits): Bits => bits & ones(format.bits - 1)
const isNaNOf = (format: Format, bits: Bits): boolean => withoutSign(format, bits) > infinity(format)
const isInfinite = (format: Format, bits: Bits): boolean => withoutSign(format, bits) === infinity(format)
const isZero = (format: Format, bits: Bits): boolean => withoutSign(format, bits) === 0n
const quiet = (format: Format): Bits => 1n << BigInt(format.precision - 2)
const signals = (format: Format, bits: Bits): boolean => isNaNOf(format, bits) && (bits & quiet(format)) === 0n

/** n·2^e, exactly; a positive remainder that is not zero stands in its lowest bit as a sticky one. */
interface Exact {
  readonly n: bigint
  readonly e: number
}
const exactly = (format: Format, bits: Bits): Exact => {
  const biased = exponentOf(format, bits)
  const n = fractionOf(format, bits) | (biased === 0 ? 0n : 1n << BigInt(format.precision - 1))
  return { n: isNegative(format, bits) ? -n : n, e: Math.max(biased, 1) - bias(format) - format.precision + 1 }
}
const lengthOf = (n: bigint): number => n.toString(2).length
const magnitude = (n: bigint): bigint => (n < 0n ? -n : n)

/** Result bits and exceptions, UF alone for what is tiny and exact. */
interface Outcome {
  readonly bits: Bits
  readonly raised: number
}

/** The nearest in the format, to even. `zeroSign`: of a result that is exactly zero. */
const rounded = (format: Format, { n, e }: Exact, zeroSign: boolean): Outcome => {
  if (n === 0n) return { bits: withSign(format, zeroSign, 0n), raised: 0 }
  const size = magnitude(n)
  const lowest = 2 - bias(format) - format.precision
  const unit = Math.max(e + lengthOf(size) - format.precision, lowest)
  const tiny = e + lengthOf(size) <= 1 - bias(format)
  const drop = unit - e
  const fine = drop > 0 ? size : size << BigInt(-drop)
  const dropped = BigInt(Math.max(drop, 0))
  const kept = fine >> dropped
  const rest = fine - (kept << dropped)
  const half = dropped === 0n ? 1n : 1n << (dropped - 1n)
  const up = dropped > 0n && (rest > half || (rest === half && kept % 2n === 1n))
  const whole = kept + (up ? 1n : 0n)
  // A carry out of the significand goes into the exponent by itself.
  const biasedUnit = BigInt(unit - lowest)
  const bits = whole < 1n << BigInt(format.precision - 1) ? whole : whole + (biasedUnit << BigInt(format.precision - 1))
  if (bits >= infinity(format)) return { bits: withSign(format, n < 0n, infinity(format)), raised: ieee.OF | ieee.NX }
  return { bits: withSign(format, n < 0n, bits), raised: (tiny ? ieee.UF : 0) | (rest === 0n ? 0 : ieee.NX) }
}

const invalid = (format: Format): Outcome => ({ bits: ones(format.bits - 1), raised: ieee.NV })
const exact = (bits: Bits): Outcome => ({ bits, raised: 0 })

const isqrt = (n: bigint): bigint => {
  if (n < 2n) return n
  let x = 1n << BigInt((lengthOf(n) + 1) >> 1)
  for (;;) {
    const next = (x + n / x) >> 1n
    if (next >= x) return x
    x = next
  }
}

/** The first operand that is a NaN by V8's order, quiet, in the format of the result. */
const nanOf = (from: Format, to: Format, a: Bits, b: Bits): Outcome => {
  const order = [signals(from, b) ? b : null, signals(from, a) ? a : null, isNaNOf(from, b) ? b : null, a]
  const chosen = order.find((bits) => bits !== null) ?? a
  const move = to.precision - from.precision
  const fraction = fractionOf(from, chosen)
  const moved = move >= 0 ? fraction << BigInt(move) : fraction >> BigInt(-move)
  return {
    bits: withSign(to, isNegative(from, chosen), infinity(to) | quiet(to) | moved),
    raised: signals(from, a) || signals(from, b) ? ieee.NV : 0,
  }
}

const sumOf = (format: Format, a: Bits, b: Bits): Outcome => {
  const [down, up] = [isNegative(format, a), isNegative(format, b)]
  if (isInfinite(format, a)) return isInfinite(format, b) && down !== up ? invalid(format) : exact(a)
  if (isInfinite(format, b)) return exact(b)
  const [x, y] = [exactly(format, a), exactly(format, b)]
  const e = Math.min(x.e, y.e)
  const n = (x.n << BigInt(x.e - e)) + (y.n << BigInt(y.e - e))
  return rounded(format, { n, e }, down && up)
}

const productOf = (from: Format, to: Format, a: Bits, b: Bits): Outcome => {
  const negative = isNegative(from, a) !== isNegative(from, b)
  if (isInfinite(from, a) || isInfinite(from, b))
    return isZero(from, a) || isZero(from, b) ? invalid(to) : exact(withSign(to, negative, infinity(to)))
  const [x, y] = [exactly(from, a), exactly(from, b)]
  return rounded(to, { n: x.n * y.n, e: x.e + y.e }, negative)
}

const quotientOf = (format: Format, a: Bits, b: Bits): Outcome => {
  const negative = isNegative(format, a) !== isNegative(format, b)
  const none = exact(withSign(format, negative, 0n))
  const endless = withSign(format, negative, infinity(format))
  if (isInfinite(format, a)) return isInfinite(format, b) ? invalid(format) : exact(endless)
  if (isInfinite(format, b)) return none
  if (isZero(format, b)) return isZero(format, a) ? invalid(format) : { bits: endless, raised: ieee.DZ }
  if (isZero(format, a)) return none
  const [x, y] = [exactly(format, a), exactly(format, b)]
  const [top, bottom] = [magnitude(x.n) << 120n, magnitude(y.n)]
  const n = 2n * (top / bottom) + (top % bottom === 0n ? 0n : 1n)
  return rounded(format, { n: negative ? -n : n, e: x.e - y.e - 121 }, negative)
}

const rootOf = (format: Format, a: Bits): Outcome => {
  if (isZero(format, a)) return exact(a)
  if (isNegative(format, a)) return invalid(format)
  if (isInfinite(format, a)) return exact(a)
  const { n, e } = exactly(format, a)
  const odd = Math.abs(e) % 2
  const square = n << BigInt(120 + odd)
  const root = isqrt(square)
  return rounded(format, { n: 2n * root + (root * root === square ? 0n : 1n), e: (e - odd - 120) / 2 - 1 }, false)
}

const converted = (from: Format, to: Format, a: Bits): Outcome =>
  isInfinite(from, a)
    ? exact(withSign(to, isNegative(from, a), infinity(to)))
    : rounded(to, exactly(from, a), isNegative(from, a))

const integerOf = (format: Format, a: Bits): Outcome => {
  if (isNaNOf(format, a)) return { bits: 0x7fffffffn, raised: ieee.NV }
  const negative = isNegative(format, a)
  const beyond = { bits: negative ? 0x80000000n : 0x7fffffffn, raised: ieee.NV }
  if (isInfinite(format, a)) return beyond
  const { n, e } = exactly(format, a)
  const size = magnitude(n)
  const whole = e >= 0 ? size << BigInt(e) : size >> BigInt(-e)
  if (whole > (negative ? 0x80000000n : 0x7fffffffn)) return beyond
  const lossless = e >= 0 || whole << BigInt(-e) === size
  return { bits: BigInt.asUintN(32, negative ? -whole : whole), raised: lossless ? 0 : ieee.NX }
}

/** fcc in place of a result. */
const comparison = (format: Format, a: Bits, b: Bits, strict: boolean): Outcome => {
  if (isNaNOf(format, a) || isNaNOf(format, b))
    return { bits: 3n, raised: strict || signals(format, a) || signals(format, b) ? ieee.NV : 0 }
  const key = (bits: Bits): bigint => (isNegative(format, bits) ? -withoutSign(format, bits) : bits)
  return exact(key(a) === key(b) ? 0n : key(a) < key(b) ? 1n : 2n)
}

/** An operation: what it takes, gives, and should do. */
export interface Operation {
  readonly name: string
  readonly second: boolean
  readonly opf: number
  readonly from: Format
  readonly to: Format
  readonly should: (a: Bits, b: Bits) => Outcome
}
const two = (name: string, opf: number, from: Format, to: Format, of: (a: Bits, b: Bits) => Outcome): Operation => ({
  name,
  second: false,
  opf,
  from,
  to,
  should: (a, b) => (isNaNOf(from, a) || isNaNOf(from, b) ? nanOf(from, to, a, b) : of(a, b)),
})
const one = (name: string, opf: number, from: Format, to: Format, of: (b: Bits) => Outcome): Operation => ({
  name,
  second: false,
  opf,
  from,
  to,
  should: (_, b) => (isNaNOf(from, b) ? nanOf(from, to, b, b) : of(b)),
})
const whole = (name: string, opf: number, from: Format, to: Format, of: (b: Bits) => Outcome): Operation => ({
  name,
  second: false,
  opf,
  from,
  to,
  should: (_, b) => of(b),
})
const compared = (name: string, opf: number, from: Format, strict: boolean): Operation => ({
  name,
  second: true,
  opf,
  from,
  to: singles,
  should: (a, b) => comparison(from, a, b, strict),
})
const negated = (format: Format, bits: Bits): Bits => bits ^ (1n << BigInt(format.bits - 1))
const fromInteger = (to: Format, b: Bits): Outcome => rounded(to, { n: BigInt.asIntN(32, b), e: 0 }, false)

const both = (letter: string, format: Format, d: 0 | 1): readonly Operation[] => [
  one(`FSQRT${letter}`, 0x29 + d, format, format, (b) => rootOf(format, b)),
  two(`FADD${letter}`, 0x41 + d, format, format, (a, b) => sumOf(format, a, b)),
  two(`FSUB${letter}`, 0x45 + d, format, format, (a, b) => sumOf(format, a, negated(format, b))),
  two(`FMUL${letter}`, 0x49 + d, format, format, (a, b) => productOf(format, format, a, b)),
  two(`FDIV${letter}`, 0x4d + d, format, format, (a, b) => quotientOf(format, a, b)),
  whole(`F${letter}TOi`, 0xd1 + d, format, singles, (b) => integerOf(format, b)),
  compared(`FCMP${letter}`, 0x51 + d, format, false),
  compared(`FCMPE${letter}`, 0x55 + d, format, true),
]
export const operations: readonly Operation[] = [
  ...both('s', singles, 0),
  ...both('d', doubles, 1),
  two('FsMULd', 0x69, singles, doubles, (a, b) => productOf(singles, doubles, a, b)),
  one('FsTOd', 0xc9, singles, doubles, (b) => converted(singles, doubles, b)),
  one('FdTOs', 0xc6, doubles, singles, (b) => converted(doubles, singles, b)),
  whole('FiTOs', 0xc4, singles, singles, (b) => fromInteger(singles, b)),
  whole('FiTOd', 0xc8, singles, doubles, (b) => fromInteger(doubles, b)),
  whole('FMOVs', 0x01, singles, singles, exact),
  whole('FNEGs', 0x05, singles, singles, (b) => exact(negated(singles, b))),
  whole('FABSs', 0x09, singles, singles, (b) => exact(withoutSign(singles, b))),
]
