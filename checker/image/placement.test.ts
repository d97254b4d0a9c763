/** An image is placed where memory lies under all of it, and refused with the segment and the memory there is where not. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { address } from '../../spec/words/vocabulary.ts'
import { elfOf, imageOf, small, smallElf, smallEntry } from './elf.fixture.ts'
import { imageErrorText } from './image.ts'
import { placedIn, type MemoryRange } from './placement.ts'

const range = (at: number, bytes: number): MemoryRange => ({ at: address(at), bytes })

/** What placing a file in these ranges comes to. */
const placing = (file: Uint8Array, ...ranges: readonly MemoryRange[]): string => {
  const image = imageOf(file)
  const placed = placedIn(image, ranges)
  return isLeft(placed) ? imageErrorText('f', placed.left) : placed.right === image ? 'placed' : 'another image'
}

const file = smallElf()

const fitting: { readonly [name: string]: readonly MemoryRange[] } = {
  'one range, of exactly that much': [range(0x40000000, 0x100c)],
  'a range for each segment, in any order': [range(0x40001000, 12), range(0x40000000, 8)],
  'ranges that follow each other': [range(0x40000000, 0x1005), range(0x40001005, 7)],
  'ranges that overlap': [range(0x40000000, 0x1008), range(0x40001004, 8)],
  'an empty range among others': [range(0x40000000, 0), range(0x40000000, 0x2000)],
  'all of memory': [range(0, 2 ** 32)],
}

test.each(Object.entries(fitting))('an image is placed in %s', (_, ranges) =>
  expect(placing(file, ...ranges)).toBe('placed'),
)

test('a segment that ends one byte behind memory is named, with its addresses and the memory there is', () =>
  expect(placing(file, range(0, 0x800000), range(0x40000000, 0x100b))).toBe(
    'f: PLACE-1 segment 2 of 2, 0x40001000 to 0x4000100b, lies outside memory from 0x4000100b on; ' +
      'there is memory at 0x0 to 0x7fffff, 0x40000000 to 0x4000100a',
  ))

test('a segment that begins one byte before memory is refused', () =>
  expect(placing(file, range(0x40000001, 0x2000))).toContain('segment 1 of 2, 0x40000000 to 0x40000007, lies outside'))

test('a segment across a gap is refused at the gap', () =>
  expect(placing(file, range(0x40000000, 0x1004), range(0x40001005, 0x100))).toContain('from 0x40001004 on'))

test('a segment that ends with the last address is placed in memory that does', () => {
  const last = elfOf(smallEntry, [...small, { at: 0xfffffff0, bytes: [1], size: 16 }])
  expect(placing(last, range(0x40000000, 0x2000), range(0xfffffff0, 16))).toBe('placed')
  expect(placing(last, range(0x40000000, 0x2000), range(0xfffffff0, 15))).toContain('from 0xffffffff on')
})

test('where there is no memory, that is said', () =>
  expect(placing(file)).toMatch(/from 0x40000000 on; there is no memory$/))
