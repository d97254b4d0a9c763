/**
 * The services of the hypervisor, each decided and done in one pass over numbers: names have become indices when the
 * program was loaded, return codes are the numbers that callers see.
 */

import { modeNumber, permission, startConditionNumber, stateNumber } from '../spec/partition/vocabulary.ts'
import type { TimeConfiguration, TimeVariation } from '../spec/time/vocabulary.ts'
import { returnNumber } from '../spec/words/vocabulary.ts'
import { contextCell, type Cores } from './hal.ts'
import { partitionCell, partitionCells, work, type Partitions } from './partition.ts'
import { timeCell, putLong, type Clock } from './time.ts'

/** The services as numbers: the order of the specification's cells. */
export const service = {
  SET_PARTITION_MODE: 0,
  GET_PARTITION_STATUS: 1,
  GET_PARTITION_ID: 2,
  SET_SCHEDULE: 3,
  GET_SCHEDULE_ID: 4,
  GET_SCHEDULE_STATUS: 5,
  END_WINDOW: 6,
} as const

/** What a call from supervisor level adds to the service in its argument. */
export const fromSupervisor = 8

const itself = 0xffffffff
/** In place of a return code: the caller does not return, its context is another. */
const noReturn = -1

const { NO_ERROR, NO_ACTION, NOT_AVAILABLE, INVALID_PARAM, INVALID_CONFIG, INVALID_MODE, INVALID_POINTER } =
  returnNumber

/** Whose call it is, and from where. */
interface Caller {
  core: number
  partition: number
  level: number
}

export class Services {
  readonly #cores: Cores
  readonly #clock: Clock
  readonly #partitions: Partitions
  readonly #partitionIdentifiers: Float64Array
  readonly #scheduleIdentifiers: Float64Array
  readonly #lastSwitchInTicks: boolean
  readonly #anyoneEndsWindows: boolean
  /** One caller and one report for every call: nothing is allocated. */
  readonly #caller: Caller = { core: 0, partition: 0, level: 0 }
  readonly #words = new Float64Array(10)

  constructor(
    { cores, clock, partitions }: { readonly cores: Cores; readonly clock: Clock; readonly partitions: Partitions },
    identifiers: readonly number[],
    { schedules }: TimeConfiguration,
    { lastSwitchUnit, endWindowPermission }: TimeVariation,
  ) {
    this.#cores = cores
    this.#clock = clock
    this.#partitions = partitions
    this.#partitionIdentifiers = Float64Array.from(identifiers)
    this.#scheduleIdentifiers = Float64Array.from(schedules, ({ identifier }) => identifier)
    this.#lastSwitchInTicks = lastSwitchUnit === 'ticks'
    this.#anyoneEndsWindows = endWindowPermission === 'anyone'
  }

  /** Carry out the call that the context of a core holds, and return from it. */
  serve(core: number, partition: number): void {
    const now = this.#cores.cells.now
    const at = this.#cores.context(core)
    const argument = now[at + contextCell.argument]
    const caller = this.#caller
    caller.core = core
    caller.partition = partition
    caller.level = argument >= fromSupervisor ? 1 : 0
    const called = argument & (fromSupervisor - 1)
    const code = this.#decide(called, now[at + contextCell.first], now[at + contextCell.second], caller)
    if (code === noReturn) return
    now.fill(0, at, at + contextCell.name + 1)
    now[at + contextCell.level] = caller.level
    now[at + contextCell.low] = code
    now[at + contextCell.work] = work.none
    if (called === service.END_WINDOW && code === NO_ERROR) this.#yield(core, partition)
  }

  #decide(called: number, first: number, second: number, caller: Caller): number {
    switch (called) {
      case service.SET_PARTITION_MODE:
        return this.#setPartitionMode(this.#partitionOf(first, caller), second, caller)
      case service.GET_PARTITION_STATUS:
        return this.#getPartitionStatus(this.#partitionOf(first, caller), second, caller)
      case service.GET_PARTITION_ID:
        return this.#getPartitionId(first, second, caller)
      case service.SET_SCHEDULE:
        return this.#setSchedule(this.#scheduleIdentifiers.indexOf(first), caller)
      case service.GET_SCHEDULE_ID:
        return this.#getScheduleId(first, second, caller)
      case service.GET_SCHEDULE_STATUS:
        return this.#getScheduleStatus(second, caller)
      default:
        return this.#anyoneEndsWindows || this.#partitions.has(caller.partition, permission.MODULE_CONTROL)
          ? NO_ERROR
          : INVALID_CONFIG
    }
  }

  /** The partition of an identifier, −1 if there is none. */
  #partitionOf(identifier: number, { partition }: Caller): number {
    return identifier === itself ? partition : this.#partitionIdentifiers.indexOf(identifier)
  }

  /** Whether a caller may ask about, or change, a target: itself, or any with the permission to. */
  #may({ partition }: Caller, target: number): boolean {
    return target === partition || this.#partitions.has(partition, permission.SET_PARTITION_MODE)
  }

  #setPartitionMode(target: number, wanted: number, caller: Caller): number {
    const partitions = this.#partitions
    const other = target !== caller.partition
    if (!this.#may(caller, target)) return INVALID_CONFIG
    if (target < 0) return INVALID_PARAM
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
    return other ? NO_ERROR : noReturn
  }

  #getPartitionStatus(target: number, pointer: number, caller: Caller): number {
    if (!this.#may(caller, target)) return INVALID_CONFIG
    if (target < 0) return INVALID_PARAM
    if (!this.#isValid(pointer, 40, caller)) return INVALID_POINTER
    const cells = this.#partitions.cells.now
    const at = target * partitionCells
    const words = this.#words
    words[0] = this.#partitionIdentifiers[target]
    words[1] = cells[at + partitionCell.mode]
    words[2] = cells[at + partitionCell.startCondition]
    words[3] = cells[at + partitionCell.window] - 1
    this.#clock.nanoseconds(cells[at + partitionCell.period], words, 4)
    this.#clock.nanoseconds(cells[at + partitionCell.duration], words, 6)
    putLong(cells[at + partitionCell.elapsed], words, 8)
    this.#report(caller, pointer, 10)
    return NO_ERROR
  }

  /** `target`: the index that the name stands for. */
  #getPartitionId(target: number, pointer: number, caller: Caller): number {
    if (!this.#may(caller, target)) return INVALID_CONFIG
    if (target >= this.#partitions.count) return INVALID_PARAM
    if (!this.#isValid(pointer, 4, caller)) return INVALID_POINTER
    this.#words[0] = this.#partitionIdentifiers[target]
    this.#report(caller, pointer, 1)
    return NO_ERROR
  }

  #setSchedule(wanted: number, { partition }: Caller): number {
    if (!this.#partitions.has(partition, permission.SET_SCHEDULE)) return INVALID_CONFIG
    if (wanted < 0) return INVALID_PARAM
    if (wanted === this.#clock.schedule) return NO_ACTION
    this.#clock.request(wanted)
    return NO_ERROR
  }

  /** `wanted`: the index that the name stands for. */
  #getScheduleId(wanted: number, pointer: number, caller: Caller): number {
    if (wanted >= this.#scheduleIdentifiers.length) return INVALID_CONFIG
    if (!this.#isValid(pointer, 4, caller)) return INVALID_POINTER
    this.#words[0] = this.#scheduleIdentifiers[wanted]
    this.#report(caller, pointer, 1)
    return NO_ERROR
  }

  #getScheduleStatus(pointer: number, caller: Caller): number {
    if (!this.#isValid(pointer, 16, caller)) return INVALID_POINTER
    const time = this.#clock.cells.now
    const lastSwitch = time[timeCell.lastSwitch]
    if (this.#lastSwitchInTicks) putLong(lastSwitch, this.#words, 0)
    else this.#clock.nanoseconds(lastSwitch, this.#words, 0)
    this.#words[2] = this.#scheduleIdentifiers[time[timeCell.schedule]]
    this.#words[3] = this.#scheduleIdentifiers[time[timeCell.next]]
    this.#report(caller, pointer, 4)
    return NO_ERROR
  }

  /** The caller, back from its call, gives up what is left of its window. */
  #yield(core: number, partition: number): void {
    this.#partitions.switchOut(partition, core)
    this.#partitions.leave(core)
    this.#clock.endWindow(core)
  }

  #isValid(pointer: number, bytes: number, { core, level }: Caller): boolean {
    return pointer % 8 === 0 && pointer + bytes <= 2 ** 32 && this.#cores.storable(core, level, pointer, bytes)
  }

  /** The first `count` words of the report to where the caller wants them. */
  #report({ core, level }: Caller, pointer: number, count: number): void {
    for (let i = 0; i < count; i++) this.#cores.put(core, level, pointer + i * 4, this.#words[i])
  }
}
