/** Rules of agreement: the ports of a channel are of one kind, size, number and period. */

import { that, type Rule } from '../statement.ts'
import { channelsAsConfigured, portsAsConfigured } from './requirements.ts'
import { type PortsConfiguration, configurator, inEachPair } from './joined.ts'

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
