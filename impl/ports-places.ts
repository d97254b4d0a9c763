/** Where each port of a module has its place: its number for its partition, its channel. Worked out once per world. */

import type { ChannelConfiguration, PortConfiguration, PortPlace, PortReference } from '../spec/ports/vocabulary.ts'
import type { Identifier } from '../spec/words/vocabulary.ts'

/** What the configuration says of ports. */
export interface PortsConfiguration {
  readonly partitions: readonly { readonly identifier: Identifier; readonly ports: readonly PortConfiguration[] }[]
  readonly channels: readonly ChannelConfiguration[]
}

/** What of a channel its ports determine. */
export interface ChannelShape {
  readonly kind: PortConfiguration['kind']
  /** Most messages, and most bytes of one. */
  readonly messages: number
  readonly bytes: number
  /** The ports of this module that it leads to, as their positions among all. */
  readonly destinations: readonly number[]
}

/** All ports: partitions in order, each with its ports in order. */
export const portPlaces = ({ partitions, channels }: PortsConfiguration): readonly PortPlace[] =>
  partitions.flatMap(({ identifier, ports }, partition) =>
    ports.map((port, i) => ({
      partition,
      kind: port.kind,
      number: numberOf(ports, i),
      port,
      channel: channelOf(channels, identifier, port.name),
    })),
  )

/** The number of the port at a position: queuing ports are counted before sampling ports. */
const numberOf = (ports: readonly PortConfiguration[], position: number): number => {
  const { kind } = ports[position]
  const before = ports.slice(0, position).filter((port) => port.kind === kind).length
  return kind === 'queuing' ? before : before + ports.filter((port) => port.kind === 'queuing').length
}

/** The first channel that names a port as an end. */
const channelOf = (channels: readonly ChannelConfiguration[], partition: Identifier, name: string): number | null => {
  const place = channels.findIndex(({ sources, destinations }) =>
    [...sources, ...destinations].some((end) => isEnd(end, partition, name)),
  )
  return place < 0 ? null : place
}

const isEnd = (end: PortReference, partition: Identifier, name: string): boolean =>
  end.kind === 'partition' && end.partition === partition && end.port === name

/** The shape of each channel; one that no port of this module is an end of holds nothing. */
export const channelShapes = (
  channels: readonly ChannelConfiguration[],
  places: readonly PortPlace[],
): readonly ChannelShape[] =>
  channels.map((_, channel) => {
    const ends = places.flatMap((place, i) => (place.channel === channel ? [{ ...place, i }] : []))
    const destinations = ends.filter(({ port }) => port.direction === 'DESTINATION').map(({ i }) => i)
    return {
      kind: ends[0]?.kind ?? 'sampling',
      messages: Math.max(0, ...ends.map(({ port }) => (port.kind === 'queuing' ? port.maxMessages : 1))),
      bytes: Math.max(0, ...ends.map(({ port }) => port.maxMessageSize)),
      destinations,
    }
  })
