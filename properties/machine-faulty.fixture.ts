/** Engines with a fault in them: the model's board, whose steps are the model's but where the fault changes them. */

import { boardOf, stepOf } from '../model/machine.ts'
import { processorState, psrBits, psrWord, type Board, type Processor } from '../spec/machine/vocabulary.ts'
import { address, wordAt } from '../spec/words/vocabulary.ts'
import type { MachineEngine, MachineMaker } from './machine-lockstep.ts'
import { observed } from './machine-observed.ts'

/** What a fault makes of a board after a step that executed an instruction of this name, with what trap. */
export type Fault = (before: Board, after: Board, instruction: string, trap: string | null) => Board

const withProcessor = (board: Board, change: Partial<Processor>): Board => ({
  ...board,
  processor: { ...board.processor, ...change },
})

/** A fault that shows as another word in the state register. */
const inState =
  (instruction: string, flipped: number): Fault =>
  (_, after, name, trap) =>
    name === instruction && trap === null
      ? withProcessor(after, { state: processorState(psrWord(after.processor.state) ^ flipped) })
      : after

/** SUBXcc sets the other carry. */
export const otherCarry: Fault = inState('SUBXcc', 0x100000)

/** RETT leaves traps disabled. */
export const trapsStayDisabled: Fault = inState('RETT', psrBits.ET)

/** An interrupt that is taken before a delay slot saves the address behind the slot, not the transfer's target. */
export const targetLost: Fault = (before, after, name) => {
  const { pc, npc, state } = before.processor
  if (name !== 'interrupt' || ((npc - pc) | 0) === 4) return after
  const { windows } = after.processor
  const window = windows.at((state.cwp + 7) % 8)?.with(2, (pc + 4) | 0)
  return window === undefined ? after : withProcessor(after, { windows: windows.with((state.cwp + 7) % 8, window) })
}

/** An annulled slot of a branch that is not taken is executed. */
export const annulIgnored: Fault = (before, after, name, trap) => {
  const { npc } = before.processor
  const skipped = name === 'BGU' && trap === null && after.processor.pc === address(npc + 4)
  return skipped ? withProcessor(after, { pc: npc, npc: address(npc + 4) }) : after
}

/** An engine with a fault. */
export const faulty =
  (fault: Fault): MachineMaker =>
  (platform): MachineEngine => {
    const step = stepOf(platform)
    let board = boardOf(platform, { entry: address(0), words: [] })
    const moved = (): boolean => {
      const [before, after] = [board, step(board)]
      if (after === before) return false
      const { instruction, trap } = observed(platform, before, after)
      board = fault(before, after, instruction?.name ?? (trap === 'interrupt' ? trap : 'none'), trap)
      return true
    }
    return {
      load: (image) => {
        board = boardOf(platform, image)
      },
      step: () => {
        moved()
      },
      run: (instructions) => {
        const from = board.instructions
        while (board.instructions < from + instructions && moved());
        return board.instructions - from
      },
      get pc() {
        return board.processor.pc
      },
      get npc() {
        return board.processor.npc
      },
      get psr() {
        return psrWord(board.processor.state)
      },
      get wim() {
        return board.processor.wim
      },
      get tbr() {
        return board.processor.tbr
      },
      get y() {
        return board.processor.y
      },
      get fsr() {
        return board.processor.fsr
      },
      get instructions() {
        return board.instructions
      },
      get cycles() {
        return board.cycles
      },
      global: (index) => board.processor.globals[index] ?? 0,
      register: (window, index) => board.processor.windows[window]?.[index] ?? 0,
      float: (index) => board.processor.floats[index] ?? 0,
      word: (physical) => wordAt(board.memory, address(physical)),
      board: () => board,
    }
  }
