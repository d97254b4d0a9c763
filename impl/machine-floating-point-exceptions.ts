/**
 * Which IEEE 754 exceptions an operation on doubles raises, found out with doubles: fast because the host computes the
 * result, and what rounding took from it comes from *error-free transformations*: a sum's error from one subtraction
 * (Dekker), a product's from halves of the operands (Veltkamp). Where those could themselves overflow or underflow, the
 * same question is asked of the significands, which lie in [1, 2).
 *
 * No operand is a NaN or infinite. `UF` stands for tiny, exact or not: whether that is an exception the FSR decides.
 */

import { ieee } from '../spec/machine/vocabulary.ts'

const overflows = ieee.OF | ieee.NX
const leastNormal = 2 ** -1022

const view = new Float64Array(1)
const halves = new Int32Array(view.buffer)
/** Which half of a double is the upper one: 1 on a little-endian host. */
export const upper = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0

/** Exponents so far from the ends that nothing computed from two such numbers overflows or loses bits. */
const isModerate = (x: number): boolean => {
  const magnitude = Math.abs(x)
  return magnitude > 2 ** -480 && magnitude < 2 ** 480
}

/** e of |x| = m·2^e, m in [1, 2); x is not zero. */
const exponent = (x: number): number => {
  view[0] = x
  const biased = (halves[upper] >>> 20) & 0x7ff
  return biased === 0 ? exponent(x * 2 ** 54) - 54 : biased - 1023
}

/** m of |x| = m·2^e; x is not zero. */
const significand = (x: number): number => {
  view[0] = Math.abs(x) < leastNormal ? x * 2 ** 54 : x
  halves[upper] = (halves[upper] & 0xfffff) | 0x3ff00000
  return view[0]
}

/** The upper 26 bits of a number's 53, rounded. */
const high = (x: number): number => {
  const spread = x * 0x8000001
  return spread - (spread - x)
}

/** a·b − p, exactly, where p is a·b rounded. */
const productError = (a: number, b: number, p: number): number => {
  const aHigh = high(a)
  const bHigh = high(b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  return aLow * bLow - (p - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}

/** Of a + b, which the host rounded to `sum`. A tiny sum is always exact: both are multiples of the least denormal. */
export const sumExceptions = (a: number, b: number, sum: number): number => {
  const magnitude = Math.abs(sum)
  if (magnitude === Infinity) return overflows
  const lost = Math.abs(a) >= Math.abs(b) ? sum - a !== b : sum - b !== a
  return (lost ? ieee.NX : 0) | (magnitude < leastNormal && sum !== 0 ? ieee.UF : 0)
}

/** Of a·b, which the host rounded to `product`. */
export const productExceptions = (a: number, b: number, product: number): number => {
  if (isModerate(a) && isModerate(b)) return productError(a, b, product) === 0 ? 0 : ieee.NX
  if (a === 0 || b === 0) return 0
  if (Math.abs(product) === Infinity) return overflows
  const m = significand(a)
  const n = significand(b)
  const near = m * n
  const error = productError(m, n, near)
  /** The product is tiny if m·n is below 2^above. */
  const above = -1022 - exponent(a) - exponent(b)
  const tiny = above > 1 || (above === 1 && (near < 2 || (near === 2 && error < 0)))
  return tiny ? tinyExceptions(product, above, near, error === 0) : error === 0 ? 0 : ieee.NX
}

/** Of a ÷ b, which the host rounded to `quotient`; b is not zero. */
export const quotientExceptions = (a: number, b: number, quotient: number): number => {
  if (isModerate(a) && isModerate(b)) return divides(a, b, quotient) ? 0 : ieee.NX
  if (a === 0) return 0
  if (Math.abs(quotient) === Infinity) return overflows
  const m = significand(a)
  const n = significand(b)
  const near = m / n
  const exact = divides(m, n, near)
  /** The quotient is tiny if m/n is below 2^above; it is above ½. */
  const above = -1022 - exponent(a) + exponent(b)
  const tiny = above > 0 || (above === 0 && m < n)
  return tiny ? tinyExceptions(quotient, above, near, exact) : exact ? 0 : ieee.NX
}

/** Whether a is the product of b and q, a ÷ b rounded. */
const divides = (a: number, b: number, q: number): boolean => {
  const product = q * b
  return product === a && productError(q, b, product) === 0
}

/** Of a tiny result, which should be near·2^(−1022−above), and more or less if that is not exact. */
const tinyExceptions = (result: number, above: number, near: number, exact: boolean): number =>
  exact && Math.abs(result) * 2 ** 1022 * 2 ** above === near ? ieee.UF : ieee.UF | ieee.NX

/** Of the square root of x, which the host rounded to `root`; x is not negative. It is never tiny nor too large. */
export const rootExceptions = (x: number, root: number): number => {
  if (isModerate(x)) return divides(x, root, root) ? 0 : ieee.NX
  if (x === 0) return 0
  return x < 1 ? rootExceptions(x * 2 ** 600, root * 2 ** 300) : rootExceptions(x * 2 ** -600, root * 2 ** -300)
}
