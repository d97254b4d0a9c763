/** The records of calls: which fields a call reads from its caller's memory, and which it writes there. Source: spec/module/step.md. */

import type { ServiceName } from '../../spec/hypercall/vocabulary.ts'
import type { PortConfiguration } from '../../spec/ports/vocabulary.ts'
import type { Scale } from './scales.ts'

/** A field: so many words from so many bytes on, of the record that a parameter is the address of. */
export interface Field {
  readonly name: string
  readonly parameter: string
  readonly offset: number
  /** 2 words: a number of 64 bits, the high word first. */
  readonly words: 1 | 2
  readonly scale: Scale
}

/** A field that is a text: as many bytes as there are up to a zero, or as another field says. */
export interface TextField {
  readonly name: string
  readonly parameter: string
  readonly length: 'up to zero' | Field
}

const field = (name: string, parameter: string, offset: number, scale: Scale = 'number', words: 1 | 2 = 1): Field => ({
  name,
  parameter,
  offset,
  words,
  scale,
})
const long = (name: string, parameter: string, offset: number): Field => field(name, parameter, offset, 'number', 2)

const entry = (at: number, parameter: string): readonly Field[] => [
  long('date', parameter, at),
  field('error', parameter, at + 8, 'error'),
  field('level', parameter, at + 12, 'level'),
  field('partition', parameter, at + 16, 'partition'),
]

/** What a call reads besides names and messages. CREATE_PORT's attributes depend on the type of the port. */
export const fieldsRead = (service: ServiceName, type: PortConfiguration['kind'] | null): readonly Field[] => {
  switch (service) {
    case 'SET_TOD':
      return [field('seconds', 'time', 0), field('nanoseconds', 'time', 4)]
    case 'CREATE_PORT':
      return [
        field('direction', 'attributes', 0, 'direction'),
        field('size', 'attributes', 4),
        ...(type === 'queuing'
          ? [field('messages', 'attributes', 8), field('discipline', 'attributes', 12)]
          : [long('refresh', 'attributes', 8)]),
      ]
    case 'READ_PORT':
      return [field('mode', 'header', 0, 'read mode'), long('reference', 'header', 4)]
    default:
      return []
  }
}

const portStatus = (type: PortConfiguration['kind'] | null): readonly Field[] =>
  type === 'queuing'
    ? [
        field('waiting', 'status', 0),
        field('messages', 'status', 4),
        field('size', 'status', 8),
        field('direction', 'status', 12, 'direction'),
      ]
    : [
        long('refresh', 'status', 0),
        field('size', 'status', 8),
        field('direction', 'status', 12, 'direction'),
        field('validity', 'status', 16, 'validity'),
      ]

/** What a call writes, but for texts. */
export const fieldsWritten = (service: ServiceName, type: PortConfiguration['kind'] | null): readonly Field[] => {
  switch (service) {
    case 'GET_PARTITION_ID':
      return [field('identifier', 'identifier', 0, 'partition')]
    case 'GET_PARTITION_STATUS':
      return [
        field('identifier', 'status', 0, 'partition'),
        field('mode', 'status', 4, 'mode'),
        field('start', 'status', 8, 'start'),
        field('window', 'status', 12),
        long('period', 'status', 16),
        long('duration', 'status', 24),
        long('elapsed', 'status', 32),
      ]
    case 'GET_SCHEDULE_ID':
      return [field('identifier', 'identifier', 0, 'schedule')]
    case 'GET_SCHEDULE_STATUS':
      return [
        long('last-switch', 'status', 0),
        field('current', 'status', 8, 'schedule'),
        field('next', 'status', 12, 'schedule'),
      ]
    case 'GET_TOD':
      return [field('seconds', 'time', 0), field('nanoseconds', 'time', 4)]
    case 'GET_PORT_ID':
    case 'CREATE_PORT':
      return [field('port', 'port', 0)]
    case 'GET_PORT_STATUS':
      return portStatus(type)
    case 'READ_PORT':
      return [
        field('length', 'length', 0),
        field('validity', 'header', 12, 'validity'),
        field('updated', 'header', 16, 'freshness'),
        long('time', 'header', 20),
      ]
    case 'GET_SHARED_AREA':
      return [
        field('address', 'area', 0),
        field('bytes', 'area', 4),
        field('rights', 'area', 8, 'rights'),
        field('identifier', 'area', 12),
      ]
    case 'GET_HM_LOG':
      return [field('entries', 'log', 0), ...entry(4, 'log')]
    case 'POP_FROM_HM_LOG':
      return entry(0, 'entry')
    case 'GET_HM_EVENT':
      return [field('error', 'event', 0, 'error'), field('before', 'event', 4, 'system state')]
    default:
      return []
  }
}

/** The texts that a call writes. */
export const textsWritten = (service: ServiceName): readonly TextField[] => {
  switch (service) {
    case 'GET_PORT_NAME':
      return [{ name: 'name', parameter: 'name', length: 'up to zero' }]
    case 'READ_PORT':
      return [{ name: 'message', parameter: 'message', length: field('length', 'length', 0) }]
    default:
      return []
  }
}

/** Calls that report a value in the caller's registers, and have no code. `low` alone but for those of 64 bits. */
const values: ReadonlySet<ServiceName> = new Set([
  'GET_IRQ',
  'GET_P_ADDR',
  'GET_NB_CORES',
  'GET_CORE_ID',
  'COPY_TBR',
  'GET_US_PER_TICK',
  'GET_ELAPSED_TICKS',
  'GET_ELAPSED_MTF_TICKS',
  'GET_SYSTEM_STATE',
  'GET_EVENT',
  'PUTCHAR',
  'PRINT',
  'disable_interrupts',
  'get_tbr',
  'get_psr',
  'get_cache_reg',
  'get_irq_mask',
  'get_icache_cfg',
  'get_dcache_cfg',
])

export type Answer = 'code' | 'value' | 'nothing'

/** What a call leaves in its caller's registers. */
export const answerOf = (service: ServiceName): Answer => {
  if (values.has(service)) return 'value'
  return /^[A-Z]/.test(service) || service === 'unassigned_number' ? 'code' : 'nothing'
}

/** What the value of a call stands for. */
export const valueScale = (service: ServiceName): Scale =>
  service === 'GET_EVENT' ? 'events' : service === 'GET_SYSTEM_STATE' ? 'system state' : 'number'
