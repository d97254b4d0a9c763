/** The documents for machines: they decode as docs/json-output.md says, and have the fields that it lists, no more and no fewer. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { afterAll, expect, test } from 'vitest'
import { keptFiles } from '../counterexample/regressions.ts'
import { main } from './main.ts'
import { root } from './project.ts'
import { ownTerminal } from './terminal.ts'

const elsewhere = mkdtempSync(join(tmpdir(), 'bulkhead-documents-'))
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

const satellite = join(root, 'examples/satellite.xml')
const broken = join(root, 'examples/broken.xml')

/** The one document that a command prints. */
const printed = async (...args: readonly string[]): Promise<unknown> => {
  let out = ''
  await main(args, ownTerminal({ write: (text: string) => void (out += text) }, { write: () => undefined }))
  return JSON.parse(out)
}

const orNull = <A>(codec: t.Type<A>) => t.union([codec, t.null])

const diagnostic = t.strict({
  file: t.string,
  line: t.number,
  column: t.number,
  code: t.string,
  severity: t.keyof({ structural: null, error: null, warning: null }),
  message: t.string,
})
const path = t.array(t.union([t.string, t.number]))
const finding = t.type({
  statement: t.string,
  at: t.string,
  why: t.string,
  step: t.number,
  expected: orNull(t.string),
  diff: t.array(t.type({ path, model: t.unknown, emulator: t.unknown })),
})
const ruled = {
  bulkhead: t.string,
  file: t.string,
  profile: t.string,
  rules: t.number,
  counts: t.type({ structural: t.number, error: t.number, warning: t.number }),
  diagnostics: t.array(diagnostic),
}
const hunt = t.type({
  cases: t.number,
  steps: t.number,
  milliseconds: t.number,
  workers: t.number,
  interrupted: t.boolean,
  distinctStates: t.type({ estimate: t.number, method: t.literal('HyperLogLog'), standardError: t.number }),
  rows: t.type({ reached: t.number, of: t.number, notReached: t.array(t.string) }),
  held: t.array(t.type({ id: t.string, of: t.keyof({ states: null, steps: null, calls: null }), times: t.number })),
  reach: t.record(t.string, t.number),
  inconclusive: t.array(t.string),
})
const statement = t.type({
  id: t.string,
  kind: t.string,
  chapter: t.string,
  says: t.string,
  because: t.array(t.string),
  serves: t.array(t.string),
})

const documents = {
  'bulkhead-check/1': t.strict({
    format: t.literal('bulkhead-check/1'),
    ...ruled,
    node: t.string,
    sha256: orNull(t.string),
    fault: orNull(t.string),
    seed: t.number,
    verdict: t.keyof({ pass: null, violation: null, 'rule errors': null, inconclusive: null, unusable: null }),
    regressions: t.array(
      t.type({ file: t.string, title: orNull(t.string), problem: orNull(t.string), finding: orNull(finding) }),
    ),
    hunt: orNull(hunt),
    violations: t.array(
      t.intersection([finding, t.type({ file: orNull(t.string), index: t.number, steps: t.number })]),
    ),
  }),
  'bulkhead-rules/1': t.strict({
    format: t.literal('bulkhead-rules/1'),
    ...ruled,
    verdict: t.keyof({ pass: null, 'rule errors': null, unusable: null }),
  }),
  'bulkhead-replay/1': t.strict({
    format: t.literal('bulkhead-replay/1'),
    bulkhead: t.string,
    node: t.string,
    file: t.string,
    title: orNull(t.string),
    profile: t.string,
    fault: orNull(t.string),
    recorded: t.type({ bulkhead: t.string, node: t.string, seed: t.number, index: t.number, finding }),
    violates: t.boolean,
    same: t.boolean,
    finding: orNull(finding),
    steps: t.array(
      t.type({
        number: t.number,
        says: t.string,
        changes: orNull(t.array(t.type({ path, before: t.unknown, after: t.unknown }))),
      }),
    ),
  }),
  'bulkhead-spec/1': t.strict({
    format: t.literal('bulkhead-spec/1'),
    bulkhead: t.string,
    statements: t.array(statement),
  }),
} as const

const prose = readFileSync(join(root, 'docs/json-output.md'), 'utf8')

/** The fields that the section of a format lists. */
const listed = (format: string): readonly string[] => {
  const section = prose.split(/^## /m).find((text) => text.startsWith(`\`${format}\``)) ?? ''
  return [...section.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, names = '']) =>
    names.split(', ').map((name) => name.replaceAll('`', '')),
  )
}

const keysOf = (document: unknown): readonly string[] =>
  typeof document === 'object' && document !== null ? Object.keys(document).toSorted() : []

const holds = (format: keyof typeof documents, document: unknown): void => {
  const decoded = documents[format].decode(document)
  expect(isLeft(decoded) ? decoded.left.map(({ context }) => context.map(({ key }) => key).join('.')) : []).toEqual([])
  // Strict codecs drop what they do not know: nothing may be dropped.
  expect(isLeft(decoded) ? null : decoded.right).toEqual(document)
}

test('check', async () => {
  const document = await printed(
    'check',
    satellite,
    '--cases',
    '25',
    '--seed',
    '1',
    '--workers',
    '1',
    '--out',
    elsewhere,
    '--json',
  )
  holds('bulkhead-check/1', document)
  expect(keysOf(document)).toEqual(listed('bulkhead-check/1').toSorted())
})

test.each([[join(elsewhere, 'none.xml')], [broken]])('check, of what cannot be run: %s', async (file) => {
  const document = await printed('check', file, '--out', elsewhere, '--json')
  holds('bulkhead-check/1', document)
  expect(keysOf(document)).toEqual(listed('bulkhead-check/1').toSorted())
})

test.each([[satellite], [broken], [elsewhere]])('rules: %s', async (file) => {
  const document = await printed('rules', file, '--json')
  holds('bulkhead-rules/1', document)
  expect(keysOf(document)).toEqual(listed('bulkhead-rules/1').toSorted())
})

test.each(['--json', '--step'])('replay, with %s', async (option) => {
  const [file = ''] = keptFiles(join(root, 'regressions'))
  const document = await printed('replay', file, '--json', option)
  // A kept case may have been found with a fault, and is run again with it.
  holds('bulkhead-replay/1', document)
  expect(keysOf(document)).toEqual(listed('bulkhead-replay/1').toSorted())
})

test('spec', async () => {
  const all = await printed('spec', '--json')
  holds('bulkhead-spec/1', all)
  const documented = listed('bulkhead-spec/1')
  for (const document of [
    all,
    await printed('spec', 'SET_SCHEDULE.3', '--json'),
    await printed('spec', 'TIME-I', '--json'),
    await printed('spec', '--faults', '--json'),
    await printed('spec', '--instructions', '--json'),
  ])
    expect(documented).toEqual(expect.arrayContaining([...keysOf(document)]))
})

const Sarif = t.type({
  version: t.literal('2.1.0'),
  runs: t.array(
    t.type({
      tool: t.type({
        driver: t.type({
          name: t.literal('bulkhead'),
          rules: t.array(t.type({ id: t.string, help: t.type({ text: t.string }) })),
        }),
      }),
      results: t.array(
        t.type({
          ruleId: t.string,
          ruleIndex: t.number,
          level: t.keyof({ error: null, warning: null }),
          message: t.type({ text: t.string }),
          locations: t.array(
            t.type({
              physicalLocation: t.type({
                artifactLocation: t.type({ uri: t.string }),
                region: t.type({ startLine: t.number, startColumn: t.number }),
              }),
            }),
          ),
        }),
      ),
    }),
  ),
})

test('SARIF: every result is of a rule that the tool describes', async () => {
  const decoded = Sarif.decode(await printed('rules', broken, '--sarif'))
  const [run] = isLeft(decoded) ? [] : decoded.right.runs
  const described = run?.tool.driver.rules.map(({ id }) => id) ?? []
  expect(run?.results.length).toBeGreaterThan(10)
  for (const { ruleId, ruleIndex } of run?.results ?? []) expect(described[ruleIndex]).toBe(ruleId)
})
