/** What all threads of a campaign see at once: whether to stop, and the lowest index of a case that found something. */

const STOP = 0
const LOWEST = 1
const NONE = 0x7fffffff

export class Flags {
  readonly shared: SharedArrayBuffer
  readonly #cells: Int32Array

  constructor(shared?: SharedArrayBuffer) {
    this.shared = shared ?? new SharedArrayBuffer(8)
    this.#cells = new Int32Array(this.shared)
    if (shared === undefined) Atomics.store(this.#cells, LOWEST, NONE)
  }

  stop(): void {
    Atomics.store(this.#cells, STOP, 1)
  }

  get stopped(): boolean {
    return Atomics.load(this.#cells, STOP) === 1
  }

  /** Case `index` found something: later ones need not be tried. */
  found(index: number): void {
    for (let lowest = this.lowest; index < lowest; lowest = this.lowest)
      if (Atomics.compareExchange(this.#cells, LOWEST, lowest, index) === lowest) return
  }

  get lowest(): number {
    return Atomics.load(this.#cells, LOWEST)
  }
}
