/**
 * The integer registers of a processor and the state around them, laid out so that a window is a place in one flat
 * array and nothing is copied but the globals when it changes (*base pointer*).
 *
 * The block of window w has its ins, the globals, a cell that writes to %g0 go to (*scratch cell*), and its locals; its
 * outs are the ins of the block behind it, which is window w − 1. The globals are copied from block to block. The
 * outs of window 0 would be the ins of window 7, at the other end: they have cells of their own, kept equal when
 * window 0 or 7 is left (*wrap-around*).
 */

import { implementationAndVersion, psrBits, windowCount } from '../spec/machine/vocabulary.ts'

const inCell = 0
const globalCell = 8
/** Where writes to %g0 go. */
const scratchCell = 16
const localCell = 17
const blockCells = 25

const lastBlock = (windowCount - 1) * blockCells
/** The outs of window 0: copies of the ins of window 7, which are the first cells. */
export const wrapped = windowCount * blockCells

/** Y is what `yKind` says, from two cells (*lazy Y*: a product's high word is seldom read, and dear). */
export const cellOfY = { kind: wrapped + 8, first: wrapped + 9, second: wrapped + 10 } as const
export const kindOfY = { plain: 0, unsignedProduct: 1, signedProduct: 2 } as const

/** The cell of register 0 to 31 in a block, as it is read. */
export const sourceCell = (register: number): number => {
  if (register < 8) return globalCell + register
  if (register < 16) return blockCells + inCell + register - 8
  return register < 24 ? localCell + register - 16 : inCell + register - 24
}

/** The same, as it is written: %g0 elsewhere. */
export const targetCell = (register: number): number => (register === 0 ? scratchCell : sourceCell(register))

/** Where the block of a window begins. */
export const blockOf = (window: number): number => (windowCount - 1 - window) * blockCells

/** Numbers in a saved processor: globals, windows, PSR, WIM, TBR, Y, PC, nPC. Floats and FSR follow. */
export const savedAt = { globals: 0, windows: 8, psr: 136, wim: 137, tbr: 138, y: 139, pc: 140, npc: 141 } as const

export class Registers {
  readonly #cells: Int32Array
  /** Where the first cell is. */
  readonly home: number
  /** Signed, as all words here. */
  pc = 0
  npc = 0
  /** The block of the current window, and its number. */
  base: number
  window = 0
  icc = 0
  ef = false
  pil = 0
  s = true
  ps = true
  et = false
  wim = 0
  tbr = 0

  constructor(words: Int32Array, home: number) {
    this.#cells = words
    this.home = home
    this.base = home + lastBlock
  }

  get psr(): number {
    return (
      implementationAndVersion |
      (this.icc << 20) |
      (this.ef ? psrBits.EF : 0) |
      (this.pil << 8) |
      (this.s ? psrBits.S : 0) |
      (this.ps ? psrBits.PS : 0) |
      (this.et ? psrBits.ET : 0) |
      this.window
    )
  }

  /** All fields of the PSR; the window is one that exists. */
  set psr(word: number) {
    this.icc = (word >>> 20) & 15
    this.ef = (word & psrBits.EF) !== 0
    this.pil = (word & psrBits.PIL) >>> 8
    this.s = (word & psrBits.S) !== 0
    this.ps = (word & psrBits.PS) !== 0
    this.et = (word & psrBits.ET) !== 0
    this.enterWindow(word & psrBits.CWP)
  }

  get y(): number {
    const first = this.#cells[this.home + cellOfY.first]
    const second = this.#cells[this.home + cellOfY.second]
    switch (this.#cells[this.home + cellOfY.kind]) {
      case kindOfY.plain:
        return first
      case kindOfY.unsignedProduct:
        return highWord(first, second)
      default:
        return (highWord(first, second) - (first < 0 ? second : 0) - (second < 0 ? first : 0)) | 0
    }
  }

  set y(value: number) {
    this.#cells[this.home + cellOfY.kind] = kindOfY.plain
    this.#cells[this.home + cellOfY.first] = value
  }

  /** Register 0 to 31 of the current window. */
  get(register: number): number {
    return this.#cells[this.base + sourceCell(register)]
  }

  set(register: number, value: number): void {
    this.#cells[this.base + targetCell(register)] = value
  }

  enterWindow(window: number): void {
    if (window === this.window) return
    const cells = this.#cells
    const { base } = this
    const next = this.home + blockOf(window)
    this.joinEnds()
    for (let cell = globalCell + 1; cell < globalCell + 8; cell++) cells[next + cell] = cells[base + cell]
    this.base = next
    this.window = window
  }

  /** Make the two copies of the ins of window 7 equal. */
  joinEnds(): void {
    const { home } = this
    if (this.window === 0) this.#cells.copyWithin(home + inCell, home + wrapped, home + wrapped + 8)
    else if (this.window === windowCount - 1) this.#cells.copyWithin(home + wrapped, home + inCell, home + inCell + 8)
  }

  /** Local (0 to 7) or in (8 to 15) of a window. */
  windowed(window: number, register: number): number {
    const outsOfFirst = window === windowCount - 1 && register >= 8 && this.window === 0
    return this.#cells[this.home + (outsOfFirst ? wrapped + register - 8 : blockOf(window) + sourceCell(register + 16))]
  }

  setWindowed(window: number, register: number, value: number): void {
    this.#cells[this.home + blockOf(window) + sourceCell(register + 16)] = value
    if (window === windowCount - 1 && register >= 8) this.#cells[this.home + wrapped + register - 8] = value
  }

  save(to: Int32Array, at: number): void {
    for (let i = 0; i < 8; i++) to[at + savedAt.globals + i] = this.get(i)
    for (let i = 0; i < 16 * windowCount; i++) to[at + savedAt.windows + i] = this.windowed(i >> 4, i & 15)
    to[at + savedAt.psr] = this.psr
    to[at + savedAt.wim] = this.wim
    to[at + savedAt.tbr] = this.tbr
    to[at + savedAt.y] = this.y
    to[at + savedAt.pc] = this.pc
    to[at + savedAt.npc] = this.npc
  }

  load(from: Int32Array, at: number): void {
    this.psr = from[at + savedAt.psr]
    for (let i = 0; i < 8; i++) this.set(i, from[at + savedAt.globals + i])
    for (let i = 0; i < 16 * windowCount; i++) this.setWindowed(i >> 4, i & 15, from[at + savedAt.windows + i])
    this.wim = from[at + savedAt.wim]
    this.tbr = from[at + savedAt.tbr]
    this.y = from[at + savedAt.y]
    this.pc = from[at + savedAt.pc]
    this.npc = from[at + savedAt.npc]
  }
}

/** The high word of an unsigned product. */
const highWord = (a: number, b: number): number => {
  const low = (a & 0xffff) * (b & 0xffff)
  const middle = (a >>> 16) * (b & 0xffff) + (low >>> 16)
  const cross = (a & 0xffff) * (b >>> 16) + (middle & 0xffff)
  return ((a >>> 16) * (b >>> 16) + (middle >>> 16) + (cross >>> 16)) | 0
}
