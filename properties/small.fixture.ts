/** A small world written by hand: three partitions, two schedules, two cores, a shared memory, two channels. Tests change it at will. */

import { airRequirements } from '../spec/module/profiles.ts'
import type { ModuleConfiguration, World } from '../spec/module/vocabulary.ts'
import type { PermissionName } from '../spec/partition/vocabulary.ts'
import type { Direction, PortConfiguration, PortReference } from '../spec/ports/vocabulary.ts'
import type { ChangeAction, PartitionSchedule } from '../spec/time/vocabulary.ts'
import { identifier, nanoseconds } from '../spec/words/vocabulary.ts'
import { huntPlatform } from './platforms.ts'

const partition = (
  id: number,
  name: string,
  permissions: readonly PermissionName[],
  ports: readonly PortConfiguration[],
): ModuleConfiguration['partitions'][number] => ({
  identifier: identifier(id),
  name,
  system: false,
  criticality: 'LEVEL_A',
  entryPoint: 'entry',
  personality: 'bare',
  cores: 1,
  permissions,
  memory: { size: 0x2000, unit: 0x1000 },
  cache: { code: true, data: true },
  libraries: [],
  devices: [],
  ports,
})

const milliseconds = (n: number) => nanoseconds(BigInt(n) * 1_000_000n)

const sampling = (name: string, direction: Direction): PortConfiguration => ({
  kind: 'sampling',
  name,
  direction,
  maxMessageSize: 16,
  refreshPeriod: milliseconds(5),
})

const queuing = (name: string, direction: Direction): PortConfiguration => ({
  kind: 'queuing',
  name,
  direction,
  maxMessageSize: 80,
  maxMessages: 2,
})

const end = (id: number, port: string): PortReference => ({
  kind: 'partition',
  partition: identifier(id),
  partitionName: null,
  port,
})

interface Window {
  readonly core: number
  readonly from: number
  readonly to: number
}

/** What a schedule gives a partition: at a thousand ticks a second, a tick is a millisecond. */
const share = (
  id: number,
  frame: number,
  windows: readonly Window[],
  changeAction: ChangeAction = 'IGNORE',
): PartitionSchedule => ({
  partition: identifier(id),
  partitionName: null,
  period: milliseconds(frame),
  duration: milliseconds(windows.reduce((sum, { from, to }) => sum + to - from, 0)),
  setModuleSchedule: id === 10,
  changeAction,
  windows: windows.map(({ core, from, to }, i) => ({
    identifier: identifier(i),
    start: milliseconds(from),
    duration: milliseconds(to - from),
    periodStart: i === 0,
    cores: [core],
    coPartition: null,
  })),
})

export const smallConfiguration: ModuleConfiguration = {
  name: 'small',
  partitions: [
    partition(
      10,
      'first',
      ['GLOBAL_TIME', 'SET_PARTITION_MODE', 'MODULE_CONTROL'],
      [sampling('s', 'SOURCE'), queuing('q', 'SOURCE')],
    ),
    partition(20, 'second', [], [queuing('q', 'DESTINATION'), sampling('s', 'DESTINATION')]),
    partition(30, 'third', ['GLOBAL_TIME'], [sampling('s', 'DESTINATION')]),
  ],
  sharedMemory: [
    {
      identifier: identifier(1),
      name: 'shared',
      size: 0x1000,
      unit: 0x1000,
      access: [
        { partition: identifier(10), partitionName: null, rights: 'RW' },
        { partition: identifier(20), partitionName: null, rights: 'R' },
      ],
    },
  ],
  time: {
    ticksPerSecond: 1000,
    requiredCores: 2,
    schedules: [
      {
        identifier: identifier(100),
        name: 'S0',
        initial: true,
        majorFrame: milliseconds(4),
        partitions: [
          share(10, 4, [{ core: 0, from: 0, to: 2 }]),
          share(20, 4, [{ core: 0, from: 2, to: 4 }]),
          share(30, 4, [{ core: 1, from: 0, to: 3 }]),
        ],
      },
      {
        identifier: identifier(200),
        name: 'S1',
        initial: false,
        majorFrame: milliseconds(2),
        partitions: [
          share(10, 2, [{ core: 0, from: 0, to: 1 }]),
          share(20, 2, [{ core: 0, from: 1, to: 2 }], 'WARM_START'),
        ],
      },
    ],
  },
  channels: [
    {
      identifier: identifier(1),
      name: null,
      sources: [end(10, 's')],
      destinations: [end(20, 's'), end(30, 's')],
    },
    { identifier: identifier(2), name: null, sources: [end(10, 'q')], destinations: [end(20, 'q')] },
  ],
  health: { levels: [], moduleActions: [], partitionTables: [] },
}

export const smallWorld: World = { configuration: smallConfiguration, platform: huntPlatform, profile: airRequirements }
