/** The instructions that transfer control, and the two of format 2 that do not: CALL, branches, traps, JMPL, RETT, SETHI, UNIMP. Source: V8 B.9, B.21 to B.27, B.31. */

import { formatOne, formatThree, formatTwo, onCondition, type Instruction } from './instruction.ts'

/** By condition 0 to 15, without the letter of the family. Source: V8 tables F-7, F-8, F-9. */
const integerConditions = [
  ...['N', 'E', 'LE', 'L', 'LEU', 'CS', 'NEG', 'VS'],
  ...['A', 'NE', 'G', 'GE', 'GU', 'CC', 'POS', 'VC'],
]
const floatConditions = [
  ...['N', 'NE', 'LG', 'UL', 'L', 'UG', 'G', 'U'],
  ...['A', 'E', 'UE', 'GE', 'UGE', 'LE', 'ULE', 'O'],
]
const coprocessorConditions = [
  ...['N', '123', '12', '13', '1', '23', '2', '3'],
  ...['A', '0', '03', '02', '023', '01', '013', '012'],
]

/** Whether a condition looks at the condition codes: 0 never holds and 8 always does. */
const asks = (condition: number): boolean => (condition & 7) !== 0

const branches: readonly Instruction[] = [
  ...integerConditions.map((name, condition) =>
    onCondition(2, condition, {
      name: `B${name}`,
      format: 'branch',
      operands: ['disp22'],
      reads: asks(condition) ? ['icc', 'pc'] : ['pc'],
      writes: ['pc'],
    }),
  ),
  ...floatConditions.map((name, condition) =>
    onCondition(6, condition, {
      name: `FB${name}`,
      format: 'branch',
      operands: ['disp22'],
      traps: ['fp_disabled'],
      reads: asks(condition) ? ['fcc', 'pc'] : ['pc'],
      writes: ['pc'],
    }),
  ),
  ...coprocessorConditions.map((name, condition) =>
    onCondition(7, condition, {
      name: `CB${name}`,
      format: 'branch',
      operands: ['disp22'],
      traps: ['cp_disabled'],
    }),
  ),
]

const trapOnCondition: readonly Instruction[] = integerConditions.map((name, condition) =>
  formatThree(
    2,
    0x3a,
    {
      name: `T${name}`,
      format: 'operands',
      operands: ['trap'],
      traps: condition === 0 ? [] : ['trap_instruction'],
      reads: asks(condition) ? ['rs1', 'operand 2', 'icc'] : ['rs1', 'operand 2'],
    },
    [15 << 25, condition << 25],
  ),
)

export const controlInstructions: readonly Instruction[] = [
  formatOne({ name: 'CALL', format: 'call', operands: ['disp30'], reads: ['pc'], writes: ['%o7', 'pc'] }),
  formatTwo(0, { name: 'UNIMP', format: 'unimplemented', operands: ['const22'], traps: ['illegal_instruction'] }),
  formatTwo(4, { name: 'SETHI', format: 'sethi', operands: ['imm22', 'rd'], writes: ['rd'] }),
  ...branches,
  formatThree(2, 0x38, {
    name: 'JMPL',
    format: 'register',
    operands: ['sum', 'rd'],
    traps: ['mem_address_not_aligned'],
    reads: ['rs1', 'operand 2', 'pc'],
    writes: ['rd', 'pc'],
  }),
  formatThree(2, 0x39, {
    name: 'RETT',
    format: 'operands',
    operands: ['sum'],
    traps: ['privileged_instruction', 'illegal_instruction', 'window_underflow', 'mem_address_not_aligned'],
    reads: ['rs1', 'operand 2', 'psr', 'window', 'wim'],
    writes: ['pc', 'psr', 'window'],
    privileged: true,
  }),
  ...trapOnCondition,
]
