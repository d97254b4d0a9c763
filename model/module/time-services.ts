/** The calls about schedules, windows and the time of day; and those that report a count. Read it beside spec/time/tables.ts. */

import { bytesOf, halves, nameAt, reached, wordIn } from '../hypercall.ts'
import { may, switchedOut } from '../partition.ts'
import { ended, inNanoseconds, requested } from '../time.ts'
import type { State } from '../../spec/module/vocabulary.ts'
import { decide } from '../../spec/statement.ts'
import { scheduleOf } from '../../spec/time/statements.ts'
import { endWindow, getScheduleId, getScheduleStatus, getTod, setSchedule, setTod } from '../../spec/time/tables.ts'
import { scheduleIndex, word } from '../../spec/words/vocabulary.ts'
import {
  answered,
  answersFor,
  argument,
  callerOf,
  decidedAlike,
  each,
  left,
  reported,
  valued,
  viewOf,
  wordsAt,
  type Calling,
} from './calling.ts'
import { coreOf, withCore, withPartition, withSecondary, type Done } from './state.ts'

export const schedule = (state: State, calling: Calling): Done => {
  const wanted = calling.machine.known.schedules.get(argument(calling, 0)) ?? null
  const row = decide(setSchedule.rows, {
    authorised: may(callerOf(state, calling), 'SET_SCHEDULE'),
    wanted,
    current: state.time.schedule,
  })
  const done = answered(state, calling, row)
  return row.returns === 'NO_ERROR' && wanted !== null
    ? { ...done, state: { ...done.state, time: requested(state.time, scheduleIndex(wanted)) } }
    : done
}

export const yieldWindow = (state: State, calling: Calling): Done => {
  const { machine, core: c, partition: p, secondary } = calling
  const caller = callerOf(state, calling)
  const authorised = machine.world.profile.time.endWindowPermission === 'anyone' || may(caller, 'MODULE_CONTROL')
  const row = decide(endWindow.rows, { authorised, core: c })
  const done = answered(state, calling, row)
  if (row.returns !== 'NO_ERROR') return done
  const core = coreOf(done.state, c)
  const idle = withCore(done.state, c, machine.hal.restore(core, machine.contexts.idle))
  const context = machine.hal.save(core)
  const out =
    secondary === null ? withPartition(idle, p, switchedOut(caller, context)) : withSecondary(idle, secondary, context)
  return { ...done, state: { ...out, time: ended(out.time, c) } }
}

export const scheduleId = (state: State, calling: Calling): Done => {
  const { known, world } = calling.machine
  const name = nameAt(viewOf(state, calling), argument(calling, 0))
  const found = (text: string): number | null => known.scheduleNames.get(text) ?? null
  const schedules = answersFor<number | null>(name, found, null, [0, null])
  const identifier = world.configuration.time.schedules[schedules[0] ?? -1]?.identifier ?? 0
  const report = wordsAt(argument(calling, 1), [word(identifier)])
  return reported(state, calling, getScheduleId.rows, report, (pointer) =>
    each(schedules, (s) => ({ name: name.kind !== 'unreadable', known: s !== null, pointer })),
  )
}

export const scheduleStatus = (state: State, calling: Calling): Done => {
  const { configuration, profile } = calling.machine.world
  const { lastSwitch, schedule: current, next } = state.time
  const when =
    profile.time.lastSwitchUnit === 'ticks'
      ? BigInt(lastSwitch)
      : inNanoseconds(lastSwitch, configuration.time.ticksPerSecond)
  const identifiers = [current, next].map((s) => word(scheduleOf(configuration.time, s).identifier))
  const report = wordsAt(argument(calling, 0), [...halves(when), ...identifiers])
  return reported(state, calling, getScheduleStatus.rows, report, (pointer) => [{ pointer }])
}

export const timeOfDay = (state: State, calling: Calling): Done => {
  const { day } = state.time
  const report = wordsAt(argument(calling, 0), [word(day?.seconds ?? 0), word(day?.nanoseconds ?? 0)])
  return reported(state, calling, getTod.rows, report, (pointer) => [{ set: day !== null, pointer }])
}

export const setTimeOfDay = (state: State, calling: Calling): Done => {
  const record = reached(viewOf(state, calling), 'load', { at: argument(calling, 0), bytes: 8, unit: 4 })
  const bytes = record.beyond ? [] : bytesOf(state.memory, record)
  const day = { seconds: wordIn(bytes, 0), nanoseconds: wordIn(bytes, 1) }
  const authorised = may(callerOf(state, calling), 'SET_TOD')
  const row = decidedAlike(
    setTod.rows,
    each(record.beyond ? [true, false] : [day.nanoseconds < 1_000_000_000], (inRange) => ({
      authorised,
      pointer: record.valid,
      inRange,
    })),
  )
  if (row === null) return left(state, calling)
  return answered(row.returns === 'NO_ERROR' ? { ...state, time: { ...state.time, day } } : state, calling, row)
}

export const elapsedTicks = (state: State, calling: Calling): Done => {
  const [high, low] = halves(callerOf(state, calling).elapsed)
  return valued(state, calling, low, high)
}

export const elapsedFrameTicks = (state: State, calling: Calling): Done => {
  const [high, low] = halves(state.time.frame)
  switch (calling.machine.world.profile.hypercall.frameTicks) {
    case 'in order':
      return valued(state, calling, low, high)
    case 'words swapped':
      return valued(state, calling, high, low)
  }
}

export const microsecondsPerTick = (state: State, calling: Calling): Done =>
  valued(state, calling, Math.floor(1_000_000 / calling.machine.world.configuration.time.ticksPerSecond))
