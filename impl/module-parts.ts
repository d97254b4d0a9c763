/**
 * The parts of an emulator, made once per world: what the configuration and the profile determine is worked out here.
 */

import { cellKind, contribution, type World } from '../spec/module/vocabulary.ts'
import { Cores } from './hal.ts'
import { Mmu } from './mmu.ts'
import { Digester, undigested } from './module-digest.ts'
import { Script } from './module-programs.ts'
import { Services } from './partition-services.ts'
import { Partitions } from './partition.ts'
import { buildSpaces } from './space.ts'
import { Clock } from './time.ts'
import { PhysicalMemory } from './words-memory.ts'
import { Sum } from './words.ts'

export interface Parts {
  readonly memory: PhysicalMemory
  readonly mmu: Mmu
  readonly cores: Cores
  readonly clock: Clock
  readonly partitions: Partitions
  readonly services: Services
  readonly script: Script
  readonly digester: Digester
}

/** The parts of a world's emulator, as they are before its start. */
export const partsOf = ({ configuration, platform, profile }: World): Parts => {
  const { time } = configuration
  const { tables, spans } = buildSpaces({ ...configuration, ...platform })
  const stored = new Sum(contribution)
  const memory = new PhysicalMemory(spans, stored)
  tables.write((physical, value) => memory.poke(physical, value))
  const mmu = new Mmu(memory, time.requiredCores)
  mmu.contextTable = platform.contextTable
  const cores = new Cores(time.requiredCores, mmu, memory, platform)
  const identifiers = configuration.partitions.map(({ identifier }) => identifier)
  const clock = new Clock(time, identifiers)
  const partitions = new Partitions(configuration.partitions, time, {
    cores,
    clock,
    rules: {
      reloadCycles: platform.costs.reload,
      supervisorByPermissions: profile.partition.supervisor === 'all permissions',
      actionAtFirstDispatch: profile.time.changeActionApplies === 'at first dispatch',
      everyClockCatchesUp: profile.time.elapsedTime === 'all',
    },
  })
  const services = new Services({ cores, clock, partitions }, identifiers, time, profile.time)
  const script = new Script(configuration)
  const digester = new Digester(stored, [
    { cells: clock.cells, kind: cellKind.time, fields: [0, 1, 2, 3, 4] },
    { cells: clock.windows, kind: cellKind.coreTime, fields: [0, 1, 2, 3] },
    { cells: cores.cells, kind: cellKind.core, fields: [0, 1, ...contextFields(6)] },
    { cells: mmu.registers, kind: cellKind.core, fields: [3, 4, 5] },
    { cells: partitions.cells, kind: cellKind.partition, fields: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...contextFields(10)] },
    { cells: script.cells, kind: cellKind.consumed, fields: consumedFields(partitions.count, cores.count) },
  ])
  return { memory, mmu, cores, clock, partitions, services, script, digester }
}

/** The fields of a context's cells, from `first` on; operands and names of calls are left to the full comparison. */
const contextFields = (first: number): readonly number[] => [
  ...[0, 1, 2, 3, 4].map((i) => first + i),
  ...[undigested, undigested, undigested],
]

/** Choices, left; from 8 the effects of each partition; from 32 the events of each core. */
const consumedFields = (partitions: number, cores: number): readonly number[] => [
  0,
  1,
  ...Array.from({ length: partitions }, (_, p) => 8 + p),
  ...Array.from({ length: cores }, (_, core) => 32 + core),
]
