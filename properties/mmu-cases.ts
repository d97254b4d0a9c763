/** Cases for an MMU on its own: hand-made tables full of what tables can hold, and what two cores do under them. */

import { accessCodes, accessTypes, bytesMapped, type AccessType, type TableLevel } from '../spec/mmu/vocabulary.ts'
import { address, type Address } from '../spec/words/vocabulary.ts'
import { aliasOf } from './addresses.ts'
import type { Choices } from './choices.ts'

/** Where the tables lie, and how many contexts there are. */
export const ROOM = { at: 0x40000000, bytes: 0x8000, contexts: 4 } as const

/** Two cores on one MMU, each with its own space, faults and caches. */
export const CORES = [0, 1] as const

/** What is done to an MMU on one of two cores: an access in the space in force; another space; a flush. */
export type Doing = { readonly core: number } & (
  | { readonly do: 'access'; readonly type: AccessType; readonly at: Address }
  | { readonly do: 'load'; readonly context: number }
  | { readonly do: 'flush' }
  | { readonly do: 'clear' }
)

/** Tables, and what is done under them. */
export interface MmuCase {
  /** Words of the room, by physical address. All others are 0. */
  readonly words: readonly (readonly [at: Address, value: number])[]
  readonly doings: readonly Doing[]
}

/** How tables are drawn: how many entries a table has at most, beside some; how much likelier it leads on. */
interface Taste {
  readonly most: number
  readonly deeper: number
  /** In percent, how many entries may be accessed in any way. */
  readonly open: number
}

const usual: Taste = { most: 5, deeper: 0, open: 0 }
/** In one space for long: more translations in use than a short sequence gathers. */
const long: Taste = { most: 16, deeper: 20, open: 80 }

/** A page table entry: any page number bits, so that a large page often has low ones to be ignored. */
const drawEntry = (choices: Choices, { open }: Taste): number => {
  const frame = choices.weighted(
    [4, () => 0x41000 + choices.below(0x80)],
    [2, () => choices.below(0x1000000)],
    [2, () => choices.of([0x41000, 0x41040, 0x42000, 0x40000, 0xfff000, 0xffffff])],
  )
  return (
    ((frame << 8) |
      ((choices.below(16) << 4) & 0xe0) |
      ((choices.percent(open) ? 3 : choices.of(accessCodes)) << 2) |
      2) >>>
    0
  )
}

/** A table word at a level. Tables hang below tables, now and then below the last level, or below nothing that exists. */
const drawWord = (choices: Choices, taste: Taste, level: TableLevel, below: () => number): number =>
  choices.weighted(
    [
      (level === 0 ? 8 : 4) + taste.deeper,
      () => (level === 3 ? drawEntry(choices, taste) : ((below() >>> 4) | 1) >>> 0),
    ],
    [4, () => drawEntry(choices, taste)],
    [1, () => (choices.word() | 3) >>> 0],
    [1, () => ((below() >>> 4) | 1) >>> 0],
    [1, () => 0],
  )

/** Indices of a table that are filled: its ends and some between. */
const drawIndices = (choices: Choices, entries: number, most: number): readonly number[] => [
  ...new Set([
    0,
    entries - 1,
    0x41 % entries,
    ...Array.from({ length: choices.below(most) }, () => choices.below(entries)),
  ]),
]

const entries: readonly [number, number, number, number] = [1, 256, 64, 64]
const nextLevel = (level: TableLevel): TableLevel => (level === 0 ? 1 : level === 1 ? 2 : 3)

export const drawMmuCase = (choices: Choices): MmuCase => {
  const words = new Map<Address, number>()
  const touched: number[] = []
  const staying = choices.percent(20)
  const taste = staying ? long : usual
  let free = ROOM.at + 0x400
  const fill = (at: number, level: TableLevel, virtual: number): void => {
    const below = (): number => {
      const bytes = entries[nextLevel(level)] * 4
      if (level === 3 || free + 2 * bytes > ROOM.at + ROOM.bytes) return ROOM.at + 0x400
      const table = Math.ceil(free / bytes) * bytes
      free = table + bytes
      const next = nextLevel(level)
      for (const i of drawIndices(choices, entries[next], taste.most))
        fill(table + 4 * i, next, virtual + i * bytesMapped[next])
      return table
    }
    words.set(address(at), drawWord(choices, taste, level, below))
    touched.push(virtual)
  }
  const contexts = staying ? 1 : ROOM.contexts
  for (let c = 0; c < contexts; c++) fill(ROOM.at + 4 * c, 0, 0)
  // What the access before left in a cache, another kind of access meets, or one at an address that looks alike.
  let last = address(drawVirtual(choices, touched))
  const drawAccess = (core: number): Doing => {
    last = address(
      choices.weighted(
        [6, () => last],
        [1, () => aliasOf(choices, last)],
        [staying ? 12 : 6, () => drawVirtual(choices, touched)],
      ),
    )
    return { core, do: 'access', type: choices.of(accessTypes), at: last }
  }
  const load = (core: number): Doing => ({ core, do: 'load', context: choices.below(contexts) })
  const doings = Array.from({ length: staying ? choices.between(80, 200) : choices.between(8, 60) }, (): Doing => {
    const core = choices.percent(70) ? 1 : 0
    return choices.weighted<Doing>(
      [12, () => drawAccess(core)],
      [staying ? 0 : 1, () => load(core)],
      [staying ? 0 : 1, () => ({ core, do: 'flush' })],
      [1, () => ({ core, do: 'clear' })],
    )
  })
  return { words: [...words], doings: [...CORES.map(load), ...doings] }
}

const drawVirtual = (choices: Choices, touched: readonly number[]): number => {
  const near = (): number =>
    choices.of(touched) +
    choices.of([0, 0, 4, 0xffc, 0x1000, 0x3fffc, 0xfffffc, choices.below(0x1000), choices.below(0x40000), -4])
  return choices.weighted([16, near], [2, () => aliasOf(choices, choices.of(touched))], [1, () => choices.word()])
}
