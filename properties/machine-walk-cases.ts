/** One access of a program under given tables, as a case; and every way to access under single entries of every kind. */

import { alternateSpace, psrBits, ramAt, type MachineProfileId } from '../spec/machine/vocabulary.ts'
import { accessCodes, type AccessCode, type AccessType, type TableLevel } from '../spec/mmu/vocabulary.ts'
import { alternately, immediately, nop, ofRegisters } from './machine-assembly.ts'
import type { MachineCase, PlacedWord } from './machine-case.ts'
import { place } from './machine-places.ts'
import { startPage } from './machine-start.ts'

/** How a program accesses: by which instruction, at which level, and what type of access that is. */
export interface Way {
  readonly name: string
  readonly user: boolean
  readonly kind: 'load' | 'store' | 'fetch'
  readonly type: AccessType
  /** The space that is named, or null. */
  readonly asi: number | null
}

const way = (name: string, user: boolean, kind: Way['kind'], type: AccessType, asi: number | null = null): Way => ({
  name,
  user,
  kind,
  type,
  asi,
})

/** Every way to make an access of every type. */
export const ways: readonly Way[] = [
  way('a load at user level', true, 'load', 0),
  way('a load at supervisor level', false, 'load', 1),
  way('a fetch at user level', true, 'fetch', 2),
  way('a fetch at supervisor level', false, 'fetch', 3),
  way('a store at user level', true, 'store', 4),
  way('a store at supervisor level', false, 'store', 5),
  way('a load from user data', false, 'load', 0, alternateSpace.userData),
  way('a load from supervisor data', false, 'load', 1, alternateSpace.supervisorData),
  way('a load from user instructions', false, 'load', 2, alternateSpace.userInstruction),
  way('a load from supervisor instructions', false, 'load', 3, alternateSpace.supervisorInstruction),
  way('a store to user data', false, 'store', 4, alternateSpace.userData),
  way('a store to supervisor data', false, 'store', 5, alternateSpace.supervisorData),
  way('a store to user instructions', false, 'store', 6, alternateSpace.userInstruction),
  way('a store to supervisor instructions', false, 'store', 7, alternateSpace.supervisorInstruction),
]

/** One access in a context, under tables of which the first region of memory is as `wordsBeside` has it. */
export interface Walk {
  readonly profile: MachineProfileId
  readonly tables: readonly PlacedWord[]
  readonly context: number
  readonly way: Way
  readonly at: number
}

/** The value that is stored. */
export const STORED = 0x5a5a1234

const instructions = ({ way: { kind, asi } }: Walk): readonly number[] => {
  switch (kind) {
    case 'fetch':
      return [ofRegisters('JMPL', 1, 0), nop]
    case 'load':
      return [asi === null ? immediately('LD', 1, 0, 2) : alternately('LDA', 1, asi, 2)]
    case 'store':
      return [asi === null ? immediately('ST', 1, 0, 3) : alternately('STA', 1, asi, 3)]
  }
}

/** A walk as a case: its program makes the access in its last step. */
export const walkCase = (walk: Walk): MachineCase => {
  const code = instructions(walk)
  return {
    profile: walk.profile,
    ramBytes: 0x10000,
    steps: walk.way.kind === 'fetch' ? 3 : 1,
    burst: 1,
    start: {
      pc: place.code,
      npc: place.code + 4,
      psr: psrBits.ET | (walk.way.user ? 0 : psrBits.S),
      wim: 0,
      tbr: place.traps,
      y: 0,
      fsr: 0,
      globals: [0, walk.at, 0, STORED, 0, 0, 0, 0],
      windows: Array.from({ length: 8 }, () => null),
      floats: null,
      caches: 0,
      mmu: { control: 1, tablePointer: place.contextTable >>> 4, context: walk.context },
      writes: [],
    },
    words: [
      ...code.map((value, i): PlacedWord => [place.code + 4 * i, value]),
      ...Array.from({ length: 16 }, (_, n): PlacedWord => [place.data - 32 + 4 * n, nop + n]),
      ...walk.tables,
    ],
  }
}

const descriptor = (table: number): number => ((table >>> 4) | 1) >>> 0
const entry = (physical: number, code: AccessCode): number => (((physical >>> 12) << 8) | (code << 2) | 2) >>> 0

/** In context 0: a table of regions, in which the region of memory maps the program's page for all, the start's for supervisors. */
export const wordsBeside: readonly PlacedWord[] = [
  [place.contextTable, descriptor(place.regions)],
  [place.regions + 4 * (ramAt >>> 24), descriptor(place.segments)],
  [place.segments, descriptor(place.pages)],
  [place.pages + 4 * 2, entry(place.code, 3)],
  [place.pages + 4 * ((startPage(0x10000) >>> 12) & 63), entry(startPage(0x10000), 7)],
]

/** The region in which single entries of every level are tried. */
const TRIED = 0x50000000

/** Every way to access, under an entry of each code at each level, under each profile. */
export function* everyWalk(profiles: readonly MachineProfileId[]): Generator<Walk> {
  const region = place.regions + 4 * (TRIED >>> 24)
  const tablesAt = (level: TableLevel, code: AccessCode): readonly PlacedWord[] => {
    switch (level) {
      case 0:
        return [[place.contextTable + 8, entry(0, code)]]
      case 1:
        return [[region, entry(ramAt, code)]]
      case 2:
        return [
          [region, descriptor(place.otherSegments)],
          [place.otherSegments + 4, entry(ramAt, code)],
        ]
      case 3:
        return [
          [region, descriptor(place.otherSegments)],
          [place.otherSegments + 8, descriptor(place.otherPages)],
          [place.otherPages + 4 * 9, entry(place.data, code)],
        ]
    }
  }
  const inside = place.data & 0xffff
  const at: Readonly<Record<TableLevel, number>> = {
    0: place.data,
    1: TRIED + inside,
    2: TRIED + 0x40000 + inside,
    3: TRIED + 0x80000 + 9 * 0x1000 + (place.data & 0xfff),
  }
  for (const profile of profiles)
    for (const level of [0, 1, 2, 3] as const)
      for (const code of accessCodes)
        for (const each of ways) {
          const tables = [...wordsBeside, ...tablesAt(level, code)]
          yield { profile, tables, context: level === 0 ? 2 : 0, way: each, at: at[level] }
        }
}
