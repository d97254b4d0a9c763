/** Pieces of binary programs that are about the hypervisor: windows and stacks, software traps of every kind, waiting for the clock, booting cores. */

import type { Word } from '../spec/words/vocabulary.ts'
import type { Choices } from './choices.ts'
import { calling, computing, loadedWith, trapInstruction, type Code } from './guest-compiling.ts'
import type { Layout } from './guest-layout.ts'
import { assembled, immediately, nop, ofRegisters, register } from './machine-assembly.ts'
import { drawCodeOffset, drawSource, drawTarget } from './machine-operands.ts'
import { pointer, type Position } from './machine-places.ts'

/** What a piece is drawn for. */
export interface Scene {
  readonly layout: Layout
  readonly at: Position
  readonly cyclesPerTick: number
  readonly cores: number
  /** Whether it is about to end anyway: what restarts or never returns costs little then. */
  readonly late: boolean
}

type Draw = (choices: Choices, scene: Scene) => Code

const SP = register.o + 6
const save = (choices: Choices): Word =>
  immediately('SAVE', SP, choices.percent(94) ? -96 : choices.of([-64, -92, -100, 96, 0, -4096]), SP)
const restore = (choices: Choices): Word =>
  choices.percent(70)
    ? immediately('RESTORE', 0, 0, 0)
    : ofRegisters('RESTORE', drawSource(choices), drawSource(choices), register.o + choices.below(6))

const marked = (choices: Choices): Code => [
  immediately('ADD', 0, choices.between(1, 99), choices.of([register.l, register.i]) + choices.below(6)),
]

/** Calls within one another, deeper than there are windows, and back: mostly as deep. */
const deep: Draw = (choices) => {
  const depth = choices.weighted([3, () => choices.between(6, 11)], [3, () => choices.between(1, 5)])
  const back = choices.weighted([5, () => depth], [2, () => choices.below(depth + 3)])
  return [
    ...Array.from({ length: depth }, () => [save(choices), ...(choices.percent(30) ? marked(choices) : [])]).flat(),
    ...Array.from({ length: back }, () => restore(choices)),
  ]
}

/** The same as a loop: as many words whatever the depth. */
const deepLoop: Draw = (choices) => {
  const turn = (word: Word, depth: number): Code => [
    immediately('OR', 0, depth, 1),
    immediately('SUBcc', 1, 1, 1),
    assembled('BNE', { disp22: -1 }),
    word,
  ]
  const depth = choices.between(6, 12)
  return [...turn(save(choices), depth), ...turn(restore(choices), choices.percent(70) ? depth : choices.below(9) + 1)]
}

/** All windows to the stack, and back one by one. */
const flushing: Draw = (choices) => {
  const depth = choices.below(7)
  return [
    ...Array.from({ length: depth }, () => [save(choices), ...marked(choices)]).flat(),
    trapInstruction(0x83),
    ...Array.from({ length: choices.percent(70) ? depth : choices.below(8) }, () => restore(choices)),
  ]
}

/** A stack pointer that is none, or a strange one, and something that needs it. */
const badStack: Draw = (choices, { layout }) => {
  const places = [
    0,
    4,
    layout.base,
    layout.end,
    layout.end - 32,
    layout.end - 64,
    layout.end - 60,
    layout.code,
    layout.base + 0x100,
    0x40000000,
    0xfffffff8,
  ]
  const pointed = choices.weighted<Code>(
    [4, () => loadedWith(choices.of(places), SP)],
    [2, () => [immediately('ADD', SP, choices.of([1, 2, 4, -4, 8]), SP)]],
    [2, () => [immediately('ADD', pointer.edge, choices.of([-64, -96, 0, -32, -8, 4]), SP)]],
    [1, () => [immediately('ADD', pointer.tables, 0, SP)]],
    [1, () => [ofRegisters('OR', drawSource(choices), 0, SP)]],
  )
  const use = choices.weighted<Code>(
    [4, () => Array.from({ length: 8 }, () => save(choices))],
    [3, () => [save(choices), trapInstruction(0x83)]],
    [2, () => [restore(choices), restore(choices)]],
    [1, () => []],
  )
  return [...pointed, ...use, ...(choices.percent(60) ? loadedWith(layout.end - 96, SP) : [])]
}

/** A software trap of any kind, with whatever stands in the registers. */
const anyTrap: Draw = (choices, { late }) => {
  const trap = choices.weighted(
    [5, () => 0],
    [5, () => 2],
    [2, () => 3],
    [4, () => 4],
    [late ? 2 : 1, () => choices.of([1, 5, 6, 0x10, 0x7f, choices.below(128)])],
  )
  const number = choices.weighted(
    [6, () => choices.below(late ? 44 : 26)],
    [2, () => choices.below(21)],
    [1, () => choices.of([-1, 99, 0xfff])],
  )
  const name = choices.of(['TA', 'TA', 'TA', 'TE', 'TNE', 'TCS', 'TN', 'TGE'])
  return [
    ...(choices.percent(80) ? [immediately('OR', 0, number, register.o + 5)] : []),
    choices.percent(90)
      ? assembled(name, { rs1: 0, i: 1, simm13: trap })
      : assembled(name, { rs1: drawSource(choices), i: 0, rs2: drawSource(choices) }),
  ]
}

const waiting: Draw = (choices, { cyclesPerTick }) => computing(choices.between(6, 2 * cyclesPerTick))

/** Interrupts let through, and forced, or waited for. */
const interrupted: Draw = (choices, scene) => [
  ...Array.from({ length: choices.percent(40) ? choices.between(1, 8) : 0 }, () => save(choices)),
  ...calling('set_irq_mask', [choices.of([0xfffe, 0xfffe, 0x400, choices.word() & 0xfffe])]),
  ...(choices.percent(40) ? calling('enable_interrupts', [choices.of([0, 0, 0x900, 0xa00, 0xf00])]) : []),
  ...calling('enable_traps'),
  ...(choices.percent(60)
    ? calling('set_irq_force', [choices.of([0x400, 0x8000, 2, choices.word() & 0xfffe])])
    : waiting(choices, scene)),
]

/** A return from a virtual trap that never came. */
const returning: Draw = (choices, { layout, at }) => [
  ...loadedWith(layout.code + drawCodeOffset(choices, at) + choices.of([0, 0, 2]), register.l + 1),
  immediately('ADD', register.l + 1, choices.of([4, 4, 8, 0]), register.l + 2),
  ...(choices.percent(50) ? [immediately('SAVE', SP, -96, SP)].slice(0, choices.below(2)) : []),
  ...calling('rett'),
]

/** Another virtual core of the partition told to begin somewhere in the code. */
const booting: Draw = (choices, { cores, at }) => [
  immediately('OR', 0, cores > 1 ? choices.between(1, choices.percent(90) ? cores - 1 : cores) : 1, register.o),
  immediately('ADD', pointer.code, drawCodeOffset(choices, at) + choices.of([0, 0, 1]), register.o + 1),
  ...calling('BOOT_CORE').slice(-2),
]

const yielding: Draw = () => calling('END_WINDOW')

/** A restart of the partition by itself. */
const restarting: Draw = (choices) => calling('SET_PARTITION_MODE', [-1, choices.of([1, 1, 2, 2, 3, 3, 0])])

/** The handlers' own code changed: what is stored is as long as an instruction. */
const patching: Draw = (choices, { layout }) => {
  const through = drawTarget(choices)
  const entry = layout.base + choices.of([0x1a0, 0x1a4, 0x840, 0x844])
  return [
    ...loadedWith(entry, through),
    immediately('LD', pointer.data, 0x80 + 4 * choices.below(16), 2),
    immediately('ST', through, 0, 2),
  ]
}

/** Floats enabled, and some of the data in their registers. */
const floats: Draw = (choices) => [
  ...calling('enable_fpu'),
  ...Array.from({ length: choices.between(1, 3) }, () =>
    assembled(choices.of(['LDF', 'LDDF', 'LDFSR']), {
      rs1: pointer.data,
      i: 1,
      simm13: 8 * choices.between(-8, 7),
      rd: 2 * choices.below(16),
    }),
  ),
  ...(choices.percent(25) ? [assembled(choices.of(['FSQRTq', 'FADDq', 'FPop1']), { rs1: 0, rs2: 4, rd: 8 })] : []),
]

const idle: Draw = () => [nop]

const draws = {
  deep,
  deepLoop,
  flushing,
  badStack,
  anyTrap,
  waiting,
  interrupted,
  returning,
  booting,
  yielding,
  restarting,
  patching,
  floats,
  idle,
} as const
export type GuestFragmentKind = keyof typeof draws

const kinds = Object.keys(draws).filter((kind): kind is GuestFragmentKind => kind in draws)

export const drawGuestFragment = (
  choices: Choices,
  weights: { readonly [kind in GuestFragmentKind]: number },
  scene: Scene,
): Code => choices.weighted(...kinds.map((kind) => [weights[kind], () => draws[kind](choices, scene)] as const))
