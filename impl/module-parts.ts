/**
 * The parts of an emulator, made once per world: what the configuration and the profile determine is worked out here.
 */

import { event } from '../spec/guest/vocabulary.ts'
import { cellKind, contribution, secondariesOf, type World } from '../spec/module/vocabulary.ts'
import { Processors } from './guest.ts'
import { ContextProcessors } from './hal-processors.ts'
import { Windows } from './hal-windows.ts'
import { Cores, operandCells } from './hal.ts'
import { Monitor } from './health-monitor.ts'
import { HealthTables } from './health-tables.ts'
import { Fate, Health } from './health.ts'
import { Services } from './hypercall.ts'
import { blocksOf, layoutFor } from './machine-layout.ts'
import { Mmu } from './mmu.ts'
import { callsOf } from './module-calls.ts'
import { Digester, undigested, type Covered } from './module-digest.ts'
import { Images } from './module-images.ts'
import { ProcessorDigest } from './module-processor-digest.ts'
import { Script } from './module-programs.ts'
import { Secondaries } from './partition-secondaries.ts'
import { Partitions, type PartitionRules, type PartitionWitness } from './partition.ts'
import { Ports } from './ports.ts'
import { buildSpaces } from './space.ts'
import { Slack } from './time-slack.ts'
import { Clock } from './time.ts'
import { PhysicalMemory } from './words-memory.ts'
import { Sum, type Restorable } from './words.ts'

/** What holds the state of a run. */
export interface Holders {
  readonly memory: PhysicalMemory
  readonly mmu: Mmu
  readonly cores: Cores
  /** The processors of binary programs' contexts. */
  readonly contexts: ContextProcessors
  readonly clock: Clock
  readonly partitions: Partitions
  readonly secondaries: Secondaries
  readonly processors: Processors
  readonly ports: Ports
  readonly health: Health
  readonly fate: Fate
  readonly script: Script
}

export interface Parts extends Holders {
  readonly slack: Slack
  readonly images: Images
  readonly windows: Windows
  readonly monitor: Monitor
  readonly services: Services
  readonly digester: Digester
}

/** The parts of a world's emulator, as they are before its start. */
export const partsOf = (world: World): Parts => {
  const { configuration, platform, profile } = world
  const { time } = configuration
  const { tables, spans, shared, own } = buildSpaces({ ...configuration, ...platform })
  const stored = new Sum(contribution)
  const guests = world.images ?? []
  const layout = layoutFor(time.requiredCores, blocksOf.guests)
  const memory = new PhysicalMemory(spans, stored, guests.some((image) => image !== null) ? layout.memory : 0)
  tables.write((physical, value) => memory.poke(physical, value))
  const mmu = new Mmu(memory, time.requiredCores)
  mmu.contextTable = platform.contextTable
  const cores = new Cores(time.requiredCores, mmu, memory, platform)
  const images = new Images(guests, own, memory)
  const virtualCores = configuration.partitions.map((partition) => partition.cores)
  const contexts = new ContextProcessors({
    cores,
    memory,
    layout,
    beginnings: images.beginnings,
    secondaries: secondariesOf(configuration).length,
  })
  const identifiers = configuration.partitions.map(({ identifier }) => identifier)
  const clock = new Clock(time, identifiers)
  const processors = new Processors(
    configuration.partitions.map(({ cache }) => (cache.data ? 3 : 0) + (cache.code ? 12 : 0)),
  )
  const ports = new Ports(configuration, time.ticksPerSecond, profile.ports.restartClears)
  const health = new Health(identifiers.length)
  const fate = new Fate()
  const missedTicksAreTold = profile.guest.missedTicks === 'and at its dispatch'
  const secondaries = new Secondaries(virtualCores, cores, contexts, clock)
  const witness = witnessOf(processors, ports, health, missedTicksAreTold)
  const partitions = new Partitions(configuration.partitions, time, {
    cores,
    contexts,
    clock,
    rules: rulesOf(world),
    witness: stopping(secondaries, witness),
  })
  const script = new Script({
    partitions: identifiers.length,
    secondaries: secondaries.count,
    cores: time.requiredCores,
    trapsLoop: profile.hypercall.unassignedTrap === 'loops',
  })
  const holders = {
    memory,
    mmu,
    cores,
    contexts,
    clock,
    partitions,
    secondaries,
    processors,
    ports,
    health,
    fate,
    script,
  }
  const monitor = new Monitor(new HealthTables(configuration.health, identifiers), holders)
  const slack = new Slack(configuration, clock)
  const windows = new Windows(cores, memory, contexts)
  const concerned = { ...holders, slack, images, windows }
  const services = new Services(concerned, callsOf(world, shared, { ...concerned, monitor }), platform.costs.copy)
  const processorDigest = contexts.areAny ? new ProcessorDigest(contexts) : null
  return { ...concerned, monitor, services, digester: new Digester(stored, coveredCells(holders), processorDigest) }
}

const rulesOf = ({ platform, profile }: World): PartitionRules => ({
  reloadCycles: platform.costs.reload,
  supervisorByPermissions: profile.partition.supervisor === 'all permissions',
  actionAtFirstDispatch: profile.time.changeActionApplies === 'at first dispatch',
  everyClockCatchesUp: profile.time.elapsedTime === 'all',
  oneLoaderForAll: profile.partition.loader === 'one for all',
})

/** Who hears what befalls partitions. */
const witnessOf = (
  processors: Processors,
  ports: Ports,
  health: Health,
  missedTicksAreTold: boolean,
): PartitionWitness => ({
  beginsAnew: (p, mode) => {
    health.refresh(p)
    processors.refresh(p)
    ports.clear(p, mode)
  },
  changesSchedule: (p) => {
    processors.announce(p, event.SCHEDULE_CHANGE)
  },
  catchesUp: (p) => {
    if (missedTicksAreTold) processors.announceTick(p)
  },
})

/** The same, and secondaries stop where their partition begins anew. */
const stopping = (secondaries: Secondaries, witness: PartitionWitness): PartitionWitness => ({
  ...witness,
  beginsAnew: (p, mode) => {
    witness.beginsAnew(p, mode)
    secondaries.stop(p)
  },
})

/** What a run changes and the next takes back. The script is loaded anew. */
export const statefulParts = (holders: Holders): readonly Restorable[] => {
  const { memory, mmu, cores, contexts, clock, partitions, secondaries, processors, ports, health, fate } = holders
  return [
    memory,
    cores.cells,
    contexts,
    mmu.registers,
    clock,
    partitions.cells,
    partitions.loader,
    secondaries.cells,
    processors,
    ports,
    health,
    fate,
  ]
}

/** The cells that the digest covers, and which field of which kind of record each is. */
const coveredCells = (holders: Holders): readonly Covered[] => {
  const { mmu, cores, clock, partitions, secondaries, processors, ports, health, fate, script } = holders
  return [
    { cells: clock.cells, kind: cellKind.time, fields: range(0, 8) },
    { cells: clock.windows, kind: cellKind.coreTime, fields: range(0, 5) },
    { cells: cores.cells, kind: cellKind.core, fields: [0, 1, ...contextFields(6)] },
    { cells: mmu.registers, kind: cellKind.core, fields: range(3, 3) },
    { cells: partitions.cells, kind: cellKind.partition, fields: [...range(0, 10), ...contextFields(10)] },
    { cells: secondaries.cells, kind: cellKind.secondary, fields: contextFields(0) },
    { cells: health.records, kind: cellKind.partition, fields: range(15, 4) },
    { cells: processors.records, kind: cellKind.partition, fields: range(19, 10) },
    { cells: script.cells, kind: cellKind.consumed, fields: consumedFields(holders) },
    { cells: ports.records, kind: cellKind.port, fields: range(0, 2) },
    { cells: ports.channels.records, kind: cellKind.channel, fields: [...range(0, 9), undigested] },
    { cells: health.log, kind: cellKind.health, fields: range(0, 4) },
    { cells: partitions.loader, kind: cellKind.health, fields: [4] },
    { cells: fate.cells, kind: cellKind.health, fields: range(5, 2) },
  ]
}

/** So many fields, from `first` on. */
const range = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => first + i)

/** The fields of a context's cells, from `first` on; which call it is, where a copy is under way, and operands are left to the full comparison. */
const contextFields = (first: number): readonly number[] => [
  ...range(first, 5),
  undigested,
  ...Array.from({ length: operandCells }, () => undigested),
]

/** Choices, left; from 8 the effects of each partition, from 40 of each secondary; from 32 the events of each core. */
const consumedFields = ({ partitions, secondaries, cores }: Holders): readonly number[] => [
  0,
  1,
  ...range(8, partitions.count),
  ...range(40, secondaries.count),
  ...range(32, cores.count),
]
