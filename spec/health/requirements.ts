/** What the hypervisor shall do about health monitoring. */

import type { Requirement } from '../statement.ts'

export const errorsAsConfigured: Requirement = {
  kind: 'requirement',
  id: 'HEALTH-1',
  says: 'An error is handled at the level, and with the action, that the configuration’s tables give for it.',
  because: ['AIR_SEP_0430', 'AIR-FUNC-04700', 'ARINC 653 P1 part 2.4'],
}

export const errorsContained: Requirement = {
  kind: 'requirement',
  id: 'HEALTH-2',
  says: 'An error of a partition has no effect on another, unless the configuration gives it to the module.',
  because: ['RB-01170', 'AIR-GEN-01000'],
}

export const errorsLogged: Requirement = {
  kind: 'requirement',
  id: 'HEALTH-3',
  says: 'Every error is logged with its time, level and partition; the log keeps the last 32.',
  because: ['AIR_SEP_0430', 'RB-01905'],
}

export const lockGivenBack: Requirement = {
  kind: 'requirement',
  id: 'HEALTH-4',
  says: 'The monitor is never kept from handling an error.',
  because: ['AIR-GEN-01070', 'RB-01905', 'hazard H5'],
}

export const healthRequirements = [errorsAsConfigured, errorsContained, errorsLogged, lockGivenBack] as const
