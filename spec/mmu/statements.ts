/** The SPARC reference MMU as tables and definitions: what a translation is, what may be accessed, what a fault leaves behind. */

import type { Property, Requirement } from '../statement.ts'
import { wordAt, word, address, type Address, type Memory, type Word } from '../words/vocabulary.ts'
import {
  accessCodes,
  bytesMapped,
  entryBits,
  entryType,
  faultType,
  type AccessCode,
  type AccessType,
  type Fault,
  type FaultRegisters,
  type FaultType,
  type TableLevel,
  type Translation,
} from './vocabulary.ts'

export const referenceMmu: Requirement = {
  kind: 'requirement',
  id: 'MMU-1',
  says: 'Every access is translated, allowed or refused as the SPARC V8 reference MMU does with the tables in force.',
  because: ['AIR-FUNC-02000', 'AIR-FUNC-02010', 'SPARC V8 appendix H'],
}

export const faultsRecorded: Requirement = {
  kind: 'requirement',
  id: 'MMU-2',
  says: 'The fault status and address registers describe the fault of the highest class since they were last read.',
  because: ['SPARC V8 appendix H, fault status register'],
}

/** MMU-D1. For each access type, by access code: the fault type, 0 for none. */
const refusals: readonly (readonly FaultType[])[] = [
  [0, 0, 0, 0, 2, 0, 3, 3],
  [0, 0, 0, 0, 2, 0, 0, 0],
  [2, 2, 0, 0, 0, 2, 3, 3],
  [2, 2, 0, 0, 0, 2, 0, 0],
  [2, 0, 2, 0, 2, 2, 3, 3],
  [2, 0, 2, 0, 2, 0, 2, 0],
  [2, 2, 2, 0, 2, 2, 3, 3],
  [2, 2, 2, 0, 2, 2, 2, 0],
]

/** MMU-D1: the fault type of an access of a type under a code; 0 when it is allowed. Source: SPARC V8 table H-4. */
export const refusal = (type: AccessType, code: AccessCode): FaultType => refusals[type]?.[code] ?? faultType.internal

/** The classes of faults: a fetch below data below an error in the tables themselves. 0 for none. */
export const faultClass = (type: number, access: number): 0 | 1 | 2 | 3 => {
  if (type === faultType.none) return 0
  if (type === faultType.translation) return 3
  return access === 2 || access === 3 ? 1 : 2
}

/** The fault status register's fields. */
export const statusFields = (status: Word) => ({
  level: (status >>> 8) & 3,
  access: (status >>> 5) & 7,
  type: (status >>> 2) & 7,
  valid: (status & 2) !== 0,
  overwritten: (status & 1) !== 0,
})

/**
 * MMU-D2: what a fault makes of the registers. A fault of a lower class than the one recorded leaves them; one of the same
 * class overwrites them and says so (OW); one of a higher class overwrites them. Nobody reads them in this slice.
 */
export const recordedFault = (registers: FaultRegisters, fault: Fault): FaultRegisters => {
  const before = statusFields(registers.status)
  const recorded = faultClass(before.type, before.access)
  const arriving = faultClass(fault.type, fault.access)
  if (arriving < recorded) return registers
  const overwritten = arriving === recorded ? 1 : 0
  return {
    status: word((fault.level << 8) | (fault.access << 5) | (fault.type << 2) | 2 | overwritten),
    address: fault.address,
  }
}

/** One page that a space maps. */
export interface Mapping extends Translation {
  readonly level: TableLevel
  readonly cacheable: boolean
  readonly referenced: boolean
  readonly modified: boolean
}

/** What a space consists of, or where its tables go wrong. */
export interface Space {
  readonly mappings: readonly Mapping[]
  /** Physical addresses of table words that are reserved or point below the last level. */
  readonly broken: readonly Address[]
  /** Physical addresses and sizes of the tables themselves. */
  readonly tables: readonly { readonly at: Address; readonly bytes: number }[]
}

const entriesAt: readonly [number, number, number, number] = [1, 256, 64, 64]

const mappingOf = (entry: Word, level: TableLevel, virtual: number): Mapping => {
  const bytes = bytesMapped[level]
  const frame = (entry >>> 8) * 0x1000
  return {
    virtual: address(virtual),
    bytes,
    physical: address(frame - (frame % bytes)),
    code: accessCodes[(entry >>> 2) & 7] ?? 0,
    level,
    cacheable: (entry & entryBits.cacheable) !== 0,
    referenced: (entry & entryBits.referenced) !== 0,
    modified: (entry & entryBits.modified) !== 0,
  }
}

const nextLevel = (level: TableLevel): TableLevel => (level === 0 ? 1 : level === 1 ? 2 : 3)

/** What `count` table words from `table` stand for, of a table at `level`, for virtual addresses from `virtual`. */
const wordsMean = (memory: Memory, table: Address, level: TableLevel, virtual: number, count: number): Space => {
  const mappings: Mapping[] = []
  const broken: Address[] = []
  const tables: Space['tables'][number][] = []
  for (let i = 0; i < count; i++) {
    const at = address(table + 4 * i)
    const entry = wordAt(memory, at)
    const from = virtual + i * bytesMapped[level]
    if ((entry & 3) === entryType.entry) mappings.push(mappingOf(entry, level, from))
    else if ((entry & 3) === entryType.descriptor && level !== 3) {
      const below = tableMeans(memory, address((entry & ~3) * 16), nextLevel(level), from)
      mappings.push(...below.mappings)
      broken.push(...below.broken)
      tables.push(...below.tables)
    } else if ((entry & 3) !== entryType.invalid) broken.push(at)
  }
  return { mappings, broken, tables }
}

const tableMeans = (memory: Memory, table: Address, level: TableLevel, virtual: number): Space => {
  const { mappings, broken, tables } = wordsMean(memory, table, level, virtual, entriesAt[level])
  return { mappings, broken, tables: [{ at: table, bytes: entriesAt[level] * 4 }, ...tables] }
}

/**
 * MMU-D3: a space, by reading its tables from top to bottom. A walk goes from one address to one page; this goes from the
 * tables to every page. That the two agree is MMU-P1.
 */
export const spaceOf = (memory: Memory, contextTable: Address, context: number): Space =>
  wordsMean(memory, address(contextTable + 4 * context), 0, 0, 1)

export const walkFindsTheMapping: Property = {
  kind: 'property',
  id: 'MMU-P1',
  says: 'For arbitrary tables, a walk of any address by any access finds the page that the tables map there, or the fault that MMU-D1 to MMU-D3 give.',
  serves: [referenceMmu],
}

export const faultsFollowTheirClasses: Property = {
  kind: 'property',
  id: 'MMU-P2',
  says: 'After any sequence of faults the fault registers of model and emulator are what MMU-D2 makes of it.',
  serves: [faultsRecorded],
}

export const emulatorMmuFollows: Property = {
  kind: 'property',
  id: 'MMU-P3',
  says: 'For arbitrary tables and accesses the emulator’s MMU gives the model’s physical address, fault, and referenced and modified bits, with its cached translations in play.',
  serves: [referenceMmu],
}
