/** The decision tables of the port calls. Row order is normative. Source: AIR 5.6.2 pmk/core ports; ARINC 653 P1 3.6, P2 2.3. */

import { that, type Table } from '../statement.ts'
import type { ReturnCode } from '../words/vocabulary.ts'
import { channelsAsConfigured, portsAsConfigured } from './requirements.ts'
import type { ChannelState, Freshness, PortsState } from './vocabulary.ts'

/** What the postconditions of a port call see, and which port and channel it is about; null for none. */
export interface PortsSlice {
  readonly ports: PortsState
  readonly port: number | null
  readonly channel: number | null
}

/** The channels other than the one the call is about. */
const others = ({ ports, channel }: PortsSlice): readonly ChannelState[] =>
  ports.channels.filter((_, c) => c !== channel)

const same = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((x, i) => x === b[i])

/** CREATE_PORT: what is known of the type and the name; whether the attributes can be read and are as configured. */
export interface CreatePortSituation {
  readonly type: boolean
  readonly name: boolean
  readonly known: boolean
  readonly attributes: boolean
  readonly matching: boolean
  readonly created: boolean
  /** Whether the profile lets a partition create ports in its mode. */
  readonly allowed: boolean
  readonly pointer: boolean
}

export const createPort: Table<CreatePortSituation, ReturnCode, PortsSlice> = {
  kind: 'table',
  id: 'CREATE_PORT',
  says: 'Makes a configured port usable, and reports its number.',
  serves: [portsAsConfigured],
  because: ['AIR_SEP_0700', 'ARINC 653 P1 CREATE_SAMPLING_PORT, CREATE_QUEUING_PORT', 'PORTS-V1'],
  rows: [
    { id: 'CREATE_PORT.1', says: 'no such type of port', when: (s) => !s.type, returns: 'INVALID_CONFIG' },
    { id: 'CREATE_PORT.2', says: 'the name cannot be read', when: (s) => !s.name, returns: 'INVALID_POINTER' },
    {
      id: 'CREATE_PORT.3',
      says: 'the caller is configured with no port of this name and type',
      when: (s) => !s.known,
      returns: 'INVALID_CONFIG',
    },
    {
      id: 'CREATE_PORT.4',
      says: 'the attributes cannot be read',
      when: (s) => !s.attributes,
      returns: 'INVALID_POINTER',
    },
    {
      id: 'CREATE_PORT.5',
      says: 'the attributes are not as configured',
      when: (s) => !s.matching,
      returns: 'INVALID_CONFIG',
    },
    { id: 'CREATE_PORT.6', says: 'it is created already', when: (s) => s.created, returns: 'NO_ACTION' },
    { id: 'CREATE_PORT.7', says: 'the mode is NORMAL', when: (s) => !s.allowed, returns: 'INVALID_MODE' },
    {
      id: 'CREATE_PORT.8',
      says: 'the caller may not write there',
      when: (s) => !s.pointer,
      returns: 'INVALID_POINTER',
    },
    { id: 'CREATE_PORT.9', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'CREATE_PORT-F',
      says: 'frame: of the ports at most the one meant changes, and only in being created; no channel does',
      breaches: (_, code, before, after) => [
        ...after.ports.ports.flatMap((port, i) => {
          const was = before.ports.ports[i]
          const only = i === after.port && code === 'NO_ERROR' && port.created && port.freshness === was?.freshness
          return that(port === was || only, ['ports', 'ports', i], `changed by CREATE_PORT (${code})`)
        }),
        ...that(after.ports.channels === before.ports.channels, ['ports', 'channels'], 'changed by CREATE_PORT'),
      ],
    },
    {
      id: 'CREATE_PORT-M',
      says: 'a port that is created was configured, and matched its configuration',
      breaches: (s, code) =>
        that(
          code !== 'NO_ERROR' || (s.known && s.matching && s.allowed),
          ['ports'],
          'created against its configuration',
        ),
    },
  ],
}

/** GET_PORT_ID: whether the name can be read, whether the caller has created such a port, whether the pointer is valid. */
export interface GetPortIdSituation {
  readonly type: boolean
  readonly name: boolean
  readonly known: boolean
  readonly pointer: boolean
}

const unchanged = <S>(id: string) => [
  {
    id: `${id}-F`,
    says: 'frame: a call that reports leaves ports and channels as they are, whatever it returns',
    breaches: (_: S, code: ReturnCode, before: PortsSlice, after: PortsSlice) =>
      that(after.ports === before.ports, ['ports'], `changed by ${id} (${code})`),
  },
]

export const getPortId: Table<GetPortIdSituation, ReturnCode, PortsSlice> = {
  kind: 'table',
  id: 'GET_PORT_ID',
  says: 'Reports the number of a port that the caller has created, by its name.',
  serves: [portsAsConfigured],
  because: ['ARINC 653 P1 GET_SAMPLING_PORT_ID, GET_QUEUING_PORT_ID'],
  rows: [
    { id: 'GET_PORT_ID.1', says: 'no such type of port', when: (s) => !s.type, returns: 'INVALID_CONFIG' },
    { id: 'GET_PORT_ID.2', says: 'the name cannot be read', when: (s) => !s.name, returns: 'INVALID_POINTER' },
    {
      id: 'GET_PORT_ID.3',
      says: 'the caller has created no port of this name and type',
      when: (s) => !s.known,
      returns: 'INVALID_CONFIG',
    },
    {
      id: 'GET_PORT_ID.4',
      says: 'the caller may not write there',
      when: (s) => !s.pointer,
      returns: 'INVALID_POINTER',
    },
    { id: 'GET_PORT_ID.5', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: unchanged('GET_PORT_ID'),
}

/** GET_PORT_STATUS, GET_PORT_NAME: whether the caller has created such a port, whether the pointer is valid. */
export interface GetPortSituation {
  readonly known: boolean
  readonly pointer: boolean
}

const reporting = (
  id: string,
  says: string,
  because: readonly string[],
): Table<GetPortSituation, ReturnCode, PortsSlice> => ({
  kind: 'table',
  id,
  says,
  serves: [portsAsConfigured],
  because,
  rows: [
    {
      id: `${id}.1`,
      says: 'the caller has created no port of this type and number',
      when: (s) => !s.known,
      returns: 'INVALID_PARAM',
    },
    { id: `${id}.2`, says: 'the caller may not write there', when: (s) => !s.pointer, returns: 'INVALID_POINTER' },
    { id: `${id}.3`, says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: unchanged(id),
})

export const getPortStatus = reporting('GET_PORT_STATUS', 'Reports what a port is, and how its channel stands.', [
  'ARINC 653 P1 GET_SAMPLING_PORT_STATUS, GET_QUEUING_PORT_STATUS',
])
export const getPortName = reporting('GET_PORT_NAME', 'Reports the name of a port.', ['AIR 5.6.2 GET_PORT_NAME'])

/** WRITE_PORT: the port, its length against the port's, the state of its channel, whether the message can be read. */
export interface WritePortSituation {
  readonly known: boolean
  readonly source: boolean
  readonly length: number
  readonly most: number
  /** A queuing channel that holds as many messages as it can. */
  readonly full: boolean
  readonly held: boolean
  readonly pointer: boolean
}

export const writePort: Table<WritePortSituation, ReturnCode, PortsSlice> = {
  kind: 'table',
  id: 'WRITE_PORT',
  says: 'Sends a message: a sampling channel’s last one is replaced, a queuing channel’s queue grows by one.',
  serves: [channelsAsConfigured, portsAsConfigured],
  because: ['AIR_SEP_0670', 'ARINC 653 P1 WRITE_SAMPLING_MESSAGE, SEND_QUEUING_MESSAGE', 'PORTS-V3'],
  rows: [
    {
      id: 'WRITE_PORT.1',
      says: 'the caller has created no port of this type and number',
      when: (s) => !s.known,
      returns: 'INVALID_PARAM',
    },
    { id: 'WRITE_PORT.2', says: 'it is no source', when: (s) => !s.source, returns: 'INVALID_MODE' },
    { id: 'WRITE_PORT.3', says: 'the message is empty', when: (s) => s.length === 0, returns: 'INVALID_PARAM' },
    {
      id: 'WRITE_PORT.4',
      says: 'the message is longer than the port’s longest',
      when: (s) => s.length > s.most,
      returns: 'INVALID_CONFIG',
    },
    {
      id: 'WRITE_PORT.5',
      says: 'somebody holds the channel in mid-copy',
      when: (s) => s.held,
      returns: 'NOT_AVAILABLE',
    },
    {
      id: 'WRITE_PORT.6',
      says: 'the queue is full: that it overflowed is remembered',
      when: (s) => s.full,
      returns: 'NOT_AVAILABLE',
    },
    { id: 'WRITE_PORT.7', says: 'the message cannot be read', when: (s) => !s.pointer, returns: 'INVALID_POINTER' },
    { id: 'WRITE_PORT.8', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'WRITE_PORT-F',
      says: 'frame: only the port’s channel changes, and of the ports only freshness',
      breaches: (_, code, before, after) => [
        ...that(same(others(after), others(before)), ['ports', 'channels'], `another channel changed (${code})`),
        ...after.ports.ports.flatMap((port, i) =>
          that(
            port.created === before.ports.ports[i]?.created,
            ['ports', 'ports', i],
            'created or removed by WRITE_PORT',
          ),
        ),
      ],
    },
    {
      id: 'WRITE_PORT-D',
      says: 'authority: a channel changes only for a caller with its source port, within the configured size',
      breaches: (s, _, before, after) =>
        that(
          after.ports.channels === before.ports.channels || (s.known && s.source && s.length > 0 && s.length <= s.most),
          ['ports', 'channels'],
          'changed by a caller that may not send this',
        ),
    },
  ],
}

/** READ_PORT: the port, its pointers, and how its channel stands towards what is asked. */
export interface ReadPortSituation {
  readonly known: boolean
  readonly destination: boolean
  /** Whether length, and on a sampling port the header, can be written; the header read besides. */
  readonly pointers: boolean
  readonly kind: 'sampling' | 'queuing'
  /** 0 REGULAR, 1 UPDATED, 2 CONDITIONAL; of a sampling port. */
  readonly mode: number
  /** Somebody holds the channel to write. */
  readonly held: boolean
  /** No message waits, or none was ever written (under PORTS-V4 `for all destinations`: and the reader's freshness is EMPTY). */
  readonly empty: boolean
  readonly freshness: Freshness
  /** The message is newer than the reference time. */
  readonly newer: boolean
  readonly overflowed: boolean
  /** Whether the port's longest message could be written where it is wanted. */
  readonly message: boolean
}

export const readPort: Table<ReadPortSituation, ReturnCode, PortsSlice> = {
  kind: 'table',
  id: 'READ_PORT',
  says: 'Receives a message: the last of a sampling channel, which stays; the oldest of a queuing channel, which goes.',
  serves: [channelsAsConfigured, portsAsConfigured],
  because: [
    'AIR_SEP_0690',
    'ARINC 653 P1 READ_SAMPLING_MESSAGE, RECEIVE_QUEUING_MESSAGE; P2 2.3',
    'PORTS-V3',
    'PORTS-V4',
  ],
  rows: [
    {
      id: 'READ_PORT.1',
      says: 'the caller has created no port of this type and number',
      when: (s) => !s.known,
      returns: 'INVALID_PARAM',
    },
    { id: 'READ_PORT.2', says: 'it is no destination', when: (s) => !s.destination, returns: 'INVALID_MODE' },
    {
      id: 'READ_PORT.3',
      says: 'length or header cannot be written, or the header not read',
      when: (s) => !s.pointers,
      returns: 'INVALID_POINTER',
    },
    {
      id: 'READ_PORT.4',
      says: 'sampling: no such way of reading',
      when: (s) => s.kind === 'sampling' && s.mode > 2,
      returns: 'INVALID_PARAM',
    },
    { id: 'READ_PORT.5', says: 'somebody is writing', when: (s) => s.held, returns: 'NOT_AVAILABLE' },
    {
      id: 'READ_PORT.6',
      says: 'sampling: nothing was ever written',
      when: (s) => s.kind === 'sampling' && s.empty,
      returns: 'NO_ACTION',
    },
    {
      id: 'READ_PORT.7',
      says: 'sampling, UPDATED: the reader has read it',
      when: (s) => s.kind === 'sampling' && s.mode === 1 && s.freshness !== 'NEW',
      returns: 'NO_ACTION',
    },
    {
      id: 'READ_PORT.8',
      says: 'sampling, CONDITIONAL: it is not newer than the reference time',
      when: (s) => s.kind === 'sampling' && s.mode === 2 && !s.newer,
      returns: 'NO_ACTION',
    },
    {
      id: 'READ_PORT.9',
      says: 'queuing: no message waits',
      when: (s) => s.kind === 'queuing' && s.empty,
      returns: 'NOT_AVAILABLE',
    },
    {
      id: 'READ_PORT.10',
      says: 'the longest message of the port could not be written there',
      when: (s) => !s.message,
      returns: 'INVALID_POINTER',
    },
    {
      id: 'READ_PORT.11',
      says: 'queuing: the message is delivered, and a message was refused since the last one',
      when: (s) => s.kind === 'queuing' && s.overflowed,
      returns: 'INVALID_CONFIG',
    },
    { id: 'READ_PORT.12', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: 'READ_PORT-F',
      says: 'frame: only the port’s channel changes, a queue at most by its oldest message; of the ports only freshness',
      breaches: (s, code, before, after) => {
        const [was, is] = [before.ports.channels[before.channel ?? -1], after.ports.channels[before.channel ?? -1]]
        return [
          ...that(same(others(after), others(before)), ['ports', 'channels'], `another channel changed (${code})`),
          ...that(
            was === is ||
              (was !== undefined &&
                is !== undefined &&
                (same(is.messages, was.messages) ||
                  (s.kind === 'queuing' && same(is.messages, was.messages.slice(1))))),
            ['ports', 'channels', before.channel ?? -1, 'messages'],
            'changed by more than its oldest message',
          ),
          ...after.ports.ports.flatMap((port, i) =>
            that(
              port.created === before.ports.ports[i]?.created,
              ['ports', 'ports', i],
              'created or removed by READ_PORT',
            ),
          ),
        ]
      },
    },
    {
      id: 'READ_PORT-D',
      says: 'authority: a message goes only to the owner of a destination port of its channel',
      breaches: (s, code, before, after) =>
        that(
          (after.ports === before.ports && code !== 'NO_ERROR') || (s.known && s.destination),
          ['ports'],
          'delivered to a caller that has no such destination',
        ),
    },
  ],
}

export const portsTables = [createPort, getPortId, getPortStatus, getPortName, writePort, readPort] as const
