/** What programs store for CREATE_PORT: which port each call is meant for, and programs that say of other ports the same with as few stores as can be. */

import type { Effect, Program } from '../spec/module/vocabulary.ts'
import type { PortConfiguration } from '../spec/ports/vocabulary.ts'
import { nanoseconds } from '../spec/words/vocabulary.ts'
import { bytesOf, nameOf, portsOf, type OwnPort } from './actors.ts'
import { areasOfWorld } from './addresses.ts'
import { runnersOf, type Case } from './case.ts'
import { attributesOf } from './records.ts'

/** What became of a port: the same one under another name, of another shape. */
export type Becomes = (port: PortConfiguration) => PortConfiguration

/** Where the records of every port stand, from the beginning of its partition's memory on: one place for all attributes, one for each name. */
const places = { attributes: 0xa00, noName: 0xfe0, names: 0xc00, name: 0x40, mostNames: 8 } as const

/** Bytes by address: what a program has stored, as far as that can be said beforehand. */
type Stored = Map<number, number>

const storeIn = (effect: Effect): { readonly at: number; readonly bytes: readonly number[] } | null => {
  if (effect.do !== 'access' || effect.kind !== 'store') return null
  if (typeof effect.at !== 'number' || typeof effect.value !== 'number') return null
  const word = bytesOf([effect.value])
  return { at: effect.at, bytes: effect.size === 8 ? [0, 0, 0, 0, ...word] : word.slice(4 - effect.size) }
}

const note = (stored: Stored, effect: Effect): void => {
  const store = storeIn(effect)
  for (const [i, byte] of (store?.bytes ?? []).entries()) stored.set((store?.at ?? 0) + i, byte)
}

/** The stores that are missing for some bytes, a whole number of words, to stand at an address; they are noted. */
const missing = (stored: Stored, at: number, bytes: readonly number[]): Program => {
  const effects: Effect[] = []
  for (let i = 0; i < bytes.length; i += 4) {
    const word = bytes.slice(i, i + 4)
    if (word.every((byte, k) => (stored.get(at + i + k) ?? 0) === byte)) continue
    const value = word.reduce((n, byte) => n * 256 + byte, 0)
    effects.push({ do: 'access', kind: 'store', size: 4, at: at + i, value })
  }
  for (const effect of effects) note(stored, effect)
  return effects
}

/** A call of CREATE_PORT that names one of its partition's ports, by what was stored before it. */
interface Creation {
  readonly port: OwnPort
  /** The attributes it gives, which need not be those of the port. */
  readonly words: readonly number[]
  /** Where its name and its attributes stand. */
  readonly name: number
  readonly attributes: number
}

const creationIn = (effect: Effect, stored: Stored, ports: readonly OwnPort[]): Creation | null => {
  if (effect.do !== 'call' || effect.call.service !== 'CREATE_PORT') return null
  const [type, name, attributes] = effect.call.arguments
  if (typeof name !== 'number' || typeof attributes !== 'number') return null
  const port = ports.find(
    (one) => one.type === type && nameOf(one.port.name).every((byte, i) => (stored.get(name + i) ?? 0) === byte),
  )
  if (port === undefined) return null
  const words = [0, 4, 8, 12].map((offset) =>
    [0, 1, 2, 3].reduce((word, k) => word * 256 + (stored.get(attributes + offset + k) ?? 0), 0),
  )
  return { port, words, name, attributes }
}

const within = (effect: Effect, from: number, bytes: number): boolean => {
  const store = storeIn(effect)
  return store !== null && store.at >= from && store.at < from + bytes
}

/** In which order a program makes its ports: as it does, or sources before destinations, which need one word more. */
export type Making = 'as it does' | 'sources first'

/** A call of CREATE_PORT with what it names. */
interface Made {
  readonly effect: Extract<Effect, { readonly do: 'call' }>
  readonly creation: Creation
}

/** For each effect of a program the port that is made there. */
const madeIn = (program: Program, ports: readonly OwnPort[], making: Making): readonly (Made | null)[] => {
  const stored: Stored = new Map()
  const found = program.map((effect): Made | null => {
    const creation = creationIn(effect, stored, ports)
    note(stored, effect)
    return creation === null || effect.do !== 'call' ? null : { effect, creation }
  })
  if (making === 'as it does') return found
  const inOrder = found
    .filter((made) => made !== null)
    .toSorted((a, b) => directionOf(a.creation) - directionOf(b.creation))
    .values()
  return found.map((made) => (made === null ? null : (inOrder.next().value ?? null)))
}

const directionOf = ({ words }: Creation): number => words[0] ?? 0

/** Where the name of a port stands: that of one letter, which is the number of its longest message, in that word of the attributes. */
const placeOf = (base: number, place: number, { name, maxMessageSize }: PortConfiguration): number => {
  if (name === '') return base + places.noName
  if (name.length === 1 && name.charCodeAt(0) === maxMessageSize) return base + places.attributes + 7
  return base + places.names + places.name * (place % places.mostNames)
}

/** A program with the records of its CREATE_PORTs stored anew, for what the ports have become. */
const reworded = (
  program: Program,
  ports: readonly OwnPort[],
  base: number,
  becomes: Becomes,
  making: Making,
): Program => {
  const made = madeIn(program, ports, making)
  const records = made.flatMap((one) =>
    one === null
      ? []
      : [
          { at: one.creation.attributes, bytes: 16 },
          { at: one.creation.name, bytes: nameOf(one.creation.port.port.name).length },
        ],
  )
  const wantedOf = ({ port, words }: Creation): readonly number[] => {
    const [old, plain] = [attributesOf(port.port), attributesOf(becomes(port.port))]
    return words.map((word, k) => (word === old[k] ? (plain[k] ?? word) : word))
  }
  const stored: Stored = new Map()
  return program.flatMap((effect, i): Program => {
    const one = made[i] ?? null
    if (one === null) {
      if (records.some(({ at, bytes }) => within(effect, at, bytes))) return []
      note(stored, effect)
      return [effect]
    }
    const { port } = one.creation
    const now = becomes(port.port)
    const attributes = base + places.attributes
    const name = placeOf(base, ports.indexOf(port), now)
    const stores = [
      ...missing(stored, attributes, bytesOf(wantedOf(one.creation))),
      ...(name === attributes + 7 ? [] : missing(stored, name, nameOf(now.name))),
    ]
    // The number that is reported can be the direction of the port that is made next.
    const next = made.slice(i + 1).find((other) => other !== null)
    const told = making === 'sources first' && next !== undefined && wantedOf(next.creation)[0] === port.number
    const report = told ? attributes : (one.effect.call.arguments[3] ?? 0)
    if (told) for (const [k, byte] of bytesOf([port.number]).entries()) stored.set(attributes + k, byte)
    const given = one.effect.call.arguments.with(1, name).with(2, attributes).with(3, report)
    return [...stores, { ...one.effect, call: { ...one.effect.call, arguments: given } }]
  })
}

/** A message that was too long is so by as many bytes; any other becomes as short as it has to be. */
const measured = (length: number, old: number, now: number): number =>
  length > old ? length - old + now : Math.min(length, now)

/** A call of WRITE_PORT whose message is as long for what the port has become, as it was for the port. */
const remeasured = (effect: Effect, ports: readonly OwnPort[], becomes: Becomes): Effect => {
  if (effect.do !== 'call' || effect.call.service !== 'WRITE_PORT') return effect
  const [type, number, , length] = effect.call.arguments
  const port = ports.find((one) => one.type === type && one.number === number)?.port
  if (port === undefined || typeof length !== 'number') return effect
  const now = measured(length, port.maxMessageSize, becomes(port).maxMessageSize)
  return { ...effect, call: { ...effect.call, arguments: effect.call.arguments.with(3, now) } }
}

/** A case in which ports have become others: in its configuration, where channels name them, and in what programs say of them. */
export const withPorts = (of: Case, becomes: Becomes, making: Making = 'as it does'): Case => {
  const { configuration } = of.world
  const all = portsOf(configuration)
  const renamed = new Map(
    configuration.partitions.map(({ identifier, ports }) => [
      identifier,
      new Map(ports.map((port) => [port.name, becomes(port).name])),
    ]),
  )
  const end = <T extends (typeof configuration.channels)[number]['sources'][number]>(reference: T): T =>
    reference.kind === 'partition'
      ? { ...reference, port: renamed.get(reference.partition)?.get(reference.port) ?? reference.port }
      : reference
  const areas = areasOfWorld(of.world)
  const runners = runnersOf(configuration)
  const said = (programs: readonly Program[]): readonly Program[] =>
    programs.map((program, k) => {
      const p = runners[k]?.partition ?? -1
      const base = areas.find(({ owner }) => owner.kind === 'partition' && owner.index === p)?.virtual
      const ports = all[p] ?? []
      if (base === undefined) return program
      // Somebody may name a port that is not his own.
      const named = [...ports, ...all.flat().filter((port) => !ports.includes(port))]
      return reworded(program, named, base, becomes, making).map((effect) => remeasured(effect, ports, becomes))
    })
  return {
    ...of,
    world: {
      ...of.world,
      configuration: {
        ...configuration,
        partitions: configuration.partitions.map((one) => ({ ...one, ports: one.ports.map(becomes) })),
        channels: configuration.channels.map((channel) => ({
          ...channel,
          sources: channel.sources.map(end),
          destinations: channel.destinations.map(end),
        })),
      },
    },
    run: { ...of.run, programs: said(of.run.programs), handlers: said(of.run.handlers) },
  }
}

/** A case in which every message is younger than what its readers compare it with: no reference time is stored for READ_PORT. */
export const withoutReferences = (of: Case): Case => {
  const headers = [...of.run.programs, ...of.run.handlers].flat().flatMap((effect) => {
    const header = effect.do === 'call' && effect.call.service === 'READ_PORT' ? effect.call.arguments[4] : undefined
    return typeof header === 'number' ? [header] : []
  })
  const kept = (program: Program): Program =>
    program.filter((effect) => !headers.some((header) => within(effect, header + 4, 8)))
  return { ...of, run: { ...of.run, programs: of.run.programs.map(kept), handlers: of.run.handlers.map(kept) } }
}

/** A case in which sampling ports are refreshed as many ticks as before, once more `ticks` are made of them, and times of ticks. */
export const withRefresh = (of: Case, ticks: (ticks: bigint) => bigint, to: (ticks: bigint) => bigint): Case => {
  const { partitions, time } = of.world.configuration
  if (partitions.every(({ ports }) => ports.every(({ kind }) => kind === 'queuing'))) return of
  const became = (period: bigint): bigint => to(ticks((period * BigInt(time.ticksPerSecond)) / 1_000_000_000n))
  return withPorts(of, (port) => {
    if (port.kind === 'queuing') return port
    const refreshPeriod = became(port.refreshPeriod)
    return refreshPeriod > MOST
      ? port
      : { ...port, refreshPeriod: nanoseconds(refreshPeriod > 0n ? refreshPeriod : 1n) }
  })
}

/** The longest time of 64 bits. */
const MOST = 0x7fffffffffffffffn
