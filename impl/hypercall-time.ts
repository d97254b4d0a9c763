/** The calls about schedules, windows and the time of day, decided row by row. */

import { permission } from '../spec/partition/vocabulary.ts'
import { returnNumber } from '../spec/words/vocabulary.ts'
import { outcome, type Caller } from './hypercall-caller.ts'
import { alignment, nameRead, type Pointers } from './hypercall-pointers.ts'
import type { Partitions } from './partition.ts'
import { timeCell, putLong, type Clock } from './time.ts'

const none = -1

const { NO_ERROR, NO_ACTION, INVALID_PARAM, INVALID_CONFIG, INVALID_POINTER } = returnNumber

/** What the configuration says of schedules to those who ask. */
export interface KnownSchedule {
  readonly identifier: number
  readonly name: string
}

/** How the profile has it. */
export interface TimeRules {
  readonly lastSwitchInTicks: boolean
  readonly anyoneEndsWindows: boolean
  readonly frameTicksSwapped: boolean
}

export class TimeCalls {
  readonly #partitions: Partitions
  readonly #clock: Clock
  readonly #pointers: Pointers
  readonly #identifiers: Float64Array
  readonly #names: readonly string[]
  readonly #microsecondsPerTick: number
  readonly #rules: TimeRules

  constructor(
    { partitions, clock, pointers }: { partitions: Partitions; clock: Clock; pointers: Pointers },
    schedules: readonly KnownSchedule[],
    ticksPerSecond: number,
    rules: TimeRules,
  ) {
    this.#partitions = partitions
    this.#clock = clock
    this.#pointers = pointers
    this.#identifiers = Float64Array.from(schedules, ({ identifier }) => identifier)
    this.#names = schedules.map(({ name }) => name)
    this.#microsecondsPerTick = Math.floor(1e6 / ticksPerSecond)
    this.#rules = rules
  }

  setSchedule(caller: Caller): number {
    const wanted = this.#identifiers.indexOf(caller.operands[0])
    if (!this.#partitions.has(caller.partition, permission.SET_SCHEDULE)) return INVALID_CONFIG
    if (wanted === none) return INVALID_PARAM
    if (wanted === this.#clock.schedule) return NO_ACTION
    this.#clock.request(wanted)
    return NO_ERROR
  }

  getScheduleId(caller: Caller): number {
    const read = this.#pointers.readName(caller, caller.operands[0])
    if (read === nameRead.left) return outcome.left
    if (read === nameRead.invalid) return INVALID_POINTER
    const wanted = this.#names.findIndex(this.#pointers.isNamed)
    if (wanted === none) return INVALID_CONFIG
    this.#pointers.words[0] = this.#identifiers[wanted]
    return this.#pointers.report(caller, caller.operands[1], 1)
  }

  getScheduleStatus(caller: Caller): number {
    const time = this.#clock.cells.now
    const { words } = this.#pointers
    this.#putLastSwitch(time[timeCell.lastSwitch])
    words[2] = this.#identifiers[time[timeCell.schedule]]
    words[3] = this.#identifiers[time[timeCell.next]]
    return this.#pointers.report(caller, caller.operands[0], 4)
  }

  #putLastSwitch(ticks: number): void {
    const { words } = this.#pointers
    if (this.#rules.lastSwitchInTicks) putLong(ticks, words, 0)
    else this.#clock.nanoseconds(ticks, words, 0)
  }

  endWindow(caller: Caller): number {
    if (this.#rules.anyoneEndsWindows) return NO_ERROR
    return this.#partitions.has(caller.partition, permission.MODULE_CONTROL) ? NO_ERROR : INVALID_CONFIG
  }

  getTod(caller: Caller): number {
    const time = this.#clock.cells.now
    if (time[timeCell.isDaySet] === 0) return INVALID_CONFIG
    this.#pointers.words[0] = time[timeCell.seconds]
    this.#pointers.words[1] = time[timeCell.nanoseconds]
    return this.#pointers.report(caller, caller.operands[0], 2)
  }

  setTod(caller: Caller): number {
    const pointers = this.#pointers
    const pointer = caller.operands[0]
    if (!this.#partitions.has(caller.partition, permission.SET_TOD)) return INVALID_CONFIG
    if (!pointers.isReadable(caller, pointer, 8, alignment.record)) return INVALID_POINTER
    if (pointers.strays(caller, pointer, 8)) return outcome.left
    const isTime = this.#clock.setDay(pointers.word(caller, pointer), pointers.word(caller, pointer + 4))
    return isTime ? NO_ERROR : INVALID_PARAM
  }

  getUsPerTick(caller: Caller): number {
    return caller.value(this.#microsecondsPerTick)
  }

  getElapsedMtfTicks(caller: Caller): number {
    const frame = this.#clock.cells.now[timeCell.frame]
    const [high, low] = [Math.floor(frame / 2 ** 32), frame % 2 ** 32]
    return this.#rules.frameTicksSwapped ? caller.values(low, high) : caller.values(high, low)
  }
}
