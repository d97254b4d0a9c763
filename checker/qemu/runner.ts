/** The program that runs one block after another: it sets the whole machine up from a record, enters the block, and at its end prints a hash of all that it left. */

import {
  add,
  assembled,
  branch,
  call,
  compare,
  jmp,
  label,
  ld,
  ldd,
  lddf,
  ldfsr,
  move,
  nop,
  rett,
  set,
  setLabel,
  st,
  sta,
  std,
  subcc,
  ta,
  word,
  wr,
  type Assembled,
  type Piece,
} from './assembly.ts'
import { everyWindow, finishing, ownPsr } from './finishing.ts'
import * as places from './places.ts'
import { tableRuns } from './record.ts'
import { logging, trapTable } from './trap-table.ts'

const { outcome, record } = places
const MMU_REGISTERS = 0x19
const CACHE_CONTROL = 0x02

/** Where a handler jumps to that ends the block. */
export const FINISH = places.runner

/** A record up to its globals is copied here, for with the MMU on the records need not be mapped. */
const head = places.variables + 64

/** The first variable is the record of the block that runs, the second the end of the records, the third whether to print everything. */
const started: readonly Piece[] = [
  label('start'),
  set(ownPsr, 'g1'),
  wr('g1', 0, 'psr'),
  wr('g0', 0, 'wim'),
  set(places.uart, 'g1'),
  move(3, 'g2'),
  st('g2', 'g1', 8),
  branch('a', 'first'),
  nop,
]

/** One and the same trap before every block, for TBR tells of the one before. It leads back here. */
const sameTrap: readonly Piece[] = [
  set(places.variables, 'g2'),
  wr('g2', 0, 'tbr'),
  set(ownPsr | 0x20, 'g2'),
  wr('g2', 0, 'psr'),
  nop,
  ta(0x7f),
  set(ownPsr, 'g2'),
  wr('g2', 0, 'psr'),
  nop,
]
const sameTrapTaken = assembled(places.variables + 0xff0, [jmp('l2', 0), nop])

/** Copies %o2 bytes, a multiple of 8, from %o0 to %o1. */
const copy: readonly Piece[] = [
  label('copy'),
  subcc('o2', 8, 'o2'),
  ldd('o0', 'o2', 'o4'),
  branch('g', 'copy'),
  std('o4', 'o1', 'o2'),
  jmp('o7', 8),
  nop,
]

const copied = (offset: number, to: readonly Piece[], words: number): readonly Piece[] => [
  add('g1', offset, 'o0'),
  ...to,
  call('copy'),
  move(4 * words, 'o2'),
]
const copiedTo = (offset: number, to: number, words: number): readonly Piece[] => copied(offset, [set(to, 'o1')], words)

const tables: readonly Piece[] = tableRuns.flatMap(({ address, words }, index) => {
  const before = tableRuns.slice(0, index).reduce((sum, run) => sum + 4 * run.words, 0)
  return copiedTo(record.tables + before, address, words)
})

/** The next record, if there is one, into %g1; its memory into place. */
const memory: readonly Piece[] = [
  label('next'),
  set(places.variables, 'g2'),
  ld('g2', 0, 'g1'),
  add('g1', record.size, 'g1'),
  st('g1', 'g2', 0),
  label('first'),
  set(places.variables, 'g2'),
  ld('g2', 0, 'g1'),
  ld('g2', 4, 'g3'),
  compare('g1', 'g3'),
  branch('e', 'over'),
  nop,
  ...copied(record.code, [ld('g1', record.place, 'o1')], places.codeWords),
  ...copiedTo(record.handler, places.handler, places.handlerWords),
  ...copiedTo(record.data, places.data, places.dataWords),
  ...tables,
  ...copiedTo(0, head, record.windows / 4),
]

/** An empty log, and the devices and MMU as the block wants them; the MMU is turned on last. */
const devices: readonly Piece[] = [
  set(places.result, 'g2'),
  move(0, 'o4'),
  move(0, 'o5'),
  ...Array.from({ length: (outcome.globals - outcome.trapCount) / 8 }, (_, index) =>
    std('o4', 'g2', outcome.trapCount + 8 * index),
  ),
  sta('g0', 'g0', CACHE_CONTROL),
  set(places.interruptController, 'g2'),
  ld('g1', record.level, 'g3'),
  st('g3', 'g2', 0x00),
  ld('g1', record.mask, 'g3'),
  st('g3', 'g2', 0x40),
  ld('g1', record.force, 'g3'),
  st('g3', 'g2', 0x08),
]

const mmu: readonly Piece[] = [
  set(0x100, 'g2'),
  set(places.contextTable >>> 4, 'g3'),
  sta('g3', 'g2', MMU_REGISTERS),
  set(0x200, 'g2'),
  ld('g1', record.context, 'g3'),
  sta('g3', 'g2', MMU_REGISTERS),
  set(0x400, 'g2'),
  sta('g0', 'g2', 0x18),
  ld('g1', record.control, 'g3'),
  sta('g3', 'g0', MMU_REGISTERS),
  nop,
]

/** 0 + 0 without traps: what an operation before it left in the unit, seen or unseen, is gone. Uses the empty log. */
const quietUnit: readonly Piece[] = [
  set(places.result, 'g2'),
  ldfsr('g2', outcome.trapCount),
  lddf(0, 'g2', outcome.trapCount),
  word(0x81a00820),
]

const registers: readonly Piece[] = [
  ...quietUnit,
  ...Array.from({ length: 16 }, (_, index) => lddf(2 * index, 'g1', record.floatingPoint + 8 * index)),
  ldfsr('g1', record.fsr),
  add('g1', record.windows, 'g1'),
  ...everyWindow('load window', (register, offset) => ldd('g1', offset, register)),
  set(head, 'g1'),
]

/** The block's own registers, and into it by RETT. */
const entered: readonly Piece[] = [
  ld('g1', record.y, 'g2'),
  wr('g2', 0, 'y'),
  ld('g1', record.tbr, 'g2'),
  wr('g2', 0, 'tbr'),
  ld('g1', record.wim, 'g2'),
  wr('g2', 0, 'wim'),
  ld('g1', record.psr, 'g2'),
  wr('g2', 0, 'psr'),
  nop,
  nop,
  nop,
  move('g1', 'l4'),
  ld('l4', record.entry, 'l1'),
  add('l1', 4, 'l2'),
  ldd('l4', record.globals + 24, 'g6'),
  ldd('l4', record.globals + 16, 'g4'),
  ldd('l4', record.globals + 8, 'g2'),
  ld('l4', record.globals + 4, 'g1'),
  jmp('l1', 0),
  rett('l2', 0),
]

/** Traps off and `ta 0`: QEMU's machine powers off. */
const over: readonly Piece[] = [
  label('over'),
  ta(0),
  nop,
  label('digits'),
  ...[0x30313233, 0x34353637, 0x38396162, 0x63646566].map(word),
]

/** The runner and its two trap tables. */
export const runnerPrograms = (): readonly Assembled[] => {
  const program = assembled(places.runner, [
    setLabel('finish', 'l5'),
    jmp('l5', 0),
    nop,
    ...started,
    ...memory,
    ...sameTrap,
    ...devices,
    ...registers,
    ...mmu,
    ...entered,
    ...logging,
    ...finishing,
    ...copy,
    ...over,
  ])
  const at = (name: string): number => program.labels.get(name) ?? 0
  return [
    trapTable(places.traps, at('start'), at('log')),
    trapTable(places.secondTraps, at('start'), at('log')),
    program,
    sameTrapTaken,
  ]
}
