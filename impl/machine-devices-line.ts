/** The serial line: what is sent leaves at once, nothing comes in. Source: GRLIB APBUART. */

import { lineControl, lineInterrupt, lineStatus, type SerialLine } from '../spec/machine/vocabulary.ts'
import type { Interrupts } from './machine-devices-interrupts.ts'

const register = { data: 0, status: 4, control: 8, scaler: 0xc } as const

export class Line {
  /** Where bytes go. */
  onSent: (byte: number) => void = () => undefined
  readonly #interrupts: Interrupts
  #control = 0
  #scaler = 0
  #last = 0
  /** How many were sent: it may exceed 2³¹. */
  readonly #sent = new Float64Array(1)

  constructor(interrupts: Interrupts) {
    this.#interrupts = interrupts
  }

  start(): void {
    this.#control = lineControl.RE | lineControl.TE
    this.#scaler = 0
    this.#last = 0
    this.#sent[0] = 0
  }

  load(offset: number): number {
    switch (offset) {
      case register.status:
        return lineStatus
      case register.control:
        return this.#control
      case register.scaler:
        return this.#scaler
      default:
        return 0
    }
  }

  store(offset: number, value: number): void {
    switch (offset) {
      case register.data:
        if ((this.#control & lineControl.TE) !== 0) this.#send(value & 0xff)
        break
      case register.control:
        this.#control = value & 0xf
        break
      case register.scaler:
        this.#scaler = value & 0xfff
        break
      default:
    }
  }

  #send(byte: number): void {
    this.#last = byte
    this.#sent[0]++
    this.onSent(byte)
    if ((this.#control & lineControl.TI) !== 0) this.#interrupts.raise(lineInterrupt)
  }

  abstract(): SerialLine {
    return { control: this.#control, scaler: this.#scaler, sent: this.#sent[0], last: this.#last }
  }
}
