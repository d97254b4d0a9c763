/** The codec and its inverse, and what it says of values that cannot be. */

import fc from 'fast-check'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { describe, expect, test } from 'vitest'
import { identifier, nanoseconds } from '../../spec/words/vocabulary.ts'
import { clean, cleanBut } from './clean.fixture.ts'
import { moduleCodec, refusals } from './codec.ts'
import { bytes, count, identifierCodec, oneOf, rights, seconds, truth, unit } from './scalars.ts'

test('a configuration that is written and read again is the same', () => {
  const configuration = cleanBut()
  expect(moduleCodec.decode(moduleCodec.encode(configuration))).toEqual(right(configuration))
})

test('what is written is in the words of the file', () =>
  expect(moduleCodec.encode(cleanBut())).toMatchObject({ name: 'clean' }))

test('a configuration is recognised, and what has been spoilt is not', () => {
  const configuration = cleanBut()
  expect(moduleCodec.is(configuration)).toBe(true)
  expect(moduleCodec.is({ ...configuration, name: 1 })).toBe(false)
  expect(moduleCodec.is(clean)).toBe(false)
})

test('identifiers and exact times survive being written and read', () =>
  fc.assert(
    fc.property(fc.nat(0x7fffffff), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (id, time) => {
      expect(identifierCodec.decode(identifierCodec.encode(identifier(id)))).toEqual(right(identifier(id)))
      expect(seconds.decode(seconds.encode(nanoseconds(time)))).toEqual(right(nanoseconds(time)))
    }),
  ))

const reason = (codec: t.Decoder<unknown, unknown>, value: unknown): string => {
  const decoded = codec.decode(value)
  return isLeft(decoded) ? (refusals(decoded.left)[0]?.why ?? '') : 'accepted'
}

describe('numbers', () => {
  test.each([
    ['001', 1],
    ['0x1F', 31],
    ['+7', 7],
    ['-0', 0],
    [' 12 ', 12],
    ['2147483647', 0x7fffffff],
  ])('%s is read', (text, number) => expect(count.decode(text)).toEqual(right(number)))

  test.each([
    ['', 'no whole number'],
    ['1.0', 'no whole number'],
    ['12a', 'no whole number'],
    ['0x', 'no whole number'],
    ['0b1', 'no whole number'],
    ['1MB', 'no whole number'],
    ['-1', 'out of range'],
    ['2147483648', 'out of range'],
    ['9'.repeat(400), 'out of range'],
  ])('%.20s is refused', (text, why) => expect(reason(count, text)).toContain(why))

  test('sizes go to the end of the address space', () => {
    expect(bytes.decode('0xffffffff')).toEqual(right(0xffffffff))
    expect(isLeft(bytes.decode('0x100000000'))).toBe(true)
  })
})

describe('words', () => {
  test.each(['true', 'True', 'TRUE', '1'])('%s is true', (text) => expect(truth.decode(text)).toEqual(right(true)))
  test.each(['false', 'False', '0'])('%s is false', (text) => expect(truth.decode(text)).toEqual(right(false)))
  test('a word that is near another is met with it', () =>
    expect(reason(oneOf('COLD_START', 'WARM_START'), 'COLDSTART')).toContain('did you mean COLD_START?'))
  test('a word that is near none is not', () =>
    expect(reason(oneOf('COLD_START', 'WARM_START'), 'nonsense')).not.toContain('did you mean'))
})

describe('memory', () => {
  test.each(['4096', '0x1000', '0x40000', '0x1000000'])('%s is a page size', (text) =>
    expect(isLeft(unit.decode(text))).toBe(false),
  )
  test('another size is none', () => expect(reason(unit, '0x2000')).toContain('no page size'))
  test('rights may come in any order', () => expect(rights.decode('WR')).toEqual(right('RW')))
  test.each(['W', 'WX'])('writing without reading (%s) cannot be had', (text) =>
    expect(reason(rights, text)).toContain('writing without reading'),
  )
})
