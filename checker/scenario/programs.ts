/** The binary guests that a scenario names: ELF files as images in their partitions' own memory. */

import { dirname, isAbsolute, join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import type { GuestImage } from '../../spec/module/vocabulary.ts'
import { address } from '../../spec/words/vocabulary.ts'
import { readImageFile } from '../image/file.ts'
import { imageErrorText } from '../image/image.ts'
import { wordsOf } from '../image/loading.ts'
import { placedIn } from '../image/placement.ts'
import { partitionCalled, type Context } from './context.ts'
import type { NamedGuest } from './header.ts'
import type { Token } from './text.ts'

/** One per partition: its image, or null where none is named. What is wrong with one is said where it is named. */
export const imagesOf = (
  scenario: string,
  guests: readonly NamedGuest[],
  context: Context,
): readonly (GuestImage | null)[] => {
  const images: (GuestImage | null)[] = context.configuration.partitions.map(() => null)
  const named = new Set<number>()
  for (const { partition, file } of guests) {
    const position = partitionCalled(partition, context)
    if (position === null) continue
    if (named.has(position))
      context.notes.say('SCENARIO-4', partition, `${partition.value} is given a guest a second time`)
    named.add(position)
    images[position] = imageIn(scenario, file, position, context)
  }
  return images
}

/** The image in a file, seen from the scenario’s own directory, if all of it lies in the partition’s own area. */
const imageIn = (
  scenario: string,
  { value, ...place }: Token,
  partition: number,
  context: Context,
): GuestImage | null => {
  const path = isAbsolute(value) ? value : join(dirname(scenario), value)
  const image = readImageFile(path)
  if (isLeft(image)) return context.notes.say('SCENARIO-6', place, image.left)
  const own = context.areas.filter(({ owner }) => owner.kind === 'partition' && owner.index === partition)
  const placed = placedIn(
    image.right,
    own.map(({ virtual, bytes }) => ({ at: address(virtual), bytes })),
  )
  if (isLeft(placed)) return context.notes.say('SCENARIO-6', place, imageErrorText(path, placed.left))
  const words = Array.from(wordsOf(placed.right, 'data'), ({ address: at, value: word }) => [at, word] as const)
  return { entry: placed.right.entry, words }
}
