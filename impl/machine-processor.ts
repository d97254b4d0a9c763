/**
 * A processor: the interpreter's loop, and behind it every instruction that the loop leaves to others.
 *
 * This is the seam at which a translator can take the loop's place. Below it are `Registers`, `DecodedCode`, `Tlb` and
 * the memory's words, which whatever executes shares; above it is `run`: execute at most so many instructions, and come
 * back earlier if an interrupt may have become possible. What executes does what it can, and leaves pc and nPC at an
 * instruction that it cannot do; `OtherInstructions` and `MemoryInstructions` do that one. Memory, devices and traps are reached from there only.
 *
 * A board lets it take its traps itself. With `returnsTraps` a trap ends the run instead: `trap` says which, all else
 * is as before the instruction, and it is counted.
 */

import { psrBits, type ReadAncillary, trapNumber } from '../spec/machine/vocabulary.ts'
import { FloatingPoint } from './machine-floating-point.ts'
import { interpret, type Buffers, type Left } from './machine-interpreter.ts'
import { reach, type MemorySystem } from './machine-memory-system.ts'
import { again, OtherInstructions, sequential } from './machine-instructions.ts'
import { MemoryInstructions } from './machine-memory-instructions.ts'
import { operation, operationOf } from './machine-operations.ts'
import { rehearse } from './machine-rehearsal.ts'
import { Registers, savedAt } from './machine-registers.ts'

/** Numbers of a saved processor: those of `Registers`, 32 floats, FSR. */
const savedFloats = savedAt.npc + 1
export const savedProcessor = savedFloats + 33

/** Instructions between two entries to the loop at most: the host takes up what it compiled when it is entered. */
const stretch = 100_000

export class Processor {
  readonly registers: Registers
  readonly floatingPoint = new FloatingPoint()
  readonly #memory: MemorySystem
  readonly #buffers: Buffers
  readonly #accesses: MemoryInstructions
  readonly #others: OtherInstructions
  readonly #returnsTraps: boolean
  readonly #left: Left = { place: 0, budget: 0 }

  /** Executed since ever; inside an instruction, those before it. */
  instructions = 0
  asleep = false
  inError = false
  errorTrap = 0
  /** The trap that ended a run, 0 if none did. */
  trap = 0
  /** Set by whoever makes an interrupt possible: the run ends after this instruction. */
  attention = false

  constructor(memory: MemorySystem, ancillaryRegisters: ReadAncillary, returnsTraps: boolean) {
    rehearse()
    this.#memory = memory
    this.#returnsTraps = returnsTraps
    const { words, layout } = memory
    this.registers = new Registers(words, layout.homes[0])
    this.#buffers = {
      words,
      halves: new Uint16Array(words.buffer),
      bytes: new Uint8Array(words.buffer),
      floats: this.floatingPoint.floats,
    }
    this.#others = new OtherInstructions(this.registers, this.floatingPoint, ancillaryRegisters)
    this.#accesses = new MemoryInstructions(memory, this.registers, this.floatingPoint)
  }

  /** As QEMU's boot code leaves it to an image. */
  start(entry: number, stackPointer: number): void {
    const saved = new Int32Array(savedProcessor)
    saved[savedAt.psr] = psrBits.S | psrBits.PS
    saved[savedAt.wim] = 1
    saved[savedAt.pc] = entry
    saved[savedAt.npc] = entry + 4
    this.load(saved, 0)
    this.registers.set(1, entry)
    this.registers.set(2, 3)
    this.registers.set(14, stackPointer)
    this.instructions = 0
    this.asleep = false
    this.inError = false
    this.errorTrap = 0
  }

  /** Execute at most `limit` instructions. How many there were. */
  run(limit: number): number {
    const before = this.instructions
    const end = before + limit
    const left = this.#left
    this.attention = false
    this.trap = 0
    do {
      const budget = Math.min(end - this.instructions, stretch)
      left.budget = budget
      interpret(this.registers, this.#buffers, left)
      this.instructions += budget - left.budget
      if (left.place >= 0) this.#leave(left.place)
    } while (this.instructions < end && !this.attention)
    return this.instructions - before
  }

  save(to: Int32Array, at: number): void {
    this.registers.save(to, at)
    to.set(this.floatingPoint.floats, at + savedFloats)
    to[at + savedFloats + 32] = this.floatingPoint.fsr
  }

  load(from: Int32Array, at: number): void {
    this.registers.load(from, at)
    this.floatingPoint.floats.set(from.subarray(at + savedFloats, at + savedFloats + 32))
    this.floatingPoint.fsr = from[at + savedFloats + 32]
  }

  /** The loop came to a place that it could do nothing about. */
  #leave(place: number): void {
    const { code, words } = this.#memory
    const known = code.operationAt(place)
    if (known === operation.elsewhere) {
      this.#enterPage()
      return
    }
    const offset = code.offset(place)
    if (known === operation.undecoded) code.decode(place, words[offset >>> 2])
    else this.#execute(words[offset >>> 2])
  }

  /** The fetch TLB does not know the page of pc. */
  #enterPage(): void {
    const { registers } = this
    const { code, tlb } = this.#memory
    const type = registers.s ? 3 : 2
    const offset = this.#memory.translate(type, registers.pc)
    if (offset < 0) {
      this.#take(offset === reach.nothing ? trapNumber.illegal_instruction : trapNumber.instruction_access_exception)
      this.instructions++
      return
    }
    if (!code.holds(offset)) {
      if (code.isFull) {
        code.clear()
        tlb.flush()
      }
      tlb.flushStores()
    }
    tlb.fill(type, registers.pc, code.block(offset))
  }

  #execute(word: number): void {
    const registers = this.registers
    const number = operationOf(word)
    const trap = number >= operation.memory ? this.#accesses.execute(word) : this.#others.execute(number, word)
    if (trap === again) return
    if (trap === sequential) {
      registers.pc = registers.npc
      registers.npc = (registers.npc + 4) | 0
    } else if (trap > 0) this.#take(trap)
    if (this.#others.mayInterrupt || this.#others.sleeps) {
      this.attention = true
      this.asleep = this.#others.sleeps
      this.#others.mayInterrupt = false
      this.#others.sleeps = false
    }
    this.instructions++
  }

  #take(trap: number): void {
    if (!this.#returnsTraps) this.enterTrap(trap)
    else {
      this.trap = trap
      this.attention = true
    }
  }

  /** Enter the trap table, or error mode. */
  enterTrap(trap: number): void {
    const registers = this.registers
    if (!registers.et) {
      this.inError = true
      this.errorTrap = trap
      this.attention = true
      return
    }
    registers.et = false
    registers.ps = registers.s
    registers.s = true
    registers.enterWindow((registers.window - 1) & 7)
    registers.set(17, registers.pc)
    registers.set(18, registers.npc)
    registers.tbr = (registers.tbr & ~0xff0) | (trap << 4)
    registers.pc = registers.tbr
    registers.npc = (registers.tbr + 4) | 0
  }
}
