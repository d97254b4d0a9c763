/** Hunting: cases by seed and index, each tried in lockstep, what is found shrunk and put into words. */

import fc from 'fast-check'
import type { Profile, World } from '../spec/module/vocabulary.ts'
import { profiles } from '../spec/module/profiles.ts'
import type { Case } from './case.ts'
import { Choices, hashed } from './choices.ts'
import { drawConfiguration } from './configurations.ts'
import { withImages, withLongerTicks } from './guest-images.ts'
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

const drawSteps = (choices: Choices, { images }: World): number => {
  const steps = choices.weighted(
    [3, () => choices.between(5, 60)],
    [4, () => choices.between(40, 160)],
    [2, () => choices.between(100, 300)],
  )
  return images === undefined ? steps : INSTRUCTIONS * steps
}

/** It takes so many instructions to do what one effect does. */
const INSTRUCTIONS = 4

/** Whether some case is long enough to pass the end of a schedule's frame. */
export const frameEndsWithinReach = (world: World, schedule: number): boolean =>
  (frameOf(timeWorld(world), schedule) + 2) * (2 + world.configuration.time.requiredCores) <= LONGEST

/** Steps enough to pass two frames' ends: every tick is a step of its own, and one of each core. */
const wholeFrames = (world: World): number => {
  const time = timeWorld(world)
  const longest = Math.max(...world.configuration.time.schedules.map((_, s) => frameOf(time, s)))
  return Math.min(LONGEST, 2 * (longest + 2) * (2 + world.configuration.time.requiredCores))
}

/** A world of a scope with scripted programs alone. */
const drawScripted = (choices: Choices, scope: Scope): World => {
  if (scope.kind === 'fixed') return scope.world
  const profile = scope.profile ?? choices.of(profiles)
  return { configuration: drawConfiguration(choices, profile), platform: drawPlatform(choices), profile }
}

/** In so many percent of random worlds some partition executes machine code: about one partition in six does. */
const BINARY = 30

/** A world of a scope, and whether it is to have images: they are drawn for each case. */
interface Drawn {
  readonly world: World
  readonly binary: boolean
}

const drawWorld = (choices: Choices, scope: Scope): Drawn => {
  const world = drawScripted(choices, scope)
  const binary = scope.kind === 'random' && choices.percent(BINARY)
  return { world: binary ? withLongerTicks(choices, world) : world, binary }
}

/** What keeps the images of a case apart from its run. */
const IMAGES = 2

const drawCase = (choices: Choices, world: World, scope: Scope): Case => {
  const steps = scope.kind === 'fixed' && choices.percent(8) ? wholeFrames(world) : drawSteps(choices, world)
  return { world, ...drawRun(choices, world, steps) }
}

/** So many cases in a row share a world: what is worked out of a world is worked out once for them. */
const RUNS_PER_WORLD = 4

/** Of the user's own world, which takes longer to work out, longer rows of cases have other images; one row in so many has any. */
const RUNS_OF_OWN = 64
const OWN_WITH_IMAGES = 4

/** What was drawn last: only a memory of what the same arguments gave. */
let latest: (Drawn & { readonly seed: number; readonly row: number; readonly scope: Scope }) | null = null

const remembered = (seed: number, row: number, scope: Scope, draw: (choices: Choices) => Drawn): Drawn => {
  if (latest?.seed === seed && latest.row === row && latest.scope === scope) return latest
  latest = { seed, row, scope, ...draw(new Choices(seed, row, WORLD)) }
  return latest
}

const worldAt = (seed: number, index: number, scope: Scope): World => {
  if (scope.kind === 'random') {
    const row = Math.floor(index / RUNS_PER_WORLD)
    const { world, binary } = remembered(seed, row, scope, (choices) => drawWorld(choices, scope))
    return binary ? withImages(new Choices(seed, index, IMAGES), world) : world
  }
  const row = Math.floor(index / RUNS_OF_OWN)
  if (scope.world.images !== undefined || row % OWN_WITH_IMAGES !== OWN_WITH_IMAGES - 1) return scope.world
  return remembered(seed, row, scope, (choices) => ({ world: withImages(choices, scope.world), binary: true })).world
}

/** What keeps the stream of a world apart from those of its cases. */
const WORLD = 1

/** Case number `index` of a campaign: it depends on these three and on nothing else. */
export const caseAt = (seed: number, index: number, scope: Scope = anything): Case =>
  drawCase(new Choices(seed, index), worldAt(seed, index, scope), scope)

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
    const { world, binary } = drawWorld(choices, this.#scope)
    return new fc.Value(drawCase(choices, binary ? withImages(choices, world) : world, this.#scope), undefined)
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
