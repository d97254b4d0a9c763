/** What ports cost: the largest module that AIR allows (16 partitions, 256 sampling and 256 queuing ports), and modules with fewer, doing the same. */

import { Emulator } from '../impl/module.ts'
import { lockstep } from '../properties/lockstep.ts'
import { huntPlatform } from '../properties/platforms.ts'
import { airRequirements } from '../spec/module/profiles.ts'
import type { Effect, Run, World } from '../spec/module/vocabulary.ts'
import type { PartitionConfiguration } from '../spec/partition/vocabulary.ts'
import type { ChannelConfiguration, PortConfiguration } from '../spec/ports/vocabulary.ts'
import { identifier, nanoseconds } from '../spec/words/vocabulary.ts'
import { bestRate, type Figure } from './figures.ts'

const PARTITIONS = 16
const MESSAGE = 32
const second = 1_000_000_000n

const partition = (p: number): PartitionConfiguration => ({
  identifier: identifier(p + 1),
  name: `P${p}`,
  system: false,
  criticality: 'LEVEL_A',
  entryPoint: 'entry',
  personality: 'BARE',
  cores: 1,
  permissions: ['GLOBAL_TIME'],
  memory: { size: 0x10000, unit: 0x1000 },
  cache: { code: true, data: true },
  libraries: [],
  devices: [],
})

/** The ports of partition `p`: the `each` channels of either kind from it to the next, and those from the one before to it. */
const portsOf = (p: number, each: number): readonly PortConfiguration[] =>
  (['SOURCE', 'DESTINATION'] as const).flatMap((direction) =>
    Array.from({ length: each }, (_, i): readonly PortConfiguration[] => {
      const from = direction === 'SOURCE' ? p : (p + PARTITIONS - 1) % PARTITIONS
      const common = { direction, maxMessageSize: MESSAGE } as const
      return [
        {
          kind: 'sampling',
          name: `${direction === 'SOURCE' ? 's' : 'd'}${from}.${i}`,
          refreshPeriod: nanoseconds(second),
          ...common,
        },
        { kind: 'queuing', name: `${direction === 'SOURCE' ? 'q' : 'r'}${from}.${i}`, maxMessages: 4, ...common },
      ]
    }).flat(),
  )

const channelsOf = (each: number): readonly ChannelConfiguration[] =>
  Array.from({ length: PARTITIONS }, (_, p) =>
    Array.from({ length: each }, (__, i) =>
      (
        [
          ['s', 'd'],
          ['q', 'r'],
        ] as const
      ).map(([from, to], k): ChannelConfiguration => ({
        identifier: identifier(2 * (p * each + i) + k + 1),
        name: null,
        sources: [{ kind: 'partition', partition: identifier(p + 1), partitionName: null, port: `${from}${p}.${i}` }],
        destinations: [
          {
            kind: 'partition',
            partition: identifier(((p + 1) % PARTITIONS) + 1),
            partitionName: null,
            port: `${to}${p}.${i}`,
          },
        ],
      })),
    ).flat(),
  ).flat()

/** A module with `each` channels of either kind out of every partition: 64 times as many ports. */
const crowded = (each: number): World => {
  const tick = second / 100n
  return {
    configuration: {
      name: `${4 * each * PARTITIONS} ports`,
      partitions: Array.from({ length: PARTITIONS }, (_, p) => ({ ...partition(p), ports: portsOf(p, each) })),
      sharedMemory: [],
      time: {
        ticksPerSecond: 100,
        requiredCores: 1,
        schedules: [
          {
            identifier: identifier(1),
            name: 'S',
            initial: true,
            majorFrame: nanoseconds(tick * BigInt(2 * PARTITIONS)),
            partitions: Array.from({ length: PARTITIONS }, (_, p) => ({
              partition: identifier(p + 1),
              partitionName: null,
              period: nanoseconds(tick * BigInt(2 * PARTITIONS)),
              duration: nanoseconds(tick * 2n),
              setModuleSchedule: false,
              changeAction: 'IGNORE' as const,
              windows: [
                {
                  identifier: identifier(p + 1),
                  start: nanoseconds(tick * BigInt(2 * p)),
                  duration: nanoseconds(tick * 2n),
                  periodStart: true,
                  cores: [0],
                  coPartition: null,
                },
              ],
            })),
          },
        ],
      },
      channels: channelsOf(each),
      health: { levels: [], moduleActions: [], partitionTables: [] },
    },
    platform: huntPlatform,
    profile: airRequirements,
  }
}

const own = huntPlatform.partitionsAt
const at = {
  name: own + 0x100,
  attributes: own + 0x200,
  message: own + 0x300,
  length: own + 0x400,
  header: own + 0x500,
  number: own + 0x600,
}

const store = (where: number, value: number): Effect => ({ do: 'access', kind: 'store', size: 4, at: where, value })

/** The four characters of a name from `from` on, as a word. */
const letters = (name: string, from: number): number =>
  [0, 1, 2, 3].reduce((word, i) => word * 256 + (name.charCodeAt(from + i) || 0), 0)

/** What it takes to create partition `p`'s first port of a kind. */
const creation = (p: number, kind: 'sampling' | 'queuing'): readonly Effect[] => {
  const name = `${kind === 'sampling' ? 's' : 'q'}${p}.0`
  return [
    ...[0, 4].map((offset) => store(at.name + offset, letters(name, offset))),
    store(at.attributes, 0),
    store(at.attributes + 4, MESSAGE),
    store(at.attributes + 8, kind === 'sampling' ? 0 : 4),
    store(at.attributes + 12, kind === 'sampling' ? Number(second) : 0),
    {
      do: 'call',
      call: { service: 'CREATE_PORT', arguments: [kind === 'sampling' ? 2 : 1, at.name, at.attributes, at.number] },
    },
  ]
}

/** Every partition creates two ports and uses them, among loads and stores. */
const traffic = (each: number, rounds: number): Run => ({
  programs: Array.from({ length: PARTITIONS }, (_, p) => [
    ...creation(p, 'sampling'),
    ...creation(p, 'queuing'),
    ...Array.from({ length: rounds }, (__, i): readonly Effect[] => [
      store(at.message, i),
      { do: 'call', call: { service: 'WRITE_PORT', arguments: [2, 2 * each, at.message, MESSAGE, 0] } },
      { do: 'access', kind: 'load', size: 4, at: at.message, value: 0 },
      { do: 'call', call: { service: 'WRITE_PORT', arguments: [1, 0, at.message, MESSAGE, 0] } },
      { do: 'compute', cycles: 5 },
    ]).flat(),
  ]),
  handlers: [],
  events: [],
  choices: [],
})

const rate = (each: number): number => {
  const world = crowded(each)
  const run = traffic(each, 400)
  return bestRate(3, () => lockstep(world, (w) => new Emulator(w), run, { maxSteps: 20_000, seed: 1 }).steps)
}

/** Lockstep steps a second with more and more ports that nobody touches. */
export const portFigures = (): readonly Figure[] =>
  [1, 2, 4, 8].map((each) => ({
    what: `lockstep, 16 partitions, ${4 * each * PARTITIONS} ports`,
    value: rate(each),
    unit: 'steps/s',
    aim: each === 8 ? ({ at: 'least', value: 20_000 } as const) : null,
  }))
