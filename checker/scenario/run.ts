/** A scenario run under one profile: played on the model, then model and emulator in lockstep over the same run. */

import type { EngineMaker, Finding } from '../../properties/hunt.ts'
import { lockstep } from '../../properties/lockstep.ts'
import { profiles } from '../../spec/module/profiles.ts'
import { modelIsSound } from '../../spec/module/statements.ts'
import { impossible, type ProfileId } from '../../spec/statement.ts'
import type { World } from '../../spec/module/vocabulary.ts'
import type { Told } from './ledger.ts'
import { play } from './play.ts'
import type { Scenario } from './scenario.ts'

export interface Ran {
  readonly profile: ProfileId
  /** In the order of the text. */
  readonly told: readonly Told[]
  /** Where model and emulator part, or an invariant does not hold; null for nowhere. */
  readonly finding: Finding | null
  readonly steps: number
}

/** Of the random steps at which whole states are compared: scenarios are no hunt, any will do. */
const SEED = 1

/** Whether everything was as expected. */
export const passed = ({ told, finding }: Ran): boolean =>
  finding === null && told.every(({ verdict }) => verdict === null)

/** Runs a scenario that is not outside the model. Without a maker only the model runs, under its invariants. */
export const runUnder = (scenario: Scenario, id: ProfileId, make: EngineMaker | null): Ran => {
  const profile = profiles.find((one) => one.id === id) ?? impossible(`no profile ${id}`, 'profileIds names it')
  const { configuration, platform, images } = scenario
  if (configuration === null) return impossible('nothing to run', 'a scenario that is not outside has a configuration')
  const world: World = {
    configuration: configuration.module,
    platform,
    profile,
    ...(images.some((image) => image !== null) ? { images } : {}),
  }
  try {
    const { run, steps, told } = play(world, scenario)
    const { finding } = lockstep(world, make, run, { maxSteps: steps, seed: SEED })
    return { profile: id, told: told.toSorted((a, b) => a.line - b.line || a.column - b.column), finding, steps }
  } catch (thrown) {
    const why = `the model threw ${thrown instanceof Error ? thrown.message : String(thrown)}`
    const finding = { statement: modelIsSound.id, at: 'exception', why, step: 0, diff: [], happenings: [] }
    return { profile: id, told: [], finding, steps: 0 }
  }
}
