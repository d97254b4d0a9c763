/** What ports and channels must satisfy. */

import { misnamedPartitions, unknownPartitions, type Mention } from '../partition/rules.ts'
import { repeated } from '../space/rules.ts'
import { that, type Breach, type Path, type Rule } from '../statement.ts'
import { channelsAsConfigured, portsAsConfigured } from './requirements.ts'
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

const configurator = 'AIR 5.6.2 configurator'

/** One end of a channel, and the port it means if there is one. */
interface End {
  readonly at: Path
  readonly reference: PortReference
  readonly port: PortConfiguration | undefined
}

interface Channel {
  readonly at: Path
  readonly channel: ChannelConfiguration
  readonly sources: readonly End[]
  readonly destinations: readonly End[]
}

const keyOf = (partition: Identifier, port: string): string => `${partition}/${port}`

/** The channels, with the port at each end. Of ports that share a name the first counts. */
const channelsOf = ({ partitions, channels }: PortsConfiguration): readonly Channel[] => {
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

const endsOf = ({ sources, destinations }: Channel): readonly End[] => [...sources, ...destinations]

const mentionsIn = (config: PortsConfiguration): readonly Mention[] =>
  channelsOf(config)
    .flatMap(endsOf)
    .flatMap(({ at, reference: r }) =>
      r.kind === 'partition' ? [{ at, partition: r.partition, partitionName: r.partitionName }] : [],
    )

/** Both ends of each pair that a channel joins. */
const inEachPair =
  (breaches: (source: PortConfiguration, destination: PortConfiguration, at: Path) => readonly Breach[]) =>
  (config: PortsConfiguration): readonly Breach[] =>
    channelsOf(config).flatMap(({ sources, destinations }) => {
      const source = sources[0]?.port
      return source === undefined
        ? []
        : destinations.flatMap(({ at, port }) => (port === undefined ? [] : breaches(source, port, [...at, 'port'])))
    })

const inEachPort =
  (breaches: (port: PortConfiguration, at: Path) => readonly Breach[]) =>
  ({ partitions }: PortsConfiguration): readonly Breach[] =>
    partitions.flatMap(({ ports }, p) => ports.flatMap((port, i) => breaches(port, ['partitions', p, 'ports', i])))

export const portNamesDiffer: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R1',
  says: 'The ports of a partition have different names.',
  serves: [portsAsConfigured],
  severity: 'error',
  because: ['ARINC 653 P1 part 5', configurator],
  breaches: ({ partitions }) =>
    partitions.flatMap(({ ports }, p) =>
      repeated(ports, (port) => port.name).map(([i, { name }]) => ({
        at: ['partitions', p, 'ports', i, 'name'],
        why: `the partition has another port "${name}"; choose another name`,
      })),
    ),
}

export const channelIdentifiersDiffer: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R2',
  says: 'Every channel has an identifier of its own.',
  serves: [channelsAsConfigured],
  severity: 'error',
  because: ['ARINC 653 P1 part 5', configurator],
  breaches: ({ channels }) =>
    repeated(channels, (c) => c.identifier).map(([c, { identifier }]) => ({
      at: ['channels', c, 'identifier'],
      why: `channel identifier ${identifier} is taken; choose another`,
    })),
}

export const channelPartitionsExist: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R3',
  says: 'Channels join partitions that exist.',
  serves: [channelsAsConfigured],
  severity: 'error',
  because: ['Muen: references resolve', configurator],
  breaches: (config) => unknownPartitions(config.partitions, mentionsIn(config)),
}

export const channelPortsExist: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R4',
  says: 'Channels join ports that exist.',
  serves: [channelsAsConfigured],
  severity: 'error',
  because: ['Muen: references resolve', configurator],
  breaches: (config) => {
    const known = new Set(config.partitions.map((p) => p.identifier))
    return channelsOf(config)
      .flatMap(endsOf)
      .flatMap(({ at, reference: r, port }) =>
        r.kind === 'partition' && known.has(r.partition) && port === undefined
          ? [
              {
                at: [...at, 'port'],
                why: `partition ${r.partition} has no port "${r.port}"; correct the name, or add the port`,
              },
            ]
          : [],
      )
  },
}

export const mentionsInChannelsAgree: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R5',
  says: 'Where a channel gives the name of a partition beside its identifier, it is that partition’s name.',
  serves: [channelsAsConfigured],
  severity: 'error',
  because: [configurator],
  breaches: (config) => misnamedPartitions(config.partitions, mentionsIn(config)),
}

export const oneSource: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R6',
  says: 'A channel has exactly one source.',
  serves: [channelsAsConfigured],
  severity: 'error',
  because: ['ARINC 653 P1 2.3.5', configurator, 'Muen: exactly one source'],
  breaches: (config) =>
    channelsOf(config).flatMap(({ at, sources }) =>
      that(
        sources.length === 1,
        sources.length === 0 ? at : [...at, 'sources', 1],
        `has ${sources.length} sources; give it one`,
      ),
    ),
}

export const someDestination: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R7',
  says: 'A channel has a destination; from a queuing port it has exactly one.',
  serves: [channelsAsConfigured],
  severity: 'error',
  because: ['AIR_SEP_0670', 'AIR_SEP_0690', configurator],
  breaches: (config) =>
    channelsOf(config).flatMap(({ at, sources, destinations }) => [
      ...that(destinations.length > 0, at, 'has no destination; give it one'),
      ...that(
        destinations.length < 2 || sources[0]?.port?.kind !== 'queuing',
        [...at, 'destinations', 1],
        `a channel from a queuing port has one destination, not ${destinations.length}; make a channel for each`,
      ),
    ]),
}

export const directionsFit: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R8',
  says: 'A channel leads from a source port to destination ports.',
  serves: [channelsAsConfigured, portsAsConfigured],
  severity: 'error',
  because: ['ARINC 653 P1 2.3.5', configurator],
  breaches: (config) =>
    channelsOf(config).flatMap(({ sources, destinations }) => [
      ...sources.flatMap((end) => directed(end, 'SOURCE')),
      ...destinations.flatMap((end) => directed(end, 'DESTINATION')),
    ]),
}

const directed = ({ at, port }: End, direction: PortConfiguration['direction']): readonly Breach[] =>
  that(
    port === undefined || port.direction === direction,
    [...at, 'port'],
    `"${port?.name}" is a ${port?.direction} port and stands where a ${direction} must; turn it, or the channel`,
  )

export const kindsAgree: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R9',
  says: 'All ports of a channel are of one kind.',
  serves: [channelsAsConfigured, portsAsConfigured],
  severity: 'error',
  because: ['ARINC 653 P1 2.3.5', configurator],
  breaches: inEachPair((source, destination, at) =>
    that(
      source.kind === destination.kind,
      at,
      `"${destination.name}" is a ${destination.kind} port, the source "${source.name}" a ` +
        `${source.kind} port; make them alike`,
    ),
  ),
}

export const messageSizesAgree: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R10',
  says: 'All ports of a channel have the same largest message.',
  serves: [portsAsConfigured],
  severity: 'error',
  because: ['ARINC 653 P1 2.3.5', configurator],
  breaches: inEachPair((source, destination, at) =>
    that(
      source.maxMessageSize === destination.maxMessageSize,
      at,
      `"${destination.name}" takes ${destination.maxMessageSize} bytes, the source ` +
        `"${source.name}" sends ${source.maxMessageSize}; make them equal`,
    ),
  ),
}

export const messageNumbersAgree: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R11',
  says: 'Both ports of a queuing channel hold as many messages.',
  serves: [portsAsConfigured],
  severity: 'error',
  because: [configurator],
  breaches: inEachPair((source, destination, at) =>
    source.kind === 'queuing' && destination.kind === 'queuing'
      ? that(
          source.maxMessages === destination.maxMessages,
          at,
          `"${destination.name}" holds ${destination.maxMessages} messages, the source ` +
            `"${source.name}" ${source.maxMessages}; make them equal`,
        )
      : [],
  ),
}

export const refreshPeriodsAgree: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R12',
  says: 'All ports of a sampling channel have the same refresh period.',
  serves: [portsAsConfigured],
  severity: 'warning',
  because: [configurator, 'ARINC 653 P1 2.3.5: the refresh period is the destination’s own'],
  breaches: inEachPair((source, destination, at) =>
    that(
      source.kind !== 'sampling' ||
        destination.kind !== 'sampling' ||
        source.refreshPeriod === destination.refreshPeriod,
      at,
      `"${destination.name}" and the source "${source.name}" have different refresh periods, ` +
        `which AIR’s configurator refuses; make them equal`,
    ),
  ),
}

export const portsAreJoinedOnce: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R13',
  says: 'A port is an end of one channel, once.',
  serves: [channelsAsConfigured],
  severity: 'error',
  because: [configurator, 'Muen: exactly one source, one target'],
  breaches: (config) =>
    repeated(
      channelsOf(config)
        .flatMap(endsOf)
        .flatMap(({ at, reference: r }) =>
          r.kind === 'partition' ? [{ at, port: r.port, key: keyOf(r.partition, r.port) }] : [],
        ),
      ({ key }) => key,
    ).map(([, { at, port }]) => ({
      at: [...at, 'port'],
      why: `"${port}" is an end of a channel already; give each channel ports of its own`,
    })),
}

export const portsAreJoined: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R14',
  says: 'Every port is an end of a channel. An error to AIR’s configurator; nothing goes wrong, so a warning here.',
  serves: [portsAsConfigured],
  severity: 'warning',
  because: [configurator],
  breaches: (config) => {
    const joined = new Set(
      config.channels.flatMap(({ sources, destinations }) =>
        [...sources, ...destinations].flatMap((r) => (r.kind === 'partition' ? [keyOf(r.partition, r.port)] : [])),
      ),
    )
    return config.partitions.flatMap(({ identifier, ports }, p) =>
      ports.flatMap(({ name }, i) =>
        that(
          joined.has(keyOf(identifier, name)),
          ['partitions', p, 'ports', i],
          `"${name}" is no end of any channel; join or remove it`,
        ),
      ),
    )
  },
}

export const portsCarrySomething: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R15',
  says:
    'A port carries messages of at least one byte, a queuing port at least one of them; a refresh ' +
    'period is not zero.',
  serves: [portsAsConfigured],
  severity: 'error',
  because: ['ARINC 653 P1 2.3.5', configurator],
  breaches: inEachPort((port, at) => [
    ...that(
      port.maxMessageSize > 0,
      [...at, 'maxMessageSize'],
      `"${port.name}" takes messages of 0 bytes; give at least 1`,
    ),
    ...(port.kind === 'queuing'
      ? that(port.maxMessages > 0, [...at, 'maxMessages'], `"${port.name}" holds 0 messages; give at least 1`)
      : that(
          port.refreshPeriod > 0n,
          [...at, 'refreshPeriod'],
          `"${port.name}" has a refresh period of 0; give a longer one`,
        )),
  ]),
}

export const channelsJoinThisModule: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R16',
  says: 'A channel has an end in this module.',
  serves: [channelsAsConfigured],
  severity: 'warning',
  because: ['ARINC 653 P1 part 5: pseudo partitions are outside the module'],
  breaches: ({ channels }) =>
    channels.flatMap(({ sources, destinations }, c) => {
      const all = [...sources, ...destinations]
      return that(
        all.length === 0 || all.some((r) => r.kind === 'partition'),
        ['channels', c],
        'all its ends are pseudo partitions, outside this module; remove it, or join a port',
      )
    }),
}

export const channelsLeadElsewhere: Rule<PortsConfiguration> = {
  kind: 'rule',
  id: 'PORTS-R17',
  says: 'A channel leads to another partition than it comes from.',
  serves: [channelsAsConfigured],
  severity: 'warning',
  because: ['Muen: no channel refers to itself'],
  breaches: (config) =>
    channelsOf(config).flatMap(({ sources, destinations }) => {
      const source = sources[0]?.reference
      return destinations.flatMap(({ at, reference: r }) =>
        that(
          source?.kind !== 'partition' || r.kind !== 'partition' || source.partition !== r.partition,
          [...at, 'partition'],
          'leads back to the partition it comes from; a variable would do',
        ),
      )
    }),
}

/** Every rule of this chapter. */
export const portsRules: readonly Rule<PortsConfiguration>[] = [
  portNamesDiffer,
  channelIdentifiersDiffer,
  channelPartitionsExist,
  channelPortsExist,
  mentionsInChannelsAgree,
  oneSource,
  someDestination,
  directionsFit,
  kindsAgree,
  messageSizesAgree,
  messageNumbersAgree,
  refreshPeriodsAgree,
  portsAreJoinedOnce,
  portsAreJoined,
  portsCarrySomething,
  channelsJoinThisModule,
  channelsLeadElsewhere,
]
