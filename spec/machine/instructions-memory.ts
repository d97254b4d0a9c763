/** The instructions that access memory, or would: loads, stores, atomic ones, their alternate forms, those of floating-point and coprocessor registers, FLUSH. Source: V8 B.1 to B.8, B.32; LEON3's CASA. */

import { formatThree, type Instruction, type MemoryAccess, type Operand, type Part } from './instruction.ts'
import type { InstructionTrap } from './traps.ts'

type Bytes = MemoryAccess['bytes']

const alignment = (bytes: Bytes): readonly InstructionTrap[] => (bytes === 1 ? [] : ['mem_address_not_aligned'])

/** What an access does with the register: the parts read and written beside the address. */
const dataflow = ({ kind }: MemoryAccess, register: Part): { reads: readonly Part[]; writes: readonly Part[] } => {
  switch (kind) {
    case 'load':
      return { reads: ['memory'], writes: [register] }
    case 'store':
      return { reads: [register], writes: ['memory'] }
    case 'atomic':
      return { reads: ['memory'], writes: [register, 'memory'] }
  }
}

/** An instruction on an integer register, and its form with an alternate space: its op3 has bit 4 set. */
const bothForms = (
  name: string,
  op3: number,
  kind: MemoryAccess['kind'],
  bytes: Bytes,
  also: readonly Part[] = [],
): readonly Instruction[] => {
  const access = { kind, bytes } as const
  const { reads, writes } = dataflow(access, bytes === 8 ? 'rd pair' : 'rd')
  const oddPair: readonly InstructionTrap[] = bytes === 8 ? ['illegal_instruction'] : []
  const written = (address: Operand): readonly Operand[] => (kind === 'store' ? ['rd', address] : [address, 'rd'])
  const common = { access, reads: ['rs1', 'operand 2', ...also, ...reads] as const, writes }
  return [
    formatThree(3, op3, {
      name,
      format: 'register',
      operands: written('[sum]'),
      traps: [...oddPair, ...alignment(bytes), 'data_access_exception'],
      ...common,
    }),
    formatThree(3, op3 | 0x10, {
      name: `${name}A`,
      format: 'alternate',
      operands: written('[sum] asi'),
      traps: ['privileged_instruction', 'illegal_instruction', ...alignment(bytes), 'data_access_exception'],
      privileged: true,
      ...common,
    }),
  ]
}

const compareAndSwap = formatThree(3, 0x3c, {
  name: 'CASA',
  format: 'alternate',
  operands: ['[rs1] asi', 'rs2', 'rd'],
  traps: ['privileged_instruction', 'illegal_instruction', 'mem_address_not_aligned', 'data_access_exception'],
  reads: ['rs1', 'rs2', 'rd', 'memory'],
  writes: ['rd', 'memory'],
  access: { kind: 'atomic', bytes: 4 },
})

const integer: readonly Instruction[] = [
  ...bothForms('LD', 0x00, 'load', 4),
  ...bothForms('LDUB', 0x01, 'load', 1),
  ...bothForms('LDUH', 0x02, 'load', 2),
  ...bothForms('LDD', 0x03, 'load', 8),
  ...bothForms('ST', 0x04, 'store', 4),
  ...bothForms('STB', 0x05, 'store', 1),
  ...bothForms('STH', 0x06, 'store', 2),
  ...bothForms('STD', 0x07, 'store', 8),
  ...bothForms('LDSB', 0x09, 'load', 1),
  ...bothForms('LDSH', 0x0a, 'load', 2),
  ...bothForms('LDSTUB', 0x0d, 'atomic', 1),
  ...bothForms('SWAP', 0x0f, 'atomic', 4, ['rd']),
  compareAndSwap,
]

interface FloatAccess {
  readonly access: MemoryAccess
  readonly mnemonic: string
  readonly operand: Operand
  readonly part: Part
}

const floatAccess = (name: string, op3: number, { access, mnemonic, operand, part }: FloatAccess): Instruction => {
  const { reads, writes } = dataflow(access, part)
  return formatThree(3, op3, {
    name,
    mnemonic,
    format: part === 'fsr' ? 'operands' : 'register',
    operands: access.kind === 'store' ? [operand, '[sum]'] : ['[sum]', operand],
    traps: ['fp_disabled', ...alignment(access.bytes), 'data_access_exception'],
    reads: ['rs1', 'operand 2', ...reads],
    // Of the state register, storing clears ftt; loading keeps the fields that cannot be loaded.
    writes: part === 'fsr' && access.kind === 'store' ? [...writes, 'fsr'] : writes,
    access,
  })
}

const load = (bytes: Bytes): MemoryAccess => ({ kind: 'load', bytes })
const store = (bytes: Bytes): MemoryAccess => ({ kind: 'store', bytes })

const float: readonly Instruction[] = [
  floatAccess('LDF', 0x20, { access: load(4), mnemonic: 'ld', operand: 'single rd', part: 'float rd' }),
  floatAccess('LDFSR', 0x21, { access: load(4), mnemonic: 'ld', operand: '%fsr', part: 'fsr' }),
  floatAccess('LDDF', 0x23, { access: load(8), mnemonic: 'ldd', operand: 'double rd', part: 'double rd' }),
  floatAccess('STF', 0x24, { access: store(4), mnemonic: 'st', operand: 'single rd', part: 'float rd' }),
  floatAccess('STFSR', 0x25, { access: store(4), mnemonic: 'st', operand: '%fsr', part: 'fsr' }),
  floatAccess('STDF', 0x27, { access: store(8), mnemonic: 'std', operand: 'double rd', part: 'double rd' }),
  formatThree(3, 0x26, {
    name: 'STDFQ',
    mnemonic: 'std',
    format: 'operands',
    operands: ['%fq', '[sum]'],
    traps: ['privileged_instruction', 'fp_disabled', 'fp_exception'],
    reads: ['fsr'],
    writes: ['fsr'],
    privileged: true,
  }),
]

/** Of a coprocessor that there is not: they always trap. */
const coprocessor = (
  name: string,
  op3: number,
  mnemonic: string,
  operands: readonly Operand[],
  privileged = false,
): Instruction =>
  formatThree(3, op3, {
    name,
    mnemonic,
    format: operands.includes('coprocessor rd') ? 'register' : 'operands',
    operands,
    traps: privileged ? ['privileged_instruction', 'cp_disabled'] : ['cp_disabled'],
    privileged,
  })

export const memoryInstructions: readonly Instruction[] = [
  ...integer,
  ...float,
  coprocessor('LDC', 0x30, 'ld', ['[sum]', 'coprocessor rd']),
  coprocessor('LDCSR', 0x31, 'ld', ['[sum]', '%csr']),
  coprocessor('LDDC', 0x33, 'ldd', ['[sum]', 'coprocessor rd']),
  coprocessor('STC', 0x34, 'st', ['coprocessor rd', '[sum]']),
  coprocessor('STCSR', 0x35, 'st', ['%csr', '[sum]']),
  coprocessor('STDCQ', 0x36, 'std', ['%cq', '[sum]'], true),
  coprocessor('STDC', 0x37, 'std', ['coprocessor rd', '[sum]']),
  formatThree(2, 0x3b, { name: 'FLUSH', format: 'operands', operands: ['sum'], reads: ['rs1', 'operand 2'] }),
]
