/** The calls that make ports usable and tell about them. Read it beside spec/ports/tables.ts. */

import { bytesOf, halves, nameAt, reached, wordIn } from '../hypercall.ts'
import { created, isValid, type PortKind } from '../ports.ts'
import type { State } from '../../spec/module/vocabulary.ts'
import { createPort, getPortId, getPortName, getPortStatus, type CreatePortSituation } from '../../spec/ports/tables.ts'
import type { ChannelState, PortConfiguration, PortPlace } from '../../spec/ports/vocabulary.ts'
import { ticksIn } from '../../spec/time/statements.ts'
import { ticks, word, type Ticks, type Word } from '../../spec/words/vocabulary.ts'
import {
  answersFor,
  argument,
  blank,
  callerOf,
  each,
  reported,
  viewOf,
  wordsAt,
  type Alternatives,
  type Calling,
} from './calling.ts'
import type { Machine } from './machine.ts'
import { withPorts, type Done } from './state.ts'

/** A port of the caller: its position among all ports, and what is configured. */
export interface OwnPort {
  readonly position: number
  readonly place: PortPlace
}

/** The kind of port that a call names; null for none. */
const kindOf = (type: number): PortKind | null => (type === 1 ? 'queuing' : type === 2 ? 'sampling' : null)

/** The caller’s port at a position among all ports; null for none. */
const portAt = ({ machine }: Calling, position: number | undefined): OwnPort | null => {
  const place = machine.wiring.places[position ?? -1]
  return position === undefined || place === undefined ? null : { position, place }
}

/** The port that a number means among all of the caller’s of a kind, created or not. */
const numberedPort = (calling: Calling, kind: PortKind | null, number: number): OwnPort | null =>
  kind === null ? null : portAt(calling, calling.machine.wiring.own[calling.partition]?.byNumber[kind].get(number))

/** The port that a name means among them. */
const namedPort = (calling: Calling, kind: PortKind | null, name: string): OwnPort | null =>
  kind === null ? null : portAt(calling, calling.machine.wiring.own[calling.partition]?.byName[kind].get(name))

/** Whether a port is created. */
const isCreated = (state: State, port: OwnPort): boolean => state.ports.ports[port.position]?.created === true

/** The port that the first two arguments of a call mean: of the caller, by type and number, and created. */
export const meantPort = (state: State, calling: Calling): OwnPort | null => {
  const port = numberedPort(calling, kindOf(argument(calling, 0)), argument(calling, 1))
  return port !== null && isCreated(state, port) ? port : null
}

/** The channel of a port as it is now. */
export const channelOf = (state: State, { place }: OwnPort): ChannelState | undefined =>
  state.ports.channels[place.channel ?? -1]

/** How old a sampling port’s message may be, in ticks. */
export const refreshOf = ({ world }: Machine, port: PortConfiguration): Ticks =>
  port.kind === 'sampling' ? ticksIn(port.refreshPeriod, world.configuration.time.ticksPerSecond) : ticks(0)

const directionNumber = { SOURCE: 0, DESTINATION: 1 } as const

/** What CREATE_PORT has to be given as attributes. */
const attributesOf = (port: PortConfiguration): readonly Word[] => {
  const both = [word(directionNumber[port.direction]), word(port.maxMessageSize)]
  switch (port.kind) {
    case 'sampling':
      return [...both, ...halves(port.refreshPeriod)]
    case 'queuing':
      return [...both, word(port.maxMessages), word(0)]
  }
}

export const create = (state: State, calling: Calling): Done => {
  const kind = kindOf(argument(calling, 0))
  const view = viewOf(state, calling)
  const name = nameAt(view, argument(calling, 1))
  const port = name.kind === 'name' ? namedPort(calling, kind, name.text) : null
  const attributes = reached(view, 'load', { at: argument(calling, 2), bytes: 16, unit: 4 })
  const given = attributes.beyond ? [] : bytesOf(state.memory, attributes)
  const known = answersFor<boolean>(name, () => port !== null, false, [true, false])
  const matching: Alternatives<boolean> = attributes.beyond
    ? [true, false]
    : [port !== null && attributesOf(port.place.port).every((value, i) => wordIn(given, i) === value)]
  const anyway: Omit<CreatePortSituation, 'known' | 'matching' | 'pointer'> = {
    type: kind !== null,
    name: name.kind !== 'unreadable',
    attributes: attributes.valid,
    created: port !== null && isCreated(state, port),
    allowed:
      calling.machine.world.profile.ports.createPort === 'in any mode' || callerOf(state, calling).mode !== 'NORMAL',
  }
  const report = wordsAt(argument(calling, 3), [word(port?.place.number ?? 0)])
  return reported(
    state,
    calling,
    createPort.rows,
    report,
    (pointer) =>
      known.length > 1
        ? each(known, (k) => ({ ...anyway, known: k, matching: matching[0], pointer }))
        : each(matching, (m) => ({ ...anyway, known: known[0], matching: m, pointer })),
    (after, row) =>
      row.returns === 'NO_ERROR' && port !== null ? withPorts(after, created(after.ports, port.position)) : after,
  )
}

export const portId = (state: State, calling: Calling): Done => {
  const kind = kindOf(argument(calling, 0))
  const name = nameAt(viewOf(state, calling), argument(calling, 1))
  const port = name.kind === 'name' ? namedPort(calling, kind, name.text) : null
  const known = answersFor<boolean>(name, () => port !== null && isCreated(state, port), false, [true, false])
  const report = wordsAt(argument(calling, 2), [word(port?.place.number ?? 0)])
  return reported(state, calling, getPortId.rows, report, (pointer) =>
    each(known, (k) => ({ type: kind !== null, name: name.kind !== 'unreadable', known: k, pointer })),
  )
}

export const portName = (state: State, calling: Calling): Done => {
  const port = meantPort(state, calling)
  const characters = port?.place.port.name.slice(0, 31) ?? ''
  const bytes = Array.from({ length: 32 }, (_, i) => (i < characters.length ? characters.charCodeAt(i) & 0xff : 0))
  const place = { at: argument(calling, 2), bytes: 32, unit: 4 } as const
  return reported(state, calling, getPortName.rows, { place, bytes }, (pointer) => [{ known: port !== null, pointer }])
}

export const portStatus = (state: State, calling: Calling): Done => {
  const port = meantPort(state, calling)
  const words = port === null ? blank(5) : statusOf(calling.machine, state, port)
  return reported(state, calling, getPortStatus.rows, wordsAt(argument(calling, 2), words), (pointer) => [
    { known: port !== null, pointer },
  ])
}

/** The five words of GET_PORT_STATUS. */
const statusOf = (machine: Machine, state: State, own: OwnPort): readonly Word[] => {
  const { port } = own.place
  const messages = channelOf(state, own)?.messages ?? []
  const both = [word(port.maxMessageSize), word(directionNumber[port.direction])]
  switch (port.kind) {
    case 'sampling': {
      const valid = isValid(messages[0], refreshOf(machine, port), state.time.total)
      return [...halves(port.refreshPeriod), ...both, word(valid ? 1 : 0)]
    }
    case 'queuing':
      return [word(messages.length), word(port.maxMessages), ...both, word(0)]
  }
}
