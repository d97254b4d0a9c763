/** The specification as a whole: nothing dangling, nothing unserved, and every id that a text mentions means something. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogue, catalogueBreaches, type Entry } from '../spec/catalogue.ts'
import { deviations } from '../spec/sources/deviations.ts'

test('no id is used twice, no link dangles, no requirement is unverified', () => {
  expect(catalogueBreaches(catalogue)).toEqual([])
})

const entry = (changed: Partial<Entry>): Entry => ({
  id: 'TIME-I99',
  kind: 'invariant',
  chapter: 'time',
  says: 'x',
  because: [],
  serves: ['TIME-1'],
  ...changed,
})

test.each([
  ['an id used twice', entry({ id: 'TIME-I1' }), 'TIME-I1'],
  ['a link to no requirement', entry({ serves: ['TIME-99'] }), 'TIME-I99'],
  ['an invariant that serves nothing', entry({ serves: [] }), 'TIME-I99'],
  [
    'a requirement that nothing verifies',
    entry({ id: 'TIME-99', kind: 'requirement', because: ['x'], serves: [] }),
    'TIME-99',
  ],
  ['a requirement without a source', entry({ id: 'TIME-99', kind: 'requirement', serves: [] }), 'TIME-99'],
  [
    'a table whose last row leaves something out',
    entry({ rows: [{ id: 'X.1', says: 'some', returns: 'NO_ERROR' }] }),
    'TIME-I99',
  ],
] as const)('%s is a breach of the catalogue', (_, bad, at) => {
  expect(catalogueBreaches([...catalogue, bad]).map((breach) => breach.at[0])).toContain(at)
})

const root = new URL('..', import.meta.url).pathname
const texts = ['spec', 'model', 'impl', 'properties', 'proofs-notes', 'docs'].flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|md)$/.test(name) && !/\.test\.ts$/.test(name))
    .map((name) => ({ name: `${room}/${name}`, text: readFileSync(join(root, room, name), 'utf8') })),
)

const mentioned = /\b(?:WORDS|MACHINE|MMU|HAL|SPACE|TIME|GUEST|PARTITION|PORTS|HEALTH|HYPERCALL|MODULE)-[A-Z]?\d+\b/g
const definition = /\b[A-Z]+-D\d+\b/
const defined = new Set(
  texts
    .filter(({ name }) => name.startsWith('spec/'))
    .flatMap(({ text }) =>
      [...text.matchAll(/\/\*\*\s+([A-Z]+-D\d+)[.:]/g), ...text.matchAll(/\* ([A-Z]+-D\d+)[.:]/g)].map((m) => m[1]),
    ),
)
const known = new Set(
  catalogue.flatMap(({ id, rows, postconditions }) => [
    id,
    ...(rows ?? []).map((r) => r.id),
    ...(postconditions ?? []).map((p) => p.id),
  ]),
)

test('every deviation from ARINC 653 is specified by statements that exist, and has an id of its own', () => {
  expect(deviations.flatMap(({ specifiedBy }) => specifiedBy.filter((id) => !known.has(id)))).toEqual([])
  expect(new Set(deviations.map(({ id }) => id)).size).toBe(deviations.length)
})

test('every id that a text of the project mentions is in the catalogue or defined', () => {
  const dangling = texts.flatMap(({ name, text }) =>
    [...text.matchAll(mentioned)]
      .map(([id]) => id)
      .filter((id) => !known.has(id) && !(definition.test(id) && defined.has(id)))
      .map((id) => `${name}: ${id}`),
  )
  expect(dangling).toEqual([])
  expect(texts.length).toBeGreaterThan(40)
})

test('every invariant, rule, table and property has its paragraph or its chapter’s proof note', () => {
  const chapters = new Set(
    catalogue.filter(({ kind }) => kind === 'invariant' || kind === 'step invariant').map(({ chapter }) => chapter),
  )
  const notes = new Map(
    texts.filter(({ name }) => name.startsWith('proofs-notes/')).map(({ name, text }) => [name.slice(13, -3), text]),
  )
  const missing = catalogue.flatMap(({ id, kind, chapter }) =>
    (kind === 'invariant' || kind === 'step invariant') && !(notes.get(chapter) ?? '').includes(id) ? [id] : [],
  )
  expect(missing).toEqual([])
  expect(chapters.size).toBeGreaterThan(3)
})
