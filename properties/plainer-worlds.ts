/** Plainer worlds: a platform that needs no explaining, no permission or action that need not be. */

import type { Platform } from '../spec/module/vocabulary.ts'
import type { PartitionSchedule } from '../spec/time/vocabulary.ts'
import { withEffects, type Case } from './case.ts'
import { onPlatform } from './guest-moving.ts'
import { configured, withSchedules } from './other-worlds.ts'
import { huntPlatform } from './platforms.ts'
import { renamed, renumbered } from './plainer-names.ts'
import { without } from './smaller-runs.ts'

const ones = { access: 1, trap: 1, service: 1, copy: 1, tick: 1, dispatch: 1, interrupt: 1, reload: 1 }

/** Platforms by how little there is to say of them: each is tried in place of those behind it. */
export const plainPlatforms: readonly Platform[] = [
  { ...huntPlatform, id: 'hunt, long ticks, ones', cyclesPerTick: 100, costs: ones },
  { ...huntPlatform, id: 'hunt, short ticks, ones', cyclesPerTick: 8, costs: ones },
  { ...huntPlatform, id: 'hunt, long ticks', cyclesPerTick: 100 },
  huntPlatform,
]

/** Ticks that fit more, or nothing to spare, at plain costs. */
export function* plainerPlatform(of: Case): Iterable<Case> {
  const { platform } = of.world
  const rank = plainPlatforms.findIndex(({ id }) => id === platform.id)
  for (const plain of rank < 0 ? plainPlatforms : plainPlatforms.slice(0, rank)) {
    const there = { ...of, world: onPlatform(of.world, plain) }
    yield there
    // What computed up to an instant near the clock's shall do so again.
    const later = plain.cyclesPerTick - platform.cyclesPerTick
    for (const more of [later, later - 1, later + 1, later + 2])
      yield {
        ...there,
        run: withEffects(of, (effect) =>
          effect.do === 'compute' ? { ...effect, cycles: Math.max(1, effect.cycles + more) } : effect,
        ),
      }
  }
  for (const cost of ['reload', 'copy'] as const)
    if (platform.costs[cost] > 1)
      yield { ...of, world: { ...of.world, platform: { ...platform, costs: { ...platform.costs, [cost]: 1 } } } }
}

/** Nothing that need not be: permissions, actions, odd names and identifiers. */
export function* plainerWords(of: Case): Iterable<Case> {
  const { partitions, time } = of.world.configuration
  for (const [p, partition] of partitions.entries()) {
    for (const permissions of without(partition.permissions))
      yield configured(of, { partitions: partitions.with(p, { ...partition, permissions }) })
  }
  for (const [s, schedule] of time.schedules.entries())
    for (const [p, given] of schedule.partitions.entries()) {
      const put = (changed: Partial<PartitionSchedule>): Case =>
        withSchedules(
          of,
          time.schedules.with(s, { ...schedule, partitions: schedule.partitions.with(p, { ...given, ...changed }) }),
        )
      if (given.changeAction !== 'IGNORE') yield put({ changeAction: 'IGNORE' })
      if (given.setModuleSchedule) yield put({ setModuleSchedule: false })
      for (const [w, window] of given.windows.entries())
        if (window.coPartition !== null) yield put({ windows: given.windows.with(w, { ...window, coPartition: null }) })
    }
  yield* renumbered(of)
  yield* renamed(of)
}
