/** What programs and their handlers do: one row of the script at a time, fast because a row says all of it in numbers. */

import { trapNumber } from '../spec/hal/vocabulary.ts'
import type { Costs } from '../spec/module/vocabulary.ts'
import type { Processors } from './guest.ts'
import { accessed, contextCell, coreCell, coreCells, level, operandCells, type Cores } from './hal.ts'
import { fromSupervisor } from './hypercall-caller.ts'
import type { Holders } from './module-parts.ts'
import { consumedCell, operation, operationBits, row, rowCells, sizeShift, type Script } from './module-programs.ts'
import { work } from './partition.ts'

/** What a trap from supervisor level adds to its number. */
export const trapFromSupervisor = 256

/** What becomes of an effect: it is consumed; it stays the next; it left what is specified, and nothing has changed. */
const effect = { consumed: 0, stays: 1, left: 2 } as const

export class Effects {
  readonly #costs: Costs
  readonly #cores: Cores
  readonly #processors: Processors
  readonly #script: Script
  readonly #partitions: number
  /** The cells of the cores, and of what was consumed. */
  readonly #now: Float64Array
  readonly #consumed: Float64Array

  constructor({ cores, processors, script }: Holders, costs: Costs) {
    this.#costs = costs
    this.#cores = cores
    this.#processors = processors
    this.#script = script
    this.#partitions = processors.count
    this.#now = cores.cells.now
    this.#consumed = script.cells.now
  }

  /** What was begun goes on until it is finished or until an instant; whether it is finished. */
  advance(core: number, until: number): boolean {
    const now = this.#now
    const at = core * coreCells
    const left = now[at + coreCell.context + contextCell.argument]
    const time = until - now[at + coreCell.at]
    const spent = Math.min(left, time)
    now[at + coreCell.at] += spent
    now[at + coreCell.context + contextCell.argument] = left - spent
    return left <= time
  }

  compute(core: number, until: number): void {
    if (this.advance(core, until)) this.begin(core, work.none, 0)
  }

  begin(core: number, begun: number, argument: number): void {
    const at = this.#cores.context(core)
    this.#now[at + contextCell.work] = begun
    this.#now[at + contextCell.argument] = argument
  }

  /** The next effect of partition `p`: of its handler if one is active, of its program otherwise. False if it left what is specified: then nothing has changed. */
  next(core: number, p: number, until: number): boolean {
    const handling = this.#processors.isHandling(p)
    const script = this.#script
    const program = handling ? p + this.#partitions : p
    const done = handling ? this.#processors.nextEffect(p) : this.#consumed[consumedCell.effects + p]
    if (done >= script.lengths[program]) {
      this.#now[core * coreCells + coreCell.at] = until
      return true
    }
    const did = this.#do(core, script.starts[program] + done * rowCells, until)
    if (did === effect.left) return false
    if (did === effect.stays) return true
    if (handling) this.#processors.consume(p)
    else this.#consumed[consumedCell.effects + p] = done + 1
    return true
  }

  /** The next effect of a secondary. False if it left what is specified: then nothing has changed. */
  nextBeside(core: number, secondary: number, until: number): boolean {
    const script = this.#script
    const program = 2 * this.#partitions + secondary
    const counted = consumedCell.effects + this.#partitions + secondary
    const done = this.#consumed[counted]
    if (done >= script.lengths[program]) {
      this.#now[core * coreCells + coreCell.at] = until
      return true
    }
    const did = this.#do(core, script.starts[program] + done * rowCells, until)
    if (did === effect.consumed) this.#consumed[counted] = done + 1
    return did !== effect.left
  }

  /** An operand of the row at `at`, with what a core has in its result register. */
  #operand(core: number, at: number, i: number): number {
    const code = this.#script.code
    const result = this.#now[this.#cores.context(core) + contextCell.low] | 0
    return (result & code[at + row.operands + 2 * i]) + code[at + row.operands + 2 * i + 1]
  }

  /** Do what the row at `at` says; what becomes of it. */
  #do(core: number, at: number, until: number): number {
    const what = this.#script.code[at + row.what]
    switch (what & ((1 << operationBits) - 1)) {
      case operation.access:
        return this.#access(core, what, this.#operand(core, at, 0) >>> 0, this.#operand(core, at, 1) | 0)
      case operation.compute:
        this.begin(core, work.compute, this.#operand(core, at, 0) * 2 ** 32 + (this.#operand(core, at, 1) >>> 0))
        this.compute(core, until)
        return effect.consumed
      case operation.call:
        this.#beginCall(core, at, what >> operationBits)
        return effect.consumed
      case operation.fault:
        this.#fault(core, what >> operationBits)
        return effect.consumed
      case operation.loop:
        this.#cores.spend(core, this.#costs.trap)
        return effect.stays
      default:
        this.#privileged(core)
        return effect.consumed
    }
  }

  /** Trap to the kernel with a call. */
  #beginCall(core: number, at: number, service: number): void {
    const context = this.#cores.context(core)
    const from = this.#now[context + contextCell.level]
    for (let i = 0; i < operandCells; i++) {
      this.#now[context + contextCell.operands + i] = this.#operand(core, at, i) >>> 0
    }
    this.#trap(core, work.call, service + from * fromSupervisor)
    this.#cores.spend(core, this.#costs.trap)
  }

  /** An instruction raises a trap by itself. */
  #fault(core: number, type: number): void {
    const { access, trap } = this.#costs
    this.#raise(core, type)
    this.#cores.spend(core, access + trap)
  }

  #privileged(core: number): void {
    const { access, trap } = this.#costs
    const refused = this.#now[this.#cores.context(core) + contextCell.level] === level.user
    if (refused) this.#raise(core, trapNumber.privileged_instruction)
    this.#cores.spend(core, refused ? access + trap : access)
  }

  /** An access, and the trap it may raise; what becomes of the effect. */
  #access(core: number, what: number, virtual: number, value: number): number {
    const { access, trap } = this.#costs
    const kind = (what & ((1 << sizeShift) - 1)) >> operationBits
    const came = this.#cores.access(core, kind, what >> sizeShift, virtual, value)
    if (came === accessed.left) return effect.left
    if (came !== accessed.done) this.#raise(core, came)
    this.#cores.spend(core, came === accessed.done ? access : access + trap)
    return effect.consumed
  }

  /** A trap of the program on a core, by its type. */
  #raise(core: number, type: number): void {
    const from = this.#now[this.#cores.context(core) + contextCell.level]
    this.#trap(core, work.trap, type + from * trapFromSupervisor)
  }

  /** To supervisor level, with work for the kernel. */
  #trap(core: number, begun: number, argument: number): void {
    this.#now[this.#cores.context(core) + contextCell.level] = level.supervisor
    this.begin(core, begun, argument)
  }
}
