/** The instructions that compute on integers, move windows, and read or write state registers. Source: V8 B.10 to B.20, B.28 to B.30, B.32. */

import { formatThree, type Instruction, type Part } from './instruction.ts'
import type { InstructionTrap } from './traps.ts'

interface Computing {
  readonly reads?: readonly Part[]
  readonly writes?: readonly Part[]
  readonly traps?: readonly InstructionTrap[]
}

/** An instruction that makes rd of rs1 and operand 2, and of what else is named. */
const computing = (name: string, op3: number, { reads = [], writes = [], traps = [] }: Computing = {}): Instruction =>
  formatThree(2, op3, {
    name,
    format: 'register',
    operands: ['rs1', 'operand 2', 'rd'],
    traps,
    reads: ['rs1', 'operand 2', ...reads],
    writes: ['rd', ...writes],
  })

/** The instruction, and the one that sets the condition codes too: its op3 has bit 4 set. */
const bothKinds = (name: string, op3: number, more: Computing = {}): readonly Instruction[] => [
  computing(name, op3, more),
  computing(`${name}cc`, op3 | 0x10, { ...more, writes: [...(more.writes ?? []), 'icc'] }),
]

const shift = (name: string, op3: number): Instruction =>
  formatThree(2, op3, {
    name,
    format: 'register',
    operands: ['rs1', 'count', 'rd'],
    reads: ['rs1', 'operand 2'],
    writes: ['rd'],
  })

const arithmetic: readonly Instruction[] = [
  ...bothKinds('ADD', 0x00),
  ...bothKinds('AND', 0x01),
  ...bothKinds('OR', 0x02),
  ...bothKinds('XOR', 0x03),
  ...bothKinds('SUB', 0x04),
  ...bothKinds('ANDN', 0x05),
  ...bothKinds('ORN', 0x06),
  ...bothKinds('XNOR', 0x07),
  ...bothKinds('ADDX', 0x08, { reads: ['icc'] }),
  ...bothKinds('UMUL', 0x0a, { writes: ['y'] }),
  ...bothKinds('SMUL', 0x0b, { writes: ['y'] }),
  ...bothKinds('SUBX', 0x0c, { reads: ['icc'] }),
  ...bothKinds('UDIV', 0x0e, { reads: ['y'], traps: ['division_by_zero'] }),
  ...bothKinds('SDIV', 0x0f, { reads: ['y'], traps: ['division_by_zero'] }),
  computing('TADDcc', 0x20, { writes: ['icc'] }),
  computing('TSUBcc', 0x21, { writes: ['icc'] }),
  computing('TADDccTV', 0x22, { writes: ['icc'], traps: ['tag_overflow'] }),
  computing('TSUBccTV', 0x23, { writes: ['icc'], traps: ['tag_overflow'] }),
  computing('MULScc', 0x24, { reads: ['y', 'icc'], writes: ['y', 'icc'] }),
  shift('SLL', 0x25),
  shift('SRL', 0x26),
  shift('SRA', 0x27),
  computing('SAVE', 0x3c, { reads: ['window', 'wim'], writes: ['window'], traps: ['window_overflow'] }),
  computing('RESTORE', 0x3d, { reads: ['window', 'wim'], writes: ['window'], traps: ['window_underflow'] }),
]

const rs1Field = 31 << 14
const rdField = 31 << 25

/** What RDASR reads with a number that exists, and what `reads y` (MACHINE-V3) makes of the others. */
const readAncillary: readonly Instruction[] = [
  formatThree(
    2,
    0x28,
    { name: 'RDY', mnemonic: 'rd', format: 'read state', operands: ['%y', 'rd'], reads: ['y'], writes: ['rd'] },
    [rs1Field, 0],
  ),
  formatThree(2, 0x28, { name: 'STBAR', format: 'none' }, [rs1Field | rdField, 15 << 14]),
  formatThree(2, 0x28, {
    name: 'RDASR',
    mnemonic: 'rd',
    format: 'read ancillary',
    operands: ['asr rs1', 'rd'],
    rest: true,
    traps: ['illegal_instruction'],
    reads: ['asr', 'y'],
    writes: ['rd'],
  }),
]

const readPrivileged = (name: string, op3: number, operand: '%psr' | '%wim' | '%tbr', part: Part): Instruction =>
  formatThree(2, op3, {
    name,
    mnemonic: 'rd',
    format: 'read state',
    operands: [operand, 'rd'],
    traps: ['privileged_instruction'],
    reads: [part],
    writes: ['rd'],
    privileged: true,
  })

const writePrivileged = (name: string, op3: number, operand: '%wim' | '%tbr', part: Part): Instruction =>
  formatThree(2, op3, {
    name,
    mnemonic: 'wr',
    format: 'operands',
    operands: ['rs1', 'operand 2', operand],
    traps: ['privileged_instruction'],
    reads: ['rs1', 'operand 2'],
    writes: [part],
    privileged: true,
  })

const stateRegisters: readonly Instruction[] = [
  ...readAncillary,
  readPrivileged('RDPSR', 0x29, '%psr', 'psr'),
  readPrivileged('RDWIM', 0x2a, '%wim', 'wim'),
  readPrivileged('RDTBR', 0x2b, '%tbr', 'tbr'),
  formatThree(
    2,
    0x30,
    {
      name: 'WRY',
      mnemonic: 'wr',
      format: 'operands',
      operands: ['rs1', 'operand 2', '%y'],
      reads: ['rs1', 'operand 2'],
      writes: ['y'],
    },
    [rdField, 0],
  ),
  formatThree(2, 0x30, {
    name: 'WRASR',
    mnemonic: 'wr',
    format: 'register',
    operands: ['rs1', 'operand 2', 'asr rd'],
    rest: true,
    traps: ['privileged_instruction', 'illegal_instruction'],
    reads: ['rs1', 'operand 2'],
    writes: ['asr'],
    privileged: true,
  }),
  formatThree(
    2,
    0x31,
    {
      name: 'WRPSR',
      mnemonic: 'wr',
      format: 'operands',
      operands: ['rs1', 'operand 2', '%psr'],
      traps: ['privileged_instruction', 'illegal_instruction'],
      reads: ['rs1', 'operand 2'],
      writes: ['psr', 'icc', 'window'],
      privileged: true,
    },
    [rdField, 0],
  ),
  formatThree(2, 0x31, {
    // V8 ignores rd; with a number other than 0 LEON3 writes ET alone, so that the other fields are what they were.
    name: 'PWRPSR',
    mnemonic: 'pwr',
    format: 'register',
    operands: ['rs1', 'operand 2', '%psr'],
    rest: true,
    traps: ['privileged_instruction'],
    reads: ['rs1', 'operand 2', 'psr'],
    writes: ['psr'],
    privileged: true,
  }),
  writePrivileged('WRWIM', 0x32, '%wim', 'wim'),
  writePrivileged('WRTBR', 0x33, '%tbr', 'tbr'),
]

export const integerInstructions: readonly Instruction[] = [...arithmetic, ...stateRegisters]
