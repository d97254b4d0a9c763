/** The plainest timing there is, tried at once: everything costs one cycle, a window is one long tick, nobody computes to meet an instant. */

import type { Platform, World } from '../spec/module/vocabulary.ts'
import { ticksIn } from '../spec/time/statements.ts'
import { nanoseconds } from '../spec/words/vocabulary.ts'
import type { Case } from './case.ts'
import { withSchedules } from './other-worlds.ts'
import { plainPlatforms } from './plainer-worlds.ts'
import { exactly, retimed } from './smaller-frames.ts'

/** Frames in which every window, and every gap between windows, is a single tick. */
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
    return retimed(of.world, schedule, (tick) => order.filter((bound) => bound < tick).length, exactly(configuration))
  })
  return withSchedules(of, schedules)
}

const withoutComputes = (of: Case): Case => ({
  ...of,
  run: { ...of.run, programs: of.run.programs.map((program) => program.filter((effect) => effect.do !== 'compute')) },
})

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

/** The case at the plainest timing, with its computations and without. */
export function* plainestTiming(of: Case): Iterable<Case> {
  for (const platform of platformsFor(of.world)) {
    const there = inSingleTicks({ ...of, world: { ...of.world, platform } })
    yield withoutComputes(there)
    yield there
  }
}
