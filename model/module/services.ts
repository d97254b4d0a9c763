/** The services: which row decides, and what the call then does. Read it beside spec/time/tables.ts and spec/partition/tables.ts. */

import * as E from 'fp-ts/lib/Either.js'
import { copied } from '../hal.ts'
import { inMode, may, switchedOut } from '../partition.ts'
import { ended, requested } from '../time.ts'
import type { ModuleCore, ModulePartition, ResolvedCall, State, Work } from '../../spec/module/vocabulary.ts'
import { getPartitionId, getPartitionStatus, setPartitionMode } from '../../spec/partition/tables.ts'
import { modeNumber, operatingModes, startConditionNumber } from '../../spec/partition/vocabulary.ts'
import { decide, impossible, type Row } from '../../spec/statement.ts'
import { scheduleOf } from '../../spec/time/statements.ts'
import { endWindow, getScheduleId, getScheduleStatus, setSchedule } from '../../spec/time/tables.ts'
import {
  returnNumber,
  scheduleIndex,
  word,
  type Address,
  type ReturnCode,
  type Ticks,
  type Word,
} from '../../spec/words/vocabulary.ts'
import { later, withCore, withFate, withPartition, type Machine } from './machine.ts'

/** A call in its last section: who calls, from where, on which core. */
export interface Calling {
  readonly core: number
  readonly partition: number
  readonly work: Extract<Work, { readonly kind: 'call' }>
}

/** What a service came to. `state` is already that after the return. */
export interface Served {
  readonly state: State
  readonly code: ReturnCode
  readonly row: string
}

/** Carry out a call. */
export const serve = (machine: Machine, state: State, calling: Calling): Served => {
  const { call } = calling.work
  switch (call.service) {
    case 'SET_PARTITION_MODE':
      return setMode(machine, state, calling, call)
    case 'GET_PARTITION_STATUS':
      return partitionStatus(machine, state, calling, call)
    case 'GET_PARTITION_ID':
      return partitionId(machine, state, calling, call)
    case 'SET_SCHEDULE':
      return schedule(machine, state, calling, call)
    case 'GET_SCHEDULE_ID':
      return scheduleId(machine, state, calling, call)
    case 'GET_SCHEDULE_STATUS':
      return scheduleStatus(machine, state, calling, call)
    case 'END_WINDOW':
      return yieldWindow(machine, state, calling)
  }
}

const partitionOf = (state: State, p: number): ModulePartition =>
  state.partitions[p] ?? impossible(`no partition ${p}`, 'TIME-I1')

const coreOf = (state: State, c: number): ModuleCore =>
  state.cores[c] ?? impossible(`no core ${c}`, 'the state has every required core')

/** The caller's core after the return with a code. */
const returned = ({ hal, world }: Machine, core: ModuleCore, { work }: Calling, code: ReturnCode): ModuleCore => {
  const registers = { high: word(0), low: word(returnNumber[code]) }
  const back = hal.restore(core, { ...hal.save(core), registers, work: { kind: 'none' } })
  return later(hal.leave(back, work.from), world.platform.costs.service)
}

/** The state after the caller's return, nothing else changed. */
const answered = (
  machine: Machine,
  state: State,
  calling: Calling,
  { returns, id }: Row<never, ReturnCode>,
): Served => ({
  state: withCore(state, calling.core, returned(machine, coreOf(state, calling.core), calling, returns)),
  code: returns,
  row: id,
})

const self = 0xffffffff

/** Whom an identifier means; null for nobody. */
const targetOf = ({ world }: Machine, caller: number, identifier: number): number | null => {
  if (identifier === self) return caller
  const found = world.configuration.partitions.findIndex((p) => p.identifier === identifier)
  return found < 0 ? null : found
}

const setMode = (
  machine: Machine,
  state: State,
  calling: Calling,
  call: Extract<ResolvedCall, { service: 'SET_PARTITION_MODE' }>,
): Served => {
  const target = targetOf(machine, calling.partition, call.partition)
  const wanted = operatingModes[call.mode] ?? null
  const row = decide(setPartitionMode.rows, setModeSituation(state, calling.partition, target, wanted))
  const done = answered(machine, state, calling, row)
  if (row.returns !== 'NO_ERROR' || target === null || wanted === null) return done
  const after = inMode(partitionOf(state, target), wanted, machine.contexts)
  // NORMAL leaves the target in its context; the others give it a new one, wherever it runs.
  const change =
    wanted === 'NORMAL' ? withPartition(done.state, target, after) : withFate(machine, done.state, target, after)
  return { ...done, state: change }
}

/** What the table of SET_PARTITION_MODE asks about. */
const setModeSituation = (
  state: State,
  caller: number,
  target: number | null,
  wanted: ModulePartition['mode'] | null,
) => ({
  other: target !== caller,
  authorised: may(partitionOf(state, caller), 'SET_PARTITION_MODE'),
  target,
  wanted,
  mode: target === null ? null : partitionOf(state, target).mode,
  state: target === null ? null : partitionOf(state, target).state,
})

const schedule = (
  machine: Machine,
  state: State,
  calling: Calling,
  call: Extract<ResolvedCall, { service: 'SET_SCHEDULE' }>,
): Served => {
  const found = machine.world.configuration.time.schedules.findIndex((s) => s.identifier === call.schedule)
  const row = decide(setSchedule.rows, {
    authorised: may(partitionOf(state, calling.partition), 'SET_SCHEDULE'),
    wanted: found < 0 ? null : found,
    current: state.time.schedule,
  })
  const done = answered(machine, state, calling, row)
  return row.returns === 'NO_ERROR'
    ? { ...done, state: { ...done.state, time: requested(state.time, scheduleIndex(found)) } }
    : done
}

const yieldWindow = (machine: Machine, state: State, calling: Calling): Served => {
  const caller = partitionOf(state, calling.partition)
  const authorised = machine.world.profile.time.endWindowPermission === 'anyone' || may(caller, 'MODULE_CONTROL')
  const row = decide(endWindow.rows, { authorised, core: calling.core })
  const done = answered(machine, state, calling, row)
  if (row.returns !== 'NO_ERROR') return done
  const core = coreOf(done.state, calling.core)
  const without = withPartition(done.state, calling.partition, switchedOut(caller, machine.hal.save(core)))
  const idle = withCore(without, calling.core, machine.hal.restore(core, machine.contexts.idle))
  return { ...done, state: { ...idle, time: ended(idle.time, calling.core) } }
}

/** Report `words` to the caller's pointer: `valid` is what a table may ask, `write` the state in which they are written. */
const report = (
  { hardware }: Machine,
  state: State,
  { core, work }: Calling,
  pointer: Address,
  words: readonly Word[],
) => {
  const written = copied(hardware, state.memory, coreOf(state, core), work.from, pointer, words)
  return E.isLeft(written)
    ? { valid: false, write: state }
    : { valid: true, write: { ...withCore(state, core, written.right.core), memory: written.right.memory } }
}

const partitionStatus = (
  machine: Machine,
  state: State,
  calling: Calling,
  call: Extract<ResolvedCall, { service: 'GET_PARTITION_STATUS' }>,
): Served => {
  const target = targetOf(machine, calling.partition, call.partition)
  const out = report(
    machine,
    state,
    calling,
    call.pointer,
    target === null ? blank(10) : statusOf(machine, state, target),
  )
  const row = decide(getPartitionStatus.rows, {
    other: target !== calling.partition,
    authorised: may(partitionOf(state, calling.partition), 'SET_PARTITION_MODE'),
    known: target !== null,
    pointer: out.valid,
  })
  return answered(machine, row.returns === 'NO_ERROR' ? out.write : state, calling, row)
}

const partitionId = (
  machine: Machine,
  state: State,
  calling: Calling,
  call: Extract<ResolvedCall, { service: 'GET_PARTITION_ID' }>,
): Served => {
  const { partitions } = machine.world.configuration
  const own = call.name === '' || call.name === partitions[calling.partition]?.name
  const found = own ? partitions[calling.partition] : partitions.find((p) => p.name === call.name)
  const out = report(machine, state, calling, call.pointer, [word(found?.identifier ?? 0)])
  const row = decide(getPartitionId.rows, {
    other: !own,
    authorised: may(partitionOf(state, calling.partition), 'SET_PARTITION_MODE'),
    known: found !== undefined,
    pointer: out.valid,
  })
  return answered(machine, row.returns === 'NO_ERROR' ? out.write : state, calling, row)
}

const scheduleId = (
  machine: Machine,
  state: State,
  calling: Calling,
  call: Extract<ResolvedCall, { service: 'GET_SCHEDULE_ID' }>,
): Served => {
  const found = machine.world.configuration.time.schedules.find((s) => s.name === call.name)
  const out = report(machine, state, calling, call.pointer, [word(found?.identifier ?? 0)])
  const row = decide(getScheduleId.rows, { known: found !== undefined, pointer: out.valid })
  return answered(machine, row.returns === 'NO_ERROR' ? out.write : state, calling, row)
}

const scheduleStatus = (
  machine: Machine,
  state: State,
  calling: Calling,
  call: Extract<ResolvedCall, { service: 'GET_SCHEDULE_STATUS' }>,
): Served => {
  const { time } = machine.world.configuration
  const when =
    machine.world.profile.time.lastSwitchUnit === 'ticks'
      ? BigInt(state.time.lastSwitch)
      : inNanoseconds(machine, state.time.lastSwitch)
  const identifiers = [scheduleOf(time, state.time.schedule).identifier, scheduleOf(time, state.time.next).identifier]
  const out = report(machine, state, calling, call.pointer, [...halves(when), ...identifiers.map(word)])
  const row = decide(getScheduleStatus.rows, { pointer: out.valid })
  return answered(machine, row.returns === 'NO_ERROR' ? out.write : state, calling, row)
}

const blank = (words: number): readonly Word[] => Array.from({ length: words }, () => word(0))

/** The high and the low word of a number of up to 64 bits. */
const halves = (n: bigint): readonly Word[] => [word(Number((n >> 32n) & 0xffffffffn)), word(Number(n & 0xffffffffn))]

const inNanoseconds = ({ world }: Machine, time: Ticks): bigint =>
  (BigInt(time) * 1_000_000_000n) / BigInt(world.configuration.time.ticksPerSecond)

/** The ten words of GET_PARTITION_STATUS. */
const statusOf = (machine: Machine, state: State, p: number): readonly Word[] => {
  const partition = partitionOf(state, p)
  return [
    word(machine.world.configuration.partitions[p]?.identifier ?? 0),
    word(modeNumber[partition.mode]),
    word(startConditionNumber[partition.startCondition]),
    word(partition.window),
    ...halves(inNanoseconds(machine, partition.period)),
    ...halves(inNanoseconds(machine, partition.duration)),
    ...halves(BigInt(partition.elapsed)),
  ]
}
