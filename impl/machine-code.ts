/**
 * Decoded code: for each page of memory that something was executed in, a *block* with two numbers per word, filled in
 * word by word as they are first executed. A store into such a page empties the two numbers of its word, so that code
 * that changes itself is seen at the next fetch of the word.
 *
 * Blocks lie in one array, so that a place in it stands for an address (`machine-interpreter.ts` says how). When it is
 * full, all are given up.
 */

import { blockNumbers, entryPlace, pageNumbers, type Layout } from './machine-layout.ts'
import { operation, operationOf } from './machine-operations.ts'
import { sourceCell, targetCell } from './machine-registers.ts'

/** Bits of the first number: a branch annuls; behind a comparison stands a branch that is conditional. */
const annulBit = 26
const branchBehindBit = 27

/** Operations that leave condition codes as a comparison of two words does. */
const isComparison = (number: number): boolean => number > 0x50 && number < 0x58
const isConditional = (number: number): boolean => number >= 0x10 && number < 0x20 && (number & 7) !== 0

/**
 * The packed first number: operation in 8 bits, then cells of rd, rs1 and rs2 in 6 bits each, then two bits. The
 * second is what is added to register rs2 to have operand 2, or a displacement in numbers.
 */
const packed = (number: number, rd: number, rs1: number, rs2: number): number =>
  number | (targetCell(rd) << 8) | (sourceCell(rs1) << 14) | (sourceCell(rs2) << 20)

/** Of loads and stores: rd is read by stores, and a number of floats. */
const memoryAccess = (number: number, rd: number, rs1: number, rs2: number): number => {
  const op3 = number - operation.memory
  // The cells of a double must be neighbours, and those of the pair of %g0 are not.
  if ((op3 === 3 && (rd === 0 || rd & 1)) || (op3 === 7 && rd & 1)) return operation.leftToOthers
  const cell = op3 >= 0x20 ? rd : (op3 & 4) !== 0 ? sourceCell(rd) : targetCell(rd)
  return number | (cell << 8) | (sourceCell(rs1) << 14) | (sourceCell(rs2) << 20)
}

export class DecodedCode {
  readonly #numbers: Int32Array
  readonly #first: number
  /** By page of memory: where its block begins; 0 if it has none. */
  readonly #blocks: Int32Array
  /** By block: the offset of its page in memory. */
  readonly #pages: Int32Array
  #count = 0

  constructor(words: Int32Array, layout: Layout) {
    this.#numbers = words
    this.#first = layout.code
    this.#pages = new Int32Array(layout.blocks)
    this.#blocks = new Int32Array(words.length >>> 10)
    for (let place = 0; place <= entryPlace; place++) words[place] = operation.elsewhere
  }

  /** Whether a page of memory has a block, by an offset in it. */
  holds(offset: number): boolean {
    return this.#blocks[offset >>> 12] !== 0
  }

  get isFull(): boolean {
    return this.#count === this.#pages.length
  }

  /** Where the block of a page begins; there must be room, should it be a new one. */
  block(offset: number): number {
    const known = this.#blocks[offset >>> 12]
    if (known !== 0) return known
    const first = this.#first + this.#count * blockNumbers
    for (let i = pageNumbers; i < blockNumbers; i++) this.#numbers[first + i] = operation.elsewhere
    this.#pages[this.#count++] = offset & ~0xfff
    this.#blocks[offset >>> 12] = first
    return first
  }

  /** The operation at a place. */
  operationAt(place: number): number {
    return this.#numbers[place] & 0xff
  }

  /** The offset of the instruction at a place. */
  offset(place: number): number {
    const block = Math.trunc((place - this.#first) / blockNumbers)
    return this.#pages[block] + (place - this.#first - block * blockNumbers) * 2
  }

  /** Decode a word at its place. */
  decode(place: number, word: number): void {
    const number = operationOf(word)
    this.#write(place, word, number)
    if (isComparison(number)) this.#join(place)
    else if (isConditional(number) && !this.#isFirst(place)) this.#join(place - 2)
  }

  /** Mark a comparison at a place if a branch stands behind it. */
  #join(place: number): void {
    const numbers = this.#numbers
    if (isComparison(numbers[place] & 0xff) && isConditional(numbers[place + 2] & 0xff)) {
      numbers[place] |= 1 << branchBehindBit
    }
  }

  #isFirst(place: number): boolean {
    return (place - this.#first) % blockNumbers === 0
  }

  #write(place: number, word: number, number: number): void {
    const [rd, rs1, rs2] = [(word >>> 25) & 31, (word >>> 14) & 31, word & 31]
    const numbers = this.#numbers
    if (number >= operation.memory) {
      numbers[place] = memoryAccess(number, rd, rs1, (word & 0x2000) === 0 ? rs2 : 0)
      numbers[place + 1] = (word & 0x2000) === 0 ? 0 : (word << 19) >> 19
    } else if (number === operation.call) {
      numbers[place] = packed(number, 15, 0, 0)
      numbers[place + 1] = (word << 2) >> 1
    } else if (number === operation.sethi) {
      numbers[place] = packed(number, rd, 0, 0)
      numbers[place + 1] = word << 10
    } else if (number < operation.arithmetic) {
      numbers[place] = packed(number, 0, 0, 0) | (((word >>> 29) & 1) << annulBit)
      numbers[place + 1] = (word << 10) >> 9
    } else if ((word & 0x2000) !== 0) {
      numbers[place] = packed(number, rd, rs1, 0)
      numbers[place + 1] = (word << 19) >> 19
    } else {
      numbers[place] = packed(number, rd, rs1, rs2)
      numbers[place + 1] = 0
    }
  }

  /** The word at an offset in memory has changed. */
  forget(offset: number): void {
    const first = this.#blocks[offset >>> 12]
    if (first === 0) return
    const place = first + ((offset & 0xffc) >>> 1)
    this.#numbers[place] = operation.undecoded
    if (place !== first) this.#numbers[place - 2] &= ~(1 << branchBehindBit)
  }

  /** Give up all blocks. Places mean nothing any more. */
  clear(): void {
    for (let block = 0; block < this.#count; block++) this.#blocks[this.#pages[block] >>> 12] = 0
    this.#numbers.fill(0, this.#first, this.#first + this.#count * blockNumbers)
    this.#count = 0
  }
}
