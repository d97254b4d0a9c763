/** AIR's validation suite as scenarios: each of its definitions is accounted for, step by step, and what can be run passes. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { impossible } from '../../spec/statement.ts'
import { genuine } from '../program/engine.ts'
import { root } from '../program/project.ts'
import { usualProfiles } from './header.ts'
import { scenarioFiles } from './files.ts'
import { readScenario } from './read.ts'
import { passed, runUnder } from './run.ts'
import type { Scenario } from './scenario.ts'

/** How many of the definitions may lie outside the model. */
const MOST_OUTSIDE = 8

const directory = join(root, 'scenarios')
const corpus = new URL('../../../shared/corpus/air/validation', import.meta.url).pathname

const read = (file: string): Scenario => {
  const scenario = readScenario(file)
  return isLeft(scenario)
    ? impossible(JSON.stringify(scenario.left), 'the project’s own scenarios are well written')
    : scenario.right
}

const scenarios = scenarioFiles(directory).map(read)
const air = scenarios.filter(({ file }) => file.includes('TEST-DEF-'))

describe('every scenario passes under every profile that it names', () => {
  const runs = scenarios.flatMap((scenario) =>
    scenario.outside === null ? scenario.profiles.map((profile) => ({ scenario, profile })) : [],
  )
  test.each(runs.map((run) => [run.scenario.file.replace(`${directory}/`, ''), run.profile, run] as const))(
    '%s under %s',
    (_, profile, { scenario }) => {
      const ran = runUnder(scenario, profile, genuine)
      expect(ran.finding).toBeNull()
      expect(ran.told.filter(({ verdict }) => verdict !== null)).toEqual([])
      expect(ran.told.length).toBeGreaterThan(0)
      expect(passed(ran)).toBe(true)
    },
  )
})

test('few definitions lie outside the model, each for a reason', () => {
  const outside = air.filter((scenario) => scenario.outside !== null)
  expect(outside.length).toBeLessThanOrEqual(MOST_OUTSIDE)
  for (const { outside: reason } of outside) expect(reason?.length).toBeGreaterThan(40)
})

test('the suite runs under the requirements and under the published kernel, and names its sources', () => {
  for (const { file, profiles, sources, outside } of air) {
    if (outside === null) expect([file, ...usualProfiles.filter((id) => !profiles.includes(id))]).toEqual([file])
    expect(file).toContain(sources[0])
  }
})

/** The numbers of a definition's steps. */
const stepsOf = (definition: string): readonly number[] =>
  [...definition.replace(/<!--.*?-->/gs, '').matchAll(/<teststep\s+id="(\d+)"/g)].map(([, id]) => Number(id))

describe.skipIf(!existsSync(corpus))('against AIR’s definitions (skipped where they are not at hand)', () => {
  const ids = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.startsWith('TEST-DEF-')) : []

  test('each has a scenario, and no scenario is without one', () => {
    expect(ids.length).toBe(44)
    expect(air.map(({ file }) => file.replace(/^.*\/|\.scenario$/g, ''))).toEqual(ids.toSorted())
  })

  test.each(ids)('%s: each step is done, or lies outside', (id) => {
    const scenario = air.find(({ file }) => file.endsWith(`/${id}.scenario`))
    const definition = join(corpus, id, `testdef_${id}.xml`)
    if (scenario === undefined || scenario.outside !== null || !existsSync(definition)) return
    const steps = new Set(scenario.steps.map(({ number }) => number))
    expect(stepsOf(readFileSync(definition, 'latin1')).filter((step) => !steps.has(step))).toEqual([])
    const done = new Set(
      [...scenario.scripts.flatMap(({ program, handler }) => [...program, ...handler]), ...scenario.module].map(
        ({ step }) => step,
      ),
    )
    expect(scenario.steps.filter(({ number, outside }) => outside === null && !done.has(number))).toEqual([])
  })
})
