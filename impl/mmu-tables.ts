/**
 * Page tables, built once per world: tables are handed out one after another behind the context table and never freed.
 */

import { entryBits, entryType, type AccessCode } from '../spec/mmu/vocabulary.ts'

/** A stretch of virtual addresses, and what a context maps it to. All but the code are multiples of `unit`. */
export interface MappedArea {
  readonly virtual: number
  readonly physical: number
  readonly bytes: number
  /** 16 MB, 256 KB or 4 KB: the page size. */
  readonly unit: number
  readonly code: AccessCode
  readonly cacheable: boolean
}

const contextTableBytes = 1024
const regionTableBytes = 1024
const lowerTableBytes = 256

export class PageTables {
  readonly #base: number
  readonly #words: number[] = []

  /** `base`: the physical address of the context table, a multiple of 1 KB. */
  constructor(base: number) {
    this.#base = base
    this.#allot(contextTableBytes)
  }

  /** In the space of `context`, map an area. */
  map(context: number, { virtual, physical, bytes, unit, code, cacheable }: MappedArea): void {
    const flags = (cacheable ? entryBits.cacheable : 0) | (code << 2) | entryType.entry
    for (let done = 0; done < bytes; done += unit) {
      this.#words[this.#entry(context, virtual + done, unit)] = ((((physical + done) >>> 12) << 8) | flags) >>> 0
    }
  }

  /** The word that maps a virtual address with pages of a size; the tables above it are made where they are missing. */
  #entry(context: number, virtual: number, unit: number): number {
    const regions = this.#below(context, regionTableBytes)
    if (unit === 0x1000000) return regions + (virtual >>> 24)
    const segments = this.#below(regions + (virtual >>> 24), lowerTableBytes)
    if (unit === 0x40000) return segments + ((virtual >>> 18) & 63)
    return this.#below(segments + ((virtual >>> 18) & 63), lowerTableBytes) + ((virtual >>> 12) & 63)
  }

  /** The first word of the table that an entry points to. */
  #below(entry: number, bytes: number): number {
    if (this.#words[entry] === entryType.invalid) {
      const table = this.#base + this.#allot(bytes) * 4
      this.#words[entry] = (table >>> 4) | entryType.descriptor
    }
    return ((((this.#words[entry] & ~3) << 4) >>> 0) - this.#base) / 4
  }

  /** A table of zeros, aligned to its size. */
  #allot(bytes: number): number {
    const words = bytes / 4
    while (this.#words.length % words !== 0) this.#words.push(0)
    const first = this.#words.length
    for (let i = 0; i < words; i++) this.#words.push(0)
    return first
  }

  /** How many bytes the tables take, from the context table on. */
  get bytes(): number {
    return this.#words.length * 4
  }

  /** Hand out every word that is not zero, with its physical address. */
  write(poke: (physical: number, value: number) => void): void {
    this.#words.forEach((value, i) => {
      if (value !== 0) poke(this.#base + i * 4, value)
    })
  }
}
