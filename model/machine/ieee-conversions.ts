/** Conversions between formats and 32-bit integers, and comparison. Source: V8 B.33 to B.37, appendix N; `spec/machine/step.md`. */

import { ieee } from '../../spec/machine/vocabulary.ts'
import { datum, signals, type Datum, type Finite, type Format } from './ieee-formats.ts'
import { fromNaN } from './ieee-nans.ts'
import { exactly, infinity, rounded, type Result } from './ieee-rounding.ts'

/** FsTOd, FdTOs. */
export const converted =
  (from: Format, to: Format) =>
  (_first: bigint, second: bigint): Result => {
    const of = datum(from, second)
    return fromNaN(to, null, of) ?? (of.kind === 'finite' ? rounded(to, of) : infinity(to, of.negative))
  }

/** FiTOs, FiTOd: of a 32-bit integer in two's complement. */
export const fromInteger =
  (to: Format) =>
  (_first: bigint, second: bigint): Result => {
    const integer = BigInt.asIntN(32, second)
    const negative = integer < 0n
    return rounded(to, { negative, significand: negative ? -integer : integer, exponent: 0 })
  }

const greatestInteger = 0x7fffffffn
const leastInteger = -0x80000000n

const outside = (negative: boolean): Result => ({
  bits: BigInt.asUintN(32, negative ? leastInteger : greatestInteger),
  exceptions: ieee.NV,
  tiny: false,
})

/** The whole number next to a finite one on the side of zero, and whether something was cut off. */
const truncated = ({ negative, significand, exponent }: Finite): { readonly whole: bigint; readonly cut: boolean } => {
  const magnitude = exponent < 0 ? significand >> BigInt(-exponent) : significand << BigInt(exponent)
  const cut = exponent < 0 && magnitude << BigInt(-exponent) !== significand
  return { whole: negative ? -magnitude : magnitude, cut }
}

/** FsTOi, FdTOi: towards zero, whatever the rounding direction. */
export const toInteger =
  (from: Format) =>
  (_first: bigint, second: bigint): Result => {
    const of = datum(from, second)
    if (of.kind === 'NaN') return outside(false)
    if (of.kind === 'infinite') return outside(of.negative)
    const { whole, cut } = truncated(of)
    if (whole < leastInteger || whole > greatestInteger) return outside(of.negative)
    return { bits: BigInt.asUintN(32, whole), exceptions: cut ? ieee.NX : 0, tiny: false }
  }

/** The outcomes of a comparison, as fcc. Source: V8 4.4. */
const relation = { equal: 0, less: 1, greater: 2, unordered: 3 } as const

/** What a number that is not a NaN is worth beside another, at the same scale. */
const worth = (of: Datum, scale: number): bigint | number => {
  const sign = of.negative ? -1 : 1
  return of.kind === 'finite' ? BigInt(sign) * (of.significand << BigInt(of.exponent - scale)) : sign * Infinity
}

/** FCMP of rs1 with rs2, and FCMPE, to which every NaN is invalid: fcc, and the exceptions. */
export const compared =
  (format: Format, quietIsInvalid: boolean) =>
  (first: bigint, second: bigint): { readonly fcc: number; readonly exceptions: number } => {
    const [a, b] = [datum(format, first), datum(format, second)]
    if (a.kind === 'NaN' || b.kind === 'NaN')
      return { fcc: relation.unordered, exceptions: quietIsInvalid || signals(a) || signals(b) ? ieee.NV : 0 }
    const scale = Math.min(...[a, b].map((of) => (of.kind === 'finite' ? of.exponent : 0)))
    const [x, y] = [worth(a, scale), worth(b, scale)]
    if (x < y) return { fcc: relation.less, exceptions: 0 }
    return { fcc: x > y ? relation.greater : relation.equal, exceptions: 0 }
  }

/** FMOVs, FNEGs, FABSs: bits, whatever they stand for. */
export const moved = (_first: bigint, second: bigint): Result => exactly(second)
export const signChanged = (_first: bigint, second: bigint): Result => exactly(second ^ 0x80000000n)
export const signCleared = (_first: bigint, second: bigint): Result => exactly(second & 0x7fffffffn)
