/** An image as words of memory: what a loader writes. */

import { address, word, type Address, type Word } from '../../spec/words/vocabulary.ts'
import type { Image, ImageSegment } from './image.ts'

/** A word of memory at its address, a multiple of 4. */
export interface LoadedWord {
  readonly address: Address
  readonly value: Word
}

/**
 * The words of an image in ascending order, each address once, big-endian: the byte at the address is the highest. `whole`
 * gives every word in which a segment has a byte; `data`, which is enough where memory is zero before, leaves out those
 * in which no byte comes from the file. In a word that segments fill only in part the other bytes are zero; where
 * one segment ends and another begins in the same word, it has the bytes of both.
 */
export function* wordsOf(image: Image, extent: 'whole' | 'data'): Generator<LoadedWord, void, undefined> {
  let last: LoadedWord | undefined
  for (const segment of image.segments) {
    const length = extent === 'whole' ? segment.size : segment.bytes.length
    if (length === 0) continue
    const end = segment.address + length
    for (let at = segment.address - (segment.address % 4); at < end; at += 4) {
      const value = valueAt(segment, at)
      if (last?.address === at) last = { address: last.address, value: word(last.value | value) }
      else {
        if (last !== undefined) yield last
        last = { address: address(at), value }
      }
    }
  }
  if (last !== undefined) yield last
}

/** The four bytes from `at` on, zero where the segment gives none. */
const valueAt = ({ address, bytes }: ImageSegment, at: number): Word => {
  const byte = (offset: number): number => bytes[at - address + offset] ?? 0
  return word((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3))
}
