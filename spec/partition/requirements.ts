/** What the hypervisor shall do about partitions: their modes, their authority, their level. */

import type { Requirement } from '../statement.ts'

export const legalModes: Requirement = {
  kind: 'requirement',
  id: 'PARTITION-1',
  says: 'A partition changes its operating mode only as the table of valid transitions allows.',
  because: [
    'AIR_SEP_0530',
    'AIR_SEP_0560',
    'AIR-FUNC-04800',
    'AIR-FUNC-04840',
    'AIR-FUNC-04860',
    'ARINC 653 P1 2.3.1.4',
  ],
}

export const authorisedMode: Requirement = {
  kind: 'requirement',
  id: 'PARTITION-2',
  says: 'A partition changes or inspects another only with the permission to do so.',
  because: ['AIR_SEP_0540', 'AIR_SEP_0550', 'AIR_SEP_0555', 'RB-01152'],
}

export const userLevel: Requirement = {
  kind: 'requirement',
  id: 'PARTITION-3',
  says: 'Partitions run at user level unless declared supervisor, and gain supervisor rights by no way but a trap into the kernel.',
  because: ['AIR_SEP_0300', 'AIR_SEP_0310', 'AIR_SEP_0320', 'AIR-FUNC-03700', 'AIR-FUNC-03730', 'AIR-FUNC-03740'],
}

export const namedUniquely: Requirement = {
  kind: 'requirement',
  id: 'PARTITION-4',
  says: 'Every partition is known by one identifier and one name.',
  because: ['AIR_SEP_1000', 'ARINC 653 P1 part 5'],
}

export const contained: Requirement = {
  kind: 'requirement',
  id: 'PARTITION-5',
  says: 'A fault or a privileged instruction stops the partition that raised it and no other.',
  because: ['AIR_SEP_0300', 'RB-01170', 'RB-01340'],
}

export const partitionRequirements = [legalModes, authorisedMode, userLevel, namedUniquely, contained] as const
