/** Random blocks in great numbers, a portion at a time, behind those that are written down. */

import * as E from 'fp-ts/lib/Either.js'
import { agreement, others, type Agreement, type Others } from './agreement.ts'
import type { Block } from './block.ts'
import { cornerBlocks, errorBlocks } from './corner-blocks.ts'
import { joint } from './coverage.ts'
import { randomBlock } from './random-blocks.ts'
import { walkBlocks } from './walk-blocks.ts'

export interface Campaign {
  readonly seed: number
  /** How many random blocks. */
  readonly blocks: number
  readonly machines?: Others
  /** Called after every portion, with all that was found until then. */
  readonly told?: (sum: Agreement) => void
  /** Asked before every portion. */
  readonly stopped?: () => boolean
}

const PORTION = 2500

const nothing: Agreement = { compared: 0, avoided: new Map(), omitted: 0, errors: 0, coverage: new Map(), findings: [] }

const together = (one: Agreement, other: Agreement): Agreement => ({
  compared: one.compared + other.compared,
  avoided: joint([one.avoided, other.avoided]),
  omitted: one.omitted + other.omitted,
  errors: one.errors + other.errors,
  coverage: joint([one.coverage, other.coverage]),
  findings: [...one.findings, ...other.findings],
})

/** Those that stop a machine by themselves, for the image is made anew behind each of them. */
const portions = (seed: number, blocks: number): readonly (() => readonly Block[])[] => [
  () => errorBlocks,
  () => [...cornerBlocks, ...walkBlocks],
  ...Array.from(
    { length: Math.ceil(blocks / PORTION) },
    (_, portion) => () =>
      Array.from({ length: Math.min(PORTION, blocks - portion * PORTION) }, (_ignored, index) =>
        randomBlock(seed, portion * PORTION + index),
      ),
  ),
]

/** All that was found; it ends early when something was. Left: a machine could not run. */
export const campaign = async ({
  seed,
  blocks,
  machines = others,
  told = () => undefined,
  stopped = () => false,
}: Campaign): Promise<E.Either<string, Agreement>> => {
  let sum = nothing
  for (const portion of portions(seed, blocks)) {
    if (stopped() || sum.findings.length > 0) break
    const found = await agreement(portion(), machines)
    if (E.isLeft(found)) return found
    sum = together(sum, found.right)
    told(sum)
  }
  return E.right(sum)
}
