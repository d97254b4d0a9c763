/**
 * The memory of a board as its processor reaches it: RAM and read-only memory in one buffer, RAM first; the MMU; devices;
 * alternate spaces. A page that may be stored to was asked for once: so the pages that are not as they were at the
 * start are known without a look at any store (*touched pages*).
 */

import { alternateSpace, promBytes, ramAt, type BoardPlatform } from '../spec/machine/vocabulary.ts'
import { faultType } from '../spec/mmu/vocabulary.ts'
import { DecodedCode } from './machine-code.ts'
import type { Devices } from './machine-devices.ts'
import { blocksOf, layoutFor } from './machine-layout.ts'
import { reach, type MemorySystem } from './machine-memory-system.ts'
import { BoardMmu } from './machine-mmu.ts'
import { Tlb } from './machine-tlb.ts'

/** Bits of the cache control register that read as 0: flushes in progress, and flush now. */
const flushBits = 0x0060c000

/** Spaces of words that read as 0, and take nothing from a store. */
const idleSpaces: ReadonlySet<number> = new Set([
  alternateSpace.flushInstructions,
  alternateSpace.flushData,
  alternateSpace.flushContext,
  alternateSpace.instructionTags,
  alternateSpace.instructionCache,
  alternateSpace.dataTags,
  alternateSpace.dataCache,
  alternateSpace.dataContext,
  alternateSpace.instructionContext,
  alternateSpace.diagnostic,
  alternateSpace.snoopTags,
])
/** Spaces of words with something in them. */
const registerSpaces: ReadonlySet<number> = new Set([
  alternateSpace.cacheControl,
  alternateSpace.mmu,
  alternateSpace.mmuAlias,
  alternateSpace.probe,
  alternateSpace.probeAlias,
])

export class BoardMemory implements MemorySystem {
  readonly words: Int32Array<ArrayBuffer>
  readonly code: DecodedCode
  readonly layout = layoutFor(1, blocksOf.board)
  readonly tlb: Tlb
  readonly mmu: BoardMmu
  /** The cache control register. */
  caches = 0
  readonly #platform: BoardPlatform
  /** The first offsets of RAM, and of read-only memory behind it. */
  readonly #ram: number
  readonly #prom: number
  readonly #devices: Devices
  /** The cycle at which the instruction at hand began; and what is called after a store to a device. */
  readonly #now: () => number
  readonly #deviceChanged: () => void
  /** Pages that may not be zero: a mark for each, and which are marked. */
  readonly #touched: Uint8Array
  readonly #touchedPages: number[] = []
  /** The physical address of the device access at hand. */
  #device = 0

  constructor(platform: BoardPlatform, devices: Devices, now: () => number, deviceChanged: () => void) {
    this.#platform = platform
    this.#ram = this.layout.memory
    this.#prom = this.#ram + platform.ramBytes
    this.#devices = devices
    this.#now = now
    this.#deviceChanged = deviceChanged
    this.words = new Int32Array((this.#prom + promBytes) >>> 2)
    this.code = new DecodedCode(this.words, this.layout)
    this.tlb = new Tlb(this.words, this.layout.homes[0])
    this.mmu = new BoardMmu(this, platform.variation)
    this.#touched = new Uint8Array(this.words.length >>> 10)
  }

  /** All as at the start; memory is zero. */
  start(): void {
    for (const page of this.#touchedPages) {
      this.words.fill(0, page << 10, (page + 1) << 10)
      this.#touched[page] = 0
    }
    this.#touchedPages.length = 0
    this.code.clear()
    this.tlb.flush()
    this.mmu.start()
    this.caches = 0
  }

  /** Where the byte at a physical address (0 to 2³² − 1) lies in the buffer; −1 where there is no memory. */
  offset(physical: number): number {
    const inRam = physical - ramAt
    if (inRam >= 0 && inRam < this.#prom - this.#ram) return this.#ram + inRam
    return physical < promBytes ? this.#prom + physical : -1
  }

  isWritable(offset: number): boolean {
    return offset < this.#prom
  }

  /** Put a word of an image where there is memory. */
  put(physical: number, value: number): void {
    const offset = this.offset(physical)
    if (offset < 0) return
    this.#touch(offset)
    this.words[offset >>> 2] = value
  }

  #touch(offset: number): void {
    const page = offset >>> 12
    if (this.#touched[page] !== 0) return
    this.#touched[page] = 1
    this.#touchedPages.push(page)
  }

  letsStore(offset: number): boolean {
    return this.isWritable(offset) && !this.code.holds(offset)
  }

  write(offset: number, size: number, value: number): void {
    if (!this.isWritable(offset)) return
    this.#touch(offset)
    if (size === 4) this.words[offset >>> 2] = value
    else {
      const shift = (4 - size - (offset & 3)) << 3
      const mask = (size === 1 ? 0xff : 0xffff) << shift
      this.words[offset >>> 2] = (this.words[offset >>> 2] & ~mask) | ((value << shift) & mask)
    }
    this.code.forget(offset)
  }

  translate(type: number, virtual: number): number {
    return this.#translate(type, virtual, type === 2 || type === 3)
  }

  #translate(type: number, virtual: number, fetch: boolean): number {
    const physical = this.mmu.translate(type, virtual)
    if (physical < 0) return this.mmu.traps(type) ? reach.trap : reach.nothing
    const place = this.#place(type >= 4, fetch, physical)
    if (this.mmu.enabled) {
      if (place === reach.trap) this.mmu.record(faultType.accessBus, type, virtual)
      else this.mmu.mark(type)
    }
    return place
  }

  /** What is at a physical address, for an access. Under `reads zero` read-only memory takes stores, in vain. */
  #place(storing: boolean, fetch: boolean, physical: number): number {
    const readsZero = this.#platform.variation.unmapped === 'reads zero'
    const offset = this.offset(physical)
    if (offset >= 0 && (!storing || readsZero || this.isWritable(offset))) {
      if (storing) this.#touch(offset)
      return offset
    }
    if (!fetch && ((physical >= 0x80000000 && physical < 0x80100000) || physical >= 0xfffff000)) {
      this.#device = physical
      return reach.device
    }
    return readsZero && offset < 0 && !fetch ? reach.nothing : reach.trap
  }

  alternate(space: number, storing: boolean, virtual: number, size: number): number {
    if (space >= alternateSpace.userInstruction && space <= alternateSpace.supervisorData) {
      return this.#translate(this.#accessType(space, storing), virtual, false)
    }
    if (space === alternateSpace.bypass) return this.#place(storing, false, virtual >>> 0)
    if (size !== 4 || !(registerSpaces.has(space) || idleSpaces.has(space))) return reach.trap
    return reach.register
  }

  #accessType(space: number, storing: boolean): number {
    const level = space & 1
    const named =
      space <= alternateSpace.supervisorInstruction && this.#platform.variation.alternateCheck === 'as named'
    if (named) return (storing ? 6 : 2) | level
    return (storing ? 4 : 0) | level
  }

  loadRegister(space: number, virtual: number): number {
    switch (space) {
      case alternateSpace.cacheControl:
        return virtual === 0 ? this.caches : 0
      case alternateSpace.mmu:
      case alternateSpace.mmuAlias:
        return this.mmu.read((virtual >>> 8) & 15)
      case alternateSpace.probe:
      case alternateSpace.probeAlias:
        return this.mmu.probe(virtual)
      default:
        return 0
    }
  }

  storeRegister(space: number, virtual: number, value: number): void {
    switch (space) {
      case alternateSpace.cacheControl:
        if (virtual === 0) this.caches = value & ~flushBits
        break
      case alternateSpace.mmu:
      case alternateSpace.mmuAlias:
        this.mmu.write((virtual >>> 8) & 15, value)
        this.tlb.flush()
        break
      case alternateSpace.probe:
      case alternateSpace.probeAlias:
      case alternateSpace.flushContext:
        this.tlb.flush()
        break
      default:
    }
  }

  loadDevice(further: number, size: number): number {
    const at = this.#device + further
    const value = this.#devices.load((at & ~3) >>> 0, this.#now())
    return size === 4 ? value : (value >>> ((4 - size - (at & 3)) << 3)) & (size === 1 ? 0xff : 0xffff)
  }

  storeDevice(further: number, size: number, value: number): void {
    const at = this.#device + further
    const placed = size === 4 ? value : (value & (size === 1 ? 0xff : 0xffff)) << ((4 - size - (at & 3)) << 3)
    this.#devices.store((at & ~3) >>> 0, placed, this.#now())
    this.#deviceChanged()
  }

  /** The word that holds the byte at a physical address; 0 where there is no memory. */
  wordAt(physical: number): number {
    const offset = this.offset(physical)
    return offset < 0 ? 0 : this.words[offset >>> 2]
  }

  /** The pages that may not be zero, each with its physical address, by ascending address. */
  pages(): { readonly at: number; readonly words: Int32Array }[] {
    return this.#touchedPages
      .map((page) => {
        const offset = page * 0x1000
        const at = offset < this.#prom ? ramAt + offset - this.#ram : offset - this.#prom
        return { at, words: this.words.subarray(page << 10, (page + 1) << 10) }
      })
      .sort((a, b) => a.at - b.at)
  }
}
