/**
 * The timer unit, lazily: nothing counts. Its counters are as of the cycle `#at`, and are brought further only when
 * somebody looks, or at the cycle `due`, by division: it costs the same for one cycle and for billions. Scaler and
 * timers are all *down-counters*: from 0 they go to their reload, so that the first event comes after counter + 1
 * inputs and every other after reload + 1. Cells are floating point, exact to 2⁵³. Source: GRLIB GPTIMER.
 */

import { timerControl, timerInterrupts, type Timer, type TimerUnit } from '../spec/machine/vocabulary.ts'
import { cycles, word } from '../spec/words/vocabulary.ts'
import type { Interrupts } from './machine-devices-interrupts.ts'

const timers = 2
/** Two timers, interrupts from 6 on, each its own. */
const configuration = 0x132
const register = { scaler: 0, scalerReload: 4, configuration: 8, first: 0x10, stride: 0x10 } as const
const inTimer = { counter: 0, reload: 4, control: 8 } as const

/** Down-counters: the scaler's, then the timers'. */
const scaler = 0
const settable = timerControl.EN | timerControl.RS | timerControl.IE | timerControl.CH

export class Timers {
  /** The cycle at which a timer next underflows with its interrupt enabled; infinity if none will within 2⁵³ cycles. */
  due = Infinity
  readonly #interrupts: Interrupts
  /** By down-counter. */
  readonly #counter = new Float64Array(1 + timers)
  readonly #reload = new Float64Array(1 + timers)
  /** By timer: the bits of its control register but LD. */
  readonly #control = new Int32Array(timers)
  readonly #at = new Float64Array(1)

  constructor(interrupts: Interrupts) {
    this.#interrupts = interrupts
  }

  start(): void {
    this.#at[0] = 0
    this.#counter.set([39, 0xfffffffe, 0])
    this.#reload.set([39, 0xfffffffe, 0])
    this.#control.set([timerControl.EN | timerControl.RS, 0])
    this.#foresee()
  }

  /** Bring everything to the cycle `to`, unless it is there already. */
  advance(to: number): void {
    const elapsed = to - this.#at[0]
    if (elapsed <= 0) return
    this.#at[0] = to
    const ticks = this.#count(scaler, elapsed)
    if (ticks === 0) return
    let before = 0
    for (let timer = 0; timer < timers; timer++) before = this.#run(timer, this.#isChained(timer) ? before : ticks)
    if (to >= this.due) this.#foresee()
  }

  /** A timer gets so many inputs: how often it underflows. */
  #run(timer: number, inputs: number): number {
    const control = this.#control[timer]
    if (inputs === 0 || (control & timerControl.EN) === 0) return 0
    const counter = 1 + timer
    let underflows = 1
    if ((control & timerControl.RS) !== 0 || inputs <= this.#counter[counter]) underflows = this.#count(counter, inputs)
    else {
      this.#counter[counter] = 0xffffffff
      this.#control[timer] &= ~timerControl.EN
    }
    if (underflows > 0 && (control & timerControl.IE) !== 0) {
      this.#control[timer] |= timerControl.IP
      this.#interrupts.raise(timerInterrupts[timer])
    }
    return underflows
  }

  /** A down-counter gets so many inputs: how often it goes from 0 to its reload. */
  #count(counter: number, inputs: number): number {
    const before = this.#counter[counter]
    if (inputs <= before) {
      this.#counter[counter] = before - inputs
      return 0
    }
    const rest = inputs - before - 1
    const period = this.#reload[counter] + 1
    const into = rest % period
    this.#counter[counter] = period - 1 - into
    return 1 + (rest - into) / period
  }

  #isChained(timer: number): boolean {
    return timer > 0 && (this.#control[timer] & timerControl.CH) !== 0
  }

  #foresee(): void {
    let ticks = Infinity
    for (let timer = 0; timer < timers; timer++)
      if ((this.#control[timer] & timerControl.IE) !== 0) ticks = Math.min(ticks, this.#ticksUntil(timer, 1))
    const due = this.#at[0] + this.#inputsUntil(scaler, ticks)
    this.due = due <= Number.MAX_SAFE_INTEGER ? due : Infinity
  }

  /** How many ticks bring a timer to its underflow number `nth`, if any do. */
  #ticksUntil(timer: number, nth: number): number {
    const control = this.#control[timer]
    if ((control & timerControl.EN) === 0 || (nth > 1 && (control & timerControl.RS) === 0)) return Infinity
    const inputs = this.#inputsUntil(1 + timer, nth)
    return this.#isChained(timer) ? this.#ticksUntil(timer - 1, inputs) : inputs
  }

  #inputsUntil(counter: number, nth: number): number {
    return this.#counter[counter] + 1 + (nth - 1) * (this.#reload[counter] + 1)
  }

  /** As of the cycle it was last brought to, as a signed number. */
  load(offset: number): number {
    if (offset < register.first) return this.#loadOfUnit(offset)
    const timer = (offset - register.first) >>> 4
    if (timer >= timers) return 0
    switch (offset & 0xf) {
      case inTimer.counter:
        return this.#counter[1 + timer] | 0
      case inTimer.reload:
        return this.#reload[1 + timer] | 0
      case inTimer.control:
        return this.#control[timer]
      default:
        return 0
    }
  }

  #loadOfUnit(offset: number): number {
    switch (offset) {
      case register.scaler:
        return this.#counter[scaler]
      case register.scalerReload:
        return this.#reload[scaler]
      case register.configuration:
        return configuration
      default:
        return 0
    }
  }

  store(offset: number, value: number): void {
    const timer = (offset - register.first) >>> 4
    if (offset < register.first) this.#storeToUnit(offset, value)
    else if (timer < timers) this.#storeToTimer(timer, offset & 0xf, value)
    this.#foresee()
  }

  #storeToUnit(offset: number, value: number): void {
    if (offset !== register.scaler && offset !== register.scalerReload) return
    this.#counter[scaler] = value & 0xffff
    if (offset === register.scalerReload) this.#reload[scaler] = value & 0xffff
  }

  #storeToTimer(timer: number, offset: number, value: number): void {
    switch (offset) {
      case inTimer.counter:
        this.#counter[1 + timer] = value >>> 0
        break
      case inTimer.reload:
        this.#reload[1 + timer] = value >>> 0
        break
      case inTimer.control: {
        const pending = this.#control[timer] & ~value & timerControl.IP
        this.#control[timer] = (value & settable) | pending
        if ((value & timerControl.LD) !== 0) this.#counter[1 + timer] = this.#reload[1 + timer]
        break
      }
      default:
    }
  }

  abstract(): TimerUnit {
    return {
      at: cycles(this.#at[0]),
      scaler: this.#counter[scaler],
      reload: this.#reload[scaler],
      timers: Array.from({ length: timers }, (_, timer) => this.#timer(timer)),
    }
  }

  #timer(timer: number): Timer {
    const control = this.#control[timer]
    return {
      counter: word(this.#counter[1 + timer]),
      reload: word(this.#reload[1 + timer]),
      enabled: (control & timerControl.EN) !== 0,
      restart: (control & timerControl.RS) !== 0,
      interrupt: (control & timerControl.IE) !== 0,
      pending: (control & timerControl.IP) !== 0,
      chained: (control & timerControl.CH) !== 0,
    }
  }
}
