/**
 * The SPARC reference MMU, fast: a *software TLB* per core, direct-mapped by virtual page, whose tag carries one bit
 * for each access type that may pass without a walk. A store has its bit only once the modified bit is in the table
 * (*dirty-bit trick*), so a hit has nothing to write. Entries are not tagged by context: loading another flushes them
 * all.
 *
 * To try it alone: `new Mmu(new PhysicalMemory([{ at, bytes }], new Sum(noContribution)), cores)`, then
 * `memory.poke(physical, word)` for the tables, `mmu.contextTable = physical`, `mmu.load(core, context)` (flushes),
 * `mmu.translate(core, type, virtual)` (a physical address, or −1 and the fault recorded), `mmu.fault(core)` for the
 * fault registers, `memory.peek(physical)` for referenced and modified bits, `mmu.flush(core)`, `mmu.clearFault(core)`.
 * Setting the context table or writing tables flushes nothing: that is up to who does it.
 */

import {
  accessCodes,
  bytesMapped,
  entryBits,
  entryType,
  faultType,
  type FaultRegisters,
  type Translation,
} from '../spec/mmu/vocabulary.ts'
import { address, word } from '../spec/words/vocabulary.ts'
import type { PhysicalMemory } from './words-memory.ts'
import { Cells } from './words.ts'

/** By access type (rows) and access code: the fault type, 0 where the access may pass. SPARC V8 appendix H. */
// prettier-ignore
export const refusals = Uint8Array.of(
  0, 0, 0, 0, 2, 0, 3, 3,
  0, 0, 0, 0, 2, 0, 0, 0,
  2, 2, 0, 0, 0, 2, 3, 3,
  2, 2, 0, 0, 0, 2, 0, 0,
  2, 0, 2, 0, 2, 2, 3, 3,
  2, 0, 2, 0, 2, 0, 2, 0,
  2, 2, 2, 0, 2, 2, 3, 3,
  2, 2, 2, 0, 2, 2, 2, 0,
)

/** By access code: the access types 0 to 5 that may pass, one bit each. Types 6 and 7 always walk. */
const rightsOf = Uint8Array.from(accessCodes, (code) =>
  [0, 1, 2, 3, 4, 5].reduce((bits, type) => bits | (refusals[type * 8 + code] === 0 ? 1 << type : 0), 0),
)
const storeRights = 0b110000

/** The bits of an address that lie inside the page, by the level of the table that maps it. */
const insidePage = [-1, 0xffffff, 0x3ffff, 0xfff]

const tlbBits = 8
const tlbSize = 1 << tlbBits
/** A tag is this bit and the virtual page in [28:8], the rights in [7:0]; 0 in an empty entry. */
const validPage = 1 << 20

/** Cells of a core's registers: context number + 1 (0 before the first is loaded), fault status, fault address. */
export const mmuCell = { space: 0, status: 1, address: 2 } as const
const registerCells = 3

/** A translation in the record of those used: its virtual and physical page, its table level, its access code. */
const usedStride = 4

interface Follower {
  flush(): void
}

export class Mmu {
  readonly registers: Cells
  contextTable = 0
  /** By core, what else is to be flushed: the TLB of a processor that reaches memory by itself. */
  followers: readonly Follower[] = []
  readonly #memory: PhysicalMemory
  readonly #tags: Int32Array
  /** Where the 4 KB page of an entry lies in the memory's buffer; which record of `#used` it came from. */
  readonly #frames: Int32Array
  readonly #sources: Int32Array
  /** For each core, the translations used since the last flush, and how many they are. */
  readonly #used: Int32Array[]
  readonly #usedCount: Int32Array

  /** What the last walk found: where it ended, the table word there, and why it failed (0 if it did not). */
  #level = 0
  #entryAt = 0
  #entry = 0
  #why = 0

  constructor(memory: PhysicalMemory, cores: number) {
    this.#memory = memory
    this.registers = new Cells(cores, registerCells)
    this.#tags = new Int32Array(cores << tlbBits)
    this.#frames = new Int32Array(cores << tlbBits)
    this.#sources = new Int32Array(cores << tlbBits)
    this.#used = Array.from({ length: cores }, () => new Int32Array(16 * usedStride))
    this.#usedCount = new Int32Array(cores)
  }

  /** Put a context in force on a core, and flush the translations of the one before. */
  load(core: number, context: number): void {
    this.registers.now[core * registerCells + mmuCell.space] = context + 1
    this.flush(core)
  }

  flush(core: number): void {
    this.#tags.fill(0, core << tlbBits, (core + 1) << tlbBits)
    this.#usedCount[core] = 0
    if (this.followers.length > 0) this.followers[core].flush()
  }

  /** The offset in memory of what a core accesses at a virtual address, if its TLB knows; otherwise −1. */
  lookup(core: number, type: number, virtual: number): number {
    const page = virtual >>> 12
    const slot = (core << tlbBits) | (page & (tlbSize - 1))
    const tag = this.#tags[slot]
    if (tag >>> 8 !== (page | validPage) || ((tag >>> type) & 1) === 0) return -1
    return this.#frames[slot] + (virtual & 0xfff)
  }

  /** One access: its physical address, referenced and modified bits set; or −1, the fault recorded. */
  translate(core: number, type: number, virtual: number): number {
    const hit = this.lookup(core, type, virtual)
    if (hit >= 0) return this.#memory.physical(hit)
    const physical = this.walk(core, type, virtual)
    if (physical < 0) this.record(core, type, virtual)
    else this.commit(core, type, virtual, physical)
    return physical
  }

  /** Follow the tables for an access, changing nothing: its physical address, or −1. */
  walk(core: number, type: number, virtual: number): number {
    let at = this.contextTable + 4 * (this.registers.now[core * registerCells] - 1)
    for (let level = 0; level < 4; level++) {
      const entry = this.#memory.peek(at)
      this.#level = level
      const kind = entry & 3
      if (kind === entryType.invalid) return this.#refused(faultType.invalidAddress)
      if (kind === entryType.entry) return this.#reach(entry, at, type, virtual)
      if (kind === entryType.reserved) break
      const index = level === 0 ? virtual >>> 24 : (virtual >>> (level === 1 ? 18 : 12)) & 63
      at = ((entry & ~3) << 4) + 4 * index
    }
    return this.#refused(faultType.translation)
  }

  #reach(entry: number, at: number, type: number, virtual: number): number {
    const refusal = refusals[type * 8 + ((entry >>> 2) & 7)]
    if (refusal !== 0) return this.#refused(refusal)
    this.#entry = entry
    this.#entryAt = at
    const inside = insidePage[this.#level]
    return ((((entry >>> 8) << 12) & ~inside) | (virtual & inside)) >>> 0
  }

  #refused(why: number): number {
    this.#why = why
    return -1
  }

  /**
   * The access that the last walk was for takes place: mark the table word, remember the translation, fill the TLB.
   * The offset in memory, −1 where there is no memory.
   */
  commit(core: number, type: number, virtual: number, physical: number): number {
    const marked = this.#entry | entryBits.referenced | (type >= 4 ? entryBits.modified : 0)
    if (marked !== this.#entry) this.#memory.poke(this.#entryAt, marked)
    const code = (marked >>> 2) & 7
    const inside = insidePage[this.#level]
    const source = this.#use(core, virtual & ~inside, physical & ~inside, this.#level, code)
    const offset = this.#memory.offset(physical)
    if (offset < 0) return -1
    const slot = (core << tlbBits) | ((virtual >>> 12) & (tlbSize - 1))
    const rights = (marked & entryBits.modified) !== 0 ? rightsOf[code] : rightsOf[code] & ~storeRights
    this.#tags[slot] = (((virtual >>> 12) | validPage) << 8) | rights
    this.#frames[slot] = offset & ~0xfff
    this.#sources[slot] = source
    return offset
  }

  /** The record of a translation among those used on a core, a new one if there is none. */
  #use(core: number, virtual: number, physical: number, level: number, code: number): number {
    let used = this.#used[core]
    const end = this.#usedCount[core] * usedStride
    for (let i = end - usedStride; i >= 0; i -= usedStride) {
      if (used[i] === virtual && used[i + 1] === physical && used[i + 2] === level && used[i + 3] === code) return i
    }
    if (end === used.length) {
      this.#used[core] = new Int32Array(2 * end)
      this.#used[core].set(used)
      used = this.#used[core]
    }
    used[end] = virtual
    used[end + 1] = physical
    used[end + 2] = level
    used[end + 3] = code
    this.#usedCount[core]++
    return end
  }

  /** Write the fault of the last walk into the registers, unless they hold one of a higher class. */
  record(core: number, type: number, virtual: number): void {
    const registers = this.registers.now
    const at = core * registerCells
    const before = registers[at + mmuCell.status] | 0
    const recorded = classOf((before >>> 2) & 7, (before >>> 5) & 7)
    const arriving = classOf(this.#why, type)
    if (arriving < recorded) return
    const overwritten = arriving === recorded ? 1 : 0
    registers[at + mmuCell.status] = (this.#level << 8) | (type << 5) | (this.#why << 2) | 2 | overwritten
    registers[at + mmuCell.address] = virtual >>> 0
  }

  fault(core: number): FaultRegisters {
    const registers = this.registers.now
    const at = core * registerCells
    return { status: word(registers[at + mmuCell.status]), address: address(registers[at + mmuCell.address]) }
  }

  clearFault(core: number): void {
    this.registers.now.fill(0, core * registerCells + mmuCell.status, (core + 1) * registerCells)
  }

  /** The translations used on a core since its last flush, in the order of their first use. */
  usedTranslations(core: number): Translation[] {
    return Array.from({ length: this.#usedCount[core] }, (_, i) => this.#translation(core, i * usedStride))
  }

  /** The translations that the TLB of a core holds, each once. */
  cachedTranslations(core: number): Translation[] {
    const sources = new Set<number>()
    for (let slot = core << tlbBits; slot < (core + 1) << tlbBits; slot++) {
      if (this.#tags[slot] !== 0) sources.add(this.#sources[slot])
    }
    return [...sources].sort((a, b) => a - b).map((source) => this.#translation(core, source))
  }

  #translation(core: number, at: number): Translation {
    const [virtual, physical, level, code] = this.#used[core].subarray(at, at + usedStride)
    return {
      virtual: address(virtual),
      bytes: bytesMapped[level as 0 | 1 | 2 | 3],
      physical: address(physical),
      code: accessCodes[code],
    }
  }
}

/** The class of a fault: 0 none, 1 of a fetch, 2 of data, 3 in the tables themselves. */
const classOf = (why: number, type: number): number =>
  why === faultType.none ? 0 : why === faultType.translation ? 3 : type === 2 || type === 3 ? 1 : 2
