/** Which numbers of which processors may have changed since the digest last looked: few do at an instruction. */

export class ProcessorChanges {
  /** By core: windows, one bit each; whether anything may have changed. */
  readonly windows: Uint8Array
  readonly everything: Uint8Array
  readonly #holders: number[] = []
  readonly #isAmong: Uint8Array

  constructor(cores: number, holders: number) {
    this.windows = new Uint8Array(cores)
    this.everything = new Uint8Array(cores)
    this.#isAmong = new Uint8Array(holders)
  }

  core(core: number): void {
    this.everything[core] = 1
  }

  /** What an instruction in a window reaches. */
  window(core: number, window: number): void {
    this.windows[core] |= (1 << window) | (1 << ((window - 1) & 7))
  }

  holder(holder: number): void {
    if (this.#isAmong[holder] !== 0) return
    this.#isAmong[holder] = 1
    this.#holders.push(holder)
  }

  /** A saved context that may have changed, which is taken for seen from now on; −1 if there is none. */
  takeHolder(): number {
    const holder = this.#holders.pop()
    if (holder === undefined) return -1
    this.#isAmong[holder] = 0
    return holder
  }

  /** The processor of a core is taken for seen from now on. */
  see(core: number): void {
    this.windows[core] = 0
    this.everything[core] = 0
  }
}
