/** Random page tables for a block, and the addresses they are worth asking for. */

import type { Choices } from '../../properties/choices.ts'
import { page, pageTable, plainTables, type Tables } from './block.ts'
import * as places from './places.ts'

export interface Mapping {
  readonly tables: Tables
  /** Addresses from which on `room` bytes may be loaded and stored, if the tables let one. */
  readonly addresses: readonly number[]
  /** Addresses from which nobody may fetch an instruction. */
  readonly unfetchable: readonly number[]
}

/** From each address on. */
export const room = 64

const { tableWords } = places
/** A page of code or data, as the level 3 table maps them, and where in it the block's own bytes are. */
const kinds = [
  { physical: places.dataPages, within: 0xfc0 },
  { physical: places.dataPages + 0x1000, within: 0 },
] as const

const oddEntry = (choices: Choices): number =>
  choices.of([0, 0, 3, choices.word() & ~3, (choices.word() & ~3) | 3]) >>> 0

const referenced = (choices: Choices): number =>
  (choices.percent(50) ? 0x20 : 0) | (choices.percent(50) ? 0x40 : 0) | (choices.percent(50) ? 0x80 : 0)

/** Entries of a table of large pages: RAM or nothing; the page's own size must divide the address. */
const large = (choices: Choices): number =>
  choices.percent(65) ? (page(0x40000000, choices.below(8)) | referenced(choices)) >>> 0 : oddEntry(choices)

const dataEntry = (choices: Choices, physical: number): number =>
  (page(physical, choices.below(8)) | referenced(choices)) >>> 0

/** Access codes 2, 3, 4, 6 and 7 let somebody execute. */
const isExecutable = (entry: number): boolean =>
  (entry & 3) === 1 || ((entry & 3) === 2 && ![0, 1, 5].includes((entry >>> 2) & 7))

/** How far into a large page that begins with RAM the data lie. */
const far = places.data - 0x40000000

/** The first two pages of data are one after the other, as they are in memory. Pages of 4 KB, 256 KB and 16 MB with any access codes; `executable` are the codes that pages 0 and 1 of level 3, the code, get. */
export const randomMapping = (choices: Choices, executable: readonly number[]): Mapping => {
  const pages = [...kinds, ...Array.from({ length: tableWords.thirdLevel - 4 }, () => choices.of(kinds))]
  const thirdLevel = [
    page(places.code, choices.of(executable)),
    page(places.code + 0x1000, choices.of(executable)),
    ...pages.map(({ physical }) =>
      choices.percent(85)
        ? dataEntry(choices, physical)
        : choices.percent(30)
          ? pageTable(places.thirdLevel)
          : oddEntry(choices),
    ),
  ]
  const secondLevel = [
    pageTable(places.thirdLevel),
    ...Array.from({ length: tableWords.secondLevel - 1 }, () => large(choices)),
  ]
  const first = (): readonly number[] => [
    pageTable(places.secondLevel),
    ...Array.from({ length: tableWords.firstLevel - 1 }, () => large(choices)),
  ]
  const tables = { ...plainTables, firstLevel: first(), otherFirstLevel: first(), secondLevel, thirdLevel }
  const { mapped } = places
  const addresses = [
    ...pages.map(({ within }, index) => mapped + (index + 2) * 0x1000 + within),
    ...secondLevel.slice(1).map((_, index) => mapped + (index + 1) * 0x40000 + far),
    ...tables.firstLevel.slice(1).map((_, index) => mapped + (index + 1) * 0x1000000 + far),
  ]
  const entries = [...thirdLevel.slice(2), ...secondLevel.slice(1), ...tables.firstLevel.slice(1)]
  const others = tables.otherFirstLevel.slice(1)
  const unfetchable = addresses.filter((_, index) => {
    const other = others[index - (entries.length - others.length)]
    return !isExecutable(entries[index] ?? 0) && (other === undefined || !isExecutable(other))
  })
  return { tables, addresses, unfetchable }
}
