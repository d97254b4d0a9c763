/** Nothing is vacuous: every invariant, step invariant and postcondition is shown to fail on a state made to break it. */

import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { modelOf } from '../model/module.ts'
import { translate } from '../model/mmu.ts'
import { invariants, stepInvariants } from '../spec/module/invariants.ts'
import type { ModuleCore, ModulePartition, State } from '../spec/module/vocabulary.ts'
import { partitionTables, setPartitionMode, type SetModeSituation } from '../spec/partition/tables.ts'
import { permission } from '../spec/partition/vocabulary.ts'
import type { Path } from '../spec/statement.ts'
import { endWindow, setSchedule, timeTables } from '../spec/time/tables.ts'
import type { TimeState } from '../spec/time/vocabulary.ts'
import {
  address,
  cycles,
  partitionIndex,
  scheduleIndex,
  ticks,
  withWord,
  word,
  wordAt,
} from '../spec/words/vocabulary.ts'
import { smallWorld } from './small.fixture.ts'

const { start } = modelOf(smallWorld)

const withTime =
  (time: Partial<TimeState>) =>
  (state: State): State => ({ ...state, time: { ...state.time, ...time } })
const withCore =
  (c: number, core: Partial<ModuleCore>) =>
  (state: State): State => ({
    ...state,
    cores: state.cores.map((old, i) => (i === c ? { ...old, ...core } : old)),
  })
const withPartition =
  (p: number, partition: Partial<ModulePartition>) =>
  (state: State): State => ({
    ...state,
    partitions: state.partitions.map((old, i) => (i === p ? { ...old, ...partition } : old)),
  })
const withWindow =
  (c: number, window: Partial<TimeState['cores'][number]>) =>
  (state: State): State =>
    withTime({ cores: state.time.cores.map((old, i) => (i === c ? { ...old, ...window } : old)) })(state)

/** The table word that maps `virtual` for a partition, changed. */
const withEntry =
  (context: number, virtual: number, changed: (entry: number) => number) =>
  (state: State): State => {
    const found = translate(
      state.memory,
      { contextTable: smallWorld.platform.contextTable, context },
      1,
      address(virtual),
    )
    if (!isRight(found)) throw new Error('nothing is mapped there')
    const at = found.right.entryAt
    return { ...state, memory: withWord(state.memory, at, word(changed(wordAt(state.memory, at)))) }
  }

const [own, kernel] = [smallWorld.platform.partitionsAt, smallWorld.platform.kernel.base]
const second = { partition: partitionIndex(1), virtualCore: 0 }
const elsewhere = { virtual: own, bytes: 0x1000, physical: address(0x7f000000), code: 3 } as const

const badStates: readonly (readonly [id: string, what: string, bad: (state: State) => State, at: Path])[] = [
  ['TIME-I1', 'another partition runs', withWindow(0, { running: second }), ['time', 'cores', 0]],
  ['TIME-I2', 'nobody runs', withWindow(0, { running: null }), ['time', 'cores', 0]],
  ['TIME-I2', 'the owner runs though its window is ended', withWindow(0, { ended: true }), ['time', 'cores', 0]],
  ['TIME-I3', 'the frame never ends', withTime({ frame: ticks(4) }), ['time', 'frame']],
  ['TIME-I3', 'a core is behind its window', withWindow(1, { windowEnd: ticks(0) }), ['time', 'cores', 1]],
  ['TIME-I4', 'an unknown schedule is in force next', withTime({ next: scheduleIndex(7) }), ['time', 'next']],
  ['TIME-I5', 'a clock runs ahead', withPartition(1, { elapsed: ticks(5) }), ['partitions', 1, 'elapsed']],
  ['SPACE-I1', 'a page leads to another partition’s frame', withEntry(1, own, (e) => e - 0x200), ['spaces', 1]],
  ['SPACE-I2', 'user level reaches the kernel', withEntry(0, kernel, (e) => (e & ~0x1c) | 0x0c), ['spaces', 0]],
  ['SPACE-I2', 'a reserved table word', withEntry(0, own, (e) => e | 3), ['spaces', 0]],
  ['SPACE-I3', 'two partitions reach one frame', withEntry(1, own, (e) => e - 0x200), ['spaces', 0]],
  [
    'SPACE-I4',
    'a cached translation that no table gives',
    withCore(0, { cached: [elsewhere] }),
    ['cores', 0, 'cached'],
  ],
  ['SPACE-I5', 'a partition runs in another’s space', withCore(0, { space: 1 }), ['cores', 0, 'space']],
  ['PARTITION-I1', 'normal and halted', withPartition(1, { mode: 'NORMAL', state: 'HALTED' }), ['partitions', 1]],
  ['PARTITION-I2', 'running without a core', withPartition(1, { state: 'RUNNING' }), ['partitions', 1, 'state']],
  ['PARTITION-I2', 'in a window without a core', withPartition(1, { window: 3 }), ['partitions', 1, 'window']],
  [
    'PARTITION-I3',
    'a program at supervisor level',
    (state) =>
      withCore(0, {
        context: { level: 'supervisor', registers: { high: word(0), low: word(0) }, work: { kind: 'none' } },
      })(state),
    ['cores', 0],
  ],
  ['PARTITION-I4', 'a halted partition’s program', withPartition(0, { mode: 'IDLE', state: 'HALTED' }), ['cores', 0]],
  ['MODULE-I1', 'interrupts masked', withCore(0, { masked: true }), ['cores', 0, 'masked']],
  ['MODULE-I1', 'the clock not served', withCore(1, { at: cycles(1000) }), ['cores', 1, 'at']],
]

const held = invariants(smallWorld)

test('the start keeps every invariant', () => {
  expect(held.flatMap((i) => i.breaches(smallWorld, start))).toEqual([])
})

test.each(badStates)('%s can fail: %s', (id, _, bad, at) => {
  expect(held.flatMap((i) => (i.id === id ? i.breaches(smallWorld, bad(start)) : [])).map((b) => b.at)).toContainEqual(
    at,
  )
})

test('every invariant has a state that breaks it', () => {
  expect(held.map((i) => i.id).filter((id) => !badStates.some(([bad]) => bad === id))).toEqual([])
})

const later = withTime({ total: ticks(1), frame: ticks(1) })

const badSteps: readonly (readonly [id: string, what: string, bad: (state: State) => State, at: Path])[] = [
  ['TIME-S1', 'a switch in mid-frame', withTime({ schedule: scheduleIndex(1) }), ['time', 'schedule']],
  ['TIME-S1', 'a switch that did not happen is remembered', withTime({ lastSwitch: ticks(3) }), ['time', 'lastSwitch']],
  ['TIME-S2', 'two ticks at once', withTime({ total: ticks(2), frame: ticks(2) }), ['time', 'total']],
  ['TIME-S2', 'the frame stands still', withTime({ total: ticks(1) }), ['time', 'frame']],
  ['TIME-S3', 'a tick changes the request', (s) => withTime({ next: scheduleIndex(1) })(later(s)), ['time', 'next']],
  ['TIME-S3', 'a window grows', withWindow(0, { windowEnd: ticks(3) }), ['time', 'cores', 0]],
  [
    'TIME-S4',
    'a tick charged to nobody who ran',
    (s) => withPartition(1, { elapsed: ticks(1) })(later(s)),
    ['partitions', 1, 'elapsed'],
  ],
  ['TIME-S4', 'a tick not charged', later, ['partitions', 0, 'elapsed']],
  ['PARTITION-S1', 'cold start to warm start', withPartition(0, { mode: 'WARM_START' }), ['partitions', 0, 'mode']],
  ['PARTITION-S2', 'a restart counted that was none', withPartition(0, { restarts: 1 }), ['partitions', 0, 'restarts']],
  ['PARTITION-S2', 'running to not run', withPartition(0, { state: 'NOT_RUN' }), ['partitions', 0, 'state']],
  [
    'PARTITION-S3',
    'a program finds itself at supervisor level',
    withCore(0, {
      context: { level: 'supervisor', registers: { high: word(0), low: word(0) }, work: { kind: 'none' } },
    }),
    ['partitions', 0],
  ],
  ['MODULE-S1', 'two cores move', (s) => withCore(0, { at: cycles(5) })(withCore(1, { at: cycles(5) })(s)), ['cores']],
  [
    'MODULE-S1',
    'another core loses its space',
    (s) => withCore(0, { at: cycles(5) })(withCore(1, { space: null, cached: [] })(s)),
    ['cores', 1],
  ],
  [
    'MODULE-S1',
    'two partitions change at once',
    (s) => withPartition(0, { restarts: 1 })(withPartition(1, { restarts: 1 })(s)),
    ['partitions'],
  ],
  [
    'MODULE-S1',
    'memory changes by itself',
    (s) => ({ ...s, memory: withWord(s.memory, address(0x41000000), word(1)) }),
    ['memory'],
  ],
  ['MODULE-S2', 'a clock goes back', withCore(0, { at: cycles(-1) }), ['cores', 0, 'at']],
  [
    'MODULE-S2',
    'an effect consumed twice',
    (s) => ({ ...s, consumed: { ...s.consumed, effects: s.consumed.effects.with(1, 2) } }),
    ['consumed', 'effects', 1],
  ],
  ['MODULE-S2', 'nothing moves', (s) => s, ['cores']],
]

test.each(badSteps)('%s can fail: %s', (id, _, bad, at) => {
  expect(
    stepInvariants(smallWorld)
      .flatMap((i) => (i.id === id ? i.breaches(smallWorld, start, bad(start)) : []))
      .map((b) => b.at),
  ).toContainEqual(at)
})

test('every step invariant has a step that breaks it', () => {
  expect(
    stepInvariants(smallWorld)
      .map((i) => i.id)
      .filter((id) => !badSteps.some(([bad]) => bad === id)),
  ).toEqual([])
})

const foreign: SetModeSituation = {
  other: true,
  authorised: false,
  target: 1,
  wanted: 'IDLE',
  mode: 'COLD_START',
  state: 'NOT_RUN',
}
const changed = withPartition(1, { mode: 'IDLE', state: 'HALTED' })(start).partitions
const requests: TimeState = { ...start.time, next: scheduleIndex(1) }
const ofMode = setPartitionMode.postconditions
const ofSchedule = setSchedule.postconditions
const ofWindow = endWindow.postconditions
const ended: TimeState = withWindow(1, { running: null, ended: true })(start).time

/** For each postcondition the breaches of a call that breaks it. */
const badCalls: Readonly<Record<string, () => readonly unknown[]>> = {
  'SET_PARTITION_MODE-A': () => ofMode[0]?.breaches(foreign, 'NO_ERROR', start.partitions, changed) ?? [],
  'SET_PARTITION_MODE-F': () =>
    ofMode[1]?.breaches(
      { ...foreign, target: 0 },
      'NO_ERROR',
      start.partitions,
      withPartition(0, { permissions: permission.SUPERVISOR })(start).partitions,
    ) ?? [],
  'SET_PARTITION_MODE-R': () => ofMode[2]?.breaches(foreign, 'INVALID_CONFIG', start.partitions, changed) ?? [],
  'SET_PARTITION_MODE-N': () =>
    ofMode[3]?.breaches({ ...foreign, wanted: 'NORMAL' }, 'NO_ERROR', start.partitions, changed) ?? [],
  'SET_SCHEDULE-A': () =>
    ofSchedule[0]?.breaches({ authorised: false, wanted: 1, current: 0 }, 'NO_ERROR', start.time, requests) ?? [],
  'SET_SCHEDULE-F': () =>
    ofSchedule[1]?.breaches({ authorised: true, wanted: 1, current: 0 }, 'NO_ERROR', start.time, {
      ...requests,
      total: ticks(9),
    }) ?? [],
  'SET_SCHEDULE-R': () =>
    ofSchedule[2]?.breaches({ authorised: true, wanted: 0, current: 0 }, 'NO_ERROR', start.time, requests) ?? [],
  'END_WINDOW-A': () => ofWindow[0]?.breaches({ authorised: true, core: 0 }, 'NO_ERROR', start.time, ended) ?? [],
  'END_WINDOW-R': () => ofWindow[1]?.breaches({ authorised: true, core: 0 }, 'NO_ERROR', start.time, ended) ?? [],
}

/** The calls that only report share their postconditions: on the partitions, or on time. */
const reporting: Readonly<Record<string, () => readonly unknown[]>> = Object.fromEntries([
  ...partitionTables.flatMap((table) =>
    table.id === 'SET_PARTITION_MODE'
      ? []
      : table.postconditions.map((p): readonly [string, () => readonly unknown[]] => [
          p.id,
          () => p.breaches({ ...foreign, known: true, pointer: true }, 'NO_ERROR', start.partitions, changed),
        ]),
  ),
  ...timeTables.flatMap((table) =>
    table.id.startsWith('GET')
      ? table.postconditions.map((p): readonly [string, () => readonly unknown[]] => [
          p.id,
          () =>
            p.breaches(
              { known: true, pointer: true, authorised: true, wanted: 1, current: 0, core: 0 },
              'NO_ERROR',
              start.time,
              requests,
            ),
        ])
      : [],
  ),
])

const postconditions = [...partitionTables, ...timeTables].flatMap((table) => table.postconditions.map((p) => p.id))

test.each(postconditions)('%s can fail', (id) => {
  const breaches = { ...badCalls, ...reporting }[id]
  expect(breaches?.().length, 'no call that breaks it').toBeGreaterThan(0)
})
