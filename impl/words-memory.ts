/**
 * Physical memory: one buffer in which the spans that exist lie end to end, fast because a page remembers that it was
 * touched (*dirty pages*: going back to the start clears only those) and because its digest is kept by difference at
 * the one place that stores.
 *
 * A *physical address* is what the machine speaks of, an *offset* the same byte's place in the buffer. Words are kept
 * in the host's order; the bytes of a word are cut out big-endian. Memory outside every span reads as zero and cannot
 * be written.
 */

import type { Restorable, Sum } from './words.ts'

/** Physical memory that exists. Both numbers are multiples of 4 KB. */
export interface Span {
  readonly at: number
  readonly bytes: number
}

const pageShift = 12
const pageWords = 1024

/** Who remembers what stands in memory, and hears of words that change. */
interface Reader {
  /** The word at an offset has changed. */
  forget(offset: number): void
}

export class PhysicalMemory implements Restorable {
  readonly #words: Int32Array<ArrayBuffer>
  readonly #sum: Sum
  readonly #spans: readonly (Span & { readonly offset: number })[]
  /** By page of the buffer: the physical address of its first byte; whether it was touched since the start. */
  readonly #physical: Uint32Array
  readonly #dirty: Uint8Array
  readonly #touched: number[] = []
  /** The pages that were not zero at the start. */
  readonly #sealed = new Map<number, Int32Array>()
  /** Who decodes what lies here. */
  reader: Reader | null = null

  /**
   * `sum` follows every `store`; what `poke` writes is outside the digest. Before memory so many bytes of the buffer,
   * whole pages, are for others.
   */
  constructor(spans: readonly Span[], sum: Sum, room = 0) {
    let bytes = room
    this.#spans = spans.map(({ at, bytes: length }) => {
      bytes += length
      return { at, bytes: length, offset: bytes - length }
    })
    this.#words = new Int32Array(bytes >>> 2)
    this.#sum = sum
    this.#physical = new Uint32Array(bytes >>> pageShift)
    this.#dirty = new Uint8Array(bytes >>> pageShift)
    for (const { at, bytes: length, offset } of this.#spans) {
      const [first, pages] = [offset >>> pageShift, length >>> pageShift]
      for (let page = 0; page < pages; page++) this.#physical[first + page] = at + page * 0x1000
    }
  }

  /** The buffer, for those who reach it by offsets; stores are made by `store` alone. */
  get words(): Int32Array<ArrayBuffer> {
    return this.#words
  }

  /** Where the byte at a physical address lies in the buffer; −1 where there is no memory. */
  offset(physical: number): number {
    const at = physical >>> 0
    for (const span of this.#spans) {
      const distance = at - span.at
      if (distance >= 0 && distance < span.bytes) return span.offset + distance
    }
    return -1
  }

  /** The physical address of the byte at an offset. */
  physical(offset: number): number {
    return this.#physical[offset >>> pageShift] + (offset & 0xfff)
  }

  /** The word that holds the byte at a physical address, as a signed number. */
  peek(physical: number): number {
    const offset = this.offset(physical)
    return offset < 0 ? 0 : this.#words[offset >>> 2]
  }

  /** Write a word that the digest does not cover: the kernel's tables. */
  poke(physical: number, value: number): void {
    const offset = this.offset(physical)
    if (offset < 0) return
    this.#touch(offset)
    this.#words[offset >>> 2] = value
  }

  /** `size` (1, 2 or 4) bytes at an aligned offset. */
  load(offset: number, size: number): number {
    const value = this.#words[offset >>> 2]
    if (size === 4) return value >>> 0
    return (value >>> shiftOf(offset, size)) & (size === 1 ? 0xff : 0xffff)
  }

  /** The low `size` (1, 2 or 4) bytes of `value` to an aligned offset. Every store of a program passes here. */
  store(offset: number, size: number, value: number): void {
    const index = offset >>> 2
    const before = this.#words[index]
    let after = value | 0
    if (size !== 4) {
      const shift = shiftOf(offset, size)
      const mask = (size === 1 ? 0xff : 0xffff) << shift
      after = (before & ~mask) | ((value << shift) & mask)
    }
    if (after === before) return
    this.#touch(offset)
    this.#words[index] = after
    if (this.reader !== null) this.reader.forget(offset)
    this.#sum.replace(this.physical(offset) >>> 2, before >>> 0, after >>> 0)
  }

  #touch(offset: number): void {
    const page = offset >>> pageShift
    if (this.#dirty[page] !== 0) return
    this.#dirty[page] = 1
    this.#touched.push(page)
  }

  seal(): void {
    for (const page of this.#touched) this.#sealed.set(page, this.#page(page).slice())
    this.#clean()
    this.#sum.seal()
  }

  rollback(): void {
    for (const page of this.#touched) {
      const sealed = this.#sealed.get(page)
      if (sealed === undefined) this.#page(page).fill(0)
      else this.#page(page).set(sealed)
      if (this.reader !== null) this.#forgetPage(this.reader, page)
    }
    this.#clean()
    this.#sum.rollback()
  }

  #forgetPage(reader: Reader, page: number): void {
    for (let i = 0; i < pageWords; i++) reader.forget((page << pageShift) + i * 4)
  }

  /** So many bytes from a physical address on, whole pages, become what they were at the start, by stores. */
  revert(physical: number, bytes: number): void {
    for (const page of this.#touched.slice()) {
      const distance = this.#physical[page] - physical
      if (distance < 0 || distance >= bytes) continue
      const sealed = this.#sealed.get(page)
      for (let i = 0; i < pageWords; i++)
        this.store((page << pageShift) + i * 4, 4, sealed === undefined ? 0 : sealed[i])
    }
  }

  #clean(): void {
    for (const page of this.#touched) this.#dirty[page] = 0
    this.#touched.length = 0
  }

  #page(page: number): Int32Array {
    return this.#words.subarray(page * pageWords, (page + 1) * pageWords)
  }

  /** The pages in which some word is not zero, each with its physical address, by ascending address. */
  pages(): { readonly at: number; readonly words: Int32Array }[] {
    return [...new Set([...this.#sealed.keys(), ...this.#touched])]
      .map((page) => ({ at: this.#physical[page], words: this.#page(page) }))
      .filter(({ words }) => words.some((value) => value !== 0))
      .sort((a, b) => a.at - b.at)
  }
}

/** How far the `size` bytes at an offset lie above the low end of their word: the first byte is the highest. */
const shiftOf = (offset: number, size: number): number => (4 - size - (offset & 3)) << 3
