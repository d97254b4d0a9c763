/** The calls about health: errors raised and read, the log, the state of the system, what a partition is told of. Read it beside spec/health/tables.ts. */

import { halves } from '../hypercall.ts'
import { read } from '../health.ts'
import { may } from '../partition.ts'
import { getHmEvent, getHmLog, popFromHmLog, raiseEvent, setSystemState } from '../../spec/health/tables.ts'
import {
  errors,
  healthError,
  levelNumber,
  logLength,
  systemState,
  type LogEntry,
  type SystemState,
} from '../../spec/health/vocabulary.ts'
import type { State } from '../../spec/module/vocabulary.ts'
import { decide } from '../../spec/statement.ts'
import { word, type Word } from '../../spec/words/vocabulary.ts'
import { answered, argument, blank, callerOf, reported, silent, valued, wordsAt, type Calling } from './calling.ts'
import { identifierOf, type Machine } from './machine.ts'
import { inPartition, raise } from './raising.ts'
import { withHealth, withProcessor, type Done } from './state.ts'

/** The call has returned, and its error is raised in the caller: who is halted or restarted by it does not return. */
export const raisedBy = ({ machine, core, partition }: Calling, done: Done, error: number): Done => ({
  ...done,
  state: raise(machine, done.state, inPartition(done.state, core, partition, error)).state,
})

export const raiseError = (state: State, calling: Calling): Done => {
  const error = argument(calling, 0)
  const row = decide(raiseEvent.rows, { known: error < errors })
  const done = answered(state, calling, row)
  return row.returns === 'NO_ERROR' ? raisedBy(calling, done, error) : done
}

/** The software trap that raises an error, with no answer. */
export const raiseErrorSilently = (state: State, calling: Calling): Done => {
  const error = argument(calling, 0)
  const done = silent(state, calling)
  return error < errors ? raisedBy(calling, done, error) : done
}

/** A software trap that no call is made by. */
export const violate = (state: State, calling: Calling): Done =>
  raisedBy(calling, silent(state, calling), healthError.VIOLATION)

const settable: readonly SystemState[] = [
  systemState.PARTITION_INIT,
  systemState.PARTITION_EXEC,
  systemState.PARTITION_PROC,
]

export const setState = (state: State, calling: Calling): Done => {
  const wanted = settable.find((each) => each === argument(calling, 0))
  const row = decide(setSystemState.rows, { partitions: wanted !== undefined })
  const { health } = callerOf(state, calling)
  const after = wanted === undefined ? state : withHealth(state, calling.partition, { ...health, state: wanted })
  return answered(after, calling, row)
}

export const systemStateOf = (state: State, calling: Calling): Done =>
  valued(state, calling, callerOf(state, calling).health.state)

export const healthEvent = (state: State, calling: Calling): Done => {
  const { health } = callerOf(state, calling)
  const report = wordsAt(argument(calling, 0), [word(health.events[0] ?? 0), word(health.before)])
  return reported(
    state,
    calling,
    getHmEvent.rows,
    report,
    (pointer) => [{ any: health.events.length > 0, pointer }],
    (after, row) => (row.returns === 'NO_ERROR' ? withHealth(after, calling.partition, read(health)) : after),
  )
}

/** The five words of an entry of the log. */
const entryWords = (machine: Machine, { date, error, level, partition }: LogEntry): readonly Word[] => [
  ...halves(date),
  word(error),
  word(levelNumber[level]),
  word(partition < 0 ? -1 : identifierOf(machine, partition)),
]

/** What the tables of the two calls about the log ask about. */
const logSituation = (state: State, calling: Calling) => ({
  authorised: may(callerOf(state, calling), 'SUPERVISOR'),
  empty: state.health.log.length === 0,
})

export const healthLog = (state: State, calling: Calling): Done => {
  const { machine } = calling
  const { log } = state.health
  const ordered = machine.world.profile.health.logOrder === 'newest first' ? log.toReversed() : log
  const words = [
    word(log.length),
    ...ordered.flatMap((entry) => entryWords(machine, entry)),
    ...blank(5 * (logLength - log.length)),
  ]
  const situation = logSituation(state, calling)
  return reported(state, calling, getHmLog.rows, wordsAt(argument(calling, 0), words), (pointer) => [
    { ...situation, pointer },
  ])
}

export const popFromLog = (state: State, calling: Calling): Done => {
  const { machine } = calling
  const [oldest, ...others] = state.health.log
  const report = wordsAt(argument(calling, 0), oldest === undefined ? blank(5) : entryWords(machine, oldest))
  const situation = logSituation(state, calling)
  const keeps = machine.world.profile.health.logLock === 'kept after a bad pointer'
  return reported(
    state,
    calling,
    popFromHmLog.rows,
    report,
    (pointer) => [{ ...situation, pointer }],
    (after, { returns }) => {
      if (returns === 'NO_ERROR') return { ...after, health: { ...after.health, log: others } }
      return returns === 'INVALID_POINTER' && keeps ? { ...after, health: { ...after.health, locked: true } } : after
    },
  )
}

/** GET_EVENT: what the caller was told of, and is not any more. */
export const events = (state: State, calling: Calling): Done => {
  const { processor } = callerOf(state, calling)
  return valued(withProcessor(state, calling.partition, { ...processor, events: 0 }), calling, processor.events)
}
