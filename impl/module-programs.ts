/**
 * A run as the emulator reads it: programs compiled to rows of a table of numbers when they are loaded (*predecoding*),
 * an operand being a constant and a mask over the result register; names made indices; events sorted to their cores.
 */

import type { ModuleConfiguration, Call, Effect, Operand, Program, Run } from '../spec/module/vocabulary.ts'
import { accessKind } from './hal.ts'
import { service } from './partition-services.ts'
import { Cells } from './words.ts'

/** What a row does, in its low bits. */
export const operation = { access: 0, compute: 1, call: 2, privileged: 3 } as const
/**
 * A row: what it does (the operation; above it, of an access its kind and size, of a call its service), two operands as
 * mask and constant, and the number of a name. The cycles of a compute are the constants: high and low word.
 */
export const row = { what: 0, firstMask: 1, first: 2, secondMask: 3, second: 4, name: 5 } as const
export const rowCells = 6
export const operationBits = 2
export const sizeShift = 8

/** An interrupt, among the schedules that events ask for. */
export const interrupt = -1

/** What was consumed, as cells: choices; whether the run was left; effects by partition; events by core. */
export const consumedCell = { choices: 0, left: 1, effects: 2 } as const

export class Script {
  readonly cells: Cells
  /** Rows of all programs; where each partition's begins, and how many it has. */
  code = new Int32Array(rowCells * 64)
  readonly starts: Int32Array
  readonly lengths: Int32Array
  names: readonly string[] = []
  choices: readonly number[] = []
  /** When the next event of each core is due. */
  readonly due: Float64Array
  /** Where, among the cells, the events consumed by each core begin. */
  readonly eventsAt: number
  readonly #times: number[][]
  readonly #schedules: number[][]
  readonly #partitionNames: readonly string[]
  readonly #scheduleNames: readonly string[]

  constructor({ partitions, time }: ModuleConfiguration) {
    const cores = time.requiredCores
    this.eventsAt = consumedCell.effects + partitions.length
    this.cells = new Cells(1, this.eventsAt + cores)
    this.starts = new Int32Array(partitions.length)
    this.lengths = new Int32Array(partitions.length)
    this.due = new Float64Array(cores)
    this.#times = Array.from({ length: cores }, () => [])
    this.#schedules = Array.from({ length: cores }, () => [])
    this.#partitionNames = partitions.map(({ name }) => name)
    this.#scheduleNames = time.schedules.map(({ name }) => name)
  }

  load({ programs, events, choices }: Run): void {
    this.cells.now.fill(0)
    this.choices = choices
    this.#compileAll(programs)
    for (const list of this.#times) list.length = 0
    for (const list of this.#schedules) list.length = 0
    for (const event of events) {
      const core = event.kind === 'interrupt' ? event.core : 0
      this.#times[core]?.push(event.at)
      this.#schedules[core]?.push(event.kind === 'interrupt' ? interrupt : event.schedule)
    }
    for (let core = 0; core < this.due.length; core++) this.due[core] = this.#times[core][0] ?? Infinity
  }

  /** Consume the next event of a core: the schedule it asks for, or `interrupt`. */
  takeEvent(core: number): number {
    const taken = this.cells.now[this.eventsAt + core]++
    this.due[core] = this.#times[core][taken + 1] ?? Infinity
    return this.#schedules[core][taken]
  }

  #compileAll(programs: readonly Program[]): void {
    const names = new Map<string, number>()
    let rows = 0
    for (let p = 0; p < this.starts.length; p++) {
      const program = programs[p] ?? []
      this.starts[p] = rows * rowCells
      this.lengths[p] = program.length
      this.#reserve((rows + program.length) * rowCells)
      for (const effect of program) this.#compile(effect, rows++ * rowCells, p, names)
    }
    this.names = [...names.keys()]
  }

  /** Room for so many cells of code. */
  #reserve(cells: number): void {
    if (cells <= this.code.length) return
    const larger = new Int32Array(Math.max(cells, 2 * this.code.length))
    larger.set(this.code)
    this.code = larger
  }

  #compile(effect: Effect, at: number, p: number, names: Map<string, number>): void {
    switch (effect.do) {
      case 'access': {
        const how = (accessKind[effect.kind] << operationBits) | (effect.size << sizeShift)
        this.#write(at, operation.access | how, effect.at, effect.value, 0)
        break
      }
      case 'compute': {
        const cycles = Math.max(1, effect.cycles)
        this.#write(at, operation.compute, Math.floor(cycles / 2 ** 32), cycles, 0)
        break
      }
      case 'privileged':
        this.#write(at, operation.privileged, 0, 0, 0)
        break
      case 'call': {
        const { call } = effect
        const [first, second] = this.#operands(call, p)
        const name = 'name' in call ? numberOf(call.name, names) : 0
        this.#write(at, operation.call | (service[call.service] << operationBits), first, second, name)
      }
    }
  }

  /** The two operands of a call of partition `p`. A name is the index that it stands for, −1 for none. */
  #operands(call: Call, p: number): readonly [first: Operand, second: Operand] {
    switch (call.service) {
      case 'SET_PARTITION_MODE':
        return [call.partition, call.mode]
      case 'GET_PARTITION_STATUS':
        return [call.partition, call.pointer]
      case 'GET_PARTITION_ID': {
        const own = call.name === '' || call.name === this.#partitionNames[p]
        return [own ? p : this.#partitionNames.indexOf(call.name), call.pointer]
      }
      case 'SET_SCHEDULE':
        return [call.schedule, 0]
      case 'GET_SCHEDULE_ID':
        return [this.#scheduleNames.indexOf(call.name), call.pointer]
      case 'GET_SCHEDULE_STATUS':
        return [0, call.pointer]
      case 'END_WINDOW':
        return [0, 0]
    }
  }

  #write(at: number, what: number, first: Operand, second: Operand, name: number): void {
    const code = this.code
    code[at + row.what] = what
    code[at + row.firstMask] = typeof first === 'number' ? 0 : -1
    code[at + row.first] = typeof first === 'number' ? first : first.resultPlus
    code[at + row.secondMask] = typeof second === 'number' ? 0 : -1
    code[at + row.second] = typeof second === 'number' ? second : second.resultPlus
    code[at + row.name] = name
  }
}

/** A number for a name, the same for the same name. */
const numberOf = (name: string, names: Map<string, number>): number => {
  const known = names.get(name)
  if (known !== undefined) return known
  names.set(name, names.size)
  return names.size - 1
}
