/** A call in its last section: who calls, what it sees of memory, how it returns, how it reports. */

import { ins } from '../machine/kernel.ts'
import { bytesIn, reached, storedTo, type GivenName, type Place, type Reached, type View } from '../hypercall.ts'
import { withRegister } from '../machine/registers.ts'
import type { Registers } from '../../spec/hal/vocabulary.ts'
import { wideServices } from '../../spec/hypercall/vocabulary.ts'
import type { ModuleContext, ModuleCore, ModulePartition, ResolvedCall, State } from '../../spec/module/vocabulary.ts'
import type { Level } from '../../spec/mmu/vocabulary.ts'
import { decide, type Row } from '../../spec/statement.ts'
import { returnNumber, word, type ReturnCode, type Word } from '../../spec/words/vocabulary.ts'
import type { Machine } from './machine.ts'
import { coreOf, later, partitionOf, withCore, type Done } from './state.ts'

/** A call in its last section: who calls, from which level, on which core, in which world. */
export interface Calling {
  readonly machine: Machine
  readonly core: number
  readonly partition: number
  /** The caller's position among the secondaries, if it is one. */
  readonly secondary: number | null
  readonly call: ResolvedCall
  readonly from: Level
}

/** An argument of the call. */
export const argument = ({ call }: Calling, index: number): number => call.arguments[index] ?? 0

/** The caller. */
export const callerOf = (state: State, { partition }: Calling): ModulePartition => partitionOf(state, partition)

/** Memory as the call sees it. */
export const viewOf = (state: State, { machine, core, from }: Calling): View => ({
  memory: state.memory,
  hardware: machine.hardware,
  kernelEnd: machine.kernelEnd,
  check: machine.world.profile.hypercall.pointers,
  space: coreOf(state, core).space ?? 0,
  level: from,
})

/** How a call was decided: by a row of its table. */
export type Decided = Pick<Row<never, ReturnCode>, 'id' | 'returns'>

/** How a call was decided that has no table. */
const undisputed: Decided = { id: '', returns: 'NO_ERROR' }

/** What a step with this call came to. */
const served = ({ core, partition, call }: Calling, state: State, { returns, id }: Decided): Done => ({
  state,
  happening: { kind: 'service', core, partition, call, code: returns, row: id },
})

/** The caller's core after the return, with other registers or those it had, and what was computed going on. */
const returned = (
  core: ModuleCore,
  { machine: { hal }, from, call }: Calling,
  registers: Registers | null,
): ModuleCore => {
  const context = registers === null ? hal.save(core) : withResult(hal.save(core), call, registers)
  return hal.leave(hal.restore(core, { ...context, work: { kind: 'none' } }), from)
}

/** What a call reports: to a binary program in its outs, which are the ins of the window that the trap led to. */
const withResult = (context: ModuleContext, { service }: ResolvedCall, registers: Registers): ModuleContext => {
  const { processor: p } = context
  if (p === null) return { ...context, registers }
  const [high, low] = [registers.high | 0, registers.low | 0]
  const wide = wideServices.includes(service)
  const processor = wide ? withRegister(withRegister(p, ins, high), ins + 1, low) : withRegister(p, ins, low)
  return { ...context, processor }
}

/** The state after the caller's return, with what the section cost. */
const backIn = (state: State, calling: Calling, registers: Registers | null, cost: number): State =>
  withCore(state, calling.core, later(returned(coreOf(state, calling.core), calling, registers), cost))

const serviceCost = ({ machine }: Calling): number => machine.world.platform.costs.service

/** The caller's return with the code of a row. */
export const answered = (state: State, calling: Calling, row: Decided, cost = serviceCost(calling)): Done =>
  served(calling, backIn(state, calling, { high: word(0), low: word(returnNumber[row.returns]) }, cost), row)

/** The caller's return with a value. */
export const valued = (state: State, calling: Calling, low: number, high = 0): Done => {
  const after = backIn(state, calling, { high: word(high), low: word(low) }, serviceCost(calling))
  return served(calling, after, undisputed)
}

/** The caller's return with the registers it had. */
export const silent = (state: State, calling: Calling): Done => {
  const after = backIn(state, calling, null, serviceCost(calling))
  return served(calling, after, undisputed)
}

/** The run leaves what is specified. */
export const left = (state: State, { core, partition }: Calling): Done => ({
  state: { ...state, left: true },
  happening: { kind: 'left', core, partition },
})

/** What may be the case: one thing, or several where what tells them apart cannot be known. */
export type Alternatives<T> = readonly [T, ...T[]]

export const each = <T, S>([first, ...others]: Alternatives<T>, f: (one: T) => S): Alternatives<S> => [
  f(first),
  ...others.map(f),
]

/** The row that decides, whichever situation is the case; null where that matters. */
export const decidedAlike = <S, R extends ReturnCode>(
  rows: readonly Row<S, R>[],
  [first, ...others]: Alternatives<S>,
): Row<S, R> | null => {
  const row = decide(rows, first)
  return others.every((other) => decide(rows, other).id === row.id) ? row : null
}

/** What a name comes to: what `found` says of it, `none` where it cannot be read, any of `either` where its bytes cannot be known. */
export const answersFor = <T>(
  name: GivenName,
  found: (text: string) => T,
  none: T,
  either: Alternatives<T>,
): Alternatives<T> => {
  switch (name.kind) {
    case 'name':
      return [found(name.text)]
    case 'unreadable':
      return [none]
    case 'beyond':
      return either
  }
}

/** A record that a call reports: where, and its bytes. */
export interface Report {
  readonly place: Place
  readonly bytes: readonly number[]
}

/** A report of words. */
export const wordsAt = (at: number, words: readonly Word[]): Report => ({
  place: { at, bytes: 4 * words.length, unit: 4 },
  bytes: bytesIn(words),
})

/** So many words of zero. */
export const blank = (words: number): readonly Word[] => Array.from({ length: words }, () => word(0))

/** The state in which bytes are written to a record of the caller. */
export const written = (state: State, { core }: Calling, record: Reached, bytes: readonly number[]): State => {
  const after = storedTo({ core: coreOf(state, core), memory: state.memory }, record, bytes)
  return after.memory === state.memory && after.core === state.cores[core]
    ? state
    : { ...withCore(state, core, after.core), memory: after.memory }
}

/** Hazard H3: of a record that cannot be written to its end, the words (bytes, of a message) before the first that cannot are. */
export const writtenInPart = (state: State, calling: Calling, record: Reached, bytes: readonly number[]): State =>
  calling.machine.world.profile.hypercall.pointers === 'above the kernel'
    ? written(state, calling, record, bytes)
    : state

/** What a call does besides its report, by the row that decided. */
type Change = (state: State, row: Decided) => State

const same: Change = (state) => state

/**
 * A call that reports one record: `situations` says what its table is asked, by whether the record can be written;
 * several where what was read cannot be known.
 */
export const reported = <S>(
  state: State,
  calling: Calling,
  rows: readonly Row<S, ReturnCode>[],
  { place, bytes }: Report,
  situations: (pointer: boolean) => Alternatives<S>,
  change: Change = same,
): Done => {
  const record = reached(viewOf(state, calling), 'store', place)
  const row = decidedAlike(rows, situations(record.valid))
  if (row === null) return left(state, calling)
  const forThis = row.returns === 'INVALID_POINTER' && decidedAlike(rows, situations(true))?.id !== row.id
  const touches = row.returns === 'NO_ERROR' || forThis
  if (!touches) return answered(change(state, row), calling, row)
  if (record.beyond) return left(state, calling)
  const after = forThis ? writtenInPart(state, calling, record, bytes) : written(state, calling, record, bytes)
  return answered(change(after, row), calling, row)
}
