/** Every statement about boards and their steps can be broken: each refuses a board that is bad in its own way, and none refuses the good one. */

import { expect, test } from 'vitest'
import { boardOf, stepOf } from '../model/machine.ts'
import { machineVariation } from '../spec/machine/profiles.ts'
import { machineInvariants, machineStepInvariants } from '../spec/machine/statements.ts'
import type { Board, BoardPlatform, Processor, ProcessorState } from '../spec/machine/vocabulary.ts'
import { address, cycles, word } from '../spec/words/vocabulary.ts'

const platform: BoardPlatform = { ramBytes: 0x10000, variation: machineVariation('sparc-v8') }
const nop = word(0x01000000)
const entry = address(0x40000000)
const start = boardOf(platform, { entry, words: [[entry, nop]] })

const withProcessor = (board: Board, changed: Partial<Processor>): Board => ({
  ...board,
  processor: { ...board.processor, ...changed },
})
const withState = (board: Board, changed: Partial<ProcessorState>): Board =>
  withProcessor(board, { state: { ...board.processor.state, ...changed } })

const user = withState(start, { s: false, et: true })
const next = (board: Board): Board => stepOf(platform)(board)

const badOf = (board: Board) => machineInvariants.flatMap((i) => (i.breaches(platform, board).length > 0 ? [i.id] : []))
const badStep = (before: Board, after: Board) =>
  machineStepInvariants.flatMap((i) => (i.breaches(platform, before, after).length > 0 ? [i.id] : []))

test.each([
  ['%g0 that is not 0', withProcessor(start, { globals: [1, 0, 0, 0, 0, 0, 0, 0] }), ['MACHINE-I1']],
  ['a pc between instructions', withProcessor(start, { pc: address(2) }), ['MACHINE-I1']],
  ['a ninth window', withState(start, { cwp: 8 }), ['MACHINE-I1']],
  ['a register that is no word', withProcessor(start, { y: 2 ** 31 }), ['MACHINE-I1']],
  ['error mode without its trap', withProcessor(start, { activity: 'error mode' }), ['MACHINE-I2']],
  ['a trap not taken while executing', withProcessor(start, { errorTrap: 2 }), ['MACHINE-I2']],
  ['nothing, at the start', start, []],
] as const)('a board is refused for %s', (_, board, ids) => {
  expect(badOf(board)).toEqual(ids)
})

const windowsWith = (board: Board, window: number, register: number): Processor['windows'] =>
  board.processor.windows.map((file, w) => (w === window ? file.map((v, i) => (i === register ? v + 1 : v)) : file))

test.each([
  ['nothing, as the model makes it', user, next(user), []],
  ['a user who sets his PIL', user, withState(next(user), { pil: 3 }), ['MACHINE-S1']],
  ['a user who moves two windows', user, withState(next(user), { cwp: 2 }), ['MACHINE-S1']],
  [
    'a user who moves to an invalid window',
    withProcessor(user, { wim: 2 }),
    withState(next(withProcessor(user, { wim: 2 })), { cwp: 1 }),
    ['MACHINE-S1'],
  ],
  ['a user who turns the MMU off', { ...user, mmu: { ...user.mmu, enabled: true } }, next(user), ['MACHINE-S1']],
  ['supervisor level without a trap', user, withState(next(user), { s: true }), ['MACHINE-S2']],
  [
    'a local register of another window',
    user,
    withProcessor(next(user), { windows: windowsWith(user, 3, 0) }),
    ['MACHINE-S3'],
  ],
  [
    'a local register of the window below',
    user,
    withProcessor(next(user), { windows: windowsWith(user, 7, 0) }),
    ['MACHINE-S3'],
  ],
  [
    'no out register, which the window shows',
    user,
    withProcessor(next(user), { windows: windowsWith(user, 7, 8) }),
    [],
  ],
  ['a clock that goes back', user, { ...next(user), cycles: cycles(-1) }, ['MACHINE-S4']],
  ['a transfer that is no instruction', user, { ...next(user), instructions: 0, cycles: cycles(0) }, ['MACHINE-S5']],
] as const)('a step is refused for %s', (_, before, after, ids) => {
  expect(badStep(before, after)).toEqual(ids)
})
