/** Spatial partitioning: where memory lies, whose it is, and what must hold of who can reach it. */

import { refusal, spaceOf, type Mapping, type Space } from '../mmu/statements.ts'
import { accessType, type AccessCode, type AccessKind, type Level, type Translation } from '../mmu/vocabulary.ts'
import { impossible, that, type Breach, type Invariant } from '../statement.ts'
import { address, type Address, type Identifier, type Memory } from '../words/vocabulary.ts'
import { kernelProtected, noStaleTranslation, ownMemory, sharedAsConfigured } from './requirements.ts'
import type { Area, MemoryConfiguration, Rights, SharedMemoryConfiguration } from './vocabulary.ts'

/** What space knows of the module: its memory as configured, and the platform's map. */
export interface SpaceWorld {
  readonly partitions: readonly {
    readonly identifier: Identifier
    readonly memory: MemoryConfiguration
    readonly level: Level
  }[]
  readonly shared: readonly SharedMemoryConfiguration[]
  readonly map: MemoryMap
}

/** The platform's memory map. */
export interface MemoryMap {
  readonly kernel: { readonly base: Address; readonly bytes: number }
  readonly contextTable: Address
  readonly partitionsAt: Address
  readonly devicesAt: Address
}

/** What of the state concerns space: memory, and for each core who runs there, its address space, what it may have cached. */
export interface SpaceState {
  readonly memory: Memory
  readonly cores: readonly {
    readonly partition: number | null
    readonly space: number | null
    readonly level: Level
    readonly cached: readonly Translation[]
  }[]
}

const roundedUp = (n: number, unit: number): number => Math.ceil(n / unit) * unit

interface Placed {
  readonly areas: readonly Area[]
  readonly physicalEnd: number
  readonly virtualEnd: number
}

/**
 * SPACE-D1: the areas of a module, the kernel's first, the devices' last. Physical memory is packed in the order of the
 * configuration; each area begins at a multiple of its unit.
 */
export const areasOf = ({
  partitions,
  shared,
  map,
}: Pick<SpaceWorld, 'shared' | 'map'> & {
  readonly partitions: readonly { readonly memory: MemoryConfiguration }[]
}): readonly Area[] => {
  const kernel: Area = {
    owner: { kind: 'kernel' },
    physical: map.kernel.base,
    virtual: map.kernel.base,
    bytes: map.kernel.bytes,
    unit: 0x1000000,
  }
  const start: Placed = {
    areas: [kernel],
    physicalEnd: map.kernel.base + map.kernel.bytes,
    virtualEnd: map.partitionsAt,
  }
  const withPartitions = partitions.reduce((placed: Placed, { memory: { size, unit } }, index): Placed => {
    const bytes = roundedUp(size, unit)
    const physical = roundedUp(placed.physicalEnd, unit)
    const virtual = roundedUp(map.partitionsAt, unit)
    const area: Area = {
      owner: { kind: 'partition', index },
      physical: address(physical),
      virtual: address(virtual),
      bytes,
      unit,
    }
    return {
      areas: [...placed.areas, area],
      physicalEnd: physical + bytes,
      virtualEnd: Math.max(placed.virtualEnd, virtual + bytes),
    }
  }, start)
  const withShared = shared.reduce((placed: Placed, { size, unit }, index): Placed => {
    const bytes = roundedUp(size, unit)
    const physical = roundedUp(placed.physicalEnd, unit)
    const virtual = roundedUp(placed.virtualEnd, unit)
    const area: Area = {
      owner: { kind: 'shared', index },
      physical: address(physical),
      virtual: address(virtual),
      bytes,
      unit,
    }
    return { areas: [...placed.areas, area], physicalEnd: physical + bytes, virtualEnd: virtual + bytes }
  }, withPartitions)
  const devices: Area = {
    owner: { kind: 'devices' },
    physical: map.devicesAt,
    virtual: map.devicesAt,
    bytes: 0x100000000 - map.devicesAt,
    unit: 0x1000000,
  }
  return [...withShared.areas, devices]
}

/** The access code of rights on shared memory. */
export const codeOf = (rights: Rights): AccessCode => {
  switch (rights) {
    case 'R':
      return 0
    case 'RW':
      return 1
    case 'RX':
      return 2
    case 'RWX':
      return 3
    case 'X':
      return 4
  }
}

const kinds: readonly AccessKind[] = ['load', 'store', 'fetch']

/** What a program at a level may do through an access code. */
const allowed = (code: AccessCode, level: Level): readonly AccessKind[] =>
  kinds.filter((kind) => refusal(accessType(kind, level), code) === 0)

const overlap = (at: number, bytes: number, area: { readonly physical: number; readonly bytes: number }): boolean =>
  at < area.physical + area.bytes && area.physical < at + bytes

/** What the configuration lets partition `p` do with an area. */
const granted = (world: SpaceWorld, p: number, area: Area): readonly AccessKind[] => {
  switch (area.owner.kind) {
    case 'kernel':
    case 'devices':
      return []
    case 'partition':
      return area.owner.index === p ? kinds : []
    case 'shared': {
      const share = world.shared[area.owner.index]?.access.find((a) => a.partition === world.partitions[p]?.identifier)
      return share === undefined ? [] : allowed(codeOf(share.rights), 'user')
    }
  }
}

/** The pages of its space that partition `p` can reach in some way, at its own level. */
const reach = (space: Space, level: Level): readonly Mapping[] =>
  space.mappings.filter((m) => allowed(m.code, level).length > 0)

const spaces = (world: SpaceWorld, memory: Memory): readonly Space[] =>
  world.partitions.map((_, p) => spaceOf(memory, world.map.contextTable, p))

const hex = (n: number): string => `0x${n.toString(16)}`

/** Whether the configuration exempts a partition: one that it declares supervisor. */
const subject = (world: SpaceWorld, p: number): boolean => world.partitions[p]?.level === 'user'

export const reachesOnlyItsOwn: Invariant<SpaceWorld, SpaceState> = {
  kind: 'invariant',
  id: 'SPACE-I1',
  says: 'Every frame that a partition can reach through its context belongs to it, or is configured shared with that access.',
  serves: [ownMemory, sharedAsConfigured],
  breaches: (world, { memory }) =>
    spaces(world, memory).flatMap((space, p) =>
      subject(world, p) ? reach(space, 'user').flatMap((m) => reachBreaches(world, p, m)) : [],
    ),
}

const reachBreaches = (world: SpaceWorld, p: number, m: Mapping): readonly Breach[] => {
  const areas = areasOf(world).filter((area) => overlap(m.physical, m.bytes, area))
  const covered = areas.reduce(
    (sum, area) =>
      sum + Math.min(m.physical + m.bytes, area.physical + area.bytes) - Math.max(m.physical, area.physical),
    0,
  )
  return [
    ...that(covered === m.bytes, ['spaces', p], `reaches ${hex(m.physical)}, which is nobody’s, at ${hex(m.virtual)}`),
    ...areas.flatMap((area) => {
      const rights = granted(world, p, area)
      const excess = allowed(m.code, 'user').filter((kind) => !rights.includes(kind))
      return that(
        excess.length === 0,
        ['spaces', p],
        `may ${excess.join(' and ')} at ${hex(m.virtual)}, which is ${hex(m.physical)}, ${area.owner.kind} memory`,
      )
    }),
  ]
}

export const kernelIsUnreachable: Invariant<SpaceWorld, SpaceState> = {
  kind: 'invariant',
  id: 'SPACE-I2',
  says: 'No partition can reach page tables, kernel memory or devices, at the level it runs at; nor does a table lie outside kernel memory.',
  serves: [kernelProtected],
  fails: { 'air-5.6.2': 'H1: a partition with all permissions runs at supervisor level' },
  breaches: (world, { memory, cores }) => {
    const tables = spaces(world, memory)
    const { base, bytes } = world.map.kernel
    const outside = tables.flatMap((space, p) =>
      space.tables.flatMap((t) =>
        that(
          base <= t.at && t.at + t.bytes <= base + bytes,
          ['spaces', p],
          `a table at ${hex(t.at)} is outside kernel memory`,
        ),
      ),
    )
    const broken = tables.flatMap((space, p) =>
      space.broken.flatMap((at) => that(false, ['spaces', p], `the table word at ${hex(at)} is no entry`)),
    )
    const reached = tables.flatMap((space, p) => (subject(world, p) ? protectedReach(world, space, p, 'user') : []))
    const running = cores.flatMap(({ partition, level }, c) =>
      partition !== null && level === 'supervisor' && subject(world, partition)
        ? protectedReach(
            world,
            tables[partition] ?? impossible('no space', 'partitions index spaces'),
            partition,
            'supervisor',
          ).map((b) => ({ ...b, at: ['cores', c] }))
        : [],
    )
    return [...outside, ...broken, ...reached, ...running.slice(0, 1)]
  },
}

const protectedReach = (world: SpaceWorld, space: Space, p: number, level: Level): readonly Breach[] => {
  const { kernel, devicesAt } = world.map
  return reach(space, level).flatMap((m) => [
    ...that(
      !overlap(m.physical, m.bytes, { physical: kernel.base, bytes: kernel.bytes }),
      ['spaces', p],
      `partition ${p} at ${level} level reaches kernel memory ${hex(m.physical)} at ${hex(m.virtual)}`,
    ),
    ...that(
      m.physical + m.bytes <= devicesAt,
      ['spaces', p],
      `partition ${p} at ${level} level reaches devices at ${hex(m.physical)}`,
    ),
  ])
}

export const framesAreNotShared: Invariant<SpaceWorld, SpaceState> = {
  kind: 'invariant',
  id: 'SPACE-I3',
  says: 'Two partitions reach a common frame only inside a memory that the configuration shares between both.',
  serves: [ownMemory, sharedAsConfigured],
  breaches: (world, { memory }) => {
    const reached = spaces(world, memory).map((space) => reach(space, 'user'))
    return reached.flatMap((mine, p) =>
      reached.flatMap((theirs, q) =>
        p < q
          ? mine.flatMap((m) =>
              theirs
                .filter((n) => overlap(m.physical, m.bytes, n))
                .flatMap((n) =>
                  that(
                    bothShare(world, p, q, Math.max(m.physical, n.physical)),
                    ['spaces', p],
                    `shares the frame at ${hex(Math.max(m.physical, n.physical))} with partition ${q}`,
                  ),
                ),
            )
          : [],
      ),
    )
  },
}

const bothShare = (world: SpaceWorld, p: number, q: number, at: number): boolean =>
  areasOf(world).some(
    (area) =>
      area.owner.kind === 'shared' &&
      overlap(at, 1, area) &&
      granted(world, p, area).length > 0 &&
      granted(world, q, area).length > 0,
  )

export const noStaleTranslationIsUsable: Invariant<SpaceWorld, SpaceState> = {
  kind: 'invariant',
  id: 'SPACE-I4',
  says: 'Every translation that may be cached is what the tables of the core’s own space give.',
  serves: [noStaleTranslation],
  breaches: (world, { memory, cores }) =>
    cores.flatMap(({ space, cached }, c) => {
      if (cached.length === 0) return []
      const { mappings } = spaceOf(memory, world.map.contextTable, space ?? 0)
      return cached.flatMap((t) =>
        that(
          space !== null &&
            mappings.some(
              (m) => m.virtual === t.virtual && m.bytes === t.bytes && m.physical === t.physical && m.code === t.code,
            ),
          ['cores', c, 'cached'],
          `caches ${hex(t.virtual)} → ${hex(t.physical)} with code ${t.code}, which its space does not map so`,
        ),
      )
    }),
}

export const runsInItsSpace: Invariant<SpaceWorld, SpaceState> = {
  kind: 'invariant',
  id: 'SPACE-I5',
  says: 'A core on which a partition runs has that partition’s space in force.',
  serves: [ownMemory],
  breaches: (_, { cores }) =>
    cores.flatMap(({ partition, space }, c) =>
      that(
        partition === null || space === partition,
        ['cores', c, 'space'],
        `runs partition ${partition} in space ${space}`,
      ),
    ),
}
