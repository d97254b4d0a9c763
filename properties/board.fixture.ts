/** A board with a program of literal words on it, for tests: run so many steps, and look into its registers. */

import { machineVariation } from '../spec/machine/profiles.ts'
import type {
  Board,
  BoardPlatform,
  MachineProfileId,
  MmuRegisters,
  Processor,
  Register,
} from '../spec/machine/vocabulary.ts'
import { address, word, wordAt, type Address, type Word } from '../spec/words/vocabulary.ts'
import { boardOf, stepOf } from '../model/machine.ts'

/** Where programs begin, and where they may have data. */
export const ENTRY = 0x40000000
export const DATA = 0x40010000

export const platformOf = (profile: MachineProfileId): BoardPlatform => ({
  ramBytes: 0x100000,
  variation: machineVariation(profile),
})

/** What a test changes of a board before it runs. */
export interface Situation {
  readonly profile?: MachineProfileId
  /** Registers by number. */
  readonly registers?: Readonly<Record<number, number>>
  readonly state?: Partial<Processor['state']>
  readonly processor?: Partial<Processor>
  readonly mmu?: Partial<MmuRegisters>
  /** Words at addresses beside the program. */
  readonly words?: readonly (readonly [number, number])[]
}

/** Register `n` of the window in force; outs are the ins of the window below. */
export const registerOf = ({ processor }: Board, n: number): Register => {
  const { globals, windows, state } = processor
  if (n < 8) return globals[n] ?? 0
  return (n < 16 ? windows[(state.cwp + 7) % 8]?.[n] : windows[state.cwp]?.[n - 16]) ?? 0
}

const withRegisters = (p: Processor, registers: Readonly<Record<number, number>>): Processor => {
  const globals = [...p.globals]
  const windows = p.windows.map((window) => [...window])
  for (const [name, value] of Object.entries(registers)) {
    const n = Number(name)
    const file = n < 8 ? globals : windows[n < 16 ? (p.state.cwp + 7) % 8 : p.state.cwp]
    if (file !== undefined) file[n < 16 ? n : n - 16] = value | 0
  }
  return { ...p, globals, windows }
}

type Placed = readonly [Address, Word]

/** The board before the first step: traps disabled, every window valid unless the situation says otherwise. */
export const boardWith = (program: readonly number[], situation: Situation = {}): Board => {
  const code = program.map((value, index): Placed => [address(ENTRY + 4 * index), word(value)])
  const data = (situation.words ?? []).map(([at, value]): Placed => [address(at), word(value)])
  const board = boardOf(platformOf(situation.profile ?? 'leon3'), { entry: address(ENTRY), words: [...code, ...data] })
  const state = { ...board.processor.state, ...situation.state }
  const processor = { ...board.processor, wim: 0, ...situation.processor, state }
  return {
    ...board,
    mmu: { ...board.mmu, ...situation.mmu },
    processor: withRegisters(processor, situation.registers ?? {}),
  }
}

/** A board some steps on. */
export const stepped = (board: Board, steps: number, profile: MachineProfileId = 'leon3'): Board => {
  const step = stepOf(platformOf(profile))
  let now = board
  for (let n = 0; n < steps; n++) now = step(now)
  return now
}

/** A board after as many steps as the program has words, or as many as are said. */
export const ran = (program: readonly number[], situation: Situation = {}, steps: number = program.length): Board =>
  stepped(boardWith(program, situation), steps, situation.profile)

export const memoryAt = (board: Board, at: number): Word => wordAt(board.memory, address(at))
