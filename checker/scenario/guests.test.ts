/** The binary guests of the examples: every ELF is as it should be and is played, and every scenario of theirs holds. */

import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { impossible } from '../../spec/statement.ts'
import { address } from '../../spec/words/vocabulary.ts'
import { readImageFile } from '../image/file.ts'
import { placedIn } from '../image/placement.ts'
import { genuine } from '../program/engine.ts'
import { root } from '../program/project.ts'
import { scenarioFiles } from './files.ts'
import { readScenario } from './read.ts'
import { passed, runUnder } from './run.ts'
import type { Scenario } from './scenario.ts'

const directory = join(root, 'examples/guests')

const read = (file: string): Scenario => {
  const scenario = readScenario(file)
  return isLeft(scenario)
    ? impossible(JSON.stringify(scenario.left), 'the project’s own scenarios are well written')
    : scenario.right
}

const scenarios = scenarioFiles(directory).map(read)
const named = (text: string): readonly string[] =>
  [...text.matchAll(/^guest \S+ "elf\/([^"]+)\.elf"$/gm)].map(([, name]) => name ?? '')

describe('every scenario holds under every profile that it names', () => {
  test.each(
    scenarios.flatMap((scenario) =>
      scenario.profiles.map((profile) => [basename(scenario.file), profile, scenario] as const),
    ),
  )('%s under %s', (_, profile, scenario) => {
    const ran = runUnder(scenario, profile, genuine)
    expect(ran.told.filter(({ verdict }) => verdict !== null)).toEqual([])
    expect(ran.finding).toBeNull()
    expect(ran.told.length).toBeGreaterThan(0)
    expect(passed(ran)).toBe(true)
  })
})

/** Where a partition's memory begins on the platform of scenarios; the examples have their results above this much. */
const below = { at: address(0x50000000), bytes: 0x2000 }

describe('the ELF files', () => {
  const files = globSync('elf/*.elf', { cwd: directory }).map((file) => basename(file, '.elf'))

  test.each(files.toSorted())(
    '%s begins with its trap table, and fits a partition below its results and stack',
    (file) => {
      const image = readImageFile(join(directory, `elf/${file}.elf`))
      expect(image).toMatchObject({ _tag: 'Right', right: { entry: below.at } })
      if (isLeft(image)) return
      expect(isLeft(placedIn(image.right, [below]))).toBe(false)
    },
  )

  test('are those that the Makefile makes', () => {
    const [, guests = ''] = /^GUESTS = ((?:.*\\\n)*.*)$/m.exec(readFileSync(join(directory, 'Makefile'), 'utf8')) ?? []
    expect(guests.split(/[\s\\]+/).toSorted()).toEqual(files.toSorted())
  })

  test('are each played by some scenario', () => {
    const played = new Set(scenarios.flatMap(({ file }) => named(readFileSync(file, 'utf8'))))
    expect([...played].toSorted()).toEqual(files.toSorted())
  })
})

/** What a scenario expects of the witness's own memory and of what it prints. */
const ofWitness = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/^.*\bat end: /, ''))
    .filter((line) => /^(prints|memory of|partition) witness /.test(line))

test('whatever runs beside it, the witness is expected to be as if alone', () => {
  const alone = ofWitness(join(directory, 'alone.scenario'))
  expect(alone.length).toBeGreaterThan(4)
  const beside = scenarios.filter(({ file }) => named(readFileSync(file, 'utf8')).includes('witness'))
  // The one in which it has to be disturbed shows that it can be.
  const others = beside.filter(({ file }) => !file.endsWith('/trusted.scenario'))
  expect(others.length).toBeGreaterThan(12)
  for (const { file } of others) expect([file, ofWitness(file)]).toEqual([file, alone])
})
