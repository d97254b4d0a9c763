/** Where real systems differ in what a partition may do. */

import type { VariationPoint } from '../statement.ts'
import type { SupervisorPartition } from './vocabulary.ts'

export const supervisor: VariationPoint<SupervisorPartition> = {
  kind: 'variation point',
  id: 'PARTITION-V1',
  says: 'A partition runs at supervisor level if its configuration says so, or if it happens to hold every permission.',
  because: ['AIR-FUNC-03720', 'AIR-FUNC-03730', 'hazard H1: AIR 5.6.2 sets the level iff the permission bits are 0x7F'],
  choices: { 'air-requirements': 'declared', 'air-papers': 'declared', 'air-5.6.2': 'all permissions' },
}
