/** What a case shows: what it violates, and what the profile is known to violate; and the smallest case that shows the same. */

import { modelOf } from '../../model/module.ts'
import type { Case } from '../../properties/case.ts'
import { placeClass } from '../../properties/comparing.ts'
import { tryCase, type EngineMaker, type Finding, type Outcome, type Shrunk } from '../../properties/hunt.ts'
import { shrinkCase } from '../../properties/shrink.ts'
import { profileIds } from '../../spec/module/profiles.ts'
import { invariants } from '../../spec/module/invariants.ts'
import type { StoredFinding } from './codec.ts'

/** A finding, and why it was to be expected under the profile; null where it was not. */
export interface Found {
  readonly finding: Finding
  readonly expected: string | null
}

/** Two findings with the same key are the same kind of finding. */
export const keyOf = ({ statement, at }: Pick<Finding, 'statement' | 'at'>): string => `${statement} ${at}`

/** The first state of the model that breaks an invariant which the profile is known to break. */
const expectedFinding = (of: Case, id: string): Found | null => {
  const invariant = invariants(of.world).find((i) => i.id === id)
  const profile = profileIds.find((p) => p === of.world.profile.id)
  const hazard = profile === undefined ? undefined : invariant?.fails?.[profile]
  if (invariant === undefined || hazard === undefined) return null
  const model = modelOf(of.world)
  const advance = model.of(of.run)
  let state = model.start
  const happenings: Finding['happenings'][number][] = []
  for (let step = 0; step <= of.steps; step += 1) {
    const [breach] = invariant.breaches(of.world, state)
    if (breach !== undefined) {
      const finding = { statement: id, at: placeClass(breach.at), why: breach.why, step, diff: [], happenings }
      return { finding, expected: hazard }
    }
    const done = advance(state)
    state = done.state
    happenings.push(done.happening)
  }
  return null
}

/** All that an outcome shows, a violation nobody expected first. */
export const findingsOf = (of: Case, outcome: Outcome): readonly Found[] => [
  ...(outcome.finding === null ? [] : [{ finding: outcome.finding, expected: null }]),
  ...outcome.expected.flatMap((id) => expectedFinding(of, id) ?? []),
]

/** Runs a case and says what it shows: as a hunt does, and if that shows nothing, with whole states compared after every step. */
export const shownBy = (of: Case, make: EngineMaker): readonly Found[] => {
  const found = findingsOf(of, tryCase(of, make))
  return found.length > 0 ? found : findingsOf(of, tryCase(of, make, { fullEvery: 1 }))
}

/** How many smaller cases are tried at most. */
const BUDGET = 3_000

/** More steps than any case has. */
const NEVER = 1_000_000

/** What a smaller case shows: where digests or invariants show it they suffice, and comparing all of every state takes long. */
const showing = (of: Case, finding: Finding, make: EngineMaker): ((candidate: Case) => Finding | null) => {
  const cheaply = tryCase({ ...of, steps: finding.step + 1 }, make, { fullEvery: NEVER }).finding
  const suffices = cheaply?.statement === finding.statement && cheaply.step === finding.step
  return (candidate) => tryCase(candidate, make, { fullEvery: suffices ? NEVER : 1 }).finding
}

/** The smallest case found that shows the same; the best so far when it is `over`. */
export const smallest = (of: Case, { finding, expected }: Found, make: EngineMaker, over: () => boolean): Shrunk => {
  const shows =
    expected === null
      ? showing(of, finding, make)
      : (candidate: Case) => expectedFinding(candidate, finding.statement)?.finding ?? null
  return shrinkCase(of, finding, shows, BUDGET, { over, elsewhere: false })
}

/** A finding as it is stored: JSON has no word for what is absent. */
export const stored = ({ finding: { statement, at, why, step, diff }, expected }: Found): StoredFinding => ({
  statement,
  at,
  why,
  step,
  expected,
  diff: diff.map(({ path, model, emulator }) => ({ path, model: model ?? null, emulator: emulator ?? null })),
})
