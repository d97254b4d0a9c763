/** The machine: the emulator beside QEMU on the same image, model and emulator on a loop, both in lockstep; instructions by user CPU time. */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Machine } from '../impl/machine.ts'
import { boardOf, stepOf } from '../model/machine.ts'
import { MachineLockstep } from '../properties/machine-lockstep.ts'
import { machineVariation } from '../spec/machine/profiles.ts'
import type { BoardPlatform } from '../spec/machine/vocabulary.ts'
import { bestRate, type Figure } from './figures.ts'
import { loop } from './machine-loop.ts'
import { observe } from './program.ts'

const platform: BoardPlatform = { ramBytes: 0x1000000, variation: machineVariation('leon3') }
const image = fileURLToPath(new URL('../../shared/sparc/bench/bench10.elf', import.meta.url))
const hello = fileURLToPath(new URL('../../shared/sparc/hello/hello.elf', import.meta.url))
const onePath = fileURLToPath(new URL('one-image.ts', import.meta.url))

/** What `one-image.ts` prints. */
interface Told {
  readonly instructions: number
  readonly userSeconds: number
  readonly steadySeconds: number
  readonly megabytes: number
  readonly loadedMegabytes: number
  readonly guestMegabytes: number
}

/** The emulator in a process of its own; null where it fails. */
const emulated = (): Told | null => {
  const { stdout, status } = spawnSync(process.execPath, [onePath, image], { encoding: 'utf8' })
  if (status !== 0) return null
  const [instructions = 0, userSeconds = 0, steadySeconds = 0, megabytes = 0, loadedMegabytes = 0, guestMegabytes = 0] =
    stdout.trim().split(' ').map(Number)
  return { instructions, userSeconds, steadySeconds, megabytes, loadedMegabytes, guestMegabytes }
}

/** User seconds that QEMU takes for the image; null where there is none. */
const qemuSeconds = (): number | null => {
  const command = `TIMEFORMAT=%U; time qemu-system-sparc -M leon3_generic -nographic -kernel '${image}' >/dev/null </dev/null`
  const { stderr, status } = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
  const seconds = Number(stderr.trim().split('\n').at(-1))
  return status === 0 && seconds > 0 ? seconds : null
}

const modelRate = (): number => {
  const step = stepOf(platform)
  return bestRate(3, () => {
    let board = boardOf(platform, loop)
    for (let next = step(board); next !== board; next = step(board)) board = next
    return board.instructions
  })
}

const emulatorRate = (): number => {
  const machine = new Machine(platform)
  return bestRate(5, () => {
    machine.load(loop)
    return machine.run(100_000_000)
  })
}

const lockstepRate = (): number =>
  bestRate(3, () => new MachineLockstep(platform, loop, new Machine(platform)).run(400_000).steps)

const loopFigures = (): readonly Figure[] => {
  const [model, emulator] = [modelRate(), emulatorRate()]
  return [
    { what: 'emulator, loop of 2 M instructions', value: emulator / 1e6, unit: 'MIPS', aim: null },
    {
      what: 'model, the same loop',
      value: model / 1e6,
      unit: 'MIPS',
      aim: { at: 'least', value: 1 },
      note: `the emulator is ${(emulator / model).toFixed(0)} times as fast`,
    },
    { what: 'lockstep, the same loop', value: lockstepRate() / 1e6, unit: 'MIPS', aim: { at: 'least', value: 0.3 } },
  ]
}

/** How often each is run on the image, one after the other in turns. */
const turns = 3

const imageFigures = (): readonly Figure[] => {
  if (!existsSync(image)) return []
  const ours: Told[] = []
  const theirs: number[] = []
  for (let turn = 0; turn < turns; turn++) {
    const told = emulated()
    if (told !== null) ours.push(told)
    const seconds = qemuSeconds()
    if (seconds !== null) theirs.push(seconds)
  }
  const best = ours.toSorted((a, b) => a.userSeconds - b.userSeconds)[0]
  if (best === undefined) return []
  const rate = best.instructions / best.userSeconds / 1e6
  const qemu = theirs.length === 0 ? null : best.instructions / Math.min(...theirs) / 1e6
  return [
    {
      what: 'emulator, bench10.elf, start-up included',
      value: rate,
      unit: 'MIPS',
      aim: { at: 'least', value: 220 },
      note: `${best.instructions} instructions; best of ${turns}, in turns with QEMU`,
    },
    {
      what: 'emulator, bench10.elf, from the first instruction on',
      value: best.instructions / best.steadySeconds / 1e6,
      unit: 'MIPS',
      aim: null,
    },
    ...(qemu === null
      ? []
      : [
          {
            what: 'QEMU, bench10.elf, start-up included',
            value: qemu,
            unit: 'MIPS',
            aim: null,
            note: `${(qemu / rate).toFixed(1)} times the emulator`,
          } as const,
        ]),
    {
      what: 'memory of the emulator beyond its guest',
      value: best.megabytes - best.loadedMegabytes - best.guestMegabytes,
      unit: 'MB',
      aim: { at: 'most', value: 100 },
      note: `the process has ${best.megabytes.toFixed(0)} MB at most, ${best.loadedMegabytes.toFixed(0)} MB before there is an emulator; the guest has filled ${best.guestMegabytes.toFixed(1)} MB`,
    },
  ]
}

/** From the start of the process to the first byte on the console. */
const bootFigures = async (): Promise<readonly Figure[]> => {
  if (!existsSync(hello)) return []
  const first: number[] = []
  for (let turn = 0; turn < turns; turn++) first.push((await observe(['run', hello])).first)
  const value = Math.min(...first) / 1000
  return [{ what: 'boot: bulkhead run hello.elf, to its first byte', value, unit: 's', aim: null, note: 'wall clock' }]
}

export const machineFigures = async (): Promise<readonly Figure[]> => [
  ...imageFigures(),
  ...loopFigures(),
  ...(await bootFigures()),
]
