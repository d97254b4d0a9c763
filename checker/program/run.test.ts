/** `bulkhead run` as its users run it: the console, how it ends, what a trace says, what becomes of an image that cannot be used. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { add, assembled, branch, label, move, nop, set, st, ta, word, type Piece } from '../qemu/assembly.ts'
import { elfImage } from '../qemu/elf.ts'
import { engineNames } from '../run/running.ts'
import { machineProfileIds } from '../../spec/machine/profiles.ts'
import { ended, type Ended } from './ended.fixture.ts'
import { engineChoices, machineChoices } from './main.ts'

const elsewhere = mkdtempSync(join(tmpdir(), 'bulkhead-run-'))
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

const ram = 0x40000000

/** An image of a program at the start of RAM. */
const image = (name: string, ...program: readonly Piece[]): string => {
  const { words } = assembled(ram, program)
  const file = join(elsewhere, `${name}.elf`)
  writeFileSync(file, elfImage(ram, [{ address: ram, words }]))
  return file
}

/** Sends `hi`, then powers off. */
const greeting = image(
  'greeting',
  set(0x80000100, 'g1'),
  move(0x68, 'g2'),
  st('g2', 'g1', 0),
  add('g2', 1, 'g2'),
  st('g2', 'g1', 0),
  ta(0),
)
const endless = image('endless', label('here'), branch('a', 'here'), nop)
const illegal = image('illegal', nop, word(0))

const run = (...args: readonly string[]): Promise<Ended> => ended('run', ...args)

describe.each(engineNames)('on the %s', (engine) => {
  test('an image sends to standard output and powers off, and its instructions are counted', async () => {
    const { code, out, err } = await run(greeting, '--engine', engine)
    expect({ code, out }).toEqual({ code: 0, out: 'hi' })
    expect(err).toMatch(/^powered off; (\d+) instructions .*, \1 cycles\n$/)
  })

  test('a trap while traps are disabled is told with its place and its number', async () => {
    const { code, err } = await run(illegal, '--engine', engine)
    expect(code).toBe(1)
    expect(err).toContain('error mode at 0x40000004: trap 0x02 while traps were disabled')
  })

  test('a limit stops at just so many instructions', async () => {
    const { code, err } = await run(endless, '--engine', engine, '--limit', '100001')
    expect(code).toBe(3)
    expect(err).toMatch(/^stopped at its limit, at 0x4000000[04]; 100001 instructions/)
  })

  test('a trace has a line for each step, the same on every engine', async () => {
    const trace = join(elsewhere, `${engine}.trace`)
    await run(greeting, '--engine', engine, '--trace', trace)
    const lines = readFileSync(trace, 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => line.trim().replaceAll(/ {2,}/g, '  '))).toEqual([
      '0  40000000  03200000  sethi %hi(0x80000000), %g1  %g1=80000000',
      '1  40000004  82106100  or %g1, 0x100, %g1  %g1=80000100',
      '2  40000008  84102068  or %g0, 0x68, %g2  %g2=00000068',
      '3  4000000c  c4206000  st %g2, [ %g1 + 0 ]  [80000100]=00000068',
      '4  40000010  8400a001  add %g2, 1, %g2  %g2=00000069',
      '5  40000014  c4206000  st %g2, [ %g1 + 0 ]  [80000100]=00000069',
      '6  40000018  91d02000  ta 0',
    ])
  })
})

test('a file that is no image, or has no place, or is not there, is refused with the reason', async () => {
  const text = join(elsewhere, 'text.elf')
  writeFileSync(text, 'hello')
  const small = image('small', nop)
  const outside = join(elsewhere, 'outside.elf')
  writeFileSync(outside, elfImage(0x60000000, [{ address: 0x60000000, words: [0] }]))
  expect(await run(text)).toMatchObject({ code: 2, out: '' })
  expect((await run(text)).err).toContain(`${text}: byte 0: ELF-1 `)
  expect((await run(outside)).err).toContain('PLACE-1')
  expect((await run(join(elsewhere, 'none.elf'))).err).toContain('there is no such file')
  expect((await run(elsewhere)).err).toContain('directory')
  expect((await run(small, '--trace', join(elsewhere, 'none', 'trace'))).err).toContain('cannot be written')
})

test('the command line offers the engines and the machines that there are', () => {
  expect([...engineChoices].toSorted()).toEqual([...engineNames].toSorted())
  expect([...machineChoices].toSorted()).toEqual([...machineProfileIds].toSorted())
})
