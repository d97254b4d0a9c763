/**
 * The board's MMU: its registers, the walk of the tables, fault registers by every variation, probe. What it finds is
 * remembered by the processor's TLB alone, and any flush empties that: it may always forget more than it must.
 */

import {
  mmuControl,
  mmuControlConstant,
  mmuRegister,
  probeType,
  type MachineVariation,
  type MmuRegisters,
} from '../spec/machine/vocabulary.ts'
import { entryBits, entryType, faultType } from '../spec/mmu/vocabulary.ts'
import { address, word } from '../spec/words/vocabulary.ts'
import { refusals } from './mmu.ts'

/** The bits of an address that lie inside the page, by the level of the table that maps it. */
const insidePage = [-1, 0xffffff, 0x3ffff, 0xfff]

/** The fault status: overwritten, valid. */
const OW = 1
const FAV = 2

/** Memory as the walk sees it: offset −1 where there is none; what cannot be written is written in vain. */
export interface TableMemory {
  offset(physical: number): number
  readonly words: Int32Array
  write(offset: number, size: number, value: number): void
}

export class BoardMmu {
  enabled = false
  noFault = false
  /** These are signed words. */
  tablePointer = 0
  context = 0
  status = 0
  faultAddress = 0
  readonly #memory: TableMemory
  readonly #variation: MachineVariation
  /** The level at which the last walk ended, the table word there, and where it stands. */
  #level = 0
  #entry = 0
  #entryAt = 0

  constructor(memory: TableMemory, variation: MachineVariation) {
    this.#memory = memory
    this.#variation = variation
  }

  start(): void {
    this.enabled = false
    this.noFault = false
    this.tablePointer = 0
    this.context = 0
    this.status = 0
    this.faultAddress = 0
  }

  /** The physical address of an access; or −1, and the fault is recorded. */
  translate(type: number, virtual: number): number {
    if (!this.enabled) return virtual >>> 0
    const refusal = this.#refusal(this.#walk(virtual), type)
    if (refusal !== 0) {
      this.record(refusal, type, virtual)
      return -1
    }
    const inside = insidePage[this.#level]
    return ((((this.#entry >>> 8) << 12) & ~inside) | (virtual & inside)) >>> 0
  }

  #refusal(why: number, type: number): number {
    if (why !== 0) return why
    if (this.#level === 0 && this.#variation.rootEntry === 'translation error') return faultType.translation
    return refusals[type * 8 + ((this.#entry >>> 2) & 7)]
  }

  /** The access that was translated last takes place: referenced, and modified, go into its entry. */
  mark(type: number): void {
    const marked = this.#entry | entryBits.referenced | (type >= 4 ? entryBits.modified : 0)
    if (marked !== this.#entry) this.#memory.write(this.#entryAt, 4, marked)
  }

  /** Whether a fault of this access type traps. */
  traps(type: number): boolean {
    return !this.noFault || type === 3 || type === 7
  }

  /** Follow the tables to an entry: 0, or the fault type. */
  #walk(virtual: number): number {
    let table = ((this.tablePointer & ~3) << 4) + 4 * this.context
    for (let level = 0; level < 4; level++) {
      this.#level = level
      if (!this.#read(table)) return faultType.translation
      const kind = this.#entry & 3
      if (kind === entryType.invalid) return faultType.invalidAddress
      if (kind === entryType.entry) return 0
      if (kind === entryType.reserved) break
      table = ((this.#entry & ~3) << 4) + 4 * indexAt(level, virtual)
    }
    return faultType.translation
  }

  /** Read a table word; false where there is no memory. */
  #read(physical: number): boolean {
    this.#entryAt = this.#memory.offset(physical >>> 0)
    if (this.#entryAt < 0) return false
    this.#entry = this.#memory.words[this.#entryAt >>> 2]
    return true
  }

  /** What a load of the probe space gives. */
  probe(virtual: number): number {
    const type = (virtual >>> 8) & 15
    if (type === probeType.page || type === probeType.entire) return this.#walk(virtual) === 0 ? this.#entry : 0
    if (type > probeType.entire) return 0
    let table = ((this.tablePointer & ~3) << 4) + 4 * this.context
    for (let level = 0; ; level++) {
      if (!this.#read(table)) return 0
      if (level === probeType.context - type) return this.#entry
      if ((this.#entry & 3) !== entryType.descriptor) return 0
      table = ((this.#entry & ~3) << 4) + 4 * indexAt(level, virtual)
    }
  }

  /** Write a fault into the registers, as the variation has it. */
  record(why: number, type: number, virtual: number): void {
    const arriving = (this.#level << 8) | (type << 5) | (why << 2) | FAV
    switch (this.#variation.faultRecord) {
      case 'by class': {
        const [before, now] = [classOf((this.status >>> 2) & 7, (this.status >>> 5) & 7), classOf(why, type)]
        if (now < before) return
        this.status = arriving | (now === before ? OW : 0)
        break
      }
      case 'latest data': {
        const valid = (this.status & FAV) !== 0
        const [before, now] = [isFetch((this.status >>> 5) & 7), isFetch(type)]
        if (now && valid && !before) return
        this.status = arriving | (valid && before === now ? OW : 0)
        break
      }
      case 'ors fields':
        this.status = (this.status !== 0 ? OW : 0) | arriving
        break
    }
    this.faultAddress = virtual | 0
  }

  read(register: number): number {
    switch (register) {
      case mmuRegister.control:
        return mmuControlConstant | (this.enabled ? mmuControl.E : 0) | (this.noFault ? mmuControl.NF : 0)
      case mmuRegister.tablePointer:
        return this.tablePointer
      case mmuRegister.context:
        return this.context
      case mmuRegister.status:
        return this.#readStatus()
      case mmuRegister.address:
        return this.faultAddress
      default:
        return 0
    }
  }

  #readStatus(): number {
    const status = this.status
    switch (this.#variation.statusRead) {
      case 'clears valid':
        this.status &= ~FAV
        break
      case 'clears':
        this.faultAddress = 0
        this.status = 0
        break
      case 'clears all':
        this.status = 0
    }
    return status
  }

  write(register: number, value: number): void {
    if (register === mmuRegister.control) {
      this.enabled = (value & mmuControl.E) !== 0
      this.noFault = (value & mmuControl.NF) !== 0
    } else if (register === mmuRegister.tablePointer) this.tablePointer = value & ~3
    else if (register === mmuRegister.context) this.context = value & 0xff
  }

  abstract(): MmuRegisters {
    return {
      enabled: this.enabled,
      noFault: this.noFault,
      tablePointer: this.tablePointer,
      context: this.context,
      fault: { status: word(this.status), address: address(this.faultAddress) },
    }
  }
}

/** The index into the table below one of a level. */
const indexAt = (level: number, virtual: number): number =>
  level === 0 ? virtual >>> 24 : (virtual >>> (level === 1 ? 18 : 12)) & 63

const isFetch = (type: number): boolean => type === 2 || type === 3

/** The class of a fault: 0 none, 1 of a fetch, 2 of data, 3 in the tables themselves. */
const classOf = (why: number, type: number): number => {
  if (why === faultType.none) return 0
  if (why === faultType.translation) return 3
  return isFetch(type) ? 1 : 2
}
