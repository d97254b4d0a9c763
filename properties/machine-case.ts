/** A case for the machine: a board's start, words of memory, and how many steps; plain data that can be stored, replayed and shrunk. */

import { machineVariation } from '../spec/machine/profiles.ts'
import type { BoardPlatform, MachineProfileId } from '../spec/machine/vocabulary.ts'

/** A number of a word and where it stands, or what is written into a device's register. */
export type PlacedWord = readonly [at: number, value: number]

/**
 * The state in which the program of a case begins. A board starts as the page of the machine says: instructions before the
 * program bring it here. With ET 1, PS is S; with ET 0, `npc` is `pc` + 4.
 */
export interface MachineStart {
  readonly pc: number
  readonly npc: number
  readonly psr: number
  readonly wim: number
  readonly tbr: number
  readonly y: number
  readonly fsr: number
  readonly globals: readonly number[]
  /** By window: locals, then ins; null where all are 0. Locals 0 to 3 of the window below the first are not as said here. */
  readonly windows: readonly (readonly number[] | null)[]
  /** Null where all are 0. */
  readonly floats: readonly number[] | null
  readonly caches: number
  /** Null while the MMU is off and its registers are 0. */
  readonly mmu: { readonly control: number; readonly tablePointer: number; readonly context: number } | null
  /** Written into devices, in this order, before the program begins. */
  readonly writes: readonly PlacedWord[]
}

export interface MachineCase {
  readonly profile: MachineProfileId
  readonly ramBytes: number
  /** At most so many steps of the program. */
  readonly steps: number
  /** After so many instructions the engines are compared; 1: after every step. */
  readonly burst: number
  readonly start: MachineStart
  /** Memory but for the last page, in which the code of the start lies; what is absent is 0. */
  readonly words: readonly PlacedWord[]
}

const platforms = new Map<string, BoardPlatform>()

/** The board of a case: the identical one for the same profile and size. */
export const platformOf = ({ profile, ramBytes }: MachineCase): BoardPlatform => {
  const key = `${profile} ${ramBytes}`
  const known = platforms.get(key)
  if (known !== undefined) return known
  const platform = { ramBytes, variation: machineVariation(profile) }
  platforms.set(key, platform)
  return platform
}
