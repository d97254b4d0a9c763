/** The instruction set as auditors read it. */

import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import { instructions } from '../../spec/machine/instructions.ts'
import { instructionDocument, instructionSetLines } from './instructions.ts'

const plain = picocolors.createColors(false)

test('every instruction is listed with all of its bits, which tell it from its fields', () => {
  const { instructions: listed } = instructionDocument()
  expect(listed.map(({ name }) => name)).toEqual(instructions.map(({ name }) => name))
  for (const { pattern, mask, value } of listed) {
    expect(pattern).toMatch(/^[01a-zA-Z.]{32}$/)
    expect(parseInt(pattern.replaceAll(/[01]/g, '1').replaceAll(/[^1]/g, '0'), 2)).toBe(mask)
    expect(parseInt(pattern.replaceAll(/[^1]/g, '0'), 2)).toBe(value)
  }
})

test('a line says the bits as the manual draws them, and what the instruction does', () => {
  const lines = instructionSetLines(200, plain)
  const at = lines.findIndex((line) => line.startsWith('  SAVE '))
  expect(lines[at]).toBe('  SAVE       10DDDDD111100SSSSSi........TTTTT  save')
  expect(lines[at + 1]).toBe('    reads rs1, operand 2, window, wim; writes rd, window; traps: window_overflow')
})
