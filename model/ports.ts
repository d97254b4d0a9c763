/** Ports and channels, as functions: who is joined to what, and what sending, receiving and a restart make of it. Written to be read beside spec/ports. */

import type { OperatingMode } from '../spec/partition/vocabulary.ts'
import { configuredChannels, portPlaces } from '../spec/ports/statements.ts'
import type {
  ChannelConfiguration,
  ChannelState,
  Freshness,
  Holder,
  Message,
  PortConfiguration,
  PortPlace,
  PortsState,
  PortState,
  ReadConsumes,
  RestartClears,
} from '../spec/ports/vocabulary.ts'
import { ticks, type Identifier, type Ticks } from '../spec/words/vocabulary.ts'

export type PortKind = PortConfiguration['kind']

/** A partition's ports: their positions among all ports, by kind and then by number or by name. */
interface Own {
  readonly byNumber: { readonly [kind in PortKind]: ReadonlyMap<number, number> }
  readonly byName: { readonly [kind in PortKind]: ReadonlyMap<string, number> }
}

/** What the configuration alone says of ports: every one in order, each partition's own, and each channel's destinations. */
export interface Wiring {
  readonly places: readonly PortPlace[]
  readonly own: readonly Own[]
  /** For each channel, the positions of its destinations among all ports. */
  readonly destinations: readonly (readonly number[])[]
}

/** What of a module's configuration concerns ports. */
export interface PortsConfiguration {
  readonly partitions: readonly { readonly identifier: Identifier; readonly ports: readonly PortConfiguration[] }[]
  readonly channels: readonly ChannelConfiguration[]
}

/** A map in which, of entries with the same key, the first counts. */
export const firstOf = <K, V>(entries: readonly (readonly [K, V])[]): ReadonlyMap<K, V> => new Map(entries.toReversed())

/** Partition `p`'s ports; `called` is a name as far as a call can give it. */
const ownOf = (places: readonly PortPlace[], p: number, called: (name: string) => string): Own => {
  const by = <K>(kind: PortKind, key: (place: PortPlace) => K): ReadonlyMap<K, number> =>
    firstOf(
      places.flatMap((place, i) => (place.partition === p && place.kind === kind ? [[key(place), i] as const] : [])),
    )
  const [number, name] = [({ number: n }: PortPlace) => n, ({ port }: PortPlace) => called(port.name)]
  return {
    byNumber: { sampling: by('sampling', number), queuing: by('queuing', number) },
    byName: { sampling: by('sampling', name), queuing: by('queuing', name) },
  }
}

export const wiringOf = ({ partitions, channels }: PortsConfiguration, called: (name: string) => string): Wiring => {
  const places = portPlaces(partitions, channels)
  return {
    places,
    own: partitions.map((_, p) => ownOf(places, p, called)),
    destinations: configuredChannels(places, channels).map(({ destinations }) => destinations),
  }
}

const unused: PortState = { created: false, freshness: 'EMPTY' }
const silent: ChannelState = { messages: [], overflowed: false, holder: null }

/** Before anything was created or sent. */
export const portsAtStart = ({ places, destinations }: Wiring): PortsState => ({
  ports: places.map(() => unused),
  channels: destinations.map(() => silent),
})

/** `all` with what `change` makes of those at `positions`; the same list where that changes nothing. */
const changedAt = <T>(all: readonly T[], positions: readonly number[], change: (one: T) => T): readonly T[] => {
  const changes = positions.flatMap((i) => {
    const was = all[i]
    const is = was === undefined ? undefined : change(was)
    return is === undefined || is === was ? [] : [[i, is] as const]
  })
  return changes.reduce((list, [i, is]) => list.with(i, is), all)
}

const withPorts = (state: PortsState, ports: readonly PortState[]): PortsState =>
  ports === state.ports ? state : { ...state, ports }

const withChannels = (state: PortsState, channels: readonly ChannelState[]): PortsState =>
  channels === state.channels ? state : { ...state, channels }

/** The port is usable from now on. */
export const created = (state: PortsState, position: number): PortsState =>
  withPorts(
    state,
    changedAt(state.ports, [position], (port) => (port.created ? port : { ...port, created: true })),
  )

const inFreshness =
  (freshness: Freshness) =>
  (port: PortState): PortState =>
    port.freshness === freshness ? port : { ...port, freshness }

/** A channel that somebody holds, or nobody. */
export const held = (state: PortsState, channel: number, holder: Holder | null): PortsState =>
  withChannels(
    state,
    changedAt(state.channels, [channel], (c) => (c.holder === holder ? c : { ...c, holder })),
  )

/** A message was refused for a full channel. */
export const overflowed = (state: PortsState, channel: number): PortsState =>
  withChannels(
    state,
    changedAt(state.channels, [channel], (c) => (c.overflowed ? c : { ...c, overflowed: true })),
  )

/** A message is in the channel of a port: instead of the one before, or behind those that wait. */
export const sent = (
  { destinations }: Wiring,
  state: PortsState,
  kind: PortKind,
  channel: number,
  message: Message,
): PortsState => {
  const after = withChannels(
    state,
    changedAt(state.channels, [channel], (c) => ({
      ...c,
      messages: kind === 'sampling' ? [message] : [...c.messages, message],
    })),
  )
  return kind === 'queuing'
    ? after
    : withPorts(after, changedAt(after.ports, destinations[channel] ?? [], inFreshness('NEW')))
}

/** What a read by a port of this freshness can have: the oldest message; hazard H7, an empty one where another has read; null for nothing. */
export const offered = (
  kind: PortKind,
  channel: ChannelState | undefined,
  freshness: Freshness,
  consumes: ReadConsumes,
): Message | null => {
  const oldest = channel?.messages[0]
  if (oldest !== undefined) return oldest
  return kind === 'sampling' && consumes === 'for all destinations' && freshness !== 'EMPTY'
    ? { bytes: [], at: ticks(0) }
    : null
}

/** A queue without its oldest message: what was refused is forgotten. */
export const taken = (state: PortsState, channel: number): PortsState =>
  withChannels(
    state,
    changedAt(state.channels, [channel], (c) => ({ ...c, messages: c.messages.slice(1), overflowed: false })),
  )

const onceRead = (port: PortState): PortState => (port.freshness === 'NEW' ? { ...port, freshness: 'CONSUMED' } : port)

/** A sampling port was read, with a message delivered or not. */
export const consumed = (
  { places, destinations }: Wiring,
  state: PortsState,
  position: number,
  delivers: boolean,
  consumes: ReadConsumes,
): PortsState => {
  switch (consumes) {
    case 'for the reader':
      return delivers ? withPorts(state, changedAt(state.ports, [position], onceRead)) : state
    case 'for all destinations': {
      const all = destinations[places[position]?.channel ?? -1] ?? []
      return withPorts(state, changedAt(state.ports, all, inFreshness('CONSUMED')))
    }
  }
}

/** Whether a message is recent enough for a port that wants it refreshed so often. */
export const isValid = (message: Message | undefined, refresh: Ticks, now: Ticks): boolean =>
  message !== undefined && now - message.at <= refresh

/** What a halt (IDLE) or a restart of partition `p` leaves of ports and channels. */
export const cleared = (
  { places, own }: Wiring,
  state: PortsState,
  p: number,
  mode: Exclude<OperatingMode, 'NORMAL'>,
  clears: RestartClears,
): PortsState => {
  if (clears === 'nothing' || (clears === 'links' && mode === 'WARM_START')) return state
  const sampling = [...(own[p]?.byNumber.sampling.values() ?? [])]
  const queuing = [...(own[p]?.byNumber.queuing.values() ?? [])]
  const unlinked = withPorts(
    state,
    changedAt(state.ports, [...sampling, ...queuing], (port) => (port.created ? { ...port, created: false } : port)),
  )
  if (clears === 'links') return unlinked
  const receives = (position: number): boolean => places[position]?.port.direction === 'DESTINATION'
  const queues = queuing.filter(receives).flatMap((position) => places[position]?.channel ?? [])
  const emptied = withChannels(
    unlinked,
    changedAt(unlinked.channels, queues, (c) =>
      c.messages.length === 0 && !c.overflowed ? c : { ...c, messages: [], overflowed: false },
    ),
  )
  return withPorts(emptied, changedAt(emptied.ports, sampling.filter(receives), inFreshness('EMPTY')))
}
