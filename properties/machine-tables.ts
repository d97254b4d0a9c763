/** Page tables for generated programs: everything mapped where it is, with rights that differ; other names for the same pages; and holes. */

import type { Choices } from './choices.ts'
import type { PlacedWord } from './machine-case.ts'
import { place } from './machine-places.ts'

const descriptor = (table: number): number => ((table >>> 4) | 1) >>> 0
const entry = (physical: number, code: number, bits = 0): number =>
  (((physical >>> 12) << 8) | bits | (code << 2) | 2) >>> 0

/** Access codes, the open ones more often. */
const drawCode = (choices: Choices): number => choices.weighted([3, () => 3], [2, () => 7], [4, () => choices.below(8)])
const drawBits = (choices: Choices): number => choices.of([0, 0, 0x20, 0x60, 0x80, 0xe0])

/** Pages that other names lead to. */
const shared = [place.code, place.codeEdge, place.data & ~0xfff, place.dataEdge, place.contextTable]

const drawAlias = (choices: Choices): number => entry(choices.of(shared), drawCode(choices), drawBits(choices))

/** What leads nowhere: nothing, a reserved type, a page where there is no memory, a table where there is none or below the last. */
const drawAstray = (choices: Choices): number =>
  choices.of([
    0,
    0,
    3,
    0xffffffff,
    entry(0x7ff00000, 3),
    descriptor(0x70000000),
    descriptor(place.pages),
    choices.word(),
  ])

/** A table of the last level for the first 64 pages: those of the program, and other names for some of them. */
const drawPages = (choices: Choices, table: number, startPage: number, open: boolean): readonly PlacedWord[] => {
  const code = (percent: number): number =>
    open || choices.percent(percent) ? choices.of([3, 3, 7]) : choices.below(8)
  const page = (physical: number, rights: number): PlacedWord => [
    table + 4 * ((physical >>> 12) & 63),
    entry(physical, rights, drawBits(choices)),
  ]
  return [
    page(place.traps, choices.of([7, 7, 3, 6, 2])),
    page(place.handlers, choices.of([7, 3, 7, 2])),
    page(place.code, code(85)),
    page(place.codeEdge, code(75)),
    page(place.data, code(70)),
    page(place.dataEdge, code(50)),
    page(place.contextTable, choices.of([7, 3, 5, 1])),
    page(startPage, 7),
    ...Array.from({ length: choices.between(2, 8) }, (_, n): PlacedWord => [
      table + 4 * (16 + n),
      choices.percent(80) ? drawAlias(choices) : drawAstray(choices),
    ]),
  ]
}

/** All tables. Contexts 0 and 1 map everything where it is, 2 by the context table itself, others nothing. */
export const drawTables = (choices: Choices, startPage: number): readonly PlacedWord[] => {
  const large = (physical: number): number =>
    entry(physical | (choices.percent(50) ? choices.below(0x40) << 12 : 0), drawCode(choices), drawBits(choices))
  const regions = (table: number, segments: number): readonly PlacedWord[] => [
    [table, choices.percent(50) ? large(0) : large(0x40000000)],
    [table + 4 * 0x40, descriptor(segments)],
    [table + 4 * 0x41, large(0x40000000)],
    [table + 4 * 0x42, descriptor(choices.of([place.segments, place.otherSegments]))],
    [table + 4 * 0x43, drawAstray(choices)],
    [table + 4 * 0x80, entry(0x80000000, choices.of([3, 7, 3, choices.below(8)]))],
    [table + 4 * 0xff, choices.percent(50) ? large(0xff000000) : drawAstray(choices)],
  ]
  const segments = (table: number, pages: number): readonly PlacedWord[] => [
    [table, descriptor(pages)],
    [table + 4, large(0x40000000)],
    [table + 8, descriptor(choices.of([place.pages, place.otherPages]))],
    [table + 12, drawAstray(choices)],
    [table + 4 * 63, choices.percent(50) ? large(0x40000000) : drawAstray(choices)],
  ]
  return [
    [place.contextTable, descriptor(place.regions)],
    [place.contextTable + 4, descriptor(place.otherRegions)],
    [place.contextTable + 8, entry(choices.percent(70) ? 0 : 0x40000000, choices.of([3, 7, choices.below(8)]))],
    [place.contextTable + 12, drawAstray(choices)],
    ...regions(place.regions, place.segments),
    ...regions(place.otherRegions, choices.of([place.segments, place.otherSegments])),
    ...segments(place.segments, place.pages),
    ...segments(place.otherSegments, place.otherPages),
    ...drawPages(choices, place.pages, startPage, choices.percent(50)),
    ...drawPages(choices, place.otherPages, startPage, choices.percent(20)),
  ]
}

/** Other addresses of a physical one below 64 KB of memory, in contexts 0 and 1, if the tables above map it there. */
export const drawAliasOf = (choices: Choices, physical: number): number => {
  const inside = physical - place.traps
  return choices.weighted(
    [6, () => physical],
    [1, () => physical + 0x1000000],
    [1, () => physical + 0x40000],
    [1, () => physical + 0x80000],
    [1, () => physical + 0x2000000],
    [1, () => inside],
    [2, () => place.traps + 0x10000 + 0x1000 * choices.below(4) + (physical & 0xfff)],
  )
}

/** Offsets of table words from the pointer at the tables. */
export const tableOffsets: readonly number[] = [
  ...[0, 4, 8, 12].map((offset) => place.contextTable + offset),
  ...[0, 0x40, 0x41, 0x42, 0x80].map((index) => place.regions + 4 * index),
  ...[0, 1, 2].map((index) => place.segments + 4 * index),
  ...[2, 3, 4, 4, 5, 5, 8, 16, 17, 18].flatMap((index) => [place.pages + 4 * index, place.otherPages + 4 * index]),
].map((at) => at - place.tables)

const physicalAt = (offset: number): number => place.traps + 0x1000 * ((offset >>> 2) & 63)

/** A word for a table at such an offset: at the last level mostly the page as it should be, with some rights. */
export const drawTableWord = (choices: Choices, offset: number): number => {
  if (offset >= place.pages - place.tables)
    return choices.weighted(
      [6, () => entry(physicalAt(offset), drawCode(choices), drawBits(choices))],
      [3, () => drawAlias(choices)],
      [1, () => drawAstray(choices)],
    )
  if (offset >= place.segments - place.tables)
    return choices.weighted(
      [3, () => descriptor(choices.of([place.pages, place.otherPages]))],
      [2, () => entry(place.traps, drawCode(choices))],
      [1, () => drawAstray(choices)],
    )
  if (offset >= place.regions - place.tables)
    return choices.weighted(
      [3, () => descriptor(choices.of([place.segments, place.otherSegments]))],
      [2, () => entry(place.traps, drawCode(choices))],
      [1, () => drawAstray(choices)],
    )
  return choices.weighted(
    [3, () => descriptor(choices.of([place.regions, place.otherRegions]))],
    [1, () => entry(0, 3)],
    [1, () => drawAstray(choices)],
  )
}
