/** Division as UDIV and SDIV do it: 64 bits by 32, truncated towards zero, and cut off where it does not fit. */

/** `high` and `low` together by `divisor`, which is not 0. */
export const dividedBy = (
  high: number,
  low: number,
  divisor: number,
  signed: boolean,
): { readonly quotient: number; readonly overflow: boolean } => {
  const dividend = (BigInt(signed ? high : high >>> 0) << 32n) | BigInt(low >>> 0)
  const quotient = dividend / BigInt(signed ? divisor : divisor >>> 0)
  const [least, most] = signed ? [-0x80000000n, 0x7fffffffn] : [0n, 0xffffffffn]
  if (quotient < least) return { quotient: Number(least) | 0, overflow: true }
  if (quotient > most) return { quotient: Number(most) | 0, overflow: true }
  return { quotient: Number(quotient) | 0, overflow: false }
}
