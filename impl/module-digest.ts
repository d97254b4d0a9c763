/**
 * The digest of the whole: fast because no cell is hashed when it is written. When the digest is asked for, every cell
 * is compared with what the digest last saw, and only what differs is hashed (*on demand, by difference*); what it
 * contributed until then is remembered. Of records that know which of them changed the others are not even compared.
 * Memory, too large to compare, keeps its own sum at each store.
 */

import { cellKey, contribution, type Digest } from '../spec/module/vocabulary.ts'
import { Records, type Cells, type Sum } from './words.ts'

/** The field of a cell that the digest leaves out. */
export const undigested = -1

/** Cells that the digest covers: of which kind of record, and for each cell of a record which field it is. */
export interface Covered {
  readonly cells: Cells
  readonly kind: number
  readonly fields: readonly number[]
}

/** Cells, what the digest last saw of each, its key, and what it contributes to each lane. */
interface Followed {
  /** Null if every cell has to be compared. */
  readonly records: Records | null
  readonly stride: number
  readonly now: Float64Array
  readonly seen: Float64Array
  readonly keys: Int32Array
  readonly low: Int32Array
  readonly high: Int32Array
}

/** What keeps both lanes of a part of the digest by itself. */
interface Lanes {
  readonly low: number
  readonly high: number
  refresh(): void
}

export class Digester {
  readonly #memory: Sum
  readonly #processors: Lanes | null
  #low = 0
  #high = 0
  readonly #followed: readonly Followed[]

  /** Without binary programs there is nothing of processors. */
  constructor(memory: Sum, covered: readonly Covered[], processors: Lanes | null) {
    this.#memory = memory
    this.#processors = processors
    this.#followed = covered.map(({ cells, kind, fields }) => followed(cells, kind, fields))
  }

  digest(): Digest {
    for (const cells of this.#followed) {
      if (cells.records === null) this.#follow(cells, 0, cells.now.length)
      else this.#followRecords(cells, cells.records)
    }
    const [high, low] = [this.#high ^ this.#memory.high, this.#low ^ this.#memory.low]
    if (this.#processors === null) return { high, low }
    this.#processors.refresh()
    return { high: high ^ this.#processors.high, low: low ^ this.#processors.low }
  }

  #followRecords(cells: Followed, records: Records): void {
    for (let record = records.takeUnseen(); record >= 0; record = records.takeUnseen()) {
      this.#follow(cells, record * cells.stride, (record + 1) * cells.stride)
    }
  }

  #follow({ now, seen, keys, low, high }: Followed, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const value = now[i]
      if (value === seen[i]) continue
      seen[i] = value
      if (keys[i] === undigested) continue
      this.#low ^= low[i]
      this.#high ^= high[i]
      this.#low ^= low[i] = contribution(0, keys[i], value)
      this.#high ^= high[i] = contribution(1, keys[i], value)
    }
  }
}

const followed = (cells: Cells, kind: number, fields: readonly number[]): Followed => {
  const { now, stride } = cells
  return {
    records: cells instanceof Records ? cells : null,
    stride,
    now,
    seen: new Float64Array(now.length),
    keys: Int32Array.from(now, (_, i) => keyOf(kind, Math.floor(i / stride), fields[i % stride])),
    low: new Int32Array(now.length),
    high: new Int32Array(now.length),
  }
}

const keyOf = (kind: number, index: number, field: number): number =>
  field === undigested ? undigested : cellKey(kind, index, field)
