/** Random ports and the channels that join them: short names, small messages, refresh periods around a few ticks. */

import type { ModuleConfiguration } from '../spec/module/vocabulary.ts'
import type { ChannelConfiguration, PortConfiguration, PortReference } from '../spec/ports/vocabulary.ts'
import { nanoseconds, type Identifier, type Nanoseconds } from '../spec/words/vocabulary.ts'
import type { Choices } from './choices.ts'

type Partition = ModuleConfiguration['partitions'][number]

/** A channel before it has an identifier, and the ports it needs, by the position of their partition. */
interface Joined {
  readonly sources: readonly PortReference[]
  readonly destinations: readonly PortReference[]
  readonly ports: readonly { readonly partition: number; readonly port: PortConfiguration }[]
}

/** Small messages; a copy of more than 64 bytes has several blocks. */
const drawSize = (choices: Choices): number =>
  choices.weighted(
    [5, () => choices.between(1, 16)],
    [2, () => choices.between(17, 80)],
    [1, () => choices.of([4, 8, 64, 65, 128])],
    [1, () => choices.between(81, 256)],
  )

/** Around a few ticks: in so many tests a message is out of date, in as many it is not. Rarely less than a tick, or as long as 64 bits say. */
const drawRefresh = (choices: Choices, ticksPerSecond: number): Nanoseconds => {
  const ticks = (n: number): bigint => (BigInt(n) * 1_000_000_000n) / BigInt(ticksPerSecond)
  const drawn = choices.weighted(
    [6, () => ticks(choices.between(1, 8))],
    [2, () => ticks(choices.between(1, 6)) + 1n],
    [1, () => ticks(choices.between(1, 3)) - 1n],
    [1, () => choices.of([1n, 0xffffffffn, 0x100000001n, 0x7fffffffffffffffn])],
  )
  return nanoseconds(drawn > 0n ? drawn : 1n)
}

type Shape =
  | { readonly kind: 'sampling'; readonly maxMessageSize: number; readonly refreshPeriod: Nanoseconds }
  | { readonly kind: 'queuing'; readonly maxMessageSize: number; readonly maxMessages: number }

const drawShape = (choices: Choices, ticksPerSecond: number): Shape =>
  choices.percent(50)
    ? { kind: 'sampling', maxMessageSize: drawSize(choices), refreshPeriod: drawRefresh(choices, ticksPerSecond) }
    : {
        kind: 'queuing',
        maxMessageSize: drawSize(choices),
        maxMessages: choices.weighted([3, () => 1], [3, () => 2], [1, () => 3], [1, () => 4]),
      }

/** At most three characters: with the zero behind it, one word. */
const nameOf = (channel: number, place: number): string => `${String.fromCharCode(97 + (channel % 26))}${place}`

const referenceTo = (choices: Choices, partition: Partition, port: string): PortReference => ({
  kind: 'partition',
  partition: partition.identifier,
  partitionName: choices.percent(70) ? partition.name : null,
  port,
})

const drawChannel = (
  choices: Choices,
  partitions: readonly Partition[],
  ticksPerSecond: number,
  channel: number,
): Joined => {
  const shape = drawShape(choices, ticksPerSecond)
  const who = choices.shuffled(partitions.map((_, p) => p))
  const source = who[0] ?? 0
  // A channel that leads back to where it comes from is only a warning; in a module of one partition there is no other.
  const others = who.length === 1 || choices.percent(6) ? who : who.slice(1)
  const destinations = others.slice(0, shape.kind === 'queuing' ? 1 : choices.of([1, 1, 2, 2, 3]))
  const port = (partition: number, place: number): Joined['ports'][number] => ({
    partition,
    port: { ...shape, name: nameOf(channel, place), direction: place === 0 ? 'SOURCE' : 'DESTINATION' },
  })
  const ports = [port(source, 0), ...destinations.map((p, i) => port(p, i + 1))]
  const [first, ...rest] = ports.map(({ partition, port: { name } }): PortReference => {
    const of = partitions[partition]
    return of === undefined ? outside : referenceTo(choices, of, name)
  })
  // Now and then one end lies outside the module.
  const elsewhere = choices.weighted<'none' | 'source' | 'destination'>(
    [18, () => 'none'],
    [1, () => 'source'],
    [1, () => 'destination'],
  )
  if (elsewhere === 'source') return { sources: [outside], destinations: rest, ports: ports.slice(1) }
  if (elsewhere === 'destination')
    return { sources: [first ?? outside], destinations: [outside], ports: ports.slice(0, 1) }
  return { sources: [first ?? outside], destinations: rest, ports }
}

/** Names by their places in their partitions, so that ports of different partitions have the same; now and then the first has none. */
const namedAlike = (
  choices: Choices,
  partitions: readonly Partition[],
  channels: readonly ChannelConfiguration[],
): Ported => {
  const first = choices.percent(20) ? '' : 'p0'
  const names = new Map(
    partitions.map(({ identifier, ports }) => [
      identifier,
      new Map(ports.map(({ name }, i) => [name, i === 0 ? first : `p${i}`])),
    ]),
  )
  const end = (reference: PortReference): PortReference =>
    reference.kind === 'partition'
      ? { ...reference, port: names.get(reference.partition)?.get(reference.port) ?? reference.port }
      : reference
  return {
    partitions: partitions.map((partition) => ({
      ...partition,
      ports: partition.ports.map((port) => ({
        ...port,
        name: names.get(partition.identifier)?.get(port.name) ?? port.name,
      })),
    })),
    channels: channels.map((channel) => ({
      ...channel,
      sources: channel.sources.map(end),
      destinations: channel.destinations.map(end),
    })),
  }
}

/** Partitions with their ports, and the channels between them. */
interface Ported {
  readonly partitions: readonly Partition[]
  readonly channels: readonly ChannelConfiguration[]
}

const outside: PortReference = { kind: 'pseudo', name: null }

/** A port that no channel joins: only a warning. */
const drawLoose = (choices: Choices, partitions: readonly Partition[], ticksPerSecond: number, n: number): Joined => ({
  sources: [],
  destinations: [],
  ports: [
    {
      partition: choices.below(partitions.length),
      port: {
        ...drawShape(choices, ticksPerSecond),
        name: `z${n}`,
        direction: choices.of<PortConfiguration['direction']>(['SOURCE', 'DESTINATION']),
      },
    },
  ],
})

/** Partitions with ports, and the channels between them. */
export const drawPorts = (
  choices: Choices,
  partitions: readonly Partition[],
  ticksPerSecond: number,
  identifiers: (count: number) => readonly Identifier[],
): Ported => {
  const count = choices.weighted(
    [2, () => 0],
    [3, () => 1],
    [4, () => 2],
    [3, () => 3],
    [2, () => choices.between(4, 6)],
  )
  const joined = Array.from({ length: count }, (_, c) => drawChannel(choices, partitions, ticksPerSecond, c))
  const loose = choices.percent(12) ? [drawLoose(choices, partitions, ticksPerSecond, 0)] : []
  const ports = choices.shuffled([...joined, ...loose].flatMap((of) => of.ports))
  const given = identifiers(count)
  const drawn: Ported = {
    partitions: partitions.map((partition, p) => ({
      ...partition,
      ports: ports.flatMap(({ partition: whose, port }) => (whose === p ? [port] : [])),
    })),
    channels: joined.flatMap(({ sources, destinations }, c) => {
      const identifier = given[c]
      return identifier === undefined
        ? []
        : [{ identifier, name: choices.percent(50) ? `C${c}` : null, sources, destinations }]
    }),
  }
  return choices.percent(25) ? namedAlike(choices, drawn.partitions, drawn.channels) : drawn
}
