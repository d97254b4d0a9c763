/**
 * The processors of contexts: one that executes on each core, and what each saved context left of one. Switching is to
 * copy the numbers of a processor, and only where a binary program stands; where there is none, nothing is done.
 */

import { implementationAndVersion, psrBits } from '../spec/machine/vocabulary.ts'
import { CoreMemory } from './hal-memory.ts'
import { level, type Cores } from './hal.ts'
import { DecodedCode } from './machine-code.ts'
import type { Layout } from './machine-layout.ts'
import { Processor, savedProcessor } from './machine-processor.ts'
import { savedAt } from './machine-registers.ts'
import { ProcessorChanges } from './hal-processor-changes.ts'
import type { PhysicalMemory } from './words-memory.ts'
import type { Restorable } from './words.ts'

/** Where a binary program begins, and where its stack does. */
export interface Beginning {
  readonly entry: number
  readonly stack: number
}

/** Locals of the window below that a trap writes: PC, nPC. */
const trapLocal = { psr: 16, pc: 17, npc: 18 } as const
const firstOut = 8
const lowBits = 3
/** %sp of window 0 is an in of the window below it. */
const stackAtStart = savedAt.windows + 7 * 16 + 8 + 6
const invalidAtStart = 2

/** What processors stand on. No beginnings, or none that is one: there is no binary program. */
interface Surroundings {
  readonly cores: Cores
  readonly memory: PhysicalMemory
  readonly layout: Layout
  /** By partition. */
  readonly beginnings: readonly (Beginning | null)[]
  /** How many secondaries there are: their contexts follow the partitions'. */
  readonly secondaries: number
}

export class ContextProcessors implements Restorable {
  /** Cores, and saved contexts: of partitions, then of secondaries. */
  readonly cores: number
  readonly partitions: number
  readonly holders: number
  readonly changes: ProcessorChanges
  /** What saved contexts hold, and behind them what is about to be loaded. */
  readonly saved: Int32Array
  readonly #hasSaved: Uint8Array
  /** By core. */
  readonly #processors: readonly Processor[]
  readonly #isOn: Uint8Array
  readonly #beginnings: readonly (Beginning | null)[]
  readonly #start: { readonly processors: Int32Array; isOn: Uint8Array; saved: Int32Array; hasSaved: Uint8Array }

  constructor({ cores, memory, layout, beginnings, secondaries }: Surroundings) {
    const binary = beginnings.some((beginning) => beginning !== null)
    this.cores = cores.count
    this.partitions = beginnings.length
    this.holders = binary ? beginnings.length + secondaries : 0
    this.#beginnings = beginnings
    this.#isOn = new Uint8Array(cores.count)
    this.saved = new Int32Array((this.holders + 1) * savedProcessor)
    this.#hasSaved = new Uint8Array(this.holders)
    this.#processors = binary ? processorsOf(cores, memory, layout) : []
    this.changes = new ProcessorChanges(cores.count, this.holders)
    this.#start = {
      processors: new Int32Array(this.#processors.length * savedProcessor),
      isOn: this.#isOn.slice(),
      saved: this.saved.slice(),
      hasSaved: this.#hasSaved.slice(),
    }
  }

  /** Whether there is any binary program. */
  get areAny(): boolean {
    return this.holders > 0
  }

  /** Whether the context of a core has a processor. */
  isOn(core: number): boolean {
    return this.#isOn[core] !== 0
  }

  /** The processor of a core: that of its context, if it has one. */
  on(core: number): Processor {
    return this.#processors[core]
  }

  hasSaved(holder: number): boolean {
    return this.#hasSaved[holder] !== 0
  }

  save(core: number, holder: number): void {
    if (!this.areAny) return
    this.#hasSaved[holder] = this.#isOn[core]
    if (this.isOn(core)) this.#processors[core].save(this.saved, holder * savedProcessor)
    this.changes.holder(holder)
  }

  restore(core: number, holder: number): void {
    if (!this.areAny) return
    this.#isOn[core] = this.#hasSaved[holder]
    if (this.isOn(core)) this.#processors[core].load(this.saved, holder * savedProcessor)
    this.changes.core(core)
  }

  /** The context of a core becomes one without a processor. */
  leave(core: number): void {
    this.#isOn[core] = 0
    this.changes.core(core)
  }

  /** A saved context becomes one without a processor. */
  clear(holder: number): void {
    if (!this.areAny) return
    this.#hasSaved[holder] = 0
    this.changes.holder(holder)
  }

  /** The context of a core becomes a fresh one of a partition. */
  begin(core: number, p: number, levelNumber: number): void {
    const beginning = this.#beginnings[p]
    this.leave(core)
    if (beginning === null) return
    this.#isOn[core] = 1
    this.#putFresh(this.holders, beginning.entry, beginning.stack, levelNumber)
    this.#processors[core].load(this.saved, this.holders * savedProcessor)
  }

  /** A secondary's saved context becomes a fresh one, which begins elsewhere. */
  boot(secondary: number, p: number, levelNumber: number, entry: number): void {
    const beginning = this.#beginnings[p]
    if (beginning === null) return
    const holder = this.partitions + secondary
    this.#hasSaved[holder] = 1
    this.#putFresh(holder, entry & ~lowBits, beginning.stack, levelNumber)
    this.changes.holder(holder)
  }

  #putFresh(holder: number, entry: number, stack: number, levelNumber: number): void {
    const { saved } = this
    const at = holder * savedProcessor
    saved.fill(0, at, at + savedProcessor)
    saved[at + savedAt.psr] = implementationAndVersion | psrBits.ET | (levelNumber === level.supervisor ? psrBits.S : 0)
    saved[at + savedAt.wim] = invalidAtStart
    saved[at + savedAt.pc] = entry
    saved[at + savedAt.npc] = entry + 4
    saved[at + stackAtStart] = stack
  }

  /** Trap to the kernel: the window below, whatever WIM says. */
  enterKernel(core: number): void {
    const { registers } = this.#processors[core]
    registers.ps = registers.s
    registers.s = true
    registers.et = false
    registers.enterWindow((registers.window - 1) & 7)
    registers.set(trapLocal.pc, registers.pc)
    registers.set(trapLocal.npc, registers.npc)
    this.changes.core(core)
  }

  /** Return from it. */
  leaveKernel(core: number): void {
    const { registers } = this.#processors[core]
    registers.pc = registers.get(trapLocal.pc) & ~lowBits
    registers.npc = registers.get(trapLocal.npc) & ~lowBits
    registers.enterWindow((registers.window + 1) & 7)
    registers.s = registers.ps
    registers.ps = false
    registers.et = true
    this.changes.core(core)
  }

  /** A program on a core is interrupted, and goes on. Where the kernel is at work already, nothing shows it. */
  interrupt(core: number): void {
    if (!this.isOn(core) || !this.#processors[core].registers.et) return
    this.enterKernel(core)
    this.leaveKernel(core)
  }

  /** %o0 to %o7 of the program whose call the kernel serves on a core: the ins of the kernel's window. */
  setOut(core: number, out: number, value: number): void {
    const { registers } = this.#processors[core]
    registers.set(firstOut + 16 + out, value)
    this.changes.core(core)
  }

  /** The program on a core goes on in its own trap table, with its virtual PSR as it was. */
  enterTable(core: number, virtualPsr: number, table: number): void {
    const { registers } = this.#processors[core]
    const { window, icc } = registers
    registers.enterWindow((window - 1) & 7)
    registers.set(trapLocal.psr, virtualPsr | (icc << 20) | window)
    registers.set(trapLocal.pc, registers.pc)
    registers.set(trapLocal.npc, registers.npc)
    registers.pc = table | 0
    registers.npc = (table + 4) | 0
    this.changes.core(core)
  }

  /** The kernel, called from a trap handler, returns to what that interrupted: by the window of the handler. */
  leaveTable(core: number): void {
    const { registers } = this.#processors[core]
    registers.enterWindow((registers.window + 1) & 7)
    registers.icc = (registers.get(trapLocal.psr) >>> 20) & 15
    this.changes.core(core)
  }

  seal(): void {
    const { processors, isOn, saved, hasSaved } = this.#start
    this.#processors.forEach((processor, core) => {
      processor.save(processors, core * savedProcessor)
    })
    isOn.set(this.#isOn)
    saved.set(this.saved)
    hasSaved.set(this.#hasSaved)
  }

  rollback(): void {
    if (!this.areAny) return
    const { processors, isOn, saved, hasSaved } = this.#start
    this.#isOn.set(isOn)
    this.saved.set(saved)
    this.#hasSaved.set(hasSaved)
    for (let core = 0; core < this.cores; core++) {
      this.#processors[core].load(processors, core * savedProcessor)
      this.changes.core(core)
    }
    for (let holder = 0; holder < this.holders; holder++) this.changes.holder(holder)
  }
}

/** A processor for each core, all on one decoded code. */
const processorsOf = (cores: Cores, memory: PhysicalMemory, layout: Layout): readonly Processor[] => {
  const code = new DecodedCode(memory.words, layout)
  const clearCode = (): void => {
    code.clear()
    for (const { tlb } of memories) tlb.flush()
  }
  const shared = { cores, memory, layout, code, clearCode }
  const memories = Array.from({ length: cores.count }, (_, core) => new CoreMemory(core, shared))
  memory.reader = code
  cores.mmu.followers = memories.map(({ tlb }) => tlb)
  return memories.map((reached) => new Processor(reached, 'reads y', true))
}
