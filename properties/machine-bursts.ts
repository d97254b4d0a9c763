/** Model and emulator over one image, compared after so many instructions at a time: what the emulator does when it is not asked to stop after each. */

import { canonical } from '../model/machine/devices.ts'
import { boardOf, stepOf } from '../model/machine.ts'
import type { Board, BoardImage, BoardPlatform } from '../spec/machine/vocabulary.ts'
import { boardDifference, stepDifference } from './machine-comparing.ts'
import { endOf, type MachineEnd, type MachineEngine, type MachineOutcome } from './machine-lockstep.ts'

export interface MachineBursts {
  /** At most so many steps of the model. */
  readonly steps: number
  /** Instructions between one comparison and the next; those of the start, so many steps, are one burst. */
  readonly burst: number
  readonly startSteps: number
  readonly seen: (before: Board, after: Board) => void
}

/** The model after a burst, at the step that executed the last instruction of it. */
interface Burst {
  readonly board: Board
  readonly steps: number
  /** Null if it may go on. */
  readonly end: MachineEnd | null
}

/** So many instructions of the model, if it comes to as many within so many steps. */
const modelled = (
  step: (board: Board) => Board,
  from: Board,
  instructions: number,
  most: number,
  seen: MachineBursts['seen'],
): Burst => {
  const until = from.instructions + instructions
  let [now, executed, steps] = [from, from, 0]
  while (now.instructions < until) {
    if (steps === most) return { board: executed, steps, end: 'steps' }
    const after = step(now)
    if (after === now || after.left) return { board: executed, steps, end: endOf(after) }
    steps++
    seen(now, after)
    if (after.instructions !== now.instructions) executed = after
    now = after
  }
  return { board: executed, steps, end: null }
}

/** Everything is compared at the end, what a burst changed after every burst. */
export const inBursts = (
  platform: BoardPlatform,
  image: BoardImage,
  engine: MachineEngine,
  { steps: most, burst, startSteps, seen }: MachineBursts,
): MachineOutcome => {
  const step = stepOf(platform)
  engine.load(image)
  let [board, steps] = [boardOf(platform, image), 0]
  for (;;) {
    const before = board
    const wanted = steps === 0 ? startSteps : burst
    const after = modelled(step, before, wanted, most - steps, seen)
    board = after.board
    steps += after.steps
    if (after.end === 'left') return { steps, board, end: 'left', finding: null }
    const executed = board.instructions - before.instructions
    // In error mode no instruction follows, however many are asked for; of one that sleeps the clock would go on.
    const ran = engine.run(after.end === 'error mode' ? executed + 3 : executed)
    const difference =
      (ran === executed ? null : { at: 'instructions run', model: String(executed), emulator: String(ran) }) ??
      stepDifference(engine, before, board) ??
      (after.end === null ? null : boardDifference(engine, board, ({ devices, cycles }) => canonical(devices, cycles)))
    if (difference !== null) return { steps, board, end: 'steps', finding: { difference, before, after: board } }
    if (after.end !== null) return { steps, board, end: after.end, finding: null }
  }
}
