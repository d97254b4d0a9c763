/** What the hypervisor shall do about health monitoring. */

import type { Requirement } from '../statement.ts'

export const errorsAsConfigured: Requirement = {
  kind: 'requirement',
  id: 'HEALTH-1',
  says: 'An error is handled at the level, and with the action, that the configuration’s tables give for it.',
  because: ['AIR_SEP_0430', 'AIR-FUNC-04700', 'ARINC 653 P1 part 2.4'],
}

export const healthRequirements = [errorsAsConfigured] as const
