/** Traces of a small module, made without the model: it agrees with them, and says how far it could check. */

import { describe, expect, test } from 'vitest'
import { profileIds } from '../../spec/module/profiles.ts'
import type { Fields } from './recorded.fixture.ts'
import { find, recorded, refusedAt, replay } from './replaying.fixture.ts'

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

  test('attributes that were not recorded could be right or wrong', async () => {
    const create = find({ ev: 'trap', name: 'CREATE_PORT' })
    const { memory: __, ...bare } = recorded[create] ?? {}
    const outcome = await replay(recorded.with(create, bare))
    expect(outcome.refusal).toBeNull()
    expect(outcome.checked.partly).toBe((await replay(recorded)).checked.partly + 1)
    const refused = recorded.with(create, bare).with(create + 1, { ...recorded[create + 1], i0: 4 })
    expect(refusedAt(await replay(refused.slice(0, create + 2)))).toBeNull()
  })

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

describe('a device', () => {
  const at = find({ ev: 'trap', name: 'PRINT' }, 1)
  const irq = { ev: 'trap', kind: 'irq', level: 3, tick: 1, part: 'one', user: true, pc: '0x41000100' }
  const rett = { ev: 'rett', of: 'irq3', tick: 1, part: 'one', user: true, to: '0x41000100' }

  test('interrupts, and nothing comes of it', async () => {
    expect(await replay(recorded.toSpliced(at, 0, irq, rett))).toMatchObject({ refusal: null, ticks: 12 })
    expect(refusedAt(await replay(recorded.toSpliced(at, 0, irq, { ...rett, to: '0x41000104' })))).toBe(at + 1)
  })
})

describe('a guest that unmasks the clock', () => {
  const [irq, back] = [find({ ev: 'trap', kind: 'irq', tick: 2 }), find({ ev: 'rett', of: 'irq6', tick: 3 })]
  const call = (nr: number, name: string, args: readonly number[], tick: number): readonly Fields[] => [
    { ev: 'trap', kind: 'pvcall', nr, name, args, part: 'two', user: true, npc: '0x41000104', tick },
    { ev: 'rett', of: name, part: 'two', user: true, tick },
  ]
  const begun = [...recorded.slice(0, irq), ...call(15, 'set_irq_mask', [1 << 10], 2), ...recorded.slice(irq, back)]
  const vtrap = { ev: 'vtrap', tick: 3, part: 'two', of: 'irq6', user: true, tt: 0x1a }

  test('takes its interrupt at the next tick', async () => {
    const handled = [...begun, vtrap, ...call(10, 'rett', [0x41000200], 3)]
    expect((await replay([...handled, ...call(8, 'get_psr', [], 3)])).refusal).toBeNull()
    expect(refusedAt(await replay(handled.with(begun.length, { ...vtrap, tt: 0x84 })))).toBe(begun.length)
    expect((await replay([...begun, recorded[back] ?? {}])).refusal?.expected).toEqual(['a virtual trap first (0x1a)'])
  })
})

describe('calls that were collapsed', () => {
  const at = find({ ev: 'trap', name: 'PRINT' }, 1)
  const polls = { ev: 'polls', name: 'GET_ELAPSED_TICKS', count: 40, tick: 1, part: 'one' }

  test('into one event are made once', async () => {
    const outcome = await replay(recorded.toSpliced(at, 0, polls))
    expect(outcome.refusal).toBeNull()
    expect(refusedAt(await replay(recorded.toSpliced(at, 0, { ...polls, part: 'two' })))).toBe(at)
    expect(refusedAt(await replay(recorded.toSpliced(at, 0, { ...polls, name: 'NONE' })))).toBe(at)
  })

  test('into the call before are made again', async () => {
    const outcome = await replay(recorded.toSpliced(at, 0, { ev: 'repeated', count: 9 }))
    expect(outcome.refusal).toBeNull()
    expect(outcome.checked.fully).toBe((await replay(recorded)).checked.fully + 1)
    const created = find({ ev: 'rett', of: 'CREATE_PORT' }) + 1
    expect(refusedAt(await replay(recorded.toSpliced(created, 0, { ev: 'repeated', count: 1 })))).toBe(created)
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

  test('in what is written to a guest are explained too', async () => {
    const status = { ...recorded[at], nr: 12, name: 'GET_PARTITION_STATUS', args: [0xffffffff, 0x41000900] }
    // Period and duration, 5 and 2, in ticks.
    const memory = [{ at: 0x41000910, bytes: '00000000000000050000000000000002' }]
    const asked = recorded.with(at, status).with(at + 1, { ...recorded[at + 1], of: status.name, memory })
    expect(await replay(asked)).toMatchObject({ differences: [], refusal: null })
    expect((await replay(asked, 'air-requirements')).differences).toMatchObject([
      { points: [{ id: 'TIME-V5' }], events: 1 },
    ])
  })

  test('that nothing explains are refused', async () => {
    const outcome = await replay(odd.with(at + 1, { ...odd[at + 1], i0: 9 }), 'air-requirements')
    expect(refusedAt(outcome)).toBe(at + 1)
  })
})
