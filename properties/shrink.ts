/** The shrinker: ever smaller cases that show the same, until none of its attempts does, or the budget is used up. */

import { profiles } from '../spec/module/profiles.ts'
import type { Profile, Program } from '../spec/module/vocabulary.ts'
import type { Case } from './case.ts'
import { Choices } from './choices.ts'
import { drawConfiguration } from './configurations.ts'
import type { Finding } from './lockstep.ts'
import { withImages } from './guest-images.ts'
import {
  fewerImages,
  fewerInstructions,
  fewerWords,
  noOperations,
  plainerInstructions,
  storedBefore,
  straightened,
  wordsToRead,
} from './guest-smaller.ts'
import { drawPlatform } from './platforms.ts'
import { drawRun } from './programs.ts'
import { prepared } from './prepared.ts'
import {
  earlierEvents,
  fewerChoices,
  fewerEffects,
  fewerEvents,
  fewerHandlers,
  fewerPrograms,
  fewerSteps,
  plainerEffects,
  type Smaller,
} from './smaller-runs.ts'
import { plainerPorts } from './plainer-ports.ts'
import { plainerPlatform, plainerWords } from './plainer-worlds.ts'
import { plainestTiming } from './plainest-worlds.ts'
import { fewerWindows, lowerCores, plainerRate, shorterFrames } from './smaller-frames.ts'
import { fewerGuests, fewerSecondaries } from './smaller-companies.ts'
import { fewerActions, fewerChannels, fewerPorts } from './smaller-joins.ts'
import { laterStart, passedTime } from './smaller-times.ts'
import { squeezedFrames } from './squeezed-frames.ts'
import { fewerCores, fewerPartitions, fewerSchedules, fewerShared, lessMemory } from './smaller-worlds.ts'
import { mayRun } from './validity.ts'

/** Every way to make a case smaller, those that take most away first. */
const ways: readonly Smaller[] = [
  fewerSteps,
  fewerImages,
  straightened,
  squeezedFrames,
  plainestTiming,
  laterStart,
  fewerPrograms,
  fewerHandlers,
  fewerPartitions,
  fewerEvents,
  fewerChoices,
  fewerEffects,
  fewerInstructions,
  storedBefore,
  noOperations,
  fewerWords,
  fewerGuests,
  fewerSecondaries,
  lowerCores,
  fewerCores,
  fewerSchedules,
  fewerChannels,
  fewerPorts,
  plainerPorts,
  fewerActions,
  fewerShared,
  plainerRate,
  shorterFrames,
  fewerWindows,
  lessMemory,
  plainerPlatform,
  passedTime,
  earlierEvents,
  plainerEffects,
  plainerInstructions,
  plainerWords,
]

/** Every smaller case that may run, lazily: for fast-check, and for the shrinker below. */
export function* smaller(of: Case): Iterable<Case> {
  for (const way of ways) for (const candidate of way(of)) if (allowed(of, candidate)) yield candidate
}

const allowed = (of: Case, { world }: Case): boolean =>
  world.configuration === of.world.configuration || mayRun(world.configuration, world.profile)

/** A case without the effects, events and choices that its steps never come to. */
export const trimmed = (of: Case): Case => {
  let state
  try {
    const { model } = prepared(of.world)
    const advance = model.of(of.run)
    state = model.start
    for (let s = 0; s < of.steps; s++) state = advance(state).state
  } catch {
    return of
  }
  const { effects, choices, events } = state.consumed
  // The effect that leaves what is specified is not consumed.
  const more = state.left ? 1 : 0
  const programs = of.run.programs.map((program, p): Program => program.slice(0, (effects[p] ?? 0) + more))
  const taken = events.map(() => 0)
  const come = of.run.events.filter((event) => {
    const core = event.kind === 'interrupt' ? event.core : 0
    const n = taken[core] ?? 0
    taken[core] = n + 1
    // One more than was consumed: an event that is still to come can end a wait.
    return n < (events[core] ?? 0) || (n === events[core] && event.at <= (state.cores[core]?.timer ?? 0))
  })
  return { ...of, run: { ...of.run, programs, events: come, choices: of.run.choices.slice(0, choices) } }
}

/** What shrinking came to. `tried` counts the cases it ran. */
export interface Shrunk {
  readonly case: Case
  readonly finding: Finding
  readonly tried: number
}

const alike = (a: Finding, b: Finding | null): boolean => b !== null && a.statement === b.statement && a.at === b.at

/** How much there is to read: steps first, then effects and words of machine code. */
const length = (of: Case, { step }: Finding): number =>
  step * 1000 +
  wordsToRead(of) +
  [...of.run.programs, ...of.run.handlers].reduce((sum, program) => sum + program.length, 0)

/** A short case of another world that shows the same may be nearer than what cutting comes to: so many are tried. */
const ELSEWHERE = 400
const LONG = 10

/** Short cases under a profile, each in a world of its own. */
function* shortCases(profile: Profile, binary: boolean): Iterable<Case> {
  for (let index = 0; index < ELSEWHERE; index++) {
    const choices = new Choices(index, LONG)
    const scripted = { configuration: drawConfiguration(choices, profile), platform: drawPlatform(choices), profile }
    const world = binary ? withImages(choices, scripted) : scripted
    yield { world, ...drawRun(choices, world, 2 * LONG) }
  }
}

/** When to stop, and whether a case of another world, or under another profile, may be shown: not where somebody's own module is hunted on. */
export interface Bounds {
  readonly over?: () => boolean
  readonly elsewhere?: boolean
}

/** A counterexample of so many steps is short enough to be read at a glance. */
const SHORT = 7

/**
 * Shrink a case, of which `findingOf` says what it shows. A candidate is taken if it shows the same statement broken at
 * the same kind of place and needs no more steps; where that stays long, at any place. At most `budget` cases are run, and
 * none once it is `over`.
 */
export const shrinkCase = (
  found: Case,
  finding: Finding,
  findingOf: (of: Case) => Finding | null,
  budget: number,
  { over = () => false, elsewhere = true }: Bounds = {},
): Shrunk => {
  let best: Shrunk = { case: { ...found, steps: finding.step }, finding, tried: 0 }
  let anywhere = false
  const goOn = (): boolean => best.tried < budget && !over()
  const attempt = (candidate: Case): boolean => {
    const again = findingOf(candidate)
    const better =
      again !== null &&
      again.step <= best.finding.step &&
      (alike(best.finding, again) || (anywhere && best.finding.statement === again.statement))
    best = better
      ? { case: { ...candidate, steps: again.step }, finding: again, tried: best.tried + 1 }
      : { ...best, tried: best.tried + 1 }
    return better
  }
  const settle = (): void => {
    for (let before = Infinity; length(best.case, best.finding) < before && goOn();) {
      before = length(best.case, best.finding)
      attempt(trimmed(best.case))
      for (const way of ways) while (goOn() && improved(way, best.case, attempt, goOn));
    }
  }
  settle()
  if (best.finding.step > SHORT && best.finding.at !== 'exception') {
    anywhere = true
    settle()
  }
  /** What a longer case that shows the same comes to, if that is shorter in the end. */
  const detour = (longer: Case): void => {
    const its = findingOf(longer)
    best = { ...best, tried: best.tried + 1 }
    if (its === null || !alike(best.finding, its) || its.step > 2 * best.finding.step) return
    const other = best
    best = { case: { ...longer, steps: its.step }, finding: its, tried: best.tried }
    settle()
    if (best.finding.step >= other.finding.step) best = { ...other, tried: best.tried }
  }
  if (best.finding.step > LONG && best.finding.at !== 'exception')
    for (const plain of plainestTiming({ ...best.case, steps: 2 * best.finding.step }))
      if (goOn() && allowed(best.case, plain)) detour(plain)
  if (elsewhere && best.finding.step > LONG && best.finding.at !== 'exception')
    for (const profile of profiles.filter(({ id }) => id !== best.case.world.profile.id)) {
      const other = { ...best.case, world: { ...best.case.world, profile }, steps: 2 * best.finding.step }
      if (goOn() && mayRun(other.world.configuration, profile)) detour(other)
    }
  if (elsewhere && best.finding.step > LONG && best.finding.at !== 'exception')
    for (const short of shortCases(best.case.world.profile, best.case.world.images !== undefined)) {
      if (!goOn() || best.finding.step <= LONG) break
      detour(short)
    }
  return best
}

/** Whether one way made a case smaller. */
const improved = (way: Smaller, of: Case, attempt: (candidate: Case) => boolean, goOn: () => boolean): boolean => {
  for (const candidate of way(of)) {
    if (!goOn()) return false
    if (allowed(of, candidate) && attempt(candidate)) return true
  }
  return false
}
