/**
 * Loads and stores as they go when the loop cannot make them: by a walk of the tables, to devices, to alternate spaces,
 * atomic ones, into pages that hold decoded code; and the traps they raise.
 */

import { alternateSpace, fpTrap, fsrFields, fsrLoadable, trapNumber } from '../spec/machine/vocabulary.ts'
import type { FloatingPoint } from './machine-floating-point.ts'
import { reach, type MemorySystem } from './machine-memory-system.ts'
import type { Registers } from './machine-registers.ts'

/** Forms of `op3`: its bits 5 and 4. */
const form = { plain: 0, alternate: 1, floating: 2, coprocessor: 3 } as const
const op3Of = { ldfsr: 0x21, stfsr: 0x25, stdfq: 0x26, stdcq: 0x36, casa: 0x3c } as const
/** Kinds by the low four bits of `op3`. */
const kindOf = { double: 3, storeDouble: 7, atomicByte: 13, swap: 15 } as const

/** By the low four bits of `op3`: the size of an access. */
const sizes = Uint8Array.of(4, 1, 2, 8, 4, 1, 2, 8, 4, 1, 2, 4, 4, 1, 4, 4)

/** No alternate space: what the level says. */
const ownSpace = -1

export class MemoryInstructions {
  readonly #memory: MemorySystem
  readonly #registers: Registers
  readonly #floatingPoint: FloatingPoint
  /** Of the access at hand: its space, its address, and what it comes to. */
  #space = ownSpace
  #address = 0
  #at = 0

  constructor(memory: MemorySystem, registers: Registers, floatingPoint: FloatingPoint) {
    this.#memory = memory
    this.#registers = registers
    this.#floatingPoint = floatingPoint
  }

  /** Do one. The number of the trap it raises, or 0; then pc and nPC are the caller's affair. */
  execute(word: number): number {
    const op3 = (word >>> 19) & 63
    if (op3 === op3Of.casa) return this.#compareAndSwap(word)
    const registers = this.#registers
    const kind = op3 & 15
    const rd = (word >>> 25) & 31
    switch (op3 >> 4) {
      case form.coprocessor:
        return op3 === op3Of.stdcq && !registers.s ? trapNumber.privileged_instruction : trapNumber.cp_disabled
      case form.floating:
        return this.#floating(op3, word)
      case form.alternate:
        if (!registers.s) return trapNumber.privileged_instruction
        if ((word & 0x2000) !== 0) return trapNumber.illegal_instruction
        break
      default:
    }
    if ((kind === kindOf.double || kind === kindOf.storeDouble) && (rd & 1) !== 0) return trapNumber.illegal_instruction
    const trap = this.#reach(
      word,
      op3 >> 4 === form.alternate,
      kind >= 4 && (kind < 8 || kind >= 13),
      sizes[kind],
      kind,
    )
    return trap !== 0 ? trap : this.#move(kind, rd)
  }

  /** The access is possible: do what the instruction does. */
  #move(kind: number, rd: number): number {
    const registers = this.#registers
    switch (kind) {
      case kindOf.double: {
        const high = this.#load(0, 4)
        const low = this.#load(4, 4)
        registers.set(rd, high)
        registers.set(rd + 1, low)
        return 0
      }
      case kindOf.storeDouble:
        this.#store(0, 4, registers.get(rd))
        this.#store(4, 4, registers.get(rd + 1))
        return 0
      case kindOf.atomicByte: {
        const before = this.#load(0, 1)
        this.#store(0, 1, 0xff)
        registers.set(rd, before)
        return 0
      }
      case kindOf.swap: {
        const before = this.#load(0, 4)
        this.#store(0, 4, registers.get(rd))
        registers.set(rd, before)
        return 0
      }
      default:
    }
    const size = sizes[kind]
    const unused = 32 - 8 * size
    if ((kind & 4) !== 0) this.#store(0, size, registers.get(rd))
    else registers.set(rd, kind >= 8 ? (this.#load(0, size) << unused) >> unused : this.#load(0, size))
    return 0
  }

  #floating(op3: number, word: number): number {
    const registers = this.#registers
    const unit = this.#floatingPoint
    if (op3 === op3Of.stdfq && !registers.s) return trapNumber.privileged_instruction
    if (!registers.ef) return trapNumber.fp_disabled
    if (op3 === op3Of.stdfq) {
      unit.fsr = (unit.fsr & ~fsrFields.FTT) | (fpTrap.sequence << 14)
      return trapNumber.fp_exception
    }
    const rd = (word >>> 25) & 31
    const storing = (op3 & 4) !== 0
    const size = (op3 & 3) === 3 ? 8 : 4
    const trap = this.#reach(word, false, storing, size, 0)
    if (trap !== 0) return trap
    if (op3 === op3Of.ldfsr) unit.fsr = (unit.fsr & ~fsrLoadable) | (this.#load(0, 4) & fsrLoadable)
    else if (op3 === op3Of.stfsr) {
      this.#store(0, 4, unit.fsr)
      unit.fsr &= ~fsrFields.FTT
    } else {
      const first = size === 8 ? rd & 30 : rd
      for (let i = 0; i < size; i += 4) {
        if (storing) this.#store(i, 4, unit.floats[first + (i >> 2)])
        else unit.floats[first + (i >> 2)] = this.#load(i, 4)
      }
    }
    return 0
  }

  #compareAndSwap(word: number): number {
    const registers = this.#registers
    const space = (word >>> 5) & 0xff
    if (!registers.s && space !== alternateSpace.userData) return trapNumber.privileged_instruction
    if ((word & 0x2000) !== 0) return trapNumber.illegal_instruction
    this.#address = registers.get((word >>> 14) & 31)
    const trap = this.#reachAddress(space, true, 4, true)
    if (trap !== 0) return trap
    const rd = (word >>> 25) & 31
    const before = this.#load(0, 4)
    if (before === registers.get(word & 31)) this.#store(0, 4, registers.get(rd))
    registers.set(rd, before)
    return 0
  }

  /** Find out what an instruction reaches: the trap that this raises, or 0. */
  #reach(word: number, alternate: boolean, storing: boolean, size: number, kind: number): number {
    const registers = this.#registers
    const second = (word & 0x2000) !== 0 ? (word << 19) >> 19 : registers.get(word & 31)
    this.#address = (registers.get((word >>> 14) & 31) + second) | 0
    return this.#reachAddress(alternate ? (word >>> 5) & 0xff : ownSpace, storing, size, kind >= kindOf.atomicByte)
  }

  #reachAddress(space: number, storing: boolean, size: number, atomic: boolean): number {
    const address = this.#address
    this.#space = space
    if ((address & (size - 1)) !== 0) return trapNumber.mem_address_not_aligned
    if (space !== ownSpace) {
      // Registers of alternate spaces are of words, one access at a time: an atomic one is of no size they know.
      this.#at = this.#memory.alternate(space, storing, address, atomic ? 0 : size)
    } else this.#at = this.#translate((storing ? 4 : 0) | (this.#registers.s ? 1 : 0), address)
    return this.#at === reach.trap ? trapNumber.data_access_exception : 0
  }

  /** Ask for a translation, and let the loop know the page from now on if it may. */
  #translate(type: number, address: number): number {
    const memory = this.#memory
    const offset = memory.translate(type, address)
    if (offset >= 0 && (type < 4 || memory.letsStore(offset))) memory.tlb.fill(type, address, (offset - address) | 0)
    return offset
  }

  /** `size` bytes of what is reached, `further` bytes behind its beginning; a word is signed. */
  #load(further: number, size: number): number {
    if (this.#at >= 0) {
      const offset = this.#at + further
      const word = this.#memory.words[offset >>> 2]
      return size === 4 ? word : (word >>> ((4 - size - (offset & 3)) << 3)) & (size === 1 ? 0xff : 0xffff)
    }
    if (this.#at === reach.device) return this.#memory.loadDevice(further, size) | 0
    return this.#at === reach.register ? this.#memory.loadRegister(this.#space, this.#address) | 0 : 0
  }

  #store(further: number, size: number, value: number): void {
    if (this.#at >= 0) this.#memory.write(this.#at + further, size, value)
    else if (this.#at === reach.device) this.#memory.storeDevice(further, size, value)
    else if (this.#at === reach.register) this.#memory.storeRegister(this.#space, this.#address, value)
  }
}
