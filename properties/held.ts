/** What records add to a digest, kept as long as all that they are made of is the same. */

import { psrWord, windowCount, type Processor } from '../spec/machine/vocabulary.ts'
import { cellKey, contribution, type ModuleContext } from '../spec/module/vocabulary.ts'

/** The sums of both lanes. */
export type Lanes = [low: number, high: number]

type Cells = readonly (readonly [field: number, value: number])[]

export const numbered = (values: readonly number[]): Cells => values.map((value, field) => [field, value])

/** What one record adds, kept as long as all that it is made of is the same. */
export class Held {
  readonly #base: number
  #of: readonly unknown[] = []
  #low = 0
  #high = 0

  constructor(kind: number, index: number) {
    this.#base = cellKey(kind, index, 0)
  }

  /** Brings a sum up to date; `of` is all that the cells are read from. */
  follow(sum: Lanes, of: readonly unknown[], cells: () => Cells): void {
    if (of.length === this.#of.length && of.every((part, i) => part === this.#of[i])) return
    let [low, high] = [0, 0]
    for (const [field, value] of cells()) {
      low ^= contribution(0, this.#base + field, value)
      high ^= contribution(1, this.#base + field, value)
    }
    sum[0] ^= low ^ this.#low
    sum[1] ^= high ^ this.#high
    this.#of = of
    this.#low = low
    this.#high = high
  }
}

/** What numbers in consecutive cells add: of other numbers only those that differ are looked up. */
class HeldNumbers {
  readonly #base: number
  readonly #registers: boolean
  #values: readonly number[] = none

  /** A register counts as the unsigned number of its bits. */
  #cell(value = 0): number {
    return this.#registers ? value >>> 0 : value
  }

  constructor(base: number, registers: boolean) {
    this.#base = base
    this.#registers = registers
  }

  follow(sum: Lanes, values: readonly number[]): void {
    const before = this.#values
    if (values === before) return
    for (let i = 0; i < Math.max(values.length, before.length); i++) {
      const [was, is] = [this.#cell(before[i]), this.#cell(values[i])]
      if (was === is) continue
      sum[0] ^= contribution(0, this.#base + i, was) ^ contribution(0, this.#base + i, is)
      sum[1] ^= contribution(1, this.#base + i, was) ^ contribution(1, this.#base + i, is)
    }
    this.#values = values
  }
}

/** What a list of records adds: while the list is the same object nothing is read, and of another one only what is new in it. */
export class HeldList<R> {
  readonly #kind: number
  readonly #cells: (record: R) => readonly number[]
  readonly #held: HeldNumbers[] = []
  #records: readonly R[] = []

  constructor(kind: number, cells: (record: R) => readonly number[]) {
    this.#kind = kind
    this.#cells = cells
  }

  follow(sum: Lanes, records: readonly R[]): void {
    if (records === this.#records) return
    for (const [i, record] of records.entries()) {
      if (record === this.#records[i]) continue
      const held = (this.#held[i] ??= new HeldNumbers(cellKey(this.#kind, i, 0), false))
      held.follow(sum, this.#cells(record))
    }
    this.#records = records
  }
}

const fieldsPerWindow = 16
const windowFields = 8
const floatFields = windowFields + fieldsPerWindow * windowCount
const otherFields = floatFields + 32

/**
 * What the processor of a context adds: its cells are those of `registerCells`, but an array of registers that is the same
 * as before is not read again; an instruction makes one or two of them anew.
 */
class HeldProcessor {
  readonly #globals: HeldNumbers
  readonly #windows: readonly HeldNumbers[]
  readonly #floats: HeldNumbers
  readonly #others: HeldNumbers
  #processor: Processor | null = null

  constructor(kind: number, index: number) {
    const from = (field: number): HeldNumbers => new HeldNumbers(cellKey(kind, index, field), true)
    this.#globals = from(0)
    this.#windows = Array.from({ length: windowCount }, (_, w) => from(windowFields + fieldsPerWindow * w))
    this.#floats = from(floatFields)
    this.#others = from(otherFields)
  }

  follow(sum: Lanes, p: Processor | null): void {
    if (p === this.#processor) return
    this.#processor = p
    this.#globals.follow(sum, p?.globals ?? none)
    for (let w = 0; w < windowCount; w++) this.#windows[w]?.follow(sum, p?.windows[w] ?? none)
    this.#floats.follow(sum, p?.floats ?? none)
    this.#others.follow(sum, p === null ? none : [p.pc, p.npc, psrWord(p.state), p.wim, p.tbr, p.y, p.fsr, 1])
  }
}

/** What the processors of a list of contexts add. Where no program is binary nothing is kept. */
export class HeldProcessors<R> {
  readonly #kind: number
  readonly #contextOf: (record: R) => ModuleContext
  readonly #held: HeldProcessor[] = []
  #records: readonly R[] = []

  constructor(kind: number, contextOf: (record: R) => ModuleContext) {
    this.#kind = kind
    this.#contextOf = contextOf
  }

  follow(sum: Lanes, records: readonly R[]): void {
    if (records === this.#records) return
    for (const [i, record] of records.entries()) {
      if (record === this.#records[i]) continue
      const { processor } = this.#contextOf(record)
      if (processor === null && this.#held[i] === undefined) continue
      const held = (this.#held[i] ??= new HeldProcessor(this.#kind, i))
      held.follow(sum, processor)
    }
    this.#records = records
  }
}

const none: readonly number[] = []
