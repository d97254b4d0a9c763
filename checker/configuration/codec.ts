/** The codec of a module: the value that a dialect's reader makes becomes a configuration, and back. */

import * as t from 'io-ts'
import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import type { PortConfiguration, PortReference } from '../../spec/ports/vocabulary.ts'
import type { Path } from '../../spec/statement.ts'
import type { WindowConfiguration } from '../../spec/time/vocabulary.ts'
import {
  bytes,
  count,
  identifierCodec,
  oneOf,
  optionalText,
  orNothing,
  rights,
  seconds,
  text,
  truth,
  unit,
} from './scalars.ts'

const list = <A, O>(item: t.Type<A, O>): t.Type<readonly A[], readonly O[]> => t.readonlyArray(item)

const actions = oneOf('IGNORE', 'IDLE', 'WARM_START', 'COLD_START')

const coPartition = t.type({ partition: identifierCodec, quota: seconds, least: seconds })

const fullWindow = t.type({
  identifier: identifierCodec,
  start: seconds,
  duration: seconds,
  periodStart: truth,
  cores: list(count),
  coPartition: orNothing(coPartition),
})

/** A window; one that is lent to nobody is written as before there were co-partitions: kept cases go by their contents. */
const window: t.Type<WindowConfiguration, unknown> = new t.Type(
  'a window',
  fullWindow.is,
  fullWindow.validate,
  (value) => {
    const { coPartition: lent, ...rest } = fullWindow.encode(value)
    return lent === null ? rest : { ...rest, coPartition: lent }
  },
)

const mention = { partition: identifierCodec, partitionName: optionalText }

const time = t.type({
  ticksPerSecond: count,
  requiredCores: count,
  schedules: list(
    t.type({
      identifier: identifierCodec,
      name: text,
      initial: truth,
      majorFrame: seconds,
      partitions: list(
        t.type({
          ...mention,
          period: seconds,
          duration: seconds,
          setModuleSchedule: truth,
          changeAction: actions,
          windows: list(window),
        }),
      ),
    }),
  ),
})

const entries = <A>(outcome: t.Type<A, string>) =>
  list(t.type({ state: count, error: count, outcome, description: optionalText }))

const health = t.type({
  levels: entries(oneOf('MODULE', 'PARTITION', 'PROCESS')),
  moduleActions: entries(oneOf('IGNORE', 'SHUTDOWN', 'RESET')),
  partitionTables: list(t.type({ ...mention, actions: entries(actions) })),
})

const sharedMemory = t.type({
  identifier: identifierCodec,
  name: text,
  size: bytes,
  unit,
  access: list(t.type({ ...mention, rights })),
})

/** One of two records, told apart by their `kind`; a union of io-ts would report the failures of both. */
const byKind = <A extends { readonly kind: string }, B extends { readonly kind: string }, OA, OB>(
  kind: A['kind'],
  a: t.Type<A, OA>,
  b: t.Type<B, OB>,
): t.Type<A | B, OA | OB> =>
  new t.Type(
    `${a.name} or ${b.name}`,
    (value): value is A | B => a.is(value) || b.is(value),
    (value, context) => (hasKind(value, kind) ? a.validate(value, context) : b.validate(value, context)),
    (value) => (a.is(value) ? a.encode(value) : b.is(value) ? b.encode(value) : a.encode(value)),
  )

const hasKind = (value: unknown, kind: string): boolean =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind

const port = { name: text, direction: oneOf('SOURCE', 'DESTINATION'), maxMessageSize: count }

const ports: t.Type<PortConfiguration, unknown> = byKind(
  'sampling',
  t.type({ kind: t.literal('sampling'), ...port, refreshPeriod: seconds }),
  t.type({ kind: t.literal('queuing'), ...port, maxMessages: count }),
)

const reference: t.Type<PortReference, unknown> = byKind(
  'partition',
  t.type({ kind: t.literal('partition'), ...mention, port: text }),
  t.type({ kind: t.literal('pseudo'), name: optionalText }),
)

const permissionName = oneOf(
  'FPU_CONTROL',
  'CACHE_CONTROL',
  'GLOBAL_TIME',
  'SET_TOD',
  'SET_PARTITION_MODE',
  'SET_SCHEDULE',
  'MODULE_CONTROL',
  'SUPERVISOR',
)

const partition = t.type({
  identifier: identifierCodec,
  name: text,
  system: truth,
  criticality: oneOf('LEVEL_A', 'LEVEL_B', 'LEVEL_C', 'LEVEL_D', 'LEVEL_E'),
  entryPoint: text,
  personality: text,
  cores: count,
  permissions: list(permissionName),
  memory: t.type({ size: bytes, unit }),
  cache: t.type({ code: truth, data: truth }),
  libraries: list(text),
  devices: list(t.type({ name: text })),
  ports: list(ports),
})

export const moduleCodec: t.Type<ModuleConfiguration, unknown> = t.type({
  name: text,
  partitions: list(partition),
  sharedMemory: list(sharedMemory),
  time,
  channels: list(
    t.type({
      identifier: identifierCodec,
      name: optionalText,
      sources: list(reference),
      destinations: list(reference),
    }),
  ),
  health,
})

/** What the codec refused: where in the value, what stood there, and why. */
export interface Refusal {
  readonly at: Path
  readonly value: unknown
  readonly why: string
}

export const refusals = (errors: t.Errors): readonly Refusal[] =>
  errors.map(({ context, value, message }) => ({
    at: context.slice(1).map(({ key }) => key),
    value,
    why: message ?? `is not ${context.at(-1)?.type.name ?? 'right'}`,
  }))
