/** Where AIR, and this specification with it, deviates from ARINC 653 Part 1 and 2: what the standard asks, what is done instead, which statements say so. */

import type { Source } from '../statement.ts'

export interface Deviation {
  /** Stable, never used again for something else. */
  readonly id: string
  /** The service or clause of the standard. */
  readonly concerns: string
  readonly standard: string
  readonly here: string
  /** Statements of the catalogue, or rows, that specify what is done. */
  readonly specifiedBy: readonly string[]
  readonly because: readonly Source[]
}

export const deviations: readonly Deviation[] = [
  {
    id: 'ARINC-1',
    concerns: 'CREATE_SAMPLING_PORT, CREATE_QUEUING_PORT',
    standard: 'refused with INVALID_MODE once the partition is NORMAL',
    here: 'so under air-requirements and air-papers; air-5.6.2 creates ports in any mode',
    specifiedBy: ['CREATE_PORT.7', 'PORTS-V1'],
    because: ['hazard H8'],
  },
  {
    id: 'ARINC-2',
    concerns: 'CREATE_SAMPLING_PORT, CREATE_QUEUING_PORT',
    standard: 'the mode is asked after everything else',
    here: 'an existing port gives NO_ACTION before the mode is asked, and a pointer that cannot be written is found last',
    specifiedBy: ['CREATE_PORT.6', 'CREATE_PORT.7', 'CREATE_PORT.8'],
    because: ['AIR 5.6.2'],
  },
  {
    id: 'ARINC-3',
    concerns: 'WRITE_SAMPLING_MESSAGE, SEND_QUEUING_MESSAGE',
    standard: 'the length is asked before the direction',
    here: 'the direction is asked first',
    specifiedBy: ['WRITE_PORT.2', 'WRITE_PORT.3', 'WRITE_PORT.4'],
    because: ['AIR 5.6.2'],
  },
  {
    id: 'ARINC-4',
    concerns: 'WRITE_SAMPLING_MESSAGE, SEND_QUEUING_MESSAGE',
    standard: 'a negative length gives INVALID_PARAM',
    here: 'lengths are unsigned words: a negative one is a huge one and gives INVALID_CONFIG',
    specifiedBy: ['WRITE_PORT.4'],
    because: ['AIR 5.6.2'],
  },
  {
    id: 'ARINC-5',
    concerns: 'SEND_QUEUING_MESSAGE, RECEIVE_QUEUING_MESSAGE',
    standard: 'TIME_OUT lets the calling process wait for space or for a message',
    here: 'the hypervisor knows no processes: TIME_OUT is not looked at, full and empty queues answer NOT_AVAILABLE at once',
    specifiedBy: ['WRITE_PORT.6', 'READ_PORT.9'],
    because: ['AIR 5.6.2'],
  },
  {
    id: 'ARINC-6',
    concerns: 'CREATE_QUEUING_PORT',
    standard: 'QUEUING_DISCIPLINE is FIFO or PRIORITY',
    here: 'only FIFO (0); another discipline does not match the configuration',
    specifiedBy: ['CREATE_PORT.5'],
    because: ['AIR 5.6.2'],
  },
  {
    id: 'ARINC-7',
    concerns: 'GET_SAMPLING_PORT_ID, GET_QUEUING_PORT_ID',
    standard: 'a configured name is enough',
    here: 'the caller must have created the port',
    specifiedBy: ['GET_PORT_ID.3'],
    because: ['AIR 5.6.2'],
  },
  {
    id: 'ARINC-8',
    concerns: 'SET_PARTITION_MODE',
    standard: 'NORMAL needs a process (erratum 4 of P1-3)',
    here: 'processes are the guest’s affair: not asked',
    specifiedBy: ['SET_PARTITION_MODE.8'],
    because: ['AIR 5.6.2'],
  },
  {
    id: 'ARINC-9',
    concerns: 'SET_PARTITION_MODE',
    standard: 'acts on the caller, at once',
    here: 'acts on any partition for a caller with the permission, and answers NOT_AVAILABLE while the target is being reloaded',
    specifiedBy: ['SET_PARTITION_MODE.1', 'SET_PARTITION_MODE.3', 'SET_PARTITION_MODE.7'],
    because: ['AIR_SEP_0540', 'AIR-FUNC-04860'],
  },
  {
    id: 'ARINC-10',
    concerns: 'SET_MODULE_SCHEDULE',
    standard: 'asking for the schedule in force cancels a request that waits',
    here: 'it answers NO_ACTION, and the other request stays',
    specifiedBy: ['SET_SCHEDULE.3'],
    because: ['AIR 5.6.2, executed'],
  },
  {
    id: 'ARINC-11',
    concerns: 'GET_MODULE_SCHEDULE_STATUS, GET_PARTITION_STATUS',
    standard: 'times are nanoseconds',
    here: 'so under air-requirements and air-papers; ticks under air-5.6.2',
    specifiedBy: ['TIME-V2', 'TIME-V5'],
    because: ['hazard H14'],
  },
  {
    id: 'ARINC-12',
    concerns: 'GET_PARTITION_STATUS, GET_QUEUING_PORT_STATUS',
    standard: 'report the lock level and the number of waiting processes',
    here: 'processes are the guest’s: no lock level, and 0 waiting',
    specifiedBy: ['GET_PARTITION_STATUS', 'GET_PORT_STATUS'],
    because: ['AIR 5.6.2'],
  },
  {
    id: 'ARINC-13',
    concerns: 'COLD_START and WARM_START',
    standard: 'a warm start may find the memory of before',
    here: 'both reload the partition; they differ in the mode, in what is legal from it, and in the links to ports',
    specifiedBy: ['PARTITION-S1', 'PORTS-V2'],
    because: ['AIR_SEP_0580', 'IMA_SEP_1003'],
  },
  {
    id: 'ARINC-14',
    concerns: 'Health monitoring, process level',
    standard: 'errors of process level go to the partition’s error handler process',
    here: 'process level counts as partition level; an error that the table ignores is left to the guest as a virtual trap',
    specifiedBy: ['HEALTH_ERROR.9', 'HEALTH-1'],
    because: ['AIR-FUNC-04710'],
  },
  {
    id: 'ARINC-15',
    concerns: 'READ_UPDATED_SAMPLING_MESSAGE',
    standard: 'whether a message is new is each reader’s own',
    here: 'so under air-requirements and air-papers; under air-5.6.2 one read consumes it for all',
    specifiedBy: ['PORTS-V4'],
    because: ['hazard H7'],
  },
  {
    id: 'ARINC-16',
    concerns: 'READ_SAMPLING_MESSAGE',
    standard: 'validity compares ages in nanoseconds',
    here: 'age and refresh period are whole ticks, the period rounded down',
    specifiedBy: ['GET_PORT_STATUS', 'READ_PORT'],
    because: ['AIR 5.6.2'],
  },
  {
    id: 'ARINC-17',
    concerns: 'Return codes',
    standard: 'seven codes; a bad address is the caller’s error to bear',
    here: 'INVALID_POINTER answers every address that the caller may not use',
    specifiedBy: ['HYPERCALL-2', 'HYPERCALL-V6'],
    because: ['AIR-FUNC-03090'],
  },
  {
    id: 'ARINC-18',
    concerns: 'Schedule change',
    standard: 'the change action reaches a partition at its first window in the new schedule',
    here: 'so under air-papers; at the end of the frame, for all, under the others',
    specifiedBy: ['TIME-V1'],
    because: ['AIR 5.6.2 pmk/core/schedule.c'],
  },
  {
    id: 'ARINC-19',
    concerns: 'CLEAR_QUEUING_PORT',
    standard: 'removes what waits in a destination port',
    here: 'AIR has no such call; nor has this specification',
    specifiedBy: ['UNASSIGNED_NUMBER'],
    because: ['AIR 5.6.2 air.h'],
  },
]
