/** The MMU as supervisor code controls it: its registers, probe and flush. Source: V8 appendix H, GRLIB. */

import {
  mmuControl,
  mmuControlConstant,
  mmuRegister,
  probeType,
  type BoardPlatform,
  type CachedEntry,
  type FlushScope,
  type MmuRegisters,
  type Register,
} from '../../spec/machine/vocabulary.ts'
import { entryType } from '../../spec/mmu/vocabulary.ts'
import type { Address } from '../../spec/words/vocabulary.ts'
import { afterStatusRead } from './fault-registers.ts'
import { surroundings, type Surroundings } from './physical.ts'
import { rootWord, wordBelow, type TableWord } from './walk.ts'

/** Address bits 11 to 8: which register, or which type of probe or flush. */
const selected = (at: Address): number => (at >>> 8) & 15

/** What an MMU register reads as. */
export const mmuWord = ({ enabled, noFault, tablePointer, context, fault }: MmuRegisters, at: Address): Register => {
  switch (selected(at)) {
    case mmuRegister.control:
      return mmuControlConstant | (enabled ? mmuControl.E : 0) | (noFault ? mmuControl.NF : 0)
    case mmuRegister.tablePointer:
      return tablePointer
    case mmuRegister.context:
      return context
    case mmuRegister.status:
      return fault.status | 0
    case mmuRegister.address:
      return fault.address | 0
    default:
      return 0
  }
}

/** The surroundings after a register was read. */
export const afterMmuRead = (platform: BoardPlatform, s: Surroundings, at: Address): Surroundings =>
  selected(at) === mmuRegister.status
    ? surroundings(s, { mmu: { ...s.mmu, fault: afterStatusRead(platform.variation.statusRead, s.mmu.fault) } })
    : s

/** The registers after one was written. */
export const withMmuWord = (mmu: MmuRegisters, at: Address, value: Register): MmuRegisters => {
  switch (selected(at)) {
    case mmuRegister.control:
      return { ...mmu, enabled: (value & mmuControl.E) !== 0, noFault: (value & mmuControl.NF) !== 0 }
    case mmuRegister.tablePointer:
      return { ...mmu, tablePointer: value & ~3 }
    case mmuRegister.context:
      return { ...mmu, context: value & 0xff }
    default:
      return mmu
  }
}

/** The word that the walk of an address reads in the table of a level, if every word above it is a descriptor. */
const wordAtLevel = (ramBytes: number, s: Surroundings, virtual: Address, level: number): TableWord | null => {
  let found = rootWord(ramBytes, s)
  while (found !== null && found.level < level)
    found = (found.word & 3) === entryType.descriptor ? wordBelow(ramBytes, s.memory, found, virtual) : null
  return found
}

/** The word at which the walk of an address ends. */
const lastWord = (ramBytes: number, s: Surroundings, virtual: Address): TableWord | null => {
  let found = rootWord(ramBytes, s)
  while (found !== null && found.level < 3 && (found.word & 3) === entryType.descriptor)
    found = wordBelow(ramBytes, s.memory, found, virtual)
  return found
}

/** What a probe of an address gives, by the type that its bits 11 to 8 name. */
export const probed = (ramBytes: number, s: Surroundings, at: Address): Register => {
  switch (selected(at)) {
    case probeType.page:
    case probeType.entire: {
      const last = lastWord(ramBytes, s, at)
      return last !== null && (last.word & 3) === entryType.entry ? last.word : 0
    }
    case probeType.segment:
      return wordAtLevel(ramBytes, s, at, 2)?.word ?? 0
    case probeType.region:
      return wordAtLevel(ramBytes, s, at, 1)?.word ?? 0
    case probeType.context:
      return wordAtLevel(ramBytes, s, at, 0)?.word ?? 0
    default:
      return 0
  }
}

const pageBytes = 0x1000
const segmentBytes = 0x40000
const regionBytes = 0x1000000

/** Whether the page of a cached translation lies in the aligned stretch of so many bytes around an address. */
const liesIn = ({ virtual, bytes }: CachedEntry, at: Address, stretch: number): boolean =>
  bytes <= stretch && virtual - (virtual % stretch) === at - (at % stretch)

/** Access codes 6 and 7 are of the supervisor alone, and taken to be the same in all contexts. */
const isShared = ({ entry }: CachedEntry): boolean => ((entry >>> 2) & 7) >= 6

/** Whether a flush of a type takes a cached translation away. */
const flushes = (type: number, context: number, at: Address, entry: CachedEntry): boolean => {
  const inContext = entry.context === context
  switch (type) {
    case probeType.page:
      return inContext && liesIn(entry, at, pageBytes)
    case probeType.segment:
      return inContext && liesIn(entry, at, segmentBytes)
    case probeType.region:
      return inContext && liesIn(entry, at, regionBytes)
    case probeType.context:
      return inContext && !isShared(entry)
    default:
      return type === probeType.entire
  }
}

/** The surroundings after a flush of a type around an address. */
const flushedBy = (scope: FlushScope, s: Surroundings, type: number, at: Address): Surroundings => {
  const kept = scope === 'everything' ? [] : s.cached.filter((entry) => !flushes(type, s.mmu.context, at, entry))
  return kept.length === s.cached.length ? s : surroundings(s, { cached: kept })
}

/** A flush of the type that address bits 11 to 8 name. */
export const flushed = (scope: FlushScope, s: Surroundings, at: Address): Surroundings =>
  flushedBy(scope, s, selected(at), at)

/** A flush of the context in force. */
export const contextFlushed = (scope: FlushScope, s: Surroundings, at: Address): Surroundings =>
  flushedBy(scope, s, probeType.context, at)
