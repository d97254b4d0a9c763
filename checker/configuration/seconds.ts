/** Exact seconds: a decimal number becomes nanoseconds without rounding, or a reason why it cannot. */

import { left, right, type Either } from 'fp-ts/lib/Either.js'
import { nanoseconds, type Nanoseconds } from '../../spec/words/vocabulary.ts'

/** An xs:float without INF and NaN: a decimal number, perhaps with an exponent. */
const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/

/** The most nanoseconds a time can have: what 64 bits hold with a sign, about 292 years. */
export const mostNanoseconds = 2n ** 63n - 1n

/** Digits of a nanosecond. */
const nano = 9

/** The exact time that a number of seconds means; `1.5E-3`, as xs:float allows, is 1.5 ms. */
export const secondsToNanoseconds = (text: string): Either<string, Nanoseconds> => {
  const trimmed = text.trim()
  const [all, sign = '', whole = '', fraction = '', exponent = '0'] = decimal.exec(trimmed) ?? []
  if (all === undefined || whole + fraction === '') return left('is not a number of seconds such as 0.25')
  const digits = (whole + fraction).replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return right(nanoseconds(0n))
  if (sign === '-') return left('is negative')
  // The number is significant · 10^power nanoseconds. Exponents too long for a number are as good as infinite.
  const power = Number(exponent) - fraction.length + (digits.length - significant.length) + nano
  if (power < 0) return left('is finer than a nanosecond; round it to at most nine decimals')
  if (significant.length + power > 19) return left('is too long; a time has at most 9223372036 seconds')
  const time = BigInt(significant) * 10n ** BigInt(power)
  return time > mostNanoseconds ? left('is too long; a time has at most 9223372036 seconds') : right(nanoseconds(time))
}

/** Nanoseconds as the shortest decimal number of seconds. */
export const nanosecondsToSeconds = (time: Nanoseconds): string => {
  const text = time.toString().padStart(nano + 1, '0')
  const fraction = text.slice(-nano).replace(/0+$/, '')
  return `${text.slice(0, -nano)}.${fraction === '' ? '0' : fraction}`
}
