/** Hunting: cases by seed and index, each tried in lockstep, what is found shrunk and put into words. */

import fc from 'fast-check'
import type { Profile, World } from '../spec/module/vocabulary.ts'
import { profiles } from '../spec/module/profiles.ts'
import type { Case } from './case.ts'
import { Choices, hashed } from './choices.ts'
import { drawConfiguration } from './configurations.ts'
import { lockstep, type EngineMaker, type Finding, type Outcome } from './lockstep.ts'
import { drawPlatform } from './platforms.ts'
import { drawRun } from './programs.ts'
import { shrinkCase, smaller, type Shrunk } from './shrink.ts'
import { frameOf } from '../spec/time/statements.ts'
import { timeWorld } from '../spec/module/invariants.ts'
import { runsAreDetermined } from '../spec/module/statements.ts'

export type { Case } from './case.ts'
export type { Engine, EngineMaker, Finding, Outcome } from './lockstep.ts'
export type { Shrunk } from './shrink.ts'

/** What is hunted through: configurations at random, under one profile or under each in turn; or one world of the user's. */
export type Scope =
  { readonly kind: 'random'; readonly profile: Profile | null } | { readonly kind: 'fixed'; readonly world: World }

export const anything: Scope = { kind: 'random', profile: null }

/** The longest case, in steps. */
const LONGEST = 20_000

const drawSteps = (choices: Choices): number =>
  choices.weighted(
    [3, () => choices.between(5, 60)],
    [4, () => choices.between(40, 160)],
    [2, () => choices.between(100, 300)],
  )

/** Whether some case is long enough to pass the end of a schedule's frame. */
export const frameEndsWithinReach = (world: World, schedule: number): boolean =>
  (frameOf(timeWorld(world), schedule) + 2) * (2 + world.configuration.time.requiredCores) <= LONGEST

/** Steps enough to pass two frames' ends: every tick is a step of its own, and one of each core. */
const wholeFrames = (world: World): number => {
  const time = timeWorld(world)
  const longest = Math.max(...world.configuration.time.schedules.map((_, s) => frameOf(time, s)))
  return Math.min(LONGEST, 2 * (longest + 2) * (2 + world.configuration.time.requiredCores))
}

const drawWorld = (choices: Choices, scope: Scope): World => {
  if (scope.kind === 'fixed') return scope.world
  const profile = scope.profile ?? choices.of(profiles)
  return { configuration: drawConfiguration(choices, profile), platform: drawPlatform(choices), profile }
}

const drawCase = (choices: Choices, world: World, scope: Scope): Case => {
  const steps = scope.kind === 'fixed' && choices.percent(8) ? wholeFrames(world) : drawSteps(choices)
  return { world, ...drawRun(choices, world, steps) }
}

/** So many cases in a row share a world: what is worked out of a world is worked out once for them. */
const RUNS_PER_WORLD = 4

/** The world drawn last: only a memory of what the same arguments gave. */
let latest: { readonly seed: number; readonly group: number; readonly scope: Scope; readonly world: World } | null =
  null

const worldAt = (seed: number, group: number, scope: Scope): World => {
  if (latest?.seed === seed && latest.group === group && latest.scope === scope) return latest.world
  latest = { seed, group, scope, world: drawWorld(new Choices(seed, group, WORLD), scope) }
  return latest.world
}

/** What keeps the stream of a world apart from those of its cases. */
const WORLD = 1

/** Case number `index` of a campaign: it depends on these three and on nothing else. */
export const caseAt = (seed: number, index: number, scope: Scope = anything): Case =>
  drawCase(new Choices(seed, index), worldAt(seed, Math.floor(index / RUNS_PER_WORLD), scope), scope)

export interface Limits {
  /** At most so many steps of a case; its own number of steps unless said otherwise. */
  readonly maxSteps?: number
  readonly fullEvery?: number
}

/** One case in lockstep. Without a maker the model alone, under its invariants. */
export const tryCase = (of: Case, makeEngine: EngineMaker | null, limits: Limits = {}): Outcome => {
  const { world, run, steps } = of
  const options = {
    maxSteps: Math.min(steps, limits.maxSteps ?? steps),
    seed: hashed(steps, run.events.length, run.choices.length),
    ...(limits.fullEvery === undefined ? {} : { fullEvery: limits.fullEvery }),
  }
  const again = lockstep(world, makeEngine, run, { ...options, again: true })
  if (again.finding === null || makeEngine === null) return again
  // What shows only on an emulator that has run before is another defect than what shows on a new one.
  const anew = lockstep(world, makeEngine, run, options)
  return anew.finding === null ? { ...again, finding: { ...again.finding, statement: runsAreDetermined.id } } : anew
}

/** The smallest case found that shows the same; `budget` is the number of cases it may run. */
export const shrunk = (found: Case, finding: Finding, makeEngine: EngineMaker | null, budget = 3_000): Shrunk => {
  // What digests or invariants show, they show at every step; what only a full comparison shows must be compared at every step.
  const cheaply = tryCase({ ...found, steps: finding.step + 1 }, makeEngine, { fullEvery: NEVER }).finding
  const cheap = cheaply?.statement === finding.statement && cheaply.step === finding.step
  return shrinkCase(
    found,
    finding,
    (candidate) => tryCase(candidate, makeEngine, { fullEvery: cheap ? NEVER : 1 }).finding,
    budget,
  )
}

/** More steps than any case has. */
const NEVER = 1_000_000

/** Cases as an arbitrary of fast-check's: own generator, own shrinker, replay by seed and path. */
class CaseArbitrary extends fc.Arbitrary<Case> {
  readonly #scope: Scope

  constructor(scope: Scope) {
    super()
    this.#scope = scope
  }

  override generate(random: fc.Random): fc.Value<Case> {
    const choices = new Choices(random.nextInt(0, 0x7fffffff), random.nextInt(0, 0x7fffffff))
    return new fc.Value(drawCase(choices, drawWorld(choices, this.#scope), this.#scope), undefined)
  }

  override canShrinkWithoutContext(value: unknown): value is Case {
    return typeof value === 'object' && value !== null && 'world' in value && 'run' in value && 'steps' in value
  }

  override shrink(of: Case): fc.Stream<fc.Value<Case>> {
    return fc.stream(this.#smaller(of))
  }

  *#smaller(of: Case): IterableIterator<fc.Value<Case>> {
    if (of.steps > 1)
      for (const steps of [Math.floor(of.steps / 2), of.steps - 1]) yield new fc.Value({ ...of, steps }, undefined)
    for (const candidate of smaller(of)) yield new fc.Value(candidate, undefined)
  }
}

export const cases = (scope: Scope = anything): fc.Arbitrary<Case> => new CaseArbitrary(scope)
