/** The plainest timing there is, tried at once: everything costs one cycle, a window is one long tick, nobody computes to meet an instant. */

import type { Platform, Program, World } from '../spec/module/vocabulary.ts'
import { isOver } from '../spec/module/statements.ts'
import { ticksIn } from '../spec/time/statements.ts'
import { nanoseconds, type Nanoseconds } from '../spec/words/vocabulary.ts'
import { programOf, type Case } from './case.ts'
import { onPlatform } from './guest-moving.ts'
import { configured } from './other-worlds.ts'
import { withoutReferences, withRefresh } from './port-records.ts'
import { prepared } from './prepared.ts'
import { plainPlatforms } from './plainer-worlds.ts'
import { retimed } from './smaller-frames.ts'

const milliseconds = (n: number): Nanoseconds => nanoseconds(BigInt(n) * 1_000_000n)

/** Frames in which every window, and every gap between windows, is a single tick: a millisecond. */
const inSingleTicks = (of: Case): Case => {
  const { configuration } = of.world
  const ticks = (t: bigint): number => ticksIn(nanoseconds(t), configuration.time.ticksPerSecond)
  const schedules = configuration.time.schedules.map((schedule) => {
    const windows = schedule.partitions.flatMap((p) => p.windows)
    const bounds = new Set([
      0,
      ticks(schedule.majorFrame),
      ...windows.flatMap((w) => [ticks(w.start), ticks(w.start + w.duration)]),
    ])
    const order = [...bounds].toSorted((a, b) => a - b)
    return retimed(of.world, schedule, (tick) => order.filter((bound) => bound < tick).length, milliseconds)
  })
  const refreshed = withRefresh(
    of,
    (n) => n,
    (n) => n * 1_000_000n,
  )
  return configured(refreshed, { time: { ...configuration.time, ticksPerSecond: 1000, schedules } })
}

const withPrograms = (of: Case, programs: readonly Program[]): Case => ({ ...of, run: { ...of.run, programs } })

const withoutComputes = (of: Case): Case =>
  withPrograms(
    of,
    of.run.programs.map((program) => program.filter((effect) => effect.do !== 'compute')),
  )

/** For each program, in which of its partition's windows each of its effects was consumed: of how many windows it had seen the beginning. */
const windowsSeen = ({ world, run, steps }: Case): readonly (readonly number[])[] => {
  const { model } = prepared(world)
  const advance = model.of(run)
  const begun = run.programs.map(() => 0)
  const seen: number[][] = run.programs.map(() => [])
  let state = model.start
  for (let s = 0; s < steps && !isOver(state); s++) {
    const { state: after, happening } = advance(state)
    for (const [p, windows] of begun.entries())
      if ((after.consumed.effects[p] ?? 0) > (state.consumed.effects[p] ?? 0)) seen[p]?.push(windows)
    if (happening.kind === 'tick')
      for (const c of happening.dispatched) {
        const running = after.time.cores[c]?.running ?? null
        const p = running === null ? -1 : programOf(world.configuration, running)
        if (p >= 0) begun[p] = (begun[p] ?? 0) + 1
      }
    state = after
  }
  return seen
}

/** Programs that compute only to let windows pass, at most so many at a time: each effect in the window in which it was. */
const byWindows = (of: Case, { cyclesPerTick, costs }: Platform, most = Infinity): Case => {
  const usable = cyclesPerTick - costs.tick - costs.dispatch
  const seen = windowsSeen(of)
  return withPrograms(
    of,
    of.run.programs.map((program, p) => {
      let before = 0
      return program.flatMap((effect, k): Program => {
        if (effect.do === 'compute') return []
        const window = seen[p]?.[k] ?? before
        const passed = Math.min(window - before, most)
        before = window
        return passed > 0 ? [{ do: 'compute', cycles: passed * usable - 1 }, effect] : [effect]
      })
    }),
  )
}

/** A tick that everything fits into; where copies can be preempted, also one in which no copy does. */
const platformsFor = ({ platform, profile }: World): readonly Platform[] => {
  const rank = plainPlatforms.findIndex(({ id }) => id === platform.id)
  const [plain] = plainPlatforms
  if (plain === undefined || rank === 0) return []
  const copying = {
    ...plain,
    id: 'hunt, long ticks and copies, ones',
    costs: { ...plain.costs, copy: plain.cyclesPerTick - 1 },
  }
  return profile.ports.copying === 'preemptible' && platform.id !== copying.id ? [plain, copying] : [plain]
}

/** Every message out of date after a single tick. */
const briefly = (of: Case): Case => {
  const { ticksPerSecond } = of.world.configuration.time
  return withRefresh(
    of,
    (n) => (n > 1n ? 1n : n),
    // A time that is no whole number of nanoseconds is rounded up, or it were a tick less.
    (n) => (n * 1_000_000_000n + BigInt(ticksPerSecond) - 1n) / BigInt(ticksPerSecond),
  )
}

/** The case at the plainest timing: with its computations, without, with those that let windows pass. */
export function* plainestTiming(of: Case): Iterable<Case> {
  const sampling = of.world.configuration.partitions.some(({ ports }) => ports.some(({ kind }) => kind === 'sampling'))
  for (const platform of platformsFor(of.world)) {
    const there = (one: Case): Case => inSingleTicks({ ...one, world: onPlatform(one.world, platform) })
    yield there(withoutComputes(of))
    if (sampling) yield there(withoutComputes(withoutReferences(of)))
    if (sampling) yield there(briefly(byWindows(of, platform, 1)))
    yield there(byWindows(of, platform))
    yield there(of)
  }
}
