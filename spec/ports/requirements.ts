/** What the hypervisor shall do about ports and channels. */

import type { Requirement } from '../statement.ts'

export const channelsAsConfigured: Requirement = {
  kind: 'requirement',
  id: 'PORTS-1',
  says: 'A message goes from a channel’s source port to its destination ports, and nowhere else.',
  because: ['AIR_SEP_0670', 'AIR_SEP_0690', 'ARINC 653 P1 2.3.5', 'RB-05130'],
}

export const portsAsConfigured: Requirement = {
  kind: 'requirement',
  id: 'PORTS-2',
  says: 'A port has the kind, direction and sizes of its configuration, and carries no message beyond them.',
  because: ['AIR_SEP_0700', 'AIR_SEP_0750', 'ARINC 653 P1 2.3.5'],
}

export const portsRequirements = [channelsAsConfigured, portsAsConfigured] as const
