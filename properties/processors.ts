/** Processors drawn at random, as binary programs have them; and equality of what cores and contexts hold. */

import { isDeepStrictEqual } from 'node:util'
import { holding } from '../spec/hal/statements.ts'
import { windowCount, type Processor, type Register } from '../spec/machine/vocabulary.ts'
import type { Level } from '../spec/mmu/vocabulary.ts'
import { address } from '../spec/words/vocabulary.ts'
import type { Choices } from './choices.ts'

/** The processor of a program that could be running at a level. */
export const drawProcessor = (choices: Choices, level: Level): Processor => {
  const registers = (count: number): readonly Register[] => Array.from({ length: count }, () => choices.word() | 0)
  const cwp = choices.below(windowCount)
  return {
    pc: address(choices.word() & ~3),
    npc: address(choices.word() & ~3),
    state: {
      icc: choices.below(16),
      ef: choices.percent(50),
      pil: 0,
      s: level === 'supervisor',
      ps: false,
      et: true,
      cwp,
    },
    wim: 1 << ((cwp + choices.between(1, windowCount - 1)) % windowCount),
    tbr: 0,
    y: choices.word() | 0,
    globals: [0, ...registers(7)],
    windows: Array.from({ length: windowCount }, () => registers(16)),
    floats: registers(32),
    fsr: choices.word() | 0,
    activity: 'executing',
    errorTrap: 0,
  }
}

interface OfCore {
  readonly context: OfContext
}
interface OfContext {
  readonly processor: Processor | null
}

const isContext = (value: object): value is OfContext => 'processor' in value
const isCore = (value: object): value is OfCore => 'context' in value

/** A core or a context with nothing but what it holds. */
const held = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (isCore(value)) return { ...value, context: held(value.context) }
  return isContext(value) && value.processor !== null ? { ...value, processor: holding(value.processor) } : value
}

/** Whether two cores, or two contexts, hold the same. */
export const holdTheSame = (a: unknown, b: unknown): boolean => isDeepStrictEqual(held(a), held(b))
