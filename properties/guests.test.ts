/** Guests that keep interrupts from themselves keep nobody else from anything. */

import { expect, test } from 'vitest'
import { longestSectionOf } from '../spec/module/statements.ts'
import type { Effect, Program, Run, State } from '../spec/module/vocabulary.ts'
import { prepared } from './prepared.ts'
import { smallWorld } from './small.fixture.ts'

const call = (
  service: 'disable_traps' | 'enable_traps' | 'disable_interrupts' | 'set_irq_mask',
  ...given: readonly number[]
): Effect => ({
  do: 'call',
  call: { service, arguments: given },
})

const forever: Effect = { do: 'compute', cycles: 1_000_000 }

/** What a guest can do to be left alone. */
const withdrawn: readonly (readonly [what: string, program: Program, handler: Program])[] = [
  ['turns traps off and computes for ever', [call('disable_traps'), forever], []],
  ['raises its interrupt level to the highest', [call('enable_traps'), call('disable_interrupts'), forever], []],
  ['masks every level', [call('enable_traps'), call('set_irq_mask', 0), forever], []],
  ['never returns from its handler', [call('set_irq_mask', 0xfffe), call('enable_traps'), forever], [forever]],
  [
    'lets every interrupt in, and its handlers nest',
    [call('set_irq_mask', 0xfffe), call('enable_traps'), forever],
    [call('enable_traps'), forever],
  ],
]

const STEPS = 400

/** The windows at every tick of a run, and how late a core ever was. */
const windowsOf = (programs: readonly Program[], handlers: readonly Program[]) => {
  const run: Run = { programs, handlers, events: [], choices: [] }
  const { model } = prepared(smallWorld)
  const advance = model.of(run)
  const ticks: State['time'][] = []
  let [state, late] = [model.start, 0]
  for (let step = 0; step < STEPS || ticks.length < 24; step++) {
    const before = state
    state = advance(state).state
    late = Math.max(late, ...state.cores.map(({ at, timer }) => at - timer))
    if (state.time.total > before.time.total) ticks.push(state.time)
  }
  return { ticks: ticks.slice(0, 24), late }
}

test.each(withdrawn)('a guest that %s delays nobody’s window', (_, program, handler) => {
  const alone = windowsOf([], [])
  for (const p of smallWorld.configuration.partitions.keys()) {
    const only = <T>(one: T, others: T): readonly T[] =>
      smallWorld.configuration.partitions.map((__, i) => (i === p ? one : others))
    const beside = windowsOf(only<Program>(program, []), only<Program>(handler, []))
    expect(beside.ticks).toEqual(alone.ticks)
    expect(beside.late).toBeLessThan(longestSectionOf(smallWorld))
  }
})

test('the comparison sees a window that was given back', () => {
  const yielding: Program = [{ do: 'call', call: { service: 'END_WINDOW', arguments: [] } }]
  expect(windowsOf([yielding], []).ticks).not.toEqual(windowsOf([], []).ticks)
})
