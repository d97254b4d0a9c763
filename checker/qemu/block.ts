/** A block: a short program for a bare machine together with everything it can see, and what can be seen of the machine when it has ended. */

import * as places from './places.ts'

/** A block. All numbers are words, unsigned, unless said otherwise. */
export interface Block {
  /** At most `codeWords - 1` instructions; the words behind them are `ta 0x7f`, which ends the block. */
  readonly words: readonly number[]
  /** Offset of the first instruction from the start of the two pages of code, a multiple of 8 below 8192 − 160; so a block can cross a page. */
  readonly offset: number
  /** Where the block is entered, if not at the physical address: a virtual address that `tables` map to it. */
  readonly entry?: number
  /** What is run at every trap but the end, in the trap's window, after it was logged: see `handlers.ts`. At most `handlerWords` words. */
  readonly handler: readonly number[]
  /** PSR at the start: icc, EF, PIL, S and CWP count; ET is 1. */
  readonly psr: number
  /** The bit of the block's own window must be 0: RETT enters it. */
  readonly wim: number
  readonly y: number
  /** One of the two trap tables. */
  readonly tbr: number
  readonly fsr: number
  /** %g0 to %g7; the first is not used. */
  readonly globals: readonly number[]
  /** Window by window, locals then ins: 128 words. The locals 1, 2 and 4 of the window before the block's are the runner's, all its locals at a trap. */
  readonly windows: readonly number[]
  /** %f0 to %f31. */
  readonly floatingPoint: readonly number[]
  /** `dataWords` words at `places.data`, half of them before a page's end. Only they are set up anew: a block that stores elsewhere disturbs those after it. */
  readonly data: readonly number[]
  readonly interrupts: { readonly mask: number; readonly force: number; readonly level: number }
  readonly mmu: { readonly control: number; readonly context: number; readonly tables: Tables }
}

/** Entries of the page tables, as many as `places.tableWords` says. */
export interface Tables {
  readonly context: readonly number[]
  readonly firstLevel: readonly number[]
  readonly otherFirstLevel: readonly number[]
  readonly secondLevel: readonly number[]
  readonly thirdLevel: readonly number[]
}

export interface Trap {
  readonly tt: number
  readonly psr: number
  readonly pc: number
  readonly npc: number
}

/** What can be seen of the machine at the end of a block. */
export interface Signature {
  /** The registers when the last trap was taken; windows and globals include what the runner's handler left in the trap's locals. */
  readonly psr: number
  readonly y: number
  readonly wim: number
  readonly tbr: number
  readonly fsr: number
  readonly globals: readonly number[]
  readonly windows: readonly number[]
  readonly floatingPoint: readonly number[]
  /** The MMU's; the fault address is 0 when the status is not valid. */
  readonly mmu: {
    readonly faultStatus: number
    readonly faultAddress: number
    readonly control: number
    readonly context: number
  }
  readonly interrupts: {
    readonly level: number
    readonly pending: number
    readonly mask: number
    readonly force: number
  }
  /** At most `mostTraps`, in order; PC and nPC are absolute. */
  readonly traps: readonly Trap[]
  readonly data: readonly number[]
  readonly words: readonly number[]
  readonly tables: readonly number[]
}

/** What became of a block: it ended, or the machine stopped in error mode, or it went on for ever. */
export type Outcome =
  | { readonly kind: 'ended'; readonly hash: number; readonly signature?: Signature }
  | { readonly kind: 'error mode' }
  | { readonly kind: 'endless' }

const zeros = (count: number): readonly number[] => Array.from({ length: count }, () => 0)

/** A page table descriptor for the table at a physical address. */
export const pageTable = (address: number): number => ((address >>> 4) | 1) >>> 0
/** A page table entry: physical address, access code 0 to 7. */
export const page = (address: number, access: number): number => (((address >>> 12) << 8) | (access << 2) | 2) >>> 0

const { tableWords } = places
/** Everything leads on to the next level, and level 3 maps code to pages 0 and 1, data to 2 and 3, for everybody. */
export const plainTables: Tables = {
  context: [pageTable(places.firstLevel), pageTable(places.otherFirstLevel), 0, 0],
  firstLevel: [pageTable(places.secondLevel), ...zeros(tableWords.firstLevel - 1)],
  otherFirstLevel: [pageTable(places.secondLevel), ...zeros(tableWords.otherFirstLevel - 1)],
  secondLevel: [pageTable(places.thirdLevel), ...zeros(tableWords.secondLevel - 1)],
  thirdLevel: [
    ...[places.code, places.code + 0x1000, places.dataPages, places.dataPages + 0x1000].map((address) =>
      page(address, 3),
    ),
    ...zeros(tableWords.thirdLevel - 4),
  ],
}

/** A block of the instructions given in a quiet machine: supervisor, window 6, all registers 0 but %g1 (the data), MMU and FPU off. */
export const blockOf = (words: readonly number[], handler: readonly number[], more: Partial<Block> = {}): Block => ({
  words,
  offset: 0,
  handler,
  psr: 0xf86,
  wim: 0,
  y: 0,
  tbr: places.traps,
  fsr: 0,
  globals: [0, places.data, 0, 0, 0, 0, 0, 0],
  windows: zeros(128),
  floatingPoint: zeros(32),
  data: zeros(places.dataWords),
  interrupts: { mask: 0, force: 0, level: 0 },
  mmu: { control: 0, context: 0, tables: plainTables },
  ...more,
})
