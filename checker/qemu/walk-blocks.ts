/** Blocks that walk the page tables in every way: each access code or other entry, at each level, by each kind of access of supervisors and users. */

import { alternately, assembled, constant, immediately } from '../../properties/machine-assembly.ts'
import { blockOf, page, plainTables, type Block, type Tables } from './block.ts'
import { skipHandler } from './handlers.ts'
import * as places from './places.ts'

const address = 2
const result = 4

/** How the address in %g2 is accessed, and by whom. A fetch is by a jump to where the block's own words stand too; a probe has its type in the address. */
const accesses: readonly {
  readonly user: boolean
  readonly fetch?: true
  readonly probe?: number
  readonly word: number
}[] = [
  ...[false, true].flatMap((user) => [
    { user, word: immediately('LD', address, 0, result) },
    { user, word: immediately('LDSB', address, 1, result) },
    { user, word: immediately('LDD', address, 0, result + 4) },
    { user, word: immediately('ST', address, 0, result) },
    { user, word: immediately('STD', address, 0, result + 4) },
    { user, word: immediately('STH', address, 2, result) },
    { user, word: immediately('SWAP', address, 0, result) },
    { user, word: immediately('LDSTUB', address, 3, result) },
    { user, fetch: true as const, word: immediately('JMPL', address, 0, result) },
  ]),
  ...[0x0a, 0x0b].flatMap((space) => [
    { user: false, word: alternately('LDA', address, space, result) },
    { user: false, word: alternately('STA', address, space, result) },
    { user: false, word: alternately('SWAPA', address, space, result) },
  ]),
  { user: false, word: alternately('LDA', address, 0x09, result) },
  ...[0, 1, 2, 3, 4].map((probe) => ({ user: false, probe, word: alternately('LDA', address, 0x18, result) })),
  { user: true, word: alternately('CASA', address, 0x0a, result) },
]

/** Entries that are not invalid by chance: every access code, fresh and referenced, then those that are no page. */
const entries = (frame: number): readonly number[] => [
  ...[0, 0x20, 0xe0].flatMap((marks) => Array.from({ length: 8 }, (_, access) => (page(frame, access) | marks) >>> 0)),
  0,
  0xfffffffc,
  3,
  (page(frame, 3) | 3) >>> 0,
]

/** Tables in which one entry of a level stands, and the virtual address of what it maps: of the page itself for level 3. */
const levels: readonly {
  readonly level: number
  readonly frame: (fetch: boolean) => number
  readonly at: (fetch: boolean) => number
  readonly tables: (entry: number) => Tables
}[] = [
  {
    level: 1,
    frame: () => 0x40000000,
    at: (fetch) => places.mapped + 0x1000000 + (fetch ? places.code : places.data) - 0x40000000,
    tables: (entry) => ({
      ...plainTables,
      firstLevel: plainTables.firstLevel.with(1, entry),
      otherFirstLevel: plainTables.otherFirstLevel.with(1, entry),
    }),
  },
  {
    level: 2,
    frame: () => 0x40000000,
    at: (fetch) => places.mapped + 0x40000 + (fetch ? places.code : places.data) - 0x40000000,
    tables: (entry) => ({ ...plainTables, secondLevel: plainTables.secondLevel.with(1, entry) }),
  },
  {
    level: 3,
    frame: (fetch) => (fetch ? places.code : places.dataPages),
    at: (fetch) => places.mapped + 0x5000 + (fetch ? 0 : places.data - places.dataPages),
    tables: (entry) => ({ ...plainTables, thirdLevel: plainTables.thirdLevel.with(5, entry) }),
  },
]

/** The words of a block from the one on to which a fetch leads. */
const landing = 6

const blockFor = (user: boolean, word: number, to: number, tables: Tables): Block =>
  blockOf(
    [
      ...constant(to, address),
      word,
      // Behind a jump a branch out of the block, should the fetch be refused; behind the others nothing of account.
      assembled('BA', { disp22: 8 }),
      immediately('OR', 0, 1, 3),
      immediately('OR', 0, 2, 3),
      immediately('ADD', 3, 0x10, 3),
    ],
    skipHandler,
    {
      psr: user ? 0x1f06 : 0x1f86,
      entry: user ? places.mapped : places.code,
      globals: [0, 0, 0, 0, 0x1234, 0, 0, 0],
      windows: Array.from({ length: 128 }, (_, index) => 0x1000 + index),
      data: Array.from({ length: places.dataWords }, (_, index) => 0xabcd0000 + index),
      mmu: { control: 1, context: user ? 1 : 0, tables },
    },
  )

export const walkBlocks: readonly Block[] = accesses.flatMap(({ user, fetch = false, probe, word }) =>
  levels.flatMap(({ frame, at, tables }) =>
    entries(frame(fetch)).map((entry) =>
      blockFor(
        user,
        word,
        probe === undefined ? at(fetch) + (fetch ? 4 * landing : 0) : (at(false) & ~0xfff) + (probe << 8),
        tables(entry),
      ),
    ),
  ),
)
