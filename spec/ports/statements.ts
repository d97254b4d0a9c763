/** Ports and channels: what their state can be, whatever calls are made. */

import { isStopped } from '../partition/statements.ts'
import type { PartitionStateName } from '../partition/vocabulary.ts'
import type { Breach, Invariant } from '../statement.ts'
import type { Identifier } from '../words/vocabulary.ts'
import { nothingLeftHeld, channelsAsConfigured, linksAreRemade, portsAsConfigured } from './requirements.ts'
import type {
  ChannelConfiguration,
  ChannelState,
  PortConfiguration,
  PortPlace,
  PortReference,
  PortsState,
} from './vocabulary.ts'

/** A channel with its ends found: the places of its source and of its destinations among the module's ports. */
export interface ConfiguredChannel {
  /** Null for a channel without a port of the module that sends. */
  readonly source: number | null
  readonly destinations: readonly number[]
  /** What its ports are; null for one without ports in the module. */
  readonly kind: PortConfiguration['kind'] | null
  readonly maxMessageSize: number
  /** Messages it can hold: one, on a sampling channel. */
  readonly maxMessages: number
}

/** What the ports' invariants know of the module. */
export interface PortsWorld {
  readonly places: readonly PortPlace[]
  readonly channels: readonly ConfiguredChannel[]
}

/** Every port of the module: partitions in order, each with its ports in order. */
export const portPlaces = (
  partitions: readonly { readonly identifier: Identifier; readonly ports: readonly PortConfiguration[] }[],
  channels: readonly ChannelConfiguration[],
): readonly PortPlace[] =>
  partitions.flatMap(({ identifier, ports }, partition) =>
    ports.map((port, i) => ({
      partition,
      kind: port.kind,
      number: numberOf(ports, port, i),
      port,
      channel: channelOf(channels, identifier, port.name),
    })),
  )

/** Queuing ports are numbered before sampling ports, each in the order of the configuration. */
const numberOf = (ports: readonly PortConfiguration[], { kind }: PortConfiguration, at: number): number => {
  const before = ports.slice(0, at).filter((other) => other.kind === kind).length
  return kind === 'queuing' ? before : before + ports.filter((other) => other.kind === 'queuing').length
}

const names = (reference: PortReference, partition: Identifier, name: string): boolean =>
  reference.kind === 'partition' && reference.partition === partition && reference.port === name

const channelOf = (channels: readonly ChannelConfiguration[], partition: Identifier, name: string): number | null => {
  const found = channels.findIndex(({ sources, destinations }) =>
    [...sources, ...destinations].some((end) => names(end, partition, name)),
  )
  return found < 0 ? null : found
}

/** The channels of a module, their ends found among its ports. */
export const configuredChannels = (
  places: readonly PortPlace[],
  channels: readonly ChannelConfiguration[],
): readonly ConfiguredChannel[] =>
  channels.map((_, channel) => {
    const ends = places.flatMap((place, i) => (place.channel === channel ? [{ ...place, at: i }] : []))
    const first = ends[0]?.port
    return {
      source: ends.find(({ port }) => port.direction === 'SOURCE')?.at ?? null,
      destinations: ends.flatMap(({ port, at }) => (port.direction === 'DESTINATION' ? [at] : [])),
      kind: first?.kind ?? null,
      maxMessageSize: first?.maxMessageSize ?? 0,
      maxMessages: first?.kind === 'queuing' ? first.maxMessages : 1,
    }
  })

/** What they see of the state: ports and channels, and how each partition stands. */
export interface PortsView {
  readonly ports: PortsState
  readonly states: readonly PartitionStateName[]
}

/** Whether a channel holds no more than it may, and nothing longer or empty. */
const bounded = ({ messages }: ChannelState, configured: ConfiguredChannel | undefined): boolean =>
  messages.length <= (configured?.maxMessages ?? 0) &&
  messages.every(({ bytes }) => 0 < bytes.length && bytes.length <= (configured?.maxMessageSize ?? 0))

export const channelsAreBounded: Invariant<PortsWorld, PortsView> = {
  kind: 'invariant',
  id: 'PORTS-I1',
  says: 'No channel holds more messages than its configuration allows, none of them longer or empty.',
  serves: [portsAsConfigured],
  breaches: ({ channels }, { ports }) =>
    wherever(
      ports.channels,
      (channel, c) => !bounded(channel, channels[c]),
      ({ messages }, c) => ({
        at: ['ports', 'channels', c],
        why: `holds messages of ${messages.map(({ bytes }) => bytes.length).join(', ')} bytes`,
      }),
    ),
}

export const freshnessHasMeaning: Invariant<PortsWorld, PortsView> = {
  kind: 'invariant',
  id: 'PORTS-I2',
  says: 'Only a destination of a sampling channel that has a message is NEW or CONSUMED.',
  serves: [channelsAsConfigured],
  fails: { 'air-5.6.2': 'H7: a read of a channel that was never written makes its destinations CONSUMED' },
  breaches: ({ places }, { ports }) =>
    wherever(
      ports.ports,
      ({ freshness }, i) => freshness !== 'EMPTY' && !hasSomethingToRead(places[i], ports),
      ({ freshness }, i) => ({ at: ['ports', 'ports', i], why: `is ${freshness}` }),
    ),
}

/** Whether a port is a destination of a sampling channel that was written. */
const hasSomethingToRead = (place: PortPlace | undefined, { channels }: PortsState): boolean =>
  place?.channel != null &&
  place.kind === 'sampling' &&
  place.port.direction === 'DESTINATION' &&
  (channels[place.channel]?.messages.length ?? 0) > 0

export const nobodyHoldsAChannel: Invariant<PortsWorld, PortsView> = {
  kind: 'invariant',
  id: 'PORTS-I3',
  says: 'Where a section of the kernel ends nobody holds a channel.',
  serves: [nothingLeftHeld],
  fails: { 'air-5.6.2': 'H6: a copy is preempted with the channel held, and the holder may never come back' },
  breaches: (_, { ports }) =>
    wherever(
      ports.channels,
      ({ holder }) => holder !== null,
      ({ holder }, c) => ({ at: ['ports', 'channels', c, 'holder'], why: `is partition ${holder?.partition}` }),
    ),
}

export const linksNeedAPartition: Invariant<PortsWorld, PortsView & { readonly warm: readonly boolean[] }> = {
  kind: 'invariant',
  id: 'PORTS-I4',
  says: 'A partition that was halted, or that starts cold, has no created port.',
  serves: [linksAreRemade],
  fails: { 'air-5.6.2': 'H8: the created flag is cleared only at boot' },
  breaches: ({ places }, { ports, states, warm }) => {
    const without = states.map((state, p) => isStopped(state) && warm[p] !== true)
    return wherever(
      ports.ports,
      ({ created }, i) => created && without[places[i]?.partition ?? -1] === true,
      (_, i) => ({ at: ['ports', 'ports', i], why: 'is created, and its partition has not begun' }),
    )
  },
}

/** A breach for each record that is wrong. Most often none is, and nothing is made. */
const wherever = <T>(
  records: readonly T[],
  wrong: (record: T, index: number) => boolean,
  told: (record: T, index: number) => Breach,
): readonly Breach[] =>
  records.some(wrong) ? records.flatMap((record, i) => (wrong(record, i) ? [told(record, i)] : [])) : []
