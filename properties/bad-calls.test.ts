/** No postcondition is vacuous: each is shown to fail on a call that did what it must not. */

import { expect, test } from 'vitest'
import { catalogue } from '../spec/catalogue.ts'
import {
  getHmEvent,
  getHmLog,
  healthErrors,
  popFromHmLog,
  raiseEvent,
  setSystemState,
  type HealthSlice,
} from '../spec/health/tables.ts'
import { hypercallTables, type CallSlice } from '../spec/hypercall/tables.ts'
import type { State } from '../spec/module/vocabulary.ts'
import {
  getPartitionId,
  getPartitionStatus,
  setPartitionMode,
  type SetModeSituation,
} from '../spec/partition/tables.ts'
import { permission } from '../spec/partition/vocabulary.ts'
import {
  createPort,
  getPortId,
  getPortName,
  getPortStatus,
  readPort,
  writePort,
  type PortsSlice,
} from '../spec/ports/tables.ts'
import { getSharedArea } from '../spec/space/tables.ts'
import type { Breach, Table } from '../spec/statement.ts'
import { endWindow, getScheduleId, getScheduleStatus, getTod, setSchedule, setTod } from '../spec/time/tables.ts'
import { scheduleIndex, ticks } from '../spec/words/vocabulary.ts'
import {
  start,
  withChannel,
  withHealth,
  withLog,
  withPartition,
  withPort,
  withTime,
  withWindow,
  withWordAt,
  type Bad,
} from './surgery.fixture.ts'

/** A call that breaks a postcondition: which, and what is said of it. */
type BadCall = readonly [id: string, breaches: readonly Breach[]]

/** A call in a situation, with this answer, that changed the start so: what it breaks of its table's postconditions. */
const broken = <S, C extends string, Slice>(
  table: Table<S, C, Slice>,
  situation: S,
  code: C,
  slice: (state: State) => Slice,
  bad: Bad,
): readonly BadCall[] =>
  table.postconditions
    .map(({ id, breaches }): BadCall => [id, breaches(situation, code, slice(start), slice(bad(start)))])
    .filter(([, breaches]) => breaches.length > 0)

const partitions = (state: State): State['partitions'] => state.partitions
const time = (state: State): State['time'] => state.time
const health = (state: State): HealthSlice => ({ health: state.health, partitions: state.partitions })
const ports =
  (port: number | null, channel: number | null) =>
  ({ ports: of }: State): PortsSlice => ({ ports: of, port, channel })
const slice = ({ partitions: of, resets, end }: State): CallSlice => ({ partitions: of, resets, ended: end !== null })

const foreign: SetModeSituation = {
  other: true,
  authorised: false,
  target: 1,
  wanted: 'IDLE',
  mode: 'COLD_START',
  state: 'NOT_RUN',
}
const halted = withPartition(1, { mode: 'IDLE', state: 'HALTED' })
const promoted = withPartition(0, { permissions: permission.SUPERVISOR })
const asked = withTime({ next: scheduleIndex(1) })

const aboutPartitions: readonly BadCall[] = [
  ...broken(setPartitionMode, foreign, 'NO_ERROR', partitions, halted),
  ...broken(setPartitionMode, { ...foreign, target: 0 }, 'NO_ERROR', partitions, promoted),
  ...broken(setPartitionMode, foreign, 'INVALID_CONFIG', partitions, halted),
  ...broken(setPartitionMode, { ...foreign, wanted: 'NORMAL' }, 'NO_ERROR', partitions, halted),
  ...[getPartitionStatus, getPartitionId].flatMap((table) => {
    const situation = { name: true, other: true, authorised: false, known: true, pointer: true }
    return broken(table, situation, 'NO_ERROR', partitions, halted)
  }),
]

const aboutTime: readonly BadCall[] = [
  ...broken(setSchedule, { authorised: false, wanted: 1, current: 0 }, 'NO_ERROR', time, asked),
  ...broken(setSchedule, { authorised: true, wanted: 1, current: 0 }, 'NO_ERROR', time, withTime({ total: ticks(9) })),
  ...broken(setSchedule, { authorised: true, wanted: 0, current: 0 }, 'NO_ERROR', time, asked),
  ...broken(getScheduleId, { name: true, known: true, pointer: true }, 'NO_ERROR', time, asked),
  ...broken(getScheduleStatus, { pointer: true }, 'NO_ERROR', time, asked),
  ...broken(endWindow, { authorised: true, core: 0 }, 'NO_ERROR', time, withWindow(1, { running: null, ended: true })),
  ...broken(getTod, { set: true, pointer: true }, 'NO_ERROR', time, asked),
  ...broken(
    setTod,
    { authorised: true, pointer: true, inRange: true },
    'NO_ERROR',
    time,
    withTime({ total: ticks(9) }),
  ),
]

const aboutMemory: readonly BadCall[] = broken(
  getSharedArea,
  { name: true, known: false, pointer: true },
  'NO_ERROR',
  ({ memory }) => memory,
  withWordAt(0x41000000, 7),
)

const creating = {
  type: true,
  name: true,
  known: true,
  attributes: true,
  matching: false,
  created: false,
  allowed: true,
  pointer: true,
}
const writing = { known: true, source: false, length: 4, most: 8, full: false, held: false, pointer: true }
const reading = {
  known: true,
  destination: false,
  pointers: true,
  kind: 'sampling',
  mode: 0,
  held: false,
  empty: false,
  freshness: 'NEW',
  newer: true,
  overflowed: false,
  message: true,
} as const
const forgets: Bad = withChannel(1, { overflowed: true })
const swallows: Bad = withChannel(0, { messages: [{ bytes: [1], at: ticks(0) }] })

const aboutPorts: readonly BadCall[] = [
  ...broken(createPort, creating, 'NO_ERROR', ports(0, 0), withPort(1, { created: true })),
  ...broken(getPortId, { type: true, name: true, known: true, pointer: true }, 'NO_ERROR', ports(0, 0), forgets),
  ...[getPortStatus, getPortName].flatMap((table) =>
    broken(table, { known: true, pointer: true }, 'NO_ERROR', ports(0, 0), forgets),
  ),
  ...broken(writePort, writing, 'NO_ERROR', ports(0, 0), forgets),
  ...broken(readPort, reading, 'NO_ERROR', ports(2, 0), swallows),
]

const handling = {
  locked: false,
  level: 'PARTITION',
  moduleAction: 'IGNORE',
  partitionAction: 'IDLE',
  partition: 0,
  crowded: false,
} as const
const logged = withLog({ log: [{ date: ticks(0), error: 1, level: 'PARTITION', partition: 1 }] })
const log = { authorised: false, empty: false, pointer: true }

const aboutHealth: readonly BadCall[] = [
  ...broken(healthErrors, handling, 'IDLE', health, halted),
  ...broken(setSystemState, { partitions: true }, 'NO_ERROR', health, withHealth(0, { state: 6 })),
  ...broken(raiseEvent, { known: false }, 'INVALID_PARAM', health, logged),
  ...broken(getHmEvent, { any: false, pointer: true }, 'NO_ACTION', health, withHealth(0, { events: [1] })),
  ...[getHmLog, popFromHmLog].flatMap((table) => broken(table, log, 'NO_ERROR', health, logged)),
]

const restarted: Bad = (state) => ({ ...state, resets: 1 })

/** Tables of calls whose situations name the caller. */
const others = hypercallTables.flatMap((table): readonly BadCall[] => {
  const situation = {
    caller: 0,
    accepted: false,
    known: true,
    works: true,
    booted: true,
    authorised: false,
    impossible: false,
    already: false,
    pointer: true,
  }
  return table.postconditions.map((p): BadCall => [
    p.id,
    [halted, restarted].flatMap((bad) => p.breaches(situation, 'NO_ERROR', slice(start), slice(bad(start)))),
  ])
})

const badCalls = [...aboutPartitions, ...aboutTime, ...aboutMemory, ...aboutPorts, ...aboutHealth, ...others]

test.each(catalogue.flatMap(({ postconditions = [] }) => postconditions.map(({ id }) => id)))('%s can fail', (id) => {
  expect(badCalls.filter(([broke, breaches]) => broke === id && breaches.length > 0).length).toBeGreaterThan(0)
})
