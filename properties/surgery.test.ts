/** Nothing is vacuous: every invariant and step invariant is shown to fail on a state made to break it. */

import { expect, test } from 'vitest'
import { invariants, stepInvariants } from '../spec/module/invariants.ts'
import type { ResolvedCall, State } from '../spec/module/vocabulary.ts'
import type { Path } from '../spec/statement.ts'
import type { Processor } from '../spec/machine/vocabulary.ts'
import { address, cycles, partitionIndex, scheduleIndex, ticks, withWord, word } from '../spec/words/vocabulary.ts'
import { Choices } from './choices.ts'
import { drawProcessor } from './processors.ts'
import {
  both,
  contextWith,
  joinedWorld,
  start,
  withChannel,
  withCore,
  withEntry,
  withHealth,
  withLog,
  withPartition,
  withPort,
  withProcessor,
  withTime,
  withWindow,
  type Bad,
} from './surgery.fixture.ts'

const program = contextWith('supervisor', { kind: 'none' })
const plain = contextWith('user', { kind: 'none' })
const inProgram = drawProcessor(new Choices(61, 1), 'user')
const atWork = { ...inProgram, state: { ...inProgram.state, s: true, et: false } }
const message = { bytes: [1], at: ticks(0) }

const [own, kernel] = [joinedWorld.platform.partitionsAt, joinedWorld.platform.kernel.base]
const second = { partition: partitionIndex(1), virtualCore: 0 }
const third = { partition: partitionIndex(2), virtualCore: 0 }
const lentUntilOf0 = ['time', 'cores', 0, 'lentUntil']
const elsewhere = { virtual: own, bytes: 0x1000, physical: address(0x7f000000), code: 3 } as const

const badStates: readonly (readonly [id: string, what: string, bad: Bad, at: Path])[] = [
  ['TIME-I1', 'another partition runs', withWindow(0, { running: second }), ['time', 'cores', 0]],
  [
    'TIME-I1',
    'lent to another than the co-partition',
    withWindow(0, { ended: true, lentUntil: ticks(2), running: third }),
    ['time', 'cores', 0],
  ],
  ['TIME-I1', 'the co-partition runs while nothing is lent', withWindow(0, { running: second }), ['time', 'cores', 0]],
  ['TIME-I6', 'lent before its owner ended it', withWindow(0, { lentUntil: ticks(1) }), lentUntilOf0],
  ['TIME-I6', 'lent beyond the quota', withWindow(0, { ended: true, lentUntil: ticks(2) }), lentUntilOf0],
  [
    'TIME-I6',
    'lent beyond the end of the window',
    both(withTime({ frame: ticks(1) }), withWindow(0, { ended: true, windowEnd: ticks(1), lentUntil: ticks(2) })),
    lentUntilOf0,
  ],
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
  ['PARTITION-I3', 'a program at supervisor level', withCore(0, { context: program }), ['cores', 0]],
  ['PARTITION-I4', 'a halted partition’s program', withPartition(0, { mode: 'IDLE', state: 'HALTED' }), ['cores', 0]],
  [
    'GUEST-I1',
    'a bit of the PSR that there is not',
    withProcessor(0, { psr: 1 }),
    ['partitions', 0, 'processor', 'psr'],
  ],
  ['GUEST-I1', 'level 0 pending', withProcessor(0, { pending: 1 }), ['partitions', 0, 'processor', 'pending']],
  [
    'GUEST-I1',
    'nine handlers inside one another',
    withProcessor(0, { activations: Array.from({ length: 9 }, () => ({ next: 0, interrupted: cycles(0) })) }),
    ['partitions', 0, 'processor', 'activations'],
  ],
  ['GUEST-I1', 'traps on before the start', withProcessor(1, { psr: 0xa0 }), ['partitions', 1, 'processor']],
  ...(
    [
      ['S at user level', (p) => ({ state: { ...p.state, s: true } }), ['state']],
      ['traps disabled while a program runs', (p) => ({ state: { ...p.state, et: false } }), ['state']],
      ['two invalid windows', (p) => ({ wim: p.wim | (p.wim << 1) | 1 }), ['wim']],
      ['the current window invalid', (p) => ({ wim: 1 << p.state.cwp }), ['state']],
      ['%g0 is 1', (p) => ({ globals: p.globals.with(0, 1) }), ['globals', 0]],
      ['nPC between two instructions', (p) => ({ npc: address(p.npc + 2) }), ['pc']],
      ['PIL raised', (p) => ({ state: { ...p.state, pil: 15 } }), ['tbr']],
      ['a sleeping processor', () => ({ activity: 'asleep' }), ['activity']],
      ['the processor of a scripted program', () => ({}), []],
    ] satisfies readonly (readonly [string, (p: Processor) => Partial<Processor>, Path])[]
  ).map(([what, change, at]): (typeof badStates)[number] => {
    const context: Path = ['cores', 0, 'context', 'processor', ...at]
    const p = drawProcessor(new Choices(61, 0), 'user')
    return ['GUEST-I2', what, withCore(0, { context: { ...plain, processor: { ...p, ...change(p) } } }), context]
  }),
  [
    'GUEST-I2',
    'the kernel at work with PS as it was not',
    withCore(0, {
      context: {
        ...contextWith('supervisor', { kind: 'trap', trap: 'tag_overflow', from: 'supervisor' }),
        processor: atWork,
      },
    }),
    ['cores', 0, 'context', 'processor', 'state'],
  ],
  [
    'PORTS-I1',
    'two messages in a sampling channel',
    withChannel(0, { messages: [message, message] }),
    ['ports', 'channels', 0],
  ],
  ['PORTS-I1', 'an empty message', withChannel(1, { messages: [{ ...message, bytes: [] }] }), ['ports', 'channels', 1]],
  ['PORTS-I2', 'news without a message', withPort(2, { freshness: 'NEW' }), ['ports', 'ports', 2]],
  [
    'PORTS-I2',
    'news for the sender',
    both(withChannel(0, { messages: [message] }), withPort(0, { freshness: 'NEW' })),
    ['ports', 'ports', 0],
  ],
  [
    'PORTS-I3',
    'a channel held where a section ends',
    withChannel(1, { holder: { partition: 0, direction: 'SOURCE' } }),
    ['ports', 'channels', 1, 'holder'],
  ],
  ['PORTS-I4', 'a port created before its partition starts', withPort(2, { created: true }), ['ports', 'ports', 2]],
  [
    'HEALTH-I1',
    'an error that is still to come',
    withLog({ log: [{ date: ticks(9), error: 1, level: 'PARTITION', partition: 0 }] }),
    ['health', 'log', 0],
  ],
  [
    'HEALTH-I1',
    'more entries than there is room for',
    withLog({ log: Array.from({ length: 33 }, () => ({ date: ticks(0), error: 1, level: 'MODULE', partition: -1 })) }),
    ['health', 'log'],
  ],
  ['HEALTH-I2', 'told of an error that is not there', withHealth(0, { pending: true }), ['partitions', 0, 'health']],
  [
    'HEALTH-I2',
    'unread errors of a partition that has not begun',
    withHealth(1, { events: [1], state: 5 }),
    ['partitions', 1, 'health'],
  ],
  ['HEALTH-I3', 'the log locked', withLog({ locked: true }), ['health', 'locked']],
  ['MODULE-I1', 'interrupts masked', withCore(0, { masked: true }), ['cores', 0, 'masked']],
  ['MODULE-I2', 'the kernel reached a device', (s) => ({ ...s, left: true }), ['left']],
  ['MODULE-I3', 'a core hangs', (s) => ({ ...s, end: 'hung' }), ['end']],
  [
    'MODULE-I4',
    'one reload waits for another',
    both(withPartition(1, { state: 'INIT' }), (s) => ({ ...s, loader: 0 })),
    ['loader'],
  ],
  ['MODULE-I1', 'the clock not served', withCore(1, { at: cycles(1000) }), ['cores', 1, 'at']],
]

const held = invariants(joinedWorld)

test('the start keeps every invariant', () => {
  expect(held.flatMap((i) => i.breaches(joinedWorld, start))).toEqual([])
})

test.each(badStates)('%s can fail: %s', (id, _, bad, at) => {
  expect(held.flatMap((i) => (i.id === id ? i.breaches(joinedWorld, bad(start)) : [])).map((b) => b.at)).toContainEqual(
    at,
  )
})

test('every invariant has a state that breaks it', () => {
  expect(held.map((i) => i.id).filter((id) => !badStates.some(([bad]) => bad === id))).toEqual([])
})

const later = withTime({ total: ticks(1), frame: ticks(1) })

const badSteps: readonly (readonly [id: string, what: string, bad: Bad, at: Path])[] = [
  ['TIME-S1', 'a switch in mid-frame', withTime({ schedule: scheduleIndex(1) }), ['time', 'schedule']],
  ['TIME-S1', 'a switch that did not happen is remembered', withTime({ lastSwitch: ticks(3) }), ['time', 'lastSwitch']],
  ['TIME-S2', 'two ticks at once', withTime({ total: ticks(2), frame: ticks(2) }), ['time', 'total']],
  ['TIME-S2', 'the frame stands still', withTime({ total: ticks(1) }), ['time', 'frame']],
  ['TIME-S3', 'a tick changes the request', (s) => withTime({ next: scheduleIndex(1) })(later(s)), ['time', 'next']],
  ['TIME-S3', 'a window grows', withWindow(0, { windowEnd: ticks(3) }), ['time', 'cores', 0]],
  ['TIME-S5', 'lent between two ticks', withWindow(0, { lentUntil: ticks(1) }), lentUntilOf0],
  ['TIME-S5', 'lent with too little left', (s) => withWindow(0, { lentUntil: ticks(2) })(later(s)), lentUntilOf0],
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
  ['PARTITION-S3', 'a program finds itself at supervisor level', withCore(0, { context: program }), ['partitions', 0]],
  [
    'GUEST-S1',
    'the mask of a partition changes that does not run',
    both(withPartition(1, { state: 'READY' }), withProcessor(1, { mask: 2 })),
    ['partitions', 1, 'processor'],
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

/** Where a step from one state to another breaks a step invariant. */
const broken = (id: string, before: State, after: State): readonly Path[] =>
  stepInvariants(joinedWorld)
    .flatMap((i) => (i.id === id ? i.breaches(joinedWorld, before, after) : []))
    .map((b) => b.at)

test.each(badSteps)('%s can fail: %s', (id, _, bad, at) => {
  expect(broken(id, start, bad(start))).toContainEqual(at)
})

/** Steps in which a processor that waits, is switched in or is switched out becomes another. */
const others = { ...inProgram, y: inProgram.y ^ 1 }
const badWaits: readonly (readonly [what: string, before: Bad, after: Bad, at: number])[] = [
  [
    'a window changes while its owner waits',
    withPartition(1, { context: { ...plain, processor: inProgram } }),
    withPartition(1, { context: { ...plain, processor: { ...inProgram, windows: inProgram.windows.toReversed() } } }),
    1,
  ],
  [
    'a partition is switched in with the registers of another',
    withPartition(1, { context: { ...plain, processor: inProgram } }),
    both(
      withWindow(0, { running: { partition: partitionIndex(1), virtualCore: 0 } }),
      withCore(0, { context: { ...plain, processor: others } }),
    ),
    1,
  ],
  [
    'a partition is switched out with other registers than it had',
    withCore(0, { context: { ...plain, processor: inProgram } }),
    both(withWindow(0, { running: null }), withPartition(0, { context: { ...plain, processor: others } })),
    0,
  ],
]

test.each(badWaits)('GUEST-S2 can fail: %s', (_, before, after, p) => {
  const was = before(start)
  expect(broken('GUEST-S2', was, was)).toEqual([])
  expect(broken('GUEST-S2', was, after(was))).toEqual([['partitions', p, 'context', 'processor']])
})

test('TIME-S3 can fail: what was lent is lent for longer', () => {
  const lent = withWindow(0, { ended: true, lentUntil: ticks(1) })(start)
  expect(broken('TIME-S3', lent, withWindow(0, { lentUntil: ticks(2) })(lent))).toEqual([['time', 'cores', 0]])
})

const ownMemory =
  (offset: number, value: number): Bad =>
  (s) => ({
    ...s,
    memory: withWord(s.memory, address(0x41000000 + offset), word(value)),
  })

/** A call of the first partition, and the step that serves it as it must not be served. */
const badCalls: readonly (readonly [
  id: string,
  what: string,
  call: ResolvedCall,
  before: Bad,
  low: number,
  after: Bad,
  at: Path,
])[] = [
  [
    'HYPERCALL-S1',
    'something is written though the pointer is refused',
    { service: 'GET_SCHEDULE_STATUS', arguments: [own + 0xff8] },
    (s) => s,
    7,
    ownMemory(0xff8, 1),
    ['memory'],
  ],
  [
    'HYPERCALL-S2',
    'the ticks of the frame are one too many',
    { service: 'GET_ELAPSED_MTF_TICKS', arguments: [] },
    (s) => s,
    1,
    (s) => s,
    ['cores', 0, 'context', 'registers'],
  ],
  [
    'HYPERCALL-S3',
    'a number is accepted that no call has',
    { service: 'unassigned_number', arguments: [0x80, 43] },
    (s) => s,
    1,
    (s) => s,
    ['cores', 0, 'context', 'registers', 'low'],
  ],
  [
    'HYPERCALL-S4',
    'the period is reported in ticks',
    { service: 'GET_PARTITION_STATUS', arguments: [0xffffffff, own] },
    withPartition(0, { period: ticks(4) }),
    0,
    ownMemory(20, 4),
    ['memory'],
  ],
  [
    'HYPERCALL-S5',
    'the oldest entry comes first',
    { service: 'GET_HM_LOG', arguments: [own] },
    withLog({
      log: [1, 2].map((date) => ({ date: ticks(date), error: 1, level: 'PARTITION' as const, partition: 0 })),
    }),
    0,
    ownMemory(8, 1),
    ['memory'],
  ],
]

test.each(badCalls)('%s can fail: %s', (id, _, call, change, low, bad, at) => {
  const before = both(
    change,
    withCore(0, { context: contextWith('supervisor', { kind: 'call', call, from: 'user' }) }),
  )(start)
  const registers = { high: word(0), low: word(low) }
  const after = both(
    bad,
    withCore(0, { context: { ...contextWith('user', { kind: 'none' }), registers }, at: cycles(1) }),
  )(before)
  expect(broken(id, before, after)).toContainEqual(at)
})

test('every step invariant has a step that breaks it', () => {
  expect(
    stepInvariants(joinedWorld)
      .map((i) => i.id)
      .filter((id) => id !== 'GUEST-S2' && ![...badSteps, ...badCalls].some(([bad]) => bad === id)),
  ).toEqual([])
})
