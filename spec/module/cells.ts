/** Which cells of the abstract state the digest covers: for each kind of record, its numbers in a fixed order. */

import { trapNumber } from '../hal/vocabulary.ts'
import { modeNumber, startConditionNumber, stateNumber } from '../partition/vocabulary.ts'
import { psrWord, type Processor } from '../machine/vocabulary.ts'
import type { ChangeAction, CoreTime, Runner, TimeState } from '../time/vocabulary.ts'
import { serviceNames } from '../hypercall/vocabulary.ts'
import { freshnessNumber, messageNumber, type ChannelState, type Message, type PortState } from '../ports/vocabulary.ts'
import { levelNumber } from '../health/vocabulary.ts'
import type { ModuleContext, ModuleCore, ModulePartition, State, Work } from './vocabulary.ts'

const actions: readonly ChangeAction[] = ['IGNORE', 'IDLE', 'WARM_START', 'COLD_START']

/**
 * Kind 0 to 6, and its argument: cycles left; a service’s place among their names, 1 first, + 128 if from supervisor level;
 * a trap number, + 256 if from supervisor level. Arguments of calls are left to the full comparison.
 */
const workCells = (work: Work): readonly number[] => {
  switch (work.kind) {
    case 'none':
      return [0, 0]
    case 'compute':
      return [1, work.left]
    case 'call':
      return [2, serviceNames.indexOf(work.call.service) + 1 + (work.from === 'supervisor' ? 128 : 0)]
    case 'trap':
      return [3, trapNumber[work.trap] + (work.from === 'supervisor' ? 256 : 0)]
    case 'reload':
      return [4, work.left]
    case 'idle':
      return [5, 0]
    case 'copy':
      return [6, work.left]
  }
}

export const contextCells = ({ level, registers, work }: ModuleContext): readonly number[] => [
  level === 'supervisor' ? 1 : 0,
  registers.high,
  registers.low,
  ...workCells(work),
]

/**
 * Of a context without a processor none. Fields: 0 to 7 the globals, 8 to 135 the windows (locals, then ins), 136 to 167 the floats, then pc, npc, PSR,
 * WIM, TBR, Y, FSR; field 136 + 32 + 7 is 1 where there is a processor. All as the unsigned number of the same bits.
 */
export const registerCells = (p: Processor | null): readonly number[] =>
  p === null
    ? []
    : [...p.globals, ...p.windows.flat(), ...p.floats, p.pc, p.npc, psrWord(p.state), p.wim, p.tbr, p.y, p.fsr, 1].map(
        (value) => value >>> 0,
      )

/** 0 for nobody. */
export const runnerNumber = (runner: Runner | null): number =>
  runner === null ? 0 : 1 + runner.partition * 4 + runner.virtualCore

export const timeCells = ({ total, frame, schedule, next, lastSwitch, day }: TimeState): readonly number[] => [
  total,
  frame,
  schedule,
  next,
  lastSwitch,
  day === null ? 0 : 1,
  day?.seconds ?? 0,
  day?.nanoseconds ?? 0,
]

export const coreTimeCells = ({ windowStart, windowEnd, running, ended, lentUntil }: CoreTime): readonly number[] => [
  windowStart,
  windowEnd,
  runnerNumber(running),
  ended ? 1 : 0,
  lentUntil,
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
  ...healthCells(p),
  ...processorCells(p),
]

/** Fields 15 to 19. Of the unread errors their number, and all of them as digits to the base 16, the oldest lowest. */
const healthCells = ({ health: { state, before, events, pending } }: ModulePartition): readonly number[] => [
  state,
  before,
  events.length,
  events.reduce((sum, error, i) => sum + error * 16 ** i, 0),
  pending ? 1 : 0,
]

/** Fields 20 to 28. Of the active handlers their number, and the innermost. */
const processorCells = ({ processor: v }: ModulePartition): readonly number[] => [
  v.psr,
  v.tbr,
  v.pending,
  v.mask,
  v.events,
  v.caches,
  v.activations.length,
  v.activations.at(-1)?.next ?? 0,
  v.activations.at(-1)?.interrupted ?? 0,
]

export const portCells = ({ created, freshness }: PortState): readonly number[] => [
  created ? 1 : 0,
  freshnessNumber[freshness],
]

/** What a message adds: its tick, its length, its bytes as one number. */
const messageCells = (message: Message | undefined): readonly number[] =>
  message === undefined ? [0, 0, 0] : [message.at, message.bytes.length, messageNumber(message.bytes)]

/** How many messages, whether one was refused, who holds it; the oldest message and the newest. */
export const channelCells = ({ messages, overflowed, holder }: ChannelState): readonly number[] => [
  messages.length,
  overflowed ? 1 : 0,
  holder === null ? 0 : 1 + 2 * holder.partition + (holder.direction === 'SOURCE' ? 0 : 1),
  ...messageCells(messages.at(0)),
  ...messageCells(messages.at(-1)),
]

/** One record, index 0: the log’s length, its lock and its newest entry; the loader, restarts of the module, how the run ended. */
export const moduleCells = ({ health: { log, locked }, loader, resets, end }: State): readonly number[] => {
  const newest = log.at(-1)
  return [
    log.length,
    locked ? 1 : 0,
    newest?.date ?? 0,
    newest === undefined ? 0 : newest.error + 16 * levelNumber[newest.level] + 64 * (newest.partition + 1),
    loader === null ? 0 : loader + 1,
    resets,
    end === null ? 0 : end === 'shutdown' ? 1 : 2,
  ]
}

/** One record, index 0: choices consumed, whether the run was left; then from field 8 the effects consumed of each partition’s program, from 40 of each secondary’s; from 32 the events of each core. */
export const consumedCells = ({
  consumed,
  left,
  partitions,
}: State): readonly (readonly [field: number, value: number])[] => [
  [0, consumed.choices],
  [1, left ? 1 : 0],
  ...consumed.effects.map((n, p) => [p < partitions.length ? 8 + p : 40 + p - partitions.length, n] as const),
  ...consumed.events.map((n, c) => [32 + c, n] as const),
]
