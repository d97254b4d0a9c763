/** The calls about partitions, time and shared memory, each in the situation that its table asks about. */

import { getPartitionId, getPartitionStatus, setPartitionMode } from '../spec/partition/tables.ts'
import { operatingModes } from '../spec/partition/vocabulary.ts'
import { getSharedArea } from '../spec/space/tables.ts'
import { endWindow, getScheduleId, getScheduleStatus, getTod, setSchedule, setTod } from '../spec/time/tables.ts'
import { held, type Called, type Told } from './called.ts'

type Holds = (c: Called) => readonly Told[]

const setMode: Holds = (c) => {
  const { caller, happening, before, after } = c
  const target = c.meant(c.argument(0))
  const it = target === null ? undefined : before.partitions[target]
  const situation = {
    other: target !== caller,
    authorised: c.may('SET_PARTITION_MODE'),
    target,
    wanted: operatingModes[c.argument(1)] ?? null,
    mode: it?.mode ?? null,
    state: it?.state ?? null,
  }
  return held(setPartitionMode, situation, happening, before.partitions, after.partitions)
}

const partitionStatus: Holds = (c) => {
  const target = c.meant(c.argument(0))
  const situation = {
    name: true,
    other: target !== c.caller,
    authorised: c.may('SET_PARTITION_MODE'),
    known: target !== null,
    pointer: c.writable(1, 40),
  }
  return held(getPartitionStatus, situation, c.happening, c.before.partitions, c.after.partitions)
}

const partitionId: Holds = (c) => {
  const { partitions } = c.world.configuration
  const own = c.name(0)?.length === 0 || c.names(0, partitions[c.caller]?.name ?? '')
  const situation = {
    name: c.name(0) !== null,
    other: !own,
    authorised: c.may('SET_PARTITION_MODE'),
    known: own || partitions.some(({ name }) => c.names(0, name)),
    pointer: c.writable(1, 4),
  }
  return held(getPartitionId, situation, c.happening, c.before.partitions, c.after.partitions)
}

const schedule: Holds = (c) => {
  const wanted = c.world.configuration.time.schedules.findIndex((s) => s.identifier === c.argument(0))
  const situation = {
    authorised: c.may('SET_SCHEDULE'),
    wanted: wanted < 0 ? null : wanted,
    current: c.before.time.schedule,
  }
  return held(setSchedule, situation, c.happening, c.before.time, c.after.time)
}

const scheduleId: Holds = (c) => {
  const situation = {
    name: c.name(0) !== null,
    known: c.world.configuration.time.schedules.some(({ name }) => c.names(0, name)),
    pointer: c.writable(1, 4),
  }
  return held(getScheduleId, situation, c.happening, c.before.time, c.after.time)
}

const scheduleStatus: Holds = (c) =>
  held(getScheduleStatus, { pointer: c.writable(0, 16) }, c.happening, c.before.time, c.after.time)

const ended: Holds = (c) => {
  const authorised = c.world.profile.time.endWindowPermission === 'anyone' || c.may('MODULE_CONTROL')
  return held(endWindow, { authorised, core: c.happening.core }, c.happening, c.before.time, c.after.time)
}

const timeOfDay: Holds = (c) =>
  held(getTod, { set: c.before.time.day !== null, pointer: c.writable(0, 8) }, c.happening, c.before.time, c.after.time)

const timeOfDaySet: Holds = (c) => {
  const [, nanoseconds = 0] = c.words(0, 2)
  const situation = {
    authorised: c.may('SET_TOD'),
    pointer: c.readable(0, 8),
    inRange: nanoseconds < 1_000_000_000,
  }
  return held(setTod, situation, c.happening, c.before.time, c.after.time)
}

const sharedArea: Holds = (c) => {
  const { sharedMemory, partitions } = c.world.configuration
  const mine = partitions[c.caller]?.identifier
  const situation = {
    name: c.name(0) !== null,
    known: sharedMemory.some(({ name, access }) => c.names(0, name) && access.some((a) => a.partition === mine)),
    pointer: c.writable(1, 16),
  }
  return held(getSharedArea, situation, c.happening, c.before.memory, c.after.memory)
}

export const partitionCalls = {
  SET_PARTITION_MODE: setMode,
  GET_PARTITION_STATUS: partitionStatus,
  GET_PARTITION_ID: partitionId,
  SET_SCHEDULE: schedule,
  GET_SCHEDULE_ID: scheduleId,
  GET_SCHEDULE_STATUS: scheduleStatus,
  END_WINDOW: ended,
  GET_TOD: timeOfDay,
  SET_TOD: timeOfDaySet,
  GET_SHARED_AREA: sharedArea,
} as const satisfies Readonly<Record<string, Holds>>
