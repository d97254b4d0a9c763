/** Where everything lies in a generated binary program: its trap table, its code, its data, its stack, and the registers that point at them. */

import type { World } from '../spec/module/vocabulary.ts'
import { areasOfWorld } from './addresses.ts'

/** Offsets in a partition's own memory. Of a memory of one page the code takes where names otherwise stand. */
const offsets = {
  /** The entry of virtual trap `n` is 16 bytes times `n` behind the beginning, which is the table's. */
  entry: 0x10,
  errors: 0x840,
  pool: 0xcc0,
  data: 0xc40,
  names: 0x200,
  namesEnd: 0x840,
  /** Where names stand in a memory of one page, and for how many bytes. */
  folded: 0x880,
  foldedBytes: 0x180,
} as const

/** The places of one program, virtual addresses all. */
export interface Layout {
  /** Its own memory: the trap table is at its beginning, the stack at its end. */
  readonly base: number
  readonly end: number
  readonly code: number
  /** How many words of code there is room for. */
  readonly room: number
  /** Words around it are loaded and stored; instructions to store over others lie 0x80 behind it. */
  readonly data: number
  /** Whether it is one page. */
  readonly tight: boolean
}

/** The layout for the memory of a partition. */
export const layoutOf = (world: World, partition: number): Layout => {
  const area = areasOfWorld(world).find(({ owner }) => owner.kind === 'partition' && owner.index === partition)
  const [base, bytes] = [area?.virtual ?? 0, area?.bytes ?? 0x1000]
  const tight = bytes < 0x2000
  return {
    base,
    end: base + bytes,
    code: base + (tight ? offsets.names : 0x1000),
    room: tight ? 380 : 500,
    data: base + offsets.data,
    tight,
  }
}

/** The entry of a virtual trap in a program's table. */
export const entryOf = ({ base }: Layout, trap: number): number => base + offsets.entry * trap

/** How many words are there for the handler of errors, which is the last of a table that anybody enters. */
export const errorHandlerWords = 16

/** Where instructions lie that are stored over others. */
export const poolOf = ({ base }: Layout): number => base + offsets.pool

/** An address that scripted programs use, where it does not lie in the code: in a memory of one page what names it is folded. */
export const besideCode = ({ base, tight }: Layout, at: number): number => {
  const offset = at - base
  if (!tight || offset < offsets.names || offset >= offsets.namesEnd) return at
  return base + offsets.folded + ((offset - offsets.names) % offsets.foldedBytes)
}
