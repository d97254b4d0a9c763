/** Random module configurations that keep every rule: small ones, full of what schedules and memories can do at their edges. */

import type { ModuleConfiguration, Profile } from '../spec/module/vocabulary.ts'
import type { PartitionConfiguration, PermissionName } from '../spec/partition/vocabulary.ts'
import type { MemoryConfiguration, PageSize, Rights, SharedMemoryConfiguration } from '../spec/space/vocabulary.ts'
import type {
  ChangeAction,
  PartitionSchedule,
  ScheduleConfiguration,
  WindowConfiguration,
} from '../spec/time/vocabulary.ts'
import { identifier, nanoseconds, type Identifier, type Nanoseconds } from '../spec/words/vocabulary.ts'
import type { Choices } from './choices.ts'

/** A tick rate, and the number of ticks of which every configured time is a multiple so that it is exact in nanoseconds. */
interface Rate {
  readonly ticksPerSecond: number
  readonly quantum: number
}

/** Where a rate divides 10⁹ any number of ticks is exact; of the others reported times are rounded. */
const drawRate = (choices: Choices): Rate =>
  choices.percent(75)
    ? { ticksPerSecond: choices.of([100, 1000, 1, 64, 50_000, 128, 20, 10_000]), quantum: 1 }
    : choices.of([
        { ticksPerSecond: 3, quantum: 3 },
        { ticksPerSecond: 60, quantum: 3 },
        { ticksPerSecond: 700, quantum: 7 },
        { ticksPerSecond: 12_000, quantum: 3 },
        { ticksPerSecond: 30, quantum: 3 },
      ])

const exactly = (ticks: number, { ticksPerSecond }: Rate): Nanoseconds =>
  nanoseconds((BigInt(ticks) * 1_000_000_000n) / BigInt(ticksPerSecond))

/**
 * How many ticks a quantum of a schedule is: rarely so many that its times fill 64 bits of nanoseconds. Such a frame
 * never ends in a run, but its period and duration are reported.
 */
const drawScale = (choices: Choices, { ticksPerSecond }: Rate, initial: boolean): number =>
  choices.percent(initial ? 2 : 8)
    ? 1 + ticksPerSecond * choices.below(choices.of([100, 20_000_000, 100_000_000])) + choices.below(ticksPerSecond)
    : 1

/** Different identifiers: small ones in a row, or any, with 0 and the greatest among them. */
const drawIdentifiers = (choices: Choices, count: number): readonly Identifier[] => {
  const first = choices.of([0, 1, 1, 2, 7])
  if (choices.percent(65)) return Array.from({ length: count }, (_, i) => identifier(first + i))
  const drawn = new Set<number>()
  while (drawn.size < count)
    drawn.add(
      choices.weighted(
        [2, () => choices.below(8)],
        [1, () => 0x7fffffff - choices.below(3)],
        [2, () => choices.word() >>> 1],
      ),
    )
  return [...drawn].map(identifier)
}

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
    [6, () => namedPermissions.filter((name) => name !== 'SET_TOD' && choices.percent(50))],
    [1, () => []],
    [1, () => (profile.id === 'air-requirements' ? namedPermissions.slice(1) : namedPermissions)],
    [2, () => ['SUPERVISOR']],
  )

const names = ['P', 'flight', 'A', 'payload/1', 'iop', 'Überwachung', 'x'.repeat(30), ' ']

type Partition = ModuleConfiguration['partitions'][number]

const drawPartition = (
  choices: Choices,
  profile: Profile,
  requiredCores: number,
  index: number,
  id: Identifier,
): Partition => ({
  identifier: id,
  name: choices.percent(70) ? `P${index}` : `${choices.of(names)}${index}`.slice(-30),
  system: false,
  criticality: choices.of<PartitionConfiguration['criticality']>(['LEVEL_A', 'LEVEL_B', 'LEVEL_E']),
  entryPoint: 'entry',
  personality: 'bare',
  cores: requiredCores > 1 && choices.percent(35) ? choices.edged(2, requiredCores) : 1,
  permissions: drawPermissions(choices, profile),
  memory: drawMemory(choices),
  cache: { code: true, data: true },
  libraries: [],
  devices: [],
  ports: [],
})

/** A window before it has an identifier: in quanta of ticks. */
interface Stretch {
  readonly start: number
  readonly end: number
  readonly cores: readonly number[]
}

/** Windows for partitions in a frame of so many quanta: thrown in one after another wherever they fit, touching when they can. */
const drawWindows = (
  choices: Choices,
  frame: number,
  cores: number,
  partitions: readonly Partition[],
): readonly Stretch[][] => {
  const taken = Array.from({ length: cores }, () => new Set<number>())
  const given: Stretch[][] = partitions.map(() => [])
  const edges = [0]
  const attempts = choices.between(1, 2 + 2 * partitions.length + cores)
  for (let i = 0; i < attempts; i++) {
    const p = i < partitions.length && choices.percent(60) ? i : choices.below(partitions.length)
    const mine = given[p]
    const virtualCores = partitions[p]?.cores ?? 1
    const start = Math.min(frame - 1, choices.weighted([4, () => choices.of(edges)], [3, () => choices.below(frame)]))
    const length = choices.weighted(
      [3, () => 1],
      [3, () => choices.between(1, 3)],
      [1, () => frame - start],
      [2, () => choices.between(1, frame)],
    )
    const end = Math.min(frame, start + length)
    const on = choices.shuffled(Array.from({ length: cores }, (_, c) => c)).slice(0, virtualCores)
    const stretch = Array.from({ length: end - start }, (_, t) => start + t)
    const free = stretch.every(
      (t) => on.every((c) => taken[c]?.has(t) === false) && mine?.every((w) => t < w.start || w.end <= t) === true,
    )
    if (!free) continue
    for (const c of on) for (const t of stretch) taken[c]?.add(t)
    edges.push(...[start, end].filter((t) => t < frame))
    mine?.push({ start, end, cores: on })
  }
  return given
}

/** The longest-divided period that every stretch of the frame still supplies, or the frame; and what it supplies. */
const drawPeriod = (
  choices: Choices,
  frame: number,
  windows: readonly Stretch[],
): { readonly period: number; readonly duration: number } => {
  const parts = choices.of([1, 2, 2, 3, 4])
  const period = frame % parts === 0 ? frame / parts : frame
  const supplied = Array.from({ length: frame / period }, (_, k) =>
    windows.reduce((sum, w) => (Math.floor(w.start / period) === k ? sum + w.end - w.start : sum), 0),
  )
  const least = Math.min(...supplied)
  if (least === 0) return { period: frame, duration: windows.reduce((sum, w) => sum + w.end - w.start, 0) }
  return { period, duration: choices.percent(80) ? least : choices.between(0, least) }
}

const actions: readonly ChangeAction[] = ['IGNORE', 'IDLE', 'WARM_START', 'COLD_START']

const drawSchedule = (
  choices: Choices,
  rate: Rate,
  cores: number,
  partitions: readonly Partition[],
  schedule: { readonly identifier: Identifier; readonly name: string; readonly initial: boolean },
): ScheduleConfiguration => {
  const quantum = rate.quantum * drawScale(choices, rate, schedule.initial)
  const frame = choices.weighted(
    [4, () => choices.between(1, 3)],
    [4, () => choices.between(2, 6)],
    [2, () => choices.between(4, 9)],
    [1, () => choices.between(9, 20)],
  )
  const windows = drawWindows(choices, frame, cores, partitions)
  const named = partitions.map((partition, p) => ({ partition, windows: windows[p] ?? [] }))
  const kept = named.filter((n) => n.windows.length > 0 || choices.percent(50))
  return {
    ...schedule,
    majorFrame: exactly(frame * quantum, rate),
    partitions: (kept.length > 0 ? kept : named).map((n): PartitionSchedule => {
      const { period, duration } = drawPeriod(choices, frame, n.windows)
      const identifiers = choices.shuffled(drawIdentifiers(choices, n.windows.length))
      return {
        partition: n.partition.identifier,
        partitionName: choices.percent(80) ? n.partition.name : null,
        period: exactly(period * quantum, rate),
        duration: exactly(duration * quantum, rate),
        setModuleSchedule: choices.percent(50),
        changeAction: choices.percent(30) ? 'IGNORE' : choices.of(actions),
        windows: n.windows.map((w, i): WindowConfiguration => ({
          identifier: identifiers[i] ?? identifier(i),
          start: exactly(w.start * quantum, rate),
          duration: exactly((w.end - w.start) * quantum, rate),
          periodStart: w.start % period === 0,
          cores: w.cores,
        })),
      }
    }),
  }
}

const rights: readonly Rights[] = ['R', 'RW', 'RX', 'RWX', 'X']

const drawShared = (
  choices: Choices,
  partitions: readonly Partition[],
  index: number,
  id: Identifier,
): SharedMemoryConfiguration => ({
  identifier: id,
  name: `shared ${index}`,
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
  const schedules = choices.weighted([2, () => 1], [5, () => 2], [2, () => 3])
  const initial = choices.below(schedules)
  const marked = schedules > 1 || choices.percent(50)
  return {
    name: 'hunted',
    partitions,
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
    channels: [],
    health: { levels: [], moduleActions: [], partitionTables: [] },
  }
}
