/** What is not a number: which NaN an operation delivers, and when that is invalid. Source: V8 appendix N and `spec/machine/step.md`. */

import { ieee } from '../../spec/machine/vocabulary.ts'
import { infinityBits, quietBit, signals, signBit, type Datum, type Format, type NaNDatum } from './ieee-formats.ts'
import type { Result } from './ieee-rounding.ts'

/** An invalid operation on numbers: the NaN of sign 0 with all other bits 1. */
export const invalid = (format: Format): Result => ({
  bits: signBit(format, true) - 1n,
  exceptions: ieee.NV,
  tiny: false,
})

/** A NaN in a format, quiet: the high bits of its fraction are kept. */
const quieted = (to: Format, { negative, fraction, format }: NaNDatum): bigint => {
  const kept = (fraction << BigInt(to.fractionBits)) >> BigInt(format.fractionBits)
  return signBit(to, negative) | infinityBits(to) | quietBit(to) | kept
}

/** What an operation on these operands delivers because one is a NaN; null if none is. The second goes before the first. */
export const fromNaN = (to: Format, first: Datum | null, second: Datum): Result | null => {
  const NaNs = [second, first].filter((operand) => operand?.kind === 'NaN')
  const signalling = NaNs.find((operand) => signals(operand))
  const chosen = signalling ?? NaNs[0]
  if (chosen === undefined) return null
  return { bits: quieted(to, chosen), exceptions: signalling === undefined ? 0 : ieee.NV, tiny: false }
}
