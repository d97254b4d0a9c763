/** The trap table of the runner, which logs every trap and hands it to the block's handler. */

import {
  add,
  assembled,
  branch,
  compare,
  jmp,
  label,
  ld,
  low,
  move,
  rd,
  sethi,
  sll,
  st,
  type Assembled,
  type Piece,
} from './assembly.ts'
import * as places from './places.ts'

/** The trap type of `ta 0x7f`, the end of every block. */
const END = 0xff
const { outcome } = places

/** One entry: PSR and trap type into the trap's locals, then on to the logging. */
const entry = (tt: number, log: number): readonly Piece[] => [
  rd('psr', 'l0'),
  sethi(log, 'l4'),
  jmp('l4', low(log)),
  move(tt, 'l3'),
]

/** The 256 entries; entry 0 is where the machine starts, for no trap has that number. */
export const trapTable = (base: number, start: number, log: number): Assembled =>
  assembled(base, [
    sethi(start, 'g1'),
    jmp('g1', low(start)),
    move(0, 'g2'),
    move(0, 'g3'),
    ...Array.from({ length: 255 }, (_, index) => entry(index + 1, log)).flat(),
  ])

/** Logs a trap; ends the block at its end trap or when the log is full. */
export const logging: readonly Piece[] = [
  label('log'),
  sethi(places.result, 'l4'),
  ld('l4', outcome.trapCount, 'l5'),
  add('l5', 1, 'l6'),
  st('l6', 'l4', outcome.trapCount),
  sll('l5', 4, 'l5'),
  add('l4', 'l5', 'l4'),
  st('l3', 'l4', outcome.traps),
  st('l0', 'l4', outcome.traps + 4),
  st('l1', 'l4', outcome.traps + 8),
  st('l2', 'l4', outcome.traps + 12),
  compare('l3', END),
  branch('e', 'finish'),
  compare('l6', places.mostTraps),
  branch('e', 'finish'),
  sethi(places.handler, 'l4'),
  jmp('l4', low(places.handler)),
  move(0, 'l7'),
]
