/** A trace of the small module with one event altered, or missing: it is refused there, and nowhere else. */

import { describe, expect, test } from 'vitest'
import type { Fields } from './recorded.fixture.ts'
import { find, recorded, refusedAt, replay } from './replaying.fixture.ts'

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
  ['the tick of the start', find({ ev: 'pstate', part: 'one' }), { tick: 0 }],
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
    [
      'a return from the clock',
      find({ ev: 'rett', of: 'irq6', tick: 4 }),
      find({ ev: 'rett', of: 'irq6', tick: 4 }) + 1,
    ],
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
