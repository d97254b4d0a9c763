/** Smaller binary programs: none at all, the instructions that were executed in a row, fewer words, words that do nothing, plainer fields. */

import { fieldOf, meant, type Field, type Fields } from '../spec/machine/fields.ts'
import { encoded, instructionOf } from '../spec/machine/instructions.ts'
import type { GuestImage } from '../spec/module/vocabulary.ts'
import { isOver } from '../spec/module/statements.ts'
import { address, word, wordAt, type Address, type Word } from '../spec/words/vocabulary.ts'
import { areasOfWorld } from './addresses.ts'
import type { Case } from './case.ts'
import { executedIn } from './guest-code.ts'
import { withImage } from './guest-moving.ts'
import { nop } from './machine-assembly.ts'
import { prepared } from './prepared.ts'
import { without } from './smaller-runs.ts'

type Placed = GuestImage['words'][number]

/** An image of a case, and the case with another in its place. */
interface Imaged {
  readonly partition: number
  readonly image: GuestImage
  readonly put: (image: GuestImage | null) => Case
}

const imagesOf = (of: Case): readonly Imaged[] =>
  (of.world.images ?? []).flatMap((image, partition) =>
    image === null
      ? []
      : [{ partition, image, put: (other) => ({ ...of, world: withImage(of.world, partition, other) }) }],
  )

export function* fewerImages(of: Case): Iterable<Case> {
  for (const { put } of imagesOf(of)) yield put(null)
}

/** Words that lie without a gap. */
interface Stretch {
  readonly from: number
  readonly words: readonly Placed[]
}

const stretchesOf = (words: readonly Placed[]): readonly Stretch[] => {
  const begins = words.flatMap(([at], i) => (i > 0 && words[i - 1]?.[0] === at - 4 ? [] : [i]))
  return begins.map((from, k) => ({ from, words: words.slice(from, begins[k + 1]) }))
}

const transfers: ReadonlySet<string> = new Set(['branch', 'call'])

const isTransfer = (code: Word): boolean => {
  const instruction = instructionOf(code)
  return instruction !== null && (transfers.has(instruction.format) || ['JMPL', 'RETT'].includes(instruction.name))
}

/** The image with other words from an address on, in place of a stretch that began there. */
const replaced = ({ entry, words }: GuestImage, stretch: Stretch, at: Address, code: readonly Word[]): GuestImage => ({
  entry,
  words: [
    ...words.slice(0, stretch.from),
    ...code.map((each, i) => [address(at + 4 * i), each] as const),
    ...words.slice(stretch.from + stretch.words.length),
  ],
})

/** What was executed of the code at the entry, in a row: no jumps, no loops, nothing behind. */
export function* straightened(of: Case): Iterable<Case> {
  const executed = executedIn(of)
  for (const { partition, image, put } of imagesOf(of)) {
    const main = stretchesOf(image.words).find(({ words }) => words.some(([at]) => at === image.entry))
    const [first, last] = [main?.words[0], main?.words.at(-1)]
    if (main === undefined || first === undefined || last === undefined) continue
    const mine = executed.filter(
      (one) => one.partition === partition && one.virtualCore === 0 && one.at >= first[0] && one.at <= last[0],
    )
    const row = mine.flatMap(({ at, word: code }, i) => (code === null || mine[i - 1]?.at === at ? [] : [code]))
    const code = row.filter((each) => !isTransfer(each))
    if (code.length >= main.words.length && code.length === row.length) continue
    // Others that begin somewhere in the code would be written over.
    if (4 * code.length > 4 * main.words.length + 0x400) continue
    const behind = image.words[main.from + main.words.length]?.[0] ?? Infinity
    if (first[0] + 4 * code.length <= behind) yield put(replaced({ ...image, entry: first[0] }, main, first[0], code))
  }
}

/** So much memory is looked through for what a program has stored, and so many words of it are put into its image. */
const [LOOKED_THROUGH, STORED] = [0x4000, 96]

/** The words of a partition's own memory that a run has changed, as they are at its end. */
const changedWords = ({ world, run, steps }: Case, partition: number): readonly Placed[] => {
  const area = areasOfWorld(world).find(({ owner }) => owner.kind === 'partition' && owner.index === partition)
  if (area === undefined) return []
  const { model } = prepared(world)
  const advance = model.of(run)
  let { start: state } = model
  for (let s = 0; s < steps && !isOver(state); s++) state = advance(state).state
  const { memory } = state
  return Array.from({ length: Math.min(area.bytes, LOOKED_THROUGH) / 4 }, (_, i) => 4 * i).flatMap((offset) => {
    const at = address(area.physical + offset)
    const now = wordAt(memory, at)
    return now === wordAt(model.start.memory, at) ? [] : [[address(area.virtual + offset), word(now)] as const]
  })
}

/** What programs store stands in their images from the start, and is not stored. */
export function* storedBefore(of: Case): Iterable<Case> {
  const executed = executedIn(of)
  for (const { partition, image, put } of imagesOf(of)) {
    const stores = new Set(
      executed.flatMap(({ partition: p, at, word: code }) =>
        p === partition && code !== null && instructionOf(code)?.access?.kind === 'store' ? [at] : [],
      ),
    )
    const stored = stores.size === 0 ? [] : changedWords(of, partition)
    if (stored.length === 0 || stored.length > STORED) continue
    const words = new Map([...image.words, ...stored])
    for (const at of stores) if (words.has(at)) words.set(at, nop)
    yield put({ ...image, words: [...words].toSorted(([a], [b]) => a - b) })
  }
}

/** A branch, or call, as far as before in a stretch from which `size` words at `from` were cut. */
const bridged = (code: Word, at: number, from: number, size: number): Word => {
  const instruction = instructionOf(code)
  if (instruction === null || !transfers.has(instruction.format)) return code
  const field: Field = instruction.format === 'call' ? 'disp30' : 'disp22'
  const distance = fieldOf(field, code)
  const now = (index: number): number => (index >= from + size ? index - size : Math.min(index, from))
  const fields: Fields = { [field]: now(at + distance) - now(at), a: fieldOf('a', code) }
  return encoded(instruction, fields)
}

/** Instructions cut out of their stretch, those behind moved up; branches go where they went. */
export function* fewerInstructions(of: Case): Iterable<Case> {
  for (const { image, put } of imagesOf(of))
    for (const stretch of stretchesOf(image.words)) {
      const [first] = stretch.words
      if (first === undefined || stretch.words.length < 2) continue
      const words = stretch.words.map(([, each]) => each)
      for (let size = words.length - 1; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
        for (let end = words.length; end > 0; end -= size) {
          const from = Math.max(0, end - size)
          const rest = words.flatMap((each, i) => (i >= from && i < end ? [] : [bridged(each, i, from, end - from)]))
          yield put(replaced(image, stretch, first[0], rest))
        }
    }
}

export function* fewerWords(of: Case): Iterable<Case> {
  for (const { image, put } of imagesOf(of)) for (const words of without(image.words)) yield put({ ...image, words })
}

/** Words that do nothing, in place of half of them down to a single one. */
export function* noOperations(of: Case): Iterable<Case> {
  for (const { image, put } of imagesOf(of)) {
    const { words } = image
    for (let size = words.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
      for (let from = 0; from < words.length; from += size) {
        const inside = (i: number): boolean => i >= from && i < from + size
        if (words.every(([, each], i) => !inside(i) || each === nop)) continue
        yield put({ ...image, words: words.map(([at, each], i) => [at, inside(i) ? nop : each]) })
      }
  }
}

/** An instruction with a field plainer: 0, or an immediate 1 in place of something greater. */
const plainer = (code: Word): readonly Word[] => {
  const instruction = instructionOf(code)
  if (instruction === null || code === nop || instruction.name === 'UNIMP') return []
  const all = meant(instruction.format, fieldOf('i', code))
  const fields: Fields = Object.fromEntries(all.map((field) => [field, fieldOf(field, code)]))
  const values = all.flatMap((field): readonly Fields[] => {
    const value = fields[field] ?? 0
    const others = field === 'simm13' && Math.abs(value) > 1 ? [0, 1, 4] : [0]
    return value === 0 || field === 'i' ? [] : others.map((other) => ({ ...fields, [field]: other }))
  })
  return values.map((changed) => encoded(instruction, changed)).filter((each) => each !== code)
}

export function* plainerInstructions(of: Case): Iterable<Case> {
  for (const { image, put } of imagesOf(of))
    for (const [i, [at, code]] of image.words.entries())
      for (const plain of plainer(code)) yield put({ ...image, words: image.words.with(i, [at, plain]) })
}

/** How much there is to read in the images of a case: a word that does nothing is less than another. */
export const wordsToRead = ({ world }: Case): number =>
  (world.images ?? []).reduce(
    (sum, image) => sum + (image?.words ?? []).reduce((n, [, each]) => n + (each === nop ? 0.5 : 1), 0),
    0,
  )
