/** Smaller worlds: fewer partitions, schedules, shared memories and cores, less memory; the run goes along. */

import type { EnvironmentEvent } from '../spec/module/vocabulary.ts'
import { nanoseconds } from '../spec/words/vocabulary.ts'
import { runnersOf, type Case } from './case.ts'
import { channelsWithout } from './smaller-joins.ts'
import { configured, inWorld, withSchedules } from './other-worlds.ts'
import { without } from './smaller-runs.ts'

export function* fewerPartitions(of: Case): Iterable<Case> {
  const { configuration } = of.world
  if (configuration.partitions.length === 1) return
  for (const [gone, { identifier: id }] of configuration.partitions.entries()) {
    const keeps = <T extends { readonly partition: number }>(list: readonly T[]): readonly T[] =>
      list.filter((one) => one.partition !== id)
    const world = {
      ...of.world,
      configuration: {
        ...configuration,
        partitions: configuration.partitions.filter((_, p) => p !== gone),
        sharedMemory: configuration.sharedMemory.map((m) => ({ ...m, access: keeps(m.access) })),
        channels: channelsWithout(configuration, (end) => end.partition === id),
        health: { ...configuration.health, partitionTables: keeps(configuration.health.partitionTables) },
        time: {
          ...configuration.time,
          schedules: configuration.time.schedules.map((s) => ({
            ...s,
            partitions: keeps(s.partitions).map((of) => ({
              ...of,
              windows: of.windows.map((w) => (w.coPartition?.partition === id ? { ...w, coPartition: null } : w)),
            })),
          })),
        },
      },
    }
    const there = inWorld(of, world, (p) => (p > gone ? p - 1 : p))
    const { programs, handlers } = there.run
    const runners = runnersOf(configuration)
    yield {
      ...there,
      run: {
        ...there.run,
        programs: programs.filter((_, k) => runners[k]?.partition !== gone),
        handlers: handlers.filter((_, p) => p !== gone),
      },
    }
  }
}

export function* fewerSchedules(of: Case): Iterable<Case> {
  const { schedules } = of.world.configuration.time
  for (const gone of schedules.keys()) {
    if (schedules.length === 1) return
    const kept = schedules.filter((_, s) => s !== gone)
    const initial = kept.some((s) => s.initial) ? kept : kept.map((s, i) => ({ ...s, initial: i === 0 }))
    const events = of.run.events.flatMap((event): readonly EnvironmentEvent[] =>
      event.kind === 'request'
        ? event.schedule === gone
          ? []
          : [{ ...event, schedule: event.schedule > gone ? event.schedule - 1 : event.schedule }]
        : [event],
    )
    const fewer = withSchedules(of, initial)
    yield { ...fewer, run: { ...fewer.run, events } }
  }
}

export function* fewerShared(of: Case): Iterable<Case> {
  for (const sharedMemory of without(of.world.configuration.sharedMemory)) yield configured(of, { sharedMemory })
  for (const [m, shared] of of.world.configuration.sharedMemory.entries())
    for (const access of without(shared.access))
      yield configured(of, { sharedMemory: of.world.configuration.sharedMemory.with(m, { ...shared, access }) })
}

/** One core less: a virtual core with its program, or a core with its windows. */
export function* fewerCores(of: Case): Iterable<Case> {
  const { time, partitions } = of.world.configuration
  for (const [p, partition] of partitions.entries()) {
    if (partition.cores === 1) continue
    const schedules = time.schedules.map((s) => ({
      ...s,
      partitions: s.partitions.map((given) =>
        given.partition === partition.identifier
          ? { ...given, windows: given.windows.map((w) => ({ ...w, cores: w.cores.slice(0, -1) })) }
          : given,
      ),
    }))
    const fewer = configured(of, {
      partitions: partitions.with(p, { ...partition, cores: partition.cores - 1 }),
      time: { ...time, schedules },
    })
    const runners = runnersOf(of.world.configuration)
    const programs = fewer.run.programs.filter(
      (_, k) => runners[k]?.partition !== p || runners[k].virtualCore < partition.cores - 1,
    )
    yield { ...fewer, run: { ...fewer.run, programs } }
  }
  if (time.requiredCores === 1) return
  for (let gone = time.requiredCores - 1; gone >= 0; gone--) {
    const renumbered = (core: number): number => (core > gone ? core - 1 : core)
    const schedules = time.schedules.map((s) => ({
      ...s,
      partitions: s.partitions.map((given) => {
        const windows = given.windows
          .filter((w) => !w.cores.includes(gone))
          .map((w) => ({ ...w, cores: w.cores.map(renumbered) }))
        return {
          ...given,
          windows,
          period: s.majorFrame,
          duration: nanoseconds(windows.reduce((sum, w) => sum + w.duration, 0n)),
        }
      }),
    }))
    const events = of.run.events.flatMap((event): readonly EnvironmentEvent[] =>
      event.kind === 'interrupt' ? (event.core === gone ? [] : [{ ...event, core: renumbered(event.core) }]) : [event],
    )
    const fewer = configured(of, { time: { ...time, requiredCores: time.requiredCores - 1, schedules } })
    yield { ...fewer, run: { ...fewer.run, events } }
  }
}

export function* lessMemory(of: Case): Iterable<Case> {
  const { partitions, sharedMemory } = of.world.configuration
  for (const smaller of [
    <T extends { readonly unit: number }>(memory: T) => ({ ...memory, unit: 0x1000 as const, size: 0x1000 }),
    <T extends { readonly unit: number }>(memory: T) => ({ ...memory, size: memory.unit }),
  ]) {
    for (const [p, partition] of partitions.entries())
      if (
        partition.memory.size !== smaller(partition.memory).size ||
        partition.memory.unit !== smaller(partition.memory).unit
      )
        yield configured(of, { partitions: partitions.with(p, { ...partition, memory: smaller(partition.memory) }) })
    for (const [m, shared] of sharedMemory.entries())
      if (shared.size !== smaller(shared).size || shared.unit !== smaller(shared).unit)
        yield configured(of, { sharedMemory: sharedMemory.with(m, smaller(shared)) })
  }
}
