/** Recorded traces of the published kernel, where they are at hand: behaviours of its model, and of AIR's requirements but for what is explained. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, test } from 'vitest'
import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import { impossible, type ProfileId } from '../../spec/statement.ts'
import { readConfigurationFile } from '../configuration/read.ts'
import { profileNamed } from '../program/profile.ts'
import { replayed, type Outcome } from './replay.ts'

const corpus = new URL('../../../shared/corpus/traces/air/', import.meta.url).pathname
const present = existsSync(corpus)
if (!present) console.error(`skipped: the recorded traces of AIR 5.6.2 are not at ${corpus}`)

const directory = mkdtempSync(join(tmpdir(), 'bulkhead-corpus-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const configurationOf = (name: string): ModuleConfiguration => {
  const read = readConfigurationFile(`${corpus}${name}.config.xml`)
  return isLeft(read)
    ? impossible(`${name} is not read`, 'every configuration of the corpus is')
    : read.right.configuration
}

const replay = (name: string, profile: ProfileId, file = `${corpus}${name}.jsonl`): Promise<Outcome> =>
  replayed(configurationOf(name), profileNamed(profile), file)

/** What was recorded: events and ticks; how much of it can be checked; and what differs from AIR's requirements, by variation point: events, the first. */
const traces = {
  mms: { events: 2709, ticks: 801, fully: 1055, differ: {} },
  ports: {
    events: 977,
    ticks: 142,
    fully: 742,
    differ: {
      'TIME-V4': [33, 'n=109'],
      'HYPERCALL-V3': [13, 'n=147'],
      'PORTS-V4': [1, 'n=180'],
    },
  },
  super: { events: 288, ticks: 42, fully: 193, differ: { 'PARTITION-V1': [1, 'n=7'] } },
  hm: {
    events: 970,
    ticks: 182,
    fully: 677,
    differ: {
      'TIME-V4': [22, 'n=69'],
      'HYPERCALL-V1': [1, 'n=284'],
      'PORTS-V2': [2, 'n=386'],
      'HYPERCALL-V2': [12, 'n=556'],
    },
  },
  partial: { events: 308, ticks: 62, fully: 205, differ: { 'TIME-V4': [13, 'n=50'] } },
  loader_one: { events: 435, ticks: 102, fully: 281, differ: { 'TIME-V4': [20, 'n=38'] } },
} as const

const names = ['mms', 'ports', 'super', 'hm', 'partial', 'loader_one'] as const

describe.skipIf(!present)('the published kernel', () => {
  test.each(names)('%s is a behaviour of air-5.6.2 to its last event', async (name) => {
    const outcome = await replay(name, 'air-5.6.2')
    const { events, ticks, fully } = traces[name]
    expect(outcome).toMatchObject({ events, ticks, ended: true, differences: [], refusal: null, problem: null })
    expect(outcome.checked).toEqual({ fully, partly: events - fully - 3, 'not at all': 3 })
  })

  test.each(names)(
    '%s differs from AIR’s requirements where a variation point says so, and nowhere else',
    async (name) => {
      const { refusal, differences, events } = await replay(name, 'air-requirements')
      expect(refusal).toBeNull()
      expect(events).toBe(traces[name].events)
      expect(
        Object.fromEntries(
          differences.map(({ points, events: n, first }) => [points.map(({ id }) => id).join(), [n, first]]),
        ),
      ).toEqual(traces[name].differ)
    },
  )

  test.each(names)('%s differs from the papers’ AIR where a variation point says so', async (name) =>
    expect((await replay(name, 'air-papers')).refusal).toBeNull(),
  )
})

/** One event of a trace with something else in it. */
const alterations = [
  {
    name: 'ports',
    n: 184,
    what: 'a result: the message after an overflow',
    from: '"i0": "0x00000004"',
    to: '"i0": "0x00000000"',
  },
  {
    name: 'ports',
    n: 351,
    what: 'a result: a schedule while another is asked for',
    from: '"i0": "0x00000001"',
    to: '"i0": "0x00000000"',
  },
  { name: 'ports', n: 286, what: 'a result of two words', from: '"i0": "0x00000003"', to: '"i0": "0x00000004"' },
  { name: 'ports', n: 405, what: 'a mode after a schedule-change action', from: 'WARM_START', to: 'COLD_START' },
  { name: 'ports', n: 407, what: 'a switch: the schedule', from: '"sched": 2', to: '"sched": 1' },
  { name: 'mms', n: 891, what: 'a switch: the partition', from: '"part": "p1"', to: '"part": "p2"' },
  { name: 'mms', n: 2542, what: 'a switch: the window', from: '"window": 110', to: '"window": 210' },
  { name: 'hm', n: 167, what: 'a start condition', from: '"start_cond": 3', to: '"start_cond": 1' },
  { name: 'hm', n: 318, what: 'a count of restarts', from: '"restarts": 2', to: '"restarts": 3' },
  { name: 'hm', n: 767, what: 'what becomes of a division by zero', from: 'HALTED', to: 'INIT' },
  { name: 'hm', n: 51, what: 'a virtual trap: it is a return', from: '"ev": "vtrap"', to: '"ev": "rett"' },
  { name: 'super', n: 107, what: 'a virtual trap: whose', from: 'six_only', to: 'six_plus' },
  {
    name: 'super',
    n: 161,
    what: 'a result: who may read the log',
    from: '"i0": "0x00000004"',
    to: '"i0": "0x00000000"',
  },
  { name: 'loader_one', n: 211, what: 'a level', from: '"user": true', to: '"user": false' },
] as const

describe.skipIf(!present)('an altered trace is refused at exactly the event that was altered', () => {
  test.each(alterations)('$name: $what', async ({ name, n, from, to }) => {
    const lines = readFileSync(`${corpus}${name}.jsonl`, 'utf8').split('\n')
    const line = lines[n] ?? ''
    expect(line).toContain(from)
    const file = join(directory, `${name}-${n}.jsonl`)
    writeFileSync(file, lines.with(n, line.replace(from, to)).join('\n'))
    const { refusal, events } = await replay(name, 'air-5.6.2', file)
    expect(refusal?.recorded.event?.n).toBe(n)
    expect(events).toBe(n)
  })
})
