/**
 * Channels and their messages. Fast because messages stay where they are in a ring of buffers, each made when it is
 * first needed: what is written into one is only looked at while the channel's record counts it.
 */

import { messageNumber } from '../spec/ports/vocabulary.ts'
import type { ChannelShape } from './ports-places.ts'
import { Records, type Restorable } from './words.ts'

/** Cells of a channel, in the order of the specification's; the last is the place of the oldest message in the ring. */
export const channelCell = {
  messages: 0,
  overflowed: 1,
  holder: 2,
  oldestAt: 3,
  oldestLength: 4,
  oldestNumber: 5,
  newestAt: 6,
  newestLength: 7,
  newestNumber: 8,
  head: 9,
} as const
export const channelCells = 10

/** In the holder's cell. Otherwise 1 + 2 · partition + whether it reads. */
const nobody = 0

const { messages, overflowed, holder, head } = channelCell

/** A ring of messages: for each place when the message was written, how long it is, its number, and its bytes. */
interface Ring {
  readonly at: Float64Array
  readonly lengths: Float64Array
  readonly numbers: Float64Array
  readonly bytes: (Uint8Array | undefined)[]
}

export class Channels implements Restorable {
  readonly records: Records
  readonly shapes: readonly ChannelShape[]
  readonly #rings: (Ring | undefined)[]

  constructor(shapes: readonly ChannelShape[]) {
    this.shapes = shapes
    this.records = new Records(shapes.length, channelCells)
    this.#rings = shapes.map(() => undefined)
  }

  count(channel: number): number {
    return this.records.get(channel, messages)
  }

  isFull(channel: number): boolean {
    return this.count(channel) >= this.shapes[channel].messages
  }

  hasOverflowed(channel: number): boolean {
    return this.records.get(channel, overflowed) !== 0
  }

  setOverflowed(channel: number, value: number): void {
    this.records.set(channel, overflowed, value)
  }

  /** Whether somebody is in mid-copy. */
  isHeld(channel: number): boolean {
    return this.records.get(channel, holder) !== nobody
  }

  isHeldByWriter(channel: number): boolean {
    return this.isHeld(channel) && (this.records.get(channel, holder) - 1) % 2 === 0
  }

  holdToWrite(channel: number, partition: number): void {
    this.records.set(channel, holder, 1 + 2 * partition)
  }

  holdToRead(channel: number, partition: number): void {
    this.records.set(channel, holder, 2 + 2 * partition)
  }

  release(channel: number): void {
    this.records.set(channel, holder, nobody)
  }

  /** The tick at which the oldest message was written; 0 if there is none. */
  oldestAt(channel: number): number {
    return this.records.get(channel, channelCell.oldestAt)
  }

  /** The bytes of the oldest message. */
  oldest(channel: number): Uint8Array {
    return this.bytesAt(channel, 0)
  }

  /** The bytes of the message at a position, the oldest at 0. */
  bytesAt(channel: number, position: number): Uint8Array {
    const place = this.#place(channel, position)
    const ring = this.#ring(channel)
    return this.#buffer(channel, place).subarray(0, ring.lengths[place])
  }

  /** The tick at which the message at a position was written. */
  writtenAt(channel: number, position: number): number {
    return this.#ring(channel).at[this.#place(channel, position)]
  }

  /** Where the bytes of the next message go, before it is `sent`. */
  outgoing(channel: number): Uint8Array {
    return this.#buffer(channel, this.#nextPlace(channel))
  }

  /** What was put where the next message goes is sent: it replaces the message of a sampling channel, or joins those of a queue. */
  sent(channel: number, length: number, at: number): void {
    const place = this.#nextPlace(channel)
    const ring = this.#ring(channel)
    ring.at[place] = at
    ring.lengths[place] = length
    ring.numbers[place] = messageNumber(this.#buffer(channel, place).subarray(0, length))
    const isQueue = this.shapes[channel].kind === 'queuing'
    this.records.set(channel, messages, isQueue ? this.count(channel) + 1 : 1)
    this.#show(channel)
  }

  /** The oldest message of a queue goes, and with it that one was refused. */
  received(channel: number): void {
    this.records.set(channel, head, this.#place(channel, 1))
    this.records.set(channel, messages, this.count(channel) - 1)
    this.setOverflowed(channel, 0)
    this.#show(channel)
  }

  /** A queue has no messages any more, and has not overflowed. */
  clear(channel: number): void {
    this.records.set(channel, messages, 0)
    this.setOverflowed(channel, 0)
    this.#show(channel)
  }

  /** What the record says of the oldest and the newest message. */
  #show(channel: number): void {
    const count = this.count(channel)
    this.#showMessage(channel, channelCell.oldestAt, count === 0 ? -1 : this.#place(channel, 0))
    this.#showMessage(channel, channelCell.newestAt, count === 0 ? -1 : this.#place(channel, count - 1))
  }

  /** Three cells of the record, from `cell` on, about the message at a place; zeros at −1. */
  #showMessage(channel: number, cell: number, place: number): void {
    const ring = this.#ring(channel)
    this.records.set(channel, cell, place < 0 ? 0 : ring.at[place])
    this.records.set(channel, cell + 1, place < 0 ? 0 : ring.lengths[place])
    this.records.set(channel, cell + 2, place < 0 ? 0 : ring.numbers[place])
  }

  #nextPlace(channel: number): number {
    return this.shapes[channel].kind === 'queuing' ? this.#place(channel, this.count(channel)) : 0
  }

  #place(channel: number, position: number): number {
    return (this.records.get(channel, head) + position) % this.shapes[channel].messages
  }

  #ring(channel: number): Ring {
    return (this.#rings[channel] ??= emptyRing(this.shapes[channel].messages))
  }

  #buffer(channel: number, place: number): Uint8Array {
    return (this.#ring(channel).bytes[place] ??= new Uint8Array(this.shapes[channel].bytes))
  }

  seal(): void {
    this.records.seal()
  }

  /** What is in the buffers stays there: no record counts it. */
  rollback(): void {
    this.records.rollback()
  }
}

const emptyRing = (places: number): Ring => ({
  at: new Float64Array(places),
  lengths: new Float64Array(places),
  numbers: new Float64Array(places),
  bytes: [],
})
