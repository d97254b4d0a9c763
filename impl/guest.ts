/**
 * Guests: the processor that each partition believes it has. Fast because what could be delivered to it is weighed when
 * its processor changes, not when it runs: a step of a program looks at one number.
 */

import {
  allLevels,
  clockLevel,
  event,
  healthEventTrap,
  mostActivations,
  psr as bits,
  psrAtStart,
  tbrTable,
} from '../spec/guest/vocabulary.ts'
import { Cells, Records, type Restorable } from './words.ts'

/** Cells of a processor, in the order of the specification's; before them whether a health event waits. */
export const processorCell = {
  healthEvent: 0,
  psr: 1,
  tbr: 2,
  pending: 3,
  mask: 4,
  events: 5,
  caches: 6,
  activations: 7,
  next: 8,
  interrupted: 9,
} as const
export const processorCells = 10

/** Of each activation that is not the innermost: which effect is next, and the cycles that it interrupted. */
export const outerCell = { next: 0, interrupted: 1 } as const
export const outerCells = 2 * (mostActivations - 1)

/** In place of cycles still to compute: it is a binary program, which has no handler but its own table. */
export const noHandler = -1

/** In place of a trap type: nothing can be delivered. */
export const noTrap = 0

const { healthEvent, psr, tbr, pending, mask, events, caches, activations, next, interrupted } = processorCell

/** A virtual interrupt's trap type, less its level. */
const interruptTraps = 0x10
const highestLevel = 15

export class Processors implements Restorable {
  readonly count: number
  readonly records: Records
  /** The activations around the innermost, from the outermost on. */
  readonly outer: Cells
  /** By partition, the trap type that would be delivered if it went on. */
  readonly deliverable: Int32Array
  readonly #cachesAtStart: readonly number[]

  /** What the cache register of each partition is at its start. */
  constructor(cachesAtStart: readonly number[]) {
    this.count = cachesAtStart.length
    this.records = new Records(this.count, processorCells)
    this.outer = new Cells(this.count, outerCells)
    this.deliverable = new Int32Array(this.count)
    this.#cachesAtStart = cachesAtStart
    this.start()
  }

  /** All processors as they are when the module starts. */
  start(): void {
    for (let p = 0; p < this.count; p++) this.refresh(p)
  }

  /** A partition begins anew, with a fresh processor. */
  refresh(p: number): void {
    const records = this.records
    records.set(p, healthEvent, 0)
    records.set(p, psr, psrAtStart)
    records.set(p, tbr, 0)
    records.set(p, pending, 0)
    records.set(p, mask, 0)
    records.set(p, events, 0)
    records.set(p, caches, this.#cachesAtStart[p])
    records.set(p, activations, 0)
    records.set(p, next, 0)
    records.set(p, interrupted, 0)
    this.#weigh(p)
  }

  get(p: number, cell: number): number {
    return this.records.get(p, cell)
  }

  has(p: number, bit: number): boolean {
    return (this.records.get(p, psr) & bit) !== 0
  }

  setPsr(p: number, value: number): void {
    this.records.set(p, psr, value)
    this.#weigh(p)
  }

  /** Some bits of the PSR become those of a value. */
  putPsr(p: number, which: number, value: number): void {
    this.setPsr(p, (this.records.get(p, psr) & ~which) | (value & which))
  }

  setTable(p: number, value: number): void {
    this.records.set(p, tbr, ((value & tbrTable) | (this.records.get(p, tbr) & ~tbrTable)) >>> 0)
  }

  setCaches(p: number, value: number): void {
    this.records.set(p, caches, value)
  }

  setMask(p: number, levels: number): void {
    this.records.set(p, mask, levels & allLevels)
    this.#weigh(p)
  }

  /** Virtual interrupts of these levels wait, besides those that do. */
  force(p: number, levels: number): void {
    this.records.set(p, pending, this.records.get(p, pending) | (levels & allLevels))
    this.#weigh(p)
  }

  /** The highest level at which an interrupt waits, which waits no more; 0 if there is none. */
  takeInterrupt(p: number): number {
    const level = highest(this.records.get(p, pending))
    if (level > 0) this.#withdraw(p, level)
    return level
  }

  #withdraw(p: number, level: number): void {
    this.records.set(p, pending, this.records.get(p, pending) & ~(1 << level))
    this.#weigh(p)
  }

  /** Whether the guest has yet to be told of an error. */
  awaitHealthEvent(p: number, waits: number): void {
    this.records.set(p, healthEvent, waits)
    this.#weigh(p)
  }

  /** A partition is told of events. */
  announce(p: number, told: number): void {
    this.records.set(p, events, this.records.get(p, events) | told)
  }

  /** A partition is told that the clock has ticked. */
  announceTick(p: number): void {
    this.announce(p, event.CLOCKTICK)
    this.force(p, 1 << clockLevel)
  }

  /** The events that a partition was told of, and which it now knows. */
  takeEvents(p: number): number {
    const told = this.records.get(p, events)
    this.records.set(p, events, 0)
    return told
  }

  /** Whether a handler is active. */
  isHandling(p: number): boolean {
    return this.records.now[p * processorCells + activations] !== 0
  }

  /** The effect that is next in the innermost handler. */
  nextEffect(p: number): number {
    return this.records.now[p * processorCells + next]
  }

  /** An effect of the innermost handler is consumed. */
  consume(p: number): void {
    this.records.set(p, next, this.records.get(p, next) + 1)
  }

  /** Deliver what can be; `computed`: the cycles of the computation that it interrupts, or `noHandler`. */
  deliver(p: number, computed: number): void {
    const type = this.deliverable[p]
    this.#enterTrap(p, type)
    if (computed !== noHandler) this.#push(p, computed)
    if (type === healthEventTrap) this.awaitHealthEvent(p, 0)
    else this.#withdraw(p, type - interruptTraps)
  }

  /** Traps off, the former level of the guest remembered, and the type of the trap where its table is. */
  #enterTrap(p: number, type: number): void {
    const before = this.records.get(p, psr)
    const previous = (before & bits.S) !== 0 ? bits.PS : 0
    this.records.set(p, psr, (before & ~(bits.ET | bits.PS)) | previous | bits.S)
    this.records.set(p, tbr, ((this.records.get(p, tbr) & ~0xff0) | (type << 4)) >>> 0)
  }

  /** The innermost handler returns; the cycles of what it interrupted. */
  returnFromTrap(p: number): number {
    const before = this.records.get(p, psr)
    const level = (before & bits.PS) !== 0 ? bits.S : 0
    const resumed = this.isHandling(p) ? this.#pop(p) : 0
    this.setPsr(p, (before & ~bits.S) | level | bits.ET)
    return resumed
  }

  /** Another handler becomes the innermost. */
  #push(p: number, computed: number): void {
    const records = this.records
    const active = records.get(p, activations)
    if (active > 0) {
      const at = p * outerCells + (active - 1) * 2
      this.outer.now[at + outerCell.next] = records.get(p, next)
      this.outer.now[at + outerCell.interrupted] = records.get(p, interrupted)
    }
    records.set(p, activations, active + 1)
    records.set(p, next, 0)
    records.set(p, interrupted, computed)
  }

  /** The innermost handler is gone; the cycles of what it interrupted. */
  #pop(p: number): number {
    const records = this.records
    const left = records.get(p, activations) - 1
    const resumed = records.get(p, interrupted)
    const at = p * outerCells + (left - 1) * 2
    records.set(p, activations, left)
    records.set(p, next, left > 0 ? this.outer.now[at + outerCell.next] : 0)
    records.set(p, interrupted, left > 0 ? this.outer.now[at + outerCell.interrupted] : 0)
    return resumed
  }

  /** What could be delivered to a partition, after its processor has changed. */
  #weigh(p: number): void {
    this.deliverable[p] = this.#next(p)
  }

  #next(p: number): number {
    const records = this.records
    if (!this.has(p, bits.ET)) return noTrap
    if (records.get(p, activations) >= mostActivations) return noTrap
    if (records.get(p, healthEvent) !== 0) return healthEventTrap
    const level = highest(records.get(p, pending) & records.get(p, mask))
    const pil = (records.get(p, psr) & bits.PIL) >> 8
    const passes = level > pil || level === highestLevel
    return level > 0 && passes ? interruptTraps + level : noTrap
  }

  seal(): void {
    this.records.seal()
    this.outer.seal()
  }

  rollback(): void {
    this.records.rollback()
    this.outer.rollback()
    for (let p = 0; p < this.count; p++) this.#weigh(p)
  }
}

/** The highest of some levels; 0 of none. */
const highest = (levels: number): number => (levels === 0 ? 0 : 31 - Math.clz32(levels))
