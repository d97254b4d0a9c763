/**
 * A run as the emulator reads it: programs and handlers compiled to rows of a table of numbers when they are loaded
 * (*predecoding*), an operand being a constant and a mask over the result register; events sorted to their cores.
 */

import { trapNumber } from '../spec/hal/vocabulary.ts'
import type { Effect, EnvironmentEvent, Operand, Program, Run } from '../spec/module/vocabulary.ts'
import { accessKind, operandCells } from './hal.ts'
import { serviceNumber } from './hypercall-caller.ts'
import { Cells } from './words.ts'

/** What a row does, in its low bits. `loop` is a trap that returns to where it was raised. */
export const operation = { access: 0, compute: 1, call: 2, privileged: 3, fault: 4, loop: 5 } as const
/**
 * A row: what it does (the operation; above it, of an access its kind and size, of a call its service, of a fault its
 * trap), then its operands, each a mask and a constant. The cycles of a compute are the constants: high and low word.
 */
export const row = { what: 0, operands: 1 } as const
export const rowCells = row.operands + 2 * operandCells
export const operationBits = 3
export const sizeShift = 8

/** Events, where others ask for a schedule. One that asks for none that could be does what an interrupt does. */
export const interrupt = -1
export const powerFailure = -2

/** What was consumed, as cells: choices; whether the run was left; effects by partition, then by secondary; events by core. */
export const consumedCell = { choices: 0, left: 1, effects: 2 } as const

/** How many of what there are in a world, and whether a trap that no call is made by returns to where it was raised. */
interface Shape {
  readonly partitions: number
  readonly secondaries: number
  readonly cores: number
  readonly trapsLoop: boolean
}

export class Script {
  readonly cells: Cells
  /** Rows of all programs; by partition, by partition for its handler, then by secondary, where they begin and how many they are. */
  code = new Int32Array(rowCells * 64)
  readonly starts: Int32Array
  readonly lengths: Int32Array
  choices: readonly number[] = []
  /** When the next event of each core is due. */
  readonly due: Float64Array
  /** Where, among the cells, the events consumed by each core begin. */
  readonly eventsAt: number
  readonly #partitions: number
  readonly #trapsLoop: boolean
  readonly #times: number[][]
  readonly #events: number[][]

  constructor({ partitions, secondaries, cores, trapsLoop }: Shape) {
    this.#partitions = partitions
    this.#trapsLoop = trapsLoop
    this.eventsAt = consumedCell.effects + partitions + secondaries
    this.cells = new Cells(1, this.eventsAt + cores)
    this.starts = new Int32Array(2 * partitions + secondaries)
    this.lengths = new Int32Array(2 * partitions + secondaries)
    this.due = new Float64Array(cores)
    this.#times = Array.from({ length: cores }, () => [])
    this.#events = Array.from({ length: cores }, () => [])
  }

  load({ programs, handlers, events, choices }: Run): void {
    this.cells.now.fill(0)
    this.choices = choices
    this.#compileAll(programs, handlers)
    for (const list of this.#times) list.length = 0
    for (const list of this.#events) list.length = 0
    for (const event of events) {
      const core = event.kind === 'interrupt' ? event.core : 0
      this.#times[core]?.push(event.at)
      this.#events[core]?.push(eventNumber(event))
    }
    for (let core = 0; core < this.due.length; core++) this.due[core] = this.#times[core][0] ?? Infinity
  }

  /** The next event of a core: the schedule it asks for, `interrupt`, or `powerFailure`. */
  nextEvent(core: number): number {
    return this.#events[core][this.cells.now[this.eventsAt + core]]
  }

  /** Consume the next event of a core. */
  consumeEvent(core: number): void {
    const taken = ++this.cells.now[this.eventsAt + core]
    this.due[core] = this.#times[core][taken] ?? Infinity
  }

  #compileAll(programs: readonly Program[], handlers: readonly Program[]): void {
    let rows = 0
    for (let i = 0; i < this.starts.length; i++) {
      const isHandler = i >= this.#partitions && i < 2 * this.#partitions
      const own = i < this.#partitions ? i : i - this.#partitions
      const program = (isHandler ? handlers[own] : programs[own]) ?? []
      this.starts[i] = rows * rowCells
      this.lengths[i] = program.length
      this.#reserve((rows + program.length) * rowCells)
      for (const effect of program) this.#compile(effect, rows++ * rowCells)
    }
  }

  /** Room for so many cells of code. */
  #reserve(cells: number): void {
    if (cells <= this.code.length) return
    const larger = new Int32Array(Math.max(cells, 2 * this.code.length))
    larger.set(this.code)
    this.code = larger
  }

  #compile(effect: Effect, at: number): void {
    switch (effect.do) {
      case 'access': {
        const how = (accessKind[effect.kind] << operationBits) | (effect.size << sizeShift)
        this.#write(at, operation.access | how, [effect.at, effect.value])
        break
      }
      case 'compute': {
        const cycles = Math.max(1, effect.cycles)
        this.#write(at, operation.compute, [Math.floor(cycles / 2 ** 32), cycles])
        break
      }
      case 'privileged':
        this.#write(at, operation.privileged, [])
        break
      case 'fault':
        this.#write(at, operation.fault | (trapNumber[effect.trap] << operationBits), [])
        break
      case 'call': {
        const { service, arguments: operands } = effect.call
        const loops = service === 'unassigned_trap' && this.#trapsLoop
        const what = loops ? operation.loop : operation.call | (serviceNumber(service) << operationBits)
        this.#write(at, what, operands)
      }
    }
  }

  #write(at: number, what: number, operands: readonly Operand[]): void {
    this.code[at + row.what] = what
    for (let i = 0; i < operandCells; i++) this.#writeOperand(at + row.operands + 2 * i, operands[i] ?? 0)
  }

  #writeOperand(at: number, operand: Operand): void {
    this.code[at] = typeof operand === 'number' ? 0 : -1
    this.code[at + 1] = typeof operand === 'number' ? operand : operand.resultPlus
  }
}

const eventNumber = (event: EnvironmentEvent): number => {
  switch (event.kind) {
    case 'interrupt':
      return interrupt
    case 'request':
      return Math.max(event.schedule, interrupt)
    case 'power':
      return powerFailure
  }
}
