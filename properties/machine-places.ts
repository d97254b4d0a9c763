/** Where everything lies in a generated program: pages of the first 64 KB of memory, and the registers that point at them. */

/** Physical addresses. The first 64 KB have everything but the start's own page, which is the last of memory. */
export const place = {
  traps: 0x40000000,
  handlers: 0x40001000,
  /** Two pages of code; a program may lie across the edge between them. */
  code: 0x40002000,
  codeEdge: 0x40003000,
  /** Two pages of data; words around the middle of the first, and around the edge between them. */
  data: 0x40004800,
  dataEdge: 0x40005000,
  contextTable: 0x40008000,
  regions: 0x40008400,
  otherRegions: 0x40008800,
  segments: 0x40008c00,
  otherSegments: 0x40008d00,
  pages: 0x40008e00,
  otherPages: 0x40008f00,
  /** Between the context table and the others: what instructions reach from here, they all lie within. */
  tables: 0x40008800,
  /** Between the devices: all their registers but the tables' lie within reach. */
  devices: 0x80000200,
} as const

/** The registers that point, in every window. Instructions rarely have them as destination. */
export const pointer = { devices: 3, data: 4, edge: 5, tables: 6, code: 7 } as const

/** A program and how far generation has come in it. */
export interface Position {
  /** Number of the instruction, and how many there are. */
  readonly index: number
  readonly length: number
}

/** Software traps that have a handler. */
export const softwareTraps = [0, 1, 2, 3, 5, 0x10, 0x7e, 0x7f] as const
