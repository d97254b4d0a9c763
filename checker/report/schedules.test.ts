import { expect, test } from 'vitest'
import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import type { PartitionSchedule, WindowConfiguration } from '../../spec/time/vocabulary.ts'
import { identifier, nanoseconds } from '../../spec/words/vocabulary.ts'
import { pictures } from './schedules.ts'

const milliseconds = (n: number) => nanoseconds(BigInt(n) * 1_000_000n)

const window = (start: number, duration: number, ...cores: readonly number[]): WindowConfiguration => ({
  identifier: identifier(start),
  start: milliseconds(start),
  duration: milliseconds(duration),
  periodStart: true,
  cores,
  coPartition: null,
})

const given = (partition: number, ...windows: readonly WindowConfiguration[]): PartitionSchedule => ({
  partition: identifier(partition),
  partitionName: null,
  period: milliseconds(100),
  duration: milliseconds(20),
  setModuleSchedule: partition === 1,
  changeAction: partition === 2 ? 'WARM_START' : 'IGNORE',
  windows,
})

const partition = (id: number, name: string): ModuleConfiguration['partitions'][number] => ({
  identifier: identifier(id),
  name,
  system: false,
  criticality: 'LEVEL_A',
  entryPoint: 'entry',
  personality: 'bare',
  cores: 2,
  permissions: [],
  memory: { size: 4096, unit: 0x1000 },
  cache: { code: true, data: true },
  libraries: [],
  devices: [],
  ports: [],
})

const module = (...partitions: readonly PartitionSchedule[]): ModuleConfiguration => ({
  name: 'small',
  partitions: [partition(1, 'AOCS'), partition(2, 'payload')],
  sharedMemory: [],
  time: {
    ticksPerSecond: 1000,
    requiredCores: 2,
    schedules: [
      { identifier: identifier(7), name: 'cruise', initial: true, majorFrame: milliseconds(100), partitions },
    ],
  },
  channels: [],
  health: { levels: [], moduleActions: [], partitionTables: [] },
})

test('a lane per core, windows with their names, idle dots, a legend', () => {
  expect(pictures(module(given(1, window(0, 20, 0), window(60, 20, 0)), given(2, window(20, 40, 1, 0))), 59)).toEqual([
    'schedule cruise (id 7, initial): major time frame 100 ms, 100 ticks',
    '        0 s          25 ms       50 ms        75 ms 100 ms',
    'core 0 |[AOCS====][payload.1=========][AOCS====]··········|',
    'core 1 |··········[payload.0=========]····················|',
    '  A AOCS     id 1, 20 ms every 100 ms, 40 ms in all, may set the schedule',
    '  B payload  id 2, 20 ms every 100 ms, 40 ms in all, on change WARM_START',
  ])
})

test('a window too short for a character still shows, and so do several of them, and overlaps', () => {
  const lines = pictures(
    module(
      given(1, window(0, 50, 0), window(91, 1, 0), window(93, 1, 0)),
      given(2, window(40, 20, 0), window(1, 1, 1)),
    ),
    29,
  )
  expect(lines[2]).toBe('core 0 |[AOCS===!!=]······#·|')
  expect(lines[3]).toBe('core 1 |B···················|')
  expect(lines.slice(-2)).toEqual(['  # several windows in one character', '  ! windows that overlap'])
})

test('what a broken configuration may say is drawn as far as it can be', () => {
  const broken = module(given(9, window(90, 50, 0)), given(1))
  expect(pictures(broken, 29).slice(2)).toEqual([
    'core 0 |··················??|',
    'core 1 |····················|',
    '  ? partition 9  id 9, 20 ms every 100 ms, 50 ms in all',
    '  A AOCS         id 1, no window, may set the schedule',
  ])
  const [schedule] = broken.time.schedules
  const frameless = {
    ...broken,
    time: { ...broken.time, schedules: schedule === undefined ? [] : [{ ...schedule, majorFrame: nanoseconds(0n) }] },
  }
  expect(pictures(frameless, 40)).toEqual(['schedule cruise (id 7, initial): major time frame 0 s, 0 ticks'])
})
