/** The known differences between QEMU 7.2 and this machine under QEMU's choices: what each is, who is right, and a block that shows it. */

import type { Difference } from './difference.ts'
import { executing } from './difference.ts'
import { floatDifferences } from './differences-float.ts'
import { memoryDifferences } from './differences-memory.ts'
import { stateDifferences } from './differences-state.ts'
import type { Step } from './observing.ts'

export const differences: readonly Difference[] = [...stateDifferences, ...memoryDifferences, ...floatDifferences]

/** The difference whose conditions a step meets. */
export const differenceOf = (step: Step): Difference | undefined => {
  const instruction = executing(step)
  return instruction === null ? undefined : differences.find(({ meets }) => meets?.(instruction) ?? false)
}
