/** The rows of the decision tables that some partition of a configuration is bound to reach, sooner or later. */

import type { ModuleConfiguration, World } from '../../spec/module/vocabulary.ts'
import { permissionBits } from '../../spec/partition/statements.ts'
import { permission, type PermissionName } from '../../spec/partition/vocabulary.ts'
import type { PortConfiguration } from '../../spec/ports/vocabulary.ts'

/** A partition that gets to run under the initial schedule, and what of it decides which rows it can reach. */
interface Caller {
  readonly bits: number
  readonly cores: number
  readonly ports: readonly PortConfiguration[]
  readonly shares: boolean
  /** It receives from a partition that runs too. */
  readonly receives: boolean
}

const callersOf = ({ configuration }: World): readonly Caller[] => {
  const { schedules } = configuration.time
  const initial = schedules.findLast((s) => s.initial) ?? schedules[0]
  const given = (identifier: number) =>
    initial?.partitions.find((p) => p.partition === identifier && p.windows.length > 0)
  return configuration.partitions.flatMap((partition) => {
    const schedule = given(partition.identifier)
    if (schedule === undefined) return []
    return [
      {
        bits: permissionBits(partition) | (schedule.setModuleSchedule ? permission.SET_SCHEDULE : 0),
        cores: partition.cores,
        ports: partition.ports,
        shares: configuration.sharedMemory.some(({ access }) =>
          access.some((a) => a.partition === partition.identifier),
        ),
        receives: sourcesOf(configuration, partition.identifier).some((source) => given(source) !== undefined),
      },
    ]
  })
}

/** Who sends what a partition receives. */
const sourcesOf = ({ channels }: ModuleConfiguration, identifier: number): readonly number[] =>
  channels.flatMap(({ sources, destinations }) =>
    destinations.some((end) => end.kind === 'partition' && end.partition === identifier)
      ? sources.flatMap((end) => (end.kind === 'partition' ? [end.partition] : []))
      : [],
  )

/** Rows of a table by their numbers, if they can be reached. */
const rows = (table: string, numbers: readonly number[], reachable: boolean): readonly string[] =>
  reachable ? numbers.map((n) => `${table}.${n}`) : []

/** What the rows depend on. */
interface Reachable {
  readonly world: World
  readonly some: (may: (caller: Caller) => boolean) => boolean
  readonly has: (name: PermissionName) => boolean
  readonly lacks: (name: PermissionName) => boolean
}

const aboutPartitions = ({ world, some, has, lacks }: Reachable): readonly string[] => {
  const anyone = some(() => true)
  const anyoneYields = world.profile.time.endWindowPermission === 'anyone'
  const { partitions, time } = world.configuration
  return [
    ...rows('SET_PARTITION_MODE', [1], lacks('SET_PARTITION_MODE')),
    ...rows('SET_PARTITION_MODE', [2], has('SET_PARTITION_MODE')),
    ...rows('SET_PARTITION_MODE', [3], has('SET_PARTITION_MODE') && partitions.length > 1),
    ...rows('SET_PARTITION_MODE', [4, 5, 6, 8], anyone),
    ...['GET_PARTITION_STATUS', 'GET_PARTITION_ID'].flatMap((call) => [
      ...rows(call, [1], lacks('SET_PARTITION_MODE')),
      ...rows(call, [2], has('SET_PARTITION_MODE')),
      ...rows(call, [3, 4], anyone),
    ]),
    ...rows('GET_PARTITION_ID', [0], anyone),
    ...rows('SET_SCHEDULE', [1], lacks('SET_SCHEDULE')),
    ...rows('SET_SCHEDULE', [2, 3], has('SET_SCHEDULE')),
    ...rows('SET_SCHEDULE', [4], has('SET_SCHEDULE') && time.schedules.length > 1),
    ...rows('GET_SCHEDULE_ID', [0, 1, 2, 3], anyone),
    ...rows('GET_SCHEDULE_STATUS', [1, 2], anyone),
    ...rows('END_WINDOW', [1], !anyoneYields && lacks('MODULE_CONTROL')),
    ...rows('END_WINDOW', [2], anyone && (anyoneYields || has('MODULE_CONTROL'))),
    ...rows('GET_TOD', [1], anyone),
    ...rows('GET_TOD', [2, 3], has('SET_TOD')),
    ...rows('SET_TOD', [1], lacks('SET_TOD')),
    ...rows('SET_TOD', [2, 3, 4], has('SET_TOD')),
    ...rows('GET_SHARED_AREA', [1, 2], anyone),
    ...rows(
      'GET_SHARED_AREA',
      [3, 4],
      some(({ shares }) => shares),
    ),
  ]
}

const aboutPorts = ({ world, some }: Reachable): readonly string[] => {
  const anyone = some(() => true)
  const withPort = (is: (port: PortConfiguration) => boolean): boolean => some(({ ports }) => ports.some(is))
  const any = withPort(() => true)
  const source = withPort(({ direction }) => direction === 'SOURCE')
  const destination = withPort(({ direction }) => direction === 'DESTINATION')
  const receives = (kind: PortConfiguration['kind']): boolean =>
    withPort((port) => port.kind === kind && port.direction === 'DESTINATION')
  return [
    ...rows('CREATE_PORT', [1, 2, 3], anyone),
    ...rows('CREATE_PORT', [4, 5, 6, 8, 9], any),
    ...rows('CREATE_PORT', [7], any && world.profile.ports.createPort === 'not in NORMAL'),
    ...rows('GET_PORT_ID', [1, 2, 3], anyone),
    ...rows('GET_PORT_ID', [4, 5], any),
    ...['GET_PORT_STATUS', 'GET_PORT_NAME'].flatMap((call) => [...rows(call, [1], anyone), ...rows(call, [2, 3], any)]),
    ...rows('WRITE_PORT', [1], anyone),
    ...rows('WRITE_PORT', [2], destination),
    ...rows('WRITE_PORT', [3, 4, 7, 8], source),
    ...rows('READ_PORT', [1], anyone),
    ...rows('READ_PORT', [2], source),
    ...rows('READ_PORT', [3], destination),
    ...rows('READ_PORT', [4, 6], receives('sampling')),
    ...rows('READ_PORT', [9], receives('queuing')),
    ...rows(
      'READ_PORT',
      [10, 12],
      some((caller) => caller.receives),
    ),
  ]
}

const aboutErrors = ({ some }: Reachable): readonly string[] => {
  const anyone = some(() => true)
  const trusted = some(({ bits }) => bits === permission.SUPERVISOR)
  const others = some(({ bits }) => bits !== permission.SUPERVISOR)
  return [
    ...rows('SET_SYSTEM_STATE', [1, 2], anyone),
    ...rows('RAISE_HM_EVENT', [1, 2], anyone),
    ...rows('GET_HM_EVENT', [1], anyone),
    ...['GET_HM_LOG', 'POP_FROM_HM_LOG'].flatMap((call) => [...rows(call, [1], others), ...rows(call, [2], trusted)]),
  ]
}

const aboutProcessors = ({ world, some, has, lacks }: Reachable): readonly string[] => {
  const anyone = some(() => true)
  const { hypercall } = world.profile
  const restarts = hypercall.restartModule === 'restarts'
  return [
    ...rows('UNASSIGNED_NUMBER', [2], anyone),
    ...rows('UNASSIGNED_NUMBER', [1], anyone && hypercall.unassignedNumber === 'one accepted'),
    ...rows('MASK_IRQ', [2, 3], anyone),
    ...rows('UNMASK_IRQ', hypercall.unmask === 'works' ? [2, 3] : [1], anyone),
    ...rows('BOOT_CORE', [1, 2], anyone),
    ...rows(
      'BOOT_CORE',
      [3],
      some(({ cores }) => cores > 1),
    ),
    ...['ENABLE_CACHE', 'DISABLE_CACHE', 'FREEZE_CACHE', 'FLUSH_CACHE'].flatMap((call) => [
      ...rows(call, [1], lacks('CACHE_CONTROL')),
      ...rows(call, [2], has('CACHE_CONTROL')),
    ]),
    ...rows('GET_AMBACONF', [1, 2], anyone),
    ...rows('RESTART_MODULE', [1], lacks('MODULE_CONTROL')),
    ...rows('RESTART_MODULE', restarts ? [3] : [2], has('MODULE_CONTROL')),
    ...rows('SHUTDOWN_MODULE', [1], lacks('MODULE_CONTROL')),
    ...rows('SHUTDOWN_MODULE', [3], has('MODULE_CONTROL')),
  ]
}

/** The rows that some partition of this configuration is bound to reach, sooner or later. */
export const rowsWithinReach = (world: World): readonly string[] => {
  const callers = callersOf(world)
  const some: Reachable['some'] = (may) => callers.some(may)
  const reachable: Reachable = {
    world,
    some,
    has: (name) => some(({ bits }) => (bits & permission[name]) !== 0),
    lacks: (name) => some(({ bits }) => (bits & permission[name]) === 0),
  }
  return [aboutPartitions, aboutPorts, aboutErrors, aboutProcessors].flatMap((about) => about(reachable))
}
