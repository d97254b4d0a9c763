/** Every fault that can be seeded: the checker's proof that it finds what is wrong. */

import { binaryGuestFaults } from './binary-guests.ts'
import { guestFaults } from './guest.ts'
import { halFaults } from './hal.ts'
import { healthFaults } from './health.ts'
import { hypercallFaults } from './hypercall.ts'
import { machineFaults } from './machine.ts'
import { mmuFaults } from './mmu.ts'
import { moduleFaults } from './module.ts'
import { partitionFaults } from './partition.ts'
import { messageFaults } from './ports-messages.ts'
import { portsFaults } from './ports.ts'
import { slackFaults } from './slack.ts'
import { spaceFaults } from './space.ts'
import { timeFaults } from './time.ts'
import type { Fault } from './fault.ts'

/** In the order of the chapters. */
export const faults: readonly Fault[] = [
  ...machineFaults,
  ...mmuFaults,
  ...halFaults,
  ...spaceFaults,
  ...timeFaults,
  ...slackFaults,
  ...guestFaults,
  ...partitionFaults,
  ...portsFaults,
  ...messageFaults,
  ...healthFaults,
  ...hypercallFaults,
  ...moduleFaults,
  ...binaryGuestFaults,
]

export const faultOf = (id: string): Fault | undefined => faults.find((fault) => fault.id === id)
