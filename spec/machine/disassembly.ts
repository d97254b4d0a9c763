/** Instructions written as an assembler for SPARC reads them, without synthetic ones but nop: what is written assembles to the same meaning. */

import { word, type Address, type Word } from '../words/vocabulary.ts'
import { fieldOf, type Field } from './fields.ts'
import type { Operand } from './instruction.ts'
import { instructionOf } from './instructions.ts'

const register = (number: number): string =>
  number === 14 ? '%sp' : number === 30 ? '%fp' : `%${'goli'.charAt(number >> 3)}${number & 7}`

/** Small numbers and negative ones in decimal, others in hexadecimal. */
const immediate = (value: number): string => (value <= 9 ? String(value) : `0x${value.toString(16)}`)
const hexadecimal = (value: number): string => (value === 0 ? '0' : `0x${value.toString(16)}`)

const isImmediate = (code: Word): boolean => fieldOf('i', code) === 1

const operandTwo = (code: Word, value: number): string =>
  isImmediate(code) ? immediate(value) : register(fieldOf('rs2', code))

/** rs1 + operand 2, as short as its encoding can be told from. */
const sum = (code: Word, value: number): string => {
  const first = fieldOf('rs1', code)
  if (isImmediate(code)) return first === 0 ? immediate(value) : `${register(first)} + ${immediate(value)}`
  const second = fieldOf('rs2', code)
  return second === 0 ? register(first) : `${register(first)} + ${register(second)}`
}

const space = (code: Word): string => (isImmediate(code) ? '%asi' : `(${fieldOf('asi', code)})`)

/** The number of a register that a field names; the lowest bits of larger ones are ignored. */
const numbered = (code: Word, field: Field, ignored: number): number => fieldOf(field, code) & ~ignored

const written = (operand: Operand, code: Word, at: Address): string => {
  const simm13 = fieldOf('simm13', code)
  switch (operand) {
    case 'rs1':
    case 'rs2':
    case 'rd':
      return register(fieldOf(operand, code))
    case 'operand 2':
      return operandTwo(code, simm13)
    case 'count':
      return operandTwo(code, simm13 & 31)
    case 'sum':
      return sum(code, simm13)
    case 'trap':
      return sum(code, simm13 & 0x7f)
    case '[sum]':
      return `[ ${sum(code, simm13)} ]`
    case '[sum] asi':
      return `[ ${sum(code, simm13)} ] ${space(code)}`
    case '[rs1] asi':
      return `[ ${register(fieldOf('rs1', code))} ] ${space(code)}`
    case 'disp30':
    case 'disp22':
      return hexadecimal(word(at + 4 * fieldOf(operand, code)))
    case 'imm22':
      return `%hi(${hexadecimal(fieldOf(operand, code) * 0x400)})`
    case 'const22':
    case 'opf':
      return hexadecimal(fieldOf(operand, code))
    case 'single rs1':
      return `%f${numbered(code, 'rs1', 0)}`
    case 'single rs2':
      return `%f${numbered(code, 'rs2', 0)}`
    case 'single rd':
      return `%f${numbered(code, 'rd', 0)}`
    case 'double rs1':
      return `%f${numbered(code, 'rs1', 1)}`
    case 'double rs2':
      return `%f${numbered(code, 'rs2', 1)}`
    case 'double rd':
      return `%f${numbered(code, 'rd', 1)}`
    case 'quad rs1':
      return `%f${numbered(code, 'rs1', 3)}`
    case 'quad rs2':
      return `%f${numbered(code, 'rs2', 3)}`
    case 'quad rd':
      return `%f${numbered(code, 'rd', 3)}`
    case 'coprocessor rs1':
      return `%c${fieldOf('rs1', code)}`
    case 'coprocessor rs2':
      return `%c${fieldOf('rs2', code)}`
    case 'coprocessor rd':
      return `%c${fieldOf('rd', code)}`
    case 'asr rs1':
      return `%asr${fieldOf('rs1', code)}`
    case 'asr rd':
      return `%asr${fieldOf('rd', code)}`
    case '%y':
    case '%psr':
    case '%wim':
    case '%tbr':
    case '%fsr':
    case '%fq':
    case '%csr':
    case '%cq':
      return operand
  }
}

const nop = 0x01000000

/** A word as the instruction at an address, in assembler syntax; what is none, as data: `.word 0x…`. */
export const disassembled = (code: Word, at: Address): string => {
  if (code === nop) return 'nop'
  const instruction = instructionOf(code)
  if (instruction === null) return `.word 0x${code.toString(16).padStart(8, '0')}`
  const { mnemonic, operands, format } = instruction
  const annulled = format === 'branch' && fieldOf('a', code) === 1 ? ',a' : ''
  return operands.length === 0
    ? mnemonic
    : `${mnemonic}${annulled} ${operands.map((operand) => written(operand, code, at)).join(', ')}`
}
