/** The model and the emulator as machines that run images of blocks, like QEMU: with its choices wherever real machines differ. */

import * as E from 'fp-ts/lib/Either.js'
import { Machine as Emulator } from '../../impl/machine.ts'
import { boardOf, stepOf } from '../../model/machine.ts'
import { machineVariation } from '../../spec/machine/profiles.ts'
import {
  defaultRamBytes,
  softwareTrap,
  type Board,
  type BoardImage,
  type BoardPlatform,
} from '../../spec/machine/vocabulary.ts'
import { readElf } from '../image/elf.ts'
import { wordsOf } from '../image/loading.ts'
import type { Machine } from './batch.ts'
import type { Ended } from './qemu.ts'

/** QEMU's board, as far as its choices are ours. */
export const platform: BoardPlatform = { ramBytes: defaultRamBytes, variation: machineVariation('qemu') }

/** After so many instructions without output a machine counts as endless: a block takes some four thousand, a dump some ninety thousand. */
const SILENT = 400_000

/** The image in the bytes of an ELF file. */
export const loaded = (bytes: Uint8Array): E.Either<string, BoardImage> => {
  const read = readElf(bytes)
  if (E.isLeft(read)) return E.left(read.left.message)
  const { entry } = read.right
  const words = Array.from(wordsOf(read.right, 'data'), ({ address, value }) => [address, value] as const)
  return E.right({ entry, words })
}

/** `ta 0` with traps off is what powers QEMU's board off; on ours it is error mode. */
const stopped = (errorTrap: number): Ended['end'] => (errorTrap === softwareTrap(0) ? 'power off' : 'error mode')

/** Sees every step of the model. */
export type Seeing = (before: Board, after: Board) => void

const runModel = (image: BoardImage, seeing: Seeing): Ended => {
  const step = stepOf(platform)
  const sent: number[] = []
  let board = boardOf(platform, image)
  let last = 0
  for (;;) {
    const after = step(board)
    if (after === board) break
    if (after.left || after.instructions - last > SILENT) return { console: textOf(sent), end: 'silent' }
    seeing(board, after)
    if (after.devices !== board.devices && after.devices.line.sent !== board.devices.line.sent) {
      sent.push(after.devices.line.last)
      last = after.instructions
    }
    board = after
  }
  const { activity, errorTrap } = board.processor
  return { console: textOf(sent), end: activity === 'asleep' ? 'silent' : stopped(errorTrap) }
}

const textOf = (bytes: readonly number[]): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x4000) text += String.fromCharCode(...bytes.slice(at, at + 0x4000))
  return text
}

/** The model; what `seeing` makes of the number of an image's first block is told of every step. */
export const modelSeen =
  (seeing: (first: number) => Seeing): Machine =>
  (bytes, first) =>
    Promise.resolve(E.map((image: BoardImage) => runModel(image, seeing(first)))(loaded(bytes)))

export const model: Machine = modelSeen(() => () => undefined)

/** What is asked of the emulator, or of one with a fault in it. */
export type Emulating = Pick<Emulator, 'load' | 'run' | 'outcome' | 'errorTrap' | 'onSent'>
type EmulatorMaker = new (platform: BoardPlatform) => Emulating

const runEmulator = (image: BoardImage, Maker: EmulatorMaker, silent: number): Ended => {
  const machine = new Maker(platform)
  const sent: number[] = []
  machine.onSent = (byte) => sent.push(byte)
  machine.load(image)
  for (;;) {
    const before = sent.length
    machine.run(silent)
    switch (machine.outcome) {
      case 'error mode':
        return { console: textOf(sent), end: stopped(machine.errorTrap) }
      case 'asleep for ever':
        return { console: textOf(sent), end: 'silent' }
      case 'running':
        if (sent.length === before) return { console: textOf(sent), end: 'silent' }
    }
  }
}

/** An emulator of this make; `silent` is after how many instructions without output it counts as endless. */
export const emulatorOf =
  (Maker: EmulatorMaker, silent = SILENT): Machine =>
  (bytes) =>
    Promise.resolve(E.map((image: BoardImage) => runEmulator(image, Maker, silent))(loaded(bytes)))

export const emulator: Machine = emulatorOf(Emulator)
