/** Plainer ports: without a name, of messages of one byte, one at a time, out of date at once, sources; programs store as little for them as can be. */

import type { PortConfiguration } from '../spec/ports/vocabulary.ts'
import { nanoseconds } from '../spec/words/vocabulary.ts'
import { portsOf } from './actors.ts'
import { withEffects, type Case } from './case.ts'
import { configured } from './other-worlds.ts'
import { withPorts, type Becomes } from './port-records.ts'
import { channelsWithout, renumberedPort } from './smaller-joins.ts'

type Partition = Case['world']['configuration']['partitions'][number]

/** The plainest length of messages: one byte, but where it says the port's name. */
const sizeOf = ({ maxMessageSize }: PortConfiguration): number => (maxMessageSize === LETTER ? LETTER : 1)

/** What of a port can be plainer by itself. */
const plainShapes: readonly Becomes[] = [
  (port) =>
    port.kind === 'queuing'
      ? { ...port, maxMessageSize: sizeOf(port), maxMessages: 1 }
      : { ...port, maxMessageSize: sizeOf(port), refreshPeriod: nanoseconds(1n) },
  (port) => ({ ...port, maxMessageSize: sizeOf(port) }),
  (port) => (port.kind === 'queuing' ? { ...port, maxMessages: 1 } : port),
  (port) => (port.kind === 'sampling' ? { ...port, refreshPeriod: nanoseconds(1n) } : port),
]

const shapeOf = (port: PortConfiguration): string =>
  `${port.maxMessageSize} ${port.kind === 'queuing' ? port.maxMessages : port.refreshPeriod}`

/** The first letter, and the longest message of which it is the number: its record says the name, too. */
const LETTER = 65

/** The name that a port of a partition has by its place: none for one of them, one letter for any other. */
const plainName = (place: number): string => (place === 0 ? '' : String.fromCharCode(LETTER + ((place - 1) % 26)))

/** Names by the places that the ports have, with the one that shall have none in front. */
const plainNames = (partitions: readonly Partition[], nameless: number): Becomes => {
  const names = new Map(
    partitions.flatMap(({ ports }) => {
      const first = ports.length === 0 ? 0 : nameless % ports.length
      return ports.map((port, i) => [port, plainName((i - first + ports.length) % ports.length)] as const)
    }),
  )
  return (port) => ({ ...port, name: names.get(port) ?? port.name })
}

const effects = ({ run }: Case): number =>
  [...run.programs, ...run.handlers].reduce((n, program) => n + program.length, 0)

/** A case with its ports in the opposite order: others have other numbers. */
const turned = (of: Case): Case => {
  const { partitions } = of.world.configuration
  const there = configured(of, { partitions: partitions.map((p) => ({ ...p, ports: p.ports.toReversed() })) })
  const [before, after] = [portsOf(of.world.configuration), portsOf(there.world.configuration)]
  return {
    ...there,
    run: withEffects(there, (effect, p) => renumberedPort(effect, before[p] ?? [], after[p] ?? [])),
  }
}

/** A refresh period of which the words stand as the number 1 and the discipline of a queue do. */
const asOfQueue = nanoseconds(1n << 32n)

/** A case in which every longest message is of one length, and, if so wished, a sampling port told as a queue of one message. */
const alike = (of: Case, maxMessageSize: number, queues: boolean): Case =>
  withPorts(of, (port) =>
    port.kind === 'queuing'
      ? { ...port, maxMessageSize, maxMessages: queues ? 1 : port.maxMessages }
      : { ...port, maxMessageSize, refreshPeriod: queues ? asOfQueue : port.refreshPeriod },
  )

/** A case with its ports as they are, in another order, or more like each other, if what is stored for them can be said with fewer stores. */
function* fewerStores(of: Case): Iterable<Case> {
  const same: Becomes = (port) => port
  const sizes = of.world.configuration.partitions.flatMap(({ ports }) => ports.map((port) => port.maxMessageSize))
  const lengths = [...new Set([LETTER, ...sizes])]
  for (const one of [of, turned(of)])
    for (const other of [one, ...lengths.flatMap((n) => [alike(one, n, false), alike(one, n, true)])])
      for (const making of ['sources first', 'as it does'] as const) {
        const there = withPorts(other, same, making)
        if (effects(there) < effects(of)) yield there
      }
}

/** The ports that are ends of a channel, for each channel, and those that are of none. */
const joinedPorts = ({ world }: Case): readonly ReadonlySet<PortConfiguration>[] => {
  const { partitions, channels } = world.configuration
  const joined = channels.map(
    ({ sources, destinations }) =>
      new Set(
        [...sources, ...destinations].flatMap((end) =>
          end.kind === 'pseudo'
            ? []
            : partitions.flatMap(({ identifier, ports }) =>
                identifier === end.partition ? ports.filter(({ name }) => name === end.port) : [],
              ),
        ),
      ),
  )
  const loose = partitions.flatMap(({ ports }) => ports).filter((port) => joined.every((ports) => !ports.has(port)))
  return [...joined, ...loose.map((port) => new Set([port]))]
}

/** Ports of the plainest shape, all of them, then those of one channel after another. */
function* plainlyShaped(of: Case): Iterable<Case> {
  const { partitions } = of.world.configuration
  const all = new Set(partitions.flatMap(({ ports }) => ports))
  for (const ports of [all, ...joinedPorts(of)])
    for (const plain of plainShapes)
      if ([...ports].some((port) => shapeOf(plain(port)) !== shapeOf(port))) {
        const there = withPorts(of, (port) => (ports.has(port) ? plain(port) : port))
        if (effects(there) <= effects(of)) yield there
      }
}

/** Ports without a name, or of a single letter. */
function* plainlyNamed(of: Case): Iterable<Case> {
  const { partitions } = of.world.configuration
  const most = Math.max(...partitions.map(({ ports }) => ports.length))
  const plain = partitions.every(
    ({ ports }) =>
      ports.length === 0 || (ports.some(({ name }) => name === '') && ports.every(({ name }) => name.length <= 1)),
  )
  for (let nameless = 0; nameless < most; nameless++) {
    const there = withPorts(of, plainNames(partitions, nameless))
    if (!plain || effects(there) < effects(of)) yield there
  }
}

/** Ports that no channel joins any more, and, of those, sources: of a source there is less to store. */
function* loosened(of: Case): Iterable<Case> {
  const { configuration } = of.world
  for (const { identifier, ports } of configuration.partitions)
    for (const { name } of ports) {
      const channels = channelsWithout(configuration, (end) => end.partition === identifier && end.port === name)
      if (channels.length < configuration.channels.length) yield configured(of, { channels })
    }
  for (const ports of joinedPorts(of).slice(configuration.channels.length))
    if ([...ports].some(({ direction }) => direction === 'DESTINATION'))
      yield withPorts(of, (port) => (ports.has(port) ? { ...port, direction: 'SOURCE' } : port))
}

/** Everything that makes ports plainer. */
export function* plainerPorts(of: Case): Iterable<Case> {
  if (of.world.configuration.partitions.every(({ ports }) => ports.length === 0)) return
  yield* fewerStores(of)
  yield* plainlyNamed(of)
  yield* plainlyShaped(of)
  yield* loosened(of)
}
