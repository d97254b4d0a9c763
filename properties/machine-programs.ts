/** Cases for the machine by seed and index: a program, its data, handlers and tables, and the state in which it begins. */

import type { MachineProfileId } from '../spec/machine/vocabulary.ts'
import type { Instruction } from '../spec/machine/instruction.ts'
import { instructions } from '../spec/machine/instructions.ts'
import { fsrFields, fsrLoadable, psrBits, windowCount } from '../spec/machine/vocabulary.ts'
import { Choices } from './choices.ts'
import { assembled, nop } from './machine-assembly.ts'
import type { MachineCase, MachineStart, PlacedWord } from './machine-case.ts'
import {
  drawFragment,
  drawInstruction,
  usualWeights,
  type FragmentKind,
  type FragmentWeights,
} from './machine-fragments.ts'
import { drawTimerControl } from './machine-fragments-board.ts'
import { drawHandlers } from './machine-handlers.ts'
import { place, pointer } from './machine-places.ts'
import { startPage } from './machine-start.ts'
import { drawAliasOf, drawTables } from './machine-tables.ts'
import { drawFloats, drawWord } from './machine-values.ts'

/** What a program is about. */
interface Taste {
  readonly more: Partial<FragmentWeights>
  /** In percent: MMU on, timers running, floating-point registers set, user level. */
  readonly mmu: number
  readonly timers: number
  readonly floats: number
  readonly user: number
}

const tasteNamed = (more: Partial<FragmentWeights>, percents: Partial<Taste> = {}): Taste => ({
  more,
  mmu: 30,
  timers: 25,
  floats: 30,
  user: 30,
  ...percents,
})

const tastes: readonly Taste[] = [
  tasteNamed({}),
  tasteNamed({ couple: 60, slot: 60, returned: 10 }),
  tasteNamed({ chain: 50, returned: 10, called: 20 }, { user: 50 }),
  tasteNamed({ stored: 60, loop: 20, couple: 20 }, { mmu: 50 }),
  tasteNamed({ ofMemory: 80, accessed: 60, probed: 20, remapped: 25, mmuRegister: 20 }, { mmu: 100 }),
  tasteNamed({ device: 60, state: 25, sleep: 10, called: 10 }, { timers: 90, mmu: 15 }),
  tasteNamed({ ofFloats: 150 }, { floats: 100, mmu: 5 }),
  tasteNamed({ divided: 30, multiplied: 20, compared: 80, loaded: 30, something: 80 }, { mmu: 10 }),
  tasteNamed({ state: 40, returned: 20, called: 20, anything: 100 }, { user: 40 }),
]

const kinds = Object.keys(usualWeights).filter((kind): kind is FragmentKind => kind in usualWeights)

const weightsOf = ({ more }: Taste): FragmentWeights => {
  const weights: Record<FragmentKind, number> = { ...usualWeights }
  for (const kind of kinds) weights[kind] = more[kind] ?? usualWeights[kind]
  return weights
}

/** One instruction is in so many percent of a program's places: each comes to be that of some case. */
const FOCUS = 8

/** So many instructions; behind them the program begins anew. */
const drawProgram = (choices: Choices, taste: Taste, length: number, focus: Instruction): readonly number[] => {
  const words: number[] = []
  const weights = weightsOf(taste)
  while (words.length < length) {
    const at = { index: words.length, length }
    words.push(...(choices.percent(FOCUS) ? drawInstruction(choices, focus, at) : drawFragment(choices, weights, at)))
  }
  return [
    ...words,
    assembled('BA', { disp22: -words.length }),
    nop,
    assembled('BA', { a: 1, disp22: -words.length - 2 }),
  ]
}

const instructionPool = (choices: Choices, weights: FragmentWeights): readonly number[] => {
  const words: number[] = []
  while (words.length < 16) {
    const fragment = drawFragment(choices, weights, { index: 8, length: 32 })
    if (fragment.length === 1) words.push(...fragment)
  }
  return words
}

const drawData = (choices: Choices, pool: readonly number[]): readonly PlacedWord[] => [
  ...Array.from({ length: 32 }, (_, n): PlacedWord => [place.data - 64 + 4 * n, drawWord(choices)]),
  ...Array.from({ length: 8 }, (_, n): PlacedWord => [place.dataEdge - 16 + 4 * n, drawWord(choices)]),
  ...pool.map((value, n): PlacedWord => [place.data + 0x80 + 4 * n, value]),
]

const drawWindows = (choices: Choices, current: number): MachineStart['windows'] => {
  const near = new Set([current, (current + 1) % windowCount, (current + windowCount - 1) % windowCount])
  const all = choices.percent(15)
  return Array.from({ length: windowCount }, (_, w) =>
    all || near.has(w) ? Array.from({ length: 16 }, () => drawWord(choices)) : null,
  )
}

const drawMask = (choices: Choices, current: number): number =>
  choices.weighted([3, () => 0], [4, () => 1 << choices.below(8)], [2, () => choices.below(256)]) & ~(1 << current)

const drawFsr = (choices: Choices): number =>
  choices.weighted(
    [4, () => 0],
    [2, () => fsrFields.TEM],
    [3, () => (choices.below(32) << 23) & fsrFields.TEM],
    [1, () => choices.word() & fsrLoadable & ~fsrFields.RD],
    [1, () => choices.word() & fsrLoadable],
  )

/** Timers that underflow every few cycles, all levels unmasked; or interrupts that are forced. */
const drawDevices = (choices: Choices, timers: boolean): readonly PlacedWord[] => {
  if (!timers) return choices.percent(20) ? [[place.devices + 0x40, choices.word() & 0xfffe]] : []
  const timer = place.devices + 0x100
  return [
    [place.devices + 0x40, choices.percent(70) ? 0xfffe : choices.word() & 0xfffe],
    [timer + 4, choices.weighted([4, () => 0], [2, () => choices.below(5)])],
    [timer + 0x14, choices.between(1, 40)],
    [timer + 0x10, choices.between(0, 30)],
    [timer + 0x18, drawTimerControl(choices)],
    ...(choices.percent(50)
      ? [[timer + 0x24, choices.between(0, 12)] as const, [timer + 0x28, drawTimerControl(choices)] as const]
      : []),
    ...(choices.percent(30) ? [[place.devices + 8, choices.word() & 0xfffe] as const] : []),
    ...(choices.percent(20) ? [[place.devices, choices.word() & 0xfffe] as const] : []),
    ...(choices.percent(15) ? [[timer - 0x200 + 8, choices.below(16)] as const] : []),
  ]
}

const drawStart = (choices: Choices, taste: Taste, program: number, focus: Instruction): MachineStart => {
  const mmu = choices.percent(taste.mmu)
  const moved = (at: number): number => (mmu ? drawAliasOf(choices, at) >>> 0 : at)
  const current = choices.below(windowCount)
  const pc = mmu && choices.percent(60) ? program : moved(program)
  const globals: number[] = Array.from({ length: 8 }, () => drawWord(choices))
  globals[0] = 0
  globals[pointer.devices] = place.devices
  globals[pointer.data] = moved(place.data)
  globals[pointer.edge] = moved(place.dataEdge)
  globals[pointer.tables] = place.tables
  globals[pointer.code] = choices.percent(80) ? pc : moved(program)
  const floats = choices.percent(focus.traps.includes('fp_exception') ? 90 : taste.floats)
  const ef = choices.percent(floats ? 75 : 60)
  const on = choices.percent(85)
  return {
    pc,
    npc: pc + 4,
    psr:
      (choices.below(16) << 20) |
      (ef ? psrBits.EF : 0) |
      (choices.weighted([3, () => 0], [2, () => choices.below(16)], [1, () => 15]) << 8) |
      (choices.percent(taste.user) ? 0 : psrBits.S) |
      (choices.percent(97) ? psrBits.ET : 0) |
      current,
    wim: drawMask(choices, current),
    tbr: place.traps,
    y: drawWord(choices),
    fsr: floats || choices.percent(20) ? drawFsr(choices) : 0,
    globals,
    windows: drawWindows(choices, current),
    floats: floats ? drawFloats(choices) : null,
    caches: choices.percent(10) ? choices.word() : 0,
    mmu: mmu
      ? {
          control: choices.percent(90) ? (on ? 1 : 0) : 3,
          tablePointer: place.contextTable >>> 4,
          context: choices.weighted([8, () => 0], [2, () => 1], [1, () => 2]),
        }
      : choices.percent(20)
        ? { control: 0, tablePointer: place.contextTable >>> 4, context: choices.below(2) }
        : null,
    writes: drawDevices(choices, choices.percent(taste.timers)),
  }
}

const drawProfile = (choices: Choices): MachineProfileId =>
  choices.weighted<MachineProfileId>([6, () => 'leon3'], [2, () => 'sparc-v8'], [2, () => 'qemu'])

const drawCase = (choices: Choices): MachineCase => {
  const profile = drawProfile(choices)
  const ramBytes = choices.percent(85) ? 0x10000 : 0x40000
  const taste = choices.of(tastes)
  const focus = choices.of(instructions)
  const length = choices.between(20, 110)
  const program = choices.percent(35) ? place.codeEdge - 4 * choices.between(1, Math.min(30, length)) : place.code
  const start = drawStart(choices, taste, program, focus)
  const words = drawProgram(choices, taste, length, focus)
  return {
    profile,
    ramBytes,
    steps: choices.between(60, 300),
    burst: choices.weighted([5, () => 1], [3, () => choices.between(2, 12)], [2, () => choices.between(13, 300)]),
    start,
    words: [
      ...drawHandlers(choices),
      ...(start.mmu === null ? [] : drawTables(choices, startPage(ramBytes))),
      ...drawData(choices, instructionPool(choices, weightsOf(taste))),
      ...words.map((value, i): PlacedWord => [program + 4 * i, value]),
    ],
  }
}

/** Case number `index` of a campaign: it depends on these two and on nothing else. */
export const machineCaseAt = (seed: number, index: number): MachineCase => drawCase(new Choices(seed, index))
