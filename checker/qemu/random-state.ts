/** Random contents of registers and data: numbers near the boundaries of integers and floating-point formats. */

import type { Choices } from '../../properties/choices.ts'

const corners = [
  0, 1, 2, 3, 4, 0x7fffffff, 0x80000000, 0x80000001, 0xffffffff, 0xfffffffe, 0xfffffffc, 0x7ffffffc, 0xffff, 0x8000,
  0x10000, 31, 32, 33, 0x55555555, 0xaaaaaaaa,
]

/** A word for an integer register. */
export const integerWord = (choices: Choices): number =>
  choices.weighted(
    [4, () => choices.of(corners)],
    [2, () => choices.word()],
    [2, () => choices.below(200)],
    [1, () => (0x80000000 >> choices.below(32)) >>> 0],
  )

const singles = [
  0, 0x3f800000, 0x40000000, 0x7f800000, 0x7f7fffff, 0x00800000, 0x007fffff, 0x00000001, 0x3f000000, 0x4b000000,
  0x4f000000, 0x4effffff, 0x3fffffff, 0x33800000,
]
const doubleHighs = [
  0, 0x3ff00000, 0x40000000, 0x7ff00000, 0x7fefffff, 0x00100000, 0x000fffff, 0x41e00000, 0x41dfffff, 0x3fe00000,
  0x47efffff, 0x38100000, 0x36a00000, 0x43300000,
]

const signed = (choices: Choices, bits: number): number => (bits | (choices.below(2) << 31)) >>> 0
const isNan = (word: number): boolean => (word & 0x7fffffff) > 0x7f800000
/** Any bits of ordinary size, so that sums and products do not all overflow. */
const ordinary = (choices: Choices, exponent: number, shift: number): number =>
  ((choices.below(2) << 31) | ((exponent + choices.between(-30, 30)) << shift) | choices.below(2 ** shift)) >>> 0

/** Two registers: singles, a double, or anything; NaNs seldom. */
const floatPair = (choices: Choices): readonly number[] =>
  choices.weighted<readonly number[]>(
    [3, () => [signed(choices, choices.of(singles)), signed(choices, choices.of(singles))]],
    [2, () => [ordinary(choices, 127, 23), ordinary(choices, 127, 23)]],
    [3, () => [signed(choices, choices.of(doubleHighs)), choices.of([0, 0, 1, 0xffffffff, 0x80000000])]],
    [2, () => [ordinary(choices, 1023, 20), choices.percent(50) ? choices.word() : 0]],
    [1, () => [choices.word(), choices.word()]],
    [1, () => [choices.of([0x7fc00000, 0x7f800001, 0xffc12345, 0xffffffff, 0x7ff80000, 0x7ff00001]), 0]],
  )

export const floatRegisters = (choices: Choices): readonly number[] =>
  Array.from({ length: 16 }, () => floatPair(choices)).flat()

export const integerRegisters = (choices: Choices, count: number): readonly number[] =>
  Array.from({ length: count }, () => integerWord(choices))

/** Data are what loads find: integers and floating-point numbers, no NaNs, of which there are enough in registers. */
export const dataWords = (choices: Choices, count: number): readonly number[] =>
  Array.from({ length: count / 2 }, () =>
    (choices.percent(50) ? floatPair(choices) : integerRegisters(choices, 2)).map((word) =>
      isNan(word) ? word & 0x7fff : word,
    ),
  ).flat()
