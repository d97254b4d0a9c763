/** The instruction set as data is sound: no word is two instructions, every instruction is known by its words, and is written as an assembler has it. */

import { expect, test } from 'vitest'
import { disassembled } from '../spec/machine/disassembly.ts'
import { bitsOf, fieldOf, formats, meant, type Field, type Fields } from '../spec/machine/fields.ts'
import type { Instruction } from '../spec/machine/instruction.ts'
import { encoded, ignoredBits, instructionOf, instructions } from '../spec/machine/instructions.ts'
import { alternateAccess, alternateSpaces } from '../spec/machine/spaces.ts'
import { traps, trapTaken } from '../spec/machine/traps.ts'
import { alternateSpace } from '../spec/machine/vocabulary.ts'
import { address, word, type Word } from '../spec/words/vocabulary.ts'
import { Choices } from './choices.ts'

const draw = (choices: Choices): Word => word(choices.below(0x10000) * 0x10000 + choices.below(0x10000))

const drawFields = (instruction: Instruction, choices: Choices): Fields => {
  const fields: readonly Field[] = formats[instruction.format]
  return Object.fromEntries(fields.map((field) => [field, fieldOf(field, draw(choices))]))
}

const named = (name: string): Instruction => {
  const found = instructions.find((instruction) => instruction.name === name)
  if (found === undefined) throw new Error(`no instruction ${name}`)
  return found
}

test('no word is two instructions: masks have no word in common', () => {
  const both = instructions.flatMap((a, i) =>
    instructions
      .slice(i + 1)
      .filter((b) => a.rest === b.rest && ((a.value ^ b.value) & a.mask & b.mask) === 0)
      .map((b) => `${a.name} and ${b.name}`),
  )
  expect(both).toEqual([])
  expect(new Set(instructions.map(({ name }) => name)).size).toBe(instructions.length)
})

test('what is marked as the rest leaves room for itself beside the instructions within its mask', () => {
  const rests = instructions.filter(({ rest }) => rest)
  expect(rests.map(({ name }) => name)).toEqual(['RDASR', 'WRASR', 'PWRPSR', 'FPop1', 'FPop2'])
  for (const [name, fields] of [
    ['RDASR', { rs1: 17 }],
    ['RDASR', { rs1: 15, rd: 1 }],
    ['WRASR', { rd: 19 }],
    ['PWRPSR', { rd: 1 }],
    ['FPop1', { opf: 0 }],
    ['FPop2', { opf: 0x41 }],
  ] as const)
    expect(instructionOf(encoded(named(name), fields))?.name).toBe(name)
})

test('values, masks, fields and ignored bits cover a word without overlapping, in both forms', () => {
  for (const instruction of instructions)
    for (const i of [0, 1]) {
      const parts = [instruction.mask, ignoredBits(instruction, i), ...meant(instruction.format, i).map(bitsOf)]
      expect([instruction.name, parts.reduce((sum, bits) => sum + bits, 0)]).toEqual([instruction.name, 0xffffffff])
      expect((instruction.value & ~instruction.mask) >>> 0).toBe(0)
    }
})

test('an encoded instruction is recognised as itself, has the fields it was given, and ignored bits change nothing', () => {
  const choices = new Choices(1, 0)
  for (const instruction of instructions)
    for (let n = 0; n < 50; n++) {
      const fields = drawFields(instruction, choices)
      const code = encoded(instruction, fields, draw(choices))
      const known = instructionOf(code)
      if (known !== instruction) expect([instruction.rest, known?.rest]).toEqual([true, false])
      for (const field of meant(instruction.format, fields.i ?? 0)) expect(fieldOf(field, code)).toBe(fields[field])
      expect(disassembled(code, address(0))).toBe(disassembled(encoded(instruction, fields), address(0)))
    }
})

test('a word at random is at most one instruction, and what none has in its mask is none', () => {
  const choices = new Choices(2, 0)
  let illegal = 0
  for (let n = 0; n < 100_000; n++) {
    const code = draw(choices)
    const matching = instructions.filter(({ mask, value }) => (code & mask) >>> 0 === value)
    const [first] = matching.filter(({ rest }) => !rest)
    if (instructionOf(code) !== (first ?? matching[0] ?? null)) expect.unreachable(`0x${code.toString(16)}`)
    if (matching.length === 0) illegal++
  }
  expect(illegal).toBeGreaterThan(10_000)
})

test('every opcode of format 3 that the page does not name is illegal', () => {
  const illegal = (op: number) =>
    Array.from({ length: 64 }, (_, op3) => op3).filter((op3) => instructionOf(word((op << 30) | (op3 << 19))) === null)
  expect(illegal(2)).toEqual([0x09, 0x0d, 0x19, 0x1d, 0x2c, 0x2d, 0x2e, 0x2f, 0x3e, 0x3f])
  expect(illegal(3)).toEqual([
    ...[0x08, 0x0b, 0x0c, 0x0e, 0x18, 0x1b, 0x1c, 0x1e, 0x22, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f],
    ...[0x32, 0x38, 0x39, 0x3a, 0x3b, 0x3d, 0x3e, 0x3f],
  ])
  expect([1, 3, 5].map((op2) => instructionOf(word(op2 << 22)))).toEqual([null, null, null])
})

test('what an instruction says of itself agrees: privilege, memory, registers and traps', () => {
  for (const { name, traps: may, privileged, access, reads, writes, format } of instructions) {
    const has = (trap: (typeof may)[number]) => may.includes(trap)
    expect([name, privileged || name === 'CASA']).toEqual([name, has('privileged_instruction')])
    expect([name, access !== null]).toEqual([name, has('data_access_exception')])
    expect([name, access !== null && access.bytes > 1]).toEqual([
      name,
      has('mem_address_not_aligned') && access !== null,
    ])
    expect([name, reads.includes('memory')]).toEqual([name, access !== null && access.kind !== 'store'])
    expect([name, writes.includes('memory')]).toEqual([name, access !== null && access.kind !== 'load'])
    if (format === 'alternate') expect([name, has('illegal_instruction')]).toEqual([name, true])
    // What does nothing is a trap that always or never is taken, or a barrier.
    if (writes.length === 0)
      expect(may.length > 0 || ['STBAR', 'FLUSH', 'TN'].includes(name), `${name} writes nothing`).toBe(true)
  }
})

test('an instruction lists its traps in the order in which they go before one another, and MACHINE-D1 takes the first', () => {
  for (const { name, traps: may } of instructions) {
    const order = may.map((trap) => traps.findIndex((description) => description.trap === trap))
    expect([name, order]).toEqual([name, order.toSorted((a, b) => a - b)])
    expect(trapTaken(new Set(may))?.trap).toBe(may[0])
  }
  const priorities = traps.map(({ priority }) => priority)
  expect(priorities).toEqual(priorities.toSorted((a, b) => a - b))
})

test('every trap but a fetch’s and an interrupt’s is one that some instruction raises', () => {
  const raised = new Set(instructions.flatMap((instruction) => instruction.traps))
  expect(traps.flatMap(({ trap }) => (new Set<string>(raised).has(trap) ? [] : [trap]))).toEqual([
    'instruction_access_exception',
    'interrupt',
  ])
})

test('every alternate space is described once, and MACHINE-D2 lets users reach their data by CASA alone', () => {
  expect(alternateSpaces.map(({ number }) => number)).toEqual(Object.values(alternateSpace))
  const reached = (level: 'user' | 'supervisor', compareAndSwap: boolean) =>
    Array.from({ length: 256 }, (_, space) =>
      alternateAccess({ level, immediate: false, space, bytes: 4, kind: 'atomic', compareAndSwap }),
    ).flatMap((what, space) => (what.includes('memory') ? [space] : []))
  expect(reached('user', false)).toEqual([])
  expect(reached('user', true)).toEqual([0x0a])
  expect(reached('supervisor', true)).toEqual([0x08, 0x09, 0x0a, 0x0b, 0x1c])
})

/** As GNU binutils 2.40 writes them, but for synthetic instructions, names of spaces, and what it does not know. */
test.each([
  [0x01000000, 'nop'],
  [0x25000000, 'sethi %hi(0), %l2'],
  [0x0b33a98f, 'sethi %hi(0xcea63c00), %g5'],
  [0x0000002a, 'unimp 0x2a'],
  [0x40000002, 'call 0x1008'],
  [0x7fffffff, 'call 0xffc'],
  [0x10800004, 'ba 0x1010'],
  [0x32bffffe, 'bne,a 0xff8'],
  [0x0a800003, 'bcs 0x100c'],
  [0x1cbfffff, 'bpos 0xffc'],
  [0x33800002, 'fbe,a 0x1008'],
  [0x1f800002, 'fbo 0x1008'],
  [0x23c00002, 'cb123,a 0x1008'],
  [0x81c3e008, 'jmpl %o7 + 8, %g0'],
  [0x9fc04000, 'jmpl %g1, %o7'],
  [0x81cc8000, 'rett %l2'],
  [0x81cc8012, 'rett %l2 + %l2'],
  [0x91d02005, 'ta 5'],
  [0x93d04002, 'tne %g1 + %g2'],
  [0x82004002, 'add %g1, %g2, %g1'],
  [0x82806adf, 'addcc %g1, 0xadf, %g1'],
  [0x9e23bf80, 'sub %sp, -128, %o7'],
  [0x80a24009, 'subcc %o1, %o1, %g0'],
  [0xa0180014, 'xor %g0, %l4, %l0'],
  [0x8238c01f, 'xnor %g3, %i7, %g1'],
  [0x82400002, 'addx %g0, %g2, %g1'],
  [0x82e06001, 'subxcc %g1, 1, %g1'],
  [0x82504002, 'umul %g1, %g2, %g1'],
  [0x82f86003, 'sdivcc %g1, 3, %g1'],
  [0x83006004, 'taddcc %g1, 4, %g1'],
  [0x83184002, 'tsubcctv %g1, %g2, %g1'],
  [0x83204002, 'mulscc %g1, %g2, %g1'],
  [0x8328601f, 'sll %g1, 0x1f, %g1'],
  [0x833a4008, 'sra %o1, %o0, %g1'],
  [0x9de3bfa0, 'save %sp, -96, %sp'],
  [0x81e80000, 'restore %g0, %g0, %g0'],
  [0x83400000, 'rd %y, %g1'],
  [0x8143c000, 'stbar'],
  [0x83444000, 'rd %asr17, %g1'],
  [0xa1480000, 'rd %psr, %l0'],
  [0x83580000, 'rd %tbr, %g1'],
  [0x81804000, 'wr %g1, %g0, %y'],
  [0xa7800000, 'wr %g0, %g0, %asr19'],
  [0x81886020, 'wr %g1, 0x20, %psr'],
  [0x83886020, 'pwr %g1, 0x20, %psr'],
  [0x81902002, 'wr %g0, 2, %wim'],
  [0x81dc6004, 'flush %l1 + 4'],
  [0xc2006004, 'ld [ %g1 + 4 ], %g1'],
  [0xc4084003, 'ldub [ %g1 + %g3 ], %g2'],
  [0xc44fbfff, 'ldsb [ %fp + -1 ], %g2'],
  [0xd41a0000, 'ldd [ %o0 ], %o2'],
  [0xc0266008, 'st %g0, [ %i1 + 8 ]'],
  [0xc236400a, 'sth %g1, [ %i1 + %o2 ]'],
  [0xc26a0000, 'ldstub [ %o0 ], %g1'],
  [0xc27a2004, 'swap [ %o0 + 4 ], %g1'],
  [0xc2802ffc, 'lda [ 0xffc ] %asi, %g1'],
  [0xc2800323, 'lda [ %g0 + %g3 ] (25), %g1'],
  [0xc4a04380, 'sta %g2, [ %g1 ] (28)'],
  [0xc7e04142, 'casa [ %g1 ] (10), %g2, %g3'],
  [0xc5004000, 'ld [ %g1 ], %f2'],
  [0xc1086008, 'ld [ %g1 + 8 ], %fsr'],
  [0xcd386008, 'std %f6, [ %g1 + 8 ]'],
  [0xc1304000, 'std %fq, [ %g1 ]'],
  [0xc7806069, 'ld [ %g1 + 0x69 ], %c3'],
  [0x85a00021, 'fmovs %f1, %f2'],
  [0x89a08842, 'faddd %f2, %f2, %f4'],
  [0x81a80a21, 'fcmps %f0, %f1'],
  [0x81a88ac4, 'fcmped %f2, %f4'],
  [0x85a01904, 'fitod %f4, %f2'],
  [0x85a01a44, 'fdtoi %f4, %f2'],
  [0x02400000, '.word 0x02400000'],
  [0x81700000, '.word 0x81700000'],
] as const)('0x%s is %s', (code, text) => {
  expect(disassembled(word(code), address(0x1000))).toBe(text)
})
