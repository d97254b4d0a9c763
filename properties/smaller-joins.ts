/** Smaller worlds by what joins partitions: fewer channels, ports and lines of health tables; port numbers in calls go along. */

import type { HealthConfiguration, HealthEntry } from '../spec/health/vocabulary.ts'
import type { Effect, ModuleConfiguration } from '../spec/module/vocabulary.ts'
import type { ChannelConfiguration, PortConfiguration, PortReference } from '../spec/ports/vocabulary.ts'
import { portsOf, type OwnPort } from './actors.ts'
import { withEffects, type Case } from './case.ts'
import { configured } from './other-worlds.ts'
import { without } from './smaller-runs.ts'

type PortEnd = Extract<PortReference, { readonly kind: 'partition' }>

/** The channels without some ends; one that has lost its source, or all its destinations, goes itself. */
export const channelsWithout = (
  { channels }: ModuleConfiguration,
  gone: (end: PortEnd) => boolean,
): readonly ChannelConfiguration[] => {
  const stays = (end: PortReference): boolean => end.kind === 'pseudo' || !gone(end)
  return channels.flatMap((channel) => {
    const [sources, destinations] = [channel.sources.filter(stays), channel.destinations.filter(stays)]
    return sources.length === 0 || destinations.length === 0 ? [] : [{ ...channel, sources, destinations }]
  })
}

/** Channels left out, each with its ports. */
export function* fewerChannels(of: Case): Iterable<Case> {
  const { channels } = of.world.configuration
  for (const kept of without(channels)) {
    const gone = channels.filter((channel) => !kept.includes(channel))
    const ends = gone.flatMap(({ sources, destinations }) => [...sources, ...destinations])
    yield withoutPorts({ ...of, world: configuredAlone(of, kept) }, (identifier, { name }) =>
      ends.some((end) => end.kind === 'partition' && end.partition === identifier && end.port === name),
    )
  }
}

const configuredAlone = ({ world }: Case, channels: readonly ChannelConfiguration[]): Case['world'] => ({
  ...world,
  configuration: { ...world.configuration, channels },
})

/** Ports left out one by one; their channels lose an end. */
export function* fewerPorts(of: Case): Iterable<Case> {
  for (const { identifier, ports } of of.world.configuration.partitions)
    for (const { name } of ports) {
      const gone = (partition: number, port: string): boolean => partition === identifier && port === name
      const channels = channelsWithout(of.world.configuration, (end) => gone(end.partition, end.port))
      yield withoutPorts({ ...of, world: configuredAlone(of, channels) }, (partition, port) =>
        gone(partition, port.name),
      )
    }
}

/** A case without some ports: those behind them in their partition move up, and calls that name them by number with them. */
const withoutPorts = (of: Case, gone: (partition: number, port: PortConfiguration) => boolean): Case => {
  const { configuration } = of.world
  const before = portsOf(configuration)
  const partitions = configuration.partitions.map((partition) => ({
    ...partition,
    ports: partition.ports.filter((port) => !gone(partition.identifier, port)),
  }))
  const after = portsOf({ ...configuration, partitions })
  const there = configured(of, { partitions })
  return { ...there, run: withEffects(there, (effect, p) => renumberedPort(effect, before[p] ?? [], after[p] ?? [])) }
}

/** A call that names a port by type and number, with the number that the same port has now. */
export const renumberedPort = (effect: Effect, before: readonly OwnPort[], after: readonly OwnPort[]): Effect => {
  if (effect.do !== 'call') return effect
  switch (effect.call.service) {
    case 'GET_PORT_STATUS':
    case 'GET_PORT_NAME':
    case 'READ_PORT':
    case 'WRITE_PORT': {
      const [type, number] = effect.call.arguments
      const meant = before.find((port) => port.type === type && port.number === number)
      const now = after.find(({ port }) => port === meant?.port)
      return now === undefined
        ? effect
        : { ...effect, call: { ...effect.call, arguments: effect.call.arguments.with(1, now.number) } }
    }
    default:
      return effect
  }
}

const withHealth = (of: Case, health: Partial<HealthConfiguration>): Case =>
  configured(of, { health: { ...of.world.configuration.health, ...health } })

/** Fewer lines in the tables of the health monitor. */
export function* fewerActions(of: Case): Iterable<Case> {
  const { levels, moduleActions, partitionTables } = of.world.configuration.health
  for (const tables of without(partitionTables)) yield withHealth(of, { partitionTables: tables })
  for (const lines of without(levels)) yield withHealth(of, { levels: lines })
  for (const lines of without(moduleActions)) yield withHealth(of, { moduleActions: lines })
  for (const [t, table] of partitionTables.entries())
    for (const actions of without(table.actions))
      yield withHealth(of, { partitionTables: partitionTables.with(t, { ...table, actions }) })
  yield* withoutWords(of)
}

/** The tables without their descriptions. */
function* withoutWords(of: Case): Iterable<Case> {
  const { levels, moduleActions, partitionTables } = of.world.configuration.health
  const all = [...levels, ...moduleActions, ...partitionTables.flatMap((table) => table.actions)]
  if (all.every(({ description }) => description === null)) return
  const plain = <T>(entries: readonly HealthEntry<T>[]): readonly HealthEntry<T>[] =>
    entries.map((entry) => ({ ...entry, description: null }))
  yield withHealth(of, {
    levels: plain(levels),
    moduleActions: plain(moduleActions),
    partitionTables: partitionTables.map((table) => ({ ...table, actions: plain(table.actions) })),
  })
}
