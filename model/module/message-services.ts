/** WRITE_PORT and READ_PORT: a message sent, a message received, in one section or at the end of a copy. Read it beside spec/ports/tables.ts. */

import { told } from '../guest.ts'
import { bytesIn, bytesOf, halves, loadedFrom, reached, wordIn, type Reached } from '../hypercall.ts'
import { consumed, held, isValid, offered, overflowed, sent, taken } from '../ports.ts'
import { event } from '../../spec/guest/vocabulary.ts'
import { copyBlock, readMode } from '../../spec/hypercall/vocabulary.ts'
import type { State } from '../../spec/module/vocabulary.ts'
import { readPort, writePort, type ReadPortSituation, type WritePortSituation } from '../../spec/ports/tables.ts'
import { freshnessNumber, type Direction, type Freshness, type Message } from '../../spec/ports/vocabulary.ts'
import { decide } from '../../spec/statement.ts'
import { cycles, word, type Word } from '../../spec/words/vocabulary.ts'
import {
  answered,
  argument,
  decidedAlike,
  each,
  left,
  viewOf,
  written,
  writtenInPart,
  type Alternatives,
  type Calling,
  type Decided,
} from './calling.ts'
import { channelOf, meantPort, refreshOf, type OwnPort } from './port-services.ts'
import { coreOf, later, partitionOf, withCore, withPartition, withPorts, withWork, type Done } from './state.ts'

/** In which section a call is: the one that decides; or the end of its copy, whose cycles have passed already. */
type Section = 'deciding' | 'copied'

/** Cycles of copying so many bytes. */
const copyCost = ({ machine }: Calling, bytes: number): number =>
  machine.world.platform.costs.copy * Math.ceil(bytes / copyBlock)

/** What the last section of a call costs. */
const sectionCost = (calling: Calling, section: Section, bytes: number): number =>
  section === 'copied' ? 0 : calling.machine.world.platform.costs.service + copyCost(calling, bytes)

/** Whether a call that is to move a message has yet to copy it, in sections of its own. */
const copiesNow = ({ machine }: Calling, section: Section): boolean =>
  section === 'deciding' && machine.world.profile.ports.copying === 'preemptible'

/** The copy begins: the caller holds the channel. */
const copyBegun = (state: State, calling: Calling, { place }: OwnPort, direction: Direction, bytes: number): Done => {
  const { core: c, partition, call, from, machine } = calling
  const cost = cycles(Math.max(1, copyCost(calling, bytes)))
  const core = machine.hal.unmask(
    withWork(later(coreOf(state, c), machine.world.platform.costs.service), { kind: 'copy', call, from, left: cost }),
  )
  const ports = place.channel === null ? state.ports : held(state.ports, place.channel, { partition, direction })
  return { state: withPorts(withCore(state, c, core), ports), happening: { kind: 'copy', core: c, partition } }
}

/** The end of a copy: nobody holds the channel, and the call takes place. */
export const copyEnded = (state: State, calling: Calling): Done => {
  const channel = meantPort(state, calling)?.place.channel ?? null
  const released = channel === null ? state : withPorts(state, held(state.ports, channel, null))
  return calling.call.service === 'WRITE_PORT' ? write(released, calling, 'copied') : read(released, calling, 'copied')
}

/** What the table of WRITE_PORT asks about. At the end of its copy a call is refused for its pointer only. */
const writeSituation = (
  state: State,
  port: OwnPort | null,
  length: number,
  message: Reached,
  section: Section,
): WritePortSituation => {
  const configured = port?.place.port
  const channel = port === null ? undefined : channelOf(state, port)
  return {
    known: port !== null,
    source: configured?.direction === 'SOURCE',
    length,
    most: configured?.maxMessageSize ?? 0,
    full:
      section === 'deciding' &&
      configured?.kind === 'queuing' &&
      channel !== undefined &&
      channel.messages.length >= configured.maxMessages,
    held: section === 'deciding' && channel !== undefined && channel.holder !== null,
    pointer: message.valid,
  }
}

export const write = (state: State, calling: Calling, section: Section = 'deciding'): Done => {
  const port = meantPort(state, calling)
  const length = argument(calling, 3)
  const message = reached(viewOf(state, calling), 'load', { at: argument(calling, 2), bytes: length, unit: 1 })
  const situation = writeSituation(state, port, length, message, section)
  const row = decide(writePort.rows, situation)
  if (port === null || row.returns !== 'NO_ERROR') {
    const refusedFull = row.returns === 'NOT_AVAILABLE' && !situation.held
    return answered(refusedFull ? remembered(state, port) : state, calling, row, sectionCost(calling, section, 0))
  }
  if (message.beyond) return left(state, calling)
  return copiesNow(calling, section)
    ? copyBegun(state, calling, port, 'SOURCE', length)
    : answered(delivered(state, calling, port, message), calling, row, sectionCost(calling, section, length))
}

/** That a message was refused for a full channel is remembered. */
const remembered = (state: State, port: OwnPort | null): State =>
  port === null || port.place.channel === null ? state : withPorts(state, overflowed(state.ports, port.place.channel))

/** The message is in the channel, and its destinations are told. */
const delivered = (state: State, calling: Calling, { place }: OwnPort, record: Reached): State => {
  const { core: c, machine } = calling
  const { core, memory } = loadedFrom({ core: coreOf(state, c), memory: state.memory }, record)
  const read = { ...withCore(state, c, core), memory }
  if (place.channel === null) return read
  const message = { bytes: bytesOf(memory, record), at: state.time.total }
  const after = withPorts(read, sent(machine.wiring, read.ports, place.kind, place.channel, message))
  const { destinations, places } = machine.wiring
  const receivers = new Set((destinations[place.channel] ?? []).flatMap((i) => places[i]?.partition ?? []))
  return [...receivers].reduce(toldOfPort, after)
}

const toldOfPort = (state: State, p: number): State =>
  withPartition(state, p, told(partitionOf(state, p), event.PORT_UPDATED))

/** Bytes of a sampling port's header, and of its words that a read is asked by. */
const headerBytes = 28
const headerAsked = 12

/** The records of a READ_PORT, each looked at. */
interface ReadRecords {
  readonly message: Reached
  readonly length: Reached
  /** Of a sampling port: the header as it is read, as it is written, and of that the last four words. */
  readonly header: { readonly asked: Reached; readonly all: Reached; readonly report: Reached } | null
}

const readRecords = (state: State, calling: Calling, port: OwnPort | null): ReadRecords => {
  const view = viewOf(state, calling)
  const header = { at: argument(calling, 4), bytes: headerBytes, unit: 4 } as const
  return {
    message: reached(view, 'store', {
      at: argument(calling, 2),
      bytes: port?.place.port.maxMessageSize ?? 0,
      unit: 1,
    }),
    length: reached(view, 'store', { at: argument(calling, 3), bytes: 4, unit: 4 }),
    header:
      port?.place.kind === 'sampling'
        ? {
            asked: reached(view, 'load', header),
            all: reached(view, 'store', header),
            report: reached(view, 'store', {
              ...header,
              at: header.at + headerAsked,
              bytes: headerBytes - headerAsked,
            }),
          }
        : null,
  }
}

/** What is to be had by a read: the message, if any, and how the reader stood to it. */
interface Offer {
  readonly message: Message | null
  readonly freshness: Freshness
}

const offerOf = (state: State, { machine }: Calling, port: OwnPort | null): Offer => {
  if (port === null) return { message: null, freshness: 'EMPTY' }
  const freshness = state.ports.ports[port.position]?.freshness ?? 'EMPTY'
  const { readConsumes } = machine.world.profile.ports
  return { message: offered(port.place.kind, channelOf(state, port), freshness, readConsumes), freshness }
}

/** What the table of READ_PORT asks about: several situations where the header's words cannot be known. At the end of its copy a call is asked neither for its mode nor for a holder. */
const readSituations = (
  state: State,
  port: OwnPort | null,
  records: ReadRecords,
  { message, freshness }: Offer,
  section: Section,
): Alternatives<ReadPortSituation> => {
  const { header } = records
  const asked = header === null || header.asked.beyond ? [] : bytesOf(state.memory, header.asked)
  const reference = BigInt(wordIn(asked, 1)) * 0x100000000n + BigInt(wordIn(asked, 2))
  const channel = port === null ? undefined : channelOf(state, port)
  const modes: Alternatives<number> =
    section === 'copied' ? [readMode.REGULAR] : header?.asked.beyond === true ? [0, 3] : [wordIn(asked, 0)]
  return each(modes, (mode) => ({
    known: port !== null,
    destination: port?.place.port.direction === 'DESTINATION',
    pointers: records.length.valid && (header === null || (header.asked.valid && header.all.valid)),
    kind: port?.place.kind ?? 'queuing',
    mode,
    held: section === 'deciding' && channel?.holder?.direction === 'SOURCE',
    empty: message === null,
    freshness,
    newer: message !== null && BigInt(message.at) > reference,
    overflowed: channel?.overflowed === true,
    message: records.message.valid,
  }))
}

/** A read of a port that the caller has: all that is known of it. */
interface Reading {
  readonly calling: Calling
  readonly section: Section
  readonly port: OwnPort
  readonly records: ReadRecords
  readonly offer: Offer
}

export const read = (state: State, calling: Calling, section: Section = 'deciding'): Done => {
  const port = meantPort(state, calling)
  const records = readRecords(state, calling, port)
  const offer = offerOf(state, calling, port)
  const situations = readSituations(state, port, records, offer, section)
  const row = decidedAlike(readPort.rows, situations)
  if (row === null) return left(state, calling)
  const refused = (after: State): Done => answered(after, calling, row, sectionCost(calling, section, 0))
  if (port === null) return refused(state)
  const reading = { calling, section, port, records, offer }
  switch (row.returns) {
    case 'INVALID_POINTER':
      return refused(situations[0].pointers ? messageInPart(state, reading) : headerInPart(state, reading))
    case 'NO_ACTION':
      return nothingRead(state, reading, row)
    case 'NOT_AVAILABLE':
      return situations[0].held ? refused(state) : nothingRead(state, reading, row)
    case 'NO_ERROR':
    case 'INVALID_CONFIG':
      return offer.message === null ? refused(state) : messageRead(state, reading, offer.message, row)
    case 'INVALID_PARAM':
    case 'INVALID_MODE':
      return refused(state)
  }
}

/** The four words that a read of a sampling port writes to its header: of the message it delivers, or of none. */
const headerWords = (
  state: State,
  { calling: { machine }, port, offer }: Reading,
  delivers: Message | null,
): readonly Word[] => {
  const there = delivers ?? channelOf(state, port)?.messages[0]
  const valid = isValid(there, refreshOf(machine, port.place.port), state.time.total)
  return [word(valid ? 1 : 0), word(freshnessNumber[offer.freshness]), ...halves(delivers?.at ?? 0)]
}

/** Length and header written, and what the read makes of freshness: by a read that delivers, or finds nothing. */
const noted = (state: State, reading: Reading, delivers: Message | null): State => {
  const { calling, port, records } = reading
  const { machine } = calling
  const after = written(state, calling, records.length, bytesIn([word(delivers?.bytes.length ?? 0)]))
  if (records.header === null) return after
  const whole = written(after, calling, records.header.report, bytesIn(headerWords(state, reading, delivers)))
  const { readConsumes } = machine.world.profile.ports
  return withPorts(whole, consumed(machine.wiring, whole.ports, port.position, delivers !== null, readConsumes))
}

/** Whether length or header lie beyond what is specified. */
const notesBeyond = ({ length, header }: ReadRecords): boolean => length.beyond || header?.all.beyond === true

/** A read that finds nothing. */
const nothingRead = (state: State, reading: Reading, row: Decided): Done => {
  const { calling, section, records } = reading
  return notesBeyond(records)
    ? left(state, calling)
    : answered(noted(state, reading, null), calling, row, sectionCost(calling, section, 0))
}

/** A read that delivers. */
const messageRead = (state: State, reading: Reading, message: Message, row: Decided): Done => {
  const { calling, section, port, records } = reading
  const { length } = message.bytes
  if (records.message.beyond || notesBeyond(records)) return left(state, calling)
  if (copiesNow(calling, section)) return copyBegun(state, calling, port, 'DESTINATION', length)
  const whole = noted(written(state, calling, records.message, message.bytes), reading, message)
  const { channel, kind } = port.place
  const after = kind === 'queuing' && channel !== null ? withPorts(whole, taken(whole.ports, channel)) : whole
  return answered(after, calling, row, sectionCost(calling, section, length))
}

/** Hazard H3: of the message's buffer what can be written. */
const messageInPart = (state: State, { calling, records, offer }: Reading): State =>
  writtenInPart(state, calling, records.message, offer.message?.bytes ?? [])

/** Hazard H3: of the header what can be written; a length is one word, and has no part. */
const headerInPart = (state: State, reading: Reading): State => {
  const { calling, records, offer } = reading
  const { length, header } = records
  if (!length.valid || header === null || header.all.valid) return state
  const reachable = header.all.stretches.reduce((sum, { bytes }) => sum + bytes, 0)
  return reachable > headerAsked
    ? writtenInPart(state, calling, header.report, bytesIn(headerWords(state, reading, offer.message)))
    : state
}
