/** The calls that send and receive messages, decided row by row; where copies can be preempted, the end of a copy. */

import { event } from '../spec/guest/vocabulary.ts'
import { readMode } from '../spec/hypercall/vocabulary.ts'
import { freshnessNumber, type PortsVariation } from '../spec/ports/vocabulary.ts'
import { returnNumber } from '../spec/words/vocabulary.ts'
import type { Processors } from './guest.ts'
import { outcome, type Caller } from './hypercall-caller.ts'
import { alignment, type Pointers } from './hypercall-pointers.ts'
import { none, type Ports } from './ports.ts'
import { putLong, type Clock } from './time.ts'

const { NO_ERROR, NO_ACTION, NOT_AVAILABLE, INVALID_PARAM, INVALID_CONFIG, INVALID_MODE, INVALID_POINTER } =
  returnNumber

/** Bytes of a length. */
const lengthBytes = 4
/** Words of a sampling port's header: the first is asked for, then the reference time; the rest is written. */
const headerWord = { mode: 0, reference: 1, validity: 3, updated: 4, time: 5 } as const
const headerWords = 7

/** What the calls are about. */
interface Concerned {
  readonly clock: Clock
  readonly processors: Processors
  readonly ports: Ports
  readonly pointers: Pointers
}

export class MessageCalls {
  readonly #concerned: Concerned
  readonly #preemptible: boolean
  readonly #consumesForAll: boolean

  constructor(concerned: Concerned, { copying, readConsumes }: PortsVariation) {
    this.#concerned = concerned
    this.#preemptible = copying === 'preemptible'
    this.#consumesForAll = readConsumes === 'for all destinations'
  }

  /** The port that the operands of a caller name. */
  #port(caller: Caller): number {
    return this.#concerned.ports.created(caller.partition, caller.operands[0], caller.operands[1])
  }

  writePort(caller: Caller): number {
    const { ports, pointers } = this.#concerned
    const message = caller.operands[2]
    const length = caller.operands[3]
    const port = this.#port(caller)
    if (port === none) return INVALID_PARAM
    if (!ports.isSource(port)) return INVALID_MODE
    if (length === 0) return INVALID_PARAM
    if (length > ports.mostBytes(port)) return INVALID_CONFIG
    if (ports.isHeld(port)) return NOT_AVAILABLE
    if (ports.isFull(port)) return this.#refuseForFull(port)
    if (!pointers.isReadable(caller, message, length, alignment.message)) return INVALID_POINTER
    if (pointers.strays(caller, message, length)) return outcome.left
    caller.copied = length
    if (!this.#preemptible) return this.#send(caller, port)
    ports.holdToWrite(port)
    return outcome.copying
  }

  #refuseForFull(port: number): number {
    const { channels } = this.#concerned.ports
    channels.setOverflowed(this.#concerned.ports.channel(port), 1)
    return NOT_AVAILABLE
  }

  /** The end of the copy of a message that is sent. */
  endOfWrite(caller: Caller): number {
    const port = this.#port(caller)
    this.#concerned.ports.release(port)
    return this.#send(caller, port)
  }

  #send(caller: Caller, port: number): number {
    const { clock, ports, pointers } = this.#concerned
    const message = caller.operands[2]
    const length = caller.operands[3]
    pointers.takeBytes(caller, message, length, ports.outgoing(port))
    ports.send(port, length, clock.total)
    for (const destination of ports.destinations(port)) this.#tell(destination)
    return NO_ERROR
  }

  /** A destination has a new message. */
  #tell(destination: number): void {
    const { ports, processors } = this.#concerned
    if (ports.isSampling(destination)) ports.setFreshness(destination, freshnessNumber.NEW)
    processors.announce(ports.places[destination].partition, event.PORT_UPDATED)
  }

  readPort(caller: Caller): number {
    const { ports } = this.#concerned
    const port = this.#port(caller)
    if (port === none) return INVALID_PARAM
    if (ports.isSource(port)) return INVALID_MODE
    return ports.isSampling(port) ? this.#readSampling(caller, port) : this.#readQueuing(caller, port)
  }

  #readSampling(caller: Caller, port: number): number {
    const { ports, pointers } = this.#concerned
    const header = caller.operands[4]
    if (!this.#isLengthWritable(caller)) return INVALID_POINTER
    if (!this.#isHeaderValid(caller)) return this.#refuseHeader(caller, port)
    if (pointers.strays(caller, header, headerWords * 4)) return outcome.left
    const mode = pointers.word(caller, header + headerWord.mode * 4)
    if (mode > readMode.CONDITIONAL) return INVALID_PARAM
    if (ports.isHeldByWriter(port)) return NOT_AVAILABLE
    if (this.#isEmpty(port)) return this.#findNothing(caller, port, NO_ACTION)
    if (mode === readMode.UPDATED && !this.#isNew(port)) return this.#findNothing(caller, port, NO_ACTION)
    if (mode === readMode.CONDITIONAL && !this.#isNewer(caller, port)) return this.#findNothing(caller, port, NO_ACTION)
    return this.#receive(caller, port)
  }

  #readQueuing(caller: Caller, port: number): number {
    const { ports } = this.#concerned
    if (!this.#isLengthWritable(caller)) return INVALID_POINTER
    if (ports.isHeldByWriter(port)) return NOT_AVAILABLE
    if (!ports.hasMessage(port)) return this.#findNothing(caller, port, NOT_AVAILABLE)
    return this.#receive(caller, port)
  }

  #isLengthWritable(caller: Caller): boolean {
    return this.#concerned.pointers.isWritable(caller, caller.operands[3], lengthBytes, alignment.record)
  }

  #isHeaderValid(caller: Caller): boolean {
    const { pointers } = this.#concerned
    const header = caller.operands[4]
    if (!pointers.isReadable(caller, header, headerWords * 4, alignment.record)) return false
    return pointers.isWritable(caller, header, headerWords * 4, alignment.record)
  }

  #refuseHeader(caller: Caller, port: number): number {
    const isValid = !this.#isEmpty(port) && this.#isRecent(port)
    this.#describe(port, isValid, this.#concerned.ports.messageAt(port))
    return this.#concerned.pointers.refuseRecord(caller, caller.operands[4], headerWords, headerWord.validity)
  }

  /** Whether nothing was ever written that a sampling port could read. */
  #isEmpty(port: number): boolean {
    const { ports } = this.#concerned
    if (ports.hasMessage(port)) return false
    return !this.#consumesForAll || ports.freshness(port) === freshnessNumber.EMPTY
  }

  #isNew(port: number): boolean {
    return this.#concerned.ports.freshness(port) === freshnessNumber.NEW
  }

  /** Whether the message is newer than the reference time. */
  #isNewer(caller: Caller, port: number): boolean {
    const { ports, pointers } = this.#concerned
    const reference = caller.operands[4] + headerWord.reference * 4
    const time = pointers.word(caller, reference) * 2 ** 32 + pointers.word(caller, reference + 4)
    return ports.messageAt(port) > time
  }

  #isRecent(port: number): boolean {
    const { clock, ports } = this.#concerned
    return ports.isRecent(port, ports.messageAt(port), clock.total)
  }

  #isValid(port: number): boolean {
    return this.#concerned.ports.hasMessage(port) && this.#isRecent(port)
  }

  /** What is written to the header of a sampling port. */
  #describe(port: number, isValid: boolean, time: number): void {
    const { words } = this.#concerned.pointers
    words[headerWord.validity] = isValid ? 1 : 0
    words[headerWord.updated] = this.#concerned.ports.freshness(port)
    putLong(time, words, headerWord.time)
  }

  #putHeader(caller: Caller): void {
    this.#concerned.pointers.write(caller, caller.operands[4], headerWords, headerWord.validity)
  }

  /** A read that finds no message: the length is zero. */
  #findNothing(caller: Caller, port: number, code: number): number {
    const { ports, pointers } = this.#concerned
    if (pointers.strays(caller, caller.operands[3], lengthBytes)) return outcome.left
    pointers.putWord(caller, caller.operands[3], 0)
    if (!ports.isSampling(port)) return code
    this.#describe(port, this.#isValid(port), 0)
    this.#putHeader(caller)
    if (this.#consumesForAll) this.#consumeForAll(port)
    return code
  }

  /** A read that finds a message: it is delivered, or its copy begins. */
  #receive(caller: Caller, port: number): number {
    const { ports, pointers } = this.#concerned
    const message = caller.operands[2]
    const most = ports.mostBytes(port)
    if (!pointers.isWritable(caller, message, most, alignment.message)) {
      return pointers.refuseMessage(caller, message, most, ports.message(port))
    }
    if (pointers.strays(caller, message, most)) return outcome.left
    if (pointers.strays(caller, caller.operands[3], lengthBytes)) return outcome.left
    caller.copied = ports.message(port).length
    if (!this.#preemptible) return this.#deliver(caller, port)
    ports.holdToRead(port)
    return outcome.copying
  }

  /** The end of the copy of a message that is received. */
  endOfRead(caller: Caller): number {
    const { ports } = this.#concerned
    const port = this.#port(caller)
    ports.release(port)
    if (!ports.isSampling(port) && !ports.hasMessage(port)) return this.#findNothing(caller, port, NOT_AVAILABLE)
    return this.#deliver(caller, port)
  }

  #deliver(caller: Caller, port: number): number {
    const { ports, pointers } = this.#concerned
    const message = ports.message(port)
    pointers.putBytes(caller, caller.operands[2], message)
    pointers.putWord(caller, caller.operands[3], message.length)
    if (!ports.isSampling(port)) return this.#takeFromQueue(port)
    this.#describe(port, this.#isRecent(port), ports.messageAt(port))
    this.#putHeader(caller)
    this.#consume(port)
    return NO_ERROR
  }

  /** The oldest message goes; the code says whether one was refused since the last. */
  #takeFromQueue(port: number): number {
    const { channels } = this.#concerned.ports
    const channel = this.#concerned.ports.channel(port)
    const overflowed = channels.hasOverflowed(channel)
    channels.received(channel)
    return overflowed ? INVALID_CONFIG : NO_ERROR
  }

  /** A sampling message has been read. */
  #consume(port: number): void {
    const { ports } = this.#concerned
    if (this.#consumesForAll) this.#consumeForAll(port)
    else if (this.#isNew(port)) ports.setFreshness(port, freshnessNumber.CONSUMED)
  }

  #consumeForAll(port: number): void {
    const { ports } = this.#concerned
    for (const destination of ports.destinations(port)) ports.setFreshness(destination, freshnessNumber.CONSUMED)
  }
}
