/** Traces of a small module, made without the model: it agrees with them, and with nothing else. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, test } from 'vitest'
import { profileIds } from '../../spec/module/profiles.ts'
import { impossible, type ProfileId } from '../../spec/statement.ts'
import { readConfigurationFile } from '../configuration/read.ts'
import { profileNamed } from '../program/profile.ts'
import { configurationText, events, type Fields } from './recorded.fixture.ts'
import { replayed, type Outcome } from './replay.ts'

const directory = mkdtempSync(join(tmpdir(), 'bulkhead-trace-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const config = join(directory, 'recorded.xml')
writeFileSync(config, configurationText)
const read = readConfigurationFile(config)
const configuration = isLeft(read)
  ? impossible(read.left.map(({ message }) => message).join('; '), 'the fixture is a module')
  : read.right.configuration

let files = 0

/** Replays these events, numbered anew. */
const replay = (all: readonly Fields[], profile: ProfileId = 'air-5.6.2'): Promise<Outcome> => {
  const file = join(directory, `${files++}.jsonl`)
  writeFileSync(file, all.map((fields, n) => `${JSON.stringify({ ...fields, n })}\n`).join(''))
  return replayed(configuration, profileNamed(profile), file)
}

const recorded = [...events(12)]

/** The position of the `nth` event with these fields. */
const find = (fields: Fields, nth = 0): number => {
  const places = recorded.flatMap((event, i) =>
    Object.entries(fields).every(([key, value]) => event[key] === value) ? [i] : [],
  )
  return places[nth] ?? impossible('no such event', 'the fixture has it')
}

/** The event at which a trace is refused; null if it is not. */
const refusedAt = ({ refusal }: Outcome): number | null => refusal?.recorded.event?.n ?? null

describe('a trace that is a behaviour', () => {
  test.each(profileIds)('agrees to its last event under %s', async (profile) => {
    const outcome = await replay(recorded, profile)
    expect({ ...outcome, checked: null }).toMatchObject({
      events: recorded.length,
      ticks: 12,
      differences: [],
      refusal: null,
      problem: null,
      ended: true,
    })
    const { fully, partly, 'not at all': none } = outcome.checked
    expect(fully + partly + none).toBe(recorded.length)
    expect(none).toBe(2)
    expect(fully).toBeGreaterThan(partly)
  })
})

/** Alterations: what is altered, where, and at which event it must be noticed (there, unless said otherwise). */
const alterations: readonly (readonly [what: string, at: number, change: Fields, noticed?: number])[] = [
  ['a result', find({ ev: 'rett', of: 'GET_SCHEDULE_ID' }, 3), { i0: 4 }],
  ['a result that was an answer', find({ ev: 'rett', of: 'SET_PARTITION_MODE' }, 1), { i0: 0 }],
  ['a count of characters', find({ ev: 'rett', of: 'PRINT' }), { i0: 4 }],
  [
    'what was written to the log of characters',
    find({ ev: 'trap', name: 'PRINT' }),
    { text: 'he\u0000lo' },
    find({ ev: 'rett', of: 'PRINT' }),
  ],
  [
    'an argument',
    find({ ev: 'trap', name: 'SET_PARTITION_MODE' }, 1),
    { args: [0xffffffff, 9] },
    find({ ev: 'rett', of: 'SET_PARTITION_MODE' }, 1),
  ],
  [
    'a name',
    find({ ev: 'trap', name: 'GET_SCHEDULE_ID' }, 2),
    { str: 't' },
    find({ ev: 'rett', of: 'GET_SCHEDULE_ID' }, 2),
  ],
  ['a level', find({ ev: 'rett', of: 'PRINT' }, 1), { user: false }],
  ['an address returned to', find({ ev: 'rett', of: 'GET_CORE_ID' }), { to: '0x41000100' }],
  ['what is returned from', find({ ev: 'rett', of: 'GET_CORE_ID' }), { of: 'PRINT' }],
  ['the partition of a window', find({ ev: 'switch', tick: 2 }), { part: 'one' }],
  ['a window', find({ ev: 'switch', tick: 5 }), { window: 102 }],
  ['the end of a window', find({ ev: 'switch', tick: 7 }), { next_switch: 5 }],
  ['a schedule', find({ ev: 'switch', tick: 2 }), { sched: 2 }],
  ['the tick of a switch', find({ ev: 'switch', tick: 2 }), { tick: 3 }],
  ['a space', find({ ev: 'mmu_ctx', tick: 7 }), { ctx: 0 }],
  ['a mode', find({ ev: 'pstate', mode: 'NORMAL' }, 1), { mode: 'IDLE' }],
  ['a state', find({ ev: 'pstate', state: 'READY', tick: 7 }), { state: 'RUNNING' }],
  ['permissions at the start', find({ ev: 'pstate', part: 'two' }), { perm: '0x60' }],
  ['a count of restarts', find({ ev: 'pstate', state: 'READY', tick: 2 }), { restarts: 1 }],
  ['whom a tick interrupts', find({ ev: 'trap', kind: 'irq', tick: 6 }), { part: 'two' }],
  ['the tick of a call', find({ ev: 'trap', name: 'PRINT' }, 2), { tick: 3 }],
  ['a fault', find({ ev: 'trap', kind: 'fault' }), { tt: 0x7f }],
  ['whose handler it is', find({ ev: 'vtrap' }), { part: 'one' }],
]

describe('an altered trace is refused where it is altered', () => {
  test.each(alterations.map(([what, at, change, noticed = at]) => ({ what, at, change, noticed })))(
    '$what',
    async ({ at, change, noticed }) => {
      const altered = recorded.map((event, i) => (i === at ? { ...event, ...change } : event))
      const outcome = await replay(altered)
      expect(refusedAt(outcome)).toBe(noticed)
      expect(outcome.refusal?.expected.join()).not.toBe('')
    },
  )

  test.each([
    ['a switch', find({ ev: 'switch', tick: 5 }), find({ ev: 'mmu_ctx', tick: 5 }) + 1],
    ['a change of state', find({ ev: 'pstate', tick: 7, state: 'RUNNING' }), find({ ev: 'mmu_ctx', tick: 7 }) + 1],
    ['a change of space', find({ ev: 'mmu_ctx', tick: 7 }), find({ ev: 'mmu_ctx', tick: 7 }) + 1],
    ['a return', find({ ev: 'rett', of: 'PRINT' }, 2), find({ ev: 'rett', of: 'PRINT' }, 2) + 1],
    ['a virtual trap', find({ ev: 'vtrap' }), find({ ev: 'vtrap' }) + 1],
    ['a call', find({ ev: 'trap', name: 'GET_CORE_ID' }, 1), find({ ev: 'trap', name: 'GET_CORE_ID' }, 1) + 1],
    ['a tick', find({ ev: 'trap', kind: 'irq', tick: 5 }), find({ ev: 'trap', kind: 'irq', tick: 5 }) + 1],
  ])('%s that is missing', async (_, at, next) => {
    expect(refusedAt(await replay(recorded.toSpliced(at, 1)))).toBe(next - 1)
  })

  test('a virtual trap that is a return', async () => {
    const at = find({ ev: 'vtrap' })
    const rett = { ...recorded[at], ev: 'rett', of: 'division_by_zero', to: '0x41000104' }
    const outcome = await replay(recorded.with(at, rett))
    expect(refusedAt(outcome)).toBe(at)
    expect(outcome.refusal?.expected).toEqual(['a virtual trap first (0x84)'])
  })

  test('is told with what the model expected, the row, and the steps before', async () => {
    const at = find({ ev: 'rett', of: 'GET_SCHEDULE_ID' })
    const { refusal } = await replay(recorded.with(at, { ...recorded[at], i0: 7 }))
    expect(refusal).toMatchObject({ expected: ['%o0: the trace has 0x7, the model 0x0'], row: 'GET_SCHEDULE_ID.3' })
    expect(refusal?.steps.at(-1)).toMatchObject({ kind: 'service', row: 'GET_SCHEDULE_ID.3' })
    expect(refusal?.before.map(({ event }) => event?.n)).toEqual([at - 6, at - 5, at - 4, at - 3, at - 2, at - 1])
  })
})

describe('what a trace does not show', () => {
  const trap = find({ ev: 'trap', name: 'GET_SCHEDULE_ID' })
  const { str: _, ...unnamed } = recorded[trap] ?? {}
  const withResult = (i0: number) => recorded.with(trap, unnamed).with(trap + 1, { ...recorded[trap + 1], i0 })

  test.each([0, 4])('a name that was not recorded could give the result %d', async (i0) => {
    const outcome = await replay(withResult(i0))
    expect(outcome.refusal).toBeNull()
    expect(outcome.checked.partly).toBe((await replay(recorded)).checked.partly + 1)
  })

  test('and no other', async () => expect(refusedAt(await replay(withResult(3)))).toBe(trap + 1))

  test('events may leave out all but what drives the model', async () => {
    const bare = recorded.map((event) =>
      Object.fromEntries(
        Object.entries(event).filter(
          ([key]) => !['tick', 'mtf_tick', 'user', 'pc', 'npc', 'to', 'next_switch'].includes(key),
        ),
      ),
    )
    expect((await replay(bare)).refusal).toBeNull()
  })
})

describe('the clock may come while the kernel serves a call', () => {
  const [trap, rett] = [find({ ev: 'trap', name: 'PRINT' }), find({ ev: 'rett', of: 'PRINT' })]
  const [irq, back] = [find({ ev: 'trap', kind: 'irq', tick: 0 }), find({ ev: 'rett', of: 'irq6', tick: 1 })]

  test('and the call returns afterwards', async () => {
    const inside = { user: false, pc: '0x40002000' }
    const all = [
      ...recorded.slice(0, trap + 1),
      { ...recorded[irq], ...inside },
      { ...recorded[back], user: false, to: '0x40002000' },
      { ...recorded[rett], tick: 1 },
      ...recorded.slice(back + 1),
    ]
    expect(irq).toBe(rett + 1)
    expect(await replay(all)).toMatchObject({ refusal: null, events: recorded.length })
  })

  test('when it has been served', async () => {
    const [call, mode, done] = [0, 1, 2].map((i) => find({ ev: 'trap', name: 'SET_PARTITION_MODE' }) + i)
    const all = [
      ...recorded.slice(0, (mode ?? 0) + 1),
      { ...recorded[irq], user: false, pc: '0x40002000' },
      { ...recorded[back], user: false, to: '0x40002000' },
      { ...recorded[done ?? 0], tick: 1 },
    ]
    expect(recorded[mode ?? 0]).toMatchObject({ ev: 'pstate', mode: 'NORMAL' })
    expect(await replay(all)).toMatchObject({ refusal: null, events: (call ?? 0) + 5 })
  })

  test('or in the partition’s next window', async () => {
    const last = find({ ev: 'rett', of: 'PRINT' }, 1)
    const again = find({ ev: 'rett', of: 'irq6', tick: 5 })
    const all = recorded.flatMap((event, i) => {
      if (i === last) return []
      if (i === last + 1) return [{ ...event, user: false, pc: '0x40002000' }]
      if (i !== again) return [event]
      return [
        { ...event, user: false, to: '0x40002000' },
        { ...recorded[last], tick: 5 },
      ]
    })
    expect(await replay(all)).toMatchObject({ refusal: null, events: recorded.length })
  })
})

describe('a call that reaches where nothing is specified', () => {
  const at = find({ ev: 'trap', name: 'WRITE_PORT' })
  const wild = { ...recorded[at], args: [2, 0, 0x80000100, 5] }
  const device = { ev: 'devaccess', op: 'load', size: 1, addr: '0x80000100', by: 'kernel', part: 'one' }
  const all = [...recorded.slice(0, at), wild, device, ...recorded.slice(at + 1)]

  test('is one, under the profile that lets it', async () => {
    expect((await replay(all)).refusal).toBeNull()
    expect(refusedAt(await replay(recorded.toSpliced(at + 1, 0, device)))).toBe(at + 1)
  })

  test('and is explained by it elsewhere', async () => {
    const { differences } = await replay(all, 'air-requirements')
    expect(differences.map(({ points, events: n }) => [points.map(({ id }) => id), n])).toEqual([[['HYPERCALL-V6'], 1]])
  })
})

describe('differences', () => {
  const at = find({ ev: 'trap', name: 'GET_CORE_ID' }, 1)
  const odd = recorded
    .with(at, { ...recorded[at], nr: 43, name: 'nr43', args: [] })
    .with(at + 1, { ...recorded[at + 1], of: 'nr43', i0: 1 })

  test('are explained by the variation point that makes the model agree', async () => {
    expect((await replay(odd)).differences).toEqual([])
    const outcome = await replay(odd, 'air-requirements')
    expect(outcome.refusal).toBeNull()
    expect(outcome.differences).toMatchObject([
      { points: [{ id: 'HYPERCALL-V1', strategy: 'one accepted' }], since: 'here', events: 1, first: `n=${at + 1}` },
    ])
  })

  test('that nothing explains are refused', async () => {
    const outcome = await replay(odd.with(at + 1, { ...odd[at + 1], i0: 9 }), 'air-requirements')
    expect(refusedAt(outcome)).toBe(at + 1)
  })
})
