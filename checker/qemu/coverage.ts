/** Which instructions blocks executed, and which traps each of them raised. */

import type { Step } from './observing.ts'

/** How often, by instruction (`ADD`), by trap (`trap 0x05`), and by both (`SAVE 0x05`). */
export type Coverage = ReadonlyMap<string, number>

const told = (trap: number): string => `0x${trap.toString(16).padStart(2, '0')}`

export const trapKey = (trap: number): string => `trap ${told(trap)}`
export const trappingKey = (instruction: string, trap: number): string => `${instruction} ${told(trap)}`

/** What a step covers. */
export const covered = ({ executed, trap }: Step): readonly string[] => {
  const name = executed?.instruction?.name
  const traps = trap === null ? [] : [trapKey(trap)]
  if (name === undefined) return traps
  return trap === null ? [name] : [name, trappingKey(name, trap), ...traps]
}

/** All of them together. */
export const coverageOf = (keys: Iterable<readonly string[]>): Coverage => {
  const counts = new Map<string, number>()
  for (const some of keys) for (const key of some) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** What several cover together. */
export const joint = (some: readonly Coverage[]): Coverage => {
  const counts = new Map<string, number>()
  for (const coverage of some) for (const [key, count] of coverage) counts.set(key, (counts.get(key) ?? 0) + count)
  return counts
}
