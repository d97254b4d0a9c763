/** Words at which instructions go wrong: the ends of numbers, floats of every class and halfway between two, addresses, instructions. */

import { word, type Word } from '../spec/words/vocabulary.ts'
import type { Choices } from './choices.ts'
import { place } from './machine-places.ts'

const numbers = [
  ...[0, 1, 2, 3, 4, 7, 8, 31, 32, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000],
  ...[0x7ffffffe, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffc, 0xfffffffe, 0xffffffff, 0xffff8000, 0xffffff80],
  ...[0x55555555, 0xaaaaaaaa, 0xfffffff0, 0xc0000000, 0x3fffffff, 0x40000000],
]

/** Single numbers, without sign: zero, denormal ones, the least, one and its neighbours, 2²⁴, limits of integers, the greatest, infinity, NaNs. */
const singles = [
  ...[0, 1, 2, 0x3fffff, 0x400000, 0x7fffff, 0x800000, 0x800001, 0xffffff, 0x1000000, 0x00ffffff],
  ...[0x3f000000, 0x3f7fffff, 0x3f800000, 0x3f800001, 0x3fc00000, 0x40000000, 0x40400000, 0x4b000000, 0x4b7fffff],
  ...[0x4b800000, 0x4b800001, 0x4effffff, 0x4f000000, 0x4f000001, 0x1f800000, 0x20000000, 0x33800000, 0x34000000],
  ...[0x7f000000, 0x7f7ffffe, 0x7f7fffff, 0x7f800000, 0x7f800001, 0x7fbfffff, 0x7fc00000, 0x7fc00001, 0x7fffffff],
]

const nans = [0x7f800001, 0x7fbfffff, 0x7fa00000, 0x7fc00000, 0x7fffffff, 0x7fc12345, 0x7f812345]

/** High and low words of double numbers, without sign. */
const doubles: readonly (readonly [high: number, low: number])[] = [
  ...([0, 1, 0x80000, 0xfffff, 0x100000, 0x100001] as const).flatMap((high) => [
    [high, 0] as const,
    [high, 1] as const,
  ]),
  [0xfffff, 0xffffffff],
  [0x3ff00000, 0],
  [0x3ff00000, 1],
  [0x3fefffff, 0xffffffff],
  [0x3ff00000, 0x10000000],
  [0x3ff00000, 0x30000000],
  [0x3fe00000, 0],
  [0x40000000, 0],
  [0x40080000, 0],
  [0x41dfffff, 0xffc00000],
  [0x41dfffff, 0xffffffff],
  [0x41e00000, 0],
  [0x41e00000, 0x00200000],
  [0x43300000, 0],
  [0x43400000, 0],
  [0x43400000, 1],
  // Around the least and the greatest single number, and halfway between two.
  [0x36900000, 0],
  [0x36900000, 1],
  [0x36a00000, 0],
  [0x380fffff, 0xe0000000],
  [0x380fffff, 0xf0000000],
  [0x38100000, 0],
  [0x47efffff, 0xe0000000],
  [0x47efffff, 0xf0000000],
  [0x47efffff, 0xefffffff],
  [0x5fe00000, 0],
  [0x1ff00000, 0],
  [0x7fefffff, 0xffffffff],
  [0x7ff00000, 0],
  [0x7ff00000, 1],
  [0x7ff7ffff, 0xffffffff],
  [0x7ff80000, 0],
  [0x7fffffff, 0xffffffff],
]

const doubleNans = doubles.filter(([high, low]) => high > 0x7ff00000 || (high === 0x7ff00000 && low > 0))

const signed = (choices: Choices, value: number): number => (choices.percent(50) ? value : (value | 0x80000000) >>> 0)

export const drawSingle = (choices: Choices): Word =>
  word(
    choices.weighted(
      [6, () => signed(choices, choices.of(singles))],
      [2, () => signed(choices, choices.of(nans))],
      // Near an exponent that an arithmetic operation can reach from another.
      [
        2,
        () =>
          signed(choices, (choices.between(100, 156) << 23) | choices.of([0, 1, 0x7fffff, choices.below(0x800000)])),
      ],
      [1, () => choices.word()],
    ),
  )

export const drawDouble = (choices: Choices): readonly [high: Word, low: Word] =>
  choices.weighted(
    [
      6,
      () => {
        const [high, low] = choices.percent(15) ? choices.of(doubleNans) : choices.of(doubles)
        return [word(signed(choices, high)), word(low)] as const
      },
    ],
    [
      2,
      () => [
        word(signed(choices, (choices.between(990, 1060) << 20) | choices.below(0x100000))),
        word(choices.of([0, 1, 0xffffffff, 0x10000000, 0x20000000, 0x30000000, choices.word()])),
      ],
    ],
    [1, () => [word(choices.word()), word(choices.word())] as const],
  )

/** What a register or a word of data holds. */
export const drawWord = (choices: Choices): Word =>
  word(
    choices.weighted(
      [8, () => choices.of(numbers)],
      [3, () => choices.below(64)],
      [2, () => -choices.below(64)],
      [3, () => choices.word()],
      [2, () => drawSingle(choices)],
      [1, () => choices.of(Object.values(place)) + 4 * choices.below(16)],
    ),
  )

/** A file of floating-point registers: doubles and singles beside one another. */
export const drawFloats = (choices: Choices): readonly Word[] =>
  Array.from({ length: 16 }).flatMap(() =>
    choices.percent(50) ? drawDouble(choices) : [drawSingle(choices), drawSingle(choices)],
  )
