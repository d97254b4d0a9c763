/** Alternate address spaces of the board: which of them are memory, and with which rights; which are registers. Source: GRLIB. */

import {
  alternateSpace,
  type AlternateCheck,
  type BoardPlatform,
  type Register,
} from '../../spec/machine/vocabulary.ts'
import type { AccessType } from '../../spec/mmu/vocabulary.ts'
import type { Address } from '../../spec/words/vocabulary.ts'
import type { Read } from './bus.ts'
import { afterMmuRead, contextFlushed, flushed, mmuWord, probed, withMmuWord } from './mmu-control.ts'
import { surroundings, type Surroundings } from './physical.ts'

/** The access type of a load or store in a space that is translated memory; null of any other. */
export const typeInSpace = (space: number, stores: boolean, check: AlternateCheck): AccessType | null => {
  const named = check === 'as named'
  switch (space) {
    case alternateSpace.userInstruction:
      return named ? (stores ? 6 : 2) : stores ? 4 : 0
    case alternateSpace.supervisorInstruction:
      return named ? (stores ? 7 : 3) : stores ? 5 : 1
    case alternateSpace.userData:
      return stores ? 4 : 0
    case alternateSpace.supervisorData:
      return stores ? 5 : 1
    default:
      return null
  }
}

/** The cache control register's bits that read as 0: two that flush, and two that say a flush goes on. */
const cacheControlFixed = 0x0060c000

/** A load of a word from a space that is not memory; null where there is no such space. */
export const loadedFromSpace = (
  platform: BoardPlatform,
  s: Surroundings,
  space: number,
  at: Address,
): Read<Surroundings> | null => {
  const reads = (word: Register, memory: Surroundings = s): Read<Surroundings> => ({ memory, word, second: 0 })
  switch (space) {
    case alternateSpace.cacheControl:
      return reads(at === 0 ? s.caches : 0)
    case alternateSpace.mmuAlias:
    case alternateSpace.mmu:
      return reads(mmuWord(s.mmu, at), afterMmuRead(platform, s, at))
    case alternateSpace.probeAlias:
    case alternateSpace.probe:
      return reads(probed(platform.ramBytes, s, at))
    default:
      return isSilent(space) ? reads(0) : null
  }
}

/** A store of a word to a space that is not memory; null where there is no such space. */
export const storedToSpace = (
  platform: BoardPlatform,
  s: Surroundings,
  space: number,
  at: Address,
  value: Register,
): Surroundings | null => {
  const { flushScope } = platform.variation
  switch (space) {
    case alternateSpace.cacheControl:
      return at === 0 ? surroundings(s, { caches: value & ~cacheControlFixed }) : s
    case alternateSpace.mmuAlias:
    case alternateSpace.mmu:
      return surroundings(s, { mmu: withMmuWord(s.mmu, at, value) })
    case alternateSpace.probeAlias:
    case alternateSpace.probe:
      return flushed(flushScope, s, at)
    case alternateSpace.flushContext:
      return contextFlushed(flushScope, s, at)
    default:
      return isSilent(space) ? s : null
  }
}

/** Spaces of the caches' insides, and flushes of caches: nothing of them can be seen. */
const isSilent = (space: number): boolean => {
  switch (space) {
    case alternateSpace.instructionTags:
    case alternateSpace.instructionCache:
    case alternateSpace.dataTags:
    case alternateSpace.dataCache:
    case alternateSpace.flushInstructions:
    case alternateSpace.flushData:
    case alternateSpace.flushContext:
    case alternateSpace.dataContext:
    case alternateSpace.instructionContext:
    case alternateSpace.diagnostic:
    case alternateSpace.snoopTags:
      return true
    default:
      return false
  }
}
