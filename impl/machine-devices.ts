/**
 * The devices of a board, by the addresses of their words, and the tables that say which there are. They know no clock:
 * whoever calls says which cycle it is, and calls at the latest at the cycle `due`.
 *
 * To try them alone: `new Devices(variation)`, `start()`, then `store(at, value, now)`, `load(at, now)`,
 * `advance(to)`; `requested` and `due` say what they want of a processor, and when.
 */

import {
  deviceAt,
  plugAndPlay,
  type Devices as AbstractDevices,
  type MachineVariation,
} from '../spec/machine/vocabulary.ts'
import { Interrupts } from './machine-devices-interrupts.ts'
import { Line } from './machine-devices-line.ts'
import { Timers } from './machine-devices-timers.ts'

/** Each device has 256 bytes: which is by the upper 24 bits of an address. */
const block = {
  line: deviceAt.line >>> 8,
  interrupts: deviceAt.interrupts >>> 8,
  timers: deviceAt.timers >>> 8,
} as const

const tablePage = { bus: deviceAt.busTable >>> 12, main: deviceAt.mainTable >>> 12 } as const
/** The words of a table, which is the page from `at` on. */
const table = (at: number): Int32Array => {
  const words = new Int32Array(1024)
  for (const { at: place, word } of plugAndPlay) if (place >>> 12 === at >>> 12) words[(place & 0xfff) >>> 2] = word
  return words
}
const busTable = table(deviceAt.busTable)
const mainTable = table(deviceAt.mainTable)

export class Devices {
  readonly #interrupts: Interrupts
  readonly #timers: Timers
  readonly #line: Line

  constructor(variation: MachineVariation) {
    this.#interrupts = new Interrupts(variation)
    this.#timers = new Timers(this.#interrupts)
    this.#line = new Line(this.#interrupts)
    this.start()
  }

  /** As an image finds them, at cycle 0. */
  start(): void {
    this.#interrupts.start()
    this.#timers.start()
    this.#line.start()
  }

  /** What happens to a byte that the serial line sends. */
  set onSent(sent: (byte: number) => void) {
    this.#line.onSent = sent
  }

  /** The cycle at which a timer next underflows with its interrupt enabled; infinity if none will. */
  get due(): number {
    return this.#timers.due
  }

  /** The level that the interrupt controller requests; 0 for none. */
  get requested(): number {
    return this.#interrupts.requested
  }

  acknowledge(level: number): void {
    this.#interrupts.acknowledge(level)
  }

  /** The timers come to a cycle. An earlier one than they are at changes nothing. */
  advance(to: number): void {
    this.#timers.advance(to)
  }

  /** The word at an address, a multiple of 4, as a signed number; 0 where there is nothing. `now` is the cycle. */
  load(at: number, now: number): number {
    switch (at >>> 8) {
      case block.line:
        return this.#line.load(at & 0xff)
      case block.interrupts:
        this.#timers.advance(now)
        return this.#interrupts.load(at & 0xff)
      case block.timers:
        this.#timers.advance(now)
        return this.#timers.load(at & 0xff)
      default:
        return inTables(at)
    }
  }

  /** A word to an address, a multiple of 4; in vain where there is nothing that can be written. */
  store(at: number, value: number, now: number): void {
    switch (at >>> 8) {
      case block.line:
        this.#timers.advance(now)
        this.#line.store(at & 0xff, value)
        break
      case block.interrupts:
        this.#timers.advance(now)
        this.#interrupts.store(at & 0xff, value)
        break
      case block.timers:
        this.#timers.advance(now)
        this.#timers.store(at & 0xff, value)
        break
      default:
    }
  }

  /** What they mean at the cycle `now`, to which the timers come. */
  abstract(now: number): AbstractDevices {
    this.#timers.advance(now)
    return { interrupts: this.#interrupts.abstract(), timers: this.#timers.abstract(), line: this.#line.abstract() }
  }
}

const inTables = (at: number): number => {
  const page = at >>> 12
  if (page === tablePage.bus) return busTable[(at & 0xfff) >>> 2]
  return page === tablePage.main ? mainTable[(at & 0xfff) >>> 2] : 0
}
