/** Seconds are exact. */

import fc from 'fast-check'
import { left, right } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { ticksIn } from '../../spec/time/statements.ts'
import { nanoseconds } from '../../spec/words/vocabulary.ts'
import { mostNanoseconds, nanosecondsToSeconds, secondsToNanoseconds } from './seconds.ts'

const read = (text: string): bigint | string => {
  const result = secondsToNanoseconds(text)
  return result._tag === 'Left' ? result.left : result.right
}

describe('a decimal number is exact', () => {
  test.each([
    ['0.29', 290_000_000n],
    ['1.005', 1_005_000_000n],
    ['0', 0n],
    ['0.0000', 0n],
    ['-0.0', 0n],
    ['1', 1_000_000_000n],
    ['001.50', 1_500_000_000n],
    ['.5', 500_000_000n],
    ['5.', 5_000_000_000n],
    ['+2', 2_000_000_000n],
    [' 0.25 ', 250_000_000n],
    ['0.000000001', 1n],
    ['0.1000000000000000000000', 100_000_000n],
    ['1.5E-3', 1_500_000n],
    ['2e2', 200_000_000_000n],
    ['1000000000e-18', 1n],
    ['9223372036.854775807', mostNanoseconds],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected))
})

describe('what is no exact time is refused, with the reason', () => {
  test.each([
    ['', 'no number'],
    ['.', 'no number'],
    ['e3', 'no number'],
    ['1,5', 'no number'],
    ['1.5s', 'no number'],
    ['0x10', 'no number'],
    ['1 000', 'no number'],
    ['NaN', 'no number'],
    ['INF', 'no number'],
    ['-INF', 'no number'],
    ['Infinity', 'no number'],
    ['-0.1', 'negative'],
    ['0.0000000001', 'finer'],
    ['1e-10', 'finer'],
    ['1e-999999999999999999999', 'finer'],
    ['9223372036.854775808', 'too long'],
    ['1e10', 'too long'],
    ['1e999999999999999999999', 'too long'],
    ['9'.repeat(100_000), 'too long'],
  ])('%.20s is %s', (text, reason) => {
    const result = read(text)
    expect(result).toMatch(reason === 'no number' ? 'is not a number of seconds' : reason)
  })
})

describe('ticks are counted exactly where floating point goes wrong', () => {
  test.each(['0.07', '0.14', '0.28', '0.29', '0.55', '0.56', '0.57', '0.58', '1.1', '2.3'])(
    '%s s at 100 per second',
    (text) => {
      const hundredths = Number(text.replace('.', '').padEnd(text.indexOf('.') + 2, '0'))
      const time = secondsToNanoseconds(text)
      expect(time._tag === 'Right' && ticksIn(time.right, 100)).toBe(hundredths)
    },
  )
})

const times = fc.bigInt({ min: 0n, max: mostNanoseconds })

test('reading agrees with integer arithmetic, however the number is written', () =>
  fc.assert(
    fc.property(times, fc.integer({ min: -12, max: 9 }), fc.nat(4), (time, shift, zeros) => {
      // The same number with its point moved, and an exponent that moves it back.
      const digits = time.toString().padStart(40, '0')
      const point = digits.length - 9 + shift
      const text = `${digits.slice(0, point)}.${digits.slice(point)}${'0'.repeat(zeros)}e${-shift}`
      expect(secondsToNanoseconds(text)).toEqual(right(nanoseconds(time)))
    }),
  ))

test('writing and reading are inverse', () =>
  fc.assert(
    fc.property(times, (time) => {
      const text = nanosecondsToSeconds(nanoseconds(time))
      expect(text).toMatch(/^\d+\.\d+$/)
      expect(secondsToNanoseconds(text)).toEqual(right(nanoseconds(time)))
    }),
  ))

test('a nonzero digit beyond the ninth decimal is never dropped', () =>
  fc.assert(
    fc.property(fc.nat(999), fc.stringMatching(/^[0-9]{9}[0-9]{0,5}[1-9]$/), (whole, decimals) => {
      const result = secondsToNanoseconds(`${whole}.${decimals}`)
      expect(result).toEqual(left(expect.stringContaining('finer than a nanosecond')))
    }),
  ))
