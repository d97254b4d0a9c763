/** The health monitor, as functions: levels, actions, the log, what is left to a guest. Written to be read beside spec/health. */

import { trapNumber, type TrapType } from '../spec/hal/vocabulary.ts'
import {
  healthError,
  logLength,
  mostEvents,
  systemState,
  type ErrorLevel,
  type HealthConfiguration,
  type HealthEntry,
  type HealthState,
  type LogEntry,
  type ModuleAction,
  type PartitionAction,
  type PartitionHealth,
} from '../spec/health/vocabulary.ts'
import type { Identifier } from '../spec/words/vocabulary.ts'

/** The health of a partition that starts. */
export const freshHealth: PartitionHealth = {
  state: systemState.PARTITION_INIT,
  before: systemState.PARTITION_INIT,
  events: [],
  pending: false,
}

/** The error that a trap is. */
export const errorOf = (trap: TrapType): number => {
  switch (trapNumber[trap]) {
    case 0x01:
    case 0x05:
    case 0x06:
    case 0x07:
    case 0x09:
    case 0x2b:
      return healthError.SEGMENTATION
    case 0x02:
    case 0x0b:
    case 0x24:
      return healthError.UNIMPLEMENTED
    case 0x04:
    case 0x08:
      return healthError.FLOAT
    case 0x0a:
      return healthError.ARITHMETIC
    case 0x20:
    case 0x28:
      return healthError.IO
    case 0x2a:
      return healthError.DIV0
    case 0x03:
      return healthError.VIOLATION
  }
}

/** What a table says of an error in a state: its first entry for the two. */
const entryFor = <Outcome>(table: readonly HealthEntry<Outcome>[], state: number, error: number): Outcome | undefined =>
  table.find((entry) => entry.state === state && entry.error === error)?.outcome

/** The level of an error; PROCESS counts as PARTITION. */
export const levelFor = ({ levels }: HealthConfiguration, state: number, error: number): ErrorLevel => {
  const level = entryFor(levels, state, error)
  if (level !== undefined) return level === 'MODULE' ? 'MODULE' : 'PARTITION'
  return state < systemState.PARTITION_INIT || state > systemState.PARTITION_HM ? 'MODULE' : 'PARTITION'
}

export const moduleActionFor = ({ moduleActions }: HealthConfiguration, state: number, error: number): ModuleAction =>
  entryFor(moduleActions, state, error) ?? (state < systemState.MODULE_HM ? 'IGNORE' : 'SHUTDOWN')

export const partitionActionFor = (
  { partitionTables }: HealthConfiguration,
  partition: Identifier,
  state: number,
  error: number,
): PartitionAction => {
  const table = partitionTables.find((each) => each.partition === partition)
  return entryFor(table?.actions ?? [], state, error) ?? (state < systemState.PARTITION_HM ? 'IGNORE' : 'IDLE')
}

/** The log with one entry more; the oldest gives way. */
export const logged = (health: HealthState, entry: LogEntry): HealthState => ({
  ...health,
  log: [...health.log, entry].slice(-logLength),
})

/** Whether a partition has as many unread errors as are kept. */
export const crowded = ({ events }: PartitionHealth): boolean => events.length >= mostEvents

/** One unread error more: the first puts the partition into its health monitoring state. */
export const leftToGuest = (health: PartitionHealth, error: number): PartitionHealth => ({
  ...(health.events.length === 0 ? { state: systemState.PARTITION_HM, before: health.state } : health),
  events: [...health.events, error],
  pending: true,
})

/** The oldest unread error was read: with the last one the state is what it was before. */
export const read = (health: PartitionHealth): PartitionHealth => {
  const events = health.events.slice(1)
  return events.length > 0 ? { ...health, events } : { ...health, state: health.before, events, pending: false }
}
