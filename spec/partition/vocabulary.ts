/** The words for partitions: operating modes, states, start conditions, permissions, return codes. Source: AIR's interface; ARINC 653 P1. */

import type { VirtualProcessor } from '../guest/vocabulary.ts'
import type { CacheConfiguration, DeviceConfiguration, MemoryConfiguration } from '../space/vocabulary.ts'
import type { ChangeAction } from '../time/vocabulary.ts'
import type { Identifier, Ticks } from '../words/vocabulary.ts'

export type OperatingMode = 'IDLE' | 'COLD_START' | 'WARM_START' | 'NORMAL'
export const operatingModes: readonly OperatingMode[] = ['IDLE', 'COLD_START', 'WARM_START', 'NORMAL']
export const modeNumber: { readonly [mode in OperatingMode]: number } = {
  IDLE: 0,
  COLD_START: 1,
  WARM_START: 2,
  NORMAL: 3,
}

/** Where the kernel has a partition: waiting for its first start, being reloaded, on a core, halted, preempted. */
export type PartitionStateName = 'NOT_RUN' | 'INIT' | 'RUNNING' | 'HALTED' | 'READY'
export const stateNumber: { readonly [state in PartitionStateName]: number } = {
  NOT_RUN: 0,
  INIT: 1,
  RUNNING: 2,
  HALTED: 3,
  READY: 4,
}

export type StartCondition = 'NORMAL_START' | 'PARTITION_RESTART' | 'HM_MODULE_RESTART' | 'HM_PARTITION_RESTART'
export const startConditionNumber: { readonly [condition in StartCondition]: number } = {
  NORMAL_START: 0,
  PARTITION_RESTART: 1,
  HM_MODULE_RESTART: 2,
  HM_PARTITION_RESTART: 3,
}

/** The bits of a permission set. SUPERVISOR is all of them: that is hazard H1. */
export const permission = {
  FPU_CONTROL: 0x01,
  CACHE_CONTROL: 0x02,
  GLOBAL_TIME: 0x04,
  SET_TOD: 0x08,
  SET_PARTITION_MODE: 0x10,
  SET_SCHEDULE: 0x20,
  MODULE_CONTROL: 0x40,
  SUPERVISOR: 0x7f,
} as const
export type PermissionName = keyof typeof permission

/** States of the system, as the tables are indexed by. */
export const systemState = {
  MODULE_INIT: 0,
  MODULE_EXEC: 1,
  PARTITION_INIT: 2,
  PARTITION_EXEC: 3,
  PARTITION_PROC: 4,
  PARTITION_HM: 5,
  MODULE_HM: 6,
} as const
export type SystemState = (typeof systemState)[keyof typeof systemState]

/** What the health monitor knows of one partition. */
export interface PartitionHealth {
  readonly state: SystemState
  /** The state it goes back to when its last event is read. */
  readonly before: SystemState
  /** Errors left to the guest and not yet read by it, the oldest first. */
  readonly events: readonly number[]
  /** Whether the guest has yet to be told of one. */
  readonly pending: boolean
}
export type Criticality = 'LEVEL_A' | 'LEVEL_B' | 'LEVEL_C' | 'LEVEL_D' | 'LEVEL_E'

/** A partition, as configured. */
export interface PartitionConfiguration {
  readonly identifier: Identifier
  readonly name: string
  readonly system: boolean
  readonly criticality: Criticality
  readonly entryPoint: string
  readonly personality: string
  /** Virtual cores, 1 to 4. */
  readonly cores: number
  /** The permissions as named. The reader gives a partition without the element GLOBAL_TIME. SET_SCHEDULE comes from the schedule. */
  readonly permissions: readonly PermissionName[]
  readonly memory: MemoryConfiguration
  readonly cache: CacheConfiguration
  readonly libraries: readonly string[]
  readonly devices: readonly DeviceConfiguration[]
}

/** What a run has made of one partition; its saved context, of a type the hypervisor chooses, beside it. */
export interface PartitionState<SavedContext> {
  readonly mode: OperatingMode
  readonly state: PartitionStateName
  readonly startCondition: StartCondition
  readonly restarts: number
  /** Permission bits in force. */
  readonly permissions: number
  /** Period and duration under the schedule in force; 0 when it does not name the partition. */
  readonly period: Ticks
  readonly duration: Ticks
  /** Clock ticks the partition knows of. */
  readonly elapsed: Ticks
  /** The identifier of the window it executes in (virtual core 0), −1 outside its windows. */
  readonly window: number
  /** A schedule-change action that waits for the first dispatch (TIME-V1). */
  readonly pendingAction: ChangeAction
  readonly health: PartitionHealth
  readonly processor: VirtualProcessor
  /** What it left when it was last switched out. */
  readonly context: SavedContext
}

/** PARTITION-V1: which partitions run at supervisor level. */
export type SupervisorPartition = 'declared' | 'all permissions'

/** PARTITION-V2: whether partitions reload beside one another, or wait for a loader that serves one at a time. */
export type Loader = 'one each' | 'one for all'

export interface PartitionVariation {
  readonly supervisor: SupervisorPartition
  readonly loader: Loader
}
