/**
 * State as numbers in flat arrays, and the sum that a digest is: fast because going back to the start of a run is one
 * copy, and because a sum is kept by difference.
 */

/** What can go back to the state it was sealed in. */
export interface Restorable {
  /** What is now is what `rollback` returns to. */
  seal(): void
  rollback(): void
}

/** Records of `stride` numbers each. Floating point holds every cell exactly: cycles and ticks may exceed 2³². */
export class Cells implements Restorable {
  readonly now: Float64Array
  readonly stride: number
  readonly #start: Float64Array

  constructor(records: number, stride: number) {
    this.now = new Float64Array(records * stride)
    this.#start = new Float64Array(records * stride)
    this.stride = stride
  }

  seal(): void {
    this.#start.set(this.now)
  }

  rollback(): void {
    this.now.set(this.#start)
  }
}

/** What a number under a key adds to one lane of a digest. */
export type Contribution = (lane: 0 | 1, key: number, value: number) => number

/** The exclusive or of the contributions of everything under some keys: lane 0 is `low`, lane 1 is `high`. */
export class Sum {
  low = 0
  high = 0
  readonly #contribution: Contribution

  constructor(contribution: Contribution) {
    this.#contribution = contribution
  }

  /** Under `key`, `after` stands where `before` stood. */
  replace(key: number, before: number, after: number): void {
    const contribution = this.#contribution
    this.low ^= contribution(0, key, before) ^ contribution(0, key, after)
    this.high ^= contribution(1, key, before) ^ contribution(1, key, after)
  }

  reset(): void {
    this.low = 0
    this.high = 0
  }
}

/** The digest of nothing: for memory on its own, without a module around it. */
export const noContribution: Contribution = () => 0
