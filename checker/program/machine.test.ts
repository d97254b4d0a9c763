/** `bulkhead machine` as its users run it: what a hunt says, what becomes of a fault, its counterexample run again. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { afterAll, expect, test } from 'vitest'
import { ended, type Ended } from './ended.fixture.ts'
import { root } from './project.ts'

const elsewhere = mkdtempSync(join(tmpdir(), 'bulkhead-machine-'))
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

const machine = (...args: readonly string[]): Promise<Ended> => ended('machine', '--out', elsewhere, ...args)

const Document = t.strict({
  format: t.literal('bulkhead-machine-hunt/1'),
  bulkhead: t.string,
  seed: t.number,
  fault: t.union([t.string, t.null]),
  cases: t.number,
  finding: t.union([t.type({ statement: t.string, at: t.string, says: t.string, step: t.number }), t.null]),
  file: t.union([t.string, t.null]),
  missing: t.array(t.string),
  reach: t.record(t.string, t.number),
})

const documentOf = (text: string): t.TypeOf<typeof Document> => {
  const decoded = Document.decode(JSON.parse(text))
  return isLeft(decoded) ? expect.unreachable('the document is not as documented') : decoded.right
}

const fault = 'machine-subx-borrow-without-carry'

test('a hunt that finds nothing in few programs says what it did not reach, and passes for nothing', async () => {
  const { code, out } = await machine('--cases', '20', '--seed', '3')
  expect(code).toBe(3)
  expect(out).toContain('seed 3')
  expect(out).toContain('20 cases')
  expect(out).toMatch(/\d+ of \d+ instructions, traps and situations were not reached/)
})

test('a seeded fault is found, and its smallest program runs again from the file', async () => {
  const { code, out } = await machine('--seed', '3', '--fault', fault, '--json')
  const { finding, file, seed } = documentOf(out)
  expect({ code, seed, statement: finding?.statement }).toEqual({ code: 1, seed: 3, statement: 'MACHINE-P1' })
  expect(finding?.step).toBeLessThanOrEqual(2)
  const again = await machine('--replay', file ?? '')
  expect(again.code).toBe(1)
  expect(again.out).toContain('subxcc')
  expect(again.out).toContain(`MACHINE-P1 is violated after ${finding?.step} step`)
})

test('a counterexample that is broken is refused with the place', async () => {
  const { out } = await machine('--seed', '3', '--fault', fault, '--json')
  const text = readFileSync(documentOf(out).file ?? '', 'utf8')
  const [cut, changed] = [join(elsewhere, 'cut.json'), join(elsewhere, 'changed.json')]
  writeFileSync(cut, text.slice(0, 200))
  writeFileSync(changed, text.replace('"ramBytes": ', '"ramBytes": 1'))
  expect(await machine('--replay', cut)).toMatchObject({ code: 2, out: '' })
  expect((await machine('--replay', cut)).err).toMatch(/cut\.json:\d+:\d+ is not JSON/)
  expect((await machine('--replay', changed)).err).toContain('look at case.ramBytes')
})

test('a fault that there is not is refused, with the nearest', async () => {
  const { code, err } = await machine('--fault', 'machine-subx-borrow')
  expect(code).toBe(2)
  expect(err).toContain(`did you mean ${fault}`)
})

test('the fields of the document are those that its page lists', async () => {
  const { out } = await machine('--cases', '20', '--seed', '3', '--json')
  const section = readFileSync(join(root, 'docs/json-output.md'), 'utf8')
    .split(/^## /m)
    .find((text) => text.startsWith('`bulkhead-machine-hunt/1`'))
  const listed = [...(section ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
  expect(Object.keys(documentOf(out)).toSorted()).toEqual(listed.toSorted())
})
