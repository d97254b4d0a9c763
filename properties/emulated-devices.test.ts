/** The emulator's devices against cases written by hand; its timers have a test of their own. */

import { expect, test } from 'vitest'
import { deviceAt, lineControl, lineStatus, plugAndPlay, timerControl } from '../spec/machine/vocabulary.ts'
import {
  clear,
  devicesWith,
  force,
  forceOrNot,
  mask,
  pending,
  scaler,
  scalerReload,
  timer,
} from './emulated-devices.fixture.ts'

const { EN, RS, IE, CH } = timerControl

test('a board starts with one timer that runs and interrupts nobody', () => {
  const devices = devicesWith('both')
  devices.store(mask, 0xfffe, 5)
  devices.store(force, 0xfffe, 5)
  devices.store(deviceAt.line, 65, 5)
  devices.start()
  expect(devices.requested).toBe(0)
  expect(devices.due).toBe(Infinity)
  expect(devices.abstract(0)).toEqual({
    interrupts: { priority: 0, pending: 0, force: 0, mask: 0, broadcast: 0 },
    timers: {
      at: 0,
      scaler: 39,
      reload: 39,
      timers: [
        { counter: 0xfffffffe, reload: 0xfffffffe, enabled: true, restart: true, ...quiet },
        { counter: 0, reload: 0, enabled: false, restart: false, ...quiet },
      ],
    },
    line: { control: lineControl.RE | lineControl.TE, scaler: 0, sent: 0, last: 0 },
  })
  expect(devices.abstract(41).timers).toMatchObject({ at: 41, scaler: 38, timers: [{ counter: 0xfffffffd }, {}] })
})
const quiet = { interrupt: false, pending: false, chained: false }

test('the highest level is requested that is pending or forced, and in the mask; priority ones before', () => {
  const devices = devicesWith('both')
  devices.store(force, 0xffff, 0)
  expect(devices.requested).toBe(0)
  for (let level = 1; level < 16; level++) {
    devices.store(mask, 2 ** (level + 1) - 1, 0)
    expect(devices.requested).toBe(level)
  }
  devices.store(deviceAt.interrupts, (1 << 5) | (1 << 3), 0)
  expect(devices.requested).toBe(5)
  devices.store(pending, 1 << 9, 0)
  devices.store(force, 0, 0)
  expect(devices.requested).toBe(9)
  devices.store(clear, 1 << 9, 0)
  expect(devices.requested).toBe(0)
})

test('clearing is of what is pending, not of what is forced', () => {
  const devices = devicesWith('both')
  devices.store(pending, 0x30, 0)
  devices.store(force, 0x30, 0)
  devices.store(clear, 0x10, 0)
  expect([pending, force, forceOrNot, clear].map((at) => devices.load(at, 0))).toEqual([0x20, 0x30, 0x30, 0])
  devices.store(forceOrNot, (0x20 << 16) | 0x106, 0)
  expect(devices.load(force, 0)).toBe(0x116)
})

test.each([
  ['force first', 0x20, 0],
  ['both', 0, 0],
] as const)(
  'acknowledged under "%s", a level that is forced and pending stays pending or does not',
  (by, left, end) => {
    const devices = devicesWith(by)
    devices.store(mask, 0x20, 0)
    devices.store(pending, 0x20, 0)
    devices.store(force, 0x20, 0)
    devices.acknowledge(5)
    expect(devices.load(force, 0)).toBe(0)
    expect(devices.load(pending, 0)).toBe(left)
    expect(devices.requested).toBe(left === 0 ? 0 : 5)
    devices.acknowledge(5)
    expect(devices.load(pending, 0)).toBe(end)
  },
)

test('what is sent comes out, if there is a transmitter, and interrupts if that is enabled', () => {
  const devices = devicesWith('both')
  const sent: number[] = []
  devices.onSent = (byte) => sent.push(byte)
  devices.store(mask, 0xfffe, 0)
  devices.store(deviceAt.line, 0x141, 0)
  expect(devices.requested).toBe(0)
  devices.store(deviceAt.line + 8, lineControl.TE | lineControl.TI, 0)
  devices.store(deviceAt.line, 0x42, 0)
  expect(devices.requested).toBe(3)
  devices.store(deviceAt.line + 8, 0xf0 | lineControl.RE, 0)
  devices.store(deviceAt.line, 0x43, 0)
  devices.store(deviceAt.line + 4, -1, 0)
  devices.store(deviceAt.line + 0xc, -1, 0)
  expect(sent).toEqual([0x41, 0x42])
  expect(devices.abstract(0).line).toEqual({ control: lineControl.RE, scaler: 0xfff, sent: 2, last: 0x42 })
  expect([0, 4, 8, 0xc].map((at) => devices.load(deviceAt.line + at, 0))).toEqual([0, lineStatus, 1, 0xfff])
})

test('every word that can be written reads back, every other one is 0 or what it was', () => {
  const writable = new Map([
    [deviceAt.line + 8, 0xf],
    [deviceAt.line + 0xc, 0xfff],
    ...[0, 4, 8, 0x14, 0x40, 0x80].map((at) => [deviceAt.interrupts + at, 0xfffe] as const),
    ...[scaler, scalerReload].map((at) => [at, 0xffff] as const),
    ...[0, 1].flatMap((n) => [
      [timer(n, 'counter'), -1] as const,
      [timer(n, 'reload'), -1] as const,
      [timer(n, 'control'), EN | RS | IE | CH] as const,
    ]),
  ])
  const tables = new Map(plugAndPlay.map(({ at, word }) => [at, word | 0]))
  const blocks = [0x80000000, 0x80000400, 0x800ff000, 0x800fff00, 0xfffff000, 0xfffff800, 0xffffff00]
  for (const at of [deviceAt.line, deviceAt.interrupts, deviceAt.timers, ...blocks].flatMap((from) =>
    Array.from({ length: 64 }, (_, i) => from + 4 * i),
  )) {
    const devices = devicesWith('both')
    const before = devices.load(at, 0)
    if (tables.has(at)) expect(before, at.toString(16)).toBe(tables.get(at))
    // Bits 31 to 16 of one of the force registers clear.
    devices.store(at, at === forceOrNot ? 0xffff : -1, 0)
    expect(devices.load(at, 0), at.toString(16)).toBe(writable.get(at) ?? before)
  }
})
