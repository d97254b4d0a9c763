/** Images in a counterexample: the machine code of binary guests, as the words of an assembler's listing. */

import * as t from 'io-ts'
import type { GuestImage, World } from '../../spec/module/vocabulary.ts'
import { areasOf } from '../../spec/space/statements.ts'
import { address, word, type Address, type Word } from '../../spec/words/vocabulary.ts'

/** `0x41000200`: an address of four bytes. */
const place: t.Type<Address, string> = new t.Type<Address, string>(
  'an address such as "0x41000200"',
  (value): value is Address => typeof value === 'number',
  (value, context) =>
    typeof value === 'string' && /^0x[0-9a-f]{8}$/.test(value)
      ? t.success(address(Number(value)))
      : t.failure(value, context),
  (value) => `0x${value.toString(16).padStart(8, '0')}`,
)

const lineOfCode = /^[0-9a-f]{8}( [0-9a-f]{8})*$/

/** So many words stand on a line. */
const WORDS = 8

const textOf = (words: readonly Word[]): string => words.map((each) => each.toString(16).padStart(8, '0')).join(' ')

/** Words in a row: lines of words in hexadecimal. */
const code: t.Type<readonly Word[], readonly string[]> = new t.Type<readonly Word[], readonly string[]>(
  'lines of words of eight hexadecimal digits',
  (value): value is readonly Word[] => Array.isArray(value) && value.every((each) => typeof each === 'number'),
  (value, context) => {
    const lines = t.readonlyArray(t.string).validate(value, context)
    if (lines._tag === 'Left') return lines
    return lines.right.every((line) => lineOfCode.test(line))
      ? t.success(lines.right.flatMap((line) => line.split(' ')).map((digits) => word(parseInt(digits, 16))))
      : t.failure(value, context)
  },
  (words) =>
    Array.from({ length: Math.ceil(words.length / WORDS) }, (_, i) => textOf(words.slice(WORDS * i, WORDS * (i + 1)))),
)

/** Words that lie without a gap. */
const stretch = t.type({ at: place, code })
const storedImage = t.type({ entry: place, words: t.readonlyArray(stretch) })

const stretchesOf = ({ words }: GuestImage): readonly t.TypeOf<typeof stretch>[] => {
  const begins = words.flatMap(([at], i) => (words[i - 1]?.[0] === at - 4 ? [] : [i]))
  return begins.flatMap((from, k) => {
    const row = words.slice(from, begins[k + 1])
    const [first] = row
    return first === undefined ? [] : [{ at: first[0], code: row.map(([, each]) => each) }]
  })
}

const image: t.Type<GuestImage, unknown> = new t.Type<GuestImage, unknown>(
  'an image',
  (value): value is GuestImage => typeof value === 'object' && value !== null && 'entry' in value && 'words' in value,
  (value, context) => {
    const stored = storedImage.validate(value, context)
    if (stored._tag === 'Left') return stored
    const { entry, words } = stored.right
    const given = words.flatMap(({ at, code: row }) => row.map((each, i) => [address(at + 4 * i), each] as const))
    return t.success({ entry, words: given })
  },
  (given) => storedImage.encode({ entry: given.entry, words: stretchesOf(given) }),
)

const imageOrNull: t.Type<GuestImage | null, unknown> = new t.Type<GuestImage | null, unknown>(
  'an image or null',
  (value): value is GuestImage | null => value === null || image.is(value),
  (value, context) => (value === null ? t.success(null) : image.validate(value, context)),
  (value) => (value === null ? null : image.encode(value)),
)

/** The images of a world: one for each partition, null for a scripted one. */
export const imagesCodec: t.Type<readonly (GuestImage | null)[], unknown> = t.readonlyArray(imageOrNull)

/** What is wrong with the images of a world that is right otherwise, each with its place. */
export const unsoundImages = ({ configuration, platform, images = [] }: World): readonly string[] => {
  if (images.length > configuration.partitions.length)
    return [`images: has ${images.length} images for ${configuration.partitions.length} partitions`]
  const areas = areasOf({ partitions: configuration.partitions, shared: configuration.sharedMemory, map: platform })
  return images.flatMap((one, p) => {
    const own = areas.find(({ owner }) => owner.kind === 'partition' && owner.index === p)
    if (one === null || own === undefined) return []
    const { entry, words } = one
    const outside = words.find(([at]) => at < own.virtual || at + 4 > own.virtual + own.bytes)
    const inOrder = words.every(([at], i) => i === 0 || (words[i - 1]?.[0] ?? at) < at)
    return [
      ...(entry % 4 === 0 ? [] : [`images[${p}].entry: is no multiple of 4`]),
      ...(words.every(([at]) => at % 4 === 0) ? [] : [`images[${p}].words: are not at multiples of 4`]),
      ...(inOrder ? [] : [`images[${p}].words: are not in ascending order`]),
      ...(outside === undefined
        ? []
        : [`images[${p}].words: ${place.encode(outside[0])} is outside the memory of the partition`]),
    ]
  })
}
