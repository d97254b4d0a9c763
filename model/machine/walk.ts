/** The board's MMU at an access: from a virtual address to a physical one, or to the fault that is recorded. Source: V8 appendix H. */

import * as E from 'fp-ts/lib/Either.js'
import { type BoardPlatform, type CachedEntry, type RootEntry, trapNumber } from '../../spec/machine/vocabulary.ts'
import { refusal } from '../../spec/mmu/statements.ts'
import {
  accessCodes,
  bytesMapped,
  entryBits,
  entryType,
  faultType,
  type AccessKind,
  type AccessType,
  type Fault,
  type TableLevel,
} from '../../spec/mmu/vocabulary.ts'
import { address, withWord, word, wordAt, type Address, type Memory } from '../../spec/words/vocabulary.ts'
import type { Refusal } from './bus.ts'
import { recorded } from './fault-registers.ts'
import { placeAt, surroundings, type Surroundings } from './physical.ts'

/** A table word that a walk reads: where it stands, in a table of which level, and what it is (as a signed number). */
export interface TableWord {
  readonly at: Address
  readonly level: TableLevel
  readonly word: number
}

/** A walk that ends at no page. */
interface Astray {
  readonly type: Fault['type']
  readonly level: TableLevel
}

/** The word of the context table that a walk begins with; null where there is no memory. */
export const rootWord = (ramBytes: number, { mmu, memory }: Surroundings): TableWord | null =>
  tableWord(ramBytes, memory, 0, address(((mmu.tablePointer & ~3) << 4) + 4 * mmu.context))

const tableWord = (ramBytes: number, memory: Memory, level: TableLevel, at: Address): TableWord | null => {
  const place = placeAt(ramBytes, at)
  return place === 'memory' || place === 'read-only memory' ? { at, level, word: wordAt(memory, at) | 0 } : null
}

/** The word that a descriptor leads to, for an address; null where there is no memory. */
export const wordBelow = (ramBytes: number, memory: Memory, above: TableWord, virtual: Address): TableWord | null => {
  const table = (above.word & ~3) << 4
  switch (above.level) {
    case 0:
      return tableWord(ramBytes, memory, 1, address(table + 4 * (virtual >>> 24)))
    case 1:
      return tableWord(ramBytes, memory, 2, address(table + 4 * ((virtual >>> 18) & 0x3f)))
    default:
      return tableWord(ramBytes, memory, 3, address(table + 4 * ((virtual >>> 12) & 0x3f)))
  }
}

/** A walk from a table word of a level, or from where one should be, to the page table entry of an address. */
const walked = (
  ramBytes: number,
  memory: Memory,
  from: TableWord | null,
  level: TableLevel,
  root: RootEntry,
  virtual: Address,
): E.Either<Astray, TableWord> => {
  if (from === null) return E.left({ type: faultType.translation, level })
  switch (from.word & 3) {
    case entryType.invalid:
      return E.left({ type: faultType.invalidAddress, level })
    case entryType.descriptor: {
      if (level === 3) return E.left({ type: faultType.translation, level })
      const below = level === 0 ? 1 : level === 1 ? 2 : 3
      return walked(ramBytes, memory, wordBelow(ramBytes, memory, from, virtual), below, root, virtual)
    }
    case entryType.entry:
      return level === 0 && root === 'translation error'
        ? E.left({ type: faultType.translation, level })
        : E.right(from)
    default:
      return E.left({ type: faultType.translation, level })
  }
}

/** The bits of an address that say where it lies within its page, by the level of the page's entry. */
const within: readonly [number, number, number, number] = [0xffffffff, 0xffffff, 0x3ffff, 0xfff]

/** The first address of the page of a level that an address lies in. */
const pageStart = (virtual: Address, level: TableLevel): Address => address(virtual & ~within[level])

/** Where an entry leads. The page number's bits below the page's own size count as zero. */
const physicalOf = (entry: TableWord, root: RootEntry, virtual: Address): Address => {
  if (entry.level === 0 && root === 'maps to itself') return virtual
  const frame = (entry.word >>> 8) << 12
  return address((frame & ~within[entry.level]) | (virtual & within[entry.level]))
}

/** Whether a cached translation of an address is not what a walk finds now. */
const contradicted = (
  cached: readonly CachedEntry[],
  context: number,
  virtual: Address,
  now: TableWord | null,
): boolean => {
  for (const entry of cached) {
    const covers = virtual >= entry.virtual && virtual < entry.virtual + entry.bytes && entry.context === context
    if (covers && (now === null || entry.entry !== now.word || entry.bytes !== bytesMapped[now.level])) return true
  }
  return false
}

const ofSamePage = (one: CachedEntry, other: CachedEntry): boolean =>
  one.virtual === other.virtual && one.bytes === other.bytes && one.context === other.context

/** The cached translations with one in place of what was cached of its page. */
const alsoCached = (cached: readonly CachedEntry[], entry: CachedEntry): readonly CachedEntry[] => {
  const index = cached.findIndex((each) => ofSamePage(each, entry))
  if (index < 0) return [...cached, entry]
  return cached[index]?.entry === entry.entry ? cached : cached.with(index, entry)
}

/** An access on its way: where it goes, null where nothing is to be accessed; and, with the MMU on, the level of its entry. */
export interface Reached {
  readonly surroundings: Surroundings
  readonly physical: Address | null
  readonly level: TableLevel | null
}

/** What a fault of either kind traps with. */
export const trapOf = (kind: AccessKind): number =>
  kind === 'fetch' ? trapNumber.instruction_access_exception : trapNumber.data_access_exception

/** With the no-fault bit only accesses of a supervisor to instructions trap; all others do nothing. */
const faulted = (
  platform: BoardPlatform,
  s: Surroundings,
  kind: AccessKind,
  fault: Fault,
): E.Either<Refusal<Surroundings>, Reached> => {
  const mmu = { ...s.mmu, fault: recorded(platform.variation.faultRecord, s.mmu.fault, fault) }
  const after = surroundings(s, { mmu })
  return s.mmu.noFault && fault.access !== 3 && fault.access !== 7
    ? E.right({ surroundings: after, physical: null, level: fault.level })
    : E.left({ trap: trapOf(kind), memory: after })
}

/** The page's entry is referenced, and modified by a store; entries in read-only memory stay as they are. */
const marked = (ramBytes: number, memory: Memory, { at, word: entry }: TableWord, kind: AccessKind): Memory => {
  const now = entry | entryBits.referenced | (kind === 'store' ? entryBits.modified : 0)
  return now === entry || placeAt(ramBytes, at) !== 'memory' ? memory : withWord(memory, at, word(now))
}

/** After a successful translation: the entry is marked, and may be cached as it is now. */
const throughEntry = (
  platform: BoardPlatform,
  s: Surroundings,
  kind: AccessKind,
  entry: TableWord,
  virtual: Address,
): Surroundings => {
  const memory = marked(platform.ramBytes, s.memory, entry, kind)
  const cached = alsoCached(s.cached, {
    context: s.mmu.context,
    virtual: pageStart(virtual, entry.level),
    bytes: bytesMapped[entry.level],
    entry: wordAt(memory, entry.at) | 0,
  })
  return memory === s.memory && cached === s.cached ? s : surroundings(s, { memory, cached })
}

/** Where an access of a kind and type to a virtual address goes. */
export const reached = (
  platform: BoardPlatform,
  s: Surroundings,
  kind: AccessKind,
  type: AccessType,
  virtual: Address,
): E.Either<Refusal<Surroundings>, Reached> => {
  if (!s.mmu.enabled) return E.right({ surroundings: s, physical: virtual, level: null })
  const { ramBytes, variation } = platform
  const found = walked(ramBytes, s.memory, rootWord(ramBytes, s), 0, variation.rootEntry, virtual)
  if (contradicted(s.cached, s.mmu.context, virtual, E.isRight(found) ? found.right : null))
    return E.left({ trap: null, memory: s })
  if (E.isLeft(found)) return faulted(platform, s, kind, { ...found.left, access: type, address: virtual })
  const entry = found.right
  const refused = refusal(type, accessCodes[(entry.word >>> 2) & 7] ?? 0)
  if (refused !== faultType.none)
    return faulted(platform, s, kind, { type: refused, level: entry.level, access: type, address: virtual })
  return E.right({
    surroundings: throughEntry(platform, s, kind, entry, virtual),
    physical: physicalOf(entry, variation.rootEntry, virtual),
    level: entry.level,
  })
}
