/** A case carried over into another world: what its run points at moves along. */

import type { ModuleConfiguration, World } from '../spec/module/vocabulary.ts'
import type { ScheduleConfiguration } from '../spec/time/vocabulary.ts'
import { identifier } from '../spec/words/vocabulary.ts'
import { areasOfWorld } from './addresses.ts'
import { withAddresses, withEffects, type Case } from './case.ts'
import { imagesIn } from './guest-moving.ts'

/** A case in another world: addresses follow the areas that they pointed into, counted from whichever end is nearer. */
export const inWorld = (of: Case, world: World, moved: (partition: number) => number = (p) => p): Case => {
  const [before, after] = [areasOfWorld(of.world), areasOfWorld(world)]
  const shared = new Map(world.configuration.sharedMemory.map((m, i) => [m.identifier, i]))
  const follow = (at: number, partition: number): number => {
    const old = before.find(
      ({ owner, virtual, bytes }) =>
        virtual <= at && at < virtual + bytes && (owner.kind !== 'partition' || owner.index === partition),
    )
    if (old === undefined || old.owner.kind === 'kernel' || old.owner.kind === 'devices') return at
    const owner =
      old.owner.kind === 'partition'
        ? moved(partition)
        : shared.get(of.world.configuration.sharedMemory[old.owner.index]?.identifier ?? identifier(-1))
    const now = after.find(
      (area) => area.owner.kind === old.owner.kind && 'index' in area.owner && area.owner.index === owner,
    )
    if (now === undefined) return at
    const [fromStart, fromEnd] = [at - old.virtual, old.virtual + old.bytes - at]
    return fromStart < fromEnd
      ? now.virtual + Math.min(fromStart, now.bytes - 8 + (fromStart % 8))
      : now.virtual + now.bytes - Math.min(fromEnd, now.bytes)
  }
  const same =
    before.length === after.length &&
    before.every((a, i) => a.virtual === after[i]?.virtual && a.bytes === after[i].bytes)
  return {
    ...of,
    world: same ? world : imagesIn(of.world, world),
    run: same ? of.run : withEffects(of, (effect, p) => withAddresses(effect, (at) => follow(at, p))),
  }
}

export const configured = (of: Case, configuration: Partial<ModuleConfiguration>): Case =>
  inWorld(of, { ...of.world, configuration: { ...of.world.configuration, ...configuration } })

export const withSchedules = (of: Case, schedules: readonly ScheduleConfiguration[]): Case =>
  configured(of, { time: { ...of.world.configuration.time, schedules } })
