/** What binary programs do: one instruction, and what comes of its trap. */

import { psr } from '../spec/guest/vocabulary.ts'
import { serviceNames, serviceOf, trapOf } from '../spec/hypercall/vocabulary.ts'
import type { Costs } from '../spec/module/vocabulary.ts'
import { processorCell, type Processors } from './guest.ts'
import type { ContextProcessors } from './hal-processors.ts'
import { contextCell, level, operandCells, type Cores } from './hal.ts'
import { fromSupervisor, serviceNumber } from './hypercall-caller.ts'
import { trapFromSupervisor } from './module-effects.ts'
import { Foresight } from './module-foresight.ts'
import { notSecondary } from './partition-secondaries.ts'
import { work } from './partition.ts'
import type { PhysicalMemory } from './words-memory.ts'
import { softwareTrap } from '../spec/machine/vocabulary.ts'

const firstOut = 8
/** %o5. */
const numberRegister = 13

/** By trap type and the number of a call, its service. */
const serviceKey = (trap: number, number: number): number => trap * 256 + number
const numbered: ReadonlyMap<number, number> = new Map(
  serviceNames
    .filter((name) => serviceOf(name).number >= 0)
    .filter((name) => serviceOf(name).trap === trapOf.call || serviceOf(name).trap === trapOf.processor)
    .map((name) => [serviceKey(serviceOf(name).trap, serviceOf(name).number), serviceNumber(name)]),
)
const highestNumber = 0xff

const unassignedNumber = serviceNumber('unassigned_number')
const unassignedTrap = serviceNumber('unassigned_trap')
const flushWindows = serviceNumber('flush_windows')
const raiseEvent = serviceNumber('raise_event')

/** What instructions act on. */
interface Concerned {
  readonly cores: Cores
  readonly memory: PhysicalMemory
  readonly processors: Processors
  readonly contexts: ContextProcessors
}

export class Instructions {
  readonly #costs: Costs
  readonly #cores: Cores
  readonly #processors: Processors
  readonly #contexts: ContextProcessors
  readonly #foresight: Foresight
  /** Whether a trap that no call is made by returns to where it was raised. */
  readonly #trapsLoop: boolean
  readonly #operands = new Float64Array(operandCells)

  constructor({ cores, memory, processors, contexts }: Concerned, costs: Costs, trapsLoop: boolean) {
    this.#costs = costs
    this.#cores = cores
    this.#processors = processors
    this.#contexts = contexts
    this.#foresight = new Foresight(cores, memory)
    this.#trapsLoop = trapsLoop
  }

  /** The next instruction on a core, of partition `p` or of a secondary of it. False if it leaves what is specified: then nothing has changed. */
  next(core: number, p: number, secondary: number): boolean {
    const processor = this.#contexts.on(core)
    const { registers } = processor
    const { ef } = registers
    registers.ef = secondary === notSecondary && (this.#processors.get(p, processorCell.psr) & psr.EF) !== 0
    if (registers.s && this.#foresight.leaves(core, registers)) {
      registers.ef = ef
      return false
    }
    const { changes } = this.#contexts
    changes.window(core, registers.window)
    processor.run(1)
    changes.window(core, registers.window)
    this.#cores.spend(core, 1)
    if (processor.trap !== 0) this.#take(core, processor.trap)
    return true
  }

  /** An instruction has trapped. */
  #take(core: number, trap: number): void {
    this.#cores.spend(core, this.#costs.trap)
    if (trap >= softwareTrap(0)) this.#takeSoftwareTrap(core, trap)
    else {
      const context = this.#cores.context(core)
      const from = this.#cores.cells.now[context + contextCell.level]
      this.#enter(core, work.trap, trap + from * trapFromSupervisor)
    }
  }

  /** Ticc: a call, by the trap's type. */
  #takeSoftwareTrap(core: number, trap: number): void {
    const { registers } = this.#contexts.on(core)
    switch (trap) {
      case trapOf.call:
      case trapOf.processor: {
        const number = registers.get(numberRegister) >>> 0
        const service = number <= highestNumber ? numbered.get(serviceKey(trap, number)) : undefined
        if (service === undefined) this.#callWith(core, unassignedNumber, trap, number)
        else this.#call(core, service)
        break
      }
      case trapOf.flushWindows:
        this.#call(core, flushWindows)
        break
      case trapOf.healthEvent:
        this.#call(core, raiseEvent)
        break
      default:
        if (!this.#trapsLoop) this.#callWith(core, unassignedTrap, trap, 0)
    }
  }

  /** A call with the arguments that the program gives. */
  #call(core: number, service: number): void {
    const { registers } = this.#contexts.on(core)
    for (let i = 0; i < operandCells; i++) this.#operands[i] = registers.get(firstOut + i) >>> 0
    this.#beginCall(core, service)
  }

  #callWith(core: number, service: number, first: number, second: number): void {
    this.#operands.fill(0)
    this.#operands[0] = first
    this.#operands[1] = second
    this.#beginCall(core, service)
  }

  /** Trap to the kernel with a call, which returns behind it. */
  #beginCall(core: number, service: number): void {
    const { registers } = this.#contexts.on(core)
    const now = this.#cores.cells.now
    const context = this.#cores.context(core)
    now.set(this.#operands, context + contextCell.operands)
    registers.pc = registers.npc
    registers.npc = (registers.npc + 4) | 0
    this.#enter(core, work.call, service + now[context + contextCell.level] * fromSupervisor)
  }

  /** To supervisor level, with work for the kernel. */
  #enter(core: number, begun: number, argument: number): void {
    const now = this.#cores.cells.now
    const context = this.#cores.context(core)
    now[context + contextCell.level] = level.supervisor
    now[context + contextCell.work] = begun
    now[context + contextCell.argument] = argument
    this.#contexts.enterKernel(core)
  }
}
