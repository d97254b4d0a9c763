/**
 * Spatial partitioning: where each area lies and which tables map it. Nothing of it changes in a run, so it is worked
 * out once per world, and only memory that some table or area needs exists in the buffer.
 */

import type { AccessCode } from '../spec/mmu/vocabulary.ts'
import type { Area, MemoryConfiguration, Owner, Rights, SharedMemoryConfiguration } from '../spec/space/vocabulary.ts'
import { address, type Address, type Identifier } from '../spec/words/vocabulary.ts'
import { PageTables, type MappedArea } from './mmu-tables.ts'
import type { Span } from './words-memory.ts'

/** What the configuration says of memory, and the platform's map. */
export interface SpaceWorld {
  readonly partitions: readonly { readonly identifier: Identifier; readonly memory: MemoryConfiguration }[]
  readonly sharedMemory: readonly SharedMemoryConfiguration[]
  readonly kernel: { readonly base: Address; readonly bytes: number }
  readonly contextTable: Address
  readonly partitionsAt: Address
  readonly devicesAt: Address
}

const hugePage = 0x1000000

const roundedUp = (n: number, unit: number): number => n + ((unit - (n % unit)) % unit)

/** The areas of partitions, then of shared memories. */
const ownedAreas = (world: SpaceWorld): readonly Area[] => {
  const areas: Area[] = []
  let physical = world.kernel.base + world.kernel.bytes
  let highest = world.partitionsAt as number
  const place = (owner: Owner, { size, unit }: MemoryConfiguration, from: number): void => {
    const bytes = roundedUp(size, unit)
    const virtual = roundedUp(from, unit)
    physical = roundedUp(physical, unit)
    areas.push({ owner, physical: address(physical), virtual: address(virtual), bytes, unit })
    physical += bytes
    highest = Math.max(highest, virtual + bytes)
  }
  world.partitions.forEach(({ memory }, index) => place({ kind: 'partition', index }, memory, world.partitionsAt))
  world.sharedMemory.forEach((shared, index) => place({ kind: 'shared', index }, shared, highest))
  return areas
}

const codeOf: { readonly [rights in Rights]: AccessCode } = { R: 0, RW: 1, RX: 2, RWX: 3, X: 4 }

/** The code under which partition `p` has an area; undefined if it has it not. */
const codeFor = (world: SpaceWorld, p: number, { owner }: Area): AccessCode | undefined => {
  if (owner.kind === 'partition') return owner.index === p ? 3 : undefined
  if (owner.kind !== 'shared') return undefined
  const identifier = world.partitions[p].identifier
  const share = world.sharedMemory[owner.index].access.find(({ partition }) => partition === identifier)
  return share === undefined ? undefined : codeOf[share.rights]
}

/** What the kernel has in every space: itself, and the devices. */
const kernelAreas = ({ kernel, devicesAt }: SpaceWorld): readonly MappedArea[] => [
  { virtual: kernel.base, physical: kernel.base, bytes: kernel.bytes, unit: hugePage, code: 7, cacheable: true },
  { virtual: devicesAt, physical: devicesAt, bytes: 2 ** 32 - devicesAt, unit: hugePage, code: 7, cacheable: false },
]

/** A shared area as it is reported: where it lies, and by partition which rights it gives; null for none. */
export interface SharedArea {
  readonly name: string
  readonly identifier: number
  readonly virtual: number
  readonly bytes: number
  readonly rights: readonly (Rights | null)[]
}

const sharedArea = (world: SpaceWorld, shared: SharedMemoryConfiguration, { virtual, bytes }: Area): SharedArea => ({
  name: shared.name,
  identifier: shared.identifier,
  virtual,
  bytes,
  rights: world.partitions.map(
    ({ identifier }) => shared.access.find(({ partition }) => partition === identifier)?.rights ?? null,
  ),
})

/** What is worked out of a world's memory. */
interface Spaces {
  readonly tables: PageTables
  /** The physical memory that must exist. */
  readonly spans: readonly Span[]
  readonly shared: readonly SharedArea[]
  /** Every partition's own area. */
  readonly own: readonly Area[]
}

/** The tables of every partition's space, the physical memory that must exist, and what can be reported of shared areas. */
export const buildSpaces = (world: SpaceWorld): Spaces => {
  const tables = new PageTables(world.contextTable)
  const areas = ownedAreas(world)
  world.partitions.forEach((_, p) => {
    for (const area of kernelAreas(world)) tables.map(p, area)
    for (const area of areas) {
      const code = codeFor(world, p, area)
      if (code !== undefined) tables.map(p, { ...area, code, cacheable: true })
    }
  })
  const from = world.contextTable - (world.contextTable % 0x1000)
  const tableSpan = { at: from, bytes: roundedUp(world.contextTable + tables.bytes - from, 0x1000) }
  return {
    tables,
    spans: [tableSpan, ...areas.map(({ physical, bytes }) => ({ at: physical, bytes }))],
    shared: areas.flatMap((area) =>
      area.owner.kind === 'shared' ? [sharedArea(world, world.sharedMemory[area.owner.index], area)] : [],
    ),
    own: areas.filter(({ owner }) => owner.kind === 'partition'),
  }
}
