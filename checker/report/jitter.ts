/** The bound on the jitter of every window, in words. */

import { longestSectionOf } from '../../spec/module/statements.ts'
import type { World } from '../../spec/module/vocabulary.ts'
import { counted, grouped } from './durations.ts'

/** How late a window can begin or end: MODULE-I1 holds the model to it after every step. */
export const jitterOf = (world: World): string =>
  `no section of the kernel takes longer than ${counted(longestSectionOf(world), 'cycle')} (of ${grouped(world.platform.cyclesPerTick)} in a tick): ` +
  'no window begins or ends later than that after its tick (MODULE-I1)'
