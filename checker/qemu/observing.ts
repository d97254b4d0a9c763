/** What the blocks of an image do, instruction by instruction, as the model executes them. */

import * as E from 'fp-ts/lib/Either.js'
import { reached } from '../../model/machine/walk.ts'
import type { Instruction } from '../../spec/machine/instruction.ts'
import { instructionOf } from '../../spec/machine/instructions.ts'
import type { Board } from '../../spec/machine/vocabulary.ts'
import { wordAt, type Word } from '../../spec/words/vocabulary.ts'
import { platform, type Seeing } from './machines.ts'
import * as places from './places.ts'

/** A step of a block: an instruction, or an interrupt. */
export interface Step {
  readonly before: Board
  readonly after: Board
  /** What was executed; null for an interrupt, and where nothing could be fetched. */
  readonly executed: { readonly word: Word; readonly instruction: Instruction | null } | null
  /** The trap type of the trap that was taken, or could not be taken; null if there was none. */
  readonly trap: number | null
}

/** The runner's own code, and its trap tables. */
const isRunner = (pc: number): boolean => pc >= places.traps && pc < places.handler

const fetched = (board: Board): Step['executed'] => {
  const { processor } = board
  const found = reached(platform, board, 'fetch', processor.state.s ? 3 : 2, processor.pc)
  if (E.isLeft(found) || found.right.physical === null) return null
  const word = wordAt(board.memory, found.right.physical)
  return { word, instruction: instructionOf(word) }
}

const trapOf = ({ processor: before }: Board, { processor: after }: Board): number | null => {
  if (after.activity === 'error mode') return after.errorTrap
  return before.state.et && !after.state.et && after.pc === after.tbr >>> 0 ? (after.tbr >>> 4) & 0xff : null
}

const LINE = 9

/** Tells of every step of every block of images that print hashes. */
export const observing =
  (told: (block: number, step: Step) => void) =>
  (first: number): Seeing =>
  (before, after) => {
    if (isRunner(before.processor.pc)) return
    const executed = after.instructions === before.instructions ? null : fetched(before)
    const block = first + Math.floor(before.devices.line.sent / LINE)
    told(block, { before, after, executed, trap: trapOf(before, after) })
  }
