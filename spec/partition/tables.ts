/** The decision tables of the partition calls. Row order is normative. Source: AIR 5.6.2 pmk/core, AIR_SEP_0530 to AIR_SEP_0555. */

import { that, type Postcondition, type Row, type Table } from '../statement.ts'
import type { ReturnCode } from '../words/vocabulary.ts'
import { authorisedMode, legalModes } from './requirements.ts'
import type { OperatingMode, PartitionState, PartitionStateName } from './vocabulary.ts'

/** What the postconditions of a partition call see: every partition, without its saved context. */
export type PartitionsSlice = readonly PartitionState<unknown>[]

/** SET_PARTITION_MODE: who is meant, whether the caller may, which mode is wanted (null: no such mode), how the target is. */
export interface SetModeSituation {
  readonly other: boolean
  readonly authorised: boolean
  /** The target's index; null when no partition has the identifier. */
  readonly target: number | null
  readonly wanted: OperatingMode | null
  readonly mode: OperatingMode | null
  readonly state: PartitionStateName | null
}

export const setPartitionMode: Table<SetModeSituation, ReturnCode, PartitionsSlice> = {
  kind: 'table',
  id: 'SET_PARTITION_MODE',
  says: 'Sets the operating mode of the caller, or, with the permission to, of another partition.',
  serves: [legalModes, authorisedMode],
  because: ['AIR_SEP_0530', 'AIR_SEP_0540', 'AIR-FUNC-04860', 'ARINC 653 P1 SET_PARTITION_MODE'],
  rows: [
    {
      id: 'SET_PARTITION_MODE.1',
      says: 'another partition is meant, and the caller may not',
      when: (s) => s.other && !s.authorised,
      returns: 'INVALID_CONFIG',
    },
    {
      id: 'SET_PARTITION_MODE.2',
      says: 'no partition has this identifier',
      when: (s) => s.target === null,
      returns: 'INVALID_PARAM',
    },
    {
      id: 'SET_PARTITION_MODE.3',
      says: 'another partition is to become NORMAL, which only it can do',
      when: (s) => s.other && s.wanted === 'NORMAL',
      returns: 'INVALID_MODE',
    },
    { id: 'SET_PARTITION_MODE.4', says: 'no such mode', when: (s) => s.wanted === null, returns: 'INVALID_PARAM' },
    {
      id: 'SET_PARTITION_MODE.5',
      says: 'it is idle and shall be, or normal and shall be',
      when: (s) => s.wanted === s.mode && (s.wanted === 'IDLE' || s.wanted === 'NORMAL'),
      returns: 'NO_ACTION',
    },
    {
      id: 'SET_PARTITION_MODE.6',
      says: 'a warm start during a cold start',
      when: (s) => s.wanted === 'WARM_START' && s.mode === 'COLD_START',
      returns: 'INVALID_MODE',
    },
    {
      id: 'SET_PARTITION_MODE.7',
      says: 'it is being reloaded',
      when: (s) => s.state === 'INIT',
      returns: 'NOT_AVAILABLE',
    },
    { id: 'SET_PARTITION_MODE.8', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'SET_PARTITION_MODE-A',
      says: 'authority: another partition changes only for a caller with SET_PARTITION_MODE',
      breaches: (s, _, before, after) =>
        after.flatMap((p, i) =>
          that(
            p === before[i] || !s.other || s.authorised,
            ['partitions', i],
            'changed by a caller without SET_PARTITION_MODE',
          ),
        ),
    },
    {
      id: 'SET_PARTITION_MODE-F',
      says: 'frame: only the target changes, and of it nothing the call is not about',
      breaches: (s, _, before, after) =>
        after.flatMap((p, i) => {
          const was = before[i]
          const kept =
            was !== undefined &&
            p.restarts === was.restarts &&
            p.permissions === was.permissions &&
            p.period === was.period &&
            p.duration === was.duration &&
            p.elapsed === was.elapsed &&
            p.window === was.window
          return that(
            p === was || (i === s.target && kept),
            ['partitions', i],
            'changed beyond mode, state, start condition and context',
          )
        }),
    },
    {
      id: 'SET_PARTITION_MODE-R',
      says: 'failure: a refused call changes no partition; success: the target has the mode',
      breaches: (s, code, before, after) =>
        code === 'NO_ERROR'
          ? that(
              s.target !== null && after[s.target]?.mode === s.wanted,
              ['partitions'],
              `the target is not in mode ${s.wanted}`,
            )
          : after.flatMap((p, i) => that(p === before[i], ['partitions', i], `changed by a call refused with ${code}`)),
    },
    {
      id: 'SET_PARTITION_MODE-N',
      says: 'NORMAL is reached only by the partition itself',
      breaches: (s, code) =>
        that(
          !(code === 'NO_ERROR' && s.wanted === 'NORMAL' && s.other),
          ['partitions'],
          'another partition made it NORMAL',
        ),
    },
  ],
}

/** GET_PARTITION_STATUS and GET_PARTITION_ID: whether a name can be read, who is meant, whether the caller may, whether it is known, whether the pointer is valid. */
export interface GetPartitionSituation {
  /** True where no name is asked for. */
  readonly name: boolean
  readonly other: boolean
  readonly authorised: boolean
  readonly known: boolean
  readonly pointer: boolean
}

const reportsOnly = (id: string): readonly Postcondition<GetPartitionSituation, ReturnCode, PartitionsSlice>[] => [
  {
    id: `${id}-A`,
    says: 'authority: another partition is reported only to a caller with SET_PARTITION_MODE',
    breaches: (s, code) =>
      that(
        code !== 'NO_ERROR' || !s.other || s.authorised,
        ['partitions'],
        `${id} reported another partition to a caller without SET_PARTITION_MODE`,
      ),
  },
  {
    id: `${id}-F`,
    says: 'frame: a call that reports leaves every partition as it is, whatever it returns',
    breaches: (_, code, before, after) =>
      after.flatMap((p, i) => that(p === before[i], ['partitions', i], `changed by ${id} (${code})`)),
  },
]

const getTable = (
  id: string,
  says: string,
  unknown: string,
  because: readonly string[],
  first: readonly Row<GetPartitionSituation, ReturnCode>[] = [],
): Table<GetPartitionSituation, ReturnCode, PartitionsSlice> => ({
  kind: 'table',
  id,
  says,
  serves: [authorisedMode],
  because,
  rows: [
    ...first,
    {
      id: `${id}.1`,
      says: 'another partition is meant, and the caller may not',
      when: (s) => s.other && !s.authorised,
      returns: 'INVALID_CONFIG',
    },
    { id: `${id}.2`, says: unknown, when: (s) => !s.known, returns: 'INVALID_PARAM' },
    { id: `${id}.3`, says: 'the caller may not write there', when: (s) => !s.pointer, returns: 'INVALID_POINTER' },
    { id: `${id}.4`, says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: reportsOnly(id),
})

export const getPartitionStatus = getTable(
  'GET_PARTITION_STATUS',
  'Reports what a partition is, its mode, start condition, window, period, duration and clock.',
  'no partition has this identifier',
  ['AIR_SEP_0550', 'ARINC 653 P1 GET_PARTITION_STATUS'],
)

export const getPartitionId = getTable(
  'GET_PARTITION_ID',
  'Reports the identifier of the partition of a name.',
  'no partition has this name',
  ['AIR_SEP_0555'],
  [
    {
      id: 'GET_PARTITION_ID.0',
      says: 'the name cannot be read',
      when: (s) => !s.name,
      returns: 'INVALID_POINTER',
    },
  ],
)

export const partitionTables = [setPartitionMode, getPartitionStatus, getPartitionId] as const
