/**
 * The board: a processor, memory and devices, run to the cycle. Between two instructions at which something is due
 * (an underflow, an interrupt that became possible) nothing asks for it: the processor runs up to there.
 */

import {
  interruptTrap,
  ramAt,
  timerInterrupts,
  type Board,
  type BoardImage,
  type BoardPlatform,
} from '../spec/machine/vocabulary.ts'
import { address, cycles } from '../spec/words/vocabulary.ts'
import { memoryOf, processorOf } from './machine-abstraction.ts'
import { Devices } from './machine-devices.ts'
import { BoardMemory } from './machine-memory.ts'
import { Processor } from './machine-processor.ts'

/** Whether anything will go on: instructions, or an interrupt that may end a sleep. */
export type MachineOutcome = 'running' | 'error mode' | 'asleep for ever'

export class Machine {
  readonly #platform: BoardPlatform
  readonly #devices: Devices
  readonly #memory: BoardMemory
  readonly #processor: Processor
  /** Cycles that were slept: the clock's lead over the instructions. */
  #slept = 0

  constructor(platform: BoardPlatform) {
    this.#platform = platform
    this.#devices = new Devices(platform.variation)
    this.#memory = new BoardMemory(
      platform,
      this.#devices,
      () => this.cycles,
      () => {
        this.#processor.attention = true
      },
    )
    this.#processor = new Processor(this.#memory, platform.variation.readAncillary, false)
    this.load({ entry: address(ramAt), words: [] })
  }

  /** Back to the start, with an image. */
  load(image: BoardImage): void {
    this.#memory.start()
    for (const [at, value] of image.words) this.#memory.put(at, value)
    this.#devices.start()
    this.#processor.start(image.entry, ramAt + this.#platform.ramBytes)
    this.#slept = 0
  }

  /** Execute until `limit` instructions more were executed, or nothing will ever change. How many there were. */
  run(limit: number): number {
    const processor = this.#processor
    const before = processor.instructions
    const end = before + limit
    while (processor.instructions < end && !processor.inError) {
      this.#devices.advance(this.cycles)
      if (this.#interrupt()) continue
      if (!processor.asleep) processor.run(Math.min(end - processor.instructions, this.#devices.due - this.cycles))
      else if (this.#canWake()) this.#sleep()
      else break
    }
    return processor.instructions - before
  }

  /** One step: an interrupt taken, a sleep up to an underflow, or one instruction. */
  step(): void {
    const processor = this.#processor
    if (processor.inError) return
    this.#devices.advance(this.cycles)
    if (this.#interrupt()) return
    if (processor.asleep) this.#sleep()
    else processor.run(1)
  }

  /** Take an interrupt, if one is requested that may be taken. */
  #interrupt(): boolean {
    const level = this.#devices.requested
    const { registers } = this.#processor
    if (level === 0 || !registers.et || (level <= registers.pil && level !== 15)) return false
    this.#devices.acknowledge(level)
    this.#processor.asleep = false
    this.#processor.enterTrap(interruptTrap(level))
    return true
  }

  #sleep(): void {
    const { due } = this.#devices
    if (due !== Infinity) this.#slept += due - this.cycles
  }

  /** Whether the sleep will end: an underflow is due whose interrupt may be taken. */
  #canWake(): boolean {
    const { registers } = this.#processor
    if (!registers.et || this.#devices.due === Infinity) return false
    const { interrupts, timers } = this.#devices.abstract(this.cycles)
    return timerInterrupts.some(
      (level, i) => timers.timers[i].interrupt && ((interrupts.mask >> level) & 1) !== 0 && level > registers.pil,
    )
  }

  get outcome(): MachineOutcome {
    if (this.#processor.inError) return 'error mode'
    return this.#processor.asleep && !this.#isRequested() && !this.#canWake() ? 'asleep for ever' : 'running'
  }

  #isRequested(): boolean {
    const level = this.#devices.requested
    const { registers } = this.#processor
    return registers.et && (level === 15 || level > registers.pil)
  }

  get instructions(): number {
    return this.#processor.instructions
  }

  get cycles(): number {
    return this.#processor.instructions + this.#slept
  }

  get errorTrap(): number {
    return this.#processor.errorTrap
  }

  /** What is called with every byte that the serial line sends. */
  set onSent(sent: (byte: number) => void) {
    this.#devices.onSent = sent
  }

  // What follows is for comparing: no state is changed, and nothing allocated. Words are signed, addresses are not.

  get pc(): number {
    return this.#processor.registers.pc >>> 0
  }

  get npc(): number {
    return this.#processor.registers.npc >>> 0
  }

  get psr(): number {
    return this.#processor.registers.psr
  }

  get wim(): number {
    return this.#processor.registers.wim
  }

  get tbr(): number {
    return this.#processor.registers.tbr
  }

  get y(): number {
    return this.#processor.registers.y
  }

  get fsr(): number {
    return this.#processor.floatingPoint.fsr
  }

  get asleep(): boolean {
    return this.#processor.asleep
  }

  /** Local (0 to 7) or in (8 to 15) of a window. */
  register(window: number, index: number): number {
    return this.#processor.registers.windowed(window, index)
  }

  global(index: number): number {
    return this.#processor.registers.get(index & 7)
  }

  float(index: number): number {
    return this.#processor.floatingPoint.floats[index]
  }

  word(physical: number): number {
    return this.#memory.wordAt(physical)
  }

  /** The MMU's registers by the numbers of `mmuRegister`, without what reading them does. */
  mmu(register: number): number {
    const { mmu } = this.#memory
    return register === 3 ? mmu.status : mmu.read(register)
  }

  get caches(): number {
    return this.#memory.caches
  }

  /** The whole state, as the vocabulary has it. What the TLB holds is not told. */
  board(): Board {
    const at = this.cycles
    return {
      processor: processorOf(this.#processor),
      mmu: this.#memory.mmu.abstract(),
      caches: this.#memory.caches,
      memory: memoryOf(this.#memory.pages()),
      devices: this.#devices.abstract(at),
      cached: [],
      cycles: cycles(at),
      instructions: this.instructions,
      left: false,
    }
  }
}
