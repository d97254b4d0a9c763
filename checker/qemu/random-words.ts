/** One random instruction of the instruction set, as an item that may stand anywhere in a block. */

import { constant, immediately } from '../../properties/machine-assembly.ts'
import type { Choices } from '../../properties/choices.ts'
import { formats, places as fieldPlaces, type Field } from '../../spec/machine/fields.ts'
import type { Instruction } from '../../spec/machine/instruction.ts'
import { encoded, instructions } from '../../spec/machine/instructions.ts'
import * as places from './places.ts'
import { free, freePairs, landing, plain, pointers, scratch, type Item } from './random-items.ts'

/** What a block is about, as far as its items ask. */
export interface Taste {
  /** Absolute addresses at which it may load and store: `room` bytes from each on. */
  readonly addresses: readonly number[]
  readonly room: number
  /** Where it may jump, for nothing is executed there: it traps. */
  readonly unfetchable: readonly number[]
  /** Whether alternate spaces that name memory are the MMU's affair. */
  readonly translated: boolean
}

const corners = [0, 1, -1, 2, 3, 4, 7, 8, 31, 32, -32, 4095, -4096, 0x7f, 0xff]
export const immediate = (choices: Choices): number =>
  choices.percent(50) ? choices.of(corners) : choices.between(-4096, 4095)

/** A random value of a field. Registers that hold addresses are read, but never written. */
const value = (choices: Choices, field: Field): number => {
  switch (field) {
    case 'rd':
      return choices.of(free)
    case 'simm13':
      return immediate(choices)
    default:
      return choices.below(2 ** fieldPlaces[field].bits)
  }
}

const drawn = (
  choices: Choices,
  instruction: Instruction,
  fixed: { readonly [field in Field]?: number } = {},
): number => {
  const fields: readonly Field[] = formats[instruction.format]
  const random = Object.fromEntries(fields.map((field) => [field, value(choices, field)]))
  return encoded(instruction, { ...random, ...fixed }, choices.percent(10) ? choices.word() : 0)
}

/** A transfer to an item ahead. */
const branch = (choices: Choices, instruction: Instruction): Item => {
  const ahead = choices.between(1, 4)
  const a = choices.below(2)
  return {
    size: 1,
    transfers: true,
    words: (here, target) => [
      encoded(instruction, { a, disp22: landing(target, ahead) - here, disp30: landing(target, ahead) - here }),
    ],
  }
}

const jump = (choices: Choices, instruction: Instruction): Item => {
  const ahead = choices.between(1, 4)
  const misaligned = choices.percent(8) ? choices.between(1, 3) : 0
  const rd = misaligned === 0 ? choices.of(free) : 0
  return {
    size: 1,
    transfers: true,
    words: (_here, target) => [
      encoded(instruction, { rd, rs1: pointers.code, i: 1, simm13: 4 * landing(target, ahead) + misaligned }),
    ],
  }
}

/** The register that a load or store names: whole pairs, and now and then an odd one. */
const accessed = (choices: Choices, { access, reads, writes }: Instruction): number => {
  if (access?.bytes !== 8) return choices.of(free)
  if (reads.includes('double rd') || writes.includes('double rd')) return choices.below(32)
  return choices.percent(6) ? choices.of(freePairs) + 1 : choices.of(freePairs)
}

/** An offset for an access of so many bytes; now and then one that is not aligned, but never by half a doubleword. */
const offset = (choices: Choices, bytes: number, room: number): number => {
  const aligned = bytes * choices.below(room / bytes)
  return bytes > 1 && choices.percent(8) && aligned + 2 * bytes <= room
    ? aligned + choices.of(bytes === 2 ? [1] : [1, 2, 3])
    : aligned
}

const memory = (choices: Choices, instruction: Instruction, { addresses, room }: Taste): Item => {
  const bytes = instruction.access?.bytes ?? 4
  const rd = accessed(choices, instruction)
  const at = offset(choices, bytes, room)
  const base = choices.of(scratch)
  return choices.weighted<Item>(
    [
      5,
      () =>
        plain(
          encoded(instruction, { rd, rs1: pointers.data, i: 1, simm13: offset(choices, bytes, places.dataWords * 4) }),
        ),
    ],
    [1, () => plain(immediately('OR', 0, at, base), encoded(instruction, { rd, rs1: pointers.mapped, rs2: base }))],
    [
      1,
      () =>
        plain(
          immediately('OR', 0, at, base),
          encoded(instruction, { rd, rs1: base, rs2: pointers.mapped }, choices.word()),
        ),
    ],
    [
      3,
      () => plain(...constant(choices.of(addresses), base), encoded(instruction, { rd, rs1: base, i: 1, simm13: at })),
    ],
  )
}

/** Spaces that every machine takes for the same: of memory, and of words in which nothing can be seen. */
const spacesOfMemory = [0x0a, 0x0b, 0x1c]
const hiddenSpaces = {
  load: [0x0c, 0x0d, 0x0e, 0x0f],
  store: [0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x13, 0x14],
  atomic: spacesOfMemory,
} as const

const space = (choices: Choices, { name, access }: Instruction, { translated }: Taste): number => {
  const word = access?.bytes === 4 && access.kind !== 'atomic' && !translated
  return choices.weighted(
    [6, () => choices.of(translated ? [0x0a, 0x0b] : spacesOfMemory)],
    [word ? 2 : 0, () => choices.of(hiddenSpaces[access?.kind ?? 'atomic'])],
    [access?.kind === 'load' && name !== 'CASA' && !translated ? 1 : 0, () => 0x09],
  )
}

const alternate = (choices: Choices, instruction: Instruction, taste: Taste): Item => {
  const bytes = instruction.access?.bytes ?? 4
  const rd = accessed(choices, instruction)
  const base = choices.of(scratch)
  if (choices.percent(6)) return plain(encoded(instruction, { rd, rs1: pointers.data, i: 1, simm13: 0 }))
  const asi = space(choices, instruction, taste)
  const rs2 = instruction.name === 'CASA' ? choices.below(32) : 0
  const start = choices.percent(50)
    ? places.data + offset(choices, bytes, places.dataWords * 4)
    : choices.of(taste.addresses) + offset(choices, bytes, taste.room)
  return plain(...constant(start, base), encoded(instruction, { rd, rs1: base, rs2, asi }))
}

/** RETT traps where traps are enabled; its target is one. */
const untimelyReturn = (instruction: Instruction): Item =>
  plain(encoded(instruction, { rs1: pointers.code, i: 1, simm13: 0 }))

const softwareTrap = (choices: Choices, instruction: Instruction): Item =>
  choices.percent(70)
    ? plain(encoded(instruction, { rs1: 0, i: 1, simm13: choices.between(1, 0x7e) + 128 * choices.between(-2, 2) }))
    : plain(drawn(choices, instruction))

const writeAncillary = (choices: Choices, instruction: Instruction): Item =>
  plain(
    drawn(choices, instruction, {
      rd: choices.percent(90) ? choices.between(1, 15) : choices.of([16, 17, 18, 20, 24, 31]),
    }),
  )

/** Instructions that are items of their own kind; see `random-idioms.ts` for those that are none here. */
const idiomatic = new Set(['WRPSR', 'PWRPSR', 'WRTBR', 'WRWIM', 'LDFSR'])

/** An item of this instruction. */
export const itemOf = (choices: Choices, instruction: Instruction, taste: Taste): Item => {
  const { name, format, access } = instruction
  if (name === 'JMPL') return jump(choices, instruction)
  if (name === 'RETT') return untimelyReturn(instruction)
  if (name === 'WRASR') return writeAncillary(choices, instruction)
  if (format === 'call' || format === 'branch') return branch(choices, instruction)
  if (format === 'alternate') return alternate(choices, instruction, taste)
  if (access !== null) return memory(choices, instruction, taste)
  if (/^T[A-Z]+$/.test(name) && format === 'operands' && name !== 'TADDcc') return softwareTrap(choices, instruction)
  return plain(drawn(choices, instruction))
}

const alwaysTraps = ({ name, operands, traps }: Instruction): boolean =>
  name === 'UNIMP' ||
  name === 'STDFQ' ||
  name === 'TA' ||
  traps.includes('cp_disabled') ||
  operands.some((operand) => operand.startsWith('quad'))

const ordinary = instructions.filter((each) => !idiomatic.has(each.name) && !alwaysTraps(each))
const trapping = instructions.filter((each) => alwaysTraps(each))
const floating = ordinary.filter(({ name }) => /^F/.test(name) && !/^(FB|FLUSH|FPop)/.test(name))
const integer = ordinary.filter(
  ({ format, access, writes, name }) =>
    format === 'register' && access === null && writes.includes('rd') && name !== 'JMPL',
)
const stores = ordinary.filter(({ access }) => access !== null)

/** What a block has more of than others. */
export type Leaning = 'none' | 'float' | 'integer' | 'memory'

const leaned: { readonly [leaning in Leaning]: readonly Instruction[] } = {
  none: ordinary,
  float: floating,
  integer,
  memory: stores,
}

export const randomInstruction = (choices: Choices, leaning: Leaning): Instruction =>
  choices.weighted(
    [6, () => choices.of(leaned[leaning])],
    [6, () => choices.of(ordinary)],
    [1, () => choices.of(trapping)],
  )

/** A word that computes on integers, and never traps but for tags or a division. */
export const computing = (choices: Choices): number =>
  drawn(choices, choices.of(integer.filter(({ name }) => !/SAVE|RESTORE|TV|DIV/.test(name))))

/** A word that is no instruction. */
export const noInstruction = (choices: Choices): number =>
  choices.weighted(
    [1, () => ((choices.of([1, 3, 5]) << 22) | choices.below(0x400000)) >>> 0],
    [
      1,
      () =>
        ((2 << 30) |
          (choices.of([0x09, 0x0d, 0x19, 0x1d, 0x2c, 0x2d, 0x2e, 0x2f, 0x3e, 0x3f]) << 19) |
          choices.below(0x80000)) >>>
        0,
    ],
    [
      1,
      () =>
        ((3 << 30) |
          (choices.of([
            0x08, 0x0b, 0x0c, 0x0e, 0x18, 0x1b, 0x1c, 0x1e, 0x28, 0x2a, 0x2d, 0x2e, 0x2f, 0x32, 0x38, 0x3a, 0x3d, 0x3e,
            0x3f,
          ]) <<
            19) |
          choices.below(0x80000)) >>>
        0,
    ],
  )
