/**
 * Partitions: their modes and states as numbers in a flat array, and what a schedule gives each, worked out once per
 * world, so that entering a schedule or a window only copies numbers.
 */

import type { OperatingMode, PartitionConfiguration, PartitionStateName } from '../spec/partition/vocabulary.ts'
import { modeNumber, permission, startConditionNumber, stateNumber } from '../spec/partition/vocabulary.ts'
import type { ChangeAction, ScheduleConfiguration, TimeConfiguration } from '../spec/time/vocabulary.ts'
import type { ContextProcessors } from './hal-processors.ts'
import { contextCells, level, setContext, type Cores } from './hal.ts'
import { leaderOf, ticksIn, type Clock } from './time.ts'
import { Cells } from './words.ts'

export const partitionCell = {
  mode: 0,
  state: 1,
  startCondition: 2,
  restarts: 3,
  permissions: 4,
  period: 5,
  duration: 6,
  elapsed: 7,
  /** The identifier + 1: 0 outside its windows. */
  window: 8,
  pendingAction: 9,
  context: 10,
} as const
export const partitionCells = partitionCell.context + contextCells

/** What was begun, as a number: the order of the specification's cells. */
export const work = { none: 0, compute: 1, call: 2, trap: 3, reload: 4, idle: 5, copy: 6 } as const

/** Chapters below that keep something of a partition, and hear what befalls it. */
export interface PartitionWitness {
  /** It is halted (IDLE) or restarted, in a mode. */
  beginsAnew(p: number, mode: number): void
  /** A schedule that names it takes over. */
  changesSchedule(p: number): void
  /** Ticks that passed without it are told to it at its dispatch. */
  catchesUp(p: number): void
}

/** Schedule-change actions by their number; each but IGNORE is carried out as a mode. */
export const changeActions: readonly ChangeAction[] = ['IGNORE', 'IDLE', 'WARM_START', 'COLD_START']
const modeOfAction = [-1, modeNumber.IDLE, modeNumber.WARM_START, modeNumber.COLD_START]

/** What a schedule gives a partition that it names. */
interface Share {
  readonly period: number
  readonly duration: number
  readonly setSchedule: boolean
  readonly action: number
}

/** How the profile and the platform have it. */
export interface PartitionRules {
  readonly reloadCycles: number
  readonly supervisorByPermissions: boolean
  readonly actionAtFirstDispatch: boolean
  readonly everyClockCatchesUp: boolean
  readonly oneLoaderForAll: boolean
}

/** What partitions are among. */
interface Surroundings {
  readonly cores: Cores
  readonly contexts: ContextProcessors
  readonly clock: Clock
  readonly rules: PartitionRules
  readonly witness: PartitionWitness
}

/** In the loader's cell: it serves nobody. Otherwise 1 + the partition. */
const nobodyServed = 0

const {
  mode,
  state,
  startCondition,
  restarts,
  permissions,
  period,
  duration,
  elapsed,
  window,
  pendingAction,
  context,
} = partitionCell

export class Partitions {
  readonly count: number
  readonly cells: Cells
  /** Whom the loader serves. */
  readonly loader = new Cells(1, 1)
  readonly #cores: Cores
  readonly #contexts: ContextProcessors
  readonly #clock: Clock
  readonly #rules: PartitionRules
  readonly #witness: PartitionWitness
  readonly #declaredSupervisor: readonly boolean[]
  readonly #configuredPermissions: readonly number[]
  /** By schedule, then partition; null where the schedule does not name it. */
  readonly #shares: readonly (readonly (Share | null)[])[]

  constructor(
    configured: readonly PartitionConfiguration[],
    { schedules, ticksPerSecond }: TimeConfiguration,
    { cores, contexts, clock, rules, witness }: Surroundings,
  ) {
    this.count = configured.length
    this.cells = new Cells(configured.length, partitionCells)
    this.#cores = cores
    this.#contexts = contexts
    this.#clock = clock
    this.#rules = rules
    this.#witness = witness
    this.#declaredSupervisor = configured.map(({ permissions: names }) => names.includes('SUPERVISOR'))
    this.#shares = schedules.map((schedule) =>
      configured.map(({ identifier }) => shareOf(schedule, identifier, ticksPerSecond)),
    )
    this.#configuredPermissions = configured.map(({ permissions: names }) =>
      names.reduce((bits, name) => bits | permission[name], 0),
    )
    this.start(startConditionNumber.NORMAL_START)
  }

  /** All partitions as they are when the module starts. */
  start(condition: number): void {
    const now = this.cells.now
    now.fill(0)
    this.loader.now[0] = nobodyServed
    for (let p = 0; p < this.count; p++) {
      const at = p * partitionCells
      now[at + mode] = modeNumber.COLD_START
      now[at + state] = stateNumber.NOT_RUN
      now[at + startCondition] = condition
      now[at + permissions] = this.#configuredPermissions[p]
      idle(now, at + context)
      this.#contexts.clear(p)
      this.#enter(p, this.#clock.schedule)
    }
  }

  has(p: number, bit: number): boolean {
    return (this.cells.now[p * partitionCells + permissions] & bit) !== 0
  }
  modeOf(p: number): number {
    return this.cells.now[p * partitionCells + mode]
  }
  stateOf(p: number): number {
    return this.cells.now[p * partitionCells + state]
  }

  isRunning(p: number): boolean {
    return this.stateOf(p) === stateNumber.RUNNING
  }

  /** A tick passed while it ran. */
  charge(p: number): void {
    this.cells.now[p * partitionCells + elapsed]++
  }

  setMode(p: number, wanted: number): void {
    this.cells.now[p * partitionCells + mode] = wanted
  }

  halt(p: number): void {
    const now = this.cells.now
    const at = p * partitionCells
    now[at + mode] = modeNumber.IDLE
    now[at + state] = stateNumber.HALTED
    idle(now, at + context)
    this.#beginAnew(p, modeNumber.IDLE)
  }

  restart(p: number, wanted: number, condition: number): void {
    const now = this.cells.now
    const at = p * partitionCells
    now[at + mode] = wanted
    now[at + state] = stateNumber.INIT
    now[at + startCondition] = condition
    setContext(now, at + context, level.supervisor, work.reload, this.#rules.reloadCycles)
    this.#beginAnew(p, wanted)
  }

  #beginAnew(p: number, wanted: number): void {
    this.#witness.beginsAnew(p, wanted)
    this.#contexts.clear(p)
    this.#putOnItsCore(p)
  }

  /** Where it runs on its virtual core 0, its context is the core's from now on. */
  #putOnItsCore(p: number): void {
    for (let core = 0; core < this.#cores.count; core++) {
      if (leaderOf(this.#clock.runner(core)) === p) {
        this.#cores.restore(core, this.cells.now, p * partitionCells + context)
        this.#contexts.restore(core, p)
      }
    }
  }

  /** Whether a partition is being loaded: a loader that serves nobody serves it from now on. */
  isLoading(p: number): boolean {
    if (!this.#rules.oneLoaderForAll) return true
    const loader = this.loader.now
    if (loader[0] === nobodyServed) loader[0] = p + 1
    return loader[0] === p + 1
  }

  /** The reload of the partition that runs on a core is finished: it starts at its next dispatch. */
  reloaded(p: number, core: number): void {
    const now = this.cells.now
    this.loader.now[0] = nobodyServed
    now[p * partitionCells + restarts]++
    now[p * partitionCells + state] = stateNumber.NOT_RUN
    this.leave(core)
  }

  /** Nobody's context on a core. */
  leave(core: number): void {
    idle(this.#cores.cells.now, this.#cores.context(core))
    this.#contexts.leave(core)
  }

  /** What runs on a core with virtual core 0 loses it. */
  switchOut(p: number, core: number): void {
    const now = this.cells.now
    const at = p * partitionCells
    if (now[at + state] === stateNumber.RUNNING) now[at + state] = stateNumber.READY
    now[at + window] = 0
    this.#cores.save(core, now, at + context)
    this.#contexts.save(core, p)
  }

  /** It begins a window on a core, with its virtual core 0. */
  switchIn(p: number, core: number): void {
    const now = this.cells.now
    const at = p * partitionCells
    now[at + window] = this.#clock.window(core) + 1
    if (now[at + pendingAction] !== 0) {
      this.#changeSchedule(p, now[at + pendingAction])
      now[at + pendingAction] = 0
    }
    if (now[at + state] === stateNumber.NOT_RUN) {
      now[at + state] = stateNumber.RUNNING
      setContext(this.#cores.cells.now, this.#cores.context(core), this.#levelOf(p), work.none, 0)
      this.#contexts.begin(core, p, this.#levelOf(p))
    } else {
      if (now[at + state] === stateNumber.READY) now[at + state] = stateNumber.RUNNING
      this.#cores.restore(core, now, at + context)
      this.#contexts.restore(core, p)
    }
    if (this.#rules.everyClockCatchesUp || this.has(p, permission.GLOBAL_TIME)) this.#catchUp(p)
  }

  /** A partition's ticks are the module's from now on. */
  #catchUp(p: number): void {
    const now = this.cells.now
    const at = p * partitionCells + elapsed
    const missed = this.#clock.total - now[at]
    now[at] = this.#clock.total
    if (missed > 0 && this.isRunning(p)) this.#witness.catchesUp(p)
  }

  /** The level at which a partition would start now. */
  levelAtStart(p: number): number {
    return this.#levelOf(p)
  }

  #levelOf(p: number): number {
    const supervisor = this.#rules.supervisorByPermissions
      ? this.cells.now[p * partitionCells + permissions] === permission.SUPERVISOR
      : this.#declaredSupervisor[p]
    return supervisor ? level.supervisor : level.user
  }

  /** A schedule takes over. */
  enterSchedule(schedule: number): void {
    for (let p = 0; p < this.count; p++) {
      this.#enter(p, schedule)
      const share = this.#shares[schedule][p]
      if (share === null) continue
      this.#witness.changesSchedule(p)
      if (this.#rules.actionAtFirstDispatch) this.cells.now[p * partitionCells + pendingAction] = share.action
      else if (share.action !== 0) this.#changeSchedule(p, share.action)
    }
  }

  #enter(p: number, schedule: number): void {
    const now = this.cells.now
    const at = p * partitionCells
    const share = this.#shares[schedule][p]
    now[at + period] = share === null ? 0 : share.period
    now[at + duration] = share === null ? 0 : share.duration
    if (share === null) return
    const bits = now[at + permissions]
    const authorised = share.setSchedule || bits === permission.SUPERVISOR
    now[at + permissions] = authorised ? bits | permission.SET_SCHEDULE : bits & ~permission.SET_SCHEDULE
  }

  #changeSchedule(p: number, action: number): void {
    if (this.modeOf(p) !== modeNumber.NORMAL || this.stateOf(p) !== stateNumber.READY) return
    const wanted = modeOfAction[action]
    if (wanted === modeNumber.IDLE) this.halt(p)
    else this.restart(p, wanted, startConditionNumber.NORMAL_START)
  }
}

const idle = (to: Float64Array, at: number): void => setContext(to, at, level.supervisor, work.idle, 0)

const shareOf = ({ partitions }: ScheduleConfiguration, identifier: number, ticksPerSecond: number): Share | null => {
  const named = partitions.find(({ partition }) => partition === identifier)
  if (named === undefined) return null
  return {
    period: ticksIn(named.period, ticksPerSecond),
    duration: ticksIn(named.duration, ticksPerSecond),
    setSchedule: named.setModuleSchedule,
    action: changeActions.indexOf(named.changeAction),
  }
}

/** Names by number, for those who read the cells. */
const byNumber = <Name extends string>(numbers: { readonly [name in Name]: number }): readonly Name[] =>
  (Object.keys(numbers) as Name[]).sort((a, b) => numbers[a] - numbers[b])

export const modes: readonly OperatingMode[] = byNumber(modeNumber)
export const states: readonly PartitionStateName[] = byNumber(stateNumber)
