/** A case step by step: each in words, and what of the model's state it changes. */

import { visible } from '../configuration/diagnostic.ts'
import { modelOf } from '../../model/module.ts'
import type { Case } from '../../properties/case.ts'
import { stateDifferences, type Difference } from '../../properties/comparing.ts'
import { describe } from '../../properties/telling.ts'
import type { State } from '../../spec/module/vocabulary.ts'

export interface Change {
  readonly path: Difference['path']
  readonly before: unknown
  readonly after: unknown
}

/** Step `number` in words: `  12. core 0: …`. */
export interface Step {
  readonly number: number
  readonly says: string
  readonly changes: readonly Change[]
}

export interface Told {
  /** Partitions and schedules, a line each. */
  readonly world: readonly string[]
  readonly steps: readonly string[]
}

/** A case in words: the world first, then the steps. */
export const told = (of: Case): Told => {
  try {
    const lines = describe(of).map(visible)
    const isStep = (line: string): boolean => /^\s*\d+\. /.test(line)
    return { world: lines.filter((line) => !isStep(line)), steps: lines.filter(isStep) }
  } catch {
    return { world: ['the model does not come to the end of this case'], steps: [] }
  }
}

const changed = (of: Case, before: State, after: State): readonly Change[] =>
  stateDifferences(of.world, before, after).map(({ path, model, emulator }) => ({
    path,
    before: model ?? null,
    after: emulator ?? null,
  }))

/** Every step with what it changes, one after another as they are asked for. */
export function* stepsOf(of: Case): Generator<Step> {
  const model = modelOf(of.world)
  const advance = model.of(of.run)
  let state = model.start
  for (const [i, says] of told(of).steps.entries()) {
    const after = advance(state).state
    yield { number: i + 1, says, changes: changed(of, state, after) }
    state = after
  }
}
