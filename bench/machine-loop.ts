/** A bare-metal program of about two million instructions, to measure engines that would take too long for a larger one. */

import { softwareTrap, ramAt, type BoardImage } from '../spec/machine/vocabulary.ts'
import { encoded, instructions } from '../spec/machine/instructions.ts'
import type { Fields } from '../spec/machine/fields.ts'
import { impossible } from '../spec/statement.ts'
import { address, word, type Word } from '../spec/words/vocabulary.ts'

const instruction = (name: string, fields: Fields = {}): Word => {
  const known = instructions.find((one) => one.name === name)
  return known === undefined ? impossible(name, 'the names below are V8’s') : encoded(known, fields)
}

const [g0, g1, g2, g3, g4, o0, o1, sp, i0, i1] = [0, 1, 2, 3, 4, 8, 9, 14, 24, 25]
const immediate = (rd: number, rs1: number, simm13: number): Fields => ({ rd, rs1, i: 1, simm13 })
const registers = (rd: number, rs1: number, rs2: number): Fields => ({ rd, rs1, rs2 })

/** How often the loop is run through: %g4 counts down from here. */
const times = 0x12000
const loopAt = 4
const callee = 24

/**
 * The loop calls a function with a window of its own; besides there are arithmetic, loads and stores of each size,
 * shifts, a multiplication, branches taken and not. WIM is 0: no window is ever invalid.
 */
const program: readonly Word[] = [
  instruction('WRWIM', immediate(0, g0, 0)),
  instruction('SETHI', { rd: g4, imm22: times >>> 10 }),
  instruction('SETHI', { rd: g1, imm22: (ramAt + 0x10000) >>> 10 }),
  instruction('OR', immediate(g3, g0, 17)),
  // The loop.
  instruction('AND', immediate(g2, g4, 0x3c)),
  instruction('ADD', registers(g2, g2, g1)),
  instruction('ST', immediate(g3, g2, 0)),
  instruction('LD', immediate(o0, g2, 4)),
  instruction('LDUB', immediate(o1, g2, 3)),
  instruction('XOR', registers(o0, o0, o1)),
  instruction('CALL', { disp30: callee - (loopAt + 6) }),
  instruction('ADD', registers(o1, g3, o1)),
  instruction('ADD', registers(g3, g3, o0)),
  instruction('STH', immediate(g3, g2, 8)),
  instruction('LDUH', immediate(o1, g2, 8)),
  instruction('SUBcc', registers(g0, g3, o1)),
  instruction('BLEU', { a: 1, disp22: 2 }),
  instruction('XOR', registers(g3, g3, o1)),
  instruction('SUBcc', immediate(g4, g4, 1)),
  instruction('BNE', { disp22: loopAt - (loopAt + 15) }),
  instruction('SRL', immediate(o1, g3, 3)),
  // The end: traps are disabled, so this powers the board off.
  instruction('TA', immediate(0, g0, softwareTrap(0) & 0x7f)),
  instruction('SETHI', { rd: g0, imm22: 0 }),
  instruction('SETHI', { rd: g0, imm22: 0 }),
  // The function.
  instruction('SAVE', immediate(sp, sp, -96)),
  instruction('UMUL', registers(i0, i0, i1)),
  instruction('SLL', immediate(i1, i0, 5)),
  instruction('SUB', registers(i0, i1, i0)),
  instruction('JMPL', immediate(g0, 31, 8)),
  instruction('RESTORE', registers(g0, g0, g0)),
]

/** The program, at the start of RAM. */
export const loop: BoardImage = {
  entry: address(ramAt),
  words: program.map((code, n) => [address(ramAt + 4 * n), word(code)] as const),
}
