/** The calls about ports, each in the situation that its table asks about. */

import type { World } from '../spec/module/vocabulary.ts'
import {
  createPort,
  getPortId,
  getPortName,
  getPortStatus,
  readPort,
  writePort,
  type PortsSlice,
} from '../spec/ports/tables.ts'
import type { ChannelState, PortConfiguration, PortReference } from '../spec/ports/vocabulary.ts'
import type { Table } from '../spec/statement.ts'
import type { ReturnCode } from '../spec/words/vocabulary.ts'
import { held, type Called, type Told } from './called.ts'
import { may } from './callers-memory.ts'

type Holds = (c: Called) => readonly Told[]

/** A port of the module: its place among all of them, its number for its partition, its channel. */
interface Place {
  readonly index: number
  readonly partition: number
  readonly number: number
  readonly port: PortConfiguration
  readonly channel: number | null
}

const isQueuing = ({ kind }: PortConfiguration): boolean => kind === 'queuing'

const kinds: Readonly<Record<number, PortConfiguration['kind']>> = { 1: 'queuing', 2: 'sampling' }

const placesOf = ({ configuration: { partitions, channels } }: World): readonly Place[] => {
  const all = partitions.flatMap(({ identifier, ports }, partition) => {
    const numbered = [...ports.filter(isQueuing), ...ports.filter((port) => !isQueuing(port))]
    return ports.map((port) => ({
      partition,
      number: numbered.indexOf(port),
      port,
      channel: channels.findIndex(({ sources, destinations }) => {
        const here = (end: PortReference): boolean =>
          end.kind === 'partition' && end.partition === identifier && end.port === port.name
        return sources.some(here) || destinations.some(here)
      }),
    }))
  })
  return all.map((place, index) => ({ ...place, index, channel: place.channel < 0 ? null : place.channel }))
}

const known = new WeakMap<World, readonly Place[]>()

const places = (world: World): readonly Place[] => {
  const before = known.get(world)
  if (before !== undefined) return before
  const anew = placesOf(world)
  known.set(world, anew)
  return anew
}

/** The caller's ports of the type that its first argument asks for. */
const ofType = (c: Called): readonly Place[] =>
  places(c.world).filter(({ partition, port }) => partition === c.caller && port.kind === kinds[c.argument(0)])

const isCreated = (c: Called, place: Place | undefined): boolean =>
  place !== undefined && c.before.ports.ports[place.index]?.created === true

const created = (c: Called): Place | undefined =>
  ofType(c).find((place) => place.number === c.argument(1) && isCreated(c, place))

const heldTo = <S>(
  table: Table<S, ReturnCode, PortsSlice>,
  situation: S,
  c: Called,
  place: Place | undefined,
): readonly Told[] => {
  const of = { port: place?.index ?? null, channel: place?.channel ?? null }
  return held(table, situation, c.happening, { ports: c.before.ports, ...of }, { ports: c.after.ports, ...of })
}

/** A number of 64 bits in two words. */
const long = (high: number, low: number): bigint => BigInt(high) * 0x100000000n + BigInt(low)

const matches = (port: PortConfiguration, [direction, size, third = 0, fourth = 0]: readonly number[]): boolean =>
  direction === (port.direction === 'SOURCE' ? 0 : 1) &&
  size === port.maxMessageSize &&
  (port.kind === 'sampling' ? long(third, fourth) === port.refreshPeriod : third === port.maxMessages && fourth === 0)

const create: Holds = (c) => {
  const place = ofType(c).find(({ port }) => c.names(1, port.name))
  const situation = {
    type: kinds[c.argument(0)] !== undefined,
    name: c.name(1) !== null,
    known: place !== undefined,
    attributes: c.readable(2, 16),
    matching: place !== undefined && matches(place.port, c.words(2, 4)),
    created: isCreated(c, place),
    allowed: c.world.profile.ports.createPort === 'in any mode' || c.before.partitions[c.caller]?.mode !== 'NORMAL',
    pointer: c.writable(3, 4),
  }
  return heldTo(createPort, situation, c, place)
}

const portId: Holds = (c) => {
  const place = ofType(c).find((p) => c.names(1, p.port.name) && isCreated(c, p))
  const situation = {
    type: kinds[c.argument(0)] !== undefined,
    name: c.name(1) !== null,
    known: place !== undefined,
    pointer: c.writable(2, 4),
  }
  return heldTo(getPortId, situation, c, place)
}

const portStatus: Holds = (c) => {
  const place = created(c)
  return heldTo(getPortStatus, { known: place !== undefined, pointer: c.writable(2, 20) }, c, place)
}

const portName: Holds = (c) => {
  const place = created(c)
  return heldTo(getPortName, { known: place !== undefined, pointer: c.writable(2, 32) }, c, place)
}

const channelOf = (c: Called, place: Place | undefined): ChannelState | undefined =>
  c.before.ports.channels[place?.channel ?? -1]

const write: Holds = (c) => {
  const place = created(c)
  const channel = channelOf(c, place)
  const length = c.argument(3)
  const room = place?.port.kind === 'queuing' ? place.port.maxMessages : Infinity
  const situation = {
    known: place !== undefined,
    source: place?.port.direction === 'SOURCE',
    length,
    most: place?.port.maxMessageSize ?? 0,
    full: (channel?.messages.length ?? 0) >= room,
    // At the end of its copy it is the caller itself that held the channel.
    held: channel?.holder != null && !c.copied,
    pointer: c.memory.valid(c.caller, c.argument(2), length, may.load, 1),
  }
  return heldTo(writePort, situation, c, place)
}

/** Length, and of a sampling port the header. */
const readPointers = (c: Called, kind: PortConfiguration['kind'] | undefined): boolean =>
  c.writable(3, 4) && (kind !== 'sampling' || (c.writable(4, 28) && c.readable(4, 28)))

const read: Holds = (c) => {
  const place = created(c)
  const kind = place?.port.kind
  const channel = channelOf(c, place)
  const message = channel?.messages[0]
  const freshness = c.before.ports.ports[place?.index ?? -1]?.freshness ?? 'EMPTY'
  const wasRead = c.world.profile.ports.readConsumes === 'for all destinations' && freshness !== 'EMPTY'
  const [mode = 0, high = 0, low = 0] = kind === 'sampling' ? c.words(4, 3) : []
  const situation = {
    known: place !== undefined,
    destination: place?.port.direction === 'DESTINATION',
    pointers: readPointers(c, kind),
    kind: kind ?? 'queuing',
    // What the header asked for was decided before the copy began.
    mode: c.copied ? 0 : mode,
    held: channel?.holder?.direction === 'SOURCE',
    empty: message === undefined && !(kind === 'sampling' && wasRead),
    freshness,
    newer: BigInt(message?.at ?? 0) > long(high, low),
    overflowed: channel?.overflowed === true,
    message: c.memory.valid(c.caller, c.argument(2), place?.port.maxMessageSize ?? 0, may.store, 1),
  }
  return heldTo(readPort, situation, c, place)
}

export const portCalls = {
  CREATE_PORT: create,
  GET_PORT_ID: portId,
  GET_PORT_STATUS: portStatus,
  GET_PORT_NAME: portName,
  WRITE_PORT: write,
  READ_PORT: read,
} as const satisfies Readonly<Record<string, Holds>>
