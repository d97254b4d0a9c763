/** Whatever is done to a file, reading it ends in an image that can be loaded, or in an error with a place in the file. */

import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { elfOf, smallElf, withField } from './elf.fixture.ts'
import { readElf } from './elf.ts'
import { imageErrorText, type Image } from './image.ts'

/** What an image promises that these segments do not keep. */
const broken = ({ entry, segments }: Image): readonly string[] => {
  const around = segments.find((segment) => entry >= segment.address && entry < segment.address + segment.size)
  return [
    ...(segments.length > 0 ? [] : ['no segment']),
    ...(entry % 4 === 0 && around?.executable === true ? [] : ['the entry']),
    ...segments.flatMap(({ address, bytes, size }, i) => [
      ...(size > 0 && bytes.length <= size && address + size <= 2 ** 32 ? [] : [`the size of segment ${i}`]),
      ...(address + size <= (segments[i + 1]?.address ?? 2 ** 32) ? [] : [`the order of segment ${i}`]),
    ]),
  ]
}

/** What is wrong with what reading these bytes comes to. */
const wrongWith = (bytes: Uint8Array): readonly string[] => {
  const read = readElf(bytes)
  if (!isLeft(read)) return broken(read.right)
  const { offset } = read.left
  const text = imageErrorText('f', read.left)
  return [
    ...(offset !== null && offset >= 0 && offset <= bytes.length ? [] : [`offset ${offset}`]),
    ...(/^f: byte \d+: ELF-\d+ [^\n]*[^\s;,]$/.test(text) && !/NaN|undefined/.test(text) ? [] : [text]),
  ]
}

const file = smallElf()

describe('a damaged file', () => {
  test('cut short anywhere is refused at a byte of it', () => {
    const read = Array.from(file.keys(), (length) => file.subarray(0, length))
    expect(read.filter((cut) => !isLeft(readElf(cut))).map(({ length }) => length)).toEqual([])
    expect(read.flatMap(wrongWith)).toEqual([])
  })

  test('with any one byte exchanged for any other', () => {
    const wrong = Array.from(file.keys()).flatMap((at) =>
      Array.from({ length: 256 }, (_, value) => withField(file, at, 1, value)).flatMap(wrongWith),
    )
    expect(wrong).toEqual([])
  })

  test('with some fields exchanged', () => {
    const telling = fc.constantFrom(0, 1, 2, 3, 4, 32, 52, file.length, 0x40000000, 0x7fffffff, 0x80000000, 0xffffffff)
    const edit = fc.record({
      at: fc.nat(file.length - 4),
      bytes: fc.constantFrom<(1 | 2 | 4)[]>(1, 2, 4),
      value: fc.oneof(telling, fc.nat(0xffffffff)),
    })
    const words = edit.map(({ at, bytes, value }) => ({ at: at - (at % 4), bytes, value }))
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), fc.nat(file.length), (edits, cut) => {
        const damaged = edits.reduce((done, { at, bytes, value }) => withField(done, at, bytes, value), file)
        expect(wrongWith(damaged)).toEqual([])
        expect(wrongWith(damaged.subarray(0, cut))).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('or no ELF file at all', () =>
    fc.assert(
      fc.property(fc.constantFrom(0, 4, 7, 52), fc.uint8Array({ maxLength: 200 }), (begins, bytes) => {
        expect(wrongWith(Uint8Array.of(...file.subarray(0, begins), ...bytes))).toEqual([])
      }),
    ))
})

test('segments anywhere are read or refused as their addresses say', () => {
  const asked = fc.record({
    at: fc.nat(40).map((n) => 0x40000000 + n),
    bytes: fc.array(fc.nat(255), { maxLength: 6 }),
    zeros: fc.nat(6),
  })
  fc.assert(
    fc.property(fc.array(asked, { minLength: 1, maxLength: 4 }), (segments) => {
      const shapes = segments.map(({ at, bytes, zeros }) => ({ at, bytes, size: bytes.length + zeros }))
      const filled = shapes.filter(({ size }) => size > 0)
      const owned = filled.flatMap(({ at, size }) => Array.from({ length: size }, (_, i) => at + i))
      const read = readElf(elfOf(0x3ffffffc, [{ at: 0x3ffffffc, bytes: [1, 0, 0, 0], executable: true }, ...shapes]))
      expect(isLeft(read) ? read.left.code : 'read').toBe(new Set(owned).size === owned.length ? 'read' : 'ELF-15')
    }),
    { numRuns: 500 },
  )
})
