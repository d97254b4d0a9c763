/** What a call is given by its caller, as functions: pointers checked end to end, records read and written. Written to be read beside spec/hypercall. */

import * as E from 'fp-ts/lib/Either.js'
import { nameBytes, type PointerCheck } from '../spec/hypercall/vocabulary.ts'
import { accessType, type Level } from '../spec/mmu/vocabulary.ts'
import { address, withWord, word, wordAt, type Address, type Memory, type Word } from '../spec/words/vocabulary.ts'
import type { Hardware, Touched } from './hal.ts'
import { alsoCached, marked, translate, type Translated } from './mmu.ts'

/** Memory as a call of one caller sees it. */
export interface View {
  readonly memory: Memory
  readonly hardware: Hardware
  /** The first address behind the kernel. */
  readonly kernelEnd: number
  readonly check: PointerCheck
  readonly space: number
  /** The level the call came from. */
  readonly level: Level
}

/** Where a record lies: its address, its length, what its address is a multiple of. */
export interface Place {
  readonly at: number
  readonly bytes: number
  readonly unit: 1 | 4
}

/** A stretch of a record inside one page. */
interface Stretch {
  readonly found: Translated
  readonly bytes: number
}

/** A record that was looked at. */
export interface Reached {
  readonly valid: boolean
  /** Whether a byte of it is the kernel's or a device's: never of a valid one under `rights of the caller`. */
  readonly beyond: boolean
  /** Its bytes from the first up to the first that cannot be reached. */
  readonly stretches: readonly Stretch[]
}

const nowhere: Reached = { valid: false, beyond: false, stretches: [] }

/** With which rights a call reaches its caller’s memory. */
const rights = ({ check, level }: View): Level => (check === 'above the kernel' ? 'supervisor' : level)

/** Whether a record may be looked at by its address and length alone. */
const isInRange = ({ check, kernelEnd }: View, { at, bytes, unit }: Place): boolean => {
  switch (check) {
    case 'rights of the caller':
      return bytes === 0 || (at % unit === 0 && at + bytes <= 0x100000000)
    case 'above the kernel':
      return at % unit === 0 && at + bytes <= 0x100000000 && at >= kernelEnd
  }
}

/** The stretch at `at` that lies in one page, at most so many bytes of it; null where nothing can be reached. */
const stretchAt = (view: View, kind: 'load' | 'store', at: Address, bytes: number): Stretch | null => {
  const space = { contextTable: view.hardware.contextTable, context: view.space }
  const found = translate(view.memory, space, accessType(kind, rights(view)), at)
  if (E.isLeft(found)) return null
  const { page } = found.right
  return { found: found.right, bytes: Math.min(bytes, page.virtual + page.bytes - at) }
}

const isBeyond = ({ hardware }: View, { found, bytes }: Stretch): boolean =>
  hardware.beyond(found.physical) || hardware.beyond(address(found.physical + bytes - 1))

/** A record, looked at page by page, for reading or writing. */
export const reached = (view: View, kind: 'load' | 'store', place: Place): Reached => {
  if (!isInRange(view, place)) return nowhere
  const from = (offset: number, stretches: readonly Stretch[], beyond: boolean): Reached => {
    if (offset >= place.bytes) return { valid: true, beyond, stretches }
    const next = stretchAt(view, kind, address(place.at + offset), place.bytes - offset)
    const out = next !== null && isBeyond(view, next)
    return next === null || (out && view.check === 'rights of the caller')
      ? { valid: false, beyond, stretches }
      : from(offset + next.bytes, [...stretches, next], beyond || out)
  }
  return from(0, [], false)
}

/** The bytes of a record that can be reached. */
export const bytesOf = (memory: Memory, { stretches }: Reached): readonly number[] =>
  stretches.flatMap(({ found, bytes }) =>
    Array.from({ length: bytes }, (_, i) => byteAt(memory, address(found.physical + i))),
  )

/** How many bytes of a record come before its first zero; all of them if none is. */
export const textLength = (memory: Memory, { stretches }: Reached): number =>
  stretches.reduce(
    ({ length, ended }, { found, bytes }) => {
      if (ended) return { length, ended }
      const text = zeroOffset(memory, found.physical, bytes)
      return { length: length + text, ended: text < bytes }
    },
    { length: 0, ended: false },
  ).length

const byteAt = (memory: Memory, at: Address): number => (wordAt(memory, at) >>> (24 - 8 * (at & 3))) & 0xff

/** The offset of the first zero among so many bytes; their number if none is. */
const zeroOffset = (memory: Memory, at: number, bytes: number): number => {
  for (let i = 0; i < bytes; i++) if (byteAt(memory, address(at + i)) === 0) return i
  return bytes
}

/** A word of a record's bytes, big-endian. */
export const wordIn = (bytes: readonly number[], index: number): Word =>
  word([0, 1, 2, 3].reduce((sum, i) => sum * 256 + (bytes[4 * index + i] ?? 0), 0))

/** Words as bytes, big-endian. */
export const bytesIn = (words: readonly Word[]): readonly number[] =>
  words.flatMap((value) => [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff])

/** A number of 64 bits as two words, the high one first. */
export const halves = (n: bigint | number): readonly [Word, Word] => {
  const value = BigInt(n)
  return [word(Number((value >> 32n) & 0xffffffffn)), word(Number(value & 0xffffffffn))]
}

/** A stretch was used: its entry is marked, its translation may be cached. */
const touched = <Work>({ core, memory }: Touched<Work>, { found }: Stretch, stores: boolean): Touched<Work> => ({
  core: { ...core, cached: alsoCached(core.cached, found.page) },
  memory: marked(memory, found, stores),
})

/** A record was read as a program’s own loads would. */
export const loadedFrom = <Work>(before: Touched<Work>, { stretches }: Reached): Touched<Work> =>
  stretches.reduce((after, stretch) => touched(after, stretch, false), before)

/** Bytes written to a record as a program’s own stores would; no more than there are, and no further than it can be reached. */
export const storedTo = <Work>(
  before: Touched<Work>,
  { stretches }: Reached,
  bytes: readonly number[],
): Touched<Work> =>
  stretches.reduce(
    ({ after, left }, stretch) => {
      const here = left.slice(0, stretch.bytes)
      if (here.length === 0) return { after, left }
      const { core, memory } = touched(after, stretch, true)
      return {
        after: { core, memory: withBytes(memory, stretch.found.physical, here) },
        left: left.slice(stretch.bytes),
      }
    },
    { after: before, left: bytes },
  ).after

/** Memory with bytes from a physical address on, a word at a time. */
const withBytes = (memory: Memory, at: number, bytes: readonly number[]): Memory => {
  const first = at - (at % 4)
  const words = Math.ceil((at + bytes.length - first) / 4)
  return Array.from({ length: words }, (_, i) => first + 4 * i).reduce(
    (after, place) => withWord(after, address(place), mixed(wordAt(after, address(place)), place - at, bytes)),
    memory,
  )
}

/** A word of which those bytes are replaced that `bytes` has, its first byte being the one at `offset`. */
const mixed = (old: Word, offset: number, bytes: readonly number[]): Word =>
  word([0, 1, 2, 3].reduce((sum, i) => sum * 256 + (bytes[offset + i] ?? (old >>> (24 - 8 * i)) & 0xff), 0))

/** A configured name as far as a call can give it. */
export const callable = (name: string): string => name.slice(0, nameBytes)

/** A name that a caller gives: its characters; or that it cannot be read, or lies where what is read is not specified. */
export type GivenName =
  { readonly kind: 'name'; readonly text: string } | { readonly kind: 'unreadable' } | { readonly kind: 'beyond' }

/** The name at an address: bytes up to a zero, read one by one, at most 32. */
export const nameAt = (view: View, at: number): GivenName => {
  const from = (length: number, text: string): GivenName => {
    if (length === nameBytes) return { kind: 'name', text }
    const byte = reached(view, 'load', { at: at + length, bytes: 1, unit: 1 })
    if (!byte.valid) return { kind: 'unreadable' }
    if (byte.beyond) return { kind: 'beyond' }
    const [code = 0] = bytesOf(view.memory, byte)
    return code === 0 ? { kind: 'name', text } : from(length + 1, text + String.fromCharCode(code))
  }
  return from(0, '')
}
