/** The timer unit: a scaler that ticks and timers that count ticks, reckoned over any stretch at once. Source: GRLIB GPTIMER. */

import { timerControl, timerInterrupts, type Timer, type TimerUnit } from '../../spec/machine/vocabulary.ts'
import { cycles, word, type Cycles, type Word } from '../../spec/words/vocabulary.ts'

/** A counter that goes down, and from 0 to its reload. */
interface Counter {
  readonly counter: number
  readonly reload: number
}

/** How often a counter that is reloaded underflows while it is counted down so many times, and where it stands then. */
const countedDown = (
  { counter, reload }: Counter,
  times: number,
): { readonly underflows: number; readonly counter: number } => {
  if (times <= counter) return { underflows: 0, counter: counter - times }
  const beyond = times - counter - 1
  const rest = beyond % (reload + 1)
  return { underflows: 1 + (beyond - rest) / (reload + 1), counter: reload - rest }
}

/** After how many counts a counter that is reloaded underflows for the n-th time, n from 1. */
const countsUntil = ({ counter, reload }: Counter, n: number): number => counter + 1 + (n - 1) * (reload + 1)

/** A timer after so many counts, and how often it underflowed. */
const counted = (timer: Timer, times: number): { readonly timer: Timer; readonly underflows: number } => {
  if (!timer.enabled || times === 0) return { timer, underflows: 0 }
  const { underflows, counter } = countedDown(timer, times)
  if (underflows === 0) return { timer: { ...timer, counter: word(counter) }, underflows }
  const pending = timer.pending || timer.interrupt
  return timer.restart
    ? { timer: { ...timer, counter: word(counter), pending }, underflows }
    : { timer: { ...timer, counter: word(-1), enabled: false, pending }, underflows: 1 }
}

/** Whether timer `n` counts underflows of the one before it. Timer 0 has none before it. */
const isChained = (timer: Timer, n: number): boolean => timer.chained && n > 0

/** The unit as of a cycle that is not before its own, and the levels whose interrupts were raised on the way, a bit each. */
export const unitAt = (unit: TimerUnit, now: Cycles): { readonly unit: TimerUnit; readonly raised: number } => {
  if (now === unit.at) return { unit, raised: 0 }
  const { underflows: ticks, counter: scaler } = countedDown(
    { counter: unit.scaler, reload: unit.reload },
    now - unit.at,
  )
  const timers: Timer[] = []
  let raised = 0
  let before = 0
  for (const [n, timer] of unit.timers.entries()) {
    const after = counted(timer, isChained(timer, n) ? before : ticks)
    timers.push(after.timer)
    before = after.underflows
    if (timer.interrupt && after.underflows > 0) raised |= 1 << (timerInterrupts[n] ?? 0)
  }
  return { unit: { ...unit, at: now, scaler, timers }, raised }
}

/** After how many ticks timer `n` underflows so many times from now: infinitely many if it never does. */
const ticksUntil = (timers: readonly Timer[], n: number, times: number): number => {
  const timer = timers[n]
  if (timer?.enabled !== true || (times > 1 && !timer.restart)) return Infinity
  const counts = countsUntil(timer, times)
  return isChained(timer, n) ? ticksUntil(timers, n - 1, counts) : counts
}

/**
 * The cycle at which a timer whose interrupt is enabled next underflows; null if none does before cycle 2⁵³, beyond which
 * cycles are not counted.
 */
export const nextUnderflowOf = ({ at, scaler, reload, timers }: TimerUnit): Cycles | null => {
  let next = Infinity
  for (const [n, timer] of timers.entries())
    if (timer.interrupt) next = Math.min(next, at + countsUntil({ counter: scaler, reload }, ticksUntil(timers, n, 1)))
  return next <= Number.MAX_SAFE_INTEGER ? cycles(next) : null
}

/** Two timers with an interrupt each, the first of them number 6, and nothing that could be written. */
const configuration = 0x132

const controlWord = ({ enabled, restart, interrupt, pending, chained }: Timer): number =>
  (enabled ? timerControl.EN : 0) |
  (restart ? timerControl.RS : 0) |
  (interrupt ? timerControl.IE : 0) |
  (pending ? timerControl.IP : 0) |
  (chained ? timerControl.CH : 0)

/** A timer after a store to its control register. */
const withControl = (timer: Timer, value: number): Timer => {
  const has = (bit: number): boolean => (value & bit) !== 0
  return {
    counter: has(timerControl.LD) ? timer.reload : timer.counter,
    reload: timer.reload,
    enabled: has(timerControl.EN),
    restart: has(timerControl.RS),
    interrupt: has(timerControl.IE),
    pending: timer.pending && !has(timerControl.IP),
    chained: has(timerControl.CH),
  }
}

/** A register of a timer, by the low bits of its offset. */
const timerWord = (timer: Timer, register: number): Word => {
  switch (register) {
    case 0x0:
      return timer.counter
    case 0x4:
      return timer.reload
    case 0x8:
      return word(controlWord(timer))
    default:
      return word(0)
  }
}

const withTimerRegister = (timer: Timer, register: number, value: Word): Timer => {
  switch (register) {
    case 0x0:
      return { ...timer, counter: value }
    case 0x4:
      return { ...timer, reload: value }
    case 0x8:
      return withControl(timer, value)
    default:
      return timer
  }
}

/** The register at an offset from the unit's address, as it is read when the unit is as of now. */
export const timersWord = (unit: TimerUnit, offset: number): Word => {
  if (offset === 0x0) return word(unit.scaler)
  if (offset === 0x4) return word(unit.reload)
  if (offset === 0x8) return word(configuration)
  const timer = unit.timers[(offset >> 4) - 1]
  return timer === undefined ? word(0) : timerWord(timer, offset & 0xf)
}

/** After a store to the register at an offset, of a unit that is as of now. */
export const withTimersWord = (unit: TimerUnit, offset: number, value: Word): TimerUnit => {
  const low = value & 0xffff
  if (offset === 0x0) return { ...unit, scaler: low }
  if (offset === 0x4) return { ...unit, scaler: low, reload: low }
  const n = (offset >> 4) - 1
  const timer = unit.timers[n]
  return timer === undefined
    ? unit
    : { ...unit, timers: unit.timers.with(n, withTimerRegister(timer, offset & 0xf, value)) }
}
