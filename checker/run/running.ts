/** An image that runs: on the model, on the emulator, or on both in lockstep; alike for whoever asks how far it has come. */

import { Machine } from '../../impl/machine.ts'
import { boardOf, stepOf } from '../../model/machine.ts'
import type { BoardDifference } from '../../properties/machine-comparing.ts'
import { MachineLockstep } from '../../properties/machine-lockstep.ts'
import {
  mmuControl,
  mmuRegister,
  processorState,
  type Board,
  type BoardImage,
  type BoardPlatform,
} from '../../spec/machine/vocabulary.ts'
import { address, word, wordAt } from '../../spec/words/vocabulary.ts'
import type { Moment } from './tracing.ts'

export const engineNames = ['emulator', 'model', 'lockstep'] as const
export type EngineName = (typeof engineNames)[number]

/** Why nothing more happens. */
export type Stop =
  | { readonly kind: 'error mode'; readonly trap: number }
  | { readonly kind: 'asleep for ever' }
  | { readonly kind: 'left' }
  | { readonly kind: 'difference'; readonly difference: BoardDifference }

export interface Running {
  /** At most so many instructions more; after it, `stop` says whether that was all. */
  readonly advance: (instructions: number) => void
  /** Null while there is more to come. */
  readonly stop: () => Stop | null
  readonly instructions: () => number
  readonly cycles: () => number
  readonly pc: () => number
}

/** Who hears of a run: of each byte sent on the serial line, and, if steps are traced, of each step. */
export interface Listener {
  readonly sent: (byte: number) => void
  readonly stepped: ((before: Moment, after: Moment) => void) | null
}

export const runningOn = (
  engine: EngineName,
  platform: BoardPlatform,
  image: BoardImage,
  listener: Listener,
): Running => {
  switch (engine) {
    case 'emulator':
      return onEmulator(platform, image, listener)
    case 'model':
      return onModel(platform, image, listener)
    case 'lockstep':
      return inLockstep(platform, image, listener)
  }
}

const onEmulator = (platform: BoardPlatform, image: BoardImage, { sent, stepped }: Listener): Running => {
  const machine = new Machine(platform)
  machine.onSent = sent
  machine.load(image)
  const stop = (): Stop | null => {
    switch (machine.outcome) {
      case 'running':
        return null
      case 'error mode':
        return { kind: 'error mode', trap: machine.errorTrap }
      case 'asleep for ever':
        return { kind: 'asleep for ever' }
    }
  }
  const traced = (instructions: number, tell: (before: Moment, after: Moment) => void): void => {
    const until = machine.instructions + instructions
    let before = momentOf(machine)
    while (stop() === null && machine.instructions < until) {
      machine.step()
      const after = momentOf(machine)
      tell(before, after)
      before = after
    }
  }
  return {
    advance: (instructions) => {
      if (stepped === null) machine.run(instructions)
      else traced(instructions, stepped)
    },
    stop,
    instructions: () => machine.instructions,
    cycles: () => machine.cycles,
    pc: () => machine.pc >>> 0,
  }
}

const momentOf = (machine: Machine): Moment => ({
  processor: {
    pc: address(machine.pc),
    npc: address(machine.npc),
    state: processorState(machine.psr),
    wim: machine.wim,
    tbr: machine.tbr,
    y: machine.y,
    fsr: machine.fsr,
    globals: eight.map((i) => machine.global(i)),
    windows: eight.map((w) => sixteen.map((i) => machine.register(w, i))),
    floats: thirtyTwo.map((i) => machine.float(i)),
    activity: machine.asleep ? 'asleep' : 'executing',
    errorTrap: machine.errorTrap,
  },
  cycles: machine.cycles,
  instructions: machine.instructions,
  instruction: (machine.mmu(mmuRegister.control) & mmuControl.E) !== 0 ? null : word(machine.word(machine.pc)),
  wordAt: (at) => word(machine.word(at)),
})

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i)
const [eight, sixteen, thirtyTwo] = [upTo(8), upTo(16), upTo(32)]

const boardMoment = ({ processor, cycles, instructions, memory, mmu }: Board): Moment => ({
  processor,
  cycles,
  instructions,
  instruction: mmu.enabled ? null : wordAt(memory, processor.pc),
  wordAt: (at) => wordAt(memory, at),
})

/** Why a step changed nothing on the model. */
const stopOf = ({ left, processor }: Board): Stop =>
  left
    ? { kind: 'left' }
    : processor.activity === 'error mode'
      ? { kind: 'error mode', trap: processor.errorTrap }
      : { kind: 'asleep for ever' }

/** Tells of what a step of the model did. */
const teller =
  ({ sent, stepped }: Listener) =>
  (before: Board, after: Board): void => {
    const { line } = after.devices
    if (line.sent !== before.devices.line.sent) sent(line.last)
    stepped?.(boardMoment(before), boardMoment(after))
  }

const onModel = (platform: BoardPlatform, image: BoardImage, listener: Listener): Running => {
  const step = stepOf(platform)
  const tell = teller(listener)
  let board = boardOf(platform, image)
  let stop: Stop | null = null
  return {
    advance: (instructions) => {
      const until = board.instructions + instructions
      // Of a board that sleeps time may pass for ever: then too its caller has his turn.
      for (let steps = 0; stop === null && board.instructions < until && steps < 2 * instructions; steps++) {
        const after = step(board)
        if (after === board || after.left) stop = stopOf(after)
        else tell(board, after)
        board = after
      }
    },
    stop: () => stop,
    instructions: () => board.instructions,
    cycles: () => board.cycles,
    pc: () => board.processor.pc,
  }
}

const inLockstep = (platform: BoardPlatform, image: BoardImage, listener: Listener): Running => {
  const both = new MachineLockstep(platform, image, new Machine(platform), { watch: { seen: teller(listener) } })
  let stop: Stop | null = null
  return {
    advance: (instructions) => {
      const until = both.board.instructions + instructions
      // A step that takes an interrupt is no instruction, so some may be missing: the next turn has them.
      const { finding, end, board } = both.run(until - both.board.instructions)
      if (finding !== null) stop = { kind: 'difference', difference: finding.difference }
      else if (end !== 'steps') stop = stopOf(board)
    },
    stop: () => stop,
    instructions: () => both.board.instructions,
    cycles: () => both.board.cycles,
    pc: () => both.board.processor.pc,
  }
}
