/** The decision table of the call about shared memory. Row order is normative. Source: AIR 5.6.2 GET_SHARED_AREA. */

import { that, type Table } from '../statement.ts'
import type { Memory, ReturnCode } from '../words/vocabulary.ts'
import { sharedAsConfigured } from './requirements.ts'

/** GET_SHARED_AREA: whether the name can be read, whether the caller shares such an area, whether the pointer is valid. */
export interface GetSharedAreaSituation {
  readonly name: boolean
  readonly known: boolean
  readonly pointer: boolean
}

export const getSharedArea: Table<GetSharedAreaSituation, ReturnCode, Memory> = {
  kind: 'table',
  id: 'GET_SHARED_AREA',
  says: 'Reports where a shared memory area lies for the caller, how large it is, and what the caller may do there.',
  serves: [sharedAsConfigured],
  because: ['AIR 5.6.2 GET_SHARED_AREA', 'hazard H4'],
  rows: [
    { id: 'GET_SHARED_AREA.1', says: 'the name cannot be read', when: (s) => !s.name, returns: 'INVALID_POINTER' },
    {
      id: 'GET_SHARED_AREA.2',
      says: 'the caller shares no area of this name',
      when: (s) => !s.known,
      returns: 'INVALID_CONFIG',
    },
    {
      id: 'GET_SHARED_AREA.3',
      says: 'the caller may not write there',
      when: (s) => !s.pointer,
      returns: 'INVALID_POINTER',
    },
    { id: 'GET_SHARED_AREA.4', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'GET_SHARED_AREA-A',
      says: 'authority: an area is reported only to a partition that shares it',
      breaches: (s, code, before, after) =>
        that(
          s.known || (code !== 'NO_ERROR' && after === before),
          ['memory'],
          'an area was reported to a partition that does not share it',
        ),
    },
  ],
}

export const spaceTables = [getSharedArea] as const
