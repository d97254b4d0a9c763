/** The reader of ELF executables for SPARC V8: bytes in; an image out, or the first thing that is wrong. Nothing in a file makes it throw. */

import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import { hex } from '../../properties/telling-effects.ts'
import { address, type Address } from '../../spec/words/vocabulary.ts'
import { entryBytes, field, headerOf, viewOf, type ElfHeader } from './elf-header.ts'
import { because, mostOfImage, type Image, type ImageCode, type ImageError, type ImageSegment } from './image.ts'

/** A segment, and the offset in the file of the program header that describes it. */
interface Described {
  readonly segment: ImageSegment
  readonly header: number
}

/** Offsets of the fields in a program header. */
const part = { type: 0, offset: 4, virtual: 8, physical: 12, fileSize: 16, memorySize: 20, flags: 24 } as const

const types = { load: 1, dynamic: 2, interpreter: 3 } as const
const permission = { execute: 1, write: 2 } as const

/**
 * The image in the bytes of an ELF file. Segments that are not to be loaded, and those of no byte, are left out; sections
 * and symbols are not looked at. The image shares the bytes of `file`.
 */
export const readElf = (file: Uint8Array): Either<ImageError, Image> => {
  const header = headerOf(file)
  if (isLeft(header)) return header
  const described = segmentsOf(file, header.right)
  if (isLeft(described)) return described
  const segments = described.right.toSorted((a, b) => a.segment.address - b.segment.address)
  const checked = together(segments)
  if (isLeft(checked)) return checked
  return entered(
    header.right.entry,
    segments.map(({ segment }) => segment),
  )
}

/** What each program header says is to be loaded, in their order. */
const segmentsOf = (file: Uint8Array, { tableAt, entries }: ElfHeader): Either<ImageError, readonly Described[]> => {
  const view = viewOf(file)
  const segments: Described[] = []
  for (let index = 0; index < entries; index += 1) {
    const header = tableAt + index * entryBytes
    const type = view.getUint32(header + part.type)
    if (type === types.dynamic || type === types.interpreter)
      return refused(
        header,
        'ELF-10',
        'the program needs a dynamic linker, and there is none on a bare machine; link it with -static -no-pie',
      )
    if (type !== types.load) continue
    const segment = segmentAt(file, view, header)
    if (isLeft(segment)) return segment
    if (segment.right.size > 0) segments.push({ segment: segment.right, header })
  }
  return segments.length === 0
    ? refused(field.entries, 'ELF-16', 'no segment is to be loaded: the program has neither code nor data')
    : right(segments)
}

/** The segment that the program header at this offset describes. */
const segmentAt = (file: Uint8Array, view: DataView, header: number): Either<ImageError, ImageSegment> => {
  const at = (offset: number): number => view.getUint32(header + offset)
  const [offset, fileSize, size, virtual, physical, flags] = [
    at(part.offset),
    at(part.fileSize),
    at(part.memorySize),
    at(part.virtual),
    at(part.physical),
    at(part.flags),
  ]
  const name = `the segment at ${hex(virtual)}`
  if (fileSize > size)
    return refused(
      header + part.fileSize,
      'ELF-11',
      `${name} has ${fileSize} bytes in the file, and only ${size} in memory`,
    )
  if (fileSize > 0 && offset + fileSize > file.length)
    return refused(
      header + part.offset,
      'ELF-12',
      `${name} is bytes ${offset} to ${offset + fileSize - 1} of the file, which ends after ${file.length} bytes`,
    )
  if (virtual + size > 2 ** 32)
    return refused(
      header + part.memorySize,
      'ELF-13',
      `${name} has ${hex(size)} bytes and ends beyond the last address, 0xffffffff`,
    )
  if (size > 0 && virtual !== physical)
    return refused(
      header + part.physical,
      'ELF-14',
      `${name} is to be loaded at ${hex(physical)}; programs that move themselves are not read, so load it where it runs`,
    )
  return right({
    address: address(virtual),
    bytes: fileSize === 0 ? new Uint8Array() : file.subarray(offset, offset + fileSize),
    size,
    writable: (flags & permission.write) !== 0,
    executable: (flags & permission.execute) !== 0,
  })
}

/** Segments in ascending order: none reaches into the next, and they need no more memory than there can be. */
const together = (segments: readonly Described[]): Either<ImageError, undefined> => {
  let memory = 0
  let before: ImageSegment | undefined
  for (const { segment, header } of segments) {
    if (before !== undefined && before.address + before.size > segment.address)
      return refused(
        header + part.virtual,
        'ELF-15',
        `the segment at ${hex(segment.address)} overlaps the segment at ${hex(before.address)}, which has ` +
          `${hex(before.size)} bytes and so ends at ${hex(lastOf(before))}`,
      )
    before = segment
    memory += segment.size
    if (memory > mostOfImage.memory)
      return refused(
        header + part.memorySize,
        'ELF-17',
        `the segments up to that at ${hex(segment.address)} need ${memory} bytes of memory; images of more than ` +
          `${mostOfImage.memory} are refused`,
      )
  }
  return right(undefined)
}

const refused = (offset: number, code: ImageCode, message: string): Either<ImageError, never> =>
  left(because(offset, code, message))

const lastOf = ({ address, size }: ImageSegment): number => address + size - 1

/** The image, if its entry is the address of an instruction in it. */
const entered = (entry: Address, segments: readonly ImageSegment[]): Either<ImageError, Image> => {
  if (entry % 4 !== 0)
    return refused(field.entry, 'ELF-18', `the entry ${hex(entry)} is no multiple of 4, so no instruction is there`)
  const around = segments.find((segment) => segment.address <= entry && entry <= lastOf(segment))
  if (around?.executable === true) return right({ entry, segments })
  return refused(
    field.entry,
    'ELF-19',
    around === undefined
      ? `the entry ${hex(entry)} lies in no segment; name it with ENTRY in the linker script, or -e`
      : `the entry ${hex(entry)} lies in the segment at ${hex(around.address)}, which is not executable`,
  )
}
