import { expect, test } from 'vitest'
import { Emulator } from '../impl/module.ts'
import { Clock, putLong } from '../impl/time.ts'
import type { Effect, Program, Run, World } from '../spec/module/vocabulary.ts'
import type { ScheduleConfiguration } from '../spec/time/vocabulary.ts'
import { Choices } from './choices.ts'
import { caseAt, tryCase } from './hunt.ts'
import { lockstep } from './lockstep.ts'
import { smallConfiguration, smallWorld } from './small.fixture.ts'

test('n steps are n times one step', () => {
  for (let i = 0; i < 40; i++) {
    const { world, run, steps } = caseAt(71, i)
    const [together, apart] = [new Emulator(world), new Emulator(world)]
    for (const engine of [together, apart]) engine.load(run)
    for (let taken = 0, n = 0; taken < steps; taken += n++) {
      together.steps(n)
      for (let s = 0; s < n; s++) apart.step()
      expect(together.digest()).toEqual(apart.digest())
    }
  }
})

test('after it was left nothing happens any more', () => {
  const left = Array.from({ length: 200 }, (_, i) => caseAt(72, i)).filter(({ world, run, steps }) => {
    const engine = new Emulator(world)
    engine.load(run)
    engine.steps(steps)
    if (!engine.left) return false
    const before = engine.digest()
    engine.steps(3)
    expect(engine.digest()).toEqual(before)
    engine.load(run)
    expect(engine.left).toBe(false)
    return true
  })
  expect(left.length).toBeGreaterThan(3)
})

/** A clock at a rate; what it says of schedules does not matter here. */
const clockAt = (ticksPerSecond: number): Clock => {
  const schedules: readonly ScheduleConfiguration[] = smallConfiguration.time.schedules
  return new Clock({ ticksPerSecond, requiredCores: 2, schedules }, [])
}

const words = (low: bigint, high: bigint): readonly number[] => [-1, Number(high), Number(low), -1]
const halves = (n: bigint): readonly number[] => words(n % 0x100000000n, n / 0x100000000n)

test('ticks become nanoseconds exactly, whatever the rate and however long it has been', () => {
  const choices = new Choices(73)
  for (const rate of [1, 3, 7, 60, 64, 100, 128, 700, 1000, 12_000, 50_000]) {
    const clock = clockAt(rate)
    const seconds = [8_639_999, 8_640_000, 4_294_967_295, 4_294_967_296, 18_446_744_072]
    const ticks = [0, 1, rate - 1, rate, 2 ** 31, 2 ** 32 - 1, 2 ** 32, ...seconds.map((s) => s * rate + rate - 1)]
    for (let i = 0; i < 50; i++) ticks.push(choices.below(100_000_000) * rate + choices.below(rate))
    for (const n of ticks) {
      const out = Float64Array.of(-1, -1, -1, -1)
      clock.nanoseconds(n, out, 1)
      expect([...out], `${n} ticks of ${rate} a second`).toEqual(halves((BigInt(n) * 1_000_000_000n) / BigInt(rate)))
    }
  }
})

test('a number below 2⁵³ is two words', () => {
  for (const n of [0, 1, 0xffffffff, 0x100000000, 0x123456789abcd, Number.MAX_SAFE_INTEGER]) {
    const out = Float64Array.of(-1, -1, -1, -1)
    putLong(n, out, 1)
    expect([...out]).toEqual(halves(BigInt(n)))
  }
})

test('a step that leaves gives back the lot that was drawn for it, and none that was not', () => {
  const trusted = smallConfiguration.partitions.map((p): typeof p => ({ ...p, permissions: ['SUPERVISOR'] }))
  const world: World = { ...smallWorld, configuration: { ...smallConfiguration, partitions: trusted } }
  const leave: Effect = { do: 'access', kind: 'load', size: 4, at: world.platform.kernel.base, value: 0 }
  const wait: Effect = { do: 'compute', cycles: 5 }
  for (const choices of [[], [0], [1], [1, 0], [0, 0, 1], [1, 1, 1, 1]])
    for (const first of [[leave], [wait, leave], [wait, wait, leave]])
      for (const third of [[leave], [wait], [wait, leave], [wait, wait, wait]]) {
        const run: Run = { programs: [first, [], third], handlers: [], events: [], choices }
        expect(tryCase({ world, run, steps: 12 }, (w) => new Emulator(w), { fullEvery: 1 }).finding).toBeNull()
        expect(tryCase({ world, run, steps: 12 }, null).reach['left']).toBe(1)
      }
})

test('long programs, and long computations, go as the model says', () => {
  const lengths = [1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 5, 3 * 2 ** 33 + 1, 2 ** 45 + 2 ** 31]
  for (const cycles of lengths) {
    const run: Run = { programs: [[{ do: 'compute', cycles }], [], []], handlers: [], events: [], choices: [] }
    expect(tryCase({ world: smallWorld, run, steps: 8 }, (w) => new Emulator(w), { fullEvery: 1 }).finding).toBeNull()
  }
  for (const length of [20, 21, 22, 63, 64, 65, 128, 130]) {
    const program = (p: number): Program =>
      Array.from({ length }, (_, i) => ({ do: 'compute', cycles: 1 + ((i + p) % 3) }))
    const run: Run = { programs: [0, 1, 2].map(program), handlers: [], events: [], choices: [] }
    const options = { maxSteps: 3 * length + 40, seed: 1 }
    expect(lockstep(smallWorld, (w) => new Emulator(w), run, options).finding).toBeNull()
  }
})
