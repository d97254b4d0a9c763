/** A call that changes what it does not declare, or anything though it was refused, is told; one that does not is not. */

import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { translate } from '../model/mmu.ts'
import type { ServiceName } from '../spec/hypercall/vocabulary.ts'
import { accessType } from '../spec/mmu/vocabulary.ts'
import { profiles } from '../spec/module/profiles.ts'
import type { World } from '../spec/module/vocabulary.ts'
import type { Path } from '../spec/statement.ts'
import {
  address,
  cycles,
  scheduleIndex,
  ticks,
  withWord,
  word,
  wordAt,
  type ReturnCode,
} from '../spec/words/vocabulary.ts'
import { areasOfWorld } from './addresses.ts'
import { Called } from './called.ts'
import { callersMemory, isNamed, may } from './callers-memory.ts'
import { Choices } from './choices.ts'
import { declaredOnly } from './declared.ts'
import { caseAt } from './hunt.ts'
import { prepared } from './prepared.ts'
import {
  both,
  joinedWorld,
  start,
  withChannel,
  withCore,
  withEntry,
  withHealth,
  withLog,
  withPartition,
  withPort,
  withTime,
  withWordAt,
  type Bad,
} from './surgery.fixture.ts'

const own = joinedWorld.platform.partitionsAt
const [physical = 0] = areasOfWorld(joinedWorld).flatMap(({ owner, physical: at }) =>
  owner.kind === 'partition' && owner.index === 0 ? [at] : [],
)
const profile = profiles.find(({ hypercall }) => hypercall.pointers === 'above the kernel') ?? joinedWorld.profile
const trusting: World = { ...joinedWorld, profile }

interface Call {
  readonly service: ServiceName
  readonly code?: ReturnCode
  readonly row?: string
  readonly given?: readonly number[]
  readonly world?: World
}

/** Where a call of the first partition changed something that it must not have. */
const told = ({ service, code = 'NO_ERROR', row = service, given = [], world = joinedWorld }: Call, did: Bad) => {
  const call = { service, arguments: given }
  const happening = { kind: 'service', core: 0, partition: 0, call, code, row } as const
  const after = both(did, withCore(0, { at: cycles(9) }))(start)
  return declaredOnly(new Called(world, callersMemory(world), happening, start, after)).map(({ breach }) => breach.at)
}

const refusedForPointer = { service: 'GET_SCHEDULE_STATUS', code: 'INVALID_POINTER', given: [own] } as const
const holds: Bad = withChannel(0, { holder: { partition: 0, direction: 'SOURCE' } })
const locks: Bad = withLog({ locked: true })

test.each<readonly [what: string, call: Call, did: Bad]>([
  ['a report in its record', { service: 'GET_SCHEDULE_STATUS', given: [own] }, withWordAt(physical + 12, 7)],
  ['referenced and modified bits', { service: 'GET_TOD', given: [own] }, withEntry(0, own, (e) => e | 0x60)],
  ['the request', { service: 'SET_SCHEDULE' }, withTime({ next: scheduleIndex(1) })],
  ['the target', { service: 'SET_PARTITION_MODE' }, withPartition(1, { mode: 'IDLE', state: 'HALTED' })],
  ['a message', { service: 'WRITE_PORT' }, withChannel(0, { messages: [{ bytes: [1], at: ticks(0) }] })],
  [
    'an overflow',
    { service: 'WRITE_PORT', code: 'NOT_AVAILABLE', row: 'WRITE_PORT.6' },
    withChannel(1, { overflowed: true }),
  ],
  ['a shutdown', { service: 'SHUTDOWN_MODULE' }, (s) => ({ ...s, end: 'shutdown' })],
  ['a first part, by hazard H3', { ...refusedForPointer, world: trusting }, withWordAt(physical, 7)],
  [
    'the lock, by hazard H5',
    { service: 'POP_FROM_HM_LOG', code: 'INVALID_POINTER', row: 'POP_FROM_HM_LOG.3', world: trusting },
    locks,
  ],
])('%s is declared', (_, call, did) => expect(told(call, did)).toEqual([]))

test.each<readonly [what: string, call: Call, did: Bad, at: Path | null]>([
  [
    'a word behind the record',
    { service: 'GET_TOD', given: [own] },
    withWordAt(physical + 8, 7),
    ['memory', `0x${(physical + 8).toString(16)}`],
  ],
  ['another access code', { service: 'GET_TOD', given: [own] }, withEntry(0, own, (e) => e ^ 4), null],
  ['time', { service: 'SET_TOD' }, withTime({ total: ticks(3) }), ['time', 'total']],
  ['a request', { service: 'SET_TOD' }, withTime({ next: scheduleIndex(1) }), ['time', 'next']],
  ['another partition', { service: 'GET_HM_EVENT' }, withHealth(1, { state: 3 }), ['partitions', 1]],
  ['the caller', { service: 'GET_SYSTEM_STATE' }, withHealth(0, { state: 3 }), ['partitions', 0]],
  ['a port', { service: 'GET_PORT_STATUS' }, withPort(0, { created: true }), ['ports', 'ports']],
  ['a channel', { service: 'GET_PORT_NAME' }, holds, ['ports', 'channels']],
  ['the log', { service: 'GET_HM_LOG' }, withLog({ log: [] }), ['health', 'log']],
  ['another core', { service: 'GET_EVENT' }, withCore(1, { space: 0 }), ['cores', 1, 'space']],
  [
    'its core’s faults',
    { service: 'GET_EVENT' },
    withCore(0, { fault: { status: word(1), address: address(0) } }),
    ['cores', 0, 'fault'],
  ],
  ['the end', { service: 'RAISE_HM_EVENT', code: 'INVALID_PARAM' }, (s) => ({ ...s, end: 'shutdown' }), ['end']],
  [
    'what was consumed',
    { service: 'PUTCHAR' },
    (s) => ({ ...s, consumed: { ...s.consumed, effects: [7, 0, 0] } }),
    ['consumed', 'effects', 0],
  ],
  ['a first part', refusedForPointer, withWordAt(physical, 7), ['memory', `0x${physical.toString(16)}`]],
  [
    'the request, refused',
    { service: 'SET_SCHEDULE', code: 'INVALID_CONFIG' },
    withTime({ next: scheduleIndex(1) }),
    ['time', 'next'],
  ],
  [
    'the lock',
    { service: 'POP_FROM_HM_LOG', code: 'INVALID_POINTER', row: 'POP_FROM_HM_LOG.3' },
    locks,
    ['health', 'locked'],
  ],
])('%s is not', (_, call, did, at) => {
  const places = told(call, did)
  expect(places.length).toBe(1)
  if (at !== null) expect(places).toEqual([at])
})

test('what the areas say of a byte, the page tables say too', () => {
  for (let i = 0; i < 30; i++) {
    const { world } = caseAt(81, 4 * i)
    if (world.profile.hypercall.pointers === 'above the kernel') continue
    const choices = new Choices(82, i)
    const { memory } = prepared(world).model.start
    const areas = areasOfWorld(world)
    for (let n = 0; n < 60; n++) {
      const p = choices.below(world.configuration.partitions.length)
      const area = choices.of(areas)
      const at = (area.virtual + choices.of([0, -1, area.bytes - 1, area.bytes, choices.below(area.bytes)])) >>> 0
      for (const kind of ['load', 'store'] as const) {
        const where = { contextTable: world.platform.contextTable, context: p }
        const reached = isRight(translate(memory, where, accessType(kind, 'user'), address(at)))
        expect(callersMemory(world).valid(p, at, 1, may[kind], 1), `world ${i}, ${kind} at ${at.toString(16)}`).toBe(
          reached,
        )
      }
    }
  }
})

test('names and words are read where they lie', () => {
  const memory = callersMemory(joinedWorld)
  const named = [
    [0, 0x66697273],
    [4, 0x74000000],
  ].reduce((m, [at = 0, value = 0]) => withWord(m, address(physical + at), word(value)), start.memory)
  const state = { ...start, memory: named }
  const name = memory.name(state, 0, own) ?? []
  expect(isNamed('first', name)).toBe(true)
  expect(isNamed('firs', name)).toBe(false)
  expect(isNamed('t', memory.name(state, 0, own + 4) ?? [])).toBe(true)
  expect(memory.words(state, 0, own, 1)).toEqual([wordAt(named, address(physical))])
  expect(memory.name(state, 0, own - 1)).toBe(null)
  expect(memory.flaw(0, own + 2, 4, may.load, 4)).toBe('misaligned')
  expect(memory.flaw(2, joinedWorld.platform.devicesAt - 4, 4, may.load, 4)).toBe('into nothing')
  expect(memory.flaw(0, joinedWorld.platform.kernel.base, 4, may.load, 4)).toBe('into the kernel')
  expect(memory.flaw(0, 0xfffffffc, 8, may.load, 4)).toBe('beyond the last address')
  expect(memory.flaw(0, own + 0x1ffc, 8, may.store, 4)).toBe(
    memory.valid(0, own + 0x2000, 4, may.store, 4) ? null : 'cut off',
  )
})
