/** The reference MMU, as functions: one address walked down the tables, to a frame or a fault. Written to be read beside spec/mmu. */

import * as E from 'fp-ts/lib/Either.js'
import { refusal } from '../spec/mmu/statements.ts'
import {
  accessCodes,
  bytesMapped,
  entryBits,
  entryType,
  faultType,
  type AccessType,
  type Fault,
  type TableLevel,
  type Translation,
} from '../spec/mmu/vocabulary.ts'
import { address, withWord, word, wordAt, type Address, type Memory, type Word } from '../spec/words/vocabulary.ts'

/** Where an access goes: the byte, the page it lies in, and the table word that said so. */
export interface Translated {
  readonly physical: Address
  readonly page: Translation
  readonly entryAt: Address
}

/** The space that a walk begins in. */
export interface Space {
  readonly contextTable: Address
  readonly context: number
}

/** How far an address is from the start of the `bytes`-sized, aligned stretch it lies in. */
const within = (at: number, bytes: number): number => at % bytes

/** The index that an address selects in a table of a level; the context selects in the context table. */
export const indexAt = {
  1: (at: number): number => at >>> 24,
  2: (at: number): number => (at >>> 18) & 63,
  3: (at: number): number => (at >>> 12) & 63,
} as const

/** A walk from the table word at `entryAt`, of a table at `level`. */
const walk = (
  memory: Memory,
  entryAt: Address,
  level: TableLevel,
  type: AccessType,
  at: Address,
): E.Either<Fault, Translated> => {
  const entry = wordAt(memory, entryAt)
  const fault = (kind: Fault['type']): E.Either<Fault, Translated> =>
    E.left({ type: kind, level, access: type, address: at })
  switch (entry & 3) {
    case entryType.invalid:
      return fault(faultType.invalidAddress)
    case entryType.descriptor: {
      if (level === 3) return fault(faultType.translation)
      const below = level === 0 ? 1 : level === 1 ? 2 : 3
      const table = (entry & ~3) << 4
      return walk(memory, address(table + 4 * indexAt[below](at)), below, type, at)
    }
    case entryType.entry: {
      const page = pageOf(entry, level, at)
      const refused = refusal(type, page.code)
      return refused === faultType.none
        ? E.right({ physical: address(page.physical + within(at, page.bytes)), page, entryAt })
        : fault(refused)
    }
    default:
      return fault(faultType.translation)
  }
}

/** The page that an entry maps around `at`. The page number's bits below the page's own size count as zero. */
const pageOf = (entry: Word, level: TableLevel, at: Address): Translation => {
  const bytes = bytesMapped[level]
  const frame = (entry >>> 8) * bytesMapped[3]
  return {
    virtual: address(at - within(at, bytes)),
    bytes,
    physical: address(frame - within(frame, bytes)),
    code: accessCodes[(entry >>> 2) & 7] ?? 0,
  }
}

/** Where an access of a type at a virtual address goes, or how it fails. */
export const translate = (
  memory: Memory,
  { contextTable, context }: Space,
  type: AccessType,
  at: Address,
): E.Either<Fault, Translated> => walk(memory, address(contextTable + 4 * context), 0, type, at)

/** Memory after a successful access: the entry is referenced, and modified if something was stored. */
export const marked = (memory: Memory, { entryAt }: Translated, stores: boolean): Memory => {
  const entry = wordAt(memory, entryAt)
  const now = word(entry | entryBits.referenced | (stores ? entryBits.modified : 0))
  return now === entry ? memory : withWord(memory, entryAt, now)
}

/** The translations that may be cached, after one more was used. */
export const alsoCached = (cached: readonly Translation[], page: Translation): readonly Translation[] =>
  cached.some(
    (t) => t.virtual === page.virtual && t.bytes === page.bytes && t.physical === page.physical && t.code === page.code,
  )
    ? cached
    : [...cached, page]
