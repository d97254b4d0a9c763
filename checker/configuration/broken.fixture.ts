/** For every rule, modules that break it: what is changed in the clean one, and where the breach is. */

import type { Path, ProfileId } from '../../spec/statement.ts'
import * as make from './clean.fixture.ts'
import type { Edit } from './clean.fixture.ts'

export interface Case {
  readonly rule: string
  readonly broken: readonly Edit[]
  /** Where the rule is broken, and nowhere else. */
  readonly at: Path
  /** Other rules that such a module breaks as well, because they are implied. */
  readonly also?: readonly string[]
  readonly profile?: ProfileId
}

const one = ['time', 'schedules', 0] as const
export const ofA = [...one, 'partitions', 0] as const
export const ofB = [...one, 'partitions', 1] as const
export const windowOfB = [...ofB, 'windows', 0] as const

export const mayChange: Edit = [[...ofA, 'setModuleSchedule'], 'true']
const second = (identifier = '2', name = 'two', initial = 'false'): Edit => [
  ['time', 'schedules', 1],
  make.schedule(identifier, name, initial),
]
export const allButSetSchedule: Edit = [
  ['partitions', 0, 'permissions'],
  ['FPU_CONTROL', 'CACHE_CONTROL', 'GLOBAL_TIME', 'SET_TOD', 'SET_PARTITION_MODE', 'MODULE_CONTROL'],
]
const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => String(i + 10))

export const cases: readonly Case[] = [
  {
    rule: 'MODULE-R1',
    broken: numbered(15).map((n, i) => [['partitions', i + 2], make.third(n, `P${n}`)]),
    at: ['partitions', 16],
    also: ['PARTITION-R12'],
  },
  { rule: 'MODULE-R2', broken: [[['time', 'requiredCores'], '5']], at: ['time', 'requiredCores'], also: ['TIME-R25'] },
  {
    rule: 'MODULE-R3',
    broken: [
      mayChange,
      ...numbered(16).map((n, i): Edit => [['time', 'schedules', i + 1], make.schedule(n, n, 'false')]),
    ],
    at: ['time', 'schedules', 16],
  },
  {
    rule: 'MODULE-R4',
    broken: numbered(255).map((n, i) => [['partitions', 0, 'ports', i + 2], make.sampling(n, 'SOURCE')]),
    at: ['partitions', 1, 'ports', 0],
    also: ['PORTS-R14'],
  },

  { rule: 'SPACE-R1', broken: [[['sharedMemory', 0, 'size'], '0']], at: ['sharedMemory', 0, 'size'] },
  {
    rule: 'SPACE-R2',
    broken: [[['partitions', 0, 'memory', 'size'], '0x3f000000']],
    at: ['partitions', 1, 'memory', 'size'],
  },
  {
    rule: 'SPACE-R3',
    broken: [[['partitions', 1, 'memory', 'size'], '0x1000']],
    at: ['partitions', 1, 'memory', 'size'],
  },
  { rule: 'SPACE-R4', broken: [[['sharedMemory', 1], make.shared('1', 'N')]], at: ['sharedMemory', 1, 'identifier'] },
  { rule: 'SPACE-R5', broken: [[['sharedMemory', 1], make.shared('2', 'M')]], at: ['sharedMemory', 1, 'name'] },
  {
    rule: 'SPACE-R6',
    broken: [[['sharedMemory', 0, 'access', 2], { partition: '2', partitionName: 'B', rights: 'R' }]],
    at: ['sharedMemory', 0, 'access', 2, 'partition'],
  },
  {
    rule: 'SPACE-R7',
    broken: [[['sharedMemory', 0, 'access'], [{ partition: '1', partitionName: 'A', rights: 'RW' }]]],
    at: ['sharedMemory', 0],
  },
  { rule: 'SPACE-R8', broken: [[['sharedMemory', 0, 'access', 0, 'rights'], 'R']], at: ['sharedMemory', 0] },
  {
    rule: 'SPACE-R9',
    broken: [[['sharedMemory', 0, 'access', 1, 'rights'], 'RX']],
    at: ['sharedMemory', 0, 'access', 1, 'rights'],
  },
  {
    rule: 'SPACE-R10',
    broken: [[['partitions', 0, 'devices', 0], { name: 'GRETH0' }]],
    at: ['partitions', 0, 'devices', 0, 'name'],
  },
  {
    rule: 'SPACE-R11',
    broken: [
      [['partitions', 0, 'devices', 0], { name: 'UART0' }],
      [['partitions', 1, 'devices', 0], { name: 'uart0' }],
    ],
    at: ['partitions', 1, 'devices', 0, 'name'],
  },

  { rule: 'TIME-R1', broken: [[['time', 'ticksPerSecond'], '100000']], at: ['time', 'ticksPerSecond'] },
  { rule: 'TIME-R2', broken: [[[...ofA, 'duration'], '0.495']], at: [...ofA, 'duration'], also: ['TIME-R14'] },
  { rule: 'TIME-R3', broken: [[['time', 'ticksPerSecond'], '300']], at: ['time', 'ticksPerSecond'] },
  {
    rule: 'TIME-R4',
    broken: [
      mayChange,
      second(),
      [['time', 'schedules', 1, 'partitions'], []],
      [['time', 'schedules', 1, 'majorFrame'], '0'],
    ],
    at: ['time', 'schedules', 1, 'majorFrame'],
  },
  {
    rule: 'TIME-R5',
    broken: [[[...ofB, 'windows', 1], make.window('3', '1', '0', 'false')]],
    at: [...ofB, 'windows', 1, 'duration'],
  },
  { rule: 'TIME-R6', broken: [[[...windowOfB, 'cores'], ['1']]], at: [...windowOfB, 'cores', 0] },
  {
    rule: 'TIME-R7',
    broken: [
      [['time', 'requiredCores'], '2'],
      [['partitions', 1, 'cores'], '2'],
      [
        [...windowOfB, 'cores'],
        ['1', '1'],
      ],
    ],
    at: [...windowOfB, 'cores', 1],
  },
  { rule: 'TIME-R8', broken: [[[...windowOfB, 'start'], '0.4']], at: [...windowOfB, 'start'] },
  {
    rule: 'TIME-R9',
    broken: [
      [ofA, make.scheduled('A', '0.505', [make.window('1', '0', '0.505')])],
      [ofB, make.scheduled('B', '0.497', [make.window('2', '0.503', '0.497')])],
    ],
    at: [...windowOfB, 'start'],
    also: ['TIME-R2'],
  },
  {
    rule: 'TIME-R10',
    broken: [[[...windowOfB, 'duration'], '0.6']],
    at: [...windowOfB, 'duration'],
    also: ['TIME-R14', 'TIME-R15'],
  },
  {
    rule: 'TIME-R11',
    broken: [[[...windowOfB, 'duration'], '0.501']],
    at: [...windowOfB, 'duration'],
    also: ['TIME-R14', 'TIME-R15', 'TIME-R2'],
  },
  {
    rule: 'TIME-R12',
    broken: [
      [[...ofA, 'period'], '0.6'],
      [[...ofA, 'duration'], '0.5'],
    ],
    at: [...ofA, 'period'],
  },
  { rule: 'TIME-R13', broken: [[[...ofA, 'duration'], '0.6']], at: [...ofA, 'duration'] },
  { rule: 'TIME-R14', broken: [[[...ofA, 'duration'], '0.4']], at: [...ofA, 'duration'] },
  {
    rule: 'TIME-R15',
    broken: [
      [ofA, make.scheduled('A', '0.25', [make.window('1', '0.25', '0.5'), make.window('3', '0.75', '0.25')])],
      [[...ofA, 'period'], '0.5'],
      [ofB, make.scheduled('B', '0.25', [make.window('2', '0', '0.25')])],
    ],
    at: [...ofA, 'windows', 0, 'start'],
    also: ['TIME-R14'],
  },
  { rule: 'TIME-R16', broken: [[[...ofA, 'windows', 0, 'periodStart'], 'false']], at: ofA },
  {
    rule: 'TIME-R17',
    broken: [
      [['time', 'requiredCores'], '2'],
      [
        ofA,
        make.scheduled('A', '0.75', [make.window('1', '0', '0.5'), make.window('3', '0.25', '0.25', 'false', '1')]),
      ],
    ],
    at: [...ofA, 'windows', 1, 'start'],
  },
  {
    rule: 'TIME-R18',
    broken: [[[...one, 'partitions', 2], make.scheduled('A', '0', [])]],
    at: [...one, 'partitions', 2, 'partition'],
  },
  { rule: 'TIME-R19', broken: [mayChange, second('1')], at: ['time', 'schedules', 1, 'identifier'] },
  { rule: 'TIME-R20', broken: [mayChange, second('2', 'one')], at: ['time', 'schedules', 1, 'name'] },
  {
    rule: 'TIME-R21',
    broken: [
      [
        [...ofA, 'windows'],
        [make.window('1', '0', '0.25'), make.window('1', '0.25', '0.25', 'false')],
      ],
    ],
    at: [...ofA, 'windows', 1, 'identifier'],
  },
  {
    rule: 'TIME-R22',
    broken: [mayChange, second(), [[...one, 'initial'], 'false']],
    at: ['time', 'schedules', 0, 'initial'],
  },
  { rule: 'TIME-R23', broken: [mayChange, second('2', 'two', 'true')], at: ['time', 'schedules', 1, 'initial'] },
  { rule: 'TIME-R24', broken: [second()], at: ['time', 'schedules', 1] },
  { rule: 'TIME-R25', broken: [[['time', 'requiredCores'], '2']], at: ['time', 'requiredCores'] },

  { rule: 'PARTITION-R1', broken: [[['partitions', 2], make.third('2', 'C')]], at: ['partitions', 2, 'identifier'] },
  {
    rule: 'PARTITION-R2',
    broken: [[['partitions', 2], make.third('3', 'A')]],
    at: ['partitions', 2, 'name'],
    also: ['PARTITION-R12'],
  },
  {
    rule: 'PARTITION-R3',
    broken: [
      [[...ofB, 'partition'], '9'],
      [[...ofB, 'partitionName'], null],
    ],
    at: [...ofB, 'partition'],
    also: ['PARTITION-R12'],
  },
  {
    rule: 'PARTITION-R4',
    broken: [[['sharedMemory', 0, 'access', 1], { partition: '9', partitionName: null, rights: 'R' }]],
    at: ['sharedMemory', 0, 'access', 1, 'partition'],
  },
  { rule: 'PARTITION-R5', broken: [[[...ofB, 'partitionName'], 'X']], at: [...ofB, 'partitionName'] },
  {
    rule: 'PARTITION-R6',
    broken: [[['partitions', 1, 'cores'], '5']],
    at: ['partitions', 1, 'cores'],
    also: ['PARTITION-R7'],
  },
  { rule: 'PARTITION-R7', broken: [[['partitions', 1, 'cores'], '2']], at: [...windowOfB, 'cores'] },
  { rule: 'PARTITION-R8', broken: [mayChange, allButSetSchedule], at: ['partitions', 0, 'permissions'] },
  {
    rule: 'PARTITION-R9',
    broken: [mayChange, allButSetSchedule],
    at: ['partitions', 0, 'permissions'],
    profile: 'air-5.6.2',
  },
  {
    rule: 'PARTITION-R10',
    broken: [[['partitions', 0, 'permissions'], ['SUPERVISOR']]],
    at: ['partitions', 0, 'permissions'],
  },
  { rule: 'PARTITION-R11', broken: [[['partitions', 0, 'system'], 'true']], at: ['partitions', 0, 'system'] },
  { rule: 'PARTITION-R12', broken: [[['partitions', 2], make.third('3', 'C')]], at: ['partitions', 2] },
  {
    rule: 'PARTITION-R13',
    broken: [[['partitions', 2], make.third('3', '')]],
    at: ['partitions', 2, 'name'],
    also: ['PARTITION-R12'],
  },
  {
    rule: 'PARTITION-R14',
    broken: [[['partitions', 2], make.third('3', 'N'.repeat(31))]],
    at: ['partitions', 2, 'name'],
    also: ['PARTITION-R12'],
  },
  {
    rule: 'PARTITION-R15',
    broken: [
      [['partitions', 1, 'criticality'], 'LEVEL_B'],
      [['partitions', 1, 'permissions'], ['SET_PARTITION_MODE']],
    ],
    at: ['partitions', 1, 'criticality'],
  },

  {
    rule: 'PORTS-R1',
    broken: [[['partitions', 0, 'ports', 2], make.sampling('SA', 'SOURCE')]],
    at: ['partitions', 0, 'ports', 2, 'name'],
  },
  { rule: 'PORTS-R2', broken: [[['channels', 1, 'identifier'], '1']], at: ['channels', 1, 'identifier'] },
  {
    rule: 'PORTS-R3',
    broken: [
      [['channels', 0, 'destinations', 0], { kind: 'partition', partition: '9', partitionName: null, port: 'SB' }],
    ],
    at: ['channels', 0, 'destinations', 0, 'partition'],
    also: ['PORTS-R14'],
  },
  {
    rule: 'PORTS-R4',
    broken: [[['channels', 0, 'destinations', 0], make.end('B', 'nowhere')]],
    at: ['channels', 0, 'destinations', 0, 'port'],
    also: ['PORTS-R14'],
  },
  {
    rule: 'PORTS-R5',
    broken: [[['channels', 0, 'sources', 0, 'partitionName'], 'X']],
    at: ['channels', 0, 'sources', 0, 'partitionName'],
  },
  { rule: 'PORTS-R6', broken: [[['channels', 0, 'sources'], []]], at: ['channels', 0], also: ['PORTS-R14'] },
  { rule: 'PORTS-R7', broken: [[['channels', 0, 'destinations'], []]], at: ['channels', 0], also: ['PORTS-R14'] },
  {
    rule: 'PORTS-R8',
    broken: [[['partitions', 1, 'ports', 0, 'direction'], 'SOURCE']],
    at: ['channels', 0, 'destinations', 0, 'port'],
  },
  {
    rule: 'PORTS-R9',
    broken: [[['partitions', 1, 'ports', 0], make.queuing('SB', 'DESTINATION')]],
    at: ['channels', 0, 'destinations', 0, 'port'],
  },
  {
    rule: 'PORTS-R10',
    broken: [[['partitions', 1, 'ports', 0, 'maxMessageSize'], '32']],
    at: ['channels', 0, 'destinations', 0, 'port'],
  },
  {
    rule: 'PORTS-R11',
    broken: [[['partitions', 1, 'ports', 1, 'maxMessages'], '8']],
    at: ['channels', 1, 'destinations', 0, 'port'],
  },
  {
    rule: 'PORTS-R12',
    broken: [[['partitions', 1, 'ports', 0, 'refreshPeriod'], '2']],
    at: ['channels', 0, 'destinations', 0, 'port'],
  },
  {
    rule: 'PORTS-R13',
    broken: [[['channels', 2], make.channel('3', make.end('A', 'SA'), make.pseudo)]],
    at: ['channels', 2, 'sources', 0, 'port'],
  },
  {
    rule: 'PORTS-R14',
    broken: [[['partitions', 0, 'ports', 2], make.sampling('S', 'SOURCE')]],
    at: ['partitions', 0, 'ports', 2],
  },
  {
    rule: 'PORTS-R15',
    broken: [
      [['partitions', 0, 'ports', 2], make.queuing('Q', 'SOURCE')],
      [['partitions', 0, 'ports', 2, 'maxMessages'], '0'],
    ],
    at: ['partitions', 0, 'ports', 2, 'maxMessages'],
    also: ['PORTS-R14'],
  },
  {
    rule: 'PORTS-R16',
    broken: [[['channels', 2], make.channel('3', make.pseudo, make.pseudo)]],
    at: ['channels', 2],
  },
  {
    rule: 'PORTS-R17',
    broken: [
      [['partitions', 0, 'ports', 2], make.sampling('X', 'SOURCE')],
      [['partitions', 0, 'ports', 3], make.sampling('Y', 'DESTINATION')],
      [['channels', 2], make.channel('3', make.end('A', 'X'), make.end('A', 'Y'))],
    ],
    at: ['channels', 2, 'destinations', 0, 'partition'],
  },

  {
    rule: 'HEALTH-R1',
    broken: [[['health', 'levels', 2], make.line('7', '1', 'MODULE')]],
    at: ['health', 'levels', 2, 'state'],
  },
  {
    rule: 'HEALTH-R2',
    broken: [[['health', 'levels', 2], make.line('3', '16', 'PARTITION')]],
    at: ['health', 'levels', 2, 'error'],
  },
  {
    rule: 'HEALTH-R3',
    broken: [[['health', 'levels', 2], make.line('3', '1', 'PARTITION')]],
    at: ['health', 'levels', 2, 'error'],
  },
  {
    rule: 'HEALTH-R4',
    broken: [
      [['health', 'partitionTables', 0, 'partition'], '9'],
      [['health', 'partitionTables', 0, 'partitionName'], null],
    ],
    at: ['health', 'partitionTables', 0, 'partition'],
  },
  {
    rule: 'HEALTH-R5',
    broken: [[['health', 'partitionTables', 0, 'partitionName'], 'X']],
    at: ['health', 'partitionTables', 0, 'partitionName'],
  },
  {
    rule: 'HEALTH-R6',
    broken: [[['health', 'partitionTables', 1], make.table([make.line('3', '1', 'IDLE')])]],
    at: ['health', 'partitionTables', 1, 'partition'],
  },
  {
    rule: 'HEALTH-R7',
    broken: [[['health', 'levels', 0, 'outcome'], 'PROCESS']],
    at: ['health', 'levels', 0, 'outcome'],
  },
  { rule: 'HEALTH-R8', broken: [[['health', 'moduleActions'], []]], at: ['health', 'moduleActions'] },
]
