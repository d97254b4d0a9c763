/** Codecs for the single values of a trace: numbers that may be written as `0x…`, texts, choices. */

import * as t from 'io-ts'

const codec = <A>(name: string, is: (value: unknown) => value is A, read: (value: unknown) => unknown): t.Type<A> =>
  new t.Type(
    name,
    is,
    (value, context) => {
      const found = read(value)
      return is(found) ? t.success(found) : t.failure(value, context, `is not ${name}`)
    },
    t.identity,
  )

const isWhole = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most

const numeral = /^0x[0-9a-fA-F]{1,8}$/

/** A JSON number, or a text with 0x and up to eight hexadecimal digits. */
const numberOf = (value: unknown): unknown => (typeof value === 'string' && numeral.test(value) ? Number(value) : value)

/** A whole number in a range. */
export const whole = (least: number, most: number): t.Type<number> =>
  codec(`a whole number from ${least} to ${most}`, (value): value is number => isWhole(value, least, most), numberOf)

/** 32 bits. */
export const word: t.Type<number> = whole(0, 0xffffffff)

export const natural: t.Type<number> = whole(0, Number.MAX_SAFE_INTEGER)

/** One of a few texts. */
export const oneOf = <A extends string>(...values: readonly A[]): t.Type<A> =>
  codec(
    `one of ${values.join(', ')}`,
    (value): value is A => values.some((v) => v === value),
    (value) => value,
  )

export const text: t.Type<string> = codec('a text', t.string.is, (value) => value)
export const truth: t.Type<boolean> = codec('true or false', t.boolean.is, (value) => value)

export const orNull = <A>(inner: t.Type<A>): t.Type<A | null> =>
  codec(
    `${inner.name}, or null`,
    (value): value is A | null => value === null || inner.is(value),
    (value) => {
      if (value === null) return null
      const decoded = inner.decode(value)
      return decoded._tag === 'Right' ? decoded.right : value
    },
  )

/** A list of at most so many. */
export const upTo = <A>(most: number, inner: t.Type<A>): t.Type<readonly A[]> =>
  codec(
    `a list of at most ${most}, each ${inner.name}`,
    (value): value is readonly A[] => Array.isArray(value) && value.length <= most && value.every(inner.is),
    (value) =>
      Array.isArray(value)
        ? value.map((one: unknown) => {
            const decoded = inner.decode(one)
            return decoded._tag === 'Right' ? decoded.right : one
          })
        : value,
  )

/** Bytes, as a text of two hexadecimal digits each. */
export const hexBytes: t.Type<readonly number[]> = codec(
  'a text of hexadecimal digits, two for each byte',
  (value): value is readonly number[] => Array.isArray(value) && value.every((byte) => isWhole(byte, 0, 255)),
  (value) =>
    typeof value === 'string' && /^(?:[0-9a-fA-F]{2})*$/.test(value)
      ? Array.from({ length: value.length / 2 }, (_, i) => Number.parseInt(value.slice(2 * i, 2 * i + 2), 16))
      : value,
)
