/**
 * A processor: the interpreter's loop, and behind it every instruction that the loop leaves to others.
 *
 * This is the seam at which a translator can take the loop's place. Below it are `Registers`, `DecodedCode`, `Tlb` and
 * the memory's words, which whatever executes shares; above it is `run`: execute at most so many instructions, and come
 * back earlier if an interrupt may have become possible. What executes does what it can, and leaves pc and nPC at an
 * instruction that it cannot do; `#leftOver` does that one. Memory, devices and traps are reached from there only.
 *
 * A board lets it take its traps itself. With `returnsTraps` a trap ends the run instead: `trap` says which, all else
 * is as before the instruction, and it is counted.
 */

import { ancillary, asr17, psrBits, type ReadAncillary } from '../spec/machine/vocabulary.ts'
import { dividedBy } from './machine-division.ts'
import { FloatingPoint } from './machine-floating-point.ts'
import { interpret, type Buffers, type Left } from './machine-interpreter.ts'
import { reach, type MemorySystem } from './machine-memory-system.ts'
import { MemoryInstructions } from './machine-memory-instructions.ts'
import { operation, operationOf } from './machine-operations.ts'
import { rehearse } from './machine-rehearsal.ts'
import { Registers, savedAt } from './machine-registers.ts'
import { trapType } from './machine-traps.ts'

/** Numbers of a saved processor: those of `Registers`, 32 floats, FSR. */
const savedFloats = savedAt.npc + 1
export const savedProcessor = savedFloats + 33

/** By condition 0 to 7, one bit for each value of the condition codes; those from 8 on are their opposites. */
const integerConditions = Array.from({ length: 8 }, (_, condition) => {
  let bits = 0
  for (let codes = 0; codes < 16; codes++) {
    const [n, z, v, c] = [(codes & 8) !== 0, (codes & 4) !== 0, (codes & 2) !== 0, (codes & 1) !== 0]
    if ([false, z, z || n !== v, n !== v, c || z, c, n, v][condition]) bits |= 1 << codes
  }
  return bits
})
/** The same by fcc: equal, less, greater, unordered. */
const floatingConditions = [0, 0b1110, 0b0110, 0b1010, 0b0010, 0b1100, 0b0100, 0b1000]

const holds = (conditions: readonly number[], condition: number, codes: number): boolean =>
  ((conditions[condition & 7] >> codes) & 1) !== condition >> 3

export class Processor {
  readonly registers: Registers
  readonly floatingPoint = new FloatingPoint()
  readonly #memory: MemorySystem
  readonly #buffers: Buffers
  readonly #accesses: MemoryInstructions
  readonly #ancillaryRegisters: ReadAncillary
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
    this.#ancillaryRegisters = ancillaryRegisters
    this.#returnsTraps = returnsTraps
    const { words, layout } = memory
    this.registers = new Registers(words, layout.homes[0])
    this.#buffers = {
      words,
      halves: new Uint16Array(words.buffer),
      bytes: new Uint8Array(words.buffer),
      floats: this.floatingPoint.floats,
    }
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
      const budget = Math.min(end - this.instructions, 100_000)
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
      this.#take(offset === reach.nothing ? trapType.illegal_instruction : trapType.instruction_access_exception)
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
    const trap = number >= operation.memory ? this.#accesses.execute(word) : this.#leftOver(number, word)
    if (trap === again) return
    if (trap === sequential) {
      registers.pc = registers.npc
      registers.npc = (registers.npc + 4) | 0
    } else if (trap > 0) this.#take(trap)
    if (this.asleep) this.attention = true
    this.instructions++
  }

  /** What the loop left undone: the number of its trap, or how it goes on. */
  #leftOver(number: number, word: number): number {
    const registers = this.registers
    switch (number) {
      case operation.coprocessorBranch:
      case 0x76:
      case 0x77:
        return trapType.cp_disabled
      case operation.readAncillary:
        return this.#readAncillaryRegister(word)
      case operation.writeAncillary:
        return this.#writeAncillary(word)
      case 0x4e:
      case 0x4f:
      case 0x5e:
      case 0x5f:
        return this.#divide(number, word)
      case 0x60:
      case 0x61:
      case 0x62:
      case 0x63:
        return this.#tagged(number, word)
      case 0x64:
      case 0x68:
        // Y's value is wanted: then the loop can do it.
        registers.y = registers.y | 0
        return again
      case 0x69:
        return this.#read(word, registers.psr)
      case 0x6a:
        return this.#read(word, registers.wim)
      case 0x6b:
        return this.#read(word, registers.tbr)
      case operation.partialWrite:
      case 0x71:
      case 0x72:
      case 0x73:
        return this.#write(number, word)
      case 0x74:
      case 0x75:
        return this.#floating(number === 0x75, word)
      case 0x78:
        return trapType.mem_address_not_aligned
      case 0x79:
        return this.#returnFromTrap(word)
      case 0x7a:
        return holds(integerConditions, (word >>> 25) & 15, registers.icc)
          ? trapType.trap_instruction | ((this.#first(word) + this.#second(word)) & 0x7f)
          : sequential
      case 0x7c:
        return trapType.window_overflow
      case 0x7d:
        return trapType.window_underflow
      default:
        return number >= operation.floatingBranch && number < operation.arithmetic
          ? this.#floatingBranch(word)
          : trapType.illegal_instruction
    }
  }

  #first(word: number): number {
    return this.registers.get((word >>> 14) & 31)
  }

  #second(word: number): number {
    return (word & 0x2000) !== 0 ? (word << 19) >> 19 : this.registers.get(word & 31)
  }

  #put(word: number, value: number): number {
    this.registers.set((word >>> 25) & 31, value)
    return sequential
  }

  #read(word: number, value: number): number {
    return this.registers.s ? this.#put(word, value) : trapType.privileged_instruction
  }

  #readAncillaryRegister(word: number): number {
    if (((word >>> 14) & 31) === ancillary.configuration) return this.#put(word, asr17)
    return this.#ancillaryRegisters === 'reads y' ? this.#put(word, this.registers.y) : trapType.illegal_instruction
  }

  #writeAncillary(word: number): number {
    const register = (word >>> 25) & 31
    if (register >= 16 && !this.registers.s) return trapType.privileged_instruction
    if (register === ancillary.powerDown) this.asleep = true
    else if (register !== ancillary.configuration && this.#ancillaryRegisters === 'illegal') {
      return trapType.illegal_instruction
    }
    return sequential
  }

  /** WRPSR, WRWIM, WRTBR. */
  #write(number: number, word: number): number {
    const registers = this.registers
    if (!registers.s) return trapType.privileged_instruction
    const value = this.#first(word) ^ this.#second(word)
    if (number === 0x72) registers.wim = value & 0xff
    else if (number === 0x73) registers.tbr = (registers.tbr & 0xfff) | (value & ~0xfff)
    else {
      this.attention = true
      if (number === operation.partialWrite) registers.et = (value & 0x20) !== 0
      else if ((value & 0x1f) > 7) return trapType.illegal_instruction
      else registers.psr = value
    }
    return sequential
  }

  #divide(number: number, word: number): number {
    const registers = this.registers
    const divisor = this.#second(word)
    if (divisor === 0) return trapType.division_by_zero
    const { quotient, overflow } = dividedBy(registers.y, this.#first(word), divisor, (number & 1) !== 0)
    if ((number & 0x10) !== 0) registers.icc = ((quotient >>> 28) & 8) | (quotient === 0 ? 4 : 0) | (overflow ? 2 : 0)
    return this.#put(word, quotient)
  }

  #tagged(number: number, word: number): number {
    const registers = this.registers
    const [a, b] = [this.#first(word), this.#second(word)]
    const subtracts = (number & 1) !== 0
    const result = (subtracts ? a - b : a + b) | 0
    const mayOverflow = subtracts ? a ^ b : ~(a ^ b)
    const overflow = (mayOverflow & (a ^ result)) < 0 || ((a | b) & 3) !== 0
    if (overflow && number >= 0x62) return trapType.tag_overflow
    const carry = subtracts ? a >>> 0 < b >>> 0 : result >>> 0 < a >>> 0
    registers.icc = ((result >>> 28) & 8) | (result === 0 ? 4 : 0) | (overflow ? 2 : 0) | (carry ? 1 : 0)
    return this.#put(word, result)
  }

  #floating(second: boolean, word: number): number {
    if (!this.registers.ef) return trapType.fp_disabled
    const done = this.floatingPoint.operate(
      second,
      (word >>> 5) & 0x1ff,
      (word >>> 25) & 31,
      (word >>> 14) & 31,
      word & 31,
    )
    return done ? sequential : trapType.fp_exception
  }

  #floatingBranch(word: number): number {
    const registers = this.registers
    if (!registers.ef) return trapType.fp_disabled
    const condition = (word >>> 25) & 15
    const annuls = (word & 0x20000000) !== 0
    if (!holds(floatingConditions, condition, (this.floatingPoint.fsr >>> 10) & 3)) {
      if (!annuls) return sequential
      registers.pc = (registers.npc + 4) | 0
      registers.npc = (registers.npc + 8) | 0
      return transferred
    }
    const target = (registers.pc + ((word << 10) >> 8)) | 0
    const annulsSlot = annuls && condition === 8
    registers.pc = annulsSlot ? target : registers.npc
    registers.npc = annulsSlot ? (target + 4) | 0 : target
    return transferred
  }

  #returnFromTrap(word: number): number {
    const registers = this.registers
    if (registers.et) return registers.s ? trapType.illegal_instruction : trapType.privileged_instruction
    const entered = (registers.window + 1) & 7
    const target = (this.#first(word) + this.#second(word)) | 0
    const trap = !registers.s
      ? trapType.privileged_instruction
      : ((registers.wim >> entered) & 1) !== 0
        ? trapType.window_underflow
        : (target & 3) !== 0
          ? trapType.mem_address_not_aligned
          : 0
    if (trap !== 0) {
      registers.tbr = (registers.tbr & ~0xff0) | (trap << 4)
      return trap
    }
    registers.enterWindow(entered)
    registers.s = registers.ps
    registers.et = true
    registers.pc = registers.npc
    registers.npc = target
    this.attention = true
    return transferred
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

/** In place of a trap's number: go on behind it; pc and nPC are set; let the loop try once more. */
const sequential = 0
const transferred = -1
const again = -2
