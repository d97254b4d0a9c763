/** The instruction set as data: every instruction of the machine, and how words and instructions belong together. What `instructionOf` does not know is illegal. */

import { word, type Word } from '../words/vocabulary.ts'
import { bitsOf, meant, placed, type Fields } from './fields.ts'
import type { Instruction } from './instruction.ts'
import { controlInstructions } from './instructions-control.ts'
import { floatInstructions } from './instructions-float.ts'
import { integerInstructions } from './instructions-integer.ts'
import { memoryInstructions } from './instructions-memory.ts'

/** Every instruction. Masks of two that are both marked `rest`, or both not, have no word in common. */
export const instructions: readonly Instruction[] = [
  ...controlInstructions,
  ...integerInstructions,
  ...memoryInstructions,
  ...floatInstructions,
]

const recognises = ({ mask, value }: Instruction, code: Word): boolean => (code & mask) >>> 0 === value

/** The fields that every instruction is known by at least: op, with op2 or op3. */
const opcodeOf = (code: number): number => {
  const op = code >>> 30
  return op === 1 ? 1 << 6 : op === 0 ? (code >>> 22) & 7 : (op << 6) | ((code >>> 19) & 63)
}

/** By opcode, those marked `rest` last. */
const byOpcode: ReadonlyMap<number, readonly Instruction[]> = Map.groupBy(
  instructions.toSorted((a, b) => Number(a.rest) - Number(b.rest)),
  ({ value }) => opcodeOf(value),
)

/** The instruction that a word is; null where the page says that the encoding is none. UNIMP is one, which always traps. */
export const instructionOf = (code: Word): Instruction | null =>
  byOpcode.get(opcodeOf(code))?.find((instruction) => recognises(instruction, code)) ?? null

/** The bits of an instruction's words that nothing reads, with this bit i (without meaning where its format has none). */
export const ignoredBits = ({ format, mask }: Instruction, i: number): Word =>
  word(~meant(format, i).reduce<number>((bits, field) => bits | bitsOf(field), mask))

/**
 * The word of an instruction with these fields; each value is cut to its field, what is absent is 0. Bits of `ignored` stand
 * where nothing is read. It is that instruction's, but for one marked `rest` whose fields are those of another: RDASR of 0 is RDY.
 */
export const encoded = (instruction: Instruction, fields: Fields, ignored = 0): Word =>
  word(instruction.value | placed(instruction.format, fields) | (ignored & ignoredBits(instruction, fields.i ?? 0)))
