/** Random module configurations that keep every rule: small ones, full of what memories can do at their edges. Schedules, ports and health tables are drawn beside. */

import type { ModuleConfiguration, Profile } from '../spec/module/vocabulary.ts'
import type { PartitionConfiguration, PermissionName } from '../spec/partition/vocabulary.ts'
import type { MemoryConfiguration, PageSize, Rights, SharedMemoryConfiguration } from '../spec/space/vocabulary.ts'
import type { Identifier } from '../spec/words/vocabulary.ts'
import type { Choices } from './choices.ts'
import { drawHealth } from './health-configurations.ts'
import { drawIdentifiers } from './identifiers.ts'
import { drawPorts } from './port-configurations.ts'
import { drawRate, drawSchedule } from './schedule-configurations.ts'

const drawMemory = (choices: Choices): MemoryConfiguration => {
  const unit: PageSize = choices.weighted<PageSize>([12, () => 0x1000], [4, () => 0x40000], [1, () => 0x1000000])
  const pages =
    unit === 0x1000000
      ? 1
      : choices.weighted([5, () => 1], [3, () => 2], [1, () => 3], [1, () => choices.between(4, 7)])
  // Straddling two tables of the level below needs more pages than one table holds: rarely, and only small ones.
  const many = unit === 0x1000 && choices.percent(3) ? 64 + choices.below(3) : pages
  return { unit, size: many * unit - (choices.percent(25) ? choices.edged(1, unit - 1) : 0) }
}

const namedPermissions: readonly PermissionName[] = [
  'FPU_CONTROL',
  'CACHE_CONTROL',
  'GLOBAL_TIME',
  'SET_TOD',
  'SET_PARTITION_MODE',
  'MODULE_CONTROL',
]

/** What permissions a partition names. All of them by coincidence is hazard H1, an error under AIR's requirements. */
const drawPermissions = (choices: Choices, profile: Profile): readonly PermissionName[] =>
  choices.weighted<readonly PermissionName[]>(
    [3, () => ['GLOBAL_TIME']],
    [4, () => ['SET_PARTITION_MODE']],
    [4, () => ['GLOBAL_TIME', 'SET_PARTITION_MODE', 'MODULE_CONTROL']],
    [
      6,
      () =>
        notAll(
          namedPermissions.filter(() => choices.percent(50)),
          choices.below(namedPermissions.length),
        ),
    ],
    [1, () => []],
    [1, () => (profile.id === 'air-requirements' ? namedPermissions.slice(1) : namedPermissions)],
    [3, () => ['SUPERVISOR']],
  )

/** Permissions without one of them, if they are all that can be named. */
const notAll = (permissions: readonly PermissionName[], gone: number): readonly PermissionName[] =>
  permissions.length < namedPermissions.length ? permissions : permissions.filter((_, i) => i !== gone)

const names = ['P', 'flight', 'A', 'payload/1', 'iop', 'Überwachung', 'x'.repeat(30), ' ']

/** Mostly three characters: with its zero, one word. Of the longest the kernel reads no more than 32. */
const drawName = (choices: Choices, index: number): string =>
  choices.weighted(
    [14, () => `P${index}`],
    [5, () => `${choices.of(names)}${index}`.slice(-30)],
    [1, () => `${index}${'y'.repeat(31)}`],
  )

type Partition = ModuleConfiguration['partitions'][number]

const drawPartition = (
  choices: Choices,
  profile: Profile,
  requiredCores: number,
  index: number,
  id: Identifier,
): Partition => ({
  identifier: id,
  name: drawName(choices, index),
  system: false,
  criticality: choices.of<PartitionConfiguration['criticality']>(['LEVEL_A', 'LEVEL_B', 'LEVEL_E']),
  entryPoint: 'entry',
  personality: 'bare',
  cores: requiredCores > 1 && choices.percent(35) ? choices.edged(2, requiredCores) : 1,
  permissions: drawPermissions(choices, profile),
  memory: drawMemory(choices),
  cache: { code: choices.percent(80), data: choices.percent(80) },
  libraries: [],
  devices: [],
  ports: [],
})

const rights: readonly Rights[] = ['R', 'RW', 'RX', 'RWX', 'X']

const drawShared = (
  choices: Choices,
  partitions: readonly Partition[],
  index: number,
  id: Identifier,
): SharedMemoryConfiguration => ({
  identifier: id,
  name: choices.percent(85) ? `M${index}` : `shared ${index}`,
  ...drawMemory(choices),
  access: choices
    .shuffled(partitions)
    .slice(0, choices.weighted([6, () => 2], [1, () => 1], [3, () => partitions.length]))
    .map((p) => ({
      partition: p.identifier,
      partitionName: choices.percent(80) ? p.name : null,
      rights: choices.percent(35) ? 'RW' : choices.of(rights),
    })),
})

/** A configuration without a breach of any rule that forbids it to run under `profile`. */
export const drawConfiguration = (choices: Choices, profile: Profile): ModuleConfiguration => {
  const requiredCores = choices.weighted([5, () => 1], [3, () => 2], [1, () => 3], [1, () => 4])
  const count = choices.weighted(
    [2, () => 1],
    [5, () => 2],
    [5, () => 3],
    [3, () => 4],
    [2, () => 5],
    [1, () => choices.edged(6, 16)],
  )
  const identifiers = drawIdentifiers(choices, count)
  const partitions = identifiers.map((id, p) => drawPartition(choices, profile, requiredCores, p, id))
  const rate = drawRate(choices)
  const joined = drawPorts(choices, partitions, rate.ticksPerSecond, (n) => drawIdentifiers(choices, n))
  const schedules = choices.weighted([2, () => 1], [5, () => 2], [2, () => 3])
  const initial = choices.below(schedules)
  const marked = schedules > 1 || choices.percent(50)
  return {
    name: 'hunted',
    partitions: joined.partitions,
    sharedMemory: drawIdentifiers(
      choices,
      choices.weighted([3, () => 0], [4, () => 1], [2, () => 2], [1, () => 3]),
    ).map((id, m) => drawShared(choices, partitions, m, id)),
    time: {
      ticksPerSecond: rate.ticksPerSecond,
      requiredCores,
      schedules: drawIdentifiers(choices, schedules).map((id, s) =>
        drawSchedule(choices, rate, requiredCores, partitions, {
          identifier: id,
          name: `S${s}`,
          // Of several that are marked the last counts: only a warning.
          initial: marked && (s === initial || (s < initial && choices.percent(10))),
        }),
      ),
    },
    channels: joined.channels,
    health: drawHealth(choices, partitions),
  }
}
