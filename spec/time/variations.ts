/** Where real systems differ in temporal partitioning. */

import type { VariationPoint } from '../statement.ts'
import type { ChangeActionApplies, ElapsedTime, EndWindowPermission, LastSwitchUnit, PeriodUnit } from './vocabulary.ts'

export const changeActionApplies: VariationPoint<ChangeActionApplies> = {
  kind: 'variation point',
  id: 'TIME-V1',
  says: 'A schedule-change action reaches a partition at the end of the frame, or when the partition is first dispatched after it.',
  because: [
    'AIR 5.6.2 pmk/core/schedule.c: all partitions at the frame end',
    'AIR papers, algorithm 2: at the first dispatch',
  ],
  choices: { 'air-requirements': 'at frame end', 'air-papers': 'at first dispatch', 'air-5.6.2': 'at frame end' },
}

export const lastSwitchUnit: VariationPoint<LastSwitchUnit> = {
  kind: 'variation point',
  id: 'TIME-V2',
  says: 'The time of the last schedule switch is reported in nanoseconds, or in ticks.',
  because: ['ARINC 653 P2 GET_MODULE_SCHEDULE_STATUS: a SYSTEM_TIME_TYPE', 'AIR 5.6.2 library: ticks'],
  choices: { 'air-requirements': 'nanoseconds', 'air-papers': 'nanoseconds', 'air-5.6.2': 'ticks' },
}

export const elapsedTime: VariationPoint<ElapsedTime> = {
  kind: 'variation point',
  id: 'TIME-V3',
  says: 'At its dispatch a partition catches up with the ticks it missed if it has GLOBAL_TIME, or in any case.',
  because: [
    'AIR_SEP_0200',
    'AIR-FUNC-03550',
    'AIR-FUNC-03560',
    'AIR papers, algorithms 2 and 3: every heir is announced all of them',
  ],
  choices: { 'air-requirements': 'with GLOBAL_TIME', 'air-papers': 'all', 'air-5.6.2': 'with GLOBAL_TIME' },
}

export const endWindowPermission: VariationPoint<EndWindowPermission> = {
  kind: 'variation point',
  id: 'TIME-V4',
  says: 'Ending a window early needs a permission, or none. AIR names no permission for it; MODULE_CONTROL, the right to act on the processor, stands for it here.',
  because: ['AIR_SEP_0985: limited to authorised partitions', 'AIR 5.6.2 pmk/core/schedule.c: no check'],
  choices: { 'air-requirements': 'with MODULE_CONTROL', 'air-papers': 'anyone', 'air-5.6.2': 'anyone' },
}

export const periodUnit: VariationPoint<PeriodUnit> = {
  kind: 'variation point',
  id: 'TIME-V5',
  says: 'GET_PARTITION_STATUS reports period and duration in nanoseconds, or in ticks.',
  because: [
    'ARINC 653 P1 GET_PARTITION_STATUS: SYSTEM_TIME_TYPE',
    'hazard H14, executed: the call itself reports ticks',
  ],
  choices: { 'air-requirements': 'nanoseconds', 'air-papers': 'nanoseconds', 'air-5.6.2': 'ticks' },
}
