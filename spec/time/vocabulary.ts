/** The words for temporal partitioning: schedules, windows, what the passage of time has made of the module. */

import type { Identifier, Nanoseconds, PartitionIndex, ScheduleIndex, Ticks } from '../words/vocabulary.ts'

/** What happens to a partition when a schedule that names it takes over. */
export type ChangeAction = 'IGNORE' | 'IDLE' | 'WARM_START' | 'COLD_START'

/** A stretch of a major time frame, as configured. */
export interface WindowConfiguration {
  readonly identifier: Identifier
  readonly start: Nanoseconds
  readonly duration: Nanoseconds
  /** Whether a period of the partition begins with this window. */
  readonly periodStart: boolean
  /** The physical core of each virtual core of the partition: virtual core 0 first. One core, 0, unless configured. */
  readonly cores: readonly number[]
  /** Who gets what is left when the owner ends the window early; null for nobody. */
  readonly coPartition: CoPartition | null
}

/** A co-partition: it runs in what another partition leaves of a window. Source: AIR_SEP_0240, AIR-FUNC-03220, AIR-FUNC-03230. */
export interface CoPartition {
  readonly partition: Identifier
  /** The most it runs in one window. */
  readonly quota: Nanoseconds
  /** It does not begin with less than this left of the window. */
  readonly least: Nanoseconds
}

/** What a schedule gives one partition. */
export interface PartitionSchedule {
  readonly partition: Identifier
  readonly partitionName: string | null
  readonly period: Nanoseconds
  readonly duration: Nanoseconds
  readonly setModuleSchedule: boolean
  readonly changeAction: ChangeAction
  readonly windows: readonly WindowConfiguration[]
}

export interface ScheduleConfiguration {
  readonly identifier: Identifier
  readonly name: string
  readonly initial: boolean
  readonly majorFrame: Nanoseconds
  readonly partitions: readonly PartitionSchedule[]
}

/** What of a module's configuration concerns time. */
export interface TimeConfiguration {
  /** 1 to 50000. */
  readonly ticksPerSecond: number
  /** Physical cores that the module needs, 1 to 4. */
  readonly requiredCores: number
  readonly schedules: readonly ScheduleConfiguration[]
}

/** Who runs: a partition, on one of its virtual cores. */
export interface Runner {
  readonly partition: PartitionIndex
  readonly virtualCore: number
}

/** One core's place in the schedule. Instants are ticks since the frame began. */
export interface CoreTime {
  /** The window that is being delivered, idle ones included: its first tick, and the first tick after it. */
  readonly windowStart: Ticks
  readonly windowEnd: Ticks
  /** Who runs; null in an idle window and after END_WINDOW. */
  readonly running: Runner | null
  /** Whether the owner ended this window early. */
  readonly ended: boolean
  /** The first tick of the frame at which what was left of this window is no longer lent to its co-partition; 0 while it was not lent. */
  readonly lentUntil: Ticks
}

/** What the passage of time has made of the module. */
export interface TimeState {
  /** Ticks since the module started; the first tick is tick 0. */
  readonly total: Ticks
  /** Ticks since the major time frame began. */
  readonly frame: Ticks
  /** The schedule in force, and the one that is in force from the next frame on. */
  readonly schedule: ScheduleIndex
  readonly next: ScheduleIndex
  /** Tick of the last schedule switch; 0 when there was none. */
  readonly lastSwitch: Ticks
  readonly cores: readonly CoreTime[]
  /** The time of day; null until it is set. */
  readonly day: TimeOfDay | null
}

export interface TimeOfDay {
  /** 32 bits; it wraps around. */
  readonly seconds: number
  /** Below 10⁹. */
  readonly nanoseconds: number
}

/** TIME-V1: when the schedule-change action reaches a partition. */
export type ChangeActionApplies = 'at frame end' | 'at first dispatch'
/** TIME-V2: in what the time of the last schedule switch is reported. */
export type LastSwitchUnit = 'nanoseconds' | 'ticks'
/** TIME-V3: which partitions are caught up with the module's ticks when they are dispatched. */
export type ElapsedTime = 'with GLOBAL_TIME' | 'all'
/** TIME-V4: who may end its window early. */
export type EndWindowPermission = 'with MODULE_CONTROL' | 'anyone'
/** TIME-V5: in what GET_PARTITION_STATUS reports period and duration. */
export type PeriodUnit = 'nanoseconds' | 'ticks'

export interface TimeVariation {
  readonly changeActionApplies: ChangeActionApplies
  readonly lastSwitchUnit: LastSwitchUnit
  readonly elapsedTime: ElapsedTime
  readonly endWindowPermission: EndWindowPermission
  readonly periodUnit: PeriodUnit
}
