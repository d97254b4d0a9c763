/** Codecs for single values: texts of a configuration become numbers, exact times, names; and back. */

import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { PageSize, Rights } from '../../spec/space/vocabulary.ts'
import { identifier, nanoseconds, type Identifier, type Nanoseconds } from '../../spec/words/vocabulary.ts'
import { nanosecondsToSeconds, secondsToNanoseconds } from './seconds.ts'
import { didYouMean, shown } from './shape.ts'

/** A codec from text: the reason for a refusal follows the text in the message. */
const fromText = <A>(
  name: string,
  is: (value: unknown) => value is A,
  read: (text: string) => Either<string, A>,
  write: (value: A) => string,
): t.Type<A, string> =>
  new t.Type(
    name,
    is,
    (value, context) => {
      if (typeof value !== 'string') return t.failure(value, context, `is missing; give ${name}`)
      const result = read(value)
      return isLeft(result) ? t.failure(value, context, `"${shown(value)}" ${result.left}`) : t.success(result.right)
    },
    write,
  )

const numeral = /^([+-]?)(?:0x([0-9A-Fa-f]+)|([0-9]+))$/

/** A whole number, decimal or hexadecimal after 0x, from 0 to `most`. */
const wholeNumber = (text: string, most: number): Either<string, number> => {
  const [all, sign = '', hex, decimal] = numeral.exec(text.trim()) ?? []
  if (all === undefined) return left('is no whole number; write digits, or 0x and hexadecimal digits')
  const size = Number(hex === undefined ? decimal : `0x${hex}`)
  const number = sign === '-' ? -size : size
  return number < 0 || number > most ? left(`is out of range; give 0 to ${most}`) : right(number + 0)
}

const isWhole = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

const whole = (most: number): t.Type<number, string> =>
  fromText('a whole number', isWhole, (text) => wholeNumber(text, most), String)

/** Numbers that AIR keeps in 31 bits, and sizes in bytes. */
export const count = whole(0x7fffffff)
export const bytes = whole(0xffffffff)

export const identifierCodec: t.Type<Identifier, string> = fromText(
  'an identifier',
  (value): value is Identifier => isWhole(value) && value <= 0x7fffffff,
  (text) => {
    const number = wholeNumber(text, 0x7fffffff)
    return isLeft(number) ? number : right(identifier(number.right))
  },
  String,
)

export const seconds: t.Type<Nanoseconds, string> = fromText(
  'a number of seconds',
  (value): value is Nanoseconds => typeof value === 'bigint' && value >= 0n && value === nanoseconds(value),
  secondsToNanoseconds,
  nanosecondsToSeconds,
)

/** The truth value a text means: xs:boolean, and in capitals too, which some of AIR's own files have. */
export const truthIn = (text: string): boolean | undefined => truths.get(text.trim().toLowerCase())

const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

export const truth: t.Type<boolean, string> = fromText(
  'true or false',
  (value): value is boolean => typeof value === 'boolean',
  (text) => {
    const value = truthIn(text)
    return value === undefined ? left(`is neither true nor false${didYouMean(text, ['true', 'false'])}`) : right(value)
  },
  String,
)

/** One of some names. */
export const oneOf = <A extends string>(...names: readonly A[]): t.Type<A, string> => {
  const find = (text: string): A | undefined => names.find((name) => name === text)
  return fromText(
    `one of ${names.join(', ')}`,
    (value): value is A => typeof value === 'string' && find(value) !== undefined,
    (text) => {
      const name = find(text)
      return name === undefined ? left(`is none of ${names.join(', ')}${didYouMean(text, names)}`) : right(name)
    },
    (name) => name,
  )
}

export const text: t.Type<string, string> = fromText(
  'a text',
  (value): value is string => typeof value === 'string',
  right,
  (value) => value,
)

/** A name that may be left out. */
export const optionalText: t.Type<string | null, string | null> = new t.Type(
  'a text or nothing',
  (value): value is string | null => value === null || typeof value === 'string',
  (value, context) =>
    value === null || typeof value === 'string' ? t.success(value) : t.failure(value, context, 'is no text'),
  (value) => value,
)

/** Something that may be left out: null, and null where a file was written before it was there. */
export const orNothing = <A, O>(of: t.Type<A, O>): t.Type<A | null, O | null> =>
  new t.Type(
    `${of.name} or nothing`,
    (value): value is A | null => value === null || of.is(value),
    (value, context) => (value === null || value === undefined ? t.success(null) : of.validate(value, context)),
    (value) => (value === null ? null : of.encode(value)),
  )

const units: readonly PageSize[] = [0x1000, 0x40000, 0x1000000]

export const unit: t.Type<PageSize, string> = fromText(
  'a page size',
  (value): value is PageSize => units.some((size) => size === value),
  (text) => {
    const number = wholeNumber(text, 0xffffffff)
    if (isLeft(number)) return number
    const size = units.find((candidate) => candidate === number.right)
    return size === undefined ? left('is no page size; give 0x1000, 0x40000 or 0x1000000') : right(size)
  },
  (size) => `0x${size.toString(16)}`,
)

const allRights: readonly Rights[] = ['R', 'RW', 'RX', 'RWX', 'X']

/** Rights in any order of their letters. */
export const rights: t.Type<Rights, string> = fromText(
  'rights',
  (value): value is Rights => allRights.some((name) => name === value),
  (text) => {
    const letters = text.trim().toUpperCase().split('').toSorted().join('')
    const found = allRights.find((name) => name === letters)
    if (found !== undefined) return right(found)
    return left(
      /^WX?$/.test(letters)
        ? 'gives writing without reading, which the MMU cannot; give R, too'
        : `is none of ${allRights.join(', ')}; combine R, W and X`,
    )
  },
  (name) => name,
)
