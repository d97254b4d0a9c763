/** What a case shows: what it violates, and what the profile is known to violate; and the smallest case that shows the same. */

import { modelOf } from '../../model/module.ts'
import type { Case } from '../../properties/case.ts'
import { placeClass } from '../../properties/comparing.ts'
import { tryCase, type EngineMaker, type Finding, type Outcome, type Shrunk } from '../../properties/hunt.ts'
import { shrinkCase } from '../../properties/shrink.ts'
import { profileIds } from '../../spec/module/profiles.ts'
import { invariants, stepInvariants } from '../../spec/module/invariants.ts'
import type { State } from '../../spec/module/vocabulary.ts'
import type { Breach } from '../../spec/statement.ts'
import type { StoredFinding } from './codec.ts'

/** A finding, and why it was to be expected under the profile; null where it was not. */
export interface Found {
  readonly finding: Finding
  readonly expected: string | null
}

/** Two findings with the same key are the same kind of finding. */
export const keyOf = ({ statement, at }: Pick<Finding, 'statement' | 'at'>): string => `${statement} ${at}`

/** What of a state, or of the step that led to it, breaks a statement. */
type Asked = (before: State | null, state: State) => Breach | undefined

/** How an invariant or step invariant that the profile is known to break is asked, and why it is known; null for any other statement. */
const knownToFail = ({ world }: Case, id: string): { readonly asked: Asked; readonly hazard: string } | null => {
  const profile = profileIds.find((p) => p === world.profile.id)
  const [ofState, ofStep] = [invariants(world).find((i) => i.id === id), stepInvariants(world).find((i) => i.id === id)]
  const hazard = profile === undefined ? undefined : (ofState?.fails?.[profile] ?? ofStep?.fails?.[profile])
  if (hazard === undefined) return null
  const asked: Asked = (before, state) =>
    ofState?.breaches(world, state)[0] ?? (before === null ? undefined : ofStep?.breaches(world, before, state)[0])
  return { asked, hazard }
}

/** The first state or step of the model that breaks a statement which the profile is known to break. */
const expectedFinding = (of: Case, id: string): Found | null => {
  const known = knownToFail(of, id)
  if (known === null) return null
  const model = modelOf(of.world)
  const advance = model.of(of.run)
  let [before, state]: readonly [State | null, State] = [null, model.start]
  const happenings: Finding['happenings'][number][] = []
  for (let step = 0; step <= of.steps; step += 1) {
    const breach = known.asked(before, state)
    if (breach !== undefined) {
      const finding = { statement: id, at: placeClass(breach.at), why: breach.why, step, diff: [], happenings }
      return { finding, expected: known.hazard }
    }
    const done = advance(state)
    ;[before, state] = [state, done.state]
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
