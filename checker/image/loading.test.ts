/** The words of an image hold every byte of it at its address, and nothing else. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { address } from '../../spec/words/vocabulary.ts'
import type { Image } from './image.ts'
import { wordsOf } from './loading.ts'

interface Piece {
  readonly at: number
  readonly bytes: readonly number[]
  readonly zeros: number
}

const imageOf = (pieces: readonly Piece[]): Image => ({
  entry: address(pieces[0]?.at ?? 0),
  segments: pieces.map(({ at, bytes, zeros }) => ({
    address: address(at),
    bytes: Uint8Array.from(bytes),
    size: bytes.length + zeros,
    writable: true,
    executable: true,
  })),
})

const wordsIn = (extent: 'whole' | 'data', ...pieces: readonly Piece[]): readonly (readonly [number, number])[] =>
  Array.from(wordsOf(imageOf(pieces), extent), ({ address, value }) => [address, value])

describe('the words of an image', () => {
  test('are big-endian, the highest bit included', () =>
    expect(wordsIn('whole', { at: 0x40000000, bytes: [0xff, 1, 2, 3, 4, 5, 6, 7], zeros: 0 })).toEqual([
      [0x40000000, 0xff010203],
      [0x40000004, 0x04050607],
    ]))

  test('are filled up with zeros where a segment begins or ends within one', () =>
    expect(wordsIn('whole', { at: 0x103, bytes: [1, 2, 3], zeros: 0 })).toEqual([
      [0x100, 1],
      [0x104, 0x02030000],
    ]))

  test('have the bytes of all segments that share one', () =>
    expect(
      wordsIn(
        'whole',
        { at: 0xff, bytes: [9, 1], zeros: 0 },
        { at: 0x101, bytes: [2], zeros: 1 },
        { at: 0x103, bytes: [4, 5], zeros: 0 },
      ),
    ).toEqual([
      [0xfc, 9],
      [0x100, 0x01020004],
      [0x104, 0x05000000],
    ]))

  test('reach the last address', () =>
    expect(wordsIn('whole', { at: 0xfffffffd, bytes: [1, 2, 3], zeros: 0 })).toEqual([[0xfffffffc, 0x00010203]]))

  test('are of zeros where the file has no bytes, or are left out', () => {
    const piece = { at: 0x100, bytes: [1], zeros: 6 }
    expect(wordsIn('whole', piece)).toEqual([
      [0x100, 0x01000000],
      [0x104, 0],
    ])
    expect(wordsIn('data', piece)).toEqual([[0x100, 0x01000000]])
    expect(wordsIn('data', { at: 0x100, bytes: [], zeros: 4 })).toEqual([])
  })
})

/** Pieces one behind the other, with and without gaps. */
const pieces = fc
  .array(fc.record({ gap: fc.nat(5), bytes: fc.array(fc.nat(255), { maxLength: 9 }), zeros: fc.nat(9) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map(
    (drawn) =>
      drawn
        .filter(({ bytes, zeros }) => bytes.length + zeros > 0)
        .reduce<{ readonly end: number; readonly done: readonly Piece[] }>(
          ({ end, done }, { gap, bytes, zeros }) => ({
            end: end + gap + bytes.length + zeros,
            done: [...done, { at: end + gap, bytes, zeros }],
          }),
          { end: 0x40000000, done: [] },
        ).done,
  )

test.each(['whole', 'data'] as const)('the words of an image, %s, are its bytes, byte by byte', (extent) =>
  fc.assert(
    fc.property(pieces, (drawn) => {
      const bytes = new Map(
        drawn.flatMap(({ at, bytes, zeros }) =>
          [...bytes, ...new Array<number>(extent === 'whole' ? zeros : 0).fill(0)].map((byte, i) => [at + i, byte]),
        ),
      )
      const touched = [...new Set(Array.from(bytes.keys(), (at) => at - (at % 4)))].toSorted((a, b) => a - b)
      const words = wordsIn(extent, ...drawn)
      expect(words.map(([at]) => at)).toEqual(touched)
      for (const [at, value] of words)
        expect([24, 16, 8, 0].map((shift) => (value >>> shift) & 255)).toEqual(
          [0, 1, 2, 3].map((i) => bytes.get(at + i) ?? 0),
        )
    }),
    { numRuns: 500 },
  ),
)
