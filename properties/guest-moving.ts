/** Images carried over into another world: of fewer partitions, of less memory, of memory that begins elsewhere. */

import { fieldOf } from '../spec/machine/fields.ts'
import { instructionOf } from '../spec/machine/instructions.ts'
import type { GuestImage, Platform, World } from '../spec/module/vocabulary.ts'
import type { Area } from '../spec/space/vocabulary.ts'
import { address, word, type Word } from '../spec/words/vocabulary.ts'
import { areasOfWorld } from './addresses.ts'
import { assembled } from './machine-assembly.ts'

const ownArea = (areas: readonly Area[], partition: number): Area | undefined =>
  areas.find(({ owner }) => owner.kind === 'partition' && owner.index === partition)

/** A word that is an address in an area, or the upper part of one in an instruction, `by` bytes further. */
const relocated = (code: Word, { virtual, bytes }: Area, by: number): Word => {
  if (by === 0) return code
  const inside = (at: number): boolean => virtual <= at && at <= virtual + bytes
  if (inside(code)) return word(code + by)
  if (instructionOf(code)?.name !== 'SETHI') return code
  const upper = fieldOf('imm22', code) * 0x400
  return inside(upper) ? assembled('SETHI', { imm22: (upper + by) >>> 10, rd: fieldOf('rd', code) }) : code
}

const moved = ({ entry, words }: GuestImage, before: Area, after: Area): GuestImage => {
  const by = after.virtual - before.virtual
  return {
    entry: address(entry + by),
    words: words.flatMap(([at, value]) =>
      at + by < after.virtual + after.bytes ? [[address(at + by), relocated(value, before, by)] as const] : [],
    ),
  }
}

/** A world with the images of another one: of the same partitions, or of those of them that are left. */
export const imagesIn = (from: World, to: World): World => {
  const { images } = from
  if (images === undefined) return to
  const [before, after] = [areasOfWorld(from), areasOfWorld(to)]
  const [many, fewer] = [from.configuration.partitions, to.configuration.partitions]
  const there = fewer.map(({ identifier }, now): GuestImage | null => {
    const old = many.length === fewer.length ? now : many.findIndex((one) => one.identifier === identifier)
    const image = images[old] ?? null
    const [was, is] = [ownArea(before, old), ownArea(after, now)]
    return image === null || was === undefined || is === undefined ? null : moved(image, was, is)
  })
  return there.every((image) => image === null) ? withoutImages(to) : { ...to, images: there }
}

const withoutImages = ({ configuration, platform, profile }: World): World => ({ configuration, platform, profile })

/** A world on another platform, with its images. */
export const onPlatform = (world: World, platform: Platform): World => imagesIn(world, { ...world, platform })

/** A world with another image for a partition. */
export const withImage = (world: World, partition: number, image: GuestImage | null): World => {
  const images = world.configuration.partitions.map((_, p) => (p === partition ? image : (world.images?.[p] ?? null)))
  return images.every((one) => one === null) ? withoutImages(world) : { ...world, images }
}
