/** Plainer names and identifiers: partitions and schedules called by their places, and what names them along with them. */

import type { ModuleConfiguration } from '../spec/module/vocabulary.ts'
import type { PortReference } from '../spec/ports/vocabulary.ts'
import type { WindowConfiguration } from '../spec/time/vocabulary.ts'
import { identifier, type Identifier } from '../spec/words/vocabulary.ts'
import { nameOf } from './actors.ts'
import { withEffects, withIdentifiers, type Case } from './case.ts'
import { configured, withSchedules } from './other-worlds.ts'

/** What a configuration says of a partition by its identifier. */
interface Mention {
  readonly partition: Identifier
  readonly partitionName: string | null
}

/** A configuration with every mention of a partition, outside the list of them, changed. */
const withMentions = (
  { sharedMemory, time, channels, health }: ModuleConfiguration,
  put: <T extends Mention>(one: T) => T,
): Pick<ModuleConfiguration, 'sharedMemory' | 'time' | 'channels' | 'health'> => {
  const end = (reference: PortReference): PortReference => (reference.kind === 'partition' ? put(reference) : reference)
  const lent = (w: WindowConfiguration): WindowConfiguration => {
    if (w.coPartition === null) return w
    const { partition } = put({ partition: w.coPartition.partition, partitionName: null })
    return { ...w, coPartition: { ...w.coPartition, partition } }
  }
  return {
    sharedMemory: sharedMemory.map((m) => ({ ...m, access: m.access.map(put) })),
    time: {
      ...time,
      schedules: time.schedules.map((s) => ({
        ...s,
        partitions: s.partitions.map((of) => ({ ...put(of), windows: of.windows.map(lent) })),
      })),
    },
    channels: channels.map((c) => ({ ...c, sources: c.sources.map(end), destinations: c.destinations.map(end) })),
    health: { ...health, partitionTables: health.partitionTables.map(put) },
  }
}

export /** Identifiers that are the places of what they stand for; calls that give them go along. */
function* renumbered(of: Case): Iterable<Case> {
  const { partitions, time } = of.world.configuration
  for (const [p, { identifier: old }] of partitions.entries()) {
    if (old === p || partitions.some((other) => other.identifier === p)) continue
    const there = configured(of, {
      partitions: partitions.map((one, i) => (i === p ? { ...one, identifier: identifier(p) } : one)),
      ...withMentions(of.world.configuration, (one) =>
        one.partition === old ? { ...one, partition: identifier(p) } : one,
      ),
    })
    yield {
      ...there,
      run: withEffects(there, (effect) => withIdentifiers(effect, 'partition', (id) => (id === old ? p : id))),
    }
  }
  for (const [s, schedule] of time.schedules.entries()) {
    if (schedule.identifier === s || time.schedules.some((other) => other.identifier === s)) continue
    const there = withSchedules(of, time.schedules.with(s, { ...schedule, identifier: identifier(s) }))
    yield {
      ...there,
      run: withEffects(there, (effect) =>
        withIdentifiers(effect, 'schedule', (id) => (id === schedule.identifier ? s : id)),
      ),
    }
  }
}

/** Partitions and schedules named by their places; names in memory go along where they are a single word. */
export function* renamed(of: Case): Iterable<Case> {
  const { partitions, time } = of.world.configuration
  if (partitions.every(({ name }, p) => name === `P${p}`) && time.schedules.every(({ name }, s) => name === `S${s}`))
    return
  const mentions = withMentions(of.world.configuration, (one) => ({ ...one, partitionName: null }))
  const there = configured(of, {
    ...mentions,
    partitions: partitions.map((one, p) => ({ ...one, name: `P${p}` })),
    time: { ...mentions.time, schedules: mentions.time.schedules.map((one, s) => ({ ...one, name: `S${s}` })) },
  })
  const words = new Map(
    [...partitions.map(({ name }, p) => [name, `P${p}`]), ...time.schedules.map(({ name }, s) => [name, `S${s}`])].map(
      ([old = '', now = '']) => [wordOf(old), wordOf(now)],
    ),
  )
  const run = withEffects(there, (effect) => {
    if (effect.do !== 'access' || effect.kind !== 'store' || typeof effect.value !== 'number') return effect
    return { ...effect, value: words.get(effect.value) ?? effect.value }
  })
  yield { ...there, run }
}

/** The first word of a name in memory. */
const wordOf = (name: string): number =>
  nameOf(name)
    .slice(0, 4)
    .reduce((word, byte) => word * 256 + byte, 0)
