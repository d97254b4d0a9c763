/** Where everything lies in the memory of an image that runs blocks, and how its records are laid out. All addresses are physical; all sizes are in bytes. */

/** The trap table that blocks start with, and a second one, which does the same: a block may write TBR with it. */
export const traps = 0x40000000
export const secondTraps = 0x40001000
export const runner = 0x40002000
/** What the runner remembers between blocks. */
export const variables = 0x40004000
export const result = 0x40005000

/** The page tables. Contexts 0 and 1 have a level 1 table each; both lead to the level 2 table, and it to the level 3 table. */
export const contextTable = 0x40006000
export const firstLevel = 0x40006400
export const otherFirstLevel = 0x40006800
export const secondLevel = 0x40006c00
export const thirdLevel = 0x40006d00

/** What a block brings along: its trap handler, its instructions (two pages), its data (two pages). */
export const handler = 0x40008000
export const code = 0x40010000
export const dataPages = 0x40012000
/** The data lie across the border of the two pages. */
export const data = 0x40012f80
/** The records of the blocks; there is room for some 60,000 in 128 MB. */
export const records = 0x40100000

/** The virtual addresses that the tables of a block map: 16 MB from here on by the entries of level 1, 256 KB by those of level 2, 4 KB by those of level 3. */
export const mapped = 0x50000000

export const handlerWords = 24
export const codeWords = 40
export const dataWords = 64
/** Entries of each table that a block brings along: contexts 0 to 3; level 1 from `mapped` on, for both; level 2; level 3. */
export const tableWords = { context: 4, firstLevel: 8, otherFirstLevel: 8, secondLevel: 8, thirdLevel: 16 } as const
/** Traps after which a block ends. */
export const mostTraps = 8

/** The fields of a record, as byte offsets. */
export const record = {
  /** PSR when the block is entered: window before the block's, ET=0, S=1, PS the block's S. */
  psr: 0,
  wim: 4,
  y: 8,
  tbr: 12,
  /** Where the instructions are put, and the virtual address at which they are entered. */
  place: 16,
  entry: 20,
  control: 24,
  context: 28,
  mask: 32,
  force: 36,
  level: 40,
  fsr: 44,
  globals: 48,
  windows: 80,
  floatingPoint: 592,
  code: 720,
  handler: 880,
  data: 976,
  tables: 1232,
  size: 1408,
} as const

/** The fields of a result, as byte offsets. */
export const outcome = {
  psr: 0,
  y: 4,
  wim: 8,
  tbr: 12,
  fsr: 16,
  faultStatus: 20,
  faultAddress: 24,
  control: 28,
  context: 32,
  level: 36,
  pending: 40,
  mask: 44,
  force: 48,
  /** How many traps were taken, then trap type, PSR, PC and nPC of each. */
  trapCount: 56,
  traps: 64,
  globals: 192,
  floatingPoint: 224,
  windows: 352,
  size: 864,
} as const

export const uart = 0x80000100
export const interruptController = 0x80000200
