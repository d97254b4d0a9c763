/** What a world comes to before anything runs: its chains, its contexts, its hardware, who is joined to what, what has which name. */

import { freshProcessor } from '../guest.ts'
import { abstractHal, type Hardware, type Touched } from '../hal.ts'
import { busOf } from '../hal-bus.ts'
import { freshHealth } from '../health.ts'
import type { Bus } from '../machine/bus.ts'
import type { Beginnings, Contexts } from '../partition.ts'
import { callable } from '../hypercall.ts'
import { firstOf, wiringOf, type Wiring } from '../ports.ts'
import { withImage, withTables } from '../space.ts'
import { chainsOf, type Chains } from '../time.ts'
import type { Hal } from '../../spec/hal/vocabulary.ts'
import { spaceWorld, timeWorld } from '../../spec/module/invariants.ts'
import {
  secondariesOf,
  type GuestImage,
  type ModuleContext,
  type ModuleCore,
  type Work,
  type World,
} from '../../spec/module/vocabulary.ts'
import { areasOf, type SpaceWorld } from '../../spec/space/statements.ts'
import type { Area, SharedMemoryConfiguration } from '../../spec/space/vocabulary.ts'
import { impossible } from '../../spec/statement.ts'
import type { TimeWorld } from '../../spec/time/statements.ts'
import type { Runner } from '../../spec/time/vocabulary.ts'
import { address, cycles, type Identifier, type Memory } from '../../spec/words/vocabulary.ts'

/** A shared area, as configured and where it lies. */
export interface SharedArea {
  readonly configured: SharedMemoryConfiguration
  readonly area: Area
}

/** Positions by the identifiers and the names that calls give; of several the first. */
interface Known {
  readonly partitions: ReadonlyMap<number, number>
  readonly partitionNames: ReadonlyMap<string, number>
  readonly schedules: ReadonlyMap<number, number>
  readonly scheduleNames: ReadonlyMap<string, number>
  readonly sharedNames: ReadonlyMap<string, number>
}

/** A world, and what follows from it alone. */
export interface Machine {
  readonly world: World
  readonly time: TimeWorld
  readonly chains: readonly Chains[]
  readonly hal: Hal<ModuleCore, ModuleContext>
  readonly contexts: Contexts<ModuleContext>
  /** What each partition begins with. */
  readonly beginnings: readonly Beginnings<ModuleContext>[]
  /** For each partition the positions of its secondaries among all: its virtual cores 1, 2, … in order. */
  readonly secondaries: readonly (readonly number[])[]
  readonly hardware: Hardware
  /** Memory as the instructions of binary programs see it. */
  readonly bus: Bus<Touched<Work>>
  /** The first address behind the kernel. */
  readonly kernelEnd: number
  /** Memory at the start: the page tables, and the images. */
  readonly memory: Memory
  /** Each partition's own area. */
  readonly own: readonly Area[]
  readonly shared: readonly SharedArea[]
  readonly wiring: Wiring
  readonly known: Known
}

const nothing: Work = { kind: 'none' }

export const machineOf = (world: World): Machine => {
  const { kernel, contextTable, devicesAt, costs } = world.platform
  const hal = abstractHal<Work>(nothing)
  const kernels = hal.start('supervisor')
  const time = timeWorld(world)
  const space = spaceWorld(world)
  const contexts: Contexts<ModuleContext> = {
    idle: { ...kernels, work: { kind: 'idle' } },
    reload: { ...kernels, work: { kind: 'reload', left: cycles(costs.reload) } },
    fresh: hal.start,
  }
  const kernelEnd = kernel.base + kernel.bytes
  const hardware: Hardware = {
    contextTable,
    beyond: (at) => (kernel.base <= at && at < kernelEnd) || devicesAt <= at,
  }
  const own = areasOf(space).filter(({ owner }) => owner.kind === 'partition')
  const imageOf = (p: number): GuestImage | null => world.images?.[p] ?? null
  return {
    world,
    time,
    chains: chainsOf(time),
    hal,
    contexts,
    beginnings: world.configuration.partitions.map(({ cache }, p) => ({
      ...contexts,
      fresh: freshContexts(imageOf(p), own[p]),
      guest: { health: freshHealth, processor: freshProcessor(cache) },
    })),
    secondaries: secondariesByPartition(world),
    hardware,
    bus: busOf(hardware),
    kernelEnd,
    memory: own.reduce((memory, area, p) => {
      const image = imageOf(p)
      return image === null ? memory : withImage(memory, area, image.words)
    }, withTables(space)),
    own,
    shared: sharedAreas(world, space),
    wiring: wiringOf(world.configuration, callable),
    known: knownIn(world),
  }
}

/** The fresh contexts of a program: of a binary one with its processor, the stack at the end of its area. */
const freshContexts = (image: GuestImage | null, area: Area | undefined): Contexts<ModuleContext>['fresh'] =>
  image === null || area === undefined
    ? abstractHal(nothing).start
    : (level, entry = image.entry) =>
        abstractHal(nothing, { entry, stack: address(area.virtual + area.bytes) }).start(level)

const secondariesByPartition = ({ configuration }: World): readonly (readonly number[])[] => {
  const all = secondariesOf(configuration)
  return configuration.partitions.map((_, p) => all.flatMap(({ partition }, k) => (partition === p ? [k] : [])))
}

const sharedAreas = ({ configuration }: World, space: SpaceWorld): readonly SharedArea[] => {
  const areas = areasOf(space)
  return configuration.sharedMemory.map((configured, i) => ({
    configured,
    area:
      areas.find(({ owner }) => owner.kind === 'shared' && owner.index === i) ??
      impossible('a shared memory without an area', 'SPACE-D1'),
  }))
}

const knownIn = ({ configuration: { partitions, sharedMemory, time } }: World): Known => ({
  partitions: firstOf(partitions.map(({ identifier }, p) => [identifier, p])),
  partitionNames: firstOf(partitions.map(({ name }, p) => [callable(name), p])),
  schedules: firstOf(time.schedules.map(({ identifier }, s) => [identifier, s])),
  scheduleNames: firstOf(time.schedules.map(({ name }, s) => [callable(name), s])),
  sharedNames: firstOf(sharedMemory.map(({ name }, i) => [callable(name), i])),
})

/** What partition `p` begins with. */
export const beginningsOf = ({ beginnings }: Machine, p: number): Beginnings<ModuleContext> =>
  beginnings[p] ?? impossible(`no partition ${p}`, 'TIME-I1')

/** The positions of a partition's secondaries. */
export const secondariesIn = ({ secondaries }: Machine, p: number): readonly number[] => secondaries[p] ?? []

/** The position of the secondary that a runner is; null for a virtual core 0, −1 for one that its partition does not have (PARTITION-R7). */
export const secondaryOf = (machine: Machine, { partition, virtualCore }: Runner): number | null =>
  virtualCore === 0 ? null : (secondariesIn(machine, partition)[virtualCore - 1] ?? -1)

/** The identifier of a partition, by its position. */
export const identifierOf = ({ world }: Machine, p: number): Identifier =>
  world.configuration.partitions[p]?.identifier ?? impossible(`no partition ${p}`, 'TIME-I1')
