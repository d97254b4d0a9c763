/** A small world with ports, its start, and the start with something changed that no run would change: for tests that statements can fail. */

import { isRight } from 'fp-ts/lib/Either.js'
import { modelOf } from '../model/module.ts'
import { translate } from '../model/mmu.ts'
import type { ModuleContext, ModuleCore, ModulePartition, State, Work, World } from '../spec/module/vocabulary.ts'
import type { ChannelState, PortConfiguration, PortReference, PortState } from '../spec/ports/vocabulary.ts'
import type { TimeState } from '../spec/time/vocabulary.ts'
import { address, identifier, nanoseconds, withWord, word, wordAt } from '../spec/words/vocabulary.ts'
import { smallConfiguration, smallWorld } from './small.fixture.ts'

const port = (kind: PortConfiguration['kind'], direction: PortConfiguration['direction']): PortConfiguration =>
  kind === 'sampling'
    ? { kind, name: kind, direction, maxMessageSize: 8, refreshPeriod: nanoseconds(5_000_000n) }
    : { kind, name: kind, direction, maxMessageSize: 8, maxMessages: 2 }

const end = (partition: number, name: string): PortReference => ({
  kind: 'partition',
  partition: identifier(partition),
  partitionName: null,
  port: name,
})

/** The first window of the first partition is lent to the second: for a tick, while two are left. */
const lending = smallConfiguration.time.schedules.map((schedule, s) => ({
  ...schedule,
  partitions: schedule.partitions.map((of, p) => ({
    ...of,
    windows:
      s === 0 && p === 0
        ? of.windows.map((w) => ({
            ...w,
            coPartition: {
              partition: identifier(20),
              quota: nanoseconds(1_000_000n),
              least: nanoseconds(2_000_000n),
            },
          }))
        : of.windows,
  })),
}))

/** The third partition has a second virtual core. Ports 0 and 1 are the first partition’s, 2 and 3 the second’s; channel 0 is a sampling, channel 1 a queuing one. */
export const joinedWorld: World = {
  ...smallWorld,
  configuration: {
    ...smallConfiguration,
    partitions: smallConfiguration.partitions.map((partition, p) =>
      p > 1
        ? { ...partition, cores: 2 }
        : {
            ...partition,
            ports: (['sampling', 'queuing'] as const).map((kind) => port(kind, p === 0 ? 'SOURCE' : 'DESTINATION')),
          },
    ),
    time: { ...smallConfiguration.time, schedules: lending },
    channels: ['sampling', 'queuing'].map((name, c) => ({
      identifier: identifier(c),
      name,
      sources: [end(10, name)],
      destinations: [end(20, name)],
    })),
  },
}

export const { start } = modelOf(joinedWorld)

/** A change of a state. */
export type Bad = (state: State) => State

/** One change after another. */
export const both =
  (...changes: readonly Bad[]): Bad =>
  (state) =>
    changes.reduce((changed, change) => change(changed), state)

const replaced = <T>(all: readonly T[], index: number, part: Partial<T>): readonly T[] =>
  all.map((old, i) => (i === index ? { ...old, ...part } : old))

export const withTime =
  (time: Partial<TimeState>): Bad =>
  (state) => ({ ...state, time: { ...state.time, ...time } })

export const withCore =
  (c: number, core: Partial<ModuleCore>): Bad =>
  (state) => ({ ...state, cores: replaced(state.cores, c, core) })

export const withPartition =
  (p: number, partition: Partial<ModulePartition>): Bad =>
  (state) => ({ ...state, partitions: replaced(state.partitions, p, partition) })

export const withHealth =
  (p: number, health: Partial<ModulePartition['health']>): Bad =>
  (state) => {
    const { health: old } = state.partitions[p] ?? {}
    return old === undefined ? state : withPartition(p, { health: { ...old, ...health } })(state)
  }

export const withProcessor =
  (p: number, processor: Partial<ModulePartition['processor']>): Bad =>
  (state) => {
    const { processor: old } = state.partitions[p] ?? {}
    return old === undefined ? state : withPartition(p, { processor: { ...old, ...processor } })(state)
  }

export const withWindow =
  (c: number, window: Partial<TimeState['cores'][number]>): Bad =>
  (state) =>
    withTime({ cores: replaced(state.time.cores, c, window) })(state)

export const withPort =
  (i: number, changed: Partial<PortState>): Bad =>
  (state) => ({ ...state, ports: { ...state.ports, ports: replaced(state.ports.ports, i, changed) } })

export const withChannel =
  (c: number, changed: Partial<ChannelState>): Bad =>
  (state) => ({ ...state, ports: { ...state.ports, channels: replaced(state.ports.channels, c, changed) } })

export const withLog =
  (health: Partial<State['health']>): Bad =>
  (state) => ({ ...state, health: { ...state.health, ...health } })

export const withWordAt =
  (at: number, value: number): Bad =>
  (state) => ({ ...state, memory: withWord(state.memory, address(at), word(value)) })

/** The table word that maps `virtual` for a partition, changed. */
export const withEntry =
  (context: number, virtual: number, changed: (entry: number) => number): Bad =>
  (state) => {
    const { contextTable } = joinedWorld.platform
    const found = translate(state.memory, { contextTable, context }, 1, address(virtual))
    if (!isRight(found)) throw new Error('nothing is mapped there')
    const at = found.right.entryAt
    return withWordAt(at, changed(wordAt(state.memory, at)))(state)
  }

/** A context with this work, its registers zero. */
export const contextWith = (level: ModuleContext['level'], work: Work): ModuleContext => ({
  level,
  registers: { high: word(0), low: word(0) },
  work,
  processor: null,
})
