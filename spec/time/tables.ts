/** The decision tables of the schedule calls. Row order is normative. Source: AIR 5.6.2 pmk/core, ARINC 653 P2 2.2. */

import { that, type Table } from '../statement.ts'
import type { ReturnCode } from '../words/vocabulary.ts'
import { atFrameEnd, authorisedSchedule, inFull, timeOfDay } from './requirements.ts'
import type { TimeState } from './vocabulary.ts'

/** SET_SCHEDULE: whether the caller has SET_SCHEDULE, whether the identifier names a schedule, whether that is in force. */
export interface SetScheduleSituation {
  readonly authorised: boolean
  readonly wanted: number | null
  readonly current: number
}

export const setSchedule: Table<SetScheduleSituation, ReturnCode, TimeState> = {
  kind: 'table',
  id: 'SET_SCHEDULE',
  says: 'Asks for a schedule from the next major time frame on. Asking for the one in force changes nothing: another request stays.',
  serves: [atFrameEnd, authorisedSchedule],
  because: ['AIR_SEP_0120', 'AIR_SEP_0130', 'AIR-FUNC-03170'],
  rows: [
    {
      id: 'SET_SCHEDULE.1',
      says: 'the caller may not set the schedule',
      when: (s) => !s.authorised,
      returns: 'INVALID_CONFIG',
    },
    {
      id: 'SET_SCHEDULE.2',
      says: 'no schedule has this identifier',
      when: (s) => s.wanted === null,
      returns: 'INVALID_PARAM',
    },
    {
      id: 'SET_SCHEDULE.3',
      says: 'this schedule is in force',
      when: (s) => s.wanted === s.current,
      returns: 'NO_ACTION',
    },
    { id: 'SET_SCHEDULE.4', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'SET_SCHEDULE-A',
      says: 'authority: the request changes only for a caller that may',
      breaches: (s, _, before, after) =>
        that(s.authorised || after.next === before.next, ['time', 'next'], 'changed by a caller without SET_SCHEDULE'),
    },
    {
      id: 'SET_SCHEDULE-F',
      says: 'frame: of time, only the request changes',
      breaches: (_, __, before, after) =>
        that(
          after.total === before.total &&
            after.frame === before.frame &&
            after.schedule === before.schedule &&
            after.lastSwitch === before.lastSwitch &&
            after.cores === before.cores,
          ['time'],
          'something but the request changed',
        ),
    },
    {
      id: 'SET_SCHEDULE-R',
      says: 'failure: a refused call changes nothing; success: the request is what was wanted',
      breaches: (s, code, before, after) =>
        code === 'NO_ERROR'
          ? that(after.next === s.wanted, ['time', 'next'], `is ${after.next}; ${s.wanted} was wanted`)
          : that(after === before, ['time'], `a call refused with ${code} changed time`),
    },
  ],
}

/** The GET calls: whether the name can be read, whether what is asked for is known, whether the pointer is valid. */
export interface GetSituation {
  readonly name: boolean
  readonly known: boolean
  readonly pointer: boolean
}

/** What every call that only reports leaves as it is. */
const reportsOnly = (id: string) => [
  {
    id: `${id}-F`,
    says: 'frame: a call that reports leaves time as it is, whatever it returns',
    breaches: (_: GetSituation, code: ReturnCode, before: TimeState, after: TimeState) =>
      that(after === before, ['time'], `${id} (${code}) changed time`),
  },
]

export const getScheduleId: Table<GetSituation, ReturnCode, TimeState> = {
  kind: 'table',
  id: 'GET_SCHEDULE_ID',
  says: 'Reports the identifier of the schedule of a name.',
  serves: [atFrameEnd],
  because: ['TEST-DEF-01750: an unknown name gives INVALID_CONFIG, though AIR’s header says INVALID_PARAM'],
  rows: [
    { id: 'GET_SCHEDULE_ID.0', says: 'the name cannot be read', when: (s) => !s.name, returns: 'INVALID_POINTER' },
    { id: 'GET_SCHEDULE_ID.1', says: 'no schedule has this name', when: (s) => !s.known, returns: 'INVALID_CONFIG' },
    {
      id: 'GET_SCHEDULE_ID.2',
      says: 'the caller may not write there',
      when: (s) => !s.pointer,
      returns: 'INVALID_POINTER',
    },
    { id: 'GET_SCHEDULE_ID.3', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: reportsOnly('GET_SCHEDULE_ID'),
}

export const getScheduleStatus: Table<Pick<GetSituation, 'pointer'>, ReturnCode, TimeState> = {
  kind: 'table',
  id: 'GET_SCHEDULE_STATUS',
  says: 'Reports the time of the last switch, the schedule in force and the next one.',
  serves: [atFrameEnd],
  because: ['ARINC 653 P2 GET_MODULE_SCHEDULE_STATUS', 'TEST-DEF-01750'],
  rows: [
    {
      id: 'GET_SCHEDULE_STATUS.1',
      says: 'the caller may not write there',
      when: (s) => !s.pointer,
      returns: 'INVALID_POINTER',
    },
    { id: 'GET_SCHEDULE_STATUS.2', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'GET_SCHEDULE_STATUS-F',
      says: 'frame: a call that reports leaves time as it is, whatever it returns',
      breaches: (_, code, before, after) =>
        that(after === before, ['time'], `GET_SCHEDULE_STATUS (${code}) changed time`),
    },
  ],
}

/** END_WINDOW: whether the caller may, and on which core it runs. */
export interface EndWindowSituation {
  readonly authorised: boolean
  readonly core: number
}

export const endWindow: Table<EndWindowSituation, ReturnCode, TimeState> = {
  kind: 'table',
  id: 'END_WINDOW',
  says: 'Yields what is left of the window. Nobody runs until it is over, or lent.',
  serves: [inFull, authorisedSchedule],
  because: ['AIR_SEP_0985', 'TIME-V4'],
  rows: [
    { id: 'END_WINDOW.1', says: 'the caller may not yield', when: (s) => !s.authorised, returns: 'INVALID_CONFIG' },
    { id: 'END_WINDOW.2', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'END_WINDOW-A',
      says: 'authority and frame: only the caller’s own core changes, and only for a caller that may',
      breaches: (s, code, before, after) =>
        after.cores.flatMap((core, c) =>
          that(
            core === before.cores[c] || (c === s.core && s.authorised && code === 'NO_ERROR'),
            ['time', 'cores', c],
            'changed by END_WINDOW on another core, or refused',
          ),
        ),
    },
    {
      id: 'END_WINDOW-R',
      says: 'success: nobody runs on the core, whose window is ended and keeps its bounds',
      breaches: (s, code, before, after) => {
        const [was, is] = [before.cores[s.core], after.cores[s.core]]
        return that(
          code !== 'NO_ERROR' ||
            (is?.running === null && is.ended && is.windowEnd === was?.windowEnd && is.windowStart === was.windowStart),
          ['time', 'cores', s.core],
          'the window did not end',
        )
      },
    },
  ],
}

/** GET_TOD: whether the time of day was set, whether the pointer is valid. */
export interface GetTodSituation {
  readonly set: boolean
  readonly pointer: boolean
}

export const getTod: Table<GetTodSituation, ReturnCode, TimeState> = {
  kind: 'table',
  id: 'GET_TOD',
  says: 'Reports the time of day.',
  serves: [timeOfDay],
  because: ['RB-01300', 'AIR 5.6.2 GET_TOD'],
  rows: [
    { id: 'GET_TOD.1', says: 'it was never set', when: (s) => !s.set, returns: 'INVALID_CONFIG' },
    { id: 'GET_TOD.2', says: 'the caller may not write there', when: (s) => !s.pointer, returns: 'INVALID_POINTER' },
    { id: 'GET_TOD.3', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'GET_TOD-F',
      says: 'frame: a call that reports leaves time as it is, whatever it returns',
      breaches: (_, code, before, after) => that(after === before, ['time'], `GET_TOD (${code}) changed time`),
    },
  ],
}

/** SET_TOD: whether the caller may, whether the record can be read, whether its nanoseconds are below a second. */
export interface SetTodSituation {
  readonly authorised: boolean
  readonly pointer: boolean
  readonly inRange: boolean
}

export const setTod: Table<SetTodSituation, ReturnCode, TimeState> = {
  kind: 'table',
  id: 'SET_TOD',
  says: 'Sets the time of day.',
  serves: [timeOfDay],
  because: ['RB-01305', 'AIR 5.6.2 SET_TOD'],
  rows: [
    { id: 'SET_TOD.1', says: 'the caller may not set it', when: (s) => !s.authorised, returns: 'INVALID_CONFIG' },
    { id: 'SET_TOD.2', says: 'the record cannot be read', when: (s) => !s.pointer, returns: 'INVALID_POINTER' },
    { id: 'SET_TOD.3', says: 'a second or more of nanoseconds', when: (s) => !s.inRange, returns: 'INVALID_PARAM' },
    { id: 'SET_TOD.4', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'SET_TOD-A',
      says: 'authority and frame: of time only the time of day changes, and only for a caller with SET_TOD',
      breaches: (s, code, before, after) =>
        that(
          after === before ||
            (s.authorised &&
              code === 'NO_ERROR' &&
              after.total === before.total &&
              after.next === before.next &&
              after.schedule === before.schedule &&
              after.cores === before.cores),
          ['time'],
          `changed by SET_TOD (${code})`,
        ),
    },
  ],
}

export const timeTables = [setSchedule, getScheduleId, getScheduleStatus, endWindow, getTod, setTod] as const
