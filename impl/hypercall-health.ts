/** The calls about errors, their log, and what becomes of the module, decided row by row. */

import { errors, healthError, logLength, systemState, type HealthVariation } from '../spec/health/vocabulary.ts'
import { permission } from '../spec/partition/vocabulary.ts'
import { returnNumber } from '../spec/words/vocabulary.ts'
import type { Processors } from './guest.ts'
import { raised, type Monitor } from './health-monitor.ts'
import { entryCell, entryCells, type Fate, type Health } from './health.ts'
import { outcome, type Caller } from './hypercall-caller.ts'
import type { Pointers } from './hypercall-pointers.ts'
import { partitionCell, partitionCells, type Partitions } from './partition.ts'
import { putLong } from './time.ts'

const { NO_ERROR, NO_ACTION, INVALID_PARAM, INVALID_CONFIG, INVALID_POINTER } = returnNumber

/** Words of an entry of the log, and how the module itself is reported in one. */
const entryWords = 5
const theModule = 0xffffffff

/** What the calls are about. */
interface Concerned {
  readonly partitions: Partitions
  readonly processors: Processors
  readonly health: Health
  readonly monitor: Monitor
  readonly fate: Fate
  readonly pointers: Pointers
}

export class HealthCalls {
  readonly #concerned: Concerned
  readonly #identifiers: readonly number[]
  readonly #newestFirst: boolean
  readonly #lockIsKept: boolean
  readonly #restartWorks: boolean

  constructor(
    concerned: Concerned,
    identifiers: readonly number[],
    { logOrder, logLock }: HealthVariation,
    restartWorks: boolean,
  ) {
    this.#concerned = concerned
    this.#identifiers = identifiers
    this.#newestFirst = logOrder === 'newest first'
    this.#lockIsKept = logLock === 'kept after a bad pointer'
    this.#restartWorks = restartWorks
  }

  raiseHmEvent(caller: Caller): number {
    if (caller.operands[0] >= errors) return INVALID_PARAM
    return this.#raise(caller, caller.operands[0], NO_ERROR)
  }

  raiseEvent(caller: Caller): number {
    if (caller.operands[0] >= errors) return outcome.quiet
    return this.#raise(caller, caller.operands[0], outcome.quiet)
  }

  unassignedTrap(caller: Caller): number {
    return this.#raise(caller, healthError.VIOLATION, outcome.quiet)
  }

  /** Raise an error in the caller; what the call comes to, `answered` if the caller returns. */
  #raise(caller: Caller, error: number, answered: number): number {
    const came = this.#concerned.monitor.raise(caller.partition, error)
    if (came === raised.hung) return outcome.hung
    return came === raised.replaced ? outcome.noReturn : answered
  }

  getSystemState(caller: Caller): number {
    return caller.value(this.#concerned.health.stateOf(caller.partition))
  }

  setSystemState(caller: Caller): number {
    const wanted = caller.operands[0]
    if (wanted < systemState.PARTITION_INIT) return INVALID_PARAM
    if (wanted > systemState.PARTITION_PROC) return INVALID_PARAM
    this.#concerned.health.setState(caller.partition, wanted)
    return NO_ERROR
  }

  getHmEvent(caller: Caller): number {
    const { health, pointers, processors } = this.#concerned
    const p = caller.partition
    if (health.unread(p) === 0) return NO_ACTION
    pointers.words[0] = health.oldest(p)
    pointers.words[1] = health.before(p)
    const code = pointers.report(caller, caller.operands[0], 2)
    if (code === NO_ERROR && health.read(p)) processors.awaitHealthEvent(p, 0)
    return code
  }

  /** Whether a caller holds every permission. */
  #mayLog({ partition }: Caller): boolean {
    const cells = this.#concerned.partitions.cells.now
    return cells[partition * partitionCells + partitionCell.permissions] === permission.SUPERVISOR
  }

  getHmLog(caller: Caller): number {
    const { health, pointers } = this.#concerned
    if (!this.#mayLog(caller)) return INVALID_CONFIG
    pointers.words.fill(0, 0, 1 + logLength * entryWords)
    pointers.words[0] = health.length
    for (let i = 0; i < health.length; i++) this.#describe(this.#reported(i), 1 + i * entryWords)
    return pointers.report(caller, caller.operands[0], 1 + logLength * entryWords)
  }

  /** Which entry is reported at a position. */
  #reported(position: number): number {
    return this.#newestFirst ? this.#concerned.health.length - 1 - position : position
  }

  /** An entry of the log, to the words of a report from `to` on. */
  #describe(entry: number, to: number): void {
    const { words } = this.#concerned.pointers
    const now = this.#concerned.health.entries.now
    const at = entry * entryCells
    const partition = now[at + entryCell.partition]
    putLong(now[at + entryCell.date], words, to)
    words[to + 2] = now[at + entryCell.error]
    words[to + 3] = now[at + entryCell.level]
    words[to + 4] = partition < 0 ? theModule : this.#identifiers[partition]
  }

  popFromHmLog(caller: Caller): number {
    const { health, pointers } = this.#concerned
    if (!this.#mayLog(caller)) return INVALID_CONFIG
    if (health.length === 0) return NO_ACTION
    this.#describe(0, 0)
    const code = pointers.report(caller, caller.operands[0], entryWords)
    if (code === NO_ERROR) health.pop()
    if (code === INVALID_POINTER && this.#lockIsKept) health.lock()
    return code
  }

  restartModule(caller: Caller): number {
    if (!this.#concerned.partitions.has(caller.partition, permission.MODULE_CONTROL)) return INVALID_CONFIG
    if (!this.#restartWorks) return NO_ACTION
    this.#concerned.fate.reset()
    return outcome.noReturn
  }

  shutdownModule(caller: Caller): number {
    if (!this.#concerned.partitions.has(caller.partition, permission.MODULE_CONTROL)) return INVALID_CONFIG
    this.#concerned.fate.shutDown()
    return outcome.noReturn
  }
}
