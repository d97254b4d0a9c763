/** IEEE 754's data, taken apart: what a word or a doubleword says as a floating-point number. Source: V8 appendix N; IEEE 754. */

/** A binary format: so many bits of fraction and of exponent below a sign. */
export interface Format {
  readonly fractionBits: number
  readonly exponentBits: number
}
export const single: Format = { fractionBits: 23, exponentBits: 8 }
export const double: Format = { fractionBits: 52, exponentBits: 11 }

/** What is subtracted from an exponent field. */
export const biasOf = ({ exponentBits }: Format): number => 2 ** (exponentBits - 1) - 1
/** The exponent of the least normal number, which the denormal ones share. */
export const leastExponent = (format: Format): number => 1 - biasOf(format)

/** A finite number exactly: significand × 2 to the exponent. Zero has a sign too. */
export interface Finite {
  readonly kind: 'finite'
  readonly negative: boolean
  readonly significand: bigint
  readonly exponent: number
}
export interface Infinite {
  readonly kind: 'infinite'
  readonly negative: boolean
}
/** Not a number; its fraction's highest bit is 0 if it signals. */
export interface NaNDatum {
  readonly kind: 'NaN'
  readonly negative: boolean
  readonly fraction: bigint
  readonly format: Format
}
export type Datum = Finite | Infinite | NaNDatum

/** The bits of a format's sign, of its infinity, and the bit that makes a NaN quiet. */
export const signBit = ({ fractionBits, exponentBits }: Format, negative: boolean): bigint =>
  negative ? 1n << BigInt(fractionBits + exponentBits) : 0n
export const infinityBits = ({ fractionBits, exponentBits }: Format): bigint =>
  ((1n << BigInt(exponentBits)) - 1n) << BigInt(fractionBits)
export const quietBit = ({ fractionBits }: Format): bigint => 1n << BigInt(fractionBits - 1)

/** What the bits of a datum say. */
export const datum = (format: Format, bits: bigint): Datum => {
  const { fractionBits, exponentBits } = format
  const negative = (bits & signBit(format, true)) !== 0n
  const fraction = BigInt.asUintN(fractionBits, bits)
  const field = Number(BigInt.asUintN(exponentBits, bits >> BigInt(fractionBits)))
  if (field === 2 ** exponentBits - 1)
    return fraction === 0n ? { kind: 'infinite', negative } : { kind: 'NaN', negative, fraction, format }
  const lastPlace = leastExponent(format) - fractionBits
  return field === 0
    ? { kind: 'finite', negative, significand: fraction, exponent: lastPlace }
    : {
        kind: 'finite',
        negative,
        significand: fraction | (1n << BigInt(fractionBits)),
        exponent: lastPlace + field - 1,
      }
}

/** Whether a datum is a signalling NaN. */
export const signals = (of: Datum): boolean => of.kind === 'NaN' && (of.fraction & quietBit(of.format)) === 0n

export const isZero = (of: Datum): boolean => of.kind === 'finite' && of.significand === 0n
