/** One instruction at random, its fields such that it does something: pointers as bases, targets within the program, spaces that exist. */

import { formats, type Field, type Fields } from '../spec/machine/fields.ts'
import type { Instruction } from '../spec/machine/instruction.ts'
import { encoded } from '../spec/machine/instructions.ts'
import { alternateSpaces } from '../spec/machine/spaces.ts'
import { alternateSpace, psrBits } from '../spec/machine/vocabulary.ts'
import type { Word } from '../spec/words/vocabulary.ts'
import type { Choices } from './choices.ts'
import { pointer, softwareTraps, type Position } from './machine-places.ts'

/** Registers that most instructions share, so that what one writes another reads: %g1, %g2, some of each kind. */
const busy = [1, 2, 8, 9, 10, 16, 17, 19, 20, 24, 25] as const
const free = [1, 2, ...Array.from({ length: 24 }, (_, n) => 8 + n)]

export const drawSource = (choices: Choices): number =>
  choices.weighted([5, () => choices.of(busy)], [1, () => 0], [3, () => choices.below(32)])

export const drawTarget = (choices: Choices): number =>
  choices.weighted([10, () => choices.of(busy)], [8, () => choices.of(free)], [1, () => choices.below(32)])

const drawImmediate = (choices: Choices): number =>
  choices.weighted(
    [3, () => choices.between(-8, 8)],
    [2, () => choices.of([0, 1, 31, 32, -1, -4096, 4095, 0x555, 0xaaa])],
    [2, () => choices.between(-4096, 4095)],
  )

/** Where a transfer goes, in instructions from here: mostly onwards. */
export const drawDisplacement = (choices: Choices, { index, length }: Position): number =>
  choices.weighted(
    [10, () => choices.between(1, 6)],
    [2, () => choices.between(2, Math.max(2, length - index))],
    [1, () => choices.between(-Math.min(index, 6), 0)],
    [1, () => choices.of([-1, 0, 1, 2])],
  )

/** The offset of an instruction of the program from the register that points at it. */
export const drawCodeOffset = (choices: Choices, at: Position): number =>
  4 * Math.min(1000, Math.max(0, at.index + drawDisplacement(choices, at)))

interface Address {
  readonly rs1: number
  readonly i: number
  readonly rs2?: number
  readonly simm13?: number
}

/** An address of memory, mostly aligned to an access of so many bytes. */
const drawAddress = (choices: Choices, bytes: number, stores: boolean): Address => {
  const aligned = (offset: number): number => (choices.percent(94) ? offset - (offset % bytes) : offset)
  return choices.weighted<Address>(
    [16, () => ({ rs1: pointer.data, i: 1, simm13: aligned(choices.between(-64, 64)) })],
    [6, () => ({ rs1: pointer.edge, i: 1, simm13: aligned(choices.between(-16, 15)) })],
    [2, () => ({ rs1: pointer.data, i: 0, rs2: choices.percent(70) ? 0 : drawSource(choices) })],
    [1, () => ({ rs1: pointer.edge, i: 0, rs2: choices.percent(70) ? 0 : drawSource(choices) })],
    [
      stores ? 1 : 2,
      () => ({ rs1: pointer.tables, i: 1, simm13: aligned(choices.of([0, 0x100, 0x400, 0x600, 0x610])) }),
    ],
    [stores ? 0 : 1, () => ({ rs1: pointer.code, i: 1, simm13: aligned(choices.between(0, 200)) })],
    [2, () => ({ rs1: pointer.devices, i: 1, simm13: aligned(choices.of(deviceOffsets)) })],
    [1, () => ({ rs1: drawSource(choices), i: 1, simm13: drawImmediate(choices) })],
    [1, () => ({ rs1: 14, i: 1, simm13: -8 * choices.between(1, 16) })],
  )
}

/** Registers of the devices, from the pointer between them. */
export const deviceOffsets = [
  ...[-0x100, -0xfc, -0xf8, -0xf4, 0, 4, 8, 0xc, 0x10, 0x14, 0x40, 0x80],
  ...[0x100, 0x104, 0x108, 0x110, 0x114, 0x118, 0x120, 0x124, 0x128, 0x130, 0x3c],
]

const memorySpaces = [
  alternateSpace.userData,
  alternateSpace.supervisorData,
  alternateSpace.userInstruction,
  alternateSpace.supervisorInstruction,
  alternateSpace.bypass,
]

export const drawSpace = (choices: Choices): number =>
  choices.weighted(
    [6, () => choices.of(memorySpaces)],
    [4, () => choices.of(alternateSpaces).number],
    [1, () => choices.below(256)],
  )

/** With a page of data as base; of a space of registers the other operands decide. */
const drawAlternate = (choices: Choices): Fields => ({
  asi: drawSpace(choices),
  i: choices.percent(9) ? 1 : 0,
  rs1: choices.weighted([6, () => pointer.data], [2, () => pointer.edge], [1, () => 0], [2, () => drawSource(choices)]),
  rs2: choices.weighted([6, () => 0], [1, () => drawSource(choices)]),
  simm13: drawImmediate(choices),
})

/** What is written into the state register: mostly a supervisor with traps enabled. */
export const drawState = (choices: Choices): number =>
  (choices.percent(88) ? psrBits.S : 0) |
  (choices.percent(50) ? psrBits.PS : 0) |
  (choices.percent(85) ? psrBits.ET : 0) |
  (choices.weighted([3, () => 0], [2, () => choices.below(16)], [1, () => 15]) << 8) |
  (choices.percent(75) ? psrBits.EF - 0x2000 : 0) |
  (choices.percent(96) ? choices.below(8) : choices.below(32))

const special = (instruction: Instruction, choices: Choices, at: Position): Fields | null => {
  switch (instruction.name) {
    case 'WRPSR':
    case 'PWRPSR':
      return choices.percent(80) ? { rs1: 0, i: 1, simm13: drawState(choices), rd: choices.between(1, 31) } : null
    case 'WRWIM':
      return choices.percent(70)
        ? { rs1: 0, i: 1, simm13: choices.of([0, 1, 2, 4, 8, 16, 32, 64, 128, choices.below(256)]) }
        : null
    case 'JMPL':
      return choices.percent(92)
        ? { rs1: pointer.code, i: 1, simm13: drawCodeOffset(choices, at), rd: choices.of([0, 15, drawTarget(choices)]) }
        : null
    case 'RETT':
      return choices.percent(60)
        ? { rs1: pointer.code, i: 1, simm13: drawCodeOffset(choices, at) + (choices.percent(10) ? 1 : 0) }
        : null
    case 'WRASR':
      return { ...drawOperands(choices), rd: choices.of([17, 17, 19, 16, 18, 24, 31, 1, 15]) }
    case 'RDASR':
      return { rs1: choices.of([17, 17, 15, 1, 16, 19, 31]), rd: choices.between(1, 31) }
    case 'CALL':
      return { disp30: drawDisplacement(choices, at) }
    default:
      return instruction.format === 'operands' && instruction.traps.includes('trap_instruction')
        ? { rs1: 0, i: 1, simm13: choices.of(softwareTraps) }
        : null
  }
}

const drawOperands = (choices: Choices): Fields => ({
  rs1: drawSource(choices),
  i: choices.percent(45) ? 1 : 0,
  rs2: drawSource(choices),
  simm13: drawImmediate(choices),
})

const drawField = (choices: Choices, field: Field, at: Position): number => {
  switch (field) {
    case 'a':
      return choices.below(2)
    case 'disp22':
    case 'disp30':
      return drawDisplacement(choices, at)
    case 'imm22':
    case 'const22':
      return choices.percent(30) ? choices.of([0, 0x100000, 0x3fffff, 0x200000]) : choices.below(0x400000)
    case 'opf':
      return choices.below(0x200)
    default:
      return choices.below(32)
  }
}

const drawFields = (choices: Choices, instruction: Instruction, at: Position): Fields => {
  const { format, access } = instruction
  const rd = drawTarget(choices)
  if (format === 'alternate')
    return { rd: access?.bytes === 8 && choices.percent(90) ? rd & ~1 : rd, ...drawAlternate(choices) }
  if (access !== null) {
    const float = instruction.reads.includes('float rd') || instruction.traps.includes('fp_disabled')
    const even = access.bytes === 8 && !float && choices.percent(90)
    return {
      ...drawAddress(choices, access.bytes, access.kind !== 'load'),
      rd: float ? choices.below(32) : even ? rd & ~1 : rd,
    }
  }
  if (format === 'register') return { ...drawOperands(choices), rd }
  if (format === 'operands') return drawOperands(choices)
  if (format === 'sethi' || format === 'read state') return { imm22: drawField(choices, 'imm22', at), rd }
  const fields: readonly Field[] = formats[format]
  return Object.fromEntries(fields.map((field) => [field, drawField(choices, field, at)]))
}

/** A word of an instruction at a position of a program. */
export const drawOf = (choices: Choices, instruction: Instruction, at: Position): Word =>
  encoded(
    instruction,
    special(instruction, choices, at) ?? drawFields(choices, instruction, at),
    choices.percent(10) ? choices.word() : 0,
  )
