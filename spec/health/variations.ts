/** Where real systems differ in health monitoring. */

import type { VariationPoint } from '../statement.ts'
import type { LogLock, LogOrder } from './vocabulary.ts'

export const logOrder: VariationPoint<LogOrder> = {
  kind: 'variation point',
  id: 'HEALTH-V1',
  says: 'GET_HM_LOG reports the newest entry first, or the oldest.',
  because: ['AIR 5.6.2, documentation: newest first', 'hazard H9: the code gives the oldest first'],
  choices: { 'air-requirements': 'newest first', 'air-papers': 'newest first', 'air-5.6.2': 'oldest first' },
}

export const logLock: VariationPoint<LogLock> = {
  kind: 'variation point',
  id: 'HEALTH-V2',
  says: 'POP_FROM_HM_LOG gives the log’s lock back in any case, or keeps it after a bad pointer: the next error then waits for ever.',
  because: ['AIR-GEN-01070', 'hazard H5, executed: the next fault hangs the core'],
  choices: { 'air-requirements': 'released', 'air-papers': 'released', 'air-5.6.2': 'kept after a bad pointer' },
}
