/**
 * Where in one array of words everything lies that the interpreter's loop touches: registers, TLB, decoded code, memory.
 *
 * One array, because at each access the host looks up where an array lies, how long it is, and whether it is still
 * there; but of the same array only once per instruction (*one array*).
 *
 * First come cells that the loop takes for places of code, then each processor's cells, then decoded code, then memory
 * from the beginning of a page. An *offset* is the place of a byte of memory in the array, as if it were big-endian.
 */

/** Places that stand for addresses outside the page in force: see `machine-interpreter.ts`. */
const farPlaces = 8
export const entryPlace = farPlaces
const specialCells = 16

/** Of one processor: registers, and TLB behind them. */
const tlbAt = 512
const processorCells = 4096

/** Numbers of a block of decoded code: two for each of 1024 words, and those behind them. */
export const pageNumbers = 2048
export const blockNumbers = pageNumbers + 4
/** A board decodes most of what it runs once; the emulators of a hunt are many, and run little code each. */
export const blocksOf = { board: 2048, guests: 64 } as const

export interface Layout {
  /** How many blocks there is room for. */
  readonly blocks: number
  /** Where the cells of a processor begin. */
  readonly homes: readonly number[]
  readonly code: number
  /** The offset of the first byte of memory. */
  readonly memory: number
}

export const layoutFor = (processors: number, blocks: number): Layout => {
  const code = specialCells + processors * processorCells
  const end = code + blocks * blockNumbers
  return {
    blocks,
    homes: Array.from({ length: processors }, (_, i) => specialCells + i * processorCells),
    code,
    memory: Math.ceil(end / 1024) * 0x1000,
  }
}

export const tlbOf = (home: number): number => home + tlbAt
