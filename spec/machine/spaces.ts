/** The alternate address spaces as data, and what becomes of an access to one. Source: GRLIB sparc.vhd; V8 appendix H. */

import type { Level } from '../mmu/vocabulary.ts'
import { alternateSpace } from './vocabulary.ts'

/** What stands behind a space: memory at a level and in a space of its own, memory by its physical address, registers, or nothing that can be seen. */
export type BehindSpace =
  | 'memory'
  | 'physical memory'
  | 'cache control'
  | 'MMU registers'
  | 'probe and flush'
  | 'flush of a context'
  | 'nothing'

export interface AlternateSpace {
  readonly number: number
  readonly name: keyof typeof alternateSpace
  readonly behind: BehindSpace
  /** The sizes of access in bytes that it allows, and whether atomic ones. */
  readonly sizes: readonly (1 | 2 | 4 | 8)[]
  readonly atomic: boolean
  readonly load: string
  readonly store: string
}

const ofMemory = (
  name: AlternateSpace['name'],
  behind: 'memory' | 'physical memory',
  says: string,
): AlternateSpace => ({
  number: alternateSpace[name],
  name,
  behind,
  sizes: [1, 2, 4, 8],
  atomic: true,
  load: `from ${says}`,
  store: `to ${says}`,
})

const ofWords = (
  name: AlternateSpace['name'],
  behind: Exclude<BehindSpace, 'memory' | 'physical memory'>,
  load: string,
  store: string,
): AlternateSpace => ({ number: alternateSpace[name], name, behind, sizes: [4], atomic: false, load, store })

const hidden = (name: AlternateSpace['name']): AlternateSpace => ofWords(name, 'nothing', 'reads 0', 'does nothing')

/** Every space that an instruction can name; any other number is data_access_exception. */
export const alternateSpaces: readonly AlternateSpace[] = [
  ofWords('cacheControl', 'cache control', 'the control register at 0; 0 elsewhere', 'the control register at 0'),
  ofWords('probeAlias', 'probe and flush', 'probes the address, by bits 11 to 8', 'flushes, by bits 11 to 8'),
  ofWords('mmuAlias', 'MMU registers', 'the register of bits 11 to 8', 'the register of bits 11 to 8'),
  ofMemory('userInstruction', 'memory', 'instructions at user level'),
  ofMemory('supervisorInstruction', 'memory', 'instructions at supervisor level'),
  ofMemory('userData', 'memory', 'data at user level'),
  ofMemory('supervisorData', 'memory', 'data at supervisor level'),
  hidden('instructionTags'),
  hidden('instructionCache'),
  hidden('dataTags'),
  hidden('dataCache'),
  hidden('flushInstructions'),
  hidden('flushData'),
  ofWords('flushContext', 'flush of a context', 'reads 0', 'flushes as type 3'),
  hidden('dataContext'),
  hidden('instructionContext'),
  ofWords('probe', 'probe and flush', 'probes the address, by bits 11 to 8', 'flushes, by bits 11 to 8'),
  ofWords('mmu', 'MMU registers', 'the register of bits 11 to 8', 'the register of bits 11 to 8'),
  ofMemory('bypass', 'physical memory', 'memory by its physical address'),
  hidden('diagnostic'),
  hidden('snoopTags'),
]

/** An alternate access, as far as it decides what becomes of it before memory is looked at. */
export interface AlternateAccess {
  readonly level: Level
  /** Bit i. */
  readonly immediate: boolean
  readonly space: number
  readonly bytes: 1 | 2 | 4 | 8
  readonly kind: 'load' | 'store' | 'atomic'
  /** CASA, which users have too, in the space of their data. */
  readonly compareAndSwap: boolean
}

/** MACHINE-D2: what an alternate access reaches, or the trap that refuses it; an odd rd of LDDA, STDA and alignment come between illegal_instruction and the space. */
export const alternateAccess = (
  access: AlternateAccess,
): BehindSpace | 'privileged_instruction' | 'illegal_instruction' | 'data_access_exception' => {
  const { level, immediate, space, bytes, kind, compareAndSwap } = access
  if (level === 'user' && !(compareAndSwap && space === alternateSpace.userData)) return 'privileged_instruction'
  if (immediate) return 'illegal_instruction'
  const named = alternateSpaces.find(({ number }) => number === space)
  if (named === undefined || !named.sizes.includes(bytes)) return 'data_access_exception'
  return kind === 'atomic' && !named.atomic ? 'data_access_exception' : named.behind
}
