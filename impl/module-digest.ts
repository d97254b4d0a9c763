/**
 * The digest of the whole: fast because no cell is hashed when it is written. When the digest is asked for, every cell
 * is compared with what the digest last saw, and only what differs is hashed (*on demand, by difference*); what it
 * contributed until then is remembered. Memory, too large to compare, keeps its own sum at each store.
 */

import { cellKey, contribution, type Digest } from '../spec/module/vocabulary.ts'
import type { Cells, Sum } from './words.ts'

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
  readonly now: Float64Array
  readonly seen: Float64Array
  readonly keys: Int32Array
  readonly low: Int32Array
  readonly high: Int32Array
}

export class Digester {
  readonly #memory: Sum
  #low = 0
  #high = 0
  readonly #followed: readonly Followed[]

  constructor(memory: Sum, covered: readonly Covered[]) {
    this.#memory = memory
    this.#followed = covered.map(({ cells: { now, stride }, kind, fields }) => ({
      now,
      seen: new Float64Array(now.length),
      keys: Int32Array.from(now, (_, i) => keyOf(kind, Math.floor(i / stride), fields[i % stride])),
      low: new Int32Array(now.length),
      high: new Int32Array(now.length),
    }))
  }

  digest(): Digest {
    for (const { now, seen, keys, low, high } of this.#followed) {
      for (let i = 0; i < now.length; i++) {
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
    return { high: this.#high ^ this.#memory.high, low: this.#low ^ this.#memory.low }
  }
}

const keyOf = (kind: number, index: number, field: number): number =>
  field === undigested ? undigested : cellKey(kind, index, field)
