/** Every fault that can be seeded: the checker's proof that it finds what is wrong. */

import { halFaults } from './hal.ts'
import { mmuFaults } from './mmu.ts'
import { moduleFaults } from './module.ts'
import { partitionFaults } from './partition.ts'
import { spaceFaults } from './space.ts'
import { timeFaults } from './time.ts'
import type { Fault } from './fault.ts'

/** In the order of the chapters. */
export const faults: readonly Fault[] = [
  ...mmuFaults,
  ...halFaults,
  ...spaceFaults,
  ...timeFaults,
  ...partitionFaults,
  ...moduleFaults,
]

export const faultOf = (id: string): Fault | undefined => faults.find((fault) => fault.id === id)
