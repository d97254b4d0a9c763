/** Partitions, as functions: halting, restarting, entering a schedule, being dispatched. Written to be read beside spec/partition. */

import type { Level } from '../spec/mmu/vocabulary.ts'
import { declaredSupervisor, permissionBits } from '../spec/partition/statements.ts'
import {
  permission,
  type OperatingMode,
  type PartitionConfiguration,
  type PartitionState,
  type PartitionVariation,
  type StartCondition,
} from '../spec/partition/vocabulary.ts'
import { ticksIn } from '../spec/time/statements.ts'
import type { ChangeAction, PartitionSchedule } from '../spec/time/vocabulary.ts'
import { ticks, type Ticks } from '../spec/words/vocabulary.ts'

/** The contexts the kernel makes: nothing to do; a reload to be done; a program about to start. */
export interface Contexts<X> {
  readonly idle: X
  readonly reload: X
  readonly fresh: (level: Level) => X
}

/** A partition before its first start. */
export const partitionAtStart = <X>(configured: PartitionConfiguration, { idle }: Contexts<X>): PartitionState<X> => ({
  mode: 'COLD_START',
  state: 'NOT_RUN',
  startCondition: 'NORMAL_START',
  restarts: 0,
  permissions: permissionBits(configured),
  period: ticks(0),
  duration: ticks(0),
  elapsed: ticks(0),
  window: -1,
  pendingAction: 'IGNORE',
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

export const halted = <X>(p: PartitionState<X>, { idle }: Contexts<X>): PartitionState<X> => ({
  ...p,
  mode: 'IDLE',
  state: 'HALTED',
  context: idle,
})

export const restarted = <X>(
  p: PartitionState<X>,
  mode: 'COLD_START' | 'WARM_START',
  startCondition: StartCondition,
  { reload }: Contexts<X>,
): PartitionState<X> => ({ ...p, mode, state: 'INIT', startCondition, context: reload })

/** SET_PARTITION_MODE, once allowed. */
export const inMode = <X>(p: PartitionState<X>, mode: OperatingMode, contexts: Contexts<X>): PartitionState<X> => {
  switch (mode) {
    case 'IDLE':
      return halted(p, contexts)
    case 'COLD_START':
    case 'WARM_START':
      return restarted(p, mode, 'PARTITION_RESTART', contexts)
    case 'NORMAL':
      return { ...p, mode }
  }
}

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

/** A schedule-change action: it concerns only a partition that is normal and ready. */
export const afterAction = <X>(
  p: PartitionState<X>,
  action: ChangeAction,
  contexts: Contexts<X>,
): PartitionState<X> => {
  if (p.mode !== 'NORMAL' || p.state !== 'READY') return p
  switch (action) {
    case 'IGNORE':
      return p
    case 'IDLE':
      return halted(p, contexts)
    case 'COLD_START':
    case 'WARM_START':
      return restarted(p, action, 'NORMAL_START', contexts)
  }
}

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
  window: number,
  caughtUpTo: Ticks | null,
  level: Level,
  contexts: Contexts<X>,
): { readonly partition: PartitionState<X>; readonly context: X } => {
  const acted = {
    ...afterAction(p, p.pendingAction, contexts),
    pendingAction: 'IGNORE' as const,
    window,
    elapsed: caughtUpTo ?? p.elapsed,
  }
  switch (acted.state) {
    case 'READY':
    case 'RUNNING':
      return { partition: { ...acted, state: 'RUNNING' }, context: acted.context }
    case 'NOT_RUN':
      return { partition: { ...acted, state: 'RUNNING' }, context: contexts.fresh(level) }
    case 'INIT':
    case 'HALTED':
      return { partition: acted, context: acted.context }
  }
}
