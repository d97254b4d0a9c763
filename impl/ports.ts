/** Ports: which are created, what each destination has seen. A port is its position among all ports of the module. */

import { modeNumber } from '../spec/partition/vocabulary.ts'
import { freshnessNumber, type PortPlace, type RestartClears } from '../spec/ports/vocabulary.ts'
import { Channels } from './ports-channels.ts'
import { channelShapes, portPlaces, type PortsConfiguration } from './ports-places.ts'
import { ticksIn } from './time.ts'
import { Records, type Restorable } from './words.ts'

/** Cells of a port, in the order of the specification's. */
export const portCell = { created: 0, freshness: 1 } as const
export const portCells = 2

/** Types of port, as calls name them. */
export const portType = { queuing: 1, sampling: 2 } as const

/** In place of a port or a channel: there is none. */
export const none = -1

export class Ports implements Restorable {
  readonly places: readonly PortPlace[]
  readonly records: Records
  readonly channels: Channels
  /** By port, its refresh period in ticks; 0 of a queuing port. */
  readonly #refreshTicks: Float64Array
  /** By partition, its ports by their numbers. */
  readonly #numbered: readonly (readonly number[])[]
  readonly #clears: RestartClears

  constructor(configuration: PortsConfiguration, ticksPerSecond: number, clears: RestartClears) {
    this.places = portPlaces(configuration)
    this.records = new Records(this.places.length, portCells)
    this.channels = new Channels(channelShapes(configuration.channels, this.places))
    this.#clears = clears
    this.#refreshTicks = Float64Array.from(this.places, ({ port }) =>
      port.kind === 'sampling' ? ticksIn(port.refreshPeriod, ticksPerSecond) : 0,
    )
    this.#numbered = configuration.partitions.map((_, p) => numberedPorts(this.places, p))
  }

  #isOfType(port: number, type: number): boolean {
    return type === (this.isSampling(port) ? portType.sampling : portType.queuing)
  }

  /** The port that a partition has created, by type and number. */
  created(partition: number, type: number, number: number): number {
    const port = this.#numbered[partition][number] ?? none
    if (port === none) return none
    if (!this.#isOfType(port, type)) return none
    return this.isCreated(port) ? port : none
  }

  /** The port of a partition, created or not, by type and by what a name can say of its own. */
  named(partition: number, type: number, isName: (name: string) => boolean): number {
    const isMeant = (port: number): boolean => this.#isOfType(port, type) && isName(this.places[port].port.name)
    return this.#numbered[partition].find(isMeant) ?? none
  }

  isCreated(port: number): boolean {
    return this.records.get(port, portCell.created) !== 0
  }

  create(port: number): void {
    this.records.set(port, portCell.created, 1)
  }

  freshness(port: number): number {
    return this.records.get(port, portCell.freshness)
  }

  setFreshness(port: number, freshness: number): void {
    this.records.set(port, portCell.freshness, freshness)
  }

  isSampling(port: number): boolean {
    return this.places[port].kind === 'sampling'
  }

  isSource(port: number): boolean {
    return this.places[port].port.direction === 'SOURCE'
  }

  mostBytes(port: number): number {
    return this.places[port].port.maxMessageSize
  }

  channel(port: number): number {
    return this.places[port].channel ?? none
  }

  /** Whether what was written at a tick is valid for a sampling port at another. */
  isRecent(port: number, at: number, total: number): boolean {
    return total - at <= this.#refreshTicks[port]
  }

  /** The ports that the channel of a port leads to. */
  destinations(port: number): readonly number[] {
    const channel = this.channel(port)
    return channel === none ? noPorts : this.channels.shapes[channel].destinations
  }

  /** How many messages the channel of a port has. */
  waiting(port: number): number {
    const channel = this.channel(port)
    return channel === none ? 0 : this.channels.count(channel)
  }

  hasMessage(port: number): boolean {
    return this.waiting(port) > 0
  }

  /** The oldest message of a port's channel; no bytes if there is none. */
  message(port: number): Uint8Array {
    return this.hasMessage(port) ? this.channels.oldest(this.channel(port)) : noBytes
  }

  /** The tick at which that message was written; 0 if there is none. */
  messageAt(port: number): number {
    return this.hasMessage(port) ? this.channels.oldestAt(this.channel(port)) : 0
  }

  /** Whether the queue that a port leads to holds as many messages as it can. */
  isFull(port: number): boolean {
    const channel = this.channel(port)
    return channel !== none && !this.isSampling(port) && this.channels.isFull(channel)
  }

  isHeld(port: number): boolean {
    const channel = this.channel(port)
    return channel !== none && this.channels.isHeld(channel)
  }

  isHeldByWriter(port: number): boolean {
    const channel = this.channel(port)
    return channel !== none && this.channels.isHeldByWriter(channel)
  }

  holdToWrite(port: number): void {
    const channel = this.channel(port)
    if (channel !== none) this.channels.holdToWrite(channel, this.places[port].partition)
  }

  holdToRead(port: number): void {
    const channel = this.channel(port)
    if (channel !== none) this.channels.holdToRead(channel, this.places[port].partition)
  }

  release(port: number): void {
    const channel = this.channel(port)
    if (channel !== none) this.channels.release(channel)
  }

  /** Where the bytes of the next message from a port go; without a channel, nowhere. */
  outgoing(port: number): Uint8Array {
    const channel = this.channel(port)
    return channel === none ? noBytes : this.channels.outgoing(channel)
  }

  /** What was put there is sent. */
  send(port: number, length: number, at: number): void {
    const channel = this.channel(port)
    if (channel !== none) this.channels.sent(channel, length, at)
  }

  /** A partition is halted (IDLE) or restarted, in a mode. */
  clear(partition: number, mode: number): void {
    switch (this.#clears) {
      case 'nothing':
        return
      case 'links':
        if (mode !== modeNumber.WARM_START) this.#unlinkAll(partition)
        return
      case 'links and messages':
        this.#unlinkAll(partition)
        this.#emptyAll(partition)
    }
  }

  #unlinkAll(partition: number): void {
    for (const port of this.#numbered[partition]) this.#unlink(port)
  }

  /** Nothing waits for a partition any more. */
  #emptyAll(partition: number): void {
    for (const port of this.#numbered[partition]) {
      if (this.isSampling(port)) this.setFreshness(port, freshnessNumber.EMPTY)
      else this.#empty(port)
    }
  }

  #unlink(port: number): void {
    this.records.set(port, portCell.created, 0)
  }

  /** The messages that wait for a destination are gone. */
  #empty(port: number): void {
    const channel = this.channel(port)
    if (channel === none) return
    if (this.isSource(port)) return
    if (this.channels.count(channel) === 0 && !this.channels.hasOverflowed(channel)) return
    this.channels.clear(channel)
  }

  seal(): void {
    this.records.seal()
    this.channels.seal()
  }

  rollback(): void {
    this.records.rollback()
    this.channels.rollback()
  }
}

/** The ports of a partition, by their numbers. */
const numberedPorts = (places: readonly PortPlace[], p: number): readonly number[] =>
  places
    .flatMap(({ partition, number }, port) => (partition === p ? [{ number, port }] : []))
    .sort((a, b) => a.number - b.number)
    .map(({ port }) => port)

const noPorts: readonly number[] = []
const noBytes = new Uint8Array(0)
