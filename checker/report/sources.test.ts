/** Every published requirement has one disposition, in words of ours, by statements that exist; and one that is left out is missed. */

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { catalogue } from '../../spec/catalogue.ts'
import { awaited } from '../../spec/sources/awaited.ts'
import { by, outside, reasonIds, type Group } from '../../spec/sources/disposition.ts'
import {
  coverageBreaches,
  groups,
  namingBreaches,
  sourceBreaches,
  type Published,
} from '../../spec/sources/statements.ts'
import { main } from '../program/main.ts'
import { ownTerminal } from '../program/terminal.ts'
import { idsOf, matrixOf } from './sources.ts'

const corpus = new URL('../../../shared/corpus/air/', import.meta.url).pathname
const files = { 'IMA-SP': 'requirements-ima-sp.txt', 'AIR multicore': 'requirements-multicore.txt' } as const
const present = existsSync(`${corpus}${files['IMA-SP']}`)
if (!present) console.error(`skipped: the published requirements are not at ${corpus}`)

const textOf = (file: string): string => (present ? readFileSync(`${corpus}${file}`, 'utf8') : '')

/** The ids that begin the lines which are neither empty nor headings. */
const idsIn = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => (/^(#|\s*$)/.test(line) ? [] : [(/^[\w-]+/.exec(line) ?? [line])[0]]))

const published: Published = {
  'IMA-SP': idsIn(textOf(files['IMA-SP'])),
  'AIR multicore': idsIn(textOf(files['AIR multicore'])),
}

const statements = catalogue.flatMap(idsOf)
const dispositions = groups.flatMap((group) => group.dispositions)
const matrix = matrixOf(groups, catalogue)
const group = (...of: Group['dispositions']): Group => ({ of: 'IMA-SP', title: 'any', dispositions: of })
const said = (breaches: readonly { readonly at: readonly unknown[]; readonly why: string }[]): readonly string[] =>
  breaches.map(({ at, why }) => `${at.join(' ')} ${why}`)

describe.skipIf(!present)('the published requirements', () => {
  test('are 487, each with an id of its own', () => {
    expect([published['IMA-SP'].length, published['AIR multicore'].length]).toEqual([279, 208])
    expect(new Set(Object.values(published).flat()).size).toBe(487)
  })

  test('have one disposition each', () => expect(coverageBreaches(groups, published)).toEqual([]))

  test('are missed if one is left out, whichever', () => {
    for (const { id } of dispositions) {
      const without = groups.map((g) => ({ ...g, dispositions: g.dispositions.filter((d) => d.id !== id) }))
      expect(said(coverageBreaches(without, published))).toEqual([expect.stringContaining(`${id} has no disposition`)])
    }
  })

  test('are told in words of ours: never six of theirs in a row', () => {
    const words = (text: string): readonly string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? []
    const runs = (text: string): readonly string[] =>
      words(text).flatMap((_, i, all) => (i + 6 <= all.length ? [all.slice(i, i + 6).join(' ')] : []))
    const theirs = new Set(Object.values(files).flatMap((file) => runs(textOf(file))))
    expect(
      dispositions.flatMap(({ about, note = '' }) => [about, note].flatMap(runs)).filter((run) => theirs.has(run)),
    ).toEqual([])
  })
})

describe('a disposition', () => {
  test('names statements that exist, and nothing is awaited that is there', () =>
    expect(namingBreaches(groups, statements, awaited)).toEqual([]))

  test('does not lie outside what a statement gives as its source', () => {
    const because = catalogue.flatMap((entry) => entry.because)
    expect(sourceBreaches(groups, because)).toEqual([])
  })

  test('says what it is about in three to ten words', () =>
    expect(
      dispositions.filter(({ about }) => {
        const words = about.split(' ').length
        return words < 3 || words > 10
      }),
    ).toEqual([]))
})

describe('what is refused', () => {
  const two: Published = { 'IMA-SP': ['RB-1', 'RB-2'], 'AIR multicore': [] }
  const one = by('RB-1', 'any', ['TIME-1'])
  const used = reasonIds.map((reason, i) => outside(`RB-${i + 10}`, 'any', reason))

  test.each([
    ['an id left out', [group(one)], ['IMA-SP RB-2 has no disposition']],
    [
      'an id disposed of twice',
      [group(one, one), group(outside('RB-2', 'any', 'process'))],
      ['IMA-SP RB-1 has 2 dispositions'],
    ],
    [
      'an id nobody published',
      [group(one, by('RB-2', 'any', ['TIME-1']), by('RB-3', 'any', ['TIME-1']))],
      ['IMA-SP RB-3 was not published'],
    ],
  ])('%s', (_, all, expected) => expect(said(coverageBreaches(all, two))).toEqual(expected))

  test('an id of the other set', () =>
    expect(said(coverageBreaches([group(one)], { 'IMA-SP': [], 'AIR multicore': ['RB-1'] }))).toEqual([
      'IMA-SP RB-1 was not published',
      'AIR multicore RB-1 has no disposition',
    ]))

  test.each([
    [
      'a statement that does not exist',
      group(by('RB-1', 'any', ['TIME-77']), ...used),
      [],
      ['RB-1 names TIME-77, which does not exist'],
    ],
    [
      'one that only a note names',
      group(by('RB-1', 'any', ['TIME-1'], 'See TIME-77.'), ...used),
      [],
      ['RB-1 names TIME-77, which does not exist'],
    ],
    [
      'a statement named twice',
      group(by('RB-1', 'any', ['TIME-1', 'TIME-1']), ...used),
      [],
      ['RB-1 names a statement twice'],
    ],
    [
      'a reason without a use',
      group(one, ...used.slice(1)),
      [],
      ['hardware is a reason that nothing lies outside for'],
    ],
    ['awaiting what is there', group(one, ...used), ['TIME-1'], ['TIME-1 is awaited, and there']],
    ['awaiting what nobody names', group(one, ...used), ['TIME-77'], ['TIME-77 is awaited, and nobody names it']],
  ])('%s', (_, all, waiting, expected) => expect(said(namingBreaches([all], ['TIME-1'], waiting))).toEqual(expected))

  test('lying outside what a statement is made from', () =>
    expect(said(sourceBreaches([group(...used)], ['ARINC 653 P1', 'RB-10: limited']))).toEqual([
      'RB-10 lies outside, but a statement gives it as its source',
    ]))
})

describe('the matrix', () => {
  test('adds up', () => {
    const { published: all, of, specified, outside: lying } = matrix.totals
    expect(all).toBe(487)
    expect(of['IMA-SP'] + of['AIR multicore']).toBe(487)
    expect(specified + lying.reduce((sum, { requirements }) => sum + requirements, 0)).toBe(487)
    for (const { reason, requirements } of lying) expect(requirements, reason).toBeGreaterThan(0)
  })

  test('reads the same both ways', () => {
    const parts = new Map(catalogue.flatMap((entry) => idsOf(entry).map((id) => [id, entry.id] as const)))
    const forth = matrix.requirements.flatMap(({ id, specifiedBy }) => [
      ...new Set(specifiedBy.flatMap((named) => [parts.get(named)].filter((entry) => entry !== undefined)))
        .values()
        .map((entry) => `${id} ${entry}`),
    ])
    const back = matrix.statements.flatMap(({ id, namedBy }) => namedBy.map((requirement) => `${requirement} ${id}`))
    expect(back.toSorted()).toEqual(forth.toSorted())
  })

  test('has every statement, named or not', () => {
    expect(matrix.statements.map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id))
    expect(matrix.statements.filter(({ namedBy }) => namedBy.length === 0).map(({ id }) => id)).toEqual(matrix.unnamed)
  })
})

describe('bulkhead spec --sources', () => {
  const printed = async (...args: readonly string[]): Promise<string> => {
    let out = ''
    const stream = { write: (text: string) => void (out += text), columns: 100 }
    expect(await main(['spec', ...args], ownTerminal(stream, { write: () => undefined }))).toBe(
      args.includes('--faults') ? 2 : 0,
    )
    return out
  }

  test('fits a hundred columns, and leaves nothing out', async () => {
    const text = await printed('--sources')
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([])
    const words = new Set(text.split(/[\s,]+/))
    const { requirements, statements: named } = matrix
    expect([...requirements, ...named].map(({ id }) => id).filter((id) => !words.has(id))).toEqual([])
    expect(text).toContain('487  published requirements: 279 of IMA-SP, 208 of AIR multicore')
  })

  test('with --json is one document', async () =>
    expect(JSON.parse(await printed('--sources', '--json'))).toMatchObject({
      format: 'bulkhead-spec/1',
      sources: { totals: { published: 487 }, unnamed: matrix.unnamed },
    }))

  test('is not what --faults is', async () => expect(await printed('--sources', '--faults')).toBe(''))
})
