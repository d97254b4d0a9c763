/** The calls of a world, by chapter: what the configuration and the profile make of each. */

import type { World } from '../spec/module/vocabulary.ts'
import type { Processors } from './guest.ts'
import type { ContextProcessors } from './hal-processors.ts'
import type { Windows } from './hal-windows.ts'
import type { Cores } from './hal.ts'
import type { Monitor } from './health-monitor.ts'
import type { Fate, Health } from './health.ts'
import { GuestCalls } from './hypercall-guest.ts'
import { HealthCalls } from './hypercall-health.ts'
import { MessageCalls } from './hypercall-messages.ts'
import { PartitionCalls } from './hypercall-partition.ts'
import { Pointers } from './hypercall-pointers.ts'
import { PortCalls } from './hypercall-ports.ts'
import { SpaceCalls } from './hypercall-space.ts'
import { TimeCalls } from './hypercall-time.ts'
import { WindowCalls } from './hypercall-windows.ts'
import type { Calls } from './hypercall.ts'
import type { Secondaries } from './partition-secondaries.ts'
import type { Partitions } from './partition.ts'
import type { Ports } from './ports.ts'
import type { SharedArea } from './space.ts'
import type { Clock } from './time.ts'
import type { PhysicalMemory } from './words-memory.ts'

/** What calls act on. */
interface Concerned {
  readonly memory: PhysicalMemory
  readonly cores: Cores
  readonly contexts: ContextProcessors
  readonly windows: Windows
  readonly clock: Clock
  readonly partitions: Partitions
  readonly secondaries: Secondaries
  readonly processors: Processors
  readonly ports: Ports
  readonly health: Health
  readonly fate: Fate
  readonly monitor: Monitor
}

export const callsOf = (
  { configuration, platform, profile }: World,
  shared: readonly SharedArea[],
  concerned: Concerned,
): Calls => {
  const { partitions, time } = configuration
  const { kernel } = platform
  const kernelEnd = kernel.base + kernel.bytes
  const pointers = new Pointers(concerned.cores, concerned.memory, profile.hypercall.pointers, kernelEnd)
  const all = { ...concerned, pointers }
  const identifiers = partitions.map(({ identifier }) => identifier)
  const guest = new GuestCalls(
    all,
    partitions.map(({ cores }) => cores),
    profile.hypercall,
  )
  return {
    partition: new PartitionCalls(all, partitions, profile.time.periodUnit === 'ticks'),
    time: new TimeCalls(all, time.schedules, time.ticksPerSecond, {
      lastSwitchInTicks: profile.time.lastSwitchUnit === 'ticks',
      anyoneEndsWindows: profile.time.endWindowPermission === 'anyone',
      frameTicksSwapped: profile.hypercall.frameTicks === 'words swapped',
    }),
    space: new SpaceCalls(pointers, shared),
    ports: new PortCalls(all, profile.ports.createPort === 'in any mode'),
    messages: new MessageCalls(all, profile.ports),
    health: new HealthCalls(all, identifiers, profile.health, profile.hypercall.restartModule === 'restarts'),
    guest,
    windows: new WindowCalls(all, guest),
  }
}
