/** A small world written by hand: three partitions, two schedules, two cores, a shared memory. Tests change it at will. */

import { airRequirements } from '../spec/module/profiles.ts'
import type { ModuleConfiguration, World } from '../spec/module/vocabulary.ts'
import type { PermissionName } from '../spec/partition/vocabulary.ts'
import type { ChangeAction, PartitionSchedule } from '../spec/time/vocabulary.ts'
import { identifier, nanoseconds } from '../spec/words/vocabulary.ts'
import { huntPlatform } from './platforms.ts'

const partition = (
  id: number,
  name: string,
  permissions: readonly PermissionName[],
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
  ports: [],
})

const milliseconds = (n: number) => nanoseconds(BigInt(n) * 1_000_000n)

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
  })),
})

export const smallConfiguration: ModuleConfiguration = {
  name: 'small',
  partitions: [
    partition(10, 'first', ['GLOBAL_TIME', 'SET_PARTITION_MODE', 'MODULE_CONTROL']),
    partition(20, 'second', []),
    partition(30, 'third', ['GLOBAL_TIME']),
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
  channels: [],
  health: { levels: [], moduleActions: [], partitionTables: [] },
}

export const smallWorld: World = { configuration: smallConfiguration, platform: huntPlatform, profile: airRequirements }
