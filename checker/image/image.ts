/** An image: a program as it is to lie in memory; and what can be wrong with the file that holds one, or with where it is to lie. */

import type { Address } from '../../spec/words/vocabulary.ts'
import { visible } from '../configuration/diagnostic.ts'

/** A stretch of memory that an image fills. */
export interface ImageSegment {
  readonly address: Address
  /** What its first bytes are; at most `size` of them. A view of the file's bytes, which must not be written. */
  readonly bytes: Uint8Array
  /** Its length in bytes, at least 1; address + size is at most 2³². What `bytes` does not give is zero. */
  readonly size: number
  readonly writable: boolean
  readonly executable: boolean
}

export interface Image {
  /** The address of the first instruction: a multiple of 4, in an executable segment. */
  readonly entry: Address
  /** At least one; in ascending order of addresses, no byte in two. */
  readonly segments: readonly ImageSegment[]
}

/** What can be wrong with an image. */
export const imageCodes = {
  'ELF-1': 'it is no ELF file',
  'ELF-2': 'it ends within its header',
  'ELF-3': 'it is not of the 32-bit class',
  'ELF-4': 'it is not big-endian',
  'ELF-5': 'it is of another version of the format',
  'ELF-6': 'it is for another processor',
  'ELF-7': 'it is no executable file',
  'ELF-8': 'its header, or an entry of its program header table, has another size or place',
  'ELF-9': 'its program header table lies beyond its end',
  'ELF-10': 'it needs a dynamic linker',
  'ELF-11': 'a segment has more bytes in the file than in memory',
  'ELF-12': 'the bytes of a segment lie beyond its end',
  'ELF-13': 'a segment ends beyond the last address',
  'ELF-14': 'a segment is loaded at one address to run at another',
  'ELF-15': 'two segments overlap',
  'ELF-16': 'no segment is to be loaded',
  'ELF-17': 'it has more segments, or needs more memory, than any board has',
  'ELF-18': 'its entry is no address of an instruction',
  'ELF-19': 'its entry lies in no executable segment',
  'PLACE-1': 'a segment lies where there is no memory',
} as const

export type ImageCode = keyof typeof imageCodes

/** Why there is no image, or why it cannot be loaded. */
export interface ImageError {
  /** The byte of the file that says what is wrong, from 0; null where the image as a whole does not fit. */
  readonly offset: number | null
  /** Stable. */
  readonly code: ImageCode
  /** What is wrong and, where it helps, what to do about it. */
  readonly message: string
}

export const because = (offset: number | null, code: ImageCode, message: string): ImageError => ({
  offset,
  code,
  message,
})

/** One line: `file: byte offset: code message`. */
export const imageErrorText = (file: string, { offset, code, message }: ImageError): string =>
  visible(`${file}: ${offset === null ? '' : `byte ${offset}: `}${code} ${message}`)

/** The most that is read: 1 GB is the RAM that a LEON3 board can have. */
export const mostOfImage = { programHeaders: 256, memory: 2 ** 30 } as const
