/** Plainer worlds: a platform that needs no explaining, no permission, action, name or identifier that need not be. */

import type { Platform } from '../spec/module/vocabulary.ts'
import type { PartitionSchedule } from '../spec/time/vocabulary.ts'
import { identifier } from '../spec/words/vocabulary.ts'
import { withEffects, withIdentifiers, type Case } from './case.ts'
import { configured, withSchedules } from './other-worlds.ts'
import { huntPlatform } from './platforms.ts'
import { without } from './smaller-runs.ts'

const ones = { access: 1, trap: 1, service: 1, tick: 1, dispatch: 1, interrupt: 1, reload: 1 }

/** Platforms by how little there is to say of them: each is tried in place of those behind it. */
const plainPlatforms: readonly Platform[] = [
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
    const there = { ...of, world: { ...of.world, platform: plain } }
    yield there
    // What computed up to an instant near the clock's shall do so again.
    const later = plain.cyclesPerTick - platform.cyclesPerTick
    for (const more of [later, later - 1, later + 1, later + 2])
      yield {
        ...there,
        run: withEffects(of.run, (effect) =>
          effect.do === 'compute' ? { ...effect, cycles: Math.max(1, effect.cycles + more) } : effect,
        ),
      }
  }
  if (platform.costs.reload > 1)
    yield { ...of, world: { ...of.world, platform: { ...platform, costs: { ...platform.costs, reload: 1 } } } }
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
    }
  yield* renumbered(of)
  yield* renamed(of)
}

function* renumbered(of: Case): Iterable<Case> {
  const { partitions, time, sharedMemory } = of.world.configuration
  for (const [p, { identifier: old }] of partitions.entries()) {
    if (old === p || partitions.some((other) => other.identifier === p)) continue
    const put = <T extends { readonly partition: number }>(one: T): T =>
      one.partition === old ? { ...one, partition: identifier(p) } : one
    const there = configured(of, {
      partitions: partitions.map((one, i) => (i === p ? { ...one, identifier: identifier(p) } : one)),
      sharedMemory: sharedMemory.map((m) => ({ ...m, access: m.access.map(put) })),
      time: { ...time, schedules: time.schedules.map((s) => ({ ...s, partitions: s.partitions.map(put) })) },
    })
    yield {
      ...there,
      run: withEffects(there.run, (effect) => withIdentifiers(effect, 'partition', (id) => (id === old ? p : id))),
    }
  }
  for (const [s, schedule] of time.schedules.entries()) {
    if (schedule.identifier === s || time.schedules.some((other) => other.identifier === s)) continue
    const there = withSchedules(of, time.schedules.with(s, { ...schedule, identifier: identifier(s) }))
    yield {
      ...there,
      run: withEffects(there.run, (effect) =>
        withIdentifiers(effect, 'schedule', (id) => (id === schedule.identifier ? s : id)),
      ),
    }
  }
}

/** Partitions and schedules named by their places; calls that name them go along. */
function* renamed(of: Case): Iterable<Case> {
  const { partitions, time, sharedMemory } = of.world.configuration
  const unnamed = <T extends { readonly partitionName: string | null }>(one: T): T => ({ ...one, partitionName: null })
  if (partitions.every(({ name }, p) => name === `P${p}`) && time.schedules.every(({ name }, s) => name === `S${s}`))
    return
  const [ofPartition, ofSchedule] = [
    new Map(partitions.map(({ name }, p) => [name, `P${p}`])),
    new Map(time.schedules.map(({ name }, s) => [name, `S${s}`])),
  ]
  const there = configured(of, {
    partitions: partitions.map((one, p) => ({ ...one, name: `P${p}` })),
    sharedMemory: sharedMemory.map((m) => ({ ...m, access: m.access.map(unnamed) })),
    time: {
      ...time,
      schedules: time.schedules.map((one, s) => ({ ...one, name: `S${s}`, partitions: one.partitions.map(unnamed) })),
    },
  })
  const run = withEffects(there.run, (effect) => {
    if (effect.do !== 'call' || !('name' in effect.call)) return effect
    const names = effect.call.service === 'GET_PARTITION_ID' ? ofPartition : ofSchedule
    return { ...effect, call: { ...effect.call, name: names.get(effect.call.name) ?? effect.call.name } }
  })
  yield { ...there, run }
}
