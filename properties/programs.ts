/** Random runs, drawn while the model runs them: each effect is chosen knowing the state in which it is about to be consumed. */

import type { Effect, EnvironmentEvent, Run, World } from '../spec/module/vocabulary.ts'
import { cycles } from '../spec/words/vocabulary.ts'
import { landmarksOf } from './addresses.ts'
import type { Choices } from './choices.ts'
import { drawEffect, drawTaste } from './effects.ts'
import { prepared } from './prepared.ts'

/** Events in the first `ticks` ticks, at and around the instants at which the clock is due. */
const drawEvents = (
  choices: Choices,
  { configuration, platform }: World,
  ticks: number,
): readonly EnvironmentEvent[] => {
  const { requiredCores, schedules } = configuration.time
  const { cyclesPerTick, costs } = platform
  const near = [0, 1, -1, costs.tick, costs.tick + costs.dispatch, costs.tick - 1, -costs.service, -costs.trap]
  const events = Array.from(
    { length: choices.weighted([3, () => 0], [3, () => choices.below(4)], [2, () => choices.below(13)]) },
    () => {
      const at = choices.percent(60)
        ? choices.between(1, ticks) * cyclesPerTick + choices.of(near)
        : choices.below(ticks * cyclesPerTick)
      const instant = cycles(Math.max(0, at))
      return choices.percent(65)
        ? { kind: 'interrupt' as const, at: instant, core: choices.below(requiredCores) }
        : {
            kind: 'request' as const,
            at: instant,
            schedule: choices.percent(90) ? choices.below(schedules.length) : schedules.length + choices.below(2),
          }
    },
  )
  return events.toSorted((a, b) => a.at - b.at)
}

/** A run, and how many steps of it are worth taking. */
export interface Drawn {
  readonly run: Run
  readonly steps: number
}

/** After so many steps in which nobody did anything a run is over. */
const QUIET = 24

/** A run of at most `steps` steps in a world. */
export const drawRun = (choices: Choices, world: World, steps: number): Drawn => {
  const { partitions, time } = world.configuration
  const programs: Effect[][] = partitions.map(() => [])
  const run: Run = {
    programs,
    events: drawEvents(choices, world, Math.max(2, Math.ceil(steps / 6))),
    choices: time.requiredCores === 1 ? [] : Array.from({ length: choices.below(steps) }, () => choices.below(12)),
  }
  const marks = landmarksOf(choices, world)
  const reckless = choices.percent(20)
  const tastes = partitions.map(() => drawTaste(choices, reckless))
  const { model } = prepared(world)
  let advance = model.of(run)
  let state = model.start
  let [taken, quiet] = [0, 0]
  for (; taken < steps && quiet < QUIET && !state.left; taken++) {
    for (const [c, core] of state.cores.entries()) {
      const place = state.time.cores[c]
      const p = place?.running?.partition
      if (
        place === undefined ||
        p === undefined ||
        place.running?.virtualCore !== 0 ||
        core.context.work.kind !== 'none'
      )
        continue
      const [program, mine, taste] = [programs[p], marks[p], tastes[p]]
      if (
        program === undefined ||
        mine === undefined ||
        taste === undefined ||
        program.length > (state.consumed.effects[p] ?? 0) ||
        program.length >= taste.most
      )
        continue
      program.push(
        drawEffect(choices, {
          world,
          state,
          core,
          partition: p,
          windowTicks: place.windowEnd - state.time.frame,
          marks: mine,
          taste,
        }),
      )
      advance = model.of(run)
    }
    const { state: after, happening } = advance(state)
    quiet = happening.kind === 'wait' || happening.kind === 'tick' ? quiet + 1 : 0
    if (after.partitions.some((p, i) => p.mode !== 'IDLE' && (programs[i]?.length ?? 0) < (tastes[i]?.most ?? 0)))
      quiet = Math.min(quiet, QUIET / 2)
    state = after
  }
  // Once more after it was left: nothing may happen any more.
  return { run, steps: state.left ? taken + 1 : taken }
}
