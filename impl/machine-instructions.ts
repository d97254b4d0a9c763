/**
 * What the interpreter's loop leaves undone, but for loads and stores: state registers, floating point, divisions of 64
 * bits, tagged arithmetic, RETT, Ticc, and the traps that instructions raise.
 */

import { ancillary, asr17, type ReadAncillary, softwareTrap, trapNumber } from '../spec/machine/vocabulary.ts'
import { dividedBy } from './machine-division.ts'
import type { FloatingPoint } from './machine-floating-point.ts'
import { operation } from './machine-operations.ts'
import type { Registers } from './machine-registers.ts'

/** In place of a trap's number: go on behind it; pc and nPC are set; let the loop try once more. */
export const sequential = 0
const transferred = -1
export const again = -2

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

export class OtherInstructions {
  /** Set by an instruction after which an interrupt may be possible, or the processor asleep; whoever asks clears them. */
  mayInterrupt = false
  sleeps = false
  readonly #registers: Registers
  readonly #floatingPoint: FloatingPoint
  readonly #ancillaryRegisters: ReadAncillary

  constructor(registers: Registers, floatingPoint: FloatingPoint, ancillaryRegisters: ReadAncillary) {
    this.#registers = registers
    this.#floatingPoint = floatingPoint
    this.#ancillaryRegisters = ancillaryRegisters
  }

  /** What the loop left undone: the number of its trap, or how it goes on. */
  execute(number: number, word: number): number {
    const registers = this.#registers
    switch (number) {
      case operation.coprocessorBranch:
      case 0x76:
      case 0x77:
        return trapNumber.cp_disabled
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
        return trapNumber.mem_address_not_aligned
      case 0x79:
        return this.#returnFromTrap(word)
      case 0x7a:
        return holds(integerConditions, (word >>> 25) & 15, registers.icc)
          ? softwareTrap(0) | ((this.#first(word) + this.#second(word)) & 0x7f)
          : sequential
      case 0x7c:
        return trapNumber.window_overflow
      case 0x7d:
        return trapNumber.window_underflow
      default:
        return number >= operation.floatingBranch && number < operation.arithmetic
          ? this.#floatingBranch(word)
          : trapNumber.illegal_instruction
    }
  }

  #first(word: number): number {
    return this.#registers.get((word >>> 14) & 31)
  }

  #second(word: number): number {
    return (word & 0x2000) !== 0 ? (word << 19) >> 19 : this.#registers.get(word & 31)
  }

  #put(word: number, value: number): number {
    this.#registers.set((word >>> 25) & 31, value)
    return sequential
  }

  #read(word: number, value: number): number {
    return this.#registers.s ? this.#put(word, value) : trapNumber.privileged_instruction
  }

  #readAncillaryRegister(word: number): number {
    if (((word >>> 14) & 31) === ancillary.configuration) return this.#put(word, asr17)
    return this.#ancillaryRegisters === 'reads y' ? this.#put(word, this.#registers.y) : trapNumber.illegal_instruction
  }

  #writeAncillary(word: number): number {
    const register = (word >>> 25) & 31
    if (register >= 16 && !this.#registers.s) return trapNumber.privileged_instruction
    if (register === ancillary.powerDown) this.sleeps = true
    else if (register !== ancillary.configuration && this.#ancillaryRegisters === 'illegal') {
      return trapNumber.illegal_instruction
    }
    return sequential
  }

  /** WRPSR, WRWIM, WRTBR. */
  #write(number: number, word: number): number {
    const registers = this.#registers
    if (!registers.s) return trapNumber.privileged_instruction
    const value = this.#first(word) ^ this.#second(word)
    if (number === 0x72) registers.wim = value & 0xff
    else if (number === 0x73) registers.tbr = (registers.tbr & 0xfff) | (value & ~0xfff)
    else {
      this.mayInterrupt = true
      if (number === operation.partialWrite) registers.et = (value & 0x20) !== 0
      else if ((value & 0x1f) > 7) return trapNumber.illegal_instruction
      else registers.psr = value
    }
    return sequential
  }

  #divide(number: number, word: number): number {
    const registers = this.#registers
    const divisor = this.#second(word)
    if (divisor === 0) return trapNumber.division_by_zero
    const { quotient, overflow } = dividedBy(registers.y, this.#first(word), divisor, (number & 1) !== 0)
    if ((number & 0x10) !== 0) registers.icc = ((quotient >>> 28) & 8) | (quotient === 0 ? 4 : 0) | (overflow ? 2 : 0)
    return this.#put(word, quotient)
  }

  #tagged(number: number, word: number): number {
    const registers = this.#registers
    const [a, b] = [this.#first(word), this.#second(word)]
    const subtracts = (number & 1) !== 0
    const result = (subtracts ? a - b : a + b) | 0
    const mayOverflow = subtracts ? a ^ b : ~(a ^ b)
    const overflow = (mayOverflow & (a ^ result)) < 0 || ((a | b) & 3) !== 0
    if (overflow && number >= 0x62) return trapNumber.tag_overflow
    const carry = subtracts ? a >>> 0 < b >>> 0 : result >>> 0 < a >>> 0
    registers.icc = ((result >>> 28) & 8) | (result === 0 ? 4 : 0) | (overflow ? 2 : 0) | (carry ? 1 : 0)
    return this.#put(word, result)
  }

  #floating(second: boolean, word: number): number {
    if (!this.#registers.ef) return trapNumber.fp_disabled
    const done = this.#floatingPoint.operate(
      second,
      (word >>> 5) & 0x1ff,
      (word >>> 25) & 31,
      (word >>> 14) & 31,
      word & 31,
    )
    return done ? sequential : trapNumber.fp_exception
  }

  #floatingBranch(word: number): number {
    const registers = this.#registers
    if (!registers.ef) return trapNumber.fp_disabled
    const condition = (word >>> 25) & 15
    const annuls = (word & 0x20000000) !== 0
    if (!holds(floatingConditions, condition, (this.#floatingPoint.fsr >>> 10) & 3)) {
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
    const registers = this.#registers
    if (registers.et) return registers.s ? trapNumber.illegal_instruction : trapNumber.privileged_instruction
    const entered = (registers.window + 1) & 7
    const target = (this.#first(word) + this.#second(word)) | 0
    const trap = !registers.s
      ? trapNumber.privileged_instruction
      : ((registers.wim >> entered) & 1) !== 0
        ? trapNumber.window_underflow
        : (target & 3) !== 0
          ? trapNumber.mem_address_not_aligned
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
    this.mayInterrupt = true
    return transferred
  }
}
