/** Programs that an ordinary compiler and linker made, where they are at hand: the same output as on QEMU, and as many instructions as others count. */

import { existsSync, readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { Machine } from '../../impl/machine.ts'
import type { Machine as Board } from './batch.ts'
import { emulator, emulatorOf, loaded, model, platform } from './machines.ts'
import { qemu, type Ended } from './qemu.ts'

const directory = new URL('../../../shared/sparc/', import.meta.url).pathname
const present = existsSync(directory)
if (!present) console.error(`skipped: the programs are not at ${directory}`)

const fileOf = (name: string): Uint8Array => readFileSync(`${directory}${name}`)
const right = <Value>(either: E.Either<string, Value>): Value => {
  if (E.isLeft(either)) throw new Error(either.left)
  return either.right
}
const ended = async (machine: Board, name: string): Promise<Ended> => right(await machine(fileOf(name), 0))

describe.skipIf(!present)('programs as linked', () => {
  test('hello.elf says on model and emulator what it says on QEMU', async () => {
    const there = await ended(qemu, 'hello/hello.elf')
    expect(there.console).not.toBe('')
    expect(await ended(emulator, 'hello/hello.elf')).toEqual(there)
    expect(await ended(model, 'hello/hello.elf')).toEqual(there)
  })

  test('bench1.elf says on the emulator what it says on QEMU', async () => {
    const there = await ended(qemu, 'bench/bench1.elf')
    expect(there.console).not.toBe('')
    expect(await ended(emulatorOf(Machine, 200_000_000), 'bench/bench1.elf')).toEqual(there)
  })

  test('bench1.elf takes 159,941,776 instructions, trapped ones counted, annulled ones not', () => {
    const machine = new Machine(platform)
    machine.load(right(loaded(fileOf('bench/bench1.elf'))))
    machine.run(200_000_000)
    expect([machine.outcome, machine.instructions]).toEqual(['error mode', 159_941_776])
  })
})
