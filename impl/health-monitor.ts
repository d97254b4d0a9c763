/** What becomes of an error: its level and its action, taken from the tables by state and error, carried out at once. */

import { event } from '../spec/guest/vocabulary.ts'
import { healthError, levelNumber, systemState } from '../spec/health/vocabulary.ts'
import { modeNumber, startConditionNumber } from '../spec/partition/vocabulary.ts'
import type { Processors } from './guest.ts'
import { moduleAction, partitionAction, type HealthTables } from './health-tables.ts'
import type { Fate, Health } from './health.ts'
import type { Partitions } from './partition.ts'
import type { Clock } from './time.ts'

/** What an error came to for who raised it: its context is kept; it is another; the core waits for ever for a lock, and nothing has changed. */
export const raised = { kept: 0, replaced: 1, hung: 2 } as const

/** In place of a partition, an error of the module itself. */
const theModule = -1

/** What the monitor watches, and what it acts on. */
interface Watched {
  readonly clock: Clock
  readonly partitions: Partitions
  readonly processors: Processors
  readonly health: Health
  readonly fate: Fate
}

export class Monitor {
  readonly #tables: HealthTables
  readonly #watched: Watched

  constructor(tables: HealthTables, watched: Watched) {
    this.#tables = tables
    this.#watched = watched
  }

  /** An error in a partition. */
  raise(p: number, error: number): number {
    const { health } = this.#watched
    if (health.isLocked) return raised.hung
    const state = health.stateOf(p)
    const level = this.#tables.level(state, error)
    this.#log(error, level, p)
    if (level === levelNumber.MODULE) return this.#actOnModule(this.#tables.moduleAction(state, error))
    return this.#actOnPartition(p, this.#tables.partitionAction(p, state, error), error)
  }

  /** An error in the module, in a state of the system. */
  raiseInModule(state: number, error: number): number {
    if (this.#watched.health.isLocked) return raised.hung
    const level = this.#tables.level(state, error)
    this.#log(error, level, theModule)
    if (level !== levelNumber.MODULE) return raised.kept
    return this.#actOnModule(this.#tables.moduleAction(state, error))
  }

  /** Power fails. */
  powerFails(): number {
    return this.raiseInModule(systemState.MODULE_EXEC, healthError.POWER)
  }

  #log(error: number, level: number, partition: number): void {
    this.#watched.health.enter(this.#watched.clock.total, error, level, partition)
  }

  #actOnModule(action: number): number {
    const { fate } = this.#watched
    if (action === moduleAction.SHUTDOWN) fate.shutDown()
    if (action === moduleAction.RESET) fate.reset()
    return raised.kept
  }

  #actOnPartition(p: number, action: number, error: number): number {
    switch (action) {
      case partitionAction.IDLE:
        this.#watched.partitions.halt(p)
        return raised.replaced
      case partitionAction.WARM_START:
        return this.#restart(p, this.#warmest(p))
      case partitionAction.COLD_START:
        return this.#restart(p, modeNumber.COLD_START)
      default:
        this.#leaveToGuest(p, error)
        return raised.kept
    }
  }

  /** A warm start, unless the partition starts cold: then it goes on starting cold. */
  #warmest(p: number): number {
    const isCold = this.#watched.partitions.modeOf(p) === modeNumber.COLD_START
    return isCold ? modeNumber.COLD_START : modeNumber.WARM_START
  }

  #restart(p: number, mode: number): number {
    this.#watched.partitions.restart(p, mode, startConditionNumber.HM_PARTITION_RESTART)
    return raised.replaced
  }

  #leaveToGuest(p: number, error: number): void {
    const { health, processors } = this.#watched
    processors.announce(p, event.HEALTH_MONITOR)
    if (health.isCrowded(p)) return
    health.leave(p, error)
    processors.awaitHealthEvent(p, 1)
  }
}

/** The error of a trap type. */
export const errorOfTrap = (type: number): number => {
  switch (type) {
    case 0x01:
    case 0x05:
    case 0x06:
    case 0x07:
    case 0x09:
    case 0x2b:
      return healthError.SEGMENTATION
    case 0x02:
    case 0x0b:
    case 0x24:
      return healthError.UNIMPLEMENTED
    case 0x04:
    case 0x08:
      return healthError.FLOAT
    case 0x0a:
      return healthError.ARITHMETIC
    case 0x20:
    case 0x28:
      return healthError.IO
    case 0x2a:
      return healthError.DIV0
    default:
      return healthError.VIOLATION
  }
}
