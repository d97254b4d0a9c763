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
  protected readonly start: Float64Array

  constructor(records: number, stride: number) {
    this.now = new Float64Array(records * stride)
    this.start = new Float64Array(records * stride)
    this.stride = stride
  }

  seal(): void {
    this.start.set(this.now)
  }

  rollback(): void {
    this.now.set(this.start)
  }
}

/** Records of which few change at a time: it is known which, so that neither a digest nor a way back looks at the others. */
export class Records extends Cells {
  /** The records that changed since the start, and since the digest last looked; of each record, whether it is among them. */
  readonly #changed: number[] = []
  readonly #unseen: number[] = []
  readonly #isChanged: Uint8Array
  readonly #isUnseen: Uint8Array

  constructor(records: number, stride: number) {
    super(records, stride)
    this.#isChanged = new Uint8Array(records)
    this.#isUnseen = new Uint8Array(records)
  }

  get(record: number, cell: number): number {
    return this.now[record * this.stride + cell]
  }

  set(record: number, cell: number, value: number): void {
    const at = record * this.stride + cell
    if (this.now[at] === value) return
    this.now[at] = value
    this.#show(record)
    if (this.#isChanged[record] !== 0) return
    this.#isChanged[record] = 1
    this.#changed.push(record)
  }

  #show(record: number): void {
    if (this.#isUnseen[record] !== 0) return
    this.#isUnseen[record] = 1
    this.#unseen.push(record)
  }

  /** A record that changed since the digest last looked, which is taken for seen from now on; −1 if there is none. */
  takeUnseen(): number {
    const record = this.#unseen.pop()
    if (record === undefined) return -1
    this.#isUnseen[record] = 0
    return record
  }

  override seal(): void {
    super.seal()
    this.#forget()
  }

  override rollback(): void {
    for (const record of this.#changed) {
      const [from, to] = [record * this.stride, (record + 1) * this.stride]
      this.now.set(this.start.subarray(from, to), from)
      this.#show(record)
    }
    this.#forget()
  }

  #forget(): void {
    for (const record of this.#changed) this.#isChanged[record] = 0
    this.#changed.length = 0
  }
}

/** What a number under a key adds to one lane of a digest. */
export type Contribution = (lane: 0 | 1, key: number, value: number) => number

/** The exclusive or of the contributions of everything under some keys: lane 0 is `low`, lane 1 is `high`. */
export class Sum implements Restorable {
  low = 0
  high = 0
  #lowAtStart = 0
  #highAtStart = 0
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

  seal(): void {
    this.#lowAtStart = this.low
    this.#highAtStart = this.high
  }

  rollback(): void {
    this.low = this.#lowAtStart
    this.high = this.#highAtStart
  }
}

/** The digest of nothing: for memory on its own, without a module around it. */
export const noContribution: Contribution = () => 0
