/** What the hypervisor shall do as a whole. */

import type { Requirement } from '../statement.ts'

export const staticConfiguration: Requirement = {
  kind: 'requirement',
  id: 'MODULE-1',
  says: 'What a module does is determined by its static configuration, its partitions’ programs and what comes from outside.',
  because: ['RB-01110', 'RB-01130', 'AIR_SEP_0990', 'AIR_SEP_1020'],
}

export const withinLimits: Requirement = {
  kind: 'requirement',
  id: 'MODULE-2',
  says: 'A module has at most 16 partitions, 16 schedules, 4 cores, 256 sampling and 256 queuing ports.',
  because: ['AIR-GEN-00040 to AIR-GEN-00100'],
}

export const boundedSections: Requirement = {
  kind: 'requirement',
  id: 'MODULE-3',
  says: 'No section of the kernel delays the clock by more than a known bound.',
  because: ['AIR-GEN-01080', 'AIR_SEP_1030', 'AIR-FUNC-03140'],
}

export const declaredEffects: Requirement = {
  kind: 'requirement',
  id: 'MODULE-4',
  says: 'A step changes what it declares to change, and nothing else.',
  because: ['RB-01170', 'AIR-GEN-01060'],
}

export const moduleRequirements = [staticConfiguration, withinLimits, boundedSections, declaredEffects] as const
