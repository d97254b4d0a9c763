/** What the part of a configuration that concerns memory and devices must satisfy. */

import { that, type Breach, type Path, type Rule } from '../statement.ts'
import { devicesProtected, ownMemory, sharedAsConfigured } from './requirements.ts'
import type { DeviceConfiguration, MemoryConfiguration, PageSize, SharedMemoryConfiguration } from './vocabulary.ts'

/** What of a module's configuration concerns space. */
export interface SpaceConfiguration {
  readonly partitions: readonly {
    readonly memory: MemoryConfiguration
    readonly devices: readonly DeviceConfiguration[]
  }[]
  readonly sharedMemory: readonly SharedMemoryConfiguration[]
}

/**
 * Where areas can lie on the smallest platform: behind the kernel's 16 MB at the start of RAM, and below the devices.
 * LEON3 has its RAM at 0x40000000 and devices from 0x80000000.
 */
export const room = { from: 0x41000000, to: 0x80000000 } as const

/** Devices of LEON boards that read and write memory by themselves, by what their names begin with. */
export const dmaDevices: readonly { readonly prefix: string; readonly what: string; readonly source: string }[] = [
  { prefix: 'grspw', what: 'SpaceWire link', source: 'GRLIB IP Core User’s Manual, GRSPW2: DMA engine on the AHB bus' },
  {
    prefix: 'spwrtr',
    what: 'SpaceWire router',
    source: 'GR740 User’s Manual, SpaceWire router: four AMBA ports with DMA',
  },
  { prefix: 'spw', what: 'SpaceWire link', source: 'GRLIB IP Core User’s Manual, GRSPW2' },
  { prefix: 'greth', what: 'Ethernet controller', source: 'GRLIB IP Core User’s Manual, GRETH: AHB master' },
  { prefix: 'eth', what: 'Ethernet controller', source: 'GRLIB IP Core User’s Manual, GRETH' },
  { prefix: 'gr1553', what: 'MIL-STD-1553B interface', source: 'GRLIB IP Core User’s Manual, GR1553B: descriptor DMA' },
  { prefix: '1553', what: 'MIL-STD-1553B interface', source: 'GRLIB IP Core User’s Manual, GR1553B' },
  { prefix: 'milbus', what: 'MIL-STD-1553B interface', source: 'GRLIB IP Core User’s Manual, GR1553B' },
  { prefix: 'brm', what: 'MIL-STD-1553B interface', source: 'GRLIB IP Core User’s Manual, B1553BRM: AHB master' },
  { prefix: 'grcan', what: 'CAN controller', source: 'GRLIB IP Core User’s Manual, GRCAN: AHB master' },
  { prefix: 'grpci', what: 'PCI bridge', source: 'GRLIB IP Core User’s Manual, GRPCI2: DMA controller' },
  { prefix: 'pci', what: 'PCI bridge', source: 'GRLIB IP Core User’s Manual, GRPCI2' },
  { prefix: 'grusb', what: 'USB controller', source: 'GRLIB IP Core User’s Manual, GRUSBDC and GRUSBHC: AHB masters' },
  { prefix: 'usb', what: 'USB controller', source: 'GRLIB IP Core User’s Manual, GRUSBHC' },
  { prefix: 'grdma', what: 'DMA controller', source: 'GRLIB IP Core User’s Manual, GRDMAC' },
  { prefix: 'dma', what: 'DMA controller', source: 'GRLIB IP Core User’s Manual, GRDMAC' },
  { prefix: 'grtm', what: 'telemetry encoder', source: 'GRLIB IP Core User’s Manual, GRTM: AHB master' },
  { prefix: 'grtc', what: 'telecommand decoder', source: 'GRLIB IP Core User’s Manual, GRTC: AHB master' },
]

/** What a device is if it reads and writes memory by itself. */
const dmaCapable = (name: string): string | undefined =>
  dmaDevices.find(({ prefix }) => name.toLowerCase().startsWith(prefix))?.what

const hex = (n: number): string => `0x${n.toString(16)}`

const roundedUp = (bytes: number, unit: PageSize): number => Math.ceil(bytes / unit) * unit

interface Sized {
  readonly at: Path
  readonly what: string
  readonly size: number
  readonly unit: PageSize
}

/** Everything that needs memory, in the order in which it is laid out (SPACE-D1). */
const wanted = ({ partitions, sharedMemory }: SpaceConfiguration): readonly Sized[] => [
  ...partitions.map(({ memory }, p) => ({ at: ['partitions', p, 'memory', 'size'], what: 'the partition', ...memory })),
  ...sharedMemory.map(({ name, size, unit }, m) => ({
    at: ['sharedMemory', m, 'size'],
    what: `"${name}"`,
    size,
    unit,
  })),
]

const inEachShared =
  (breaches: (shared: SharedMemoryConfiguration, at: Path) => readonly Breach[]) =>
  ({ sharedMemory }: SpaceConfiguration): readonly Breach[] =>
    sharedMemory.flatMap((shared, m) => breaches(shared, ['sharedMemory', m]))

/** The places of all but the first of those that have the same key. */
export const repeated = <T>(
  items: readonly T[],
  keyOf: (item: T) => string | number,
): readonly (readonly [place: number, item: T])[] => {
  const seen = new Set<string | number>()
  const found: (readonly [number, T])[] = []
  for (const [i, item] of items.entries()) {
    if (seen.has(keyOf(item))) found.push([i, item])
    seen.add(keyOf(item))
  }
  return found
}

export const memoryIsNotEmpty: Rule<SpaceConfiguration> = {
  kind: 'rule',
  id: 'SPACE-R1',
  says: 'Every memory is at least one byte.',
  serves: [ownMemory],
  severity: 'structural',
  because: ['AIR_SEP_0010', 'Muen: sizes are positive'],
  breaches: (config) =>
    wanted(config).flatMap(({ at, what, size }) => that(size > 0, at, `${what} has no memory; give it some`)),
}

export const memoryFits: Rule<SpaceConfiguration> = {
  kind: 'rule',
  id: 'SPACE-R2',
  says: 'All memories, each rounded up to whole units, fit between the kernel and the devices.',
  serves: [ownMemory],
  severity: 'structural',
  because: ['AIR-FUNC-02050', 'Muen: every region fits a block of physical memory'],
  breaches: (config) => {
    const ends: number[] = []
    for (const { size, unit } of wanted(config))
      ends.push(roundedUp(ends.at(-1) ?? room.from, unit) + roundedUp(size, unit))
    const first = ends.findIndex((end) => end > room.to)
    const over = wanted(config)[first]
    return over === undefined
      ? []
      : [
          {
            at: over.at,
            why:
              `with ${over.what} memory reaches ${hex(ends[first] ?? 0)}, beyond ` +
              `${hex(room.to)} where devices begin; ` +
              `in all ${hex(room.to - room.from)} bytes are there: take smaller sizes`,
          },
        ]
  },
}

export const sizesAreWholeUnits: Rule<SpaceConfiguration> = {
  kind: 'rule',
  id: 'SPACE-R3',
  says: 'The size of a memory is a multiple of the unit it is built of.',
  serves: [ownMemory],
  severity: 'warning',
  because: ['Muen: sizes are multiples of a page', 'AIR 5.6.2: rounds up'],
  breaches: (config) =>
    wanted(config).flatMap(({ at, what, size, unit }) =>
      that(
        size % unit === 0,
        at,
        `${what} asks for ${hex(size)} bytes and gets ${hex(roundedUp(size, unit))}, whole ` +
          `units of ${hex(unit)}; ask for that, or set a smaller unit`,
      ),
    ),
}

export const sharedIdentifiersDiffer: Rule<SpaceConfiguration> = {
  kind: 'rule',
  id: 'SPACE-R4',
  says: 'Every shared memory has an identifier of its own.',
  serves: [sharedAsConfigured],
  severity: 'error',
  because: ['AIR-FUNC-02120', 'AIR 5.6.2 configurator'],
  breaches: ({ sharedMemory }) =>
    repeated(sharedMemory, (m) => m.identifier).map(([m, { identifier }]) => ({
      at: ['sharedMemory', m, 'identifier'],
      why: `shared memory identifier ${identifier} is taken; choose another`,
    })),
}

export const sharedNamesDiffer: Rule<SpaceConfiguration> = {
  kind: 'rule',
  id: 'SPACE-R5',
  says: 'Every shared memory has a name of its own, by which partitions find it.',
  serves: [sharedAsConfigured],
  severity: 'error',
  because: ['AIR 5.6.2 GET_SHARED_AREA', 'Muen: names are unique'],
  breaches: ({ sharedMemory }) =>
    repeated(sharedMemory, (m) => m.name).map(([m, { name }]) => ({
      at: ['sharedMemory', m, 'name'],
      why: `shared memory name "${name}" is taken; choose another`,
    })),
}

export const sharedOnceWithEach: Rule<SpaceConfiguration> = {
  kind: 'rule',
  id: 'SPACE-R6',
  says: 'A shared memory says once what a partition may do with it.',
  serves: [sharedAsConfigured],
  severity: 'error',
  because: ['Muen: a region is mapped once per subject'],
  breaches: inEachShared(({ access }, at) =>
    repeated(access, (a) => a.partition).map(([a, { partition }]) => ({
      at: [...at, 'access', a, 'partition'],
      why: `partition ${partition} is named here already, and the first line counts; keep one`,
    })),
  ),
}

export const sharedIsShared: Rule<SpaceConfiguration> = {
  kind: 'rule',
  id: 'SPACE-R7',
  says: 'At least two partitions have access to a shared memory.',
  serves: [sharedAsConfigured],
  severity: 'warning',
  because: ['Muen: every region has its mappers'],
  breaches: inEachShared(({ name, access }, at) =>
    that(
      new Set(access.map((a) => a.partition)).size >= 2,
      at,
      `"${name}" is shared by ${access.length === 0 ? 'nobody' : 'one partition only'}; name ` +
        `its partitions, or remove it`,
    ),
  ),
}

export const sharedIsWritten: Rule<SpaceConfiguration> = {
  kind: 'rule',
  id: 'SPACE-R8',
  says: 'Some partition may write a shared memory.',
  serves: [sharedAsConfigured],
  severity: 'warning',
  because: ['Muen: a channel has a writer'],
  breaches: inEachShared(({ name, access }, at) =>
    that(
      access.length === 0 || access.some(({ rights }) => rights.includes('W')),
      at,
      `nobody may write "${name}", which is zero at the start and stays so; give one partition RW`,
    ),
  ),
}

export const nobodyWritesWhatOthersExecute: Rule<SpaceConfiguration> = {
  kind: 'rule',
  id: 'SPACE-R9',
  says: 'No partition may write what another may execute.',
  serves: [sharedAsConfigured, ownMemory],
  severity: 'warning',
  because: ['AIR-FUNC-02141', 'AIR-FUNC-02142', 'Muen: writable memory is not executable'],
  breaches: inEachShared(({ name, access }, at) => {
    const writers = access.filter(({ rights }) => rights.includes('W'))
    return access.flatMap(({ partition, rights }, a) => {
      const writer = writers.find((w) => w.partition !== partition)
      return that(
        !rights.includes('X') || writer === undefined,
        [...at, 'access', a, 'rights'],
        `partition ${partition} may execute "${name}", which partition ${writer?.partition} may ` +
          `write; take X or W away`,
      )
    })
  }),
}

export const dmaIsMediated: Rule<SpaceConfiguration> = {
  kind: 'rule',
  id: 'SPACE-R10',
  says: 'A partition is given a device that accesses memory by itself only behind an IOMMU.',
  serves: [devicesProtected, ownMemory],
  severity: 'error',
  because: ['AIR-FUNC-02031', 'AIR-FUNC-02060', 'AIR-FUNC-02170', 'Muen: a device with DMA lies behind an IOMMU'],
  breaches: ({ partitions }) =>
    partitions.flatMap(({ devices }, p) =>
      devices.flatMap(({ name }, d) => {
        const what = dmaCapable(name)
        return that(
          what === undefined,
          ['partitions', p, 'devices', d, 'name'],
          `"${name}" (${what}) has DMA: it can reach every partition’s memory, and AIR’s ` +
            `configuration cannot declare an IOMMU. ` +
            'Take the device away; or insist, and make the IOMMU, or trust in the partition, an ' +
            'assumption of the safety case',
        )
      }),
    ),
}

export const deviceHasOneOwner: Rule<SpaceConfiguration> = {
  kind: 'rule',
  id: 'SPACE-R11',
  says: 'A device is given to one partition.',
  serves: [devicesProtected],
  severity: 'error',
  because: ['AIR-FUNC-02170', 'Muen: a device has one owner'],
  breaches: ({ partitions }) =>
    repeated(
      partitions.flatMap(({ devices }, p) =>
        devices.map(({ name }, d) => ({ name, at: ['partitions', p, 'devices', d, 'name'] })),
      ),
      ({ name }) => name.toLowerCase(),
    ).map(([, { name, at }]) => ({ at, why: `"${name}" is given away already; give it to one partition` })),
}

/** Every rule of this chapter. */
export const spaceRules: readonly Rule<SpaceConfiguration>[] = [
  memoryIsNotEmpty,
  memoryFits,
  sizesAreWholeUnits,
  sharedIdentifiersDiffer,
  sharedNamesDiffer,
  sharedOnceWithEach,
  sharedIsShared,
  sharedIsWritten,
  nobodyWritesWhatOthersExecute,
  dmaIsMediated,
  deviceHasOneOwner,
]
