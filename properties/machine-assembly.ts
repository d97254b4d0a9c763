/** Instructions put together by name and fields, for the code that generated programs and their starts are made of. */

import type { Fields } from '../spec/machine/fields.ts'
import type { Instruction } from '../spec/machine/instruction.ts'
import { encoded, instructions } from '../spec/machine/instructions.ts'
import { impossible } from '../spec/statement.ts'
import type { Word } from '../spec/words/vocabulary.ts'

const byName: ReadonlyMap<string, Instruction> = new Map(instructions.map((each) => [each.name, each]))

/** The instruction of a name. */
export const instructionNamed = (name: string): Instruction =>
  byName.get(name) ?? impossible(`no instruction ${name}`, 'names stand in the instruction set')

/** The word of an instruction with these fields. */
export const assembled = (name: string, fields: Fields): Word => encoded(instructionNamed(name), fields)

/** With an immediate second operand: rs1, simm13, rd. */
export const immediately = (name: string, rs1: number, simm13: number, rd = 0): Word =>
  assembled(name, { rs1, i: 1, simm13, rd })

/** With a register as second operand. */
export const ofRegisters = (name: string, rs1: number, rs2: number, rd = 0): Word => assembled(name, { rs1, rs2, rd })

/** An alternate access of the word at rs1. */
export const alternately = (name: string, rs1: number, asi: number, rd: number): Word =>
  assembled(name, { rs1, rs2: 0, asi, rd })

/** A constant into a register, in two instructions. */
export const constant = (value: number, rd: number): readonly Word[] => [
  assembled('SETHI', { imm22: value >>> 10, rd }),
  immediately('OR', rd, value & 0x3ff, rd),
]

export const nop = assembled('SETHI', { imm22: 0, rd: 0 })

/** Numbers of registers. */
export const register = { g: 0, o: 8, l: 16, i: 24 } as const
