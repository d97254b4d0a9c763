/** The words for the health monitor. Source: ARINC 653 P1 part 2.4; AIR's tables. */

import type { ChangeAction } from '../time/vocabulary.ts'
import type { Identifier, Ticks } from '../words/vocabulary.ts'

export { systemState, type PartitionHealth, type SystemState } from '../partition/vocabulary.ts'

export type ErrorLevel = 'MODULE' | 'PARTITION' | 'PROCESS'
export type ModuleAction = 'IGNORE' | 'SHUTDOWN' | 'RESET'
export type PartitionAction = ChangeAction

/** One line of a table: in this system state, this error gives this. */
export interface HealthEntry<Outcome> {
  readonly state: number
  readonly error: number
  readonly outcome: Outcome
  readonly description: string | null
}

export interface HealthConfiguration {
  readonly levels: readonly HealthEntry<ErrorLevel>[]
  readonly moduleActions: readonly HealthEntry<ModuleAction>[]
  readonly partitionTables: readonly {
    readonly partition: Identifier
    readonly partitionName: string | null
    readonly actions: readonly HealthEntry<PartitionAction>[]
  }[]
}

/** Errors, as the tables are indexed by; 8 to 15 are the users' own. */
export const healthError = {
  POWER: 0,
  VIOLATION: 1,
  SEGMENTATION: 2,
  UNIMPLEMENTED: 3,
  FLOAT: 4,
  ARITHMETIC: 5,
  DIV0: 6,
  IO: 7,
} as const
/** How many errors there are. */
export const errors = 16

/** How many entries the log keeps; the oldest gives way. */
export const logLength = 32

/** An entry of the log. */
export interface LogEntry {
  readonly date: Ticks
  readonly error: number
  readonly level: ErrorLevel
  /** The position of the partition; −1 for the module. */
  readonly partition: number
}
export const levelNumber: { readonly [level in ErrorLevel]: number } = { MODULE: 1, PARTITION: 2, PROCESS: 3 }

/** How many unread errors a partition can have; further ones are logged, and not left to it. */
export const mostEvents = 8

export interface HealthState {
  /** The oldest first, at most 32. */
  readonly log: readonly LogEntry[]
  /** Whether the lock of the log is held for ever (HEALTH-V2). */
  readonly locked: boolean
}

/** HEALTH-V1, V2. */
export type LogOrder = 'newest first' | 'oldest first'
export type LogLock = 'released' | 'kept after a bad pointer'

export interface HealthVariation {
  readonly logOrder: LogOrder
  readonly logLock: LogLock
}
