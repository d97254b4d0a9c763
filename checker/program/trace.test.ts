/** `bulkhead trace` as its users run it: what it prints, its document, its exit codes. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { afterAll, describe, expect, test } from 'vitest'
import { events, written, type Fields } from '../trace/recorded.fixture.ts'
import { main } from './main.ts'
import { root } from './project.ts'
import { ownTerminal } from './terminal.ts'

const elsewhere = mkdtempSync(join(tmpdir(), 'bulkhead-trace-command-'))
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

let directories = 0

/** Runs the command on these events. */
const run = async (all: readonly Fields[], ...options: readonly string[]) => {
  const directory = join(elsewhere, String(directories++))
  mkdirSync(directory)
  const { config, trace } = written(directory, all)
  return { trace, ...(await command(config, trace, ...options)) }
}

const command = async (...args: readonly string[]) => {
  let [out, err] = ['', '']
  const code = await main(
    ['trace', ...args],
    ownTerminal({ write: (text: string) => void (out += text) }, { write: (text: string) => void (err += text) }),
  )
  return { code, out, err }
}

const recorded = [...events(7)]
const at = recorded.findIndex(({ ev, of }) => ev === 'rett' && of === 'GET_CORE_ID')
const altered = recorded.with(at, { ...recorded[at], i0: 1 })
const odd = recorded
  .with(at - 1, { ...recorded[at - 1], nr: 43, name: 'nr43' })
  .with(at, { ...recorded[at], of: 'nr43', i0: 1 })

describe('what it prints', () => {
  test('a trace that is a behaviour', async () => {
    const { code, out, err } = await run(recorded, '--profile', 'air-5.6.2')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain(`${recorded.length} events, 7 ticks:`)
    expect(out).toMatch(/every event is a behaviour of the model under air-5\.6\.2\n$/)
  })

  test('a trace that is none', async () => {
    const { code, out } = await run(altered)
    expect(code).toBe(1)
    expect(out).toContain(`n=${at} (line ${at + 1}) is no behaviour of the model under air-requirements`)
    expect(out).toContain('%o0: the trace has 0x1, the model 0x0')
    expect(out).toContain('the kernel serves GET_CORE_ID of one')
  })

  test('differences that are explained', async () => {
    const { code, out } = await run(odd)
    expect(code).toBe(1)
    expect(out).toContain(`HYPERCALL-V1: 1 event, first at n=${at}`)
    expect(out).toContain('Sources: hazard H12')
  })

  test('what was ignored', async () => {
    const { code, out } = await run([{ ...recorded[0], qemu: '7.2' }, ...recorded.slice(1)])
    expect(code).toBe(0)
    expect(out).toContain('ignored: meta.qemu ×1 (fields that the format does not have)')
  })
})

describe('exit code 2', () => {
  test('for a line that cannot be read, after what comes before', async () => {
    const { code, out, err, trace } = await run(recorded.toSpliced(9, 1))
    expect(code).toBe(2)
    expect(err).toBe(`${trace}:10:1 n: is 10 where 9 would follow: a line is missing, or one too many\n`)
    expect(out).toContain('9 events, 1 tick:')
  })

  test.each([
    ['no such trace', join(root, 'examples/satellite.xml'), join(elsewhere, 'none.jsonl'), /there is no such file/],
    ['a directory', join(root, 'examples/satellite.xml'), elsewhere, /is no file/],
    ['no such configuration', join(elsewhere, 'none.xml'), elsewhere, /FILE-1/],
    ['several cores', join(root, 'examples/two-core.xml'), elsewhere, /is for 2 cores; traces are of one/],
  ])('for %s', async (_, config, trace, why) => {
    const { code, err } = await command(config, trace)
    expect(code).toBe(2)
    expect(err).toMatch(why)
  })
})

test('a trace in which nothing can be checked says nothing', async () => {
  const { code, out } = await run([{ ev: 'meta', n: 0 }])
  expect(code).toBe(3)
  expect(out).toContain('nothing was checked')
})

const number = t.number
const orNull = <A>(codec: t.Type<A>) => t.union([codec, t.null])
const shownEvent = { line: number, n: orNull(number), event: t.unknown }
const document = t.strict({
  format: t.literal('bulkhead-trace/1'),
  bulkhead: t.string,
  node: t.string,
  config: t.string,
  trace: t.string,
  profile: t.string,
  verdict: t.keyof({ agrees: null, explained: null, refused: null, unusable: null, inconclusive: null }),
  events: number,
  ticks: number,
  checked: t.strict({ fully: number, partly: number, notAtAll: number }),
  ended: t.boolean,
  ignored: t.strict({ fields: t.record(t.string, number), kinds: t.record(t.string, number) }),
  differences: t.array(
    t.strict({
      points: t.array(t.strict({ id: t.string, strategy: t.string })),
      since: t.keyof({ here: null, 'the start': null }),
      events: number,
      first: t.string,
      expected: t.array(t.string),
    }),
  ),
  refusal: orNull(
    t.strict({
      ...shownEvent,
      expected: t.array(t.string),
      row: orNull(t.string),
      before: t.array(t.strict(shownEvent)),
      steps: t.array(t.string),
    }),
  ),
  problem: orNull(t.strict({ line: number, column: number, why: t.string })),
})

describe('the document', () => {
  test.each([
    ['agrees', recorded],
    ['explained', odd],
    ['refused', altered],
    ['unusable', recorded.toSpliced(9, 1)],
    ['inconclusive', [{ ev: 'meta', n: 0 }]],
  ])('%s', async (verdict, all) => {
    const { out } = await run(all, '--json')
    const value: unknown = JSON.parse(out)
    const decoded = document.decode(value)
    expect(isLeft(decoded)).toBe(false)
    // No field is there that the codec does not know.
    expect(isLeft(decoded) ? null : decoded.right).toEqual(value)
    expect(value).toMatchObject({ verdict, problem: verdict === 'unusable' ? { line: 10, column: 1 } : null })
  })
})
