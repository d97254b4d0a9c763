/** MACHINE-P2: model and emulator take every word for the instruction that the instruction set has for it. */

import { expect, test } from 'vitest'
import { decodedName as emulatorName } from '../impl/machine-operations.ts'
import { decodedName as modelName } from '../model/machine/instruction.ts'
import { disassembled } from '../spec/machine/disassembly.ts'
import { instructionOf } from '../spec/machine/instructions.ts'
import { address, word, type Word } from '../spec/words/vocabulary.ts'
import { Choices } from './choices.ts'

/** What the three take a word for, where it is not the same. */
const disagreement = (code: Word): string | null => {
  const [data, model, emulator] = [instructionOf(code)?.name ?? null, modelName(code), emulatorName(code)]
  if (data === model && data === emulator) return null
  return `${disassembled(code, address(0))} (0x${code.toString(16)}): data ${data}, model ${model}, emulator ${emulator}`
}

/** Every combination of the fields that instructions are known by, with all other bits alike. */
function* opcodes(): Generator<number> {
  for (let a = 0; a < 32; a++) for (let op2 = 0; op2 < 8; op2++) yield (a << 25) | (op2 << 22)
  yield 0x40000000
  for (const op of [2, 3])
    for (let op3 = 0; op3 < 64; op3++)
      for (let rd = 0; rd < 32; rd++)
        for (let rs1 = 0; rs1 < 32; rs1++)
          for (const i of [0, 1]) yield (op << 30) | (rd << 25) | (op3 << 19) | (rs1 << 14) | (i << 13)
  for (const op3 of [0x34, 0x35, 0x36, 0x37])
    for (let opf = 0; opf < 512; opf++) yield (2 << 30) | (op3 << 19) | (opf << 5)
}

test('every combination of op, op2, op3, condition, opf, rd and rs1 is one instruction to all three, whatever else is set', () => {
  const choices = new Choices(1)
  const told: string[] = []
  for (const opcode of opcodes()) {
    const op = opcode >>> 30
    // Bits that are no part of what is enumerated.
    const others =
      op === 0 ? 0x3fffff : op === 1 ? 0x3fffffff : ((opcode >>> 19) & 0x3c) === 0x34 && op === 2 ? 0x3e07c01f : 0x1fff
    for (const code of [opcode, opcode | others, opcode | (choices.word() & others)]) {
      const found = disagreement(word(code))
      if (found !== null) told.push(found)
    }
  }
  expect(told.slice(0, 10)).toEqual([])
})

test('random words are the same to all three', () => {
  const choices = new Choices(2)
  const told = Array.from({ length: 200_000 }, () => disagreement(word(choices.word()))).filter(
    (found) => found !== null,
  )
  expect(told.slice(0, 10)).toEqual([])
})
