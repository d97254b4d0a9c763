/** Who makes a call, with which operands, and what the call comes to: one object for every call, so that nothing is allocated. */

import { serviceNames, type ServiceName } from '../spec/hypercall/vocabulary.ts'
import { operandCells } from './hal.ts'

/** The number of a service: its place among their names, 1 first. What a call from supervisor level adds to it. */
export const serviceNumber = (service: ServiceName): number => serviceNames.indexOf(service) + 1
export const fromSupervisor = 128

/**
 * What a call comes to, in place of the number of a return code: it reports a value; the registers stay as they are; the
 * caller does not return; the run is left, or hangs, and nothing has changed; the message is being copied.
 */
export const outcome = { value: -1, quiet: -2, noReturn: -3, left: -4, hung: -5, copying: -6 } as const

export class Caller {
  core = 0
  partition = 0
  virtualCore = 0
  /** The level it returns to. */
  level = 0
  readonly operands = new Float64Array(operandCells)
  /** The value that a call reports. */
  high = 0
  low = 0
  /** The cycles of a computation that goes on after the call; 0 if none does. */
  resumed = 0
  /** The bytes of the message that the call copies, −1 if it copies none. */
  copied = -1

  /** Report a value of one word. */
  value(low: number): number {
    return this.values(0, low)
  }

  /** Report a value of two words. */
  values(high: number, low: number): number {
    this.high = high
    this.low = low
    return outcome.value
  }
}
