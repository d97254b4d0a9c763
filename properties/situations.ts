/** Each call held to its table: the situation, read off the state by what the specification says of it, and what the table wants. */

import type { Happening, State, World } from '../spec/module/vocabulary.ts'
import { getPartitionId, getPartitionStatus, setPartitionMode, type PartitionsSlice } from '../spec/partition/tables.ts'
import { operatingModes, permission } from '../spec/partition/vocabulary.ts'
import { decide, that, type Breach, type Table } from '../spec/statement.ts'
import { endWindow, getScheduleId, getScheduleStatus, setSchedule } from '../spec/time/tables.ts'
import type { TimeState } from '../spec/time/vocabulary.ts'
import type { ReturnCode } from '../spec/words/vocabulary.ts'
import { areasOfWorld } from './addresses.ts'

/** A breach, and the statement that it is a breach of. */
export interface Told {
  readonly statement: string
  readonly breach: Breach
}

type Serviced = Extract<Happening, { readonly kind: 'service' }>

/** One table asked about one call: its own row, its postconditions. */
const held = <Situation, Slice>(
  table: Table<Situation, ReturnCode, Slice>,
  situation: Situation,
  { code, row }: Serviced,
  before: Slice,
  after: Slice,
): readonly Told[] => {
  const decided = decide(table.rows, situation)
  return [
    ...that(
      decided.id === row && decided.returns === code,
      ['service'],
      `${row} gave ${code}; ${decided.id} gives ${decided.returns}`,
    ).map((breach) => ({
      statement: table.id,
      breach,
    })),
    ...table.postconditions.flatMap((p) =>
      p.breaches(situation, code, before, after).map((breach) => ({ statement: p.id, breach })),
    ),
  ]
}

/** A world's stretches of virtual addresses that each partition may store to, joined where they touch. */
export const writableOf = (world: World): readonly (readonly { readonly from: number; readonly to: number }[])[] => {
  const areas = areasOfWorld(world)
  const { partitions, sharedMemory } = world.configuration
  return partitions.map(({ identifier }, p) =>
    areas
      .filter(({ owner }) => {
        if (owner.kind === 'partition') return owner.index === p
        const share =
          owner.kind === 'shared'
            ? sharedMemory[owner.index]?.access.find((a) => a.partition === identifier)
            : undefined
        return share !== undefined && (share.rights === 'RW' || share.rights === 'RWX')
      })
      .toSorted((a, b) => a.virtual - b.virtual)
      .reduce((joined: readonly { readonly from: number; readonly to: number }[], { virtual, bytes }) => {
        const last = joined.at(-1)
        return last?.to === virtual
          ? [...joined.slice(0, -1), { from: last.from, to: virtual + bytes }]
          : [...joined, { from: virtual, to: virtual + bytes }]
      }, []),
  )
}

/** An identifier that means the caller, whatever its own is. */
const SELF = 0xffffffff

/** Holds calls to their tables, for one world. */
export class Tables {
  readonly #world: World
  readonly #writable: ReturnType<typeof writableOf>

  constructor(world: World) {
    this.#world = world
    this.#writable = writableOf(world)
  }

  #pointer(p: number, at: number, bytes: number): boolean {
    return at % 8 === 0 && (this.#writable[p] ?? []).some(({ from, to }) => from <= at && at + bytes <= to)
  }

  /** Whom a call is about, by identifier. */
  #meant(caller: number, identifier: number): { readonly target: number | null; readonly other: boolean } {
    const found = this.#world.configuration.partitions.findIndex((p) => p.identifier === identifier)
    const target = identifier === SELF ? caller : found < 0 ? null : found
    return { target, other: target !== caller }
  }

  /** What one call breaches: its table's row order, its postconditions. */
  breaches(happening: Serviced, before: State, after: State): readonly Told[] {
    const { call, partition: p, core } = happening
    const mine = before.partitions[p]?.permissions ?? 0
    const modes = (mine & permission.SET_PARTITION_MODE) !== 0
    const slices = { before: before.partitions, after: after.partitions } satisfies {
      before: PartitionsSlice
      after: PartitionsSlice
    }
    const times = { before: before.time, after: after.time } satisfies { before: TimeState; after: TimeState }
    switch (call.service) {
      case 'SET_PARTITION_MODE': {
        const { target, other } = this.#meant(p, call.partition)
        const it = target === null ? undefined : before.partitions[target]
        const situation = {
          other,
          authorised: modes,
          target,
          wanted: operatingModes[call.mode] ?? null,
          mode: it?.mode ?? null,
          state: it?.state ?? null,
        }
        return held(setPartitionMode, situation, happening, slices.before, slices.after)
      }
      case 'GET_PARTITION_STATUS': {
        const { target, other } = this.#meant(p, call.partition)
        const situation = {
          other,
          authorised: modes,
          known: target !== null,
          pointer: this.#pointer(p, call.pointer, 40),
        }
        return held(getPartitionStatus, situation, happening, slices.before, slices.after)
      }
      case 'GET_PARTITION_ID': {
        const named = this.#world.configuration.partitions.findIndex(({ name }) => name === call.name)
        const own = call.name === '' || named === p
        const situation = {
          other: !own,
          authorised: modes,
          known: own || named >= 0,
          pointer: this.#pointer(p, call.pointer, 4),
        }
        return held(getPartitionId, situation, happening, slices.before, slices.after)
      }
      case 'SET_SCHEDULE': {
        const wanted = this.#world.configuration.time.schedules.findIndex((s) => s.identifier === call.schedule)
        const situation = {
          authorised: (mine & permission.SET_SCHEDULE) !== 0,
          wanted: wanted < 0 ? null : wanted,
          current: before.time.schedule,
        }
        return held(setSchedule, situation, happening, times.before, times.after)
      }
      case 'GET_SCHEDULE_ID': {
        const known = this.#world.configuration.time.schedules.some((s) => s.name === call.name)
        return held(
          getScheduleId,
          { known, pointer: this.#pointer(p, call.pointer, 4) },
          happening,
          times.before,
          times.after,
        )
      }
      case 'GET_SCHEDULE_STATUS':
        return held(
          getScheduleStatus,
          { pointer: this.#pointer(p, call.pointer, 16) },
          happening,
          times.before,
          times.after,
        )
      case 'END_WINDOW': {
        const authorised =
          this.#world.profile.time.endWindowPermission === 'anyone' || (mine & permission.MODULE_CONTROL) !== 0
        return held(endWindow, { authorised, core }, happening, times.before, times.after)
      }
    }
  }
}
