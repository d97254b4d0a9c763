/** Pointers for calls: valid ones at every edge of what a partition has, and invalid ones of every kind there is. */

import type { Platform } from '../spec/module/vocabulary.ts'
import type { Landmarks, Seen } from './addresses.ts'
import type { Choices } from './choices.ts'

/** What a call does with the bytes of a record, how many they are, and of what their address must be a multiple. */
export interface Wanted {
  readonly bytes: number
  readonly stores: boolean
  readonly aligned: 1 | 4
}

/** What a pointer is drawn from. */
export interface Ground {
  readonly marks: Landmarks
  readonly platform: Platform
  /** How often a pointer goes into devices, where under some profiles the run ends. */
  readonly trespass: number
}

const rounded = (bytes: number): number => Math.ceil(bytes / 4) * 4

const serves = (seen: Seen, stores: boolean): boolean => (stores ? seen.stores : seen.loads)

/** A pointer that may be used: in the partition's own area, or in what is shared with it; at the ends, over the seams of pages. */
export const drawValid = (choices: Choices, { marks }: Ground, { bytes, stores, aligned }: Wanted): number => {
  const areas = marks.given.filter((seen) => serves(seen, stores) && seen.bytes >= rounded(bytes))
  const own = areas[0]
  if (own === undefined) return marks.given[0]?.at ?? 0
  const any = choices.percent(80) ? own : choices.of(areas)
  const last = any.at + any.bytes - rounded(bytes)
  const seam = any.bytes > 0x1000 ? any.at + 0x1000 - 4 : last
  return choices.weighted(
    [8, () => any.at + Math.min(last - any.at, 0x800 + 8 * choices.below(32))],
    [2, () => any.at],
    [3, () => last],
    [2, () => Math.min(seam, last)],
    [aligned === 1 ? 3 : 0, () => Math.min(last, any.at + 0x801 + choices.below(16))],
    [aligned === 1 ? 1 : 0, () => any.at + any.bytes - bytes],
  )
}

/** A pointer that must not be used, though now and then it may be: where it points differs from partition to partition. */
export const drawInvalid = (
  choices: Choices,
  { marks, platform, trespass }: Ground,
  { bytes, stores, aligned }: Wanted,
): number => {
  const any = choices.of(marks.given)
  const end = any.at + any.bytes
  const refused = marks.given.filter((seen) => !serves(seen, stores))
  const drawn = choices.weighted(
    // Its first words can be reached, its last cannot.
    [5, () => end - rounded(bytes) + 4],
    [3, () => end - 4 * choices.between(1, Math.max(1, Math.ceil(bytes / 4) - 1))],
    [2, () => end],
    [1, () => any.at - 4 * choices.between(1, Math.max(1, Math.ceil(bytes / 4)))],
    [aligned === 4 ? 4 : 0, () => any.at + 0x800 + choices.between(1, 3)],
    [refused.length > 0 ? 5 : 0, () => choices.of(refused).at + 8 * choices.below(4)],
    // A record that begins where it may be written and ends where it may not.
    [refused.length > 0 ? 2 : 0, () => choices.of(refused).at - 4],
    [3, () => choices.of(trespass > 0 ? marks.forbidden : marks.forbidden.filter((at) => at < platform.devicesAt))],
    [
      2,
      () => choices.of([platform.kernel.base, platform.contextTable, platform.kernel.base + platform.kernel.bytes - 4]),
    ],
    [trespass, () => platform.devicesAt + choices.of([0, 0x100, -4])],
    // Past the end of the address space.
    [2, () => choices.of([0xfffffffc, 0x100000000 - rounded(bytes) + 4, 0xfffffff8])],
    [1, () => choices.of([0, 1, 4])],
    [1, () => choices.word() % (trespass > 0 ? 0x100000000 : platform.devicesAt)],
  )
  return ((drawn % 0x100000000) + 0x100000000) % 0x100000000
}
