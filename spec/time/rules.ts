/** Every rule of temporal partitioning. */

import type { Rule } from '../statement.ts'
import type { TimeConfiguration } from './vocabulary.ts'
import { tickRate, timesAreWholeTicks, timerIsExact, frameLasts, windowLasts } from './tick-rules.ts'
import {
  coresExist,
  coreIsNamedOnce,
  windowsDoNotOverlap,
  windowsDoNotOverlapExactly,
  windowsEndInTheFrame,
  windowsEndInTheFrameExactly,
} from './window-rules.ts'
import {
  frameIsMultipleOfPeriods,
  periodsAreSupplied,
  periodsAreNotExceeded,
  windowsStayInAPeriod,
  periodsAreMarked,
} from './period-rules.ts'
import {
  virtualCoreIsInOnePlace,
  partitionIsScheduledOnce,
  scheduleIdentifiersDiffer,
  scheduleNamesDiffer,
  windowIdentifiersDiffer,
  oneScheduleIsInitial,
  onlyOneScheduleIsInitial,
  schedulesCanBeReached,
  coresAreUsed,
} from './schedule-rules.ts'

/** Every rule of this chapter. */
export const timeRules: readonly Rule<TimeConfiguration>[] = [
  tickRate,
  timesAreWholeTicks,
  timerIsExact,
  frameLasts,
  windowLasts,
  coresExist,
  coreIsNamedOnce,
  windowsDoNotOverlap,
  windowsDoNotOverlapExactly,
  windowsEndInTheFrame,
  windowsEndInTheFrameExactly,
  frameIsMultipleOfPeriods,
  periodsAreSupplied,
  periodsAreNotExceeded,
  windowsStayInAPeriod,
  periodsAreMarked,
  virtualCoreIsInOnePlace,
  partitionIsScheduledOnce,
  scheduleIdentifiersDiffer,
  scheduleNamesDiffer,
  windowIdentifiersDiffer,
  oneScheduleIsInitial,
  onlyOneScheduleIsInitial,
  schedulesCanBeReached,
  coresAreUsed,
]
