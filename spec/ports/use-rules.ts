/** Rules of use: every port joined once, none for nothing. */

import { repeated } from '../space/rules.ts'
import { that, type Rule } from '../statement.ts'
import { channelsAsConfigured, portsAsConfigured } from './requirements.ts'
import { type PortsConfiguration, configurator, keyOf, channelsOf, endsOf, inEachPort } from './joined.ts'

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
