/** Errors, and the calls about them, each in the situation that its table asks about. */

import { getHmEvent, getHmLog, healthErrors, popFromHmLog, raiseEvent, setSystemState } from '../spec/health/tables.ts'
import type { ErrorOutcome, ErrorSituation, HealthSlice, LogSituation } from '../spec/health/tables.ts'
import { errors, healthError, mostEvents, type HealthEntry } from '../spec/health/vocabulary.ts'
import { trapNumber, type TrapType } from '../spec/hal/vocabulary.ts'
import type { Happening, State, World } from '../spec/module/vocabulary.ts'
import { decide, that, type Table } from '../spec/statement.ts'
import type { ReturnCode } from '../spec/words/vocabulary.ts'
import { held, keeps, type Called, type Told } from './called.ts'

type Holds = (c: Called) => readonly Told[]

const slice = ({ health, partitions }: State): HealthSlice => ({ health, partitions })

const heldTo = <S>(table: Table<S, ReturnCode, HealthSlice>, situation: S, c: Called): readonly Told[] =>
  held(table, situation, c.happening, slice(c.before), slice(c.after))

/** The first entry of a table for a state and an error. */
const entry = <O>(table: readonly HealthEntry<O>[] | undefined, state: number, error: number): O | undefined =>
  table?.find((e) => e.state === state && e.error === error)?.outcome

/** The state of the system at which an error of the module itself is looked up. */
const MODULE_EXECUTES = 1

/** What the table of errors asks about an error in a partition, or in the module (null). */
const errorSituation = (
  { configuration: { health, partitions } }: World,
  { health: { locked }, partitions: now }: State,
  partition: number | null,
  error: number,
): ErrorSituation => {
  const its = now[partition ?? -1]?.health
  const state = its?.state ?? MODULE_EXECUTES
  const actions = health.partitionTables.find((t) => t.partition === partitions[partition ?? -1]?.identifier)?.actions
  return {
    locked,
    level: entry(health.levels, state, error) ?? (state < 2 || state > 5 ? 'MODULE' : 'PARTITION'),
    moduleAction: entry(health.moduleActions, state, error) ?? (state < 6 ? 'IGNORE' : 'SHUTDOWN'),
    partitionAction: partition === null ? 'IGNORE' : (entry(actions, state, error) ?? (state < 5 ? 'IGNORE' : 'IDLE')),
    partition,
    crowded: (its?.events.length ?? 0) >= mostEvents,
  }
}

const errorOfTrap: { readonly [trap in TrapType]: number } = {
  instruction_access_exception: healthError.SEGMENTATION,
  illegal_instruction: healthError.UNIMPLEMENTED,
  privileged_instruction: healthError.VIOLATION,
  fp_disabled: healthError.FLOAT,
  window_overflow: healthError.SEGMENTATION,
  window_underflow: healthError.SEGMENTATION,
  mem_address_not_aligned: healthError.SEGMENTATION,
  fp_exception: healthError.FLOAT,
  data_access_exception: healthError.SEGMENTATION,
  tag_overflow: healthError.ARITHMETIC,
  watchpoint_detected: healthError.UNIMPLEMENTED,
  r_register_access_error: healthError.IO,
  cp_disabled: healthError.UNIMPLEMENTED,
  cp_exception: healthError.IO,
  division_by_zero: healthError.DIV0,
  data_store_error: healthError.SEGMENTATION,
}

/** An error that was handled: its number, its row, and what became of it. */
export const handled = (
  world: World,
  { partition, error, row, trap }: Extract<Happening, { readonly kind: 'health' }>,
  before: State,
  after: State,
): readonly Told[] => {
  const situation = errorSituation(world, before, partition, error)
  const outcome: ErrorOutcome = decide(healthErrors.rows, situation).returns
  return [
    ...that(
      trap === null || errorOfTrap[trap] === error,
      ['health', 'error'],
      () => `${trap} (${trap === null ? '' : trapNumber[trap]}) became error ${error}`,
    ).map((breach) => ({ statement: healthErrors.id, breach })),
    ...held(healthErrors, situation, { row, code: outcome }, slice(before), slice(after)),
  ]
}

/** A call that raises an error in its caller: what must hold of any error. */
const raised = (c: Called, error: number): readonly Told[] => {
  const situation = errorSituation(c.world, c.before, c.caller, error)
  const { returns } = decide(healthErrors.rows, situation)
  return keeps(healthErrors, situation, returns, slice(c.before), slice(c.after))
}

const raise: Holds = (c) => {
  const situation = { known: c.argument(0) < errors }
  return [...heldTo(raiseEvent, situation, c), ...(situation.known ? raised(c, c.argument(0)) : [])]
}

const stateSet: Holds = (c) => heldTo(setSystemState, { partitions: 2 <= c.argument(0) && c.argument(0) <= 4 }, c)

const eventRead: Holds = (c) => {
  const unread = c.before.partitions[c.caller]?.health.events ?? []
  return heldTo(getHmEvent, { any: unread.length > 0, pointer: c.writable(0, 8) }, c)
}

const log =
  (table: Table<LogSituation, ReturnCode, HealthSlice>, bytes: number): Holds =>
  (c) => {
    const situation = {
      authorised: c.may('SUPERVISOR'),
      empty: c.before.health.log.length === 0,
      pointer: c.writable(0, bytes),
    }
    return heldTo(table, situation, c)
  }

export const healthCalls = {
  RAISE_HM_EVENT: raise,
  raise_event: (c) => (c.argument(0) < errors ? raised(c, c.argument(0)) : []),
  unassigned_trap: (c) => raised(c, healthError.VIOLATION),
  SET_SYSTEM_STATE: stateSet,
  GET_HM_EVENT: eventRead,
  GET_HM_LOG: log(getHmLog, 644),
  POP_FROM_HM_LOG: log(popFromHmLog, 20),
} as const satisfies Readonly<Record<string, Holds>>
