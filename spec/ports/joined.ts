/** Ports and channels put together: which port is an end of which channel. */

import type { Mention } from '../partition/rules.ts'
import type { Breach, Path } from '../statement.ts'
import type { Identifier } from '../words/vocabulary.ts'
import type { ChannelConfiguration, PortConfiguration, PortReference } from './vocabulary.ts'

/** What of a module's configuration concerns ports. */
export interface PortsConfiguration {
  readonly partitions: readonly {
    readonly identifier: Identifier
    readonly name: string
    readonly ports: readonly PortConfiguration[]
  }[]
  readonly channels: readonly ChannelConfiguration[]
}

export const configurator = 'AIR 5.6.2 configurator'

/** One end of a channel, and the port it means if there is one. */
export interface End {
  readonly at: Path
  readonly reference: PortReference
  readonly port: PortConfiguration | undefined
}

export interface Channel {
  readonly at: Path
  readonly channel: ChannelConfiguration
  readonly sources: readonly End[]
  readonly destinations: readonly End[]
}

export const keyOf = (partition: Identifier, port: string): string => `${partition}/${port}`

/** The channels, with the port at each end. Of ports that share a name the first counts. */
export const channelsOf = ({ partitions, channels }: PortsConfiguration): readonly Channel[] => {
  const ports = new Map(
    partitions
      .toReversed()
      .flatMap(({ identifier, ports: all }) =>
        all.toReversed().map((port) => [keyOf(identifier, port.name), port] as const),
      ),
  )
  const end = (reference: PortReference, at: Path): End => ({
    at,
    reference,
    port: reference.kind === 'partition' ? ports.get(keyOf(reference.partition, reference.port)) : undefined,
  })
  return channels.map((channel, c) => ({
    at: ['channels', c],
    channel,
    sources: channel.sources.map((reference, i) => end(reference, ['channels', c, 'sources', i])),
    destinations: channel.destinations.map((reference, i) => end(reference, ['channels', c, 'destinations', i])),
  }))
}

export const endsOf = ({ sources, destinations }: Channel): readonly End[] => [...sources, ...destinations]

export const mentionsIn = (config: PortsConfiguration): readonly Mention[] =>
  channelsOf(config)
    .flatMap(endsOf)
    .flatMap(({ at, reference: r }) =>
      r.kind === 'partition' ? [{ at, partition: r.partition, partitionName: r.partitionName }] : [],
    )

/** Both ends of each pair that a channel joins. */
export const inEachPair =
  (breaches: (source: PortConfiguration, destination: PortConfiguration, at: Path) => readonly Breach[]) =>
  (config: PortsConfiguration): readonly Breach[] =>
    channelsOf(config).flatMap(({ sources, destinations }) => {
      const source = sources[0]?.port
      return source === undefined
        ? []
        : destinations.flatMap(({ at, port }) => (port === undefined ? [] : breaches(source, port, [...at, 'port'])))
    })

export const inEachPort =
  (breaches: (port: PortConfiguration, at: Path) => readonly Breach[]) =>
  ({ partitions }: PortsConfiguration): readonly Breach[] =>
    partitions.flatMap(({ ports }, p) => ports.flatMap((port, i) => breaches(port, ['partitions', p, 'ports', i])))
