import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { anotherEmulatorAgrees, walksAgree } from '../../spec/machine/statements.ts'
import { emulatorSources, loadModules } from '../faults/load.ts'
import { agreement, others } from './agreement.ts'
import { outcomes, type Machine } from './batch.ts'
import { blockOf, type Block, type Outcome } from './block.ts'
import { executing } from './difference.ts'
import { differenceOf, differences } from './differences.ts'
import { endHandler } from './handlers.ts'
import { emulator, emulatorOf, model, modelSeen } from './machines.ts'
import { observing } from './observing.ts'
import { randomBlock } from './random-blocks.ts'
import { shrunk } from './shrinking.ts'
import { firstDifference } from './telling.ts'

const right = <Value>(either: E.Either<string, Value>): Value => {
  if (E.isLeft(either)) throw new Error(either.left)
  return either.right
}
const dumped = async (machine: Machine, blocks: readonly Block[]): Promise<readonly Outcome[]> =>
  right(await outcomes(machine, blocks, 'dumps'))

const randomBlocks = (seed: number, count: number): readonly Block[] =>
  Array.from({ length: count }, (_, index) => randomBlock(seed, index))

test(`${anotherEmulatorAgrees.id}, ${walksAgree.id}: model, emulator and QEMU agree on random blocks, of all instructions and traps and walks, but for the known differences`, async () => {
  // By itself, for the model is some three times as fast where modules are not transformed for tests.
  const main = new URL('main.ts', import.meta.url).pathname
  const { stdout } = await promisify(execFile)(process.execPath, [main, '--blocks', '20000', '--seed', '4'])
  const [, compared = '', omitted = ''] = /([\d,]+) blocks compared, of which .*; (\d+) left out/.exec(stdout) ?? []
  expect(Number(compared.replaceAll(',', ''))).toBeGreaterThanOrEqual(20_000)
  expect(Number(omitted)).toBeLessThan(200)
  expect(stdout).toContain('every instruction and every trap is covered')
})

describe('a known difference', () => {
  const witnesses = differences.map(({ witness }) => witness)
  const onQemu = dumped(others.qemu, witnesses)
  const onModel = dumped(model, witnesses)
  const onEmulator = dumped(emulator, witnesses)

  test.each(differences.map((each, index) => [each.name, each, index] as const))(
    '%s: its block shows it, and nothing before it',
    async (_name, { shows }, index) => {
      const [qemu, here, emulated] = [(await onQemu)[index], (await onModel)[index], (await onEmulator)[index]]
      expect(firstDifference(qemu, here)).toBe(shows)
      expect(firstDifference(emulated, here)).toBeNull()
    },
  )

  test.each(differences.filter(({ meets }) => meets !== null).map((each) => [each.name, each] as const))(
    '%s: is foreseen in its block, and no other before it',
    async (name, { witness }) => {
      const met: string[] = []
      const seeing = modelSeen(
        observing((_, step) => {
          const found = differenceOf(step)
          if (found !== undefined) met.push(found.name)
        }),
      )
      right(await outcomes(seeing, [witness], 'hashes'))
      expect(met[0]).toBe(name)
    },
  )

  test('is foreseen in no step that the instruction set does not know', async () => {
    const foreseen: boolean[] = []
    const seeing = modelSeen(observing((_, step) => foreseen.push(executing(step) !== null)))
    right(await outcomes(seeing, [blockOf([0x81e00000 | (0x2f << 19)], endHandler)], 'hashes'))
    expect(foreseen).toContain(false)
  })
})

/** The emulator from sources in which ANDN is AND. */
const altered = async (): Promise<Machine> => {
  const file = 'machine-interpreter.ts'
  const sources = emulatorSources()
  const text = sources.get(file) ?? ''
  const wrong = text.replace(/words\[rd\] = a & ~b$/m, 'words[rd] = a & b')
  expect(wrong).not.toBe(text)
  const modules = right(await loadModules(new Map([...sources, [file, wrong]])))
  const loaded = modules.get('machine.ts')
  if (!isMachine(loaded)) throw new Error('machine.ts has no Machine')
  return emulatorOf(loaded.Machine)
}
const isMachine = (loaded: unknown): loaded is { readonly Machine: Parameters<typeof emulatorOf>[0] } =>
  typeof loaded === 'object' && loaded !== null && 'Machine' in loaded && typeof loaded.Machine === 'function'

test('an emulator of which one instruction is wrong is found, and its block is small', async () => {
  const machines = { ...others, emulator: await altered(), qemu: model }
  const { findings } = right(await agreement(randomBlocks(4, 400), machines, 1))
  const told = findings.at(-1) ?? ''
  expect(told).toContain('andn ')
  expect(told.split('\n').filter((line) => /^[0-9a-f]{8} {2}[0-9a-f]{8}/.test(line)).length).toBeLessThan(4)
})

describe('random blocks', () => {
  test('depend on their seed and number alone', () => {
    expect(randomBlock(1, 17)).toEqual(randomBlock(1, 17))
    expect(randomBlock(1, 17)).not.toEqual(randomBlock(2, 17))
  })

  test('become as few words as still differ', async () => {
    const block = blockOf([1, 2, 3, 4, 5, 6, 7, 8], endHandler)
    const small = await shrunk(block, (blocks) =>
      Promise.resolve(blocks.map(({ words }) => words.includes(3) && words.includes(6))),
    )
    expect(small.words.filter((word) => word !== 0x01000000)).toEqual([3, 6])
    expect(small.words.at(-1)).toBe(6)
  })
})
