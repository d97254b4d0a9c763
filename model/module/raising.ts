/** An error is raised, in a partition or in the module: its level, the log, the action. Read it beside spec/health/tables.ts. */

import { told } from '../guest.ts'
import { crowded, leftToGuest, levelFor, logged, moduleActionFor, partitionActionFor } from '../health.ts'
import { event } from '../../spec/guest/vocabulary.ts'
import { healthErrors, type ErrorOutcome, type ErrorSituation } from '../../spec/health/tables.ts'
import type { HealthState } from '../../spec/health/vocabulary.ts'
import type { State } from '../../spec/module/vocabulary.ts'
import { decide } from '../../spec/statement.ts'
import { reset } from './dispatch.ts'
import { identifierOf, type Machine } from './machine.ts'
import { halt, partitionOf, restart, withHealth, withPartition } from './state.ts'

/** An error, where it happened: in a partition, or in the module in one of its states. */
export interface Raised {
  readonly core: number
  readonly partition: number | null
  readonly state: number
  readonly error: number
}

/** An error of a partition, by the state its health is in. */
export const inPartition = (state: State, core: number, partition: number, error: number): Raised => ({
  core,
  partition,
  state: partitionOf(state, partition).health.state,
  error,
})

/** What the table of errors asks about. */
const situationOf = (machine: Machine, state: State, { partition, state: system, error }: Raised): ErrorSituation => {
  const { health } = machine.world.configuration
  return {
    locked: state.health.locked,
    level: levelFor(health, system, error),
    moduleAction: moduleActionFor(health, system, error),
    partitionAction:
      partition === null ? 'IGNORE' : partitionActionFor(health, identifierOf(machine, partition), system, error),
    partition,
    crowded: partition !== null && crowded(partitionOf(state, partition).health),
  }
}

/** *Raise* an error, in a section whose cost has passed already. `row` says what became of it. */
export const raise = (
  machine: Machine,
  state: State,
  raised: Raised,
): { readonly state: State; readonly row: string } => {
  const situation = situationOf(machine, state, raised)
  const { id: row, returns } = decide(healthErrors.rows, situation)
  if (returns === 'HUNG') return { state: { ...state, end: 'hung' }, row }
  const health = loggedIn(state, raised, situation.level)
  return { state: carriedOut(machine, { ...state, health }, raised, returns), row }
}

const loggedIn = (state: State, { partition, error }: Raised, level: ErrorSituation['level']): HealthState =>
  logged(state.health, { date: state.time.total, error, level, partition: partition ?? -1 })

const carriedOut = (
  machine: Machine,
  state: State,
  { core, partition: p, error }: Raised,
  outcome: Exclude<ErrorOutcome, 'HUNG'>,
): State => {
  switch (outcome) {
    case 'SHUTDOWN':
      return { ...state, end: 'shutdown' }
    case 'RESET':
      return reset(machine, state, core, 0)
    case 'IGNORED':
      return state
    case 'IDLE':
      return p === null ? state : halt(machine, state, p)
    case 'WARM_START':
    case 'COLD_START':
      return p === null ? state : restart(machine, state, p, startOf(state, p, outcome), 'HM_PARTITION_RESTART')
    case 'LOGGED':
      return p === null ? state : toldOfHealth(state, p)
    case 'LEFT_TO_GUEST':
      return p === null
        ? state
        : toldOfHealth(withHealth(state, p, leftToGuest(partitionOf(state, p).health, error)), p)
  }
}

/** From COLD_START no valid transition leads to WARM_START: such a partition starts cold again. */
const startOf = (state: State, p: number, action: StartMode): StartMode =>
  partitionOf(state, p).mode === 'COLD_START' ? 'COLD_START' : action

type StartMode = 'COLD_START' | 'WARM_START'

const toldOfHealth = (state: State, p: number): State =>
  withPartition(state, p, told(partitionOf(state, p), event.HEALTH_MONITOR))
