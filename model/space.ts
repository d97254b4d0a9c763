/** Space, as functions: the page tables of every partition, as words in the kernel's memory. Written to be read beside spec/space. */

import { entryBits, type AccessCode } from '../spec/mmu/vocabulary.ts'
import { indexAt } from './mmu.ts'
import { areasOf, codeOf, type SpaceWorld } from '../spec/space/statements.ts'
import type { Area } from '../spec/space/vocabulary.ts'
import {
  address,
  noMemory,
  withWord,
  word,
  wordAt,
  type Address,
  type Memory,
  type Word,
} from '../spec/words/vocabulary.ts'

/** Memory with tables in it, and the first address behind them. */
interface Tables {
  readonly memory: Memory
  readonly free: Address
}

/** Bytes of a table at each level below the context table. */
const tableBytes = { 1: 1024, 2: 256, 3: 256 } as const

/** The level of the table whose entries are pages of a unit. */
const levelOf = (unit: Area['unit']): 1 | 2 | 3 => {
  switch (unit) {
    case 0x1000000:
      return 1
    case 0x40000:
      return 2
    case 0x1000:
      return 3
  }
}

/** The table that the word at `entryAt` points to; a new one, aligned to its size, where it points nowhere. */
const tableBelow = (
  { memory, free }: Tables,
  entryAt: Address,
  level: 1 | 2 | 3,
): Tables & { readonly table: Address } => {
  const entry = wordAt(memory, entryAt)
  if (entry !== 0) return { memory, free, table: address((entry & ~3) * 16) }
  const bytes = tableBytes[level]
  const table = address(Math.ceil(free / bytes) * bytes)
  return { memory: withWord(memory, entryAt, word((table >>> 4) | 1)), free: address(table + bytes), table }
}

/** One page of an area mapped at `virtual` in the space whose context table word is at `root`. */
const withPage = (tables: Tables, root: Address, area: Area, offset: number, attributes: number): Tables => {
  const virtual = area.virtual + offset
  const descend = (from: Tables, entryAt: Address, level: 1 | 2 | 3): Tables => {
    const below = tableBelow(from, entryAt, level)
    const next = address(below.table + 4 * indexAt[level](virtual))
    if (level !== levelOf(area.unit)) return descend(below, next, level === 1 ? 2 : 3)
    const entry = word((((area.physical + offset) >>> 12) << 8) | attributes)
    return { memory: withWord(below.memory, next, entry), free: below.free }
  }
  return descend(tables, root, 1)
}

const attributes = (code: AccessCode, cacheable: boolean): number =>
  (cacheable ? entryBits.cacheable : 0) | (code << 2) | 2

/** What partition `p` gets of an area: the attributes of its pages, or null for nothing. */
const attributesFor = ({ partitions, shared }: SpaceWorld, p: number, { owner }: Area): number | null => {
  switch (owner.kind) {
    case 'kernel':
      return attributes(7, true)
    case 'devices':
      return attributes(7, false)
    case 'partition':
      return owner.index === p ? attributes(3, true) : null
    case 'shared': {
      const share = shared[owner.index]?.access.find((a) => a.partition === partitions[p]?.identifier)
      return share === undefined ? null : attributes(codeOf(share.rights), true)
    }
  }
}

const withArea = (tables: Tables, root: Address, area: Area, given: number | null): Tables => {
  if (given === null) return tables
  const pages = Array.from({ length: Math.ceil(area.bytes / area.unit) }, (_, i) => i * area.unit)
  return pages.reduce((before, offset) => withPage(before, root, area, offset, given), tables)
}

/** Memory at the start: zero, but for the page tables behind the context table. */
export const withTables = (world: SpaceWorld): Memory => {
  const areas = areasOf(world)
  const { contextTable } = world.map
  const start: Tables = { memory: noMemory, free: address(contextTable + 1024) }
  return world.partitions.reduce(
    (tables, _, p) =>
      areas.reduce(
        (before, area) => withArea(before, address(contextTable + 4 * p), area, attributesFor(world, p, area)),
        tables,
      ),
    start,
  ).memory
}

/** Memory with the words of an image, by virtual address, in a partition's own area. */
export const withImage = (memory: Memory, { physical, virtual }: Area, words: GivenWords): Memory =>
  words.reduce((after, [at, value]) => withWord(after, address(physical + at - virtual), value), memory)

type GivenWords = readonly (readonly [at: Address, word: Word])[]

const pageBytes = 0x1000

/** Memory in which an area holds what it holds in another, from which it came by being written. */
export const restored = (memory: Memory, from: Memory, { physical, bytes }: Area): Memory =>
  Array.from({ length: bytes / pageBytes }, (_, i) => address(physical + i * pageBytes)).reduce((after, at) => {
    const [r, s, p] = [at >>> 24, indexAt[2](at), indexAt[3](at)]
    const [page, old] = [after[r]?.[s]?.[p], from[r]?.[s]?.[p]]
    // What differs was written, so that region and segment are there.
    return page === old ? after : after.with(r, after[r]?.with(s, after[r][s]?.with(p, old)))
  }, memory)
