/** A case that begins where another has come to: the state of the model's board as the start, its memory as the words. */

import { boardOf, stepOf } from '../model/machine.ts'
import {
  mmuControl,
  psrBits,
  psrWord,
  ramAt,
  timerControl,
  type Board,
  type Devices,
  type Timer,
} from '../spec/machine/vocabulary.ts'
import { address, noMemory, wordAt, wordsPerLine } from '../spec/words/vocabulary.ts'
import { platformOf, type MachineCase, type MachineStart, type PlacedWord } from './machine-case.ts'
import { changedLines } from './machine-comparing.ts'
import { place } from './machine-places.ts'
import { loadedCase, startPage } from './machine-start.ts'

const orNull = (registers: readonly number[]): readonly number[] | null =>
  registers.every((value) => value === 0) ? null : registers

const control = ({ enabled, restart, interrupt, chained }: Timer): number =>
  (enabled ? timerControl.EN : 0) |
  (restart ? timerControl.RS : 0) |
  (interrupt ? timerControl.IE : 0) |
  (chained ? timerControl.CH : 0)

/** Registers that are not as at the start; of what the code of a start does meanwhile the counters go on counting. */
const writesOf = ({ interrupts, timers, line }: Devices): readonly PlacedWord[] => {
  const unit = place.devices + 0x100
  const all: readonly (readonly [at: number, value: number, usual: number])[] = [
    [place.devices, interrupts.priority, 0],
    [place.devices + 0x40, interrupts.mask, 0],
    [place.devices + 8, interrupts.force | interrupts.pending, 0],
    [place.devices + 0x14, interrupts.broadcast, 0],
    [unit + 4, timers.reload, 39],
    ...timers.timers.flatMap((timer, n) => {
      const at = unit + 0x10 * (n + 1)
      const [counter, how] = n === 0 ? [0xfffffffe, timerControl.EN | timerControl.RS] : [0, 0]
      return [
        [at + 4, timer.reload, counter] as const,
        [at, timer.counter, timer.reload === counter ? timer.counter : -1] as const,
        [at + 8, control(timer), how] as const,
      ]
    }),
    [place.devices - 0xf8, line.control, 3],
    [place.devices - 0xf4, line.scaler, 0],
  ]
  return all.flatMap(([at, value, usual]) => (value === usual ? [] : [[at, value] as const]))
}

/** What a board is at the moment, as the start of a case. */
const startOf = ({ processor: p, mmu, caches, devices }: Board): MachineStart => {
  const bits = (mmu.enabled ? mmuControl.E : 0) | (mmu.noFault ? mmuControl.NF : 0)
  return {
    pc: p.pc,
    npc: p.npc,
    psr: psrWord(p.state) & 0x00ffffff,
    wim: p.wim,
    tbr: p.tbr,
    y: p.y,
    fsr: p.fsr,
    globals: p.globals,
    windows: p.windows.map(orNull),
    floats: orNull(p.floats),
    caches,
    mmu:
      bits === 0 && mmu.tablePointer === 0 && mmu.context === 0
        ? null
        : { control: bits, tablePointer: mmu.tablePointer, context: mmu.context },
    writes: writesOf(devices),
  }
}

/** Words that are not 0, but for those of the start's page. */
const wordsOf = ({ memory }: Board, ramBytes: number): readonly PlacedWord[] => {
  const words: PlacedWord[] = []
  for (const line of changedLines(noMemory, memory)) {
    if (line < ramAt || line >= startPage(ramBytes)) continue
    for (let i = 0; i < wordsPerLine; i++) {
      const value = wordAt(memory, address(line + 4 * i))
      if (value !== 0) words.push([line + 4 * i, value])
    }
  }
  return words
}

/** Whether a start can be brought about: with traps off only in sequence, and never in error mode or asleep. */
const canStart = ({ processor: { state, pc, npc, activity } }: Board): boolean =>
  activity === 'executing' && (state.et || ((npc - pc) | 0) === 4) && (psrWord(state) & psrBits.EC) === 0

/** A case that begins at each of these steps of another, in their order; where it cannot, none. */
export function* begunLater(of: MachineCase, at: readonly number[]): Generator<MachineCase> {
  const { image, startSteps } = loadedCase(of)
  const platform = platformOf(of)
  const step = stepOf(platform)
  const boards = [boardOf(platform, image)]
  const last = startSteps + Math.max(...at)
  for (let n = 0; n < last; n++) {
    const board = boards.at(-1)
    if (board !== undefined) boards.push(step(board))
  }
  for (const n of at) {
    const board = boards[startSteps + n]
    if (n <= 0 || board === undefined || !canStart(board)) continue
    yield { ...of, steps: of.steps - n, start: startOf(board), words: wordsOf(board, of.ramBytes) }
  }
}
