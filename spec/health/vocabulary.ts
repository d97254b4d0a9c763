/** The words for the health monitor. So far only what a configuration says of it. Source: ARINC 653 P1 part 2.4; AIR's tables. */

import type { ChangeAction } from '../time/vocabulary.ts'
import type { Identifier } from '../words/vocabulary.ts'

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
