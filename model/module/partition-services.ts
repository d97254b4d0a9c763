/** The calls about partitions and the memory they share. Read it beside spec/partition/tables.ts and spec/space/tables.ts. */

import { halves, nameAt } from '../hypercall.ts'
import { may } from '../partition.ts'
import { inNanoseconds } from '../time.ts'
import type { ModulePartition, State } from '../../spec/module/vocabulary.ts'
import {
  getPartitionId,
  getPartitionStatus,
  setPartitionMode,
  type SetModeSituation,
} from '../../spec/partition/tables.ts'
import {
  modeNumber,
  operatingModes,
  startConditionNumber,
  type OperatingMode,
} from '../../spec/partition/vocabulary.ts'
import { getSharedArea } from '../../spec/space/tables.ts'
import type { Rights } from '../../spec/space/vocabulary.ts'
import { decide } from '../../spec/statement.ts'
import { word, type Ticks, type Word } from '../../spec/words/vocabulary.ts'
import {
  answered,
  answersFor,
  argument,
  blank,
  callerOf,
  each,
  reported,
  viewOf,
  wordsAt,
  type Calling,
} from './calling.ts'
import { identifierOf, type Machine } from './machine.ts'
import { halt, partitionOf, restart, withPartition, type Done } from './state.ts'

/** The identifier that means the caller. */
const self = 0xffffffff

/** Whom an identifier means; null for nobody. */
const targetOf = ({ machine, partition }: Calling, identifier: number): number | null =>
  identifier === self ? partition : (machine.known.partitions.get(identifier) ?? null)

/** What the table of SET_PARTITION_MODE asks about. */
const setModeSituation = (
  state: State,
  calling: Calling,
  target: number | null,
  wanted: OperatingMode | null,
): SetModeSituation => ({
  other: target !== calling.partition,
  authorised: may(callerOf(state, calling), 'SET_PARTITION_MODE'),
  target,
  wanted,
  mode: target === null ? null : partitionOf(state, target).mode,
  state: target === null ? null : partitionOf(state, target).state,
})

export const setMode = (state: State, calling: Calling): Done => {
  const target = targetOf(calling, argument(calling, 0))
  const wanted = operatingModes[argument(calling, 1)] ?? null
  const row = decide(setPartitionMode.rows, setModeSituation(state, calling, target, wanted))
  const done = answered(state, calling, row)
  return row.returns !== 'NO_ERROR' || target === null || wanted === null
    ? done
    : { ...done, state: inMode(calling.machine, done.state, target, wanted) }
}

const inMode = (machine: Machine, state: State, p: number, mode: OperatingMode): State => {
  switch (mode) {
    case 'IDLE':
      return halt(machine, state, p)
    case 'COLD_START':
    case 'WARM_START':
      return restart(machine, state, p, mode, 'PARTITION_RESTART')
    case 'NORMAL':
      return withPartition(state, p, { ...partitionOf(state, p), mode })
  }
}

export const partitionStatus = (state: State, calling: Calling): Done => {
  const target = targetOf(calling, argument(calling, 0))
  const words = target === null ? blank(10) : statusOf(calling.machine, partitionOf(state, target), target)
  const situation = {
    name: true,
    other: target !== calling.partition,
    authorised: may(callerOf(state, calling), 'SET_PARTITION_MODE'),
    known: target !== null,
  }
  return reported(state, calling, getPartitionStatus.rows, wordsAt(argument(calling, 1), words), (pointer) => [
    { ...situation, pointer },
  ])
}

/** The ten words of GET_PARTITION_STATUS. */
const statusOf = (machine: Machine, partition: ModulePartition, p: number): readonly Word[] => [
  word(identifierOf(machine, p)),
  word(modeNumber[partition.mode]),
  word(startConditionNumber[partition.startCondition]),
  word(partition.window),
  ...halves(inUnit(machine, partition.period)),
  ...halves(inUnit(machine, partition.duration)),
  ...halves(partition.elapsed),
]

/** A period or duration as it is reported (TIME-V5). */
const inUnit = ({ world }: Machine, time: Ticks): bigint => {
  switch (world.profile.time.periodUnit) {
    case 'nanoseconds':
      return inNanoseconds(time, world.configuration.time.ticksPerSecond)
    case 'ticks':
      return BigInt(time)
  }
}

export const partitionId = (state: State, calling: Calling): Done => {
  const { machine, partition } = calling
  const name = nameAt(viewOf(state, calling), argument(calling, 0))
  const found = (text: string): number | null =>
    text === '' ? partition : (machine.known.partitionNames.get(text) ?? null)
  const meant = answersFor<number | null>(name, found, null, [partition, null])
  const identifier = meant[0] === null ? 0 : identifierOf(machine, meant[0])
  const authorised = may(callerOf(state, calling), 'SET_PARTITION_MODE')
  const report = wordsAt(argument(calling, 1), [word(identifier)])
  return reported(state, calling, getPartitionId.rows, report, (pointer) =>
    each(meant, (p) => ({
      name: name.kind !== 'unreadable',
      other: p !== partition,
      authorised,
      known: p !== null,
      pointer,
    })),
  )
}

/** Rights as GET_SHARED_AREA gives them. */
const rightsNumber: { readonly [rights in Rights]: number } = { R: 1, RW: 3, RX: 5, RWX: 7, X: 4 }

export const sharedArea = (state: State, calling: Calling): Done => {
  const { machine, partition } = calling
  const name = nameAt(viewOf(state, calling), argument(calling, 0))
  const found = (text: string): readonly Word[] | null => areaWords(machine, partition, text)
  const words = answersFor<readonly Word[] | null>(name, found, null, [blank(4), null])
  const report = wordsAt(argument(calling, 1), words[0] ?? blank(4))
  return reported(state, calling, getSharedArea.rows, report, (pointer) =>
    each(words, (area) => ({ name: name.kind !== 'unreadable', known: area !== null, pointer })),
  )
}

/** The four words about a shared area of a name; null if the partition has no share in it. */
const areaWords = (machine: Machine, p: number, name: string): readonly Word[] | null => {
  const shared = machine.shared[machine.known.sharedNames.get(name) ?? -1]
  const identifier = identifierOf(machine, p)
  const share = shared?.configured.access.find((access) => access.partition === identifier)
  return shared === undefined || share === undefined
    ? null
    : [
        word(shared.area.virtual),
        word(shared.area.bytes),
        word(rightsNumber[share.rights]),
        word(shared.configured.identifier),
      ]
}
