/** Where an image is to lie: whether there is memory under every byte of its segments. */

import { left, right, type Either } from 'fp-ts/lib/Either.js'
import { hex } from '../../properties/telling-effects.ts'
import type { Address } from '../../spec/words/vocabulary.ts'
import { because, type Image, type ImageError, type ImageSegment } from './image.ts'

/** A stretch of memory that an image may fill: `bytes` of it, from `at`; at + bytes is at most 2³². */
export interface MemoryRange {
  readonly at: Address
  readonly bytes: number
}

/** The image, if all of it lies in these ranges. A segment may lie across ranges that follow each other without a gap, or overlap. */
export const placedIn = (image: Image, ranges: readonly MemoryRange[]): Either<ImageError, Image> => {
  for (const [index, segment] of image.segments.entries()) {
    const stray = strayOf(segment, ranges)
    if (stray === undefined) continue
    const name = `segment ${index + 1} of ${image.segments.length}, ${span(segment.address, segment.size)}`
    return left(because(null, 'PLACE-1', `${name}, lies outside memory from ${hex(stray)} on; ${told(ranges)}`))
  }
  return right(image)
}

/** The first address of a segment that lies in no range. */
const strayOf = (segment: ImageSegment, ranges: readonly MemoryRange[]): number | undefined => {
  const end = segment.address + segment.size
  let next: number = segment.address
  while (next < end) {
    const around = ranges.find(({ at, bytes }) => at <= next && next < at + bytes)
    if (around === undefined) return next
    next = around.at + around.bytes
  }
  return undefined
}

/** First and last address. */
const span = (at: number, bytes: number): string => `${hex(at)} to ${hex(at + bytes - 1)}`

const told = (ranges: readonly MemoryRange[]): string => {
  const there = ranges.filter(({ bytes }) => bytes > 0)
  return there.length === 0
    ? 'there is no memory'
    : `there is memory at ${there.map(({ at, bytes }) => span(at, bytes)).join(', ')}`
}
