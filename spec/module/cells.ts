/** Which cells of the abstract state the digest covers: for each kind of record, its numbers in a fixed order. */

import { trapNumber } from '../hal/vocabulary.ts'
import { modeNumber, startConditionNumber, stateNumber } from '../partition/vocabulary.ts'
import type { ChangeAction, CoreTime, Runner, TimeState } from '../time/vocabulary.ts'
import type { ModuleContext, ModuleCore, ModulePartition, Service, State, Work } from './vocabulary.ts'

const actions: readonly ChangeAction[] = ['IGNORE', 'IDLE', 'WARM_START', 'COLD_START']

/** The number of each service in a cell. */
export const services: readonly Service[] = [
  'SET_PARTITION_MODE',
  'GET_PARTITION_STATUS',
  'GET_PARTITION_ID',
  'SET_SCHEDULE',
  'GET_SCHEDULE_ID',
  'GET_SCHEDULE_STATUS',
  'END_WINDOW',
]

/** Kind 0 to 5, and its argument: cycles left, service + 8 if from supervisor level, trap number. Names and operands are left to the full comparison. */
const workCells = (work: Work): readonly number[] => {
  switch (work.kind) {
    case 'none':
      return [0, 0]
    case 'compute':
      return [1, work.left]
    case 'call':
      return [2, services.indexOf(work.call.service) + (work.from === 'supervisor' ? 8 : 0)]
    case 'trap':
      return [3, trapNumber[work.trap]]
    case 'reload':
      return [4, work.left]
    case 'idle':
      return [5, 0]
  }
}

const contextCells = ({ level, registers, work }: ModuleContext): readonly number[] => [
  level === 'supervisor' ? 1 : 0,
  registers.high,
  registers.low,
  ...workCells(work),
]

/** 0 for nobody. */
export const runnerNumber = (runner: Runner | null): number =>
  runner === null ? 0 : 1 + runner.partition * 4 + runner.virtualCore

export const timeCells = ({ total, frame, schedule, next, lastSwitch }: TimeState): readonly number[] => [
  total,
  frame,
  schedule,
  next,
  lastSwitch,
]

export const coreTimeCells = ({ windowStart, windowEnd, running, ended }: CoreTime): readonly number[] => [
  windowStart,
  windowEnd,
  runnerNumber(running),
  ended ? 1 : 0,
]

export const coreCells = ({ at, timer, masked, space, fault, context }: ModuleCore): readonly number[] => [
  at,
  timer,
  masked ? 1 : 0,
  space === null ? 0 : space + 1,
  fault.status,
  fault.address,
  ...contextCells(context),
]

export const partitionCells = (p: ModulePartition): readonly number[] => [
  modeNumber[p.mode],
  stateNumber[p.state],
  startConditionNumber[p.startCondition],
  p.restarts,
  p.permissions,
  p.period,
  p.duration,
  p.elapsed,
  p.window + 1,
  actions.indexOf(p.pendingAction),
  ...contextCells(p.context),
]

/** One record, index 0: choices consumed, whether the run was left; then from field 8 the effects consumed of each partition; from 32 the events of each core. */
export const consumedCells = ({ consumed, left }: State): readonly (readonly [field: number, value: number])[] => [
  [0, consumed.choices],
  [1, left ? 1 : 0],
  ...consumed.effects.map((n, p) => [8 + p, n] as const),
  ...consumed.events.map((n, c) => [32 + c, n] as const),
]
