/** The operations of the floating-point unit, and of the coprocessor that there is not. Source: V8 B.33, 4.3, 6. */

import { floatOperation, formatThree, type Instruction } from './instruction.ts'
import type { InstructionTrap } from './traps.ts'

/** The letter that ends a name gives the format of an operand: single, double, quadruple; i is an integer in a single register. */
type Letter = 's' | 'd' | 'q' | 'i'
const size = { s: 'single', d: 'double', q: 'quad', i: 'single' } as const
const part = { s: 'float', d: 'double', q: 'double', i: 'float' } as const

/** Whether an operation of these formats is none that this unit has: it is an exception, and reads and writes no register. */
const isMissing = (...letters: readonly Letter[]): boolean => letters.includes('q')

const enabled: readonly InstructionTrap[] = ['fp_disabled']
const raising: readonly InstructionTrap[] = ['fp_disabled', 'fp_exception']

/** rs2 to rd, as of these formats. `exact` operations raise no exception. */
const ofOne = (name: string, opf: number, from: Letter, to: Letter, exact = false): Instruction => {
  const missing = isMissing(from, to)
  return floatOperation(0x34, opf, {
    name,
    format: 'float of one',
    operands: [`${size[from]} rs2`, `${size[to]} rd`],
    traps: exact && !missing ? enabled : raising,
    reads: missing ? ['fsr'] : ['fsr', `${part[from]} rs2`],
    writes: missing ? ['fsr'] : ['fsr', `${part[to]} rd`],
  })
}

/** rs1 and rs2 to rd. */
const ofTwo = (name: string, opf: number, from: Letter, to: Letter = from): Instruction => {
  const missing = isMissing(from, to)
  return floatOperation(0x34, opf, {
    name,
    format: 'float',
    operands: [`${size[from]} rs1`, `${size[from]} rs2`, `${size[to]} rd`],
    traps: raising,
    reads: missing ? ['fsr'] : ['fsr', `${part[from]} rs1`, `${part[from]} rs2`],
    writes: missing ? ['fsr'] : ['fsr', `${part[to]} rd`],
  })
}

const compare = (name: string, opf: number, of: Letter): Instruction =>
  floatOperation(0x35, opf, {
    name,
    format: 'float compare',
    operands: [`${size[of]} rs1`, `${size[of]} rs2`],
    traps: raising,
    reads: isMissing(of) ? ['fsr'] : ['fsr', `${part[of]} rs1`, `${part[of]} rs2`],
    writes: isMissing(of) ? ['fsr'] : ['fsr', 'fcc'],
  })

/** An operation in single, double and quadruple, whose codes follow one another. */
const inThree = (name: string, opf: number, of: (name: string, opf: number, letter: Letter) => Instruction) =>
  (['s', 'd', 'q'] as const).map((letter, i) => of(`${name}${letter}`, opf + i, letter))

const conversions: readonly Instruction[] = [
  ofOne('FiTOs', 0xc4, 'i', 's'),
  ofOne('FiTOd', 0xc8, 'i', 'd', true),
  ofOne('FiTOq', 0xcc, 'i', 'q'),
  ofOne('FsTOi', 0xd1, 's', 'i'),
  ofOne('FdTOi', 0xd2, 'd', 'i'),
  ofOne('FqTOi', 0xd3, 'q', 'i'),
  ofOne('FsTOd', 0xc9, 's', 'd'),
  ofOne('FsTOq', 0xcd, 's', 'q'),
  ofOne('FdTOs', 0xc6, 'd', 's'),
  ofOne('FdTOq', 0xce, 'd', 'q'),
  ofOne('FqTOs', 0xc7, 'q', 's'),
  ofOne('FqTOd', 0xcb, 'q', 'd'),
]

/** What is left of a group of operations when those with a name are taken away. */
const others = (name: string, op3: number, trap: 'fp' | 'cp', rest: boolean): Instruction =>
  formatThree(2, op3, {
    name,
    format: 'operation',
    operands:
      trap === 'fp'
        ? ['opf', 'single rs1', 'single rs2', 'single rd']
        : ['opf', 'coprocessor rs1', 'coprocessor rs2', 'coprocessor rd'],
    rest,
    traps: trap === 'fp' ? raising : ['cp_disabled'],
    reads: trap === 'fp' ? ['fsr'] : [],
    writes: trap === 'fp' ? ['fsr'] : [],
  })

export const floatInstructions: readonly Instruction[] = [
  ...conversions,
  ofOne('FMOVs', 0x01, 's', 's', true),
  ofOne('FNEGs', 0x05, 's', 's', true),
  ofOne('FABSs', 0x09, 's', 's', true),
  ...inThree('FSQRT', 0x29, (name, opf, letter) => ofOne(name, opf, letter, letter)),
  ...inThree('FADD', 0x41, ofTwo),
  ...inThree('FSUB', 0x45, ofTwo),
  ...inThree('FMUL', 0x49, ofTwo),
  ...inThree('FDIV', 0x4d, ofTwo),
  ofTwo('FsMULd', 0x69, 's', 'd'),
  ofTwo('FdMULq', 0x6e, 'd', 'q'),
  ...inThree('FCMP', 0x51, compare),
  ...inThree('FCMPE', 0x55, compare),
  others('FPop1', 0x34, 'fp', true),
  others('FPop2', 0x35, 'fp', true),
  others('CPop1', 0x36, 'cp', false),
  others('CPop2', 0x37, 'cp', false),
]
