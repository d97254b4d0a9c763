/** The health monitor: what its log and its knowledge of partitions can be. */

import { isStopped } from '../partition/statements.ts'
import type { PartitionHealth, PartitionStateName } from '../partition/vocabulary.ts'
import { that, type Invariant } from '../statement.ts'
import type { Ticks } from '../words/vocabulary.ts'
import { errorsAsConfigured, errorsLogged, lockGivenBack } from './requirements.ts'
import { errors, logLength, mostEvents, systemState, type HealthState } from './vocabulary.ts'

/** What the invariants see of the state. */
export interface HealthView {
  readonly health: HealthState
  readonly total: Ticks
  readonly partitions: readonly { readonly health: PartitionHealth; readonly state: PartitionStateName }[]
}

export const logIsInOrder: Invariant<null, HealthView> = {
  kind: 'invariant',
  id: 'HEALTH-I1',
  says: 'The log holds at most 32 entries, of errors there are, in the order of their dates, none of them to come.',
  serves: [errorsLogged],
  breaches: (_, { health: { log }, total, partitions }) => [
    ...that(log.length <= logLength, ['health', 'log'], () => `has ${log.length} entries`),
    ...log.flatMap(({ date, error, partition }, i) =>
      that(
        (log[i - 1]?.date ?? 0) <= date && date <= total && error < errors && partition < partitions.length,
        ['health', 'log', i],
        () => `error ${error} of partition ${partition} at tick ${date}`,
      ),
    ),
  ],
}

export const errorsAreTheGuests: Invariant<null, HealthView> = {
  kind: 'invariant',
  id: 'HEALTH-I2',
  says: 'A partition has at most 8 unread errors; it is told of one, or is in state 5, only while it has some; a stopped one has none.',
  serves: [errorsAsConfigured],
  breaches: (_, { partitions }) =>
    partitions.flatMap(({ health: { state, events, pending }, state: name }, p) =>
      that(
        events.length <= mostEvents &&
          (events.length > 0 || (!pending && state !== systemState.PARTITION_HM)) &&
          systemState.PARTITION_INIT <= state &&
          state <= systemState.PARTITION_HM &&
          !(isStopped(name) && events.length > 0),
        ['partitions', p, 'health'],
        () => `${events.length} unread errors in system state ${state}, ${name}`,
      ),
    ),
}

export const logIsNotLocked: Invariant<null, HealthView> = {
  kind: 'invariant',
  id: 'HEALTH-I3',
  says: 'Where a section of the kernel ends nobody holds the lock of the log.',
  serves: [lockGivenBack],
  fails: { 'air-5.6.2': 'H5: POP_FROM_HM_LOG with a bad pointer keeps the lock; the next error hangs its core' },
  breaches: (_, { health }) => that(!health.locked, ['health', 'locked'], 'the lock is held'),
}

export const healthInvariants = [logIsInOrder, errorsAreTheGuests, logIsNotLocked] as const
