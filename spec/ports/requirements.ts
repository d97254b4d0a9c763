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

export const nothingLeftHeld: Requirement = {
  kind: 'requirement',
  id: 'PORTS-3',
  says: 'No partition keeps another from a channel by being preempted, halted or restarted.',
  because: ['AIR-GEN-01001', 'AIR-GEN-01070', 'hazard H6'],
}

export const linksAreRemade: Requirement = {
  kind: 'requirement',
  id: 'PORTS-4',
  says: 'A partition creates its ports anew after it was idle or started cold; their contents are not touched by that.',
  because: ['IMA_SEP_1003', 'AIR_SEP_0740', 'hazard H8'],
}

export const portsRequirements = [channelsAsConfigured, portsAsConfigured, nothingLeftHeld, linksAreRemade] as const
