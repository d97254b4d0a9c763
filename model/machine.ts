/** The board as a step function: one processor, its memory and its devices, as `spec/machine/step.md` has them. */

import * as E from 'fp-ts/lib/Either.js'
import {
  interruptTrap,
  ramAt,
  type Board,
  type BoardImage,
  type BoardPlatform,
  type Devices,
  type Processor,
} from '../spec/machine/vocabulary.ts'
import {
  address,
  cycles,
  noMemory,
  withWord,
  word,
  type Address,
  type Cycles,
  type Memory,
} from '../spec/words/vocabulary.ts'
import { boardBus } from './machine/board-bus.ts'
import type { Bus } from './machine/bus.ts'
import { acknowledged, advanced, devicesAtStart, nextUnderflow, requested } from './machine/devices.ts'
import { executed } from './machine/instruction.ts'
import { surroundings, type Surroundings } from './machine/physical.ts'
import { changed, processorAt, withRegister } from './machine/registers.ts'
import { trapTaken } from './machine/traps.ts'

/** Memory with the words of an image. */
const memoryOf = (image: BoardImage): Memory => {
  let memory = noMemory
  for (const [at, value] of image.words) memory = withWord(memory, at, value)
  return memory
}

/** What the boot code leaves in registers: %sp is the end of RAM, %g1 the entry, and %g2 what it last wrote to a timer. */
const booted = (entry: Address, ramBytes: number): Processor => {
  const left = withRegister(withRegister(processorAt(entry), 1, entry | 0), 2, 3)
  return changed(withRegister(left, 14, (ramAt + ramBytes) | 0), { wim: 1 })
}

/** A board as an image finds it. */
export const boardOf = (platform: BoardPlatform, image: BoardImage): Board => ({
  processor: booted(image.entry, platform.ramBytes),
  mmu: {
    enabled: false,
    noFault: false,
    tablePointer: 0,
    context: 0,
    fault: { status: word(0), address: address(0) },
  },
  caches: 0,
  memory: memoryOf(image),
  devices: devicesAtStart,
  cached: [],
  cycles: cycles(0),
  instructions: 0,
  left: false,
})

/** A board of a processor and what surrounds it, so many instructions and cycles on. */
const boardWith = (processor: Processor, s: Surroundings, now: Cycles, instructions: number): Board => ({
  processor,
  mmu: s.mmu,
  caches: s.caches,
  memory: s.memory,
  devices: s.devices,
  cached: s.cached,
  cycles: now,
  instructions,
  left: false,
})

/** The interrupt that is taken before the next instruction: of a level that is above the processor's, or cannot be masked. */
const interruptFor = ({ state }: Processor, devices: Devices): number => {
  if (!state.et) return 0
  const level = requested(devices)
  return level === 15 || level > state.pil ? level : 0
}

/** The step function of boards of a platform. A board that has stopped, has left what is specified, or sleeps for ever is returned itself. */
export const stepOf = (platform: BoardPlatform): ((board: Board) => Board) => {
  const bus = boardBus(platform)
  return (board) => {
    if (board.left || board.processor.activity === 'error mode') return board
    const devices = advanced(board.devices, board.cycles)
    const now = devices === board.devices ? board : withDevices(board, devices)
    const level = interruptFor(board.processor, devices)
    if (level !== 0) return interrupted(platform, now, level)
    return board.processor.activity === 'asleep' ? slept(now) : (instructed(bus, now) ?? leaving(board))
  }
}

const withDevices = (board: Board, devices: Devices): Board =>
  boardWith(board.processor, surroundings(board, { devices }), board.cycles, board.instructions)

/** The processor takes an interrupt: no instruction is executed, no time goes by. */
const interrupted = (platform: BoardPlatform, board: Board, level: number): Board => {
  const { processor, cycles: now, instructions } = board
  const devices = acknowledged(board.devices, level, platform.variation.acknowledge)
  const awake = changed(processor, { activity: 'executing' })
  return boardWith(trapTaken(awake, interruptTrap(level)), surroundings(board, { devices }), now, instructions)
}

/** The clock goes to where a timer could raise an interrupt. */
const slept = (board: Board): Board => {
  const next = nextUnderflow(board.devices)
  return next === null ? board : boardWith(board.processor, board, next, board.instructions)
}

/** One instruction, and the trap that it ends in; null if what it does is not specified. */
const instructed = (bus: Bus<Surroundings>, board: Board): Board | null => {
  const after = executed(bus, board.processor, board)
  const now = cycles(board.cycles + 1)
  const count = board.instructions + 1
  if (E.isRight(after)) return boardWith(after.right.processor, after.right.memory, now, count)
  const { trap, processor, memory } = after.left
  return trap === null ? null : boardWith(trapTaken(processor, trap), memory, now, count)
}

/** The board that has left what is specified, and is otherwise as it was. */
const leaving = (board: Board): Board => ({ ...board, left: true })
