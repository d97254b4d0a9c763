/** The model of the board's devices: timers cycle by cycle against stretches at once, and every register. */

import { expect, test } from 'vitest'
import {
  acknowledged,
  advanced,
  canonical,
  devicesAtStart,
  deviceWord,
  nextUnderflow,
  requested,
  withDeviceWord,
} from '../model/machine/devices.ts'
import { deviceAt, plugAndPlay, timerInterrupts, type Devices, type Timer } from '../spec/machine/vocabulary.ts'
import { address, cycles, word } from '../spec/words/vocabulary.ts'
import { Choices } from './choices.ts'

const { line, interrupts, timers, busTable, mainTable } = deviceAt

const read = (devices: Devices, at: number, now = 0): number => deviceWord(devices, address(at), cycles(now))

/** After stores, all at one cycle. */
const stored = (stores: readonly (readonly [at: number, value: number])[], now = 0, on = devicesAtStart): Devices =>
  stores.reduce((devices, [at, value]) => withDeviceWord(devices, address(at), word(value), cycles(now)), on)

/** A timer after one tick, and whether it underflowed: as the page says it, one tick after another. */
const ticked = (timer: Timer, counts: boolean): readonly [Timer, boolean] => {
  if (!timer.enabled || !counts) return [timer, false]
  if (timer.counter > 0) return [{ ...timer, counter: word(timer.counter - 1) }, false]
  const pending = timer.pending || timer.interrupt
  const after = timer.restart ? { counter: timer.reload } : { counter: word(0xffffffff), enabled: false }
  return [{ ...timer, ...after, pending }, true]
}

/** The devices one cycle later. */
const aCycleLater = (devices: Devices): Devices => {
  const { at, scaler, reload, timers: both } = devices.timers
  const now = cycles(at + 1)
  if (scaler > 0) return { ...devices, timers: { ...devices.timers, at: now, scaler: scaler - 1 } }
  let { pending } = devices.interrupts
  let before = false
  const after: Timer[] = []
  for (const [n, timer] of both.entries()) {
    const [then, underflowed] = ticked(timer, n === 0 || !timer.chained || before)
    if (underflowed && timer.interrupt) pending |= 1 << (timerInterrupts[n] ?? 0)
    before = underflowed
    after.push(then)
  }
  return {
    ...devices,
    interrupts: { ...devices.interrupts, pending },
    timers: { at: now, scaler: reload, reload, timers: after },
  }
}

const drawTimer = (choices: Choices): Timer => ({
  counter: word(choices.edged(0, 6)),
  reload: word(choices.edged(0, 5)),
  enabled: choices.percent(80),
  restart: choices.percent(70),
  interrupt: choices.percent(60),
  pending: choices.percent(20),
  chained: choices.percent(50),
})

const drawDevices = (choices: Choices): Devices => ({
  ...devicesAtStart,
  timers: {
    at: cycles(choices.below(3)),
    scaler: choices.edged(0, 9),
    reload: choices.edged(0, 4),
    timers: [drawTimer(choices), drawTimer(choices)],
  },
})

test('the timers over a stretch are where one cycle after another takes them', () => {
  for (let i = 0; i < 1000; i++) {
    const choices = new Choices(71, i)
    const start = drawDevices(choices)
    let slow = start
    for (let now = start.timers.at + 1; now < 150; now++) {
      slow = aCycleLater(slow)
      expect(canonical(start, cycles(now)), `case ${i}, cycle ${now}`).toEqual(slow)
    }
  }
})

test('the next underflow with an interrupt is foreseen: until then nothing moves, then the level is pending', () => {
  let never = 0
  for (let i = 0; i < 1000; i++) {
    const start = { ...drawDevices(new Choices(72, i)) }
    const next = nextUnderflow(start)
    let slow = start
    while (slow.interrupts.pending === 0 && slow.timers.at < 400) slow = aCycleLater(slow)
    if (next === null) never++
    expect(next, `case ${i}`).toBe(slow.interrupts.pending === 0 ? null : slow.timers.at)
    if (next === null) expect(advanced(start, cycles(1000))).toBe(start)
    else {
      expect(advanced(start, cycles(next - 1))).toBe(start)
      expect(advanced(start, next)).toEqual(slow)
    }
  }
  expect(never).toBeGreaterThan(100)
  expect(never).toBeLessThan(900)
})

test('what lies beyond 2⁵³ cycles is never', () => {
  const timer = { counter: word(-1), reload: word(-1), enabled: true, restart: true, pending: false }
  const chain = [
    { ...timer, interrupt: false, chained: false },
    { ...timer, interrupt: true, chained: true },
  ]
  const far = { ...devicesAtStart, timers: { at: cycles(0), scaler: 0xffff, reload: 0xffff, timers: chain } }
  expect(nextUnderflow(far)).toBeNull()
  expect(nextUnderflow({ ...far, timers: { ...far.timers, timers: chain.toReversed() } })).toBe(2 ** 48)
})

test('timers at the start: the scaler at 39, the first timer running, and the configuration', () => {
  const offsets = [0, 4, 8, 0xc, 0x10, 0x14, 0x18, 0x1c, 0x20, 0x24, 0x28, 0x30]
  expect(offsets.map((offset) => read(devicesAtStart, timers + offset))).toEqual([
    ...[39, 39, 0x132, 0],
    ...[0xfffffffe, 0xfffffffe, 3, 0],
    ...[0, 0, 0, 0],
  ])
  expect(read(devicesAtStart, timers, 40)).toBe(39)
  expect(read(devicesAtStart, timers + 0x10, 39)).toBe(0xfffffffe)
  expect(read(devicesAtStart, timers + 0x10, 40)).toBe(0xfffffffd)
})

test('timer registers are written as of the cycle of the store', () => {
  const at79 = stored([[timers + 0x14, 7]], 79)
  expect([read(at79, timers + 0x10, 79), read(at79, timers + 0x10, 80)]).toEqual([0xfffffffd, 0xfffffffc])
  const loaded = stored([[timers + 0x18, 0x7f]], 80, at79)
  expect([read(loaded, timers + 0x10, 80), read(loaded, timers + 0x18, 80)]).toEqual([7, 0x2b])
  const scaler = stored([[timers, 0xabcd0005]])
  expect([read(scaler, timers), read(scaler, timers + 4)]).toEqual([5, 39])
  const reload = stored([[timers + 4, 0xabcd0007]])
  expect([read(reload, timers), read(reload, timers + 4)]).toEqual([7, 7])
  expect(stored([[timers + 8, 0]])).toEqual(devicesAtStart)
})

test('an underflow raises level 6 or 7, shows in the control register, and is acknowledged there', () => {
  const start = stored([
    [timers + 4, 0],
    [timers + 0x10, 0],
    [timers + 0x18, 0xb],
    [timers + 0x24, 4],
    [timers + 0x28, 0xd],
    [interrupts + 0x40, 0xfffe],
  ])
  const one = advanced(start, cycles(1))
  expect([requested(one), read(one, timers + 0x18, 1), read(one, timers + 0x28, 1)]).toEqual([6, 0x1b, 9])
  const two = advanced(one, cycles(5))
  expect([requested(two), read(two, timers + 0x28, 5), read(two, timers + 0x20, 5)]).toEqual([7, 0x18, 0xffffffff])
  const cleared = stored([[timers + 0x28, 0x18]], 5, two)
  expect([read(cleared, timers + 0x28, 5), requested(cleared)]).toEqual([8, 7])
  expect(read(stored([[timers + 0x18, 0xb]], 5, two), timers + 0x18, 5)).toBe(0x1b)
})

test('the controller requests the highest level that is pending or forced and in the mask, those with priority first', () => {
  const request = (priority: number, pending: number, force: number, mask: number): number =>
    requested({ ...devicesAtStart, interrupts: { priority, pending, force, mask, broadcast: 0 } })
  expect(request(0, 0xfffe, 0xfffe, 0)).toBe(0)
  expect(request(0, 0, 0, 0xfffe)).toBe(0)
  expect(request(0, 0x10, 0x08, 0xfffe)).toBe(4)
  expect(request(0, 0x08, 0x10, 0xfffe)).toBe(4)
  expect(request(0, 0x8000, 0x10, 0x7ffe)).toBe(4)
  expect(request(0x6, 0x800e, 0, 0xfffe)).toBe(2)
  expect(request(0x2, 0x8004, 0, 0xfffe)).toBe(15)
})

test.each([
  ['force first', 0x8, 0x8, 0x8, 0],
  ['force first', 0x8, 0, 0, 0],
  ['both', 0x8, 0x8, 0, 0],
  ['both', 0x18, 0x18, 0x10, 0x10],
] as const)('acknowledging level 3 under %s, of pending %i and force %i', (rule, pending, force, stays, forced) => {
  const before = stored([
    [interrupts + 4, pending],
    [interrupts + 8, force],
  ])
  const after = acknowledged(before, 3, rule)
  expect([read(after, interrupts + 4), read(after, interrupts + 8)]).toEqual([stays, forced])
})

test('the registers of the controller are of levels 15 to 1', () => {
  for (const offset of [0, 4, 8, 0x14, 0x40]) {
    const after = stored([[interrupts + offset, 0xffffffff]])
    expect(read(after, interrupts + offset), `offset ${offset}`).toBe(0xfffe)
    expect(read(stored([[interrupts + offset, 2]], 0, after), interrupts + offset), `offset ${offset}`).toBe(2)
  }
  const pending = stored([
    [interrupts + 4, 0xfffe],
    [interrupts + 0xc, 0x10001],
    [interrupts + 0xc, 0xfff0],
  ])
  expect([read(pending, interrupts + 4), read(pending, interrupts + 0xc)]).toEqual([0xe, 0])
  const forced = stored([
    [interrupts + 8, 0x30],
    [interrupts + 0x80, 0x00200009],
    [interrupts + 0x80, 0x00010000],
  ])
  expect([read(forced, interrupts + 8), read(forced, interrupts + 0x80)]).toEqual([0x18, 0x18])
  expect(stored([[interrupts + 0x10, 0xffffffff]])).toEqual(devicesAtStart)
})

test('the line sends the low byte if it transmits, and interrupts if it shall', () => {
  expect(stored([[line, 0x141]]).line).toMatchObject({ sent: 1, last: 0x41 })
  expect(requested(stored([[interrupts + 0x40, 0xfffe], [line, 0x41]]))).toBe(0) // prettier-ignore
  const told = stored([
    [interrupts + 0x40, 0xfffe],
    [line + 8, 0xfffffffa],
    [line, 0x42],
  ])
  expect([told.line.sent, requested(told), read(told, line + 8)]).toEqual([1, 3, 0xa])
  const silent = stored([
    [interrupts + 0x40, 0xfffe],
    [line + 8, 0xd],
    [line, 0x42],
  ])
  expect([silent.line.sent, silent.line.last, requested(silent)]).toEqual([0, 0, 0])
  const scaled = stored([
    [line + 4, 0],
    [line + 0xc, 0xffffffff],
  ])
  expect([0, 4, 8, 0xc].map((offset) => read(scaled, line + offset))).toEqual([0, 6, 3, 0xfff])
})

test('the plug-and-play tables say where the devices are and which interrupts they raise', () => {
  const found = new Map<number, readonly [at: number, interrupt: number]>()
  for (let entry = busTable; entry < busTable + 0x200; entry += 8) {
    const [identity, place] = [read(devicesAtStart, entry), read(devicesAtStart, entry + 4)]
    if (identity !== 0) found.set((identity >>> 12) & 0xfff, [0x80000000 + (place >>> 20) * 0x100, identity & 31])
  }
  expect([...found].toSorted()).toEqual([
    [0x00c, [line, 3]],
    [0x00d, [interrupts, 0]],
    [0x011, [timers, 6]],
  ])
  expect(read(devicesAtStart, mainTable)).toBe(0x01003000)
  expect(read(devicesAtStart, mainTable + 0x810)).toBe(0x8000fff2)
  for (const { at } of plugAndPlay) expect(stored([[at, 0]])).toBe(devicesAtStart)
})

test('where nothing stands, words are 0 and stay so', () => {
  for (const at of [
    0x80000000,
    0x80000400,
    0x80000500,
    line + 0x10,
    interrupts + 0x44,
    timers + 0x30,
    busTable + 0x18,
  ]) {
    expect(read(devicesAtStart, at), at.toString(16)).toBe(0)
    expect(stored([[at, 0xffffffff]]), at.toString(16)).toEqual(devicesAtStart)
  }
})
