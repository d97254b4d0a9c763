/** Model and emulator of the machine side by side over one image: registers and what was written after every step, everything now and then. */

import { canonical } from '../model/machine/devices.ts'
import { boardOf, stepOf } from '../model/machine.ts'
import type { Board, BoardImage, BoardPlatform } from '../spec/machine/vocabulary.ts'
import { boardDifference, stepDifference, type BoardDifference, type ComparedBoard } from './machine-comparing.ts'

/** What is held against the model of the machine: the emulator, or one with a fault in it. */
export interface MachineEngine extends ComparedBoard {
  load(image: BoardImage): void
  /** One step of `spec/machine/step.md`. */
  step(): void
  /** So many instructions more, with all that comes before the last of them; fewer if none can follow. How many there were. */
  run(instructions: number): number
}

export type MachineMaker = (platform: BoardPlatform) => MachineEngine

/** A maker that keeps one engine for each platform: loading an image takes away all that was there before. */
export const enginePerPlatform = (make: MachineMaker): MachineMaker => {
  const engines = new Map<BoardPlatform, MachineEngine>()
  return (platform) => {
    const engine = engines.get(platform) ?? make(platform)
    engines.set(platform, engine)
    return engine
  }
}

export interface MachineFinding {
  readonly difference: BoardDifference
  /** The board before the step that showed it; null at the start. */
  readonly before: Board | null
  readonly after: Board
}

/** Why a run is at its end. */
export type MachineEnd = 'error mode' | 'asleep for ever' | 'left' | 'steps'

export interface MachineOutcome {
  readonly steps: number
  readonly board: Board
  readonly end: MachineEnd
  readonly finding: MachineFinding | null
}

export interface MachineWatch {
  /** After every step of the model. */
  readonly seen: (before: Board, after: Board) => void
}

/** Why a step changed nothing. */
export const endOf = ({ left, processor }: Board): MachineEnd =>
  left ? 'left' : processor.activity === 'error mode' ? 'error mode' : 'asleep for ever'

const canonicalDevices = ({ devices, cycles }: Board): Board['devices'] => canonical(devices, cycles)

export interface MachineLockstepOptions {
  readonly fullEvery?: number
  readonly watch?: MachineWatch | null
  /** Whether everything is compared at the start too; true unless said otherwise. */
  readonly atStart?: boolean
}

/**
 * At most so many steps on both. Where the model's run is left, what comes then is not specified, and nothing is
 * compared any more. Everything is compared at the start (unless not wanted), at the end, and at every `fullEvery`-th step.
 */
export class MachineLockstep {
  #board: Board
  #steps = 0
  readonly #step: (board: Board) => Board
  readonly #engine: MachineEngine
  readonly #fullEvery: number
  readonly #watch: MachineWatch | null
  readonly #atStart: boolean

  constructor(
    platform: BoardPlatform,
    image: BoardImage,
    engine: MachineEngine,
    { fullEvery = 4096, watch = null, atStart = true }: MachineLockstepOptions = {},
  ) {
    this.#step = stepOf(platform)
    this.#board = boardOf(platform, image)
    this.#engine = engine
    this.#fullEvery = fullEvery
    this.#watch = watch
    this.#atStart = atStart
    engine.load(image)
  }

  get board(): Board {
    return this.#board
  }

  /** So many steps more, unless the run is at its end before, or something differs. */
  run(most: number): MachineOutcome {
    if (this.#steps === 0 && this.#atStart) {
      const difference = boardDifference(this.#engine, this.#board, canonicalDevices)
      if (difference !== null) return this.#found(difference, null)
    }
    const until = this.#steps + most
    while (this.#steps < until) {
      const before = this.#board
      const after = this.#step(before)
      if (after === before || after.left) {
        this.#board = after
        return this.#ended(after)
      }
      this.#engine.step()
      this.#board = after
      this.#steps++
      this.#watch?.seen(before, after)
      const difference =
        stepDifference(this.#engine, before, after) ??
        (this.#steps % this.#fullEvery === 0 ? boardDifference(this.#engine, after, canonicalDevices) : null)
      if (difference !== null) return this.#found(difference, before)
    }
    const difference = boardDifference(this.#engine, this.#board, canonicalDevices)
    return difference === null ? this.#done('steps') : this.#found(difference, null)
  }

  /** Nothing changes any more on the model: nothing may change on the engine. */
  #ended(board: Board): MachineOutcome {
    const end = endOf(board)
    if (end === 'left') return this.#done(end)
    this.#engine.step()
    const difference = boardDifference(this.#engine, board, canonicalDevices)
    return difference === null ? this.#done(end) : this.#found(difference, board)
  }

  #done(end: MachineEnd): MachineOutcome {
    return { steps: this.#steps, board: this.#board, end, finding: null }
  }

  #found(difference: BoardDifference, before: Board | null): MachineOutcome {
    const after = this.#board
    return { steps: this.#steps, board: after, end: 'steps', finding: { difference, before, after } }
  }
}
