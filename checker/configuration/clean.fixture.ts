/** For tests: a small module that breaks no rule, as the value that the codec decodes, and ways to change it. */

import { isLeft } from 'fp-ts/lib/Either.js'
import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import { impossible, type Path } from '../../spec/statement.ts'
import type { Raw } from './air-parts.ts'
import { moduleCodec, refusals } from './codec.ts'

const partition = (identifier: string, name: string, ports: readonly Raw[]): Raw => ({
  identifier,
  name,
  system: 'false',
  criticality: 'LEVEL_A',
  entryPoint: 'main',
  personality: 'BARE',
  cores: '1',
  permissions: ['GLOBAL_TIME'],
  memory: { size: '0x40000', unit: '0x40000' },
  cache: { code: 'true', data: 'true' },
  libraries: [],
  devices: [],
  ports,
})

export const sampling = (name: string, direction: string): Raw => ({
  kind: 'sampling',
  name,
  direction,
  maxMessageSize: '64',
  refreshPeriod: '1',
})

export const queuing = (name: string, direction: string): Raw => ({
  kind: 'queuing',
  name,
  direction,
  maxMessageSize: '64',
  maxMessages: '4',
})

export const window = (identifier: string, start: string, duration: string, periodStart = 'true', core = '0'): Raw => ({
  identifier,
  start,
  duration,
  periodStart,
  cores: [core],
  coPartition: null,
})

export const coPartition = (partition: string, quota = '0.25', least = '0.01'): Raw => ({ partition, quota, least })

export const scheduled = (name: 'A' | 'B', duration: string, windows: readonly Raw[]): Raw => ({
  partition: name === 'A' ? '1' : '2',
  partitionName: name,
  period: '1',
  duration,
  setModuleSchedule: 'false',
  changeAction: 'IGNORE',
  windows,
})

export const schedule = (identifier: string, name: string, initial: string): Raw => ({
  identifier,
  name,
  initial,
  majorFrame: '1',
  partitions: [scheduled('A', '0.5', [window('1', '0', '0.5')]), scheduled('B', '0.5', [window('2', '0.5', '0.5')])],
})

export const end = (name: 'A' | 'B', port: string): Raw => ({
  kind: 'partition',
  partition: name === 'A' ? '1' : '2',
  partitionName: name,
  port,
})

export const pseudo: Raw = { kind: 'pseudo', name: 'outside' }

export const channel = (identifier: string, source: Raw, destination: Raw): Raw => ({
  identifier,
  name: null,
  sources: [source],
  destinations: [destination],
})

export const shared = (identifier: string, name: string): Raw => ({
  identifier,
  name,
  size: '0x1000',
  unit: '0x1000',
  access: [
    { partition: '1', partitionName: 'A', rights: 'RW' },
    { partition: '2', partitionName: 'B', rights: 'R' },
  ],
})

export const line = (state: string, error: string, outcome: string): Raw => ({
  state,
  error,
  outcome,
  description: null,
})

export const table = (actions: readonly Raw[]): Raw => ({ partition: '1', partitionName: 'A', actions })

/** A third partition, without ports or windows. */
export const third = (identifier: string, name: string): Raw => partition(identifier, name, [])

export const clean: Raw = {
  name: 'clean',
  partitions: [
    partition('1', 'A', [sampling('SA', 'SOURCE'), queuing('QA', 'SOURCE')]),
    partition('2', 'B', [sampling('SB', 'DESTINATION'), queuing('QB', 'DESTINATION')]),
  ],
  sharedMemory: [shared('1', 'M')],
  time: { ticksPerSecond: '100', requiredCores: '1', schedules: [schedule('1', 'one', 'true')] },
  channels: [channel('1', end('A', 'SA'), end('B', 'SB')), channel('2', end('A', 'QA'), end('B', 'QB'))],
  health: {
    levels: [line('3', '1', 'PARTITION'), line('0', '0', 'MODULE')],
    moduleActions: [line('0', '0', 'SHUTDOWN')],
    partitionTables: [table([line('3', '1', 'IDLE')])],
  },
}

export type Edit = readonly [path: Path, value: Raw]

const isList = (value: Raw): value is readonly Raw[] => Array.isArray(value)

/** `value` with another value at a path. */
const edited = (value: Raw, [first, ...rest]: Path, to: Raw): Raw => {
  if (first === undefined) return to
  if (isList(value)) {
    const item = edited(value[Number(first)], rest, to)
    return Number(first) < value.length ? value.with(Number(first), item) : [...value, item]
  }
  return typeof value === 'object' && value !== null ? { ...value, [first]: edited(value[first], rest, to) } : to
}

/** The clean module with some changes. */
export const cleanBut = (...edits: readonly Edit[]): ModuleConfiguration => {
  const decoded = moduleCodec.decode(edits.reduce<Raw>((value, [path, to]) => edited(value, path, to), clean))
  return isLeft(decoded) ? impossible(JSON.stringify(refusals(decoded.left)), 'test data is well-typed') : decoded.right
}
