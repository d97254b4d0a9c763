/** What is read of an ELF file, and each reason to refuse one, provoked by one change to a file that is read. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { address } from '../../spec/words/vocabulary.ts'
import { elfOf, imageOf, small, smallElf, smallEntry, withField, type Asked } from './elf.fixture.ts'
import { readElf } from './elf.ts'
import { imageCodes, imageErrorText, type ImageCode } from './image.ts'

/** Where in the file the first program header is, and the second. */
const [first, second] = [52, 84]
const code: Asked = { at: 0x40000000, bytes: [1, 0, 0, 0], executable: true }

const file = smallElf()

const images: { readonly [name: string]: readonly [file: Uint8Array, segments: number] } = {
  'a segment that ends with the last address': [elfOf(0xfffff000, [{ ...code, at: 0xfffff000, size: 0x1000 }]), 1],
  'segments that touch': [elfOf(0x40000000, [code, { ...code, at: 0x40000004 }]), 2],
  'segments in descending order': [elfOf(0x40000000, [{ ...code, at: 0x50000000 }, code]), 2],
  'a segment of no byte, anywhere': [elfOf(0x40000000, [code, { at: 0x40000001, bytes: [] }]), 1],
  'a note and a stack among the program headers': [withField(file, second, 4, 0x6474e551), 1],
  'the entry in the last word of a segment': [withField(file, 24, 4, 0x40000004), 2],
  'a segment of zeros, wherever its bytes would be in the file': [
    withField(elfOf(0x40000000, [code, { at: 0, bytes: [], size: 8 }]), second + 4, 4, 0xffffffff),
    2,
  ],
  'as much memory as a board can have': [
    elfOf(0x40000000, [code, { at: 0x80000000, bytes: [], size: 2 ** 30 - 4 }]),
    2,
  ],
}

describe('an ELF file', () => {
  test('is read with entry, addresses, bytes, sizes and permissions', () =>
    expect(readElf(file)).toEqual({
      _tag: 'Right',
      right: {
        entry: smallEntry,
        segments: small.map(({ at, bytes, size = bytes.length, writable = false, executable = false }) => ({
          address: address(at),
          bytes: Uint8Array.from(bytes),
          size,
          writable,
          executable,
        })),
      },
    }))

  test('is read out of the middle of a buffer', () => {
    const buffer = new Uint8Array(file.length + 7).fill(0xff)
    buffer.set(file, 3)
    expect(readElf(buffer.subarray(3, 3 + file.length))).toEqual(readElf(file))
  })

  test.each(Object.entries(images))('%s: is read, in ascending order', (_, [bytes, segments]) => {
    const addresses = imageOf(bytes).segments.map((segment) => segment.address)
    expect(addresses).toHaveLength(segments)
    expect(addresses).toEqual(addresses.toSorted((a, b) => a - b))
  })
})

/** What is done to a file, and the error that must come of it: code, offset, and words of the message. */
const refusals: readonly (readonly [
  what: string,
  file: Uint8Array,
  code: ImageCode,
  offset: number,
  message: RegExp,
])[] = [
  ['text', new TextEncoder().encode('#!/bin/sh\n'), 'ELF-1', 0, /no ELF file/],
  ['two bytes of something else', Uint8Array.of(0x7f, 0x46), 'ELF-1', 0, /no ELF file/],
  ['no byte', new Uint8Array(), 'ELF-2', 0, /ends after 0 bytes/],
  ['half a magic number', file.subarray(0, 2), 'ELF-2', 2, /ends after 2 bytes/],
  ['the header but its last byte', file.subarray(0, 51), 'ELF-2', 51, /ends after 51 bytes/],
  ['64-bit', withField(file, 4, 1, 2), 'ELF-3', 4, /64-bit.*-m32/],
  ['no class', withField(file, 4, 1, 0), 'ELF-3', 4, /class 0/],
  ['little-endian', withField(file, 5, 1, 1), 'ELF-4', 5, /little-endian/],
  ['no byte order', withField(file, 5, 1, 3), 'ELF-4', 5, /byte order 3/],
  ['little-endian data by its flags', withField(file, 36, 4, 0x800000), 'ELF-4', 36, /little-endian/],
  ['another version of the identification', withField(file, 6, 1, 2), 'ELF-5', 6, /version 2/],
  ['another version', withField(file, 20, 4, 0), 'ELF-5', 20, /version 0/],
  ['for an Intel 386', withField(file, 18, 2, 3), 'ELF-6', 18, /machine 3/],
  ['for SPARC V8+', withField(file, 18, 2, 18), 'ELF-6', 18, /V8\+.*-mcpu=leon3/],
  ['for SPARC V9', withField(file, 18, 2, 43), 'ELF-6', 18, /V9/],
  ['V8+ by its flags', withField(file, 36, 4, 0x100), 'ELF-6', 36, /SPARC V8 lacks/],
  ['a relocatable object', withField(file, 16, 2, 1), 'ELF-7', 16, /relocatable.*link it/],
  ['a shared object', withField(file, 16, 2, 3), 'ELF-7', 16, /shared object/],
  ['a core dump', withField(file, 16, 2, 4), 'ELF-7', 16, /core dump/],
  ['of an unknown type', withField(file, 16, 2, 0xfe00), 'ELF-7', 16, /65024/],
  ['a header of another size', withField(file, 40, 2, 64), 'ELF-8', 40, /64 bytes/],
  ['program headers of another size', withField(file, 42, 2, 56), 'ELF-8', 42, /56 bytes/],
  ['a program header table within the header', withField(file, 28, 4, 51), 'ELF-8', 28, /byte 51/],
  ['a program header table cut by the end', file.subarray(0, 115), 'ELF-9', 28, /bytes 52 to 115.*115 bytes/],
  ['a program header table far away', withField(file, 28, 4, 0xffffffff), 'ELF-9', 28, /bytes 4294967295 to/],
  ['a dynamic program', withField(file, second, 4, 2), 'ELF-10', second, /dynamic linker/],
  ['a program with an interpreter', withField(file, second, 4, 3), 'ELF-10', second, /dynamic linker/],
  ['less memory than bytes', withField(file, second + 20, 4, 4), 'ELF-11', second + 16, /5 bytes.*only 4/],
  ['data cut by the end', file.subarray(0, file.length - 1), 'ELF-12', second + 4, /bytes 124 to 128.*128 bytes/],
  ['data far away', withField(file, first + 4, 4, 0xffffffff), 'ELF-12', first + 4, /0x40000000/],
  [
    'a segment beyond the last address',
    elfOf(0x40000000, [code, { at: 0xfffffffc, bytes: [], size: 5 }]),
    'ELF-13',
    second + 20,
    /0xfffffffc has 0x5 bytes/,
  ],
  ['a segment to be copied', withField(file, second + 12, 4, 0x1000), 'ELF-14', second + 12, /loaded at 0x1000/],
  [
    'segments that share a byte',
    elfOf(0x40000000, [code, { at: 0x40000003, bytes: [7] }]),
    'ELF-15',
    second + 8,
    /0x40000003 overlaps.*0x40000000.*0x4 bytes/,
  ],
  [
    'a segment within another, given before it',
    elfOf(0x40000000, [
      { at: 0x40000010, bytes: [7] },
      { ...code, size: 64 },
    ]),
    'ELF-15',
    first + 8,
    /0x40000010 overlaps/,
  ],
  ['no program header', withField(file, 44, 2, 0), 'ELF-16', 44, /no program header/],
  ['nothing to be loaded', withField(elfOf(0, [code]), first, 4, 4), 'ELF-16', 44, /neither code nor data/],
  ['only a segment of no byte', elfOf(0, [{ at: 0, bytes: [] }]), 'ELF-16', 44, /neither code nor data/],
  ['very many program headers', withField(file, 44, 2, 0xffff), 'ELF-17', 44, /65535/],
  [
    'more memory than a board can have',
    elfOf(0x40000000, [code, { at: 0x80000000, bytes: [], size: 2 ** 30 - 3 }]),
    'ELF-17',
    second + 20,
    /1073741825 bytes/,
  ],
  ['an entry between words', withField(file, 24, 4, 0x40000002), 'ELF-18', 24, /0x40000002/],
  ['an entry behind a segment', withField(file, 24, 4, 0x40000008), 'ELF-19', 24, /in no segment/],
  ['an entry in data', withField(file, 24, 4, 0x40001000), 'ELF-19', 24, /not executable/],
]

describe('an ELF file is refused:', () => {
  test.each(refusals)('%s', (_, bytes, expected, offset, message) => {
    const read = readElf(bytes)
    const error = isLeft(read) ? read.left : undefined
    expect([error?.code, error?.offset]).toEqual([expected, offset])
    expect(error?.message).toMatch(message)
  })

  test('no other reason is there', () => {
    const tried = new Set<string>(refusals.map(([, , expected]) => expected))
    expect(Object.keys(imageCodes).filter((each) => each.startsWith('ELF') && !tried.has(each))).toEqual([])
  })
})

describe('the text of an error', () => {
  test('is one line with file, byte and code', () => {
    const read = readElf(withField(file, 18, 2, 3))
    expect(isLeft(read) && imageErrorText('a.elf', read.left)).toBe(
      'a.elf: byte 18: ELF-6 this is for another processor: machine 3, where SPARC is 2',
    )
  })

  test('names no byte where none is wrong, and shows what a name hides', () =>
    expect(imageErrorText('a\n.elf', { offset: null, code: 'PLACE-1', message: 'm' })).toBe('a\\u{a}.elf: PLACE-1 m'))
})
