/** ELF files for tests: the header, the program headers and the bytes of the segments behind one another, and fields changed at will. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { address, type Address } from '../../spec/words/vocabulary.ts'
import { readElf } from './elf.ts'
import { imageErrorText, type Image } from './image.ts'

/** A segment as a test asks for it: readable, and whatever else it says. */
export interface Asked {
  readonly at: number
  readonly bytes: readonly number[]
  /** Bytes in memory; as many as in the file unless it says so. */
  readonly size?: number
  readonly writable?: boolean
  readonly executable?: boolean
}

/** A file for SPARC V8 of exactly these segments, which ends with the last byte of the last of them. */
export const elfOf = (entry: number, segments: readonly Asked[]): Uint8Array => {
  const dataAt = 52 + 32 * segments.length
  const offsets = segments.map((_, i) => segments.slice(0, i).reduce((sum, { bytes }) => sum + bytes.length, dataAt))
  const file = [
    ...[0x7f, 0x45, 0x4c, 0x46, 1, 2, 1, ...new Array<number>(9).fill(0)],
    ...[half(2), half(2), full(1), full(entry), full(52), full(0), full(0)].flat(),
    ...[half(52), half(32), half(segments.length), half(40), half(0), half(0)].flat(),
    ...segments.flatMap(({ at, bytes, size = bytes.length, writable = false, executable = false }, i) =>
      [1, offsets[i] ?? 0, at, at, bytes.length, size, 4 + (writable ? 2 : 0) + (executable ? 1 : 0), 4].flatMap(full),
    ),
    ...segments.flatMap(({ bytes }) => bytes),
  ]
  return Uint8Array.from(file)
}

const half = (n: number): readonly number[] => [n >>> 8, n & 255]
const full = (n: number): readonly number[] => [...half(n >>> 16), ...half(n & 0xffff)]

/** A copy of a file with the field of `bytes` bytes at `offset` set to `value`. */
export const withField = (file: Uint8Array, offset: number, bytes: 1 | 2 | 4, value: number): Uint8Array =>
  Uint8Array.from(file, (byte, i) =>
    i >= offset && i < offset + bytes ? (value >>> (8 * (offset + bytes - 1 - i))) & 255 : byte,
  )

/** Code at the beginning of RAM, and data behind it of which a part is zero. */
export const small: readonly Asked[] = [
  { at: 0x40000000, bytes: [1, 0, 0, 0, 0x91, 0xd0, 0x20, 0], executable: true },
  { at: 0x40001000, bytes: [0xde, 0xad, 0xbe, 0xef, 5], size: 12, writable: true },
]

export const smallEntry: Address = address(0x40000004)

export const smallElf = (): Uint8Array => elfOf(smallEntry, small)

/** The image in a file that must be read. */
export const imageOf = (file: Uint8Array): Image => {
  const read = readElf(file)
  if (isLeft(read)) throw new Error(imageErrorText('a file that must be read', read.left))
  return read.right
}
