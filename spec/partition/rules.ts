/** What the part of a configuration that concerns partitions must satisfy, and what relates time and space to them. */

import { sharedAsConfigured } from '../space/requirements.ts'
import { repeated } from '../space/rules.ts'
import type { SharedMemoryConfiguration } from '../space/vocabulary.ts'
import { that, type Breach, type Path, type Rule } from '../statement.ts'
import { authorisedSchedule, exclusive, inFull } from '../time/requirements.ts'
import type { TimeConfiguration } from '../time/vocabulary.ts'
import { limits, type Identifier } from '../words/vocabulary.ts'
import { authorisedMode, namedUniquely, userLevel } from './requirements.ts'
import { declaredSupervisor, permissionBits } from './statements.ts'
import { permission, type PartitionConfiguration } from './vocabulary.ts'

/** What of a module's configuration concerns partitions. */
export interface PartitionsConfiguration {
  readonly partitions: readonly PartitionConfiguration[]
  readonly sharedMemory: readonly SharedMemoryConfiguration[]
  readonly time: TimeConfiguration
}

const configurator = 'AIR 5.6.2 configurator'

/** The lengths of names: AIR keeps 30 characters of them; ARINC 653 allows 256. */
export const nameLengths = { kept: 30, most: 256 } as const

const inEachPartition =
  (breaches: (partition: PartitionConfiguration, at: Path, config: PartitionsConfiguration) => readonly Breach[]) =>
  (config: PartitionsConfiguration): readonly Breach[] =>
    config.partitions.flatMap((partition, p) => breaches(partition, ['partitions', p], config))

/** A mention of a partition somewhere in a configuration. */
export interface Mention {
  readonly at: Path
  readonly partition: Identifier
  readonly partitionName: string | null
}

/** The mentions of partitions that do not exist. */
export const unknownPartitions = (
  partitions: readonly { readonly identifier: Identifier }[],
  mentions: readonly Mention[],
): readonly Breach[] => {
  const known = new Set(partitions.map((p) => p.identifier))
  return mentions.flatMap(({ at, partition }) =>
    that(
      known.has(partition),
      [...at, 'partition'],
      `there is no partition ${partition}; correct the identifier, or add the partition`,
    ),
  )
}

/** The mentions that name a partition otherwise than it is named; of partitions with one identifier, than the first. */
export const misnamedPartitions = (
  partitions: readonly { readonly identifier: Identifier; readonly name: string }[],
  mentions: readonly Mention[],
): readonly Breach[] => {
  const names = new Map(partitions.toReversed().map((p) => [p.identifier, p.name]))
  return mentions.flatMap(({ at, partition, partitionName }) => {
    const name = names.get(partition)
    return that(
      partitionName === null || name === undefined || name === partitionName,
      [...at, 'partitionName'],
      `partition ${partition} is named "${name}", not "${partitionName}"; correct the name or the identifier`,
    )
  })
}

const inSchedules = ({ time }: PartitionsConfiguration): readonly Mention[] =>
  time.schedules.flatMap(({ partitions }, s) =>
    partitions.map((of, p) => ({
      at: ['time', 'schedules', s, 'partitions', p],
      partition: of.partition,
      partitionName: of.partitionName,
    })),
  )

const inSharedMemory = ({ sharedMemory }: PartitionsConfiguration): readonly Mention[] =>
  sharedMemory.flatMap(({ access }, m) =>
    access.map(({ partition, partitionName }, a) => ({
      at: ['sharedMemory', m, 'access', a],
      partition,
      partitionName,
    })),
  )

export const identifiersDiffer: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R1',
  says: 'Every partition has an identifier of its own.',
  serves: [namedUniquely],
  severity: 'structural',
  because: ['AIR_SEP_1000', configurator],
  breaches: ({ partitions }) =>
    repeated(partitions, (p) => p.identifier).map(([p, { identifier }]) => ({
      at: ['partitions', p, 'identifier'],
      why: `partition identifier ${identifier} is taken; choose another`,
    })),
}

export const namesDiffer: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R2',
  says: 'Every partition has a name of its own, by which others find it.',
  serves: [namedUniquely],
  severity: 'error',
  because: ['AIR_SEP_1000', 'ARINC 653 P1 part 5', configurator],
  breaches: ({ partitions }) =>
    repeated(partitions, (p) => p.name).map(([p, { name }]) => ({
      at: ['partitions', p, 'name'],
      why: `partition name "${name}" is taken; choose another`,
    })),
}

export const scheduledPartitionsExist: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R3',
  says: 'A schedule gives time to partitions that exist.',
  serves: [exclusive],
  severity: 'structural',
  because: ['AIR papers: every window’s partition is in P', configurator],
  breaches: (config) => unknownPartitions(config.partitions, inSchedules(config)),
}

export const sharingPartitionsExist: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R4',
  says: 'Memory is shared with partitions that exist.',
  serves: [sharedAsConfigured],
  severity: 'error',
  because: ['AIR-FUNC-02120', configurator],
  breaches: (config) => unknownPartitions(config.partitions, inSharedMemory(config)),
}

export const mentionsAgree: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R5',
  says:
    'Where schedules and shared memories give the name of a partition beside its identifier, it ' +
    'is that partition’s name.',
  serves: [namedUniquely],
  severity: 'error',
  because: ['AIR_SEP_1000', configurator],
  breaches: (config) => misnamedPartitions(config.partitions, [...inSchedules(config), ...inSharedMemory(config)]),
}

export const virtualCoresAreLimited: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R6',
  says: 'A partition has 1 to 4 virtual cores.',
  serves: [exclusive],
  severity: 'structural',
  because: ['AIR-GEN-00040'],
  breaches: inEachPartition(({ cores }, at) =>
    that(
      1 <= cores && cores <= limits.cores,
      [...at, 'cores'],
      `has ${cores} virtual cores; give 1 to ${limits.cores}`,
    ),
  ),
}

export const windowsHaveAllCores: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R7',
  says: 'A window gives a partition as many cores as the partition has virtual cores.',
  serves: [inFull],
  severity: 'error',
  because: [configurator],
  breaches: ({ partitions, time }) => {
    const virtual = new Map(partitions.map((p) => [p.identifier, p.cores]))
    return time.schedules.flatMap((schedule, s) =>
      schedule.partitions.flatMap(({ partition, windows }, p) =>
        windows.flatMap(({ identifier, cores }, w) => {
          const wanted = virtual.get(partition) ?? cores.length
          return that(
            wanted === cores.length,
            ['time', 'schedules', s, 'partitions', p, 'windows', w, 'cores'],
            `window ${identifier} is on ${cores.length} cores; partition ${partition} has ` +
              `${wanted} virtual cores: name a core for each`,
          )
        }),
      ),
    )
  },
}

/** Whether a partition comes to hold every permission though none of its own names says so: hazard H1. */
const supervisorByCoincidence = (partition: PartitionConfiguration, time: TimeConfiguration): boolean =>
  !declaredSupervisor(partition) &&
  (permissionBits(partition) | permission.SET_SCHEDULE) === permission.SUPERVISOR &&
  time.schedules.some((s) => s.partitions.some((of) => of.partition === partition.identifier && of.setModuleSchedule))

export const supervisorIsDeclared: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R8',
  says: 'No partition that is not declared supervisor holds every permission: AIR would run it at supervisor level.',
  serves: [userLevel],
  severity: 'error',
  because: ['hazard H1', 'AIR-FUNC-03730', 'AIR_SEP_0300'],
  profiles: ['air-requirements'],
  breaches: inEachPartition((partition, at, { time }) =>
    that(
      !supervisorByCoincidence(partition, time),
      [...at, 'permissions'],
      'with SetModuleSchedule these are all seven permissions, which make AIR 5.6.2 run the ' +
        'partition at supervisor level: ' +
        'take one away, or declare SUPERVISOR',
    ),
  ),
}

export const supervisorByAllPermissions: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R9',
  says: 'A partition that holds every permission runs at supervisor level here, as in AIR 5.6.2.',
  serves: [userLevel],
  severity: 'warning',
  because: ['hazard H1'],
  profiles: ['air-5.6.2'],
  breaches: inEachPartition((partition, at, { time }) =>
    that(
      !supervisorByCoincidence(partition, time),
      [...at, 'permissions'],
      'with SetModuleSchedule these are all seven permissions: the partition runs at supervisor ' +
        'level; take one away if it should not',
    ),
  ),
}

export const supervisorsAreTrusted: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R10',
  says:
    'A partition declared supervisor can reach all memory and devices: its program belongs to ' +
    'what must be trusted.',
  serves: [userLevel],
  severity: 'warning',
  because: ['AIR-FUNC-03720', 'AIR_SEP_0790'],
  breaches: inEachPartition((partition, at) =>
    that(
      !declaredSupervisor(partition),
      [...at, 'permissions'],
      'SUPERVISOR: nothing keeps this partition from the memory of the others; name the ' +
        'permissions it needs, or qualify it with the kernel',
    ),
  ),
}

export const systemPartitionSaysNothing: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R11',
  says: 'Being marked as a system partition has no effect.',
  serves: [userLevel],
  severity: 'warning',
  because: ['AIR 5.6.2: the attribute is read and not used'],
  breaches: inEachPartition(({ system }, at) =>
    that(!system, [...at, 'system'], 'has no effect in AIR; authority comes from the permissions: set it to false'),
  ),
}

export const partitionsAreScheduled: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R12',
  says: 'Every partition has a window in some schedule, or is the co-partition of one.',
  serves: [inFull],
  severity: 'warning',
  because: ['Muen: every subject is scheduled'],
  breaches: ({ partitions, time }) => {
    const scheduled = new Set(
      time.schedules.flatMap((s) =>
        s.partitions.flatMap(({ partition, windows }) =>
          windows.flatMap(({ coPartition }) => [partition, ...(coPartition === null ? [] : [coPartition.partition])]),
        ),
      ),
    )
    return partitions.flatMap(({ identifier, name }, p) =>
      that(
        scheduled.has(identifier),
        ['partitions', p],
        `partition ${identifier} "${name}" never runs; give it a window or remove it`,
      ),
    )
  },
}

export const namesAreKept: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R13',
  says: 'Names of partitions have 1 to 256 characters.',
  serves: [namedUniquely],
  severity: 'error',
  because: ['ARINC 653 P1 part 5', configurator],
  breaches: inEachPartition(({ name }, at) =>
    that(
      name.length > 0 && name.length <= nameLengths.most,
      [...at, 'name'],
      `a name of ${name.length} characters; give 1 to ${nameLengths.most}`,
    ),
  ),
}

export const namesAreShort: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R14',
  says: 'Names of partitions have at most 30 characters.',
  serves: [namedUniquely],
  severity: 'warning',
  because: [configurator, 'ARINC 653 P1 NAME_TYPE: 30 characters'],
  breaches: inEachPartition(({ name }, at) =>
    that(
      name.length <= nameLengths.kept || name.length > nameLengths.most,
      [...at, 'name'],
      `a name of ${name.length} characters; services know names of ${nameLengths.kept}: shorten it`,
    ),
  ),
}

export const authorityFollowsCriticality: Rule<PartitionsConfiguration> = {
  kind: 'rule',
  id: 'PARTITION-R15',
  says: 'No partition may change modes or schedule of partitions more critical than itself.',
  serves: [authorisedMode, authorisedSchedule],
  severity: 'warning',
  because: ['REQ-IO-IOP-07', 'DO-178C: a partition is as critical as what it controls'],
  breaches: (config) => {
    const levels = config.partitions.map((p) => p.criticality).toSorted()
    const mayChange = new Set(
      config.time.schedules.flatMap((s) => s.partitions.flatMap((of) => (of.setModuleSchedule ? [of.partition] : []))),
    )
    return config.partitions.flatMap((partition, p) => {
      const { identifier, criticality } = partition
      const controls = (permissionBits(partition) & permission.SET_PARTITION_MODE) !== 0 || mayChange.has(identifier)
      return that(
        !controls || criticality === levels[0],
        ['partitions', p, 'criticality'],
        `partition ${identifier}, ${criticality}, may change modes or schedule of one that is ` +
          `${levels[0]}; take the right away or raise the level`,
      )
    })
  },
}

/** Every rule of this chapter. */
export const partitionRules: readonly Rule<PartitionsConfiguration>[] = [
  identifiersDiffer,
  namesDiffer,
  scheduledPartitionsExist,
  sharingPartitionsExist,
  mentionsAgree,
  virtualCoresAreLimited,
  windowsHaveAllCores,
  supervisorIsDeclared,
  supervisorByAllPermissions,
  supervisorsAreTrusted,
  systemPartitionSaysNothing,
  partitionsAreScheduled,
  namesAreKept,
  namesAreShort,
  authorityFollowsCriticality,
]
