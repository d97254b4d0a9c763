/** What a block may do at a trap. A handler starts in the trap's window with ET=0, the trap type in %l3, PSR in %l0, PC and nPC in %l1 and %l2; it may use %l4 to %l7. */

import {
  and,
  add,
  andcc,
  assembled,
  branch,
  compare,
  jmp,
  label,
  nop,
  rd,
  rett,
  sethi,
  srl,
  low,
  word,
  wr,
  type Piece,
} from './assembly.ts'
import * as places from './places.ts'
import { FINISH } from './runner.ts'

const words = (pieces: readonly Piece[]): readonly number[] => assembled(places.handler, pieces).words
const finish: readonly Piece[] = [sethi(FINISH, 'l4'), jmp('l4', low(FINISH)), nop]

/** Ends the block at its first trap. */
export const endHandler = words(finish)

/** Goes on behind the instruction that trapped; an interrupted instruction is executed. Ends the block if its window is invalid in WIM. */
export const skipHandler = words([
  rd('wim', 'l5'),
  add('l0', 1, 'l6'),
  and('l6', 7, 'l6'),
  srl('l5', 'l6', 'l5'),
  andcc('l5', 1, 'g0'),
  branch('ne', 'finish'),
  and('l3', 0xf0, 'l4'),
  compare('l4', 0x10),
  branch('e', 'again'),
  wr('l0', 0, 'psr'),
  nop,
  nop,
  jmp('l2', 0),
  rett('l2', 4),
  label('again'),
  nop,
  nop,
  jmp('l1', 0),
  rett('l2', 0),
  label('finish'),
  ...finish,
])

/** Turns traps on and executes words that may trap again, up to the end of the log; then ends the block. At most 16 words. */
export const nestingHandler = (trapping: readonly number[]): readonly number[] =>
  words([rd('psr', 'l6'), wr('l6', 0x20, 'psr'), nop, ...trapping.map(word), ...finish])
