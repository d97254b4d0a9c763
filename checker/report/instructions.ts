/** The instruction set for auditors: each instruction with its bits, what it reads and writes, which traps it may raise; the traps and the alternate spaces. */

import { meant, places, type Field } from '../../spec/machine/fields.ts'
import type { Instruction } from '../../spec/machine/instruction.ts'
import { instructions } from '../../spec/machine/instructions.ts'
import { alternateSpaces } from '../../spec/machine/spaces.ts'
import { traps } from '../../spec/machine/traps.ts'
import type { Paint } from '../program/terminal.ts'
import { folded } from './wrapping.ts'

const letters: { readonly [field in Field]: string } = {
  disp30: 'd',
  disp22: 'd',
  imm22: 'k',
  const22: 'k',
  a: 'a',
  rd: 'D',
  rs1: 'S',
  i: 'i',
  asi: 'x',
  simm13: 'k',
  rs2: 'T',
  opf: 'f',
}

/** The 32 bits of an instruction, the highest first: its own, those of its fields as letters, those that nothing reads as dots. */
const bitPattern = ({ mask, value, format }: Instruction): string => {
  const fields = meant(format, 0)
  return Array.from({ length: 32 }, (_, i) => {
    const bit = 31 - i
    if (((mask >>> bit) & 1) === 1) return String((value >>> bit) & 1)
    const field = fields.find((one) => bit >= places[one].low && bit < places[one].low + places[one].bits)
    return field === undefined ? '.' : letters[field]
  }).join('')
}

/** What a program gets that asks for the instruction set. */
export const instructionDocument = () => ({
  instructions: instructions.map((one) => ({ ...one, pattern: bitPattern(one) })),
  traps,
  alternateSpaces,
})

const listOf = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '))

const instructionLines = (one: Instruction, columns: number, paint: Paint): readonly string[] => {
  const rights = one.privileged ? 'privileged; ' : ''
  const access = one.access === null ? '' : `${one.access.kind} of ${one.access.bytes}; `
  const says = `${rights}${access}reads ${listOf(one.reads)}; writes ${listOf(one.writes)}; traps: ${listOf(one.traps)}`
  return [
    `  ${paint.bold(one.name.padEnd(10))} ${bitPattern(one)}  ${one.mnemonic}`,
    ...folded(says, columns, '    ', '    '),
  ]
}

const hex = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`

/** Instructions, traps in the order in which they are taken, alternate spaces. */
export const instructionSetLines = (columns: number, paint: Paint): readonly string[] => [
  paint.bold(`${instructions.length} instructions`),
  ...folded(
    'Bits: 0 and 1 its own; D rd, S rs1, T rs2 (where i is 0; an immediate operand otherwise), i, x the alternate space, k and d a constant or displacement, a annul, f opf; a dot is not read. Whatever is no instruction is illegal.',
    columns,
    '  ',
    '  ',
  ),
  ...instructions.flatMap((one) => instructionLines(one, columns, paint)),
  '',
  paint.bold('Traps, the one that is taken first before all others'),
  ...traps.flatMap(({ trap, first, last, raisedBy }) =>
    folded(`${trap} ${hex(first)}${last === first ? '' : ` to ${hex(last)}`}: ${raisedBy}`, columns, '  ', '    '),
  ),
  '',
  paint.bold('Alternate spaces; any other is data_access_exception'),
  ...alternateSpaces.flatMap(({ number, name, sizes, atomic, load, store }) =>
    folded(
      `${hex(number)} ${name}: ${sizes.join(', ')} bytes${atomic ? ', atomic ones too' : ''}; a load ${load}, a store ${store}`,
      columns,
      '  ',
      '    ',
    ),
  ),
]
