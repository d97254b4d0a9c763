/** Walks under random tables: of every level, with entries of every type, large pages, tables that lead nowhere or back; addresses near what is mapped. */

import { bytesMapped, type TableLevel } from '../spec/mmu/vocabulary.ts'
import type { Choices } from './choices.ts'
import type { PlacedWord } from './machine-case.ts'
import { machineProfileIds } from '../spec/machine/profiles.ts'
import { place } from './machine-places.ts'
import { ways, wordsBeside, type Walk } from './machine-walk-cases.ts'

/** Where tables are laid out, behind those that map the program; each as large as the largest. */
const ROOM = { at: 0x40009000, tables: 16 } as const
const entries = [1, 256, 64, 64] as const
const below = (level: TableLevel): TableLevel => (level === 0 ? 1 : level === 1 ? 2 : 3)

/** An entry: to memory, its neighbourhood, read-only memory, or anywhere below the devices. */
const drawEntry = (choices: Choices): number => {
  const frame = choices.weighted(
    [6, () => 0x40000 + choices.below(16)],
    [2, () => 0x40000 + choices.below(0x40)],
    [1, () => choices.below(0x900)],
    [1, () => choices.below(0x80000)],
  )
  return ((frame << 8) | (choices.below(8) << 5) | (choices.below(8) << 2) | 2) >>> 0
}

/** Random tables below the region table, and addresses that lie in what they map or beside. */
const drawTables = (
  choices: Choices,
): { readonly words: readonly PlacedWord[]; readonly touched: readonly number[] } => {
  const words = new Map<number, number>()
  const touched: number[] = []
  let free = 0
  const fill = (at: number, level: TableLevel, virtual: number): void => {
    const next = below(level)
    const deeper = (): number => {
      if (level === 3 || free === ROOM.tables) return ((ROOM.at >>> 4) | 1) >>> 0
      const table = ROOM.at + 0x400 * free++
      const indices = new Set([0, entries[next] - 1, choices.below(entries[next]), choices.below(entries[next])])
      for (const i of indices) fill(table + 4 * i, next, virtual + i * bytesMapped[next])
      return ((table >>> 4) | 1) >>> 0
    }
    touched.push(virtual)
    words.set(
      at,
      choices.weighted(
        [level === 3 ? 1 : 5, deeper],
        [6, () => drawEntry(choices)],
        [1, () => (choices.word() | 3) >>> 0],
        [1, () => (choices.word() & ~3) >>> 0],
      ),
    )
  }
  for (const region of [0, 1, 0x41, 0x50, 0x7f, 0xff, choices.below(0x40)])
    if (region !== 0x40) fill(place.regions + 4 * region, 1, region * bytesMapped[1])
  return { words: [...words], touched }
}

/** Walks of random addresses by random ways, under tables drawn for several. */
export function* drawWalks(choices: Choices, count: number): Generator<Walk> {
  const { words, touched } = drawTables(choices)
  const tables = [...wordsBeside, ...words]
  for (let n = 0; n < count; n++) {
    const near = choices.of([
      0,
      0,
      4,
      0xffc,
      0x1000,
      0x3fffc,
      0xfffffc,
      -4,
      choices.below(0x1000),
      choices.below(0x40000),
    ])
    const at = choices.percent(95) ? choices.of(touched) + near : choices.word()
    yield {
      profile: choices.of(machineProfileIds),
      tables,
      context: 0,
      way: choices.of(ways),
      at: (at & ~3) >>> 0,
    }
  }
}
