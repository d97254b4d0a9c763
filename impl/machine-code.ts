/**
 * Decoded code: for each page of memory that something was executed in, a *block* with two numbers per word, filled in
 * word by word as they are first executed. A store into such a page empties the two numbers of its word, so that code
 * that changes itself is seen at the next fetch of the word.
 *
 * Blocks lie in one array, so that a place in it stands for an address (`machine-interpreter.ts` says how). When it is
 * full, all are given up.
 */

import { operation, operationOf } from './machine-operations.ts'
import { sourceCell, targetCell } from './machine-registers.ts'

/** Numbers of a block: those of 1024 words, and of what stands behind them, where execution must go elsewhere. */
const pageNumbers = 2048
const blockNumbers = pageNumbers + 4
/** Places before the first block: see `machine-interpreter.ts`. */
export const firstBlock = 12
const blocksAtMost = 2048

export const annulBit = 26

/**
 * The packed first number: operation in 8 bits, then cells of rd, rs1 and rs2 in 6 bits each, then the annul bit. The
 * second is what is added to register rs2 to have operand 2, or a displacement in numbers.
 */
const packed = (number: number, rd: number, rs1: number, rs2: number): number =>
  number | (targetCell(rd) << 8) | (sourceCell(rs1) << 14) | (sourceCell(rs2) << 20)

/** Of loads and stores: rd is read by stores, and a number of floats. */
const memoryAccess = (number: number, rd: number, rs1: number, rs2: number): number => {
  const op3 = number - operation.memory
  // The cells of a double must be neighbours, and those of the pair of %g0 are not.
  if (op3 === 3 && (rd === 0 || rd & 1) || (op3 === 7 && rd & 1)) return operation.leftToOthers
  const cell = op3 >= 0x20 ? rd : (op3 & 4) !== 0 ? sourceCell(rd) : targetCell(rd)
  return number | (cell << 8) | (sourceCell(rs1) << 14) | (sourceCell(rs2) << 20)
}

export class DecodedCode {
  readonly numbers = new Int32Array(firstBlock + blocksAtMost * blockNumbers)
  /** By page of memory: where its block begins; 0 if it has none. */
  readonly #blocks: Int32Array
  /** By block: the offset of its page in memory. */
  readonly #pages = new Int32Array(blocksAtMost)
  #count = 0

  constructor(memoryBytes: number) {
    this.#blocks = new Int32Array(Math.ceil(memoryBytes / 0x1000))
    for (let i = 0; i < firstBlock; i++) this.numbers[i] = operation.elsewhere
  }

  /** Whether a page of memory has a block, by an offset in it. */
  holds(offset: number): boolean {
    return this.#blocks[offset >>> 12] !== 0
  }

  get isFull(): boolean {
    return this.#count === blocksAtMost
  }

  /** Where the block of a page begins; there must be room, should it be a new one. */
  block(offset: number): number {
    const known = this.#blocks[offset >>> 12]
    if (known !== 0) return known
    const first = firstBlock + this.#count * blockNumbers
    for (let i = pageNumbers; i < blockNumbers; i++) this.numbers[first + i] = operation.elsewhere
    this.#pages[this.#count++] = offset & ~0xfff
    this.#blocks[offset >>> 12] = first
    return first
  }

  /** The offset in memory of the instruction at a place. */
  offset(place: number): number {
    const block = Math.trunc((place - firstBlock) / blockNumbers)
    return this.#pages[block] + (place - firstBlock - block * blockNumbers) * 2
  }

  /** Decode a word at its place. */
  decode(place: number, word: number): void {
    const number = operationOf(word)
    const [rd, rs1, rs2] = [(word >>> 25) & 31, (word >>> 14) & 31, word & 31]
    const { numbers } = this
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
    if (first !== 0) this.numbers[first + ((offset & 0xffc) >>> 1)] = operation.undecoded
  }

  /** Give up all blocks. Places mean nothing any more. */
  clear(): void {
    for (let block = 0; block < this.#count; block++) this.#blocks[this.#pages[block] >>> 12] = 0
    this.numbers.fill(0, firstBlock, firstBlock + this.#count * blockNumbers)
    this.#count = 0
  }
}
