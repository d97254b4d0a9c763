/** The calls about what ports are: their creation, and what is reported of them, decided row by row. */

import { modeNumber } from '../spec/partition/vocabulary.ts'
import type { PortConfiguration } from '../spec/ports/vocabulary.ts'
import { returnNumber } from '../spec/words/vocabulary.ts'
import { outcome, type Caller } from './hypercall-caller.ts'
import { alignment, nameRead, type Pointers } from './hypercall-pointers.ts'
import type { Partitions } from './partition.ts'
import { none, portType, type Ports } from './ports.ts'
import type { Clock } from './time.ts'

const { NO_ERROR, NO_ACTION, INVALID_PARAM, INVALID_CONFIG, INVALID_MODE, INVALID_POINTER } = returnNumber

/** Words of the attributes, the status and the name of a port. */
const attributeWords = 4
const statusWords = 5
const nameWords = 8
/** Characters of a name that are reported. */
const reportedCharacters = 31
/** The only order in which queues are served. */
const firstInFirstOut = 0

/** What the calls are about. */
interface Concerned {
  readonly clock: Clock
  readonly partitions: Partitions
  readonly ports: Ports
  readonly pointers: Pointers
}

export class PortCalls {
  readonly #concerned: Concerned
  readonly #inAnyMode: boolean
  /** By port, the words that its attributes are as configured. */
  readonly #attributes: readonly (readonly number[])[]

  constructor(concerned: Concerned, inAnyMode: boolean) {
    this.#concerned = concerned
    this.#inAnyMode = inAnyMode
    this.#attributes = concerned.ports.places.map(({ port }) => attributesOf(port))
  }

  createPort(caller: Caller): number {
    const { ports, pointers } = this.#concerned
    const [type, name, attributes, pointer] = caller.operands
    if (!isType(type)) return INVALID_CONFIG
    const read = pointers.readName(caller, name)
    if (read === nameRead.left) return outcome.left
    if (read === nameRead.invalid) return INVALID_POINTER
    const port = ports.named(caller.partition, type, pointers.isNamed)
    if (port === none) return INVALID_CONFIG
    if (!pointers.isReadable(caller, attributes, attributeWords * 4, alignment.record)) return INVALID_POINTER
    if (pointers.strays(caller, attributes, attributeWords * 4)) return outcome.left
    if (!this.#isAsConfigured(caller, attributes, port)) return INVALID_CONFIG
    if (ports.isCreated(port)) return NO_ACTION
    if (!this.#mayCreate(caller)) return INVALID_MODE
    pointers.words[0] = ports.places[port].number
    const code = pointers.report(caller, pointer, 1)
    if (code === NO_ERROR) ports.create(port)
    return code
  }

  #isAsConfigured(caller: Caller, attributes: number, port: number): boolean {
    const { pointers } = this.#concerned
    return this.#attributes[port].every((word, i) => pointers.word(caller, attributes + i * 4) === word)
  }

  #mayCreate({ partition }: Caller): boolean {
    return this.#inAnyMode || this.#concerned.partitions.modeOf(partition) !== modeNumber.NORMAL
  }

  getPortId(caller: Caller): number {
    const { ports, pointers } = this.#concerned
    const [type, name, pointer] = caller.operands
    if (!isType(type)) return INVALID_CONFIG
    const read = pointers.readName(caller, name)
    if (read === nameRead.left) return outcome.left
    if (read === nameRead.invalid) return INVALID_POINTER
    const port = ports.named(caller.partition, type, pointers.isNamed)
    if (port === none || !ports.isCreated(port)) return INVALID_CONFIG
    pointers.words[0] = ports.places[port].number
    return pointers.report(caller, pointer, 1)
  }

  getPortStatus(caller: Caller): number {
    const { ports, pointers } = this.#concerned
    const [type, number, pointer] = caller.operands
    const port = ports.created(caller.partition, type, number)
    if (port === none) return INVALID_PARAM
    if (ports.isSampling(port)) this.#describeSampling(port)
    else this.#describeQueuing(port)
    return pointers.report(caller, pointer, statusWords)
  }

  #describeSampling(port: number): void {
    const { words } = this.#concerned.pointers
    const [direction, bytes, refreshHigh, refreshLow] = this.#attributes[port]
    words[0] = refreshHigh
    words[1] = refreshLow
    words[2] = bytes
    words[3] = direction
    words[4] = this.#isValid(port) ? 1 : 0
  }

  /** Whether the message of a sampling port is there and recent enough. */
  #isValid(port: number): boolean {
    const { clock, ports } = this.#concerned
    return ports.hasMessage(port) && ports.isRecent(port, ports.messageAt(port), clock.total)
  }

  #describeQueuing(port: number): void {
    const { ports, pointers } = this.#concerned
    const [direction, bytes, messages] = this.#attributes[port]
    pointers.words[0] = ports.waiting(port)
    pointers.words[1] = messages
    pointers.words[2] = bytes
    pointers.words[3] = direction
    pointers.words[4] = 0
  }

  getPortName(caller: Caller): number {
    const { ports, pointers } = this.#concerned
    const [type, number, pointer] = caller.operands
    const port = ports.created(caller.partition, type, number)
    if (port === none) return INVALID_PARAM
    this.#putName(ports.places[port].port.name)
    return pointers.report(caller, pointer, nameWords)
  }

  /** The characters of a name, four to a word, then zeros. */
  #putName(name: string): void {
    const { words } = this.#concerned.pointers
    words.fill(0, 0, nameWords)
    const characters = Math.min(name.length, reportedCharacters)
    for (let i = 0; i < characters; i++) words[i >> 2] += (name.charCodeAt(i) & 0xff) * 256 ** (3 - (i & 3))
  }
}

const isType = (type: number): boolean => type === portType.queuing || type === portType.sampling

/** Direction and longest message; then the refresh period, or how many messages and in which order. */
const attributesOf = (port: PortConfiguration): readonly number[] => [
  port.direction === 'SOURCE' ? 0 : 1,
  port.maxMessageSize,
  ...(port.kind === 'sampling'
    ? [Number((port.refreshPeriod >> 32n) & 0xffffffffn), Number(port.refreshPeriod & 0xffffffffn)]
    : [port.maxMessages, firstInFirstOut]),
]
