/** What the health monitor keeps: the log, what it knows of each partition, and what has become of the module. */

import { logLength, mostEvents, systemState } from '../spec/health/vocabulary.ts'
import { Cells, Records, type Restorable } from './words.ts'

/** Cells of a partition's health, in the order of the specification's. Unread errors are digits to the base 16, the oldest lowest. */
export const healthCell = { state: 0, before: 1, unread: 2, errors: 3 } as const
export const healthCells = 4

/** Cells of the log: how many entries it has, whether its lock is held for ever, the newest entry as its date and as one number. */
export const logCell = { length: 0, locked: 1, newestDate: 2, newest: 3 } as const
export const logCells = 4

/** Cells of an entry of the log; `partition` is −1 for the module. */
export const entryCell = { date: 0, error: 1, level: 2, partition: 3 } as const
export const entryCells = 4

/** Cells of what has become of the module, and how a run has ended. */
export const fateCell = { resets: 0, end: 1 } as const
export const fateCells = 2
export const end = { none: 0, shutdown: 1, hung: 2 } as const

const { state, before, unread, errors } = healthCell

/** The base of the digits that unread errors are. */
const perError = 16

export class Health implements Restorable {
  readonly count: number
  readonly records: Records
  readonly log = new Cells(1, logCells)
  readonly entries = new Cells(logLength, entryCells)

  constructor(partitions: number) {
    this.count = partitions
    this.records = new Records(partitions, healthCells)
    this.start()
  }

  /** What is known of partitions when the module starts. The log stays. */
  start(): void {
    for (let p = 0; p < this.count; p++) this.refresh(p)
  }

  /** A partition begins anew. */
  refresh(p: number): void {
    this.records.set(p, state, systemState.PARTITION_INIT)
    this.records.set(p, before, systemState.PARTITION_INIT)
    this.records.set(p, unread, 0)
    this.records.set(p, errors, 0)
  }

  stateOf(p: number): number {
    return this.records.get(p, state)
  }

  setState(p: number, value: number): void {
    this.records.set(p, state, value)
  }

  before(p: number): number {
    return this.records.get(p, before)
  }

  unread(p: number): number {
    return this.records.get(p, unread)
  }

  isCrowded(p: number): boolean {
    return this.unread(p) >= mostEvents
  }

  /** An error is left to the guest. */
  leave(p: number, error: number): void {
    const count = this.unread(p)
    this.records.set(p, errors, this.records.get(p, errors) + error * perError ** count)
    this.records.set(p, unread, count + 1)
    if (count === 0) this.#beginHandling(p)
  }

  #beginHandling(p: number): void {
    this.records.set(p, before, this.stateOf(p))
    this.setState(p, systemState.PARTITION_HM)
  }

  /** The oldest error that a guest has not read. */
  oldest(p: number): number {
    return this.records.get(p, errors) % perError
  }

  /** A guest has read its oldest error; whether that was the last. */
  read(p: number): boolean {
    this.records.set(p, errors, Math.floor(this.records.get(p, errors) / perError))
    this.records.set(p, unread, this.unread(p) - 1)
    if (this.unread(p) > 0) return false
    this.setState(p, this.before(p))
    return true
  }

  get isLocked(): boolean {
    return this.log.now[logCell.locked] !== 0
  }

  lock(): void {
    this.log.now[logCell.locked] = 1
  }

  get length(): number {
    return this.log.now[logCell.length]
  }

  /** A new entry; of too many the oldest is forgotten. */
  enter(date: number, error: number, level: number, partition: number): void {
    if (this.length === logLength) this.pop()
    const now = this.entries.now
    const at = this.length * entryCells
    now[at + entryCell.date] = date
    now[at + entryCell.error] = error
    now[at + entryCell.level] = level
    now[at + entryCell.partition] = partition
    this.log.now[logCell.length]++
    this.#showNewest()
  }

  /** The oldest entry leaves the log. */
  pop(): void {
    this.entries.now.copyWithin(0, entryCells)
    this.log.now[logCell.length]--
    this.#showNewest()
  }

  #showNewest(): void {
    const log = this.log.now
    const now = this.entries.now
    const at = (this.length - 1) * entryCells
    log[logCell.newestDate] = at < 0 ? 0 : now[at + entryCell.date]
    log[logCell.newest] =
      at < 0 ? 0 : now[at + entryCell.error] + 16 * now[at + entryCell.level] + 64 * (now[at + entryCell.partition] + 1)
  }

  seal(): void {
    for (const cells of [this.records, this.log, this.entries]) cells.seal()
  }

  rollback(): void {
    this.records.rollback()
    this.log.rollback()
    this.entries.rollback()
  }
}

/** What has become of the module: how often it was restarted, how the run has ended. */
export class Fate implements Restorable {
  readonly cells = new Cells(1, fateCells)
  /** Whether the module is to be reset when the section that is under way is over. */
  isReset = false

  get isOver(): boolean {
    return this.cells.now[fateCell.end] !== end.none
  }

  shutDown(): void {
    this.cells.now[fateCell.end] = end.shutdown
  }

  hang(): void {
    this.cells.now[fateCell.end] = end.hung
  }

  reset(): void {
    this.isReset = true
  }

  /** The section is over: whether a reset was asked for, which is now carried out. */
  takeReset(): boolean {
    if (!this.isReset) return false
    this.isReset = false
    this.cells.now[fateCell.resets]++
    return true
  }

  seal(): void {
    this.cells.seal()
  }

  rollback(): void {
    this.cells.rollback()
    this.isReset = false
  }
}
