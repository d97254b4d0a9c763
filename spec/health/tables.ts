/** The decision tables of the health monitor: what becomes of an error, and the calls about it. Row order is normative. Source: AIR 5.6.2 pmk/core health monitor. */

import type { PartitionState } from '../partition/vocabulary.ts'
import { that, type Table } from '../statement.ts'
import type { ReturnCode } from '../words/vocabulary.ts'
import { errorsAsConfigured, errorsContained, errorsLogged } from './requirements.ts'
import type { ErrorLevel, HealthState, ModuleAction, PartitionAction } from './vocabulary.ts'

/** What the postconditions see: the log, and every partition without its saved context. */
export interface HealthSlice {
  readonly health: HealthState
  readonly partitions: readonly PartitionState<unknown>[]
}

/** An error: the level the tables give it, and the action for it at that level; how its partition stands. */
export interface ErrorSituation {
  /** The lock of the log is held for ever. */
  readonly locked: boolean
  readonly level: ErrorLevel
  readonly moduleAction: ModuleAction
  /** IGNORE where there is no partition. */
  readonly partitionAction: PartitionAction
  /** The position of the partition; null for an error of the module itself. */
  readonly partition: number | null
  /** It has as many unread errors as are kept. */
  readonly crowded: boolean
}

export type ErrorOutcome =
  'HUNG' | 'IGNORED' | 'SHUTDOWN' | 'RESET' | 'IDLE' | 'WARM_START' | 'COLD_START' | 'LOGGED' | 'LEFT_TO_GUEST'

export const healthErrors: Table<ErrorSituation, ErrorOutcome, HealthSlice> = {
  kind: 'table',
  id: 'HEALTH_ERROR',
  says: 'What becomes of an error: its level by the system’s table, its action by the module’s or the partition’s; in the end it is left to the guest.',
  serves: [errorsAsConfigured, errorsContained, errorsLogged],
  because: ['AIR_SEP_0430', 'AIR-FUNC-04700', 'AIR-FUNC-04710', 'ARINC 653 P1 2.4', 'HEALTH-V2'],
  rows: [
    {
      id: 'HEALTH_ERROR.1',
      says: 'the log’s lock is never given back: the core waits for it for ever',
      when: (s) => s.locked,
      returns: 'HUNG',
    },
    {
      id: 'HEALTH_ERROR.2',
      says: 'the module shuts down',
      when: (s) => s.level === 'MODULE' && s.moduleAction === 'SHUTDOWN',
      returns: 'SHUTDOWN',
    },
    {
      id: 'HEALTH_ERROR.3',
      says: 'the module is reset',
      when: (s) => s.level === 'MODULE' && s.moduleAction === 'RESET',
      returns: 'RESET',
    },
    {
      id: 'HEALTH_ERROR.4',
      says: 'the module ignores it',
      when: (s) => s.level === 'MODULE' || s.partition === null,
      returns: 'IGNORED',
    },
    {
      id: 'HEALTH_ERROR.5',
      says: 'the partition is halted',
      when: (s) => s.partitionAction === 'IDLE',
      returns: 'IDLE',
    },
    {
      id: 'HEALTH_ERROR.6',
      says: 'the partition starts warm',
      when: (s) => s.partitionAction === 'WARM_START',
      returns: 'WARM_START',
    },
    {
      id: 'HEALTH_ERROR.7',
      says: 'the partition starts cold',
      when: (s) => s.partitionAction === 'COLD_START',
      returns: 'COLD_START',
    },
    {
      id: 'HEALTH_ERROR.8',
      says: 'it is the guest’s, which has too many unread ones: it is only logged',
      when: (s) => s.crowded,
      returns: 'LOGGED',
    },
    { id: 'HEALTH_ERROR.9', says: 'otherwise', when: () => true, returns: 'LEFT_TO_GUEST' },
  ],
  postconditions: [
    {
      id: 'HEALTH_ERROR-C',
      says: 'contained: below module level an error changes no partition but the one it happened in',
      breaches: (s, outcome, before, after) =>
        outcome === 'RESET'
          ? []
          : after.partitions.flatMap((p, i) =>
              that(
                p === before.partitions[i] || i === s.partition,
                ['partitions', i],
                'changed by an error of another partition',
              ),
            ),
    },
    {
      id: 'HEALTH_ERROR-L',
      says: 'every error that is handled is the newest entry of the log',
      breaches: (s, outcome, before, after) =>
        that(
          outcome === 'HUNG'
            ? after.health.log === before.health.log
            : after.health.log.length === Math.min(32, before.health.log.length + 1) &&
                after.health.log.at(-1)?.partition === (s.partition ?? -1),
          ['health', 'log'],
          'the error is not its newest entry',
        ),
    },
  ],
}

/** SET_SYSTEM_STATE: whether it is a state that a partition may set. */
export interface SetSystemStateSituation {
  readonly partitions: boolean
}

export const setSystemState: Table<SetSystemStateSituation, ReturnCode, HealthSlice> = {
  kind: 'table',
  id: 'SET_SYSTEM_STATE',
  says: 'Tells the health monitor in which state the caller is.',
  serves: [errorsAsConfigured],
  because: ['AIR 5.6.2 SET_SYSTEM_STATE: states 2 to 4'],
  rows: [
    {
      id: 'SET_SYSTEM_STATE.1',
      says: 'no state that a partition may set',
      when: (s) => !s.partitions,
      returns: 'INVALID_PARAM',
    },
    { id: 'SET_SYSTEM_STATE.2', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'SET_SYSTEM_STATE-B',
      says: 'no partition is ever put into a state of the module by itself',
      breaches: (_, __, before, after) =>
        after.partitions.flatMap((p, i) =>
          that(
            p === before.partitions[i] || (2 <= p.health.state && p.health.state <= 4),
            ['partitions', i, 'health', 'state'],
            `became ${p.health.state}`,
          ),
        ),
    },
  ],
}

/** RAISE_HM_EVENT: whether there is such an error. */
export interface RaiseEventSituation {
  readonly known: boolean
}

export const raiseEvent: Table<RaiseEventSituation, ReturnCode, HealthSlice> = {
  kind: 'table',
  id: 'RAISE_HM_EVENT',
  says: 'Raises an error in the caller.',
  serves: [errorsAsConfigured, errorsContained],
  because: ['AIR 5.6.2 RAISE_HM_EVENT', 'ARINC 653 P1 RAISE_APPLICATION_ERROR'],
  rows: [
    { id: 'RAISE_HM_EVENT.1', says: 'no such error', when: (s) => !s.known, returns: 'INVALID_PARAM' },
    { id: 'RAISE_HM_EVENT.2', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'RAISE_HM_EVENT-R',
      says: 'failure: what is no error is not logged',
      breaches: (s, _, before, after) =>
        that(s.known || after.health.log === before.health.log, ['health', 'log'], 'an unknown error was logged'),
    },
  ],
}

/** GET_HM_EVENT: whether an error is unread, whether the pointer is valid. */
export interface GetHmEventSituation {
  readonly any: boolean
  readonly pointer: boolean
}

export const getHmEvent: Table<GetHmEventSituation, ReturnCode, HealthSlice> = {
  kind: 'table',
  id: 'GET_HM_EVENT',
  says: 'Reports the oldest error that was left to the caller and that it has not read.',
  serves: [errorsAsConfigured],
  because: ['AIR 5.6.2 GET_HM_EVENT'],
  rows: [
    { id: 'GET_HM_EVENT.1', says: 'no error is unread', when: (s) => !s.any, returns: 'NO_ACTION' },
    {
      id: 'GET_HM_EVENT.2',
      says: 'the caller may not write there',
      when: (s) => !s.pointer,
      returns: 'INVALID_POINTER',
    },
    { id: 'GET_HM_EVENT.3', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'GET_HM_EVENT-R',
      says: 'an error is read once: with success one is fewer unread, else none',
      breaches: (_, code, before, after) => {
        const unread = ({ partitions }: HealthSlice): number =>
          partitions.reduce((sum, p) => sum + p.health.events.length, 0)
        return that(
          unread(after) === unread(before) - (code === 'NO_ERROR' ? 1 : 0),
          ['partitions'],
          () => `${unread(before)} unread errors became ${unread(after)} with ${code}`,
        )
      },
    },
  ],
}

/** GET_HM_LOG and POP_FROM_HM_LOG: whether the caller holds every permission, whether there is an entry, whether the pointer is valid. */
export interface LogSituation {
  readonly authorised: boolean
  readonly empty: boolean
  readonly pointer: boolean
}

const onlySupervisors = (id: string) => ({
  id: `${id}-A`,
  says: 'authority: the log is shown, and shortened, only to a caller that holds every permission',
  breaches: (s: LogSituation, code: ReturnCode, before: HealthSlice, after: HealthSlice) =>
    that(
      s.authorised || (code !== 'NO_ERROR' && after.health === before.health),
      ['health', 'log'],
      `${id} (${code}) to a caller without every permission`,
    ),
})

export const getHmLog: Table<LogSituation, ReturnCode, HealthSlice> = {
  kind: 'table',
  id: 'GET_HM_LOG',
  says: 'Reports the log of errors.',
  serves: [errorsLogged],
  because: ['AIR 5.6.2 GET_HM_LOG', 'HEALTH-V1'],
  rows: [
    {
      id: 'GET_HM_LOG.1',
      says: 'the caller lacks a permission',
      when: (s) => !s.authorised,
      returns: 'INVALID_CONFIG',
    },
    { id: 'GET_HM_LOG.2', says: 'the caller may not write there', when: (s) => !s.pointer, returns: 'INVALID_POINTER' },
    { id: 'GET_HM_LOG.3', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    onlySupervisors('GET_HM_LOG'),
    {
      id: 'GET_HM_LOG-F',
      says: 'frame: the log stays as it is',
      breaches: (_, code, before, after) =>
        that(after.health === before.health, ['health'], `changed by GET_HM_LOG (${code})`),
    },
  ],
}

export const popFromHmLog: Table<LogSituation, ReturnCode, HealthSlice> = {
  kind: 'table',
  id: 'POP_FROM_HM_LOG',
  says: 'Reports the oldest entry of the log, and removes it.',
  serves: [errorsLogged],
  because: ['AIR 5.6.2 POP_FROM_HM_LOG', 'HEALTH-V2'],
  rows: [
    {
      id: 'POP_FROM_HM_LOG.1',
      says: 'the caller lacks a permission',
      when: (s) => !s.authorised,
      returns: 'INVALID_CONFIG',
    },
    { id: 'POP_FROM_HM_LOG.2', says: 'the log is empty', when: (s) => s.empty, returns: 'NO_ACTION' },
    {
      id: 'POP_FROM_HM_LOG.3',
      says: 'the caller may not write there',
      when: (s) => !s.pointer,
      returns: 'INVALID_POINTER',
    },
    { id: 'POP_FROM_HM_LOG.4', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    onlySupervisors('POP_FROM_HM_LOG'),
    {
      id: 'POP_FROM_HM_LOG-F',
      says: 'frame: of the log at most its oldest entry goes',
      breaches: (_, code, before, after) => {
        const kept = code === 'NO_ERROR' ? before.health.log.slice(1) : before.health.log
        return that(
          after.health.log.length === kept.length && after.health.log.every((entry, i) => entry === kept[i]),
          ['health', 'log'],
          `POP_FROM_HM_LOG (${code}) changed more than its oldest entry`,
        )
      },
    },
  ],
}

export const healthTables = [healthErrors, setSystemState, raiseEvent, getHmEvent, getHmLog, popFromHmLog] as const
