/** Rules of what is joined: names, channels, the partitions and ports at their ends. */

import { misnamedPartitions, unknownPartitions } from '../partition/rules.ts'
import { repeated } from '../space/rules.ts'
import { that, type Breach, type Rule } from '../statement.ts'
import { channelsAsConfigured, portsAsConfigured } from './requirements.ts'
import type { PortConfiguration } from './vocabulary.ts'
import { type PortsConfiguration, configurator, type End, channelsOf, endsOf, mentionsIn } from './joined.ts'

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
