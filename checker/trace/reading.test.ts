/** What a file must be to be a trace: each fault is told with line and column, what is not known is counted. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../program/project.ts'
import { kinds } from './event.ts'
import { events } from './recorded.fixture.ts'
import type { Problem } from './reading.ts'
import { eventsOf, type Found } from './stream.ts'

const directory = mkdtempSync(join(tmpdir(), 'bulkhead-reading-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const file = join(directory, 'trace.jsonl')

/** All that is in a file: its events, and why there are no more. */
const everything = async (
  content: string | Uint8Array,
): Promise<{ readonly found: readonly Found[]; readonly problem: Problem | null }> => {
  writeFileSync(file, content)
  const found: Found[] = []
  for await (const one of eventsOf(file)) {
    if (isLeft(one)) return { found, problem: one.left }
    found.push(one.right)
  }
  return { found, problem: null }
}

const lines = [...events(3)].map((fields) => JSON.stringify(fields))
const text = `${lines.join('\n')}\n`
const problemOf = async (content: string | Uint8Array): Promise<Problem | null> => (await everything(content)).problem
const replacing = (line: number, by: string): string => `${lines.with(line - 1, by).join('\n')}\n`

describe('a trace', () => {
  test('is read to its end', async () => {
    const { found, problem } = await everything(text)
    expect(problem).toBeNull()
    expect(found.map(({ event }) => event?.n)).toEqual(lines.map((_, n) => n))
    expect(found.flatMap(({ ignored }) => ignored)).toEqual([])
  })

  test('may be without a last line break, with empty lines, with carriage returns', async () => {
    expect((await everything(text.trimEnd())).problem).toBeNull()
    expect((await everything(text.replaceAll('\n', '\r\n\r\n'))).found).toHaveLength(lines.length)
  })

  test('writes numbers as numbers or as hexadecimal texts', async () => {
    const { found } = await everything('{"ev":"meta"}\n{"ev":"rett","of":"x","i0":16,"i1":"0x10"}\n')
    expect(found[1]?.event).toEqual({ ev: 'rett', of: 'x', i0: 16, i1: 16 })
  })

  test('may have fields and kinds of event that are not known', async () => {
    const { found, problem } = await everything(
      '{"ev":"meta","n":0,"qemu":"7"}\n{"ev":"cache","n":1,"x":1}\n{"ev":"end","n":2,"a":1,"b":2}\n',
    )
    expect(problem).toBeNull()
    expect(found.map(({ kind, ignored }) => [kind, ignored])).toEqual([
      ['meta', ['qemu']],
      ['cache', []],
      ['end', ['a', 'b']],
    ])
  })
})

describe('docs/trace.md', () => {
  const page = readFileSync(join(root, 'docs/trace.md'), 'utf8')

  test.each(Object.entries(kinds))('has every field of %s', (kind, { required, optional }) => {
    const row = page.split('\n').find((one) =>
      one.startsWith(
        `| ${kind
          .split('.')
          .map((word) => `\`${word}\``)
          .join(' ')} |`,
      ),
    )
    const everywhere = ['ev', 'kind', 'n', 't_ns', 'ic', 'tick', 'part', 'mtf_tick', 'user', 'tt', 'name']
    for (const field of Object.keys({ ...required, ...optional }))
      if (!everywhere.includes(field)) expect(row).toContain(`\`${field}\``)
  })

  test('gives a trace that can be read', async () => {
    const [, example = ''] = /```json\n([^`]*)```/.exec(page) ?? []
    const { found, problem } = await everything(example)
    expect(problem).toBeNull()
    expect(found.length).toBeGreaterThan(3)
    expect(found.flatMap(({ ignored }) => ignored)).toEqual([])
  })
})

const line = 9
const place = (key: string): number => (lines[line - 1] ?? '').indexOf(`"${key}"`) + 1

describe('a line that is none is told with its place', () => {
  test.each([
    ['cut in the middle of the file', replacing(line, '{"n":8,"ev":"rett"'), 19, /is not JSON: it ends too early/],
    ['no JSON', replacing(line, '{"n":8,,"ev":"rett"}'), 8, /“,"ev":"rett"” cannot stand here/],
    ['no object', replacing(line, '[1]'), 1, /is no JSON object/],
    ['without a kind', replacing(line, '{"n":8}'), 1, /ev: is missing/],
    ['a trap of no kind', replacing(line, '{"n":8,"ev":"trap","kind":"nmi"}'), 20, /kind: is none of/],
    ['without a field', replacing(line, '{"n":8,"ev":"rett"}'), 1, /of: is missing/],
    [
      'with a field that is wrong',
      replacing(line, (lines[line - 1] ?? '').replace('"i0":0', '"i0":-1')),
      place('i0'),
      /i0: is not a whole number from 0 to 4294967295/,
    ],
    ['with a number that repeats', replacing(line, '{"n":7,"ev":"rett","of":"x"}'), 1, /n: is 7 where 8 would follow/],
    ['an event after the end', replacing(line - 1, '{"n":7,"ev":"end"}'), 1, /an event after the end/],
    ['a second beginning', replacing(line, '{"n":8,"ev":"meta"}'), 1, /a second meta event/],
  ])('%s', async (_, content, column, why) => {
    const { found, problem } = await everything(content)
    expect(problem).toMatchObject({ line, column })
    expect(problem?.why).toMatch(why)
    expect(found).toHaveLength(line - 1)
  })

  test('a missing line', async () =>
    expect(await problemOf(`${lines.toSpliced(4, 1).join('\n')}\n`)).toMatchObject({ line: 5, column: 1 }))

  test('a file that is cut', async () => {
    const cut = text.slice(0, text.length - 5)
    expect(await problemOf(cut)).toEqual({
      line: lines.length,
      column: (lines.at(-1) ?? '').length - 3,
      why: 'the file ends in the middle of this line',
    })
  })

  test.each([
    ['an empty file', '', 1, /holds no event/],
    ['a trace without a beginning', `${lines.slice(1).join('\n')}\n`, 1, /begins with its meta event/],
    ['a later version', '{"ev":"meta","format":2}\n', 1, /format: is not a whole number from 1 to 1/],
    ['a line without end', `{"ev":"meta"}\n${'x'.repeat(1 << 21)}`, 2, /does not end/],
    ['another encoding', new Uint8Array([0x7b, 0xff, 0xfe, 0x0a]), 1, /is not UTF-8/],
  ])('%s', async (_, content, at, why) => {
    const problem = await problemOf(content)
    expect(problem?.line).toBe(at)
    expect(problem?.why).toMatch(why)
  })
})
