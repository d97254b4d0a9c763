/** Who is about to do something, and what it can know of itself: what the next effect is chosen by. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { translate } from '../model/mmu.ts'
import { nameBytes, type ServiceName } from '../spec/hypercall/vocabulary.ts'
import { accessType, type AccessKind } from '../spec/mmu/vocabulary.ts'
import type {
  Effect,
  ModuleConfiguration,
  ModuleCore,
  ModulePartition,
  Operand,
  State,
  World,
} from '../spec/module/vocabulary.ts'
import type { PortConfiguration } from '../spec/ports/vocabulary.ts'
import { address, wordAt } from '../spec/words/vocabulary.ts'
import type { Accessor, Landmarks } from './addresses.ts'
import type { Choices } from './choices.ts'
import type { Ground } from './pointers.ts'
import type { Taste } from './tastes.ts'

/** A port of the actor's own. */
export interface OwnPort {
  readonly port: PortConfiguration
  /** As calls name it: 1 queuing, 2 sampling; and its number among the partition's ports. */
  readonly type: 1 | 2
  readonly number: number
  /** Its position among all ports of the module, and that of its channel; −1 for none. */
  readonly index: number
  readonly channel: number
}

export interface Actor {
  readonly world: World
  readonly state: State
  readonly core: ModuleCore
  readonly partition: number
  /** 0, but for a secondary: it has no virtual traps. */
  readonly virtualCore: number
  readonly windowTicks: number
  readonly marks: Landmarks
  readonly ports: readonly OwnPort[]
  readonly taste: Taste
  /** Whether little of the run is left: what ends it costs little then. */
  readonly late: boolean
}

/** What a call is about. */
export interface Subject {
  readonly service: ServiceName
  /** The port that is meant; null for one that there is not. */
  readonly port: OwnPort | null
}

/** An argument, and what must be stored first for it to mean something. */
export interface Argument {
  readonly before: readonly Effect[]
  readonly value: number
}

/** Queuing ports are numbered first, then sampling ports. */
const numberOf = (ports: readonly PortConfiguration[], i: number): number => {
  const sampling = ports[i]?.kind === 'sampling'
  const before = ports.slice(0, i).filter(({ kind }) => (kind === 'sampling') === sampling).length
  return before + (sampling ? ports.filter(({ kind }) => kind === 'queuing').length : 0)
}

/** For each partition its ports. */
export const portsOf = ({ partitions, channels }: ModuleConfiguration): readonly (readonly OwnPort[])[] => {
  let before = 0
  return partitions.map(({ identifier, ports }) => {
    const first = before
    before += ports.length
    return ports.map((port, i) => ({
      port,
      type: port.kind === 'queuing' ? 1 : 2,
      number: numberOf(ports, i),
      index: first + i,
      channel: channels.findIndex(({ sources, destinations }) =>
        [...sources, ...destinations].some(
          (end) => end.kind === 'partition' && end.partition === identifier && end.port === port.name,
        ),
      ),
    }))
  })
}

export const isCreated = ({ state }: Actor, { index }: OwnPort): boolean => state.ports.ports[index]?.created === true

export const meOf = ({ state, partition }: Actor): ModulePartition | undefined => state.partitions[partition]

export const own = ({ marks }: Actor): number => marks.given[0]?.at ?? 0

/** The number as it stands, or, now and then, as what the low register holds plus the difference. */
export const operand = (choices: Choices, { core }: Actor, wanted: number): Operand =>
  choices.percent(92) ? wanted : { resultPlus: wanted - core.context.registers.low }

const reached = ({ world, state, core, partition }: Actor, kind: AccessKind, at: number) =>
  translate(
    state.memory,
    { contextTable: world.platform.contextTable, context: partition },
    accessType(kind, core.context.level),
    address(at),
  )

/** Whether an access would trap. */
export const traps = (actor: Actor, kind: AccessKind, size: number, at: number): boolean =>
  at % size !== 0 || isLeft(reached(actor, kind, at))

/** Whether other cores may have a turn at the same cycle: lots are drawn for it. */
const drawsLots = ({ core, state }: Actor): boolean => state.cores.some((c) => c !== core && c.at === core.at)

export const accessor = (actor: Actor): Accessor => ({
  // Where lots were drawn for the step, they must be given back.
  trespass: actor.taste.trespass * (drawsLots(actor) ? 4 : 1),
  supervisor: actor.core.context.level === 'supervisor',
  cached: actor.core.cached,
  cachedElsewhere:
    actor.state.cores.length > 1 ? actor.state.cores.flatMap((c) => (c === actor.core ? [] : c.cached)) : [],
})

export const ground = (actor: Actor): Ground => ({
  marks: actor.marks,
  platform: actor.world.platform,
  trespass: actor.late || actor.world.profile.hypercall.pointers === 'rights of the caller' ? 4 : 0,
})

const store = (at: number, size: 1 | 4, value: number): Effect => ({ do: 'access', kind: 'store', size, at, value })

/** The byte at an address, as the actor could load it; undefined where it cannot. */
const byteAt = (actor: Actor, at: number): number | undefined => {
  const found = reached(actor, 'load', at)
  return isLeft(found) ? undefined : (wordAt(actor.state.memory, found.right.physical) >>> (8 * (3 - (at & 3)))) & 0xff
}

const wordOf = (bytes: readonly number[]): number => bytes.reduce((n, byte) => n * 256 + byte, 0)

/** The stores by which bytes come to stand at an address: by words where it can be, and none where they stand there already. */
export const storing = (actor: Actor, at: number, bytes: readonly number[]): readonly Effect[] => {
  if (bytes.every((byte, i) => byteAt(actor, at + i) === byte)) return []
  const [first, ...rest] = bytes
  if (first === undefined) return []
  if (at % 4 === 0 && bytes.length >= 4)
    return [...storingWord(actor, at, bytes.slice(0, 4)), ...storing(actor, at + 4, bytes.slice(4))]
  return [store(at, 1, first), ...storing(actor, at + 1, rest)]
}

const storingWord = (actor: Actor, at: number, bytes: readonly number[]): readonly Effect[] =>
  bytes.every((byte, i) => byteAt(actor, at + i) === byte) ? [] : [store(at, 4, wordOf(bytes))]

/** The bytes of words, the highest first. */
export const bytesOf = (words: readonly number[]): readonly number[] =>
  words.flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff))

/** A name as it stands in memory: at most 32 bytes, the zero behind it, and zeros up to a whole word. */
export const nameOf = (name: string): readonly number[] => {
  const bytes = Array.from(name.slice(0, nameBytes), (character) => character.charCodeAt(0) & 0xff)
  const zeros = bytes.length === nameBytes ? 0 : 4 - (bytes.length % 4)
  return [...bytes, ...Array.from({ length: zeros }, () => 0)]
}
