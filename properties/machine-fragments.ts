/** Pieces of programs, of one instruction or a few that belong together: what random instructions alone would hardly ever come to. */

import type { Instruction } from '../spec/machine/instruction.ts'
import { encoded, instructions } from '../spec/machine/instructions.ts'
import { alternateSpace, psrBits } from '../spec/machine/vocabulary.ts'
import type { Choices } from './choices.ts'
import {
  alternately,
  assembled,
  constant,
  immediately,
  instructionNamed,
  nop,
  ofRegisters,
} from './machine-assembly.ts'
import { drawCodeOffset, drawDisplacement, drawOf, drawSource, drawState, drawTarget } from './machine-operands.ts'
import {
  accessed,
  device,
  mmuRegister,
  probed,
  remapped,
  sleep,
  state,
  type Draw,
  type Fragment,
} from './machine-fragments-board.ts'
import { conditions, floatsInMemory, quotients } from './machine-fragments-arithmetic.ts'
import { branchStoredOver, elsewhere, otherContext, refreshed } from './machine-fragments-code.ts'
import { pointer, softwareTraps, type Position } from './machine-places.ts'
import { drawWord } from './machine-values.ts'

/** Instructions that with everything enabled do something else than trap. */
const useful: readonly Instruction[] = instructions.filter(
  ({ name, traps, reads, writes }) =>
    !traps.includes('cp_disabled') &&
    name !== 'UNIMP' &&
    name !== 'RETT' &&
    !name.startsWith('T') &&
    !(traps.includes('fp_exception') && reads.length === 1 && writes.length === 1),
)

const branches = instructions.filter(({ name, format }) => format === 'branch' && !name.startsWith('CB'))
const transfers: readonly Instruction[] = [
  ...branches,
  ...['CALL', 'CALL', 'JMPL', 'JMPL', 'JMPL', 'TA', 'TE', 'RETT'].map(instructionNamed),
]
const windowInstructions = ['SAVE', 'RESTORE'].map(instructionNamed)
const memoryInstructions = useful.filter(({ access }) => access !== null)
const floatInstructions = useful.filter(({ traps, access }) => traps.includes('fp_exception') && access === null)

/** An instruction; a trap table is only left for itself. */
export const drawInstruction = (choices: Choices, instruction: Instruction, at: Position): Fragment => {
  if (instruction.name !== 'WRTBR' || choices.percent(5)) return [drawOf(choices, instruction, at)]
  const through = drawTarget(choices)
  return [assembled('RDTBR', { rd: through }), immediately('WRTBR', through, choices.below(0x1000))]
}

const anything: Draw = (choices, at) => drawInstruction(choices, choices.of(instructions), at)
const something: Draw = (choices, at) => drawInstruction(choices, choices.of(useful), at)
const ofMemory: Draw = (choices, at) => [drawOf(choices, choices.of(memoryInstructions), at)]
const ofFloats: Draw = (choices, at) => [drawOf(choices, choices.of(floatInstructions), at)]

/** Control transfers one after another, and what their slots may hold. */
const couple: Draw = (choices, at) => {
  const count = choices.between(2, 3)
  return [
    ...Array.from({ length: count }, (_, n) => drawOf(choices, choices.of(transfers), { ...at, index: at.index + n })),
    ...(choices.percent(40) ? something(choices, at) : []),
  ]
}

/** A transfer whose slot holds something of a kind that can go wrong there. */
const slot: Draw = (choices, at) => [
  drawOf(choices, choices.of(transfers), at),
  ...choices.weighted<Fragment>(
    [3, () => [drawOf(choices, choices.of(memoryInstructions), at)]],
    [2, () => [drawOf(choices, choices.of(windowInstructions), at)]],
    [2, () => anything(choices, at)],
    [1, () => [assembled('WRPSR', { i: 1, simm13: drawState(choices) })]],
    [1, () => stored(choices, at).slice(-1)],
  ),
]

/** A return from a trap that was never taken: traps off, then a jump and RETT. */
const returned: Draw = (choices, at) => [
  immediately('WRPSR', 0, (drawState(choices) | psrBits.S) & ~psrBits.ET),
  ...(choices.percent(30) ? [ofRegisters('LD', pointer.data, 0, drawTarget(choices))] : []),
  immediately('JMPL', pointer.code, drawCodeOffset(choices, at), choices.percent(70) ? 0 : drawTarget(choices)),
  immediately('RETT', pointer.code, drawCodeOffset(choices, at) + (choices.percent(4) ? 2 : 0)),
]

/** Windows saved and restored in a row, under marks that may have several bits. */
const chain: Draw = (choices, at) => [
  ...(choices.percent(40)
    ? [immediately('WRWIM', 0, choices.percent(60) ? 1 << choices.below(8) : choices.below(256))]
    : []),
  ...Array.from({ length: choices.between(2, 9) }, () =>
    drawOf(choices, instructionNamed(choices.percent(70) ? 'SAVE' : 'RESTORE'), at),
  ).map((word) => (choices.percent(15) ? nop : word)),
]

/** An instruction stored over another of the program: the next, one in a slot, one further on, one already executed. */
const stored: Draw = (choices, at) => {
  const value = choices.of([1, 2, 9, 16, 20])
  const ahead = choices.weighted(
    [4, () => 2],
    [3, () => 3],
    [3, () => choices.between(2, 8)],
    [2, () => -choices.below(8)],
  )
  const offset = 4 * Math.max(0, at.index + ahead)
  const store = choices.of(['ST', 'ST', 'ST', 'SWAP', 'STB', 'STH', 'STD', 'LDSTUB'])
  const aligned = store === 'STD' ? offset & ~7 : offset + (store === 'STB' ? choices.below(4) : 0)
  return [
    immediately('LD', pointer.data, 0x80 + 4 * choices.below(16), value),
    choices.percent(12)
      ? alternately('STA', pointer.code, choices.of([alternateSpace.bypass, 9, 0xb]), value)
      : immediately(store, pointer.code, Math.min(4095, aligned), value & ~1),
    ...(choices.percent(20) ? [assembled('FLUSH', { rs1: pointer.code, i: 1, simm13: Math.min(4095, offset) })] : []),
  ]
}

const loaded: Draw = (choices) => constant(drawWord(choices), drawTarget(choices))

/** Compare and swap with what is there, so that it stores. */
const swapped: Draw = (choices) => {
  const compared = drawTarget(choices)
  return [
    ofRegisters('LD', pointer.data, 0, compared),
    assembled('CASA', { rs1: pointer.data, rs2: compared, asi: choices.of([0xa, 0xb]), rd: drawTarget(choices) }),
  ]
}

const setting = useful.filter(({ writes, access }) => writes.includes('icc') && access === null)
const asking = useful.filter(({ reads }) => reads.includes('icc'))

/** Conditions set by two operands that are near one another or at the ends of numbers, and what looks at them. */
const compared: Draw = (choices, at) => {
  const [first, second] = [drawTarget(choices), choices.of([9, 10, 16, 20])]
  const by = choices.of([-1, 0, 0, 1, choices.between(-8, 8)])
  const set = choices.percent(60) ? instructionNamed('SUBcc') : choices.of(setting)
  const operands = choices.of([
    { rs1: first, i: 1, simm13: by },
    { rs1: first, i: 0, rs2: second },
    { rs1: second, i: 0, rs2: first },
  ])
  return [
    ...(choices.percent(50) ? constant(drawWord(choices), first) : []),
    immediately('ADD', first, by, second),
    encoded(set, { ...operands, rd: choices.percent(60) ? 0 : drawTarget(choices) }),
    ...(choices.percent(15) ? something(choices, at) : []),
    drawOf(choices, choices.percent(60) ? choices.of(branches) : choices.of(asking), at),
  ]
}

const divided: Draw = (choices) => [
  immediately('WRY', 0, choices.of([0, -1, 1, choices.between(-4096, 4095)])),
  ofRegisters(
    choices.of(['UDIV', 'SDIV', 'UDIVcc', 'SDIVcc']),
    drawSource(choices),
    drawSource(choices),
    drawTarget(choices),
  ),
]

/** Tagged operands: numbers whose low two bits are 0, most of the time. */
const tagged: Draw = (choices) => {
  const [a, b] = [drawTarget(choices), choices.of([9, 10, 16, 20])]
  return [
    immediately('SLL', a, choices.of([2, 2, 2, 3, 1, 30]), a),
    ...(choices.percent(70) ? [immediately('SLL', drawSource(choices), 2, b)] : []),
    ofRegisters(choices.of(['TADDcc', 'TSUBcc', 'TADDccTV', 'TSUBccTV']), a, b, drawTarget(choices)),
  ]
}

/** A step's worth of multiplication, again and again. */
const multiplied: Draw = (choices) => {
  const [a, b] = [drawTarget(choices), drawSource(choices)]
  return Array.from({ length: choices.between(2, 5) }, () => ofRegisters('MULScc', a, b, a))
}

/** A loop that runs a few times. */
const loop: Draw = (choices, at) => {
  const counter = choices.of([16, 20, 24])
  const body = Array.from({ length: choices.between(1, 4) }, () =>
    drawOf(choices, choices.of(useful.filter(({ format }) => format === 'register')), at),
  )
  return [
    immediately('OR', 0, choices.between(2, 5), counter),
    ...body,
    immediately('SUBcc', counter, 1, counter),
    assembled('BNE', { a: choices.below(2), disp22: -(body.length + 1) }),
    something(choices, at)[0] ?? nop,
  ]
}

const called: Draw = (choices, at) => [
  assembled(choices.of(['TA', 'TA', 'TE', 'TNE', 'TG', 'TVC']), { i: 1, simm13: choices.of(softwareTraps) }),
  ...(choices.percent(30) ? [assembled('BA', { a: 1, disp22: drawDisplacement(choices, at) })] : []),
]

const draws = {
  anything,
  something,
  ofMemory,
  ofFloats,
  couple,
  slot,
  returned,
  chain,
  stored,
  loaded,
  state,
  device,
  sleep,
  mmuRegister,
  probed,
  remapped,
  accessed,
  swapped,
  compared,
  tagged,
  divided,
  multiplied,
  loop,
  called,
  elsewhere,
  branchStoredOver,
  refreshed,
  otherContext,
  conditions,
  quotients,
  floatsInMemory,
} as const
export type FragmentKind = keyof typeof draws
export type FragmentWeights = { readonly [kind in FragmentKind]: number }

/** How often each piece is drawn in a program of no taste. */
export const usualWeights: FragmentWeights = {
  anything: 46,
  something: 60,
  ofMemory: 16,
  ofFloats: 10,
  couple: 14,
  slot: 8,
  returned: 2,
  chain: 5,
  stored: 4,
  loaded: 6,
  state: 4,
  device: 4,
  sleep: 1,
  mmuRegister: 2,
  probed: 2,
  remapped: 2,
  accessed: 6,
  swapped: 2,
  compared: 12,
  tagged: 3,
  divided: 3,
  multiplied: 2,
  loop: 3,
  called: 4,
  elsewhere: 1,
  branchStoredOver: 1,
  refreshed: 1,
  otherContext: 1,
  conditions: 6,
  quotients: 2,
  floatsInMemory: 3,
}

const kinds = Object.keys(draws).filter((kind): kind is FragmentKind => kind in draws)

export const drawFragment = (choices: Choices, weights: FragmentWeights, at: Position): Fragment =>
  choices.weighted(...kinds.map((kind) => [weights[kind], () => draws[kind](choices, at)] as const))
