/** Where real systems differ in what a partition may do. */

import type { VariationPoint } from '../statement.ts'
import type { Loader, SupervisorPartition } from './vocabulary.ts'

export const supervisor: VariationPoint<SupervisorPartition> = {
  kind: 'variation point',
  id: 'PARTITION-V1',
  says: 'A partition runs at supervisor level if its configuration says so, or if it happens to hold every permission.',
  because: ['AIR-FUNC-03720', 'AIR-FUNC-03730', 'hazard H1: AIR 5.6.2 sets the level iff the permission bits are 0x7F'],
  choices: { 'air-requirements': 'declared', 'air-papers': 'declared', 'air-5.6.2': 'all permissions' },
}

export const loader: VariationPoint<Loader> = {
  kind: 'variation point',
  id: 'PARTITION-V2',
  says: 'Partitions reload beside one another, or wait for a loader that serves one at a time.',
  because: ['AIR-GEN-01070', 'hazard H11: one global lock; a restart waits while another partition reloads'],
  choices: { 'air-requirements': 'one each', 'air-papers': 'one each', 'air-5.6.2': 'one for all' },
}
