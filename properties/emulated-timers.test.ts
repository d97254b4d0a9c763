/** The emulator's timers against counting cycle by cycle. */

import { expect, test } from 'vitest'
import type { Devices } from '../impl/machine-devices.ts'
import { timerControl, timerInterrupts } from '../spec/machine/vocabulary.ts'
import { Choices } from './choices.ts'
import { clear, devicesWith, mask, pending, scaler, scalerReload, timer } from './emulated-devices.fixture.ts'

const { EN, RS, LD, IE, IP, CH } = timerControl

/** The timer unit as one cycle after the other: what the page says, slowly. */
interface Slow {
  scaler: number
  scalerReload: number
  readonly timers: { counter: number; reload: number; control: number }[]
  pending: number
}
const slowStart = (): Slow => ({
  scaler: 39,
  scalerReload: 39,
  timers: [
    { counter: 0xfffffffe, reload: 0xfffffffe, control: EN | RS },
    { counter: 0, reload: 0, control: 0 },
  ],
  pending: 0,
})
/** One cycle; whether a timer underflowed with its interrupt enabled. */
const cycle = (slow: Slow): boolean => {
  if (slow.scaler-- > 0) return false
  slow.scaler = slow.scalerReload
  let [before, interrupted] = [false, false]
  for (const [n, unit] of slow.timers.entries()) {
    const counts = (unit.control & EN) !== 0 && (n === 0 || (unit.control & CH) === 0 || before)
    before = counts && unit.counter === 0
    if (!counts) continue
    if (unit.counter-- > 0) continue
    if ((unit.control & RS) !== 0) unit.counter = unit.reload
    else [unit.counter, unit.control] = [0xffffffff, unit.control & ~EN]
    if ((unit.control & IE) === 0) continue
    interrupted = true
    unit.control |= IP
    slow.pending |= 1 << (timerInterrupts[n] ?? 0)
  }
  return interrupted
}
const write = (slow: Slow, at: number, value: number): void => {
  if (at === scaler || at === scalerReload) slow.scaler = value & 0xffff
  if (at === scalerReload) slow.scalerReload = value & 0xffff
  if (at === clear) slow.pending &= ~value
  for (const [n, unit] of slow.timers.entries()) {
    if (at === timer(n, 'counter')) unit.counter = value >>> 0
    if (at === timer(n, 'reload')) unit.reload = value >>> 0
    if (at !== timer(n, 'control')) continue
    unit.control = (value & (EN | RS | IE | CH)) | ((value & IP) === 0 ? unit.control & IP : 0)
    if ((value & LD) !== 0) unit.counter = unit.reload
  }
}
const slowWords = (slow: Slow): number[] => [
  slow.scaler,
  slow.scalerReload,
  ...slow.timers.flatMap(({ counter, reload, control }) => [counter | 0, reload | 0, control]),
  slow.pending,
]
const readable = [
  scaler,
  scalerReload,
  ...[0, 1].flatMap((n) => [timer(n, 'counter'), timer(n, 'reload'), timer(n, 'control')]),
  pending,
]
const words = (devices: Devices, now: number): number[] => readable.map((at) => devices.load(at, now))
const copy = (slow: Slow): Slow => ({ ...slow, timers: slow.timers.map((unit) => ({ ...unit })) })

const drawWrite = (choices: Choices): readonly [at: number, value: number] => {
  const small = choices.weighted([4, () => choices.below(4)], [2, () => choices.below(20)], [1, () => choices.word()])
  const n = choices.below(2)
  return choices.weighted<readonly [number, number]>(
    [2, () => [choices.of([scaler, scalerReload]), small & 31]],
    [3, () => [timer(n, choices.of(['counter', 'reload'])), small]],
    [5, () => [timer(n, 'control'), choices.below(64) | choices.of([0, EN, EN | RS])]],
    [1, () => [clear, 0xfffe]],
  )
}

test('timers looked at now and then are as if they had counted every cycle, and say when they will interrupt', () => {
  const far = 300
  for (let i = 0; i < 400; i++) {
    const choices = new Choices(61, i)
    const [devices, slow] = [devicesWith('both'), slowStart()]
    let now = 0
    if (choices.percent(50))
      for (const at of [scalerReload, ...[0, 1].flatMap((n) => [timer(n, 'counter'), timer(n, 'reload')])]) {
        const value = choices.below(4)
        devices.store(at, value, 0)
        write(slow, at, value)
      }
    for (let j = 0; j < 12; j++) {
      const [at, value] = drawWrite(choices)
      devices.store(at, value, now)
      write(slow, at, value)
      const told = `case ${i}, after ${j + 1} writes, cycle ${now}`
      if (choices.percent(70)) expect(words(devices, now), told).toEqual(slowWords(slow))
      const ahead = copy(slow)
      let next = now + 1
      while (next <= now + far && !cycle(ahead)) next++
      if (next <= now + far) expect(devices.due, told).toBe(next)
      else expect(devices.due, told).toBeGreaterThan(now + far)
      for (let left = choices.weighted([3, () => choices.below(8)], [1, () => choices.below(200)]); left > 0; left--) {
        cycle(slow)
        now++
        if (choices.percent(5)) devices.advance(now)
      }
    }
    expect(words(devices, now), `case ${i}, at the end`).toEqual(slowWords(slow))
  }
})

test('over billions of cycles it is the same to come in one go, in several, and by way of every interrupt', () => {
  for (let i = 0; i < 300; i++) {
    const choices = new Choices(62, i)
    const all = [devicesWith('both'), devicesWith('both'), devicesWith('both')] as const
    const [atOnce, bySteps, byInterrupts] = all
    for (const n of [0, 1]) {
      const control = (choices.below(64) & ~LD) | EN | (choices.percent(80) ? RS : 0)
      const [counter, reload] = [choices.word() >>> choices.below(32), choices.word() >>> choices.below(32)]
      for (const devices of all) {
        devices.store(timer(n, 'counter'), counter, 0)
        devices.store(timer(n, 'reload'), reload, 0)
        devices.store(timer(n, 'control'), control, 0)
      }
    }
    const scale = choices.weighted([1, () => 0], [1, () => choices.below(0x10000)])
    for (const devices of all) devices.store(scalerReload, scale, 0)
    const stops = [0, 0, 0, 0].map(() => choices.word() * 2 ** choices.below(20)).toSorted((x, y) => x - y)
    const end = stops.at(-1) ?? 0
    for (const stop of stops) bySteps.advance(stop)
    for (let taken = 0; taken < 50 && byInterrupts.due <= end; taken++) byInterrupts.advance(byInterrupts.due)
    const seen = words(atOnce, end)
    expect(words(bySteps, end), `case ${i}`).toEqual(seen)
    expect(words(byInterrupts, end), `case ${i}`).toEqual(seen)
    expect(bySteps.due, `case ${i}`).toBe(atOnce.due)
    expect(byInterrupts.due, `case ${i}`).toBe(atOnce.due)
  }
})

test('a chain of two timers over 2^52 cycles is exact', () => {
  const devices = devicesWith('both')
  devices.store(scalerReload, 0, 0)
  devices.store(timer(0, 'counter'), 0xffffffff, 0)
  devices.store(timer(0, 'reload'), 0xffffffff, 0)
  devices.store(timer(1, 'counter'), 0xfffff, 0)
  devices.store(timer(1, 'control'), EN | IE | CH, 0)
  expect(devices.due).toBe(2 ** 52)
  devices.advance(2 ** 52 - 1)
  expect(devices.load(timer(0, 'counter'), 2 ** 52 - 1)).toBe(0)
  expect(devices.load(timer(1, 'counter'), 2 ** 52 - 1)).toBe(0)
  expect(devices.load(pending, 2 ** 52 - 1)).toBe(0)
  expect(devices.load(pending, 2 ** 52)).toBe(1 << timerInterrupts[1])
  expect(devices.load(timer(1, 'counter'), 2 ** 52)).toBe(-1)
  expect(devices.load(timer(1, 'control'), 2 ** 52)).toBe(IE | CH | IP)
  expect(devices.due).toBe(Infinity)
})

test('behind a timer that does not restart, only a chained one that is at 0 underflows', () => {
  for (const [counter, due] of [
    [0, 1],
    [1, Infinity],
  ] as const) {
    const devices = devicesWith('both')
    devices.store(scalerReload, 0, 0)
    devices.store(timer(0, 'counter'), 0, 0)
    devices.store(timer(0, 'control'), EN, 0)
    devices.store(timer(1, 'counter'), counter, 0)
    devices.store(timer(1, 'control'), EN | IE | CH, 0)
    expect(devices.due).toBe(due)
    expect(devices.load(pending, 100)).toBe(counter === 0 ? 1 << timerInterrupts[1] : 0)
  }
})

test('what lies beyond the cycles that there are never comes', () => {
  const devices = devicesWith('both')
  devices.store(timer(1, 'counter'), 0xffffffff, 0)
  devices.store(timer(1, 'control'), EN | IE | CH, 0)
  expect(devices.due).toBe(Infinity)
})

test('the level of a timer is requested from the cycle it is due', () => {
  const devices = devicesWith('both')
  devices.store(mask, 0xfffe, 0)
  devices.store(timer(0, 'counter'), 2, 0)
  devices.store(timer(0, 'control'), EN | IE, 0)
  expect(devices.due).toBe(120)
  devices.advance(119)
  expect(devices.requested).toBe(0)
  devices.advance(120)
  expect(devices.requested).toBe(timerInterrupts[0])
  devices.advance(100)
  expect(devices.abstract(0).timers.at).toBe(120)
})
