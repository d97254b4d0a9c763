/** `bulkhead scenario` as its users run it: what it prints, its exit codes, its document. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { afterAll, describe, expect, test } from 'vitest'
import { ended, type Ended } from './ended.fixture.ts'
import { root } from './project.ts'

const elsewhere = mkdtempSync(join(tmpdir(), 'bulkhead-scenario-'))
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

const passing = join(root, 'scenarios/TEST-DEF-00600.scenario')
const outside = join(root, 'scenarios/TEST-DEF-01590.scenario')

const run = (...args: readonly string[]): Promise<Ended> => ended('scenario', ...args)

/** A scenario of these lines. */
const written = (name: string, ...lines: readonly string[]): string => {
  const file = join(elsewhere, `${name}.scenario`)
  const configuration = join(root, 'scenarios/configurations/two.xml')
  writeFileSync(file, [`scenario "${name}"`, `configuration ${configuration}`, 'ticks 12', ...lines, ''].join('\n'))
  return file
}

const failing = written('failing', 'partition P1', '  step 4 "asks"', '  call SET_SCHEDULE stretched => NO_ERROR')
const broken = written('broken', 'partition P1', '  stroe own 1')

describe('for people', () => {
  test('a scenario that passes, step by step and profile by profile', async () => {
    const { code, out, err } = await run(passing)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('air-requirements')
    expect(out).toContain('air-5.6.2')
    expect(out).toMatch(/passed {2}step 3 \(P1\): (\d+) of \1 /)
    expect(out).toMatch(/model and emulator agree over \d+ steps/)
    expect(out.trimEnd().endsWith('passed')).toBe(true)
  })

  test('an expectation that does not hold: where, what was expected, what came, which row decided', async () => {
    const { code, out } = await run(failing)
    expect(code).toBe(1)
    expect(out).toContain('failed  step 4 (P1): 0 of 1  asks')
    expect(out).toContain(`${failing}:6:34 call SET_SCHEDULE stretched => NO_ERROR`)
    expect(out).toContain('expected NO_ERROR, got INVALID_CONFIG (tick 10, row SET_SCHEDULE.1)')
  })

  test('a broken scenario is told with its place, and nothing runs, not even another', async () => {
    const { code, out, err } = await run(passing, broken)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(`${broken}:5:3 SCENARIO-1 "stroe" is nothing that a guest does: did you mean store`)
  })

  test('one that lies outside the model says why', async () => {
    const { code, out } = await run(outside)
    expect(code).toBe(0)
    expect(out).toMatch(/outside the model: internals of the guest's library/)
  })

  test('only the profile that is asked for', async () => {
    const { out } = await run(passing, '--profile', 'air-5.6.2')
    expect(out).not.toContain('air-requirements\n')
    const other = await run(passing, '--profile', 'air-papers')
    expect(other.code).toBe(2)
    expect(other.err).toContain('no scenario that was named runs under air-papers')
  })

  test('no file, no such file, a file beside --all', async () => {
    expect((await run()).code).toBe(2)
    const none = await run(join(elsewhere, 'none.scenario'))
    expect(none.code).toBe(2)
    expect(none.err).toContain('FILE-1')
    expect((await run(passing, '--all')).code).toBe(2)
  })

  test('--all: a table of everything', async () => {
    const { code, out } = await run('--all', '--profile', 'air-requirements')
    expect(code).toBe(0)
    expect(out).toMatch(/^TEST-DEF-00009 {2}passed {4}air-requirements \d+\/\d+$/m)
    expect(out).toMatch(/^TEST-DEF-80200 {2}outside {3}registers of a real timer/m)
    expect(out).toMatch(/^\d+ scenarios: \d+ passed, \d outside$/m)
  })
})

const orNull = <A>(codec: t.Type<A>) => t.union([codec, t.null])
const diagnostic = t.strict({
  file: t.string,
  line: t.number,
  column: t.number,
  code: t.string,
  severity: t.string,
  message: t.string,
})
const expectation = t.strict({
  line: t.number,
  column: t.number,
  step: orNull(t.number),
  partition: orNull(t.string),
  says: t.string,
  tick: orNull(t.number),
  row: orNull(t.string),
  passed: t.boolean,
  expected: orNull(t.string),
  got: orNull(t.string),
})
const finding = t.strict({ statement: t.string, at: t.string, why: t.string, step: t.number })
const ran = t.strict({
  profile: t.string,
  steps: t.number,
  finding: orNull(finding),
  expectations: t.array(expectation),
})
const entry = t.strict({
  file: t.string,
  verdict: t.keyof({ passed: null, failed: null, outside: null, unusable: null }),
  diagnostics: t.array(diagnostic),
  title: orNull(t.string),
  sources: t.array(t.string),
  configuration: orNull(t.string),
  outside: orNull(t.string),
  notes: t.array(t.string),
  steps: t.array(t.strict({ number: t.number, title: orNull(t.string), outside: orNull(t.string) })),
  runs: t.array(ran),
})
const document = t.strict({
  format: t.literal('bulkhead-scenario/1'),
  bulkhead: t.string,
  verdict: t.keyof({ pass: null, violation: null, unusable: null }),
  scenarios: t.array(entry),
})

describe('for machines', () => {
  test.each([
    [passing, 'pass', 'passed', 0],
    [failing, 'violation', 'failed', 1],
    [outside, 'pass', 'outside', 0],
    [broken, 'unusable', 'unusable', 2],
  ])('the document of %s has the fields it should have, no more and no fewer', async (file, verdict, each, exit) => {
    const { code, out } = await run(file, '--json')
    const value: unknown = JSON.parse(out)
    const decoded = document.decode(value)
    expect(isLeft(decoded)).toBe(false)
    if (isLeft(decoded)) return
    expect(decoded.right).toEqual(value)
    expect([code, decoded.right.verdict, decoded.right.scenarios[0]?.verdict]).toEqual([exit, verdict, each])
  })

  test('every field is described', () => {
    const page = readFileSync(join(root, 'docs/scenario.md'), 'utf8')
    const fields = [document, entry, ran, expectation, finding].flatMap((codec) => Object.keys(codec.type.props))
    expect(fields.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  })
})
