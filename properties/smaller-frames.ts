/** Shorter frames: ticks cut out of them, windows left out, all of it at a plain rate. */

import type { ModuleConfiguration, World } from '../spec/module/vocabulary.ts'
import { ticksIn } from '../spec/time/statements.ts'
import type {
  CoPartition,
  PartitionSchedule,
  ScheduleConfiguration,
  WindowConfiguration,
} from '../spec/time/vocabulary.ts'
import { nanoseconds, type Nanoseconds } from '../spec/words/vocabulary.ts'
import type { Case } from './case.ts'
import { configured, withSchedules } from './other-worlds.ts'
import { withRefresh } from './port-records.ts'
import { without } from './smaller-runs.ts'

/** The times of a schedule in ticks. */
const inTicks =
  ({ time }: ModuleConfiguration) =>
  (t: Nanoseconds): number =>
    ticksIn(t, time.ticksPerSecond)

/** A schedule with every instant moved: in ticks, and from ticks to times. */
export const retimed = (
  { configuration }: World,
  schedule: ScheduleConfiguration,
  moved: (tick: number) => number,
  to: (ticks: number) => Nanoseconds,
): ScheduleConfiguration => {
  const ticks = inTicks(configuration)
  const majorFrame = to(moved(ticks(schedule.majorFrame)))
  return {
    ...schedule,
    majorFrame,
    partitions: schedule.partitions.map((of): PartitionSchedule => {
      const windows = of.windows.flatMap((w): readonly WindowConfiguration[] => {
        const [start, end] = [moved(ticks(w.start)), moved(ticks(nanoseconds(w.start + w.duration)))]
        const coPartition = relent(w.coPartition, (t) => to(ticks(t)))
        return start < end
          ? [{ ...w, start: to(start), duration: to(end - start), periodStart: start === 0, coPartition }]
          : []
      })
      return {
        ...of,
        windows,
        period: majorFrame,
        duration: nanoseconds(windows.reduce((sum, w) => sum + w.duration, 0n)),
      }
    }),
  }
}

/** A co-partition at another rate. */
const relent = (of: CoPartition | null, time: (t: Nanoseconds) => Nanoseconds): CoPartition | null =>
  of === null ? null : { ...of, quota: time(of.quota), least: time(of.least) }

/** Times of so many ticks at a configuration’s rate. */
export const exactly =
  ({ time }: ModuleConfiguration) =>
  (ticks: number): Nanoseconds =>
    nanoseconds((BigInt(ticks) * 1_000_000_000n) / BigInt(time.ticksPerSecond))

/** Of a frame of billions of ticks no single one is cut out. */
const MOST_CUTS = 64

/** Ticks cut out of frames: half of one, down to single ticks. */
export function* shorterFrames(of: Case): Iterable<Case> {
  const { configuration } = of.world
  for (const [s, schedule] of configuration.time.schedules.entries()) {
    const frame = inTicks(configuration)(schedule.majorFrame)
    for (let cut = frame - 1; cut >= 1 && frame <= MOST_CUTS * cut; cut = cut === 1 ? 0 : Math.ceil(cut / 2))
      for (let from = frame - cut; from >= 0; from -= cut) {
        const moved = (tick: number): number => (tick <= from ? tick : Math.max(from, tick - cut))
        yield withSchedules(
          of,
          configuration.time.schedules.with(s, retimed(of.world, schedule, moved, exactly(configuration))),
        )
      }
  }
}

/** A plain rate: a thousand ticks a second, all times the same number of ticks. */
export function* plainerRate(of: Case): Iterable<Case> {
  const { time } = of.world.configuration
  if (time.ticksPerSecond === 1000) return
  const to = (ticks: number): Nanoseconds => nanoseconds(BigInt(ticks) * 1_000_000n)
  const schedules = time.schedules.map((schedule) => retimed(of.world, schedule, (tick) => tick, to))
  const refreshed = withRefresh(
    of,
    (ticks) => ticks,
    (ticks) => ticks * 1_000_000n,
  )
  yield configured(refreshed, { time: { ...time, ticksPerSecond: 1000, schedules } })
}

export function* fewerWindows(of: Case): Iterable<Case> {
  const { schedules } = of.world.configuration.time
  for (const [s, schedule] of schedules.entries())
    for (const [p, given] of schedule.partitions.entries()) {
      const put = (changed: readonly PartitionSchedule[]): Case =>
        withSchedules(of, schedules.with(s, { ...schedule, partitions: changed }))
      yield put(schedule.partitions.filter((_, i) => i !== p))
      for (const windows of without(given.windows)) {
        const duration = nanoseconds(windows.reduce((sum, w) => sum + w.duration, 0n))
        yield put(schedule.partitions.with(p, { ...given, windows, period: schedule.majorFrame, duration }))
      }
    }
}

/** The windows of a core on one before it, where they fit: a core without windows can be left out. */
export function* lowerCores(of: Case): Iterable<Case> {
  const { requiredCores, schedules } = of.world.configuration.time
  for (let from = requiredCores - 1; from > 0; from--)
    for (let to = 0; to < from; to++) {
      const moved = (w: WindowConfiguration): WindowConfiguration => ({
        ...w,
        cores: w.cores.map((core) => (core === from ? to : core)),
      })
      const windows = schedules.flatMap((s) => s.partitions.flatMap((p) => p.windows))
      if (windows.every(({ cores }) => !cores.includes(from))) continue
      yield withSchedules(
        of,
        schedules.map((s) => ({
          ...s,
          partitions: s.partitions.map((p) => ({ ...p, windows: p.windows.map(moved) })),
        })),
      )
    }
}
