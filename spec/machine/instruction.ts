/** What an instruction is as data: how its words look, what it reads and writes, which traps it may raise, how it is written. */

import { word, type Word } from '../words/vocabulary.ts'
import type { Format } from './fields.ts'
import type { InstructionTrap } from './traps.ts'

/** What an instruction can read or write. */
export type Part =
  /** Integer registers named by a field. `operand 2` is a register or the immediate value; `rd pair` is rd and the one after it. */
  | 'rs1'
  | 'rs2'
  | 'operand 2'
  | 'rd'
  | 'rd pair'
  | '%o7'
  | 'icc'
  | 'y'
  /** The processor state register as a whole. Its S, ET and EF, asked for a right, are not counted as read. */
  | 'psr'
  | 'wim'
  | 'tbr'
  | 'asr'
  /** The number of the current window. */
  | 'window'
  | 'fcc'
  | 'fsr'
  | 'float rs1'
  | 'float rs2'
  | 'float rd'
  | 'double rs1'
  | 'double rs2'
  | 'double rd'
  | 'memory'
  /** The program counter: read as a value; written by a transfer of control. */
  | 'pc'

/** How an operand is written. A sum is rs1 + operand 2. */
export type Operand =
  | 'rs1'
  | 'rs2'
  | 'rd'
  | 'operand 2'
  | 'count'
  | 'sum'
  | 'trap'
  | '[sum]'
  | '[sum] asi'
  | '[rs1] asi'
  | 'disp30'
  | 'disp22'
  | 'imm22'
  | 'const22'
  | 'opf'
  | `${'single' | 'double' | 'quad'} ${'rs1' | 'rs2' | 'rd'}`
  | `coprocessor ${'rs1' | 'rs2' | 'rd'}`
  | 'asr rs1'
  | 'asr rd'
  | '%y'
  | '%psr'
  | '%wim'
  | '%tbr'
  | '%fsr'
  | '%fq'
  | '%csr'
  | '%cq'

/** An access to memory: an atomic one loads and stores. */
export interface MemoryAccess {
  readonly kind: 'load' | 'store' | 'atomic'
  readonly bytes: 1 | 2 | 4 | 8
}

export interface Instruction {
  /** V8's name, one for every condition: ADDcc, BNE, TE, FADDs. */
  readonly name: string
  /** As the assembler has it. */
  readonly mnemonic: string
  readonly operands: readonly Operand[]
  readonly format: Format
  /** A word whose bits under `mask` are `value` is this instruction. */
  readonly mask: Word
  readonly value: Word
  /** Whether it is only what no instruction without this mark is: FPop1 is what is left of its operations when all that have a name are taken away. */
  readonly rest: boolean
  /** Which it may raise by itself, the first that is taken first. */
  readonly traps: readonly InstructionTrap[]
  readonly reads: readonly Part[]
  readonly writes: readonly Part[]
  /**
   * Whether at user level it always traps as privileged (WRASR of a register below 16, as illegal; STDCQ and STDFQ too,
   * whatever is disabled). CASA alone depends on a field: it is not marked, and has the trap.
   */
  readonly privileged: boolean
  /** null for instructions that access no memory, and for those that always trap before they would. */
  readonly access: MemoryAccess | null
}

const defaults = {
  operands: [],
  rest: false,
  traps: [],
  reads: [],
  writes: [],
  privileged: false,
  access: null,
} as const satisfies Partial<Instruction>

type Given = Pick<Instruction, 'name' | 'format'> & Partial<Instruction>

const made = (mask: number, value: number, given: Given): Instruction => ({
  ...defaults,
  mnemonic: given.name.toLowerCase(),
  mask: word(mask),
  value: word(value),
  ...given,
})

/** An instruction of format 2, by its field op2. */
export const formatTwo = (op2: number, given: Given): Instruction => made(0xc1c00000, op2 << 22, given)

/** One of a family of 16 under op2, by condition. */
export const onCondition = (op2: number, condition: number, given: Given): Instruction =>
  made(0xdfc00000, (op2 << 22) | (condition << 25), given)

/** CALL, the only one of format 1. */
export const formatOne = (given: Given): Instruction => made(0xc0000000, 0x40000000, given)

/** An instruction of format 3, by op (2: arithmetic, 3: memory) and op3; `fixed` are more bits that it is known by, as [mask, value]. */
export const formatThree = (
  op: 2 | 3,
  op3: number,
  given: Given,
  fixed: readonly [mask: number, value: number] = [0, 0],
): Instruction => made(0xc1f80000 | fixed[0], (op << 30) | (op3 << 19) | fixed[1], given)

/** An operation of FPop1 (op3 0x34) or FPop2 (0x35), by its field opf. */
export const floatOperation = (op3: 0x34 | 0x35, opf: number, given: Given): Instruction =>
  formatThree(2, op3, given, [0x1ff << 5, opf << 5])
