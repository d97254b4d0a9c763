/** The partition calls, each decided row by row and done in one pass over numbers: return codes are the numbers that callers see. */

import { modeNumber, permission, startConditionNumber, stateNumber } from '../spec/partition/vocabulary.ts'
import { returnNumber } from '../spec/words/vocabulary.ts'
import { outcome, type Caller } from './hypercall-caller.ts'
import { nameRead, type Pointers } from './hypercall-pointers.ts'
import { partitionCell, partitionCells, type Partitions } from './partition.ts'
import { putLong, type Clock } from './time.ts'

const itself = 0xffffffff
const nobody = -1

const { NO_ERROR, NO_ACTION, NOT_AVAILABLE, INVALID_PARAM, INVALID_CONFIG, INVALID_MODE, INVALID_POINTER } =
  returnNumber

/** What the configuration says of partitions to those who ask. */
export interface KnownPartition {
  readonly identifier: number
  readonly name: string
}

export class PartitionCalls {
  readonly #partitions: Partitions
  readonly #clock: Clock
  readonly #pointers: Pointers
  readonly #identifiers: Float64Array
  readonly #names: readonly string[]
  readonly #periodsInTicks: boolean

  constructor(
    { partitions, clock, pointers }: { partitions: Partitions; clock: Clock; pointers: Pointers },
    known: readonly KnownPartition[],
    periodsInTicks: boolean,
  ) {
    this.#partitions = partitions
    this.#clock = clock
    this.#pointers = pointers
    this.#identifiers = Float64Array.from(known, ({ identifier }) => identifier)
    this.#names = known.map(({ name }) => name)
    this.#periodsInTicks = periodsInTicks
  }

  /** The partition of an identifier, `nobody` if there is none. */
  #partitionOf(identifier: number, caller: Caller): number {
    return identifier === itself ? caller.partition : this.#identifiers.indexOf(identifier)
  }

  /** The partition of the name that was read. */
  #partitionNamed(caller: Caller): number {
    return this.#pointers.name === '' ? caller.partition : this.#names.findIndex(this.#pointers.isNamed)
  }

  /** Whether a caller may ask about, or change, a target: itself, or any with the permission to. */
  #may({ partition }: Caller, target: number): boolean {
    return target === partition || this.#partitions.has(partition, permission.SET_PARTITION_MODE)
  }

  setPartitionMode(caller: Caller): number {
    const partitions = this.#partitions
    const target = this.#partitionOf(caller.operands[0], caller)
    const wanted = caller.operands[1]
    const other = target !== caller.partition
    if (!this.#may(caller, target)) return INVALID_CONFIG
    if (target === nobody) return INVALID_PARAM
    if (other && wanted === modeNumber.NORMAL) return INVALID_MODE
    if (wanted > modeNumber.NORMAL) return INVALID_PARAM
    const mode = partitions.modeOf(target)
    if (wanted === mode && (wanted === modeNumber.IDLE || wanted === modeNumber.NORMAL)) return NO_ACTION
    if (wanted === modeNumber.WARM_START && mode === modeNumber.COLD_START) return INVALID_MODE
    if (partitions.stateOf(target) === stateNumber.INIT) return NOT_AVAILABLE
    if (wanted === modeNumber.NORMAL) {
      partitions.setMode(target, wanted)
      return NO_ERROR
    }
    if (wanted === modeNumber.IDLE) partitions.halt(target)
    else partitions.restart(target, wanted, startConditionNumber.PARTITION_RESTART)
    return other ? NO_ERROR : outcome.noReturn
  }

  getPartitionStatus(caller: Caller): number {
    const target = this.#partitionOf(caller.operands[0], caller)
    if (!this.#may(caller, target)) return INVALID_CONFIG
    if (target === nobody) return INVALID_PARAM
    this.#describe(target)
    return this.#pointers.report(caller, caller.operands[1], 10)
  }

  #describe(target: number): void {
    const cells = this.#partitions.cells.now
    const at = target * partitionCells
    const { words } = this.#pointers
    words[0] = this.#identifiers[target]
    words[1] = cells[at + partitionCell.mode]
    words[2] = cells[at + partitionCell.startCondition]
    words[3] = cells[at + partitionCell.window] - 1
    this.#putPeriod(cells[at + partitionCell.period], 4)
    this.#putPeriod(cells[at + partitionCell.duration], 6)
    putLong(cells[at + partitionCell.elapsed], words, 8)
  }

  /** So many ticks, in the unit that the profile has. */
  #putPeriod(ticks: number, at: number): void {
    const { words } = this.#pointers
    if (this.#periodsInTicks) putLong(ticks, words, at)
    else this.#clock.nanoseconds(ticks, words, at)
  }

  getPartitionId(caller: Caller): number {
    const read = this.#pointers.readName(caller, caller.operands[0])
    if (read === nameRead.left) return outcome.left
    if (read === nameRead.invalid) return INVALID_POINTER
    const target = this.#partitionNamed(caller)
    if (!this.#may(caller, target)) return INVALID_CONFIG
    if (target === nobody) return INVALID_PARAM
    this.#pointers.words[0] = this.#identifiers[target]
    return this.#pointers.report(caller, caller.operands[1], 1)
  }

  getElapsedTicks(caller: Caller): number {
    const elapsed = this.#partitions.cells.now[caller.partition * partitionCells + partitionCell.elapsed]
    return caller.values(Math.floor(elapsed / 2 ** 32), elapsed % 2 ** 32)
  }
}
