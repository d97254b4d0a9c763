/** The words for the SPARC reference MMU: access types, access codes, table words, fault registers. Source: SPARC V8 appendix H. */

import type { Address, Word } from '../words/vocabulary.ts'

/** What an access does. */
export type AccessKind = 'load' | 'store' | 'fetch'
/** With which rights the processor runs. */
export type Level = 'user' | 'supervisor'

/**
 * The access type field of the fault status: 0 user load, 1 supervisor load, 2 user fetch, 3 supervisor fetch,
 * 4 user store, 5 supervisor store, 6 user store to instruction space, 7 supervisor store to instruction space.
 */
export type AccessType = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7

/** The access type of an access by a program. Types 6 and 7 come only from alternate spaces. */
export const accessType = (kind: AccessKind, level: Level): AccessType => {
  switch (kind) {
    case 'load':
      return level === 'user' ? 0 : 1
    case 'fetch':
      return level === 'user' ? 2 : 3
    case 'store':
      return level === 'user' ? 4 : 5
  }
}

/** The access code of a page table entry: 0 R, 1 RW, 2 RX, 3 RWX, 4 X, 5 user R and supervisor RW, 6 supervisor RX, 7 supervisor RWX. */
export type AccessCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7
export const accessCodes: readonly AccessCode[] = [0, 1, 2, 3, 4, 5, 6, 7]
export const accessTypes: readonly AccessType[] = [0, 1, 2, 3, 4, 5, 6, 7]

/** The entry type, the low two bits of every table word. */
export const entryType = { invalid: 0, descriptor: 1, entry: 2, reserved: 3 } as const

/** The fault type field. */
export const faultType = {
  none: 0,
  invalidAddress: 1,
  protection: 2,
  privilege: 3,
  translation: 4,
  accessBus: 5,
  internal: 6,
} as const
export type FaultType = (typeof faultType)[keyof typeof faultType]

/** At which table a translation ended: 0 context table, 1 regions (16 MB), 2 segments (256 KB), 3 pages (4 KB). */
export type TableLevel = 0 | 1 | 2 | 3

/** Bytes that an entry of a table at each level maps: 4 GB, 16 MB, 256 KB, 4 KB. */
export const bytesMapped: readonly [number, number, number, number] = [0x100000000, 0x1000000, 0x40000, 0x1000]

/** Bits of a page table entry beside its page number in [31:8]. */
export const entryBits = { cacheable: 1 << 7, modified: 1 << 6, referenced: 1 << 5 } as const

/** What went wrong with an access, before it is written into the fault status register. */
export interface Fault {
  readonly type: Exclude<FaultType, 0>
  readonly level: TableLevel
  readonly access: AccessType
  readonly address: Address
}

/**
 * Fault status and fault address registers.
 * Status: L [9:8], AT [7:5], FT [4:2], FAV bit 1, OW bit 0. The external bus error field [17:10] stays zero here.
 */
export interface FaultRegisters {
  readonly status: Word
  readonly address: Address
}

/** A translation that may be cached: the page of virtual addresses, where it leads, under which access code. */
export interface Translation {
  /** First virtual address of the page, and its size in bytes. */
  readonly virtual: Address
  readonly bytes: number
  readonly physical: Address
  readonly code: AccessCode
}
