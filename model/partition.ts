/** Partitions, as functions: halting, restarting, entering a schedule, being dispatched. Written to be read beside spec/partition. */

import type { Level } from '../spec/mmu/vocabulary.ts'
import { declaredSupervisor, permissionBits } from '../spec/partition/statements.ts'
import {
  permission,
  type PartitionConfiguration,
  type PartitionState,
  type PartitionVariation,
  type StartCondition,
} from '../spec/partition/vocabulary.ts'
import { ticksIn } from '../spec/time/statements.ts'
import type { PartitionSchedule } from '../spec/time/vocabulary.ts'
import { ticks, type Address } from '../spec/words/vocabulary.ts'

/** The contexts the kernel makes: nothing to do; a reload to be done; a program about to start, at its level. */
export interface Contexts<X> {
  readonly idle: X
  readonly reload: X
  /** `entry`: where a binary program begins, if not where its image says. */
  readonly fresh: (level: Level, entry?: Address) => X
}

/** What a partition gets whenever it begins anew: those contexts, its health, its processor. */
export interface Beginnings<X> extends Contexts<X> {
  readonly guest: Pick<PartitionState<X>, 'health' | 'processor'>
}

/** A partition before its first start. */
export const partitionAtStart = <X>(
  configured: PartitionConfiguration,
  startCondition: StartCondition,
  { idle, guest }: Beginnings<X>,
): PartitionState<X> => ({
  mode: 'COLD_START',
  state: 'NOT_RUN',
  startCondition,
  restarts: 0,
  permissions: permissionBits(configured),
  period: ticks(0),
  duration: ticks(0),
  elapsed: ticks(0),
  window: -1,
  pendingAction: 'IGNORE',
  ...guest,
  context: idle,
})

/** Whether a partition holds a permission. */
export const may = (
  { permissions }: Pick<PartitionState<unknown>, 'permissions'>,
  right: keyof typeof permission,
): boolean => (permissions & permission[right]) === permission[right]

/** The level at which a partition's program starts. */
export const levelOf = (
  { supervisor }: PartitionVariation,
  configured: PartitionConfiguration,
  { permissions }: Pick<PartitionState<unknown>, 'permissions'>,
): Level => {
  switch (supervisor) {
    case 'declared':
      return declaredSupervisor(configured) ? 'supervisor' : 'user'
    case 'all permissions':
      return permissions === permission.SUPERVISOR ? 'supervisor' : 'user'
  }
}

export const halted = <X>(p: PartitionState<X>, { idle, guest }: Beginnings<X>): PartitionState<X> => ({
  ...p,
  mode: 'IDLE',
  state: 'HALTED',
  ...guest,
  context: idle,
})

export const restarted = <X>(
  p: PartitionState<X>,
  mode: 'COLD_START' | 'WARM_START',
  startCondition: StartCondition,
  { reload, guest }: Beginnings<X>,
): PartitionState<X> => ({ ...p, mode, state: 'INIT', startCondition, ...guest, context: reload })

/** The reload is finished: it was one restart more, and the partition waits for its next dispatch. */
export const reloaded = <X>(p: PartitionState<X>): PartitionState<X> => ({
  ...p,
  restarts: p.restarts + 1,
  state: 'NOT_RUN',
})

/** A schedule takes over, which gives the partition this, or nothing. */
export const inSchedule = <X>(
  p: PartitionState<X>,
  given: PartitionSchedule | undefined,
  ticksPerSecond: number,
): PartitionState<X> => {
  if (given === undefined) return { ...p, period: ticks(0), duration: ticks(0) }
  const sets = given.setModuleSchedule || p.permissions === permission.SUPERVISOR
  return {
    ...p,
    period: ticksIn(given.period, ticksPerSecond),
    duration: ticksIn(given.duration, ticksPerSecond),
    permissions: sets ? p.permissions | permission.SET_SCHEDULE : p.permissions & ~permission.SET_SCHEDULE,
  }
}

/** Whether a schedule-change action concerns a partition: one that is normal and ready. */
export const isConcerned = ({ mode, state }: PartitionState<unknown>): boolean => mode === 'NORMAL' && state === 'READY'

/** A window is over, or yielded: who ran is ready again, in the context it leaves. */
export const switchedOut = <X>(p: PartitionState<X>, context: X): PartitionState<X> => ({
  ...p,
  state: p.state === 'RUNNING' ? 'READY' : p.state,
  window: -1,
  context,
})

/** A window begins: the partition as it is from now on, and the context it runs in. */
export const dispatched = <X>(
  p: PartitionState<X>,
  level: Level,
  { fresh }: Contexts<X>,
): { readonly partition: PartitionState<X>; readonly context: X } => {
  switch (p.state) {
    case 'READY':
    case 'RUNNING':
      return { partition: { ...p, state: 'RUNNING' }, context: p.context }
    case 'NOT_RUN':
      return { partition: { ...p, state: 'RUNNING' }, context: fresh(level) }
    case 'INIT':
    case 'HALTED':
      return { partition: p, context: p.context }
  }
}
