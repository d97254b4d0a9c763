/** What the hypervisor shall do about space. */

import type { Requirement } from '../statement.ts'

export const ownMemory: Requirement = {
  kind: 'requirement',
  id: 'SPACE-1',
  says: 'Each partition has memory of its own that no other partition can reach.',
  because: ['AIR_SEP_0010', 'AIR-FUNC-02050', 'AIR-FUNC-02080', 'AIR-FUNC-02230'],
}

export const kernelProtected: Requirement = {
  kind: 'requirement',
  id: 'SPACE-2',
  says: 'No partition reaches the kernel’s memory or the page tables, but for one that the configuration declares supervisor.',
  because: ['AIR_SEP_0090', 'AIR_SEP_0330', 'AIR-FUNC-02020', 'AIR-FUNC-02090', 'AIR-FUNC-02250', 'RB-01960'],
}

export const sharedAsConfigured: Requirement = {
  kind: 'requirement',
  id: 'SPACE-3',
  says: 'Memory is shared only where the configuration says so, with the rights it gives.',
  because: ['AIR_SEP_0070', 'AIR-FUNC-02120', 'AIR-FUNC-02130', 'AIR-FUNC-02141', 'AIR-FUNC-02142'],
}

export const noStaleTranslation: Requirement = {
  kind: 'requirement',
  id: 'SPACE-4',
  says: 'On return to user level no cached translation is usable that the tables in force would not give.',
  because: ['AIR-FUNC-02000', 'AIR-FUNC-02280', 'SPARC V8 appendix H, flush operations'],
}

export const devicesProtected: Requirement = {
  kind: 'requirement',
  id: 'SPACE-5',
  says: 'Devices that no partition was given are reached by the kernel alone, and no device reaches memory unmediated.',
  because: ['AIR-FUNC-02031', 'AIR-FUNC-02060', 'AIR-FUNC-02180', 'AIR-FUNC-02190', 'AIR-FUNC-02220'],
}

export const spaceRequirements = [
  ownMemory,
  kernelProtected,
  sharedAsConfigured,
  noStaleTranslation,
  devicesProtected,
] as const
