/** Rounding: from an exact number to the nearest one of a format, once, and which exceptions that raises. Source: V8 appendix N. */

import { ieee } from '../../spec/machine/vocabulary.ts'
import { biasOf, infinityBits, leastExponent, signBit, type Finite, type Format } from './ieee-formats.ts'

/** What an operation delivers. */
export interface Result {
  readonly bits: bigint
  /** The exceptions it raises while none is trapped, as bits of `ieee`. */
  readonly exceptions: number
  /** Whether the exact result was tiny, which is an underflow too, though exact, if underflow is trapped. */
  readonly tiny: boolean
}

/** A result that needs no rounding. */
export const exactly = (bits: bigint): Result => ({ bits, exceptions: 0, tiny: false })

/** An infinity, with the exceptions that led to it. */
export const infinity = (format: Format, negative: boolean, exceptions = 0): Result => ({
  bits: signBit(format, negative) | infinityBits(format),
  exceptions,
  tiny: false,
})

/** A number above zero as a whole number times 2 to the `places`: the nearest whole number, the even one of two. */
const nearest = (significand: bigint, places: number): { readonly whole: bigint; readonly inexact: boolean } => {
  if (places >= 0) return { whole: significand << BigInt(places), inexact: false }
  const one = 1n << BigInt(-places)
  const below = significand / one
  const rest = significand % one
  const up = 2n * rest > one || (2n * rest === one && below % 2n === 1n)
  return { whole: up ? below + 1n : below, inexact: rest !== 0n }
}

/**
 * An exact number in a format. Tiny is what is below the least normal number before it is rounded. One is subtracted from
 * the exponent's field because a normal number's significand brings its leading bit, so that a carry comes out right.
 */
export const rounded = (format: Format, { negative, significand, exponent }: Omit<Finite, 'kind'>): Result => {
  const sign = signBit(format, negative)
  if (significand === 0n) return exactly(sign)
  const magnitude = exponent + significand.toString(2).length - 1
  const tiny = magnitude < leastExponent(format)
  const top = tiny ? leastExponent(format) : magnitude
  const { whole, inexact } = nearest(significand, exponent - (top - format.fractionBits))
  const bits = (BigInt(top + biasOf(format) - 1) << BigInt(format.fractionBits)) + whole
  if (bits >= infinityBits(format)) return infinity(format, negative, ieee.OF | ieee.NX)
  return { bits: sign | bits, exceptions: inexact ? (tiny ? ieee.UF | ieee.NX : ieee.NX) : 0, tiny }
}
