/** Random runs, drawn while the model runs them: each effect is chosen knowing the state in which it is about to be consumed. */

import {
  secondariesOf,
  type Effect,
  type EnvironmentEvent,
  type ModuleCore,
  type Program,
  type Run,
  type State,
  type World,
} from '../spec/module/vocabulary.ts'
import type { CoreTime, Runner } from '../spec/time/vocabulary.ts'
import { cycles } from '../spec/words/vocabulary.ts'
import { isOver } from '../spec/module/statements.ts'
import { portsOf, type Actor } from './actors.ts'
import { landmarksOf } from './addresses.ts'
import type { Plan } from './calls.ts'
import { programOf } from './case.ts'
import type { Choices } from './choices.ts'
import { drawNext } from './effects.ts'
import { isBinary } from './guest-images.ts'
import { drawHandler } from './personalities.ts'
import { prepared } from './prepared.ts'
import { drawPersonality, drawTaste, drawTheme } from './tastes.ts'

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
      return choices.weighted<EnvironmentEvent>(
        [12, () => ({ kind: 'interrupt', at: instant, core: choices.below(requiredCores) })],
        [
          6,
          () => ({
            kind: 'request',
            at: instant,
            schedule: choices.percent(90) ? choices.below(schedules.length) : schedules.length + choices.below(2),
          }),
        ],
        [3, () => ({ kind: 'power', at: instant })],
      )
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

/** What of an actor stays the same through a run. */
type Guest = Pick<Actor, 'world' | 'partition' | 'marks' | 'ports' | 'taste'>

const drawGuests = (choices: Choices, world: World): readonly Guest[] => {
  const marks = landmarksOf(choices, world)
  const ports = portsOf(world.configuration)
  const reckless = choices.percent(20)
  const theme = drawTheme(choices)
  return marks.map((mine, partition) => ({
    world,
    partition,
    marks: mine,
    ports: ports[partition] ?? [],
    taste: drawTaste(choices, theme, drawPersonality(choices), reckless),
  }))
}

/** Handlers, drawn whole before the run: what they name lies where it always lies. Machine code has its own. */
const drawHandlers = (choices: Choices, guests: readonly Guest[], state: State): readonly Program[] =>
  guests.map((guest) => {
    const [core] = state.cores
    return core === undefined || isBinary(guest.world, guest.partition)
      ? []
      : drawHandler(
          choices,
          { ...guest, state, core, virtualCore: 0, windowTicks: 1, late: false },
          guest.taste.personality,
        )
  })

/** Programs that grow as they are consumed, and of each what was begun and is not yet in it. */
class Growing {
  readonly programs: Effect[][]
  readonly #begun: Effect[][]

  constructor(programs: number) {
    this.programs = Array.from({ length: programs }, () => [])
    this.#begun = Array.from({ length: programs }, () => [])
  }

  /** Whether a program has an effect more than were consumed, or shall have no more. */
  waits(p: number, { consumed }: State, most: number): boolean {
    const length = this.programs[p]?.length ?? 0
    return length > (consumed.effects[p] ?? 0) || length >= most
  }

  /** The next effect of a program: of the plan that was begun, or of a new one. */
  grow(p: number, draw: () => Plan): void {
    const [program, begun] = [this.programs[p], this.#begun[p]]
    if (program === undefined || begun === undefined) return
    if (begun.length === 0) begun.push(...draw())
    const next = begun.shift()
    if (next !== undefined) program.push(next)
  }
}

/** Whose program is about to go on, on each core where one is: which program, and that no handler goes on in its place. */
interface About {
  readonly program: number
  readonly runner: Runner
  readonly core: ModuleCore
  readonly windowTicks: number
}

/** The tick of the frame at which who runs on a core has to leave it: the end of its window, or of what was lent to it. */
export const turnEnd = ({ windowEnd, lentUntil }: CoreTime): number => (lentUntil > 0 ? lentUntil : windowEnd)

const aboutToAct = (world: World, state: State): readonly About[] =>
  state.cores.flatMap((core, c) => {
    const place = state.time.cores[c]
    const runner = place?.running ?? null
    if (place === undefined || runner === null || core.context.work.kind !== 'none') return []
    if (isBinary(world, runner.partition)) return []
    const windowTicks = turnEnd(place) - state.time.frame
    const { activations } = state.partitions[runner.partition]?.processor ?? { activations: [] }
    return runner.virtualCore === 0 && activations.length > 0
      ? []
      : [{ program: programOf(world.configuration, runner), runner, core, windowTicks }]
  })

/** A run of at most `steps` steps in a world. */
export const drawRun = (choices: Choices, world: World, steps: number): Drawn => {
  const { partitions, time } = world.configuration
  const { model } = prepared(world)
  const events = drawEvents(choices, world, Math.max(2, Math.ceil(steps / 6)))
  const lots = time.requiredCores === 1 ? [] : Array.from({ length: choices.below(steps) }, () => choices.below(12))
  const guests = drawGuests(choices, world)
  const growing = new Growing(partitions.length + secondariesOf(world.configuration).length)
  const run: Run = {
    programs: growing.programs,
    handlers: drawHandlers(choices, guests, model.start),
    events,
    choices: lots,
  }
  const advance = model.of(run)
  let state = model.start
  let [taken, quiet] = [0, 0]
  for (; taken < steps && quiet < QUIET && !isOver(state); taken++) {
    const late = taken > 0.65 * steps
    for (const { program, runner, core, windowTicks } of aboutToAct(world, state)) {
      const guest = guests[runner.partition]
      if (guest === undefined || growing.waits(program, state, guest.taste.most)) continue
      const actor: Actor = { ...guest, state, core, virtualCore: runner.virtualCore, windowTicks, late }
      growing.grow(program, () => drawNext(choices, actor))
    }
    const { state: after, happening } = advance(state)
    quiet = happening.kind === 'wait' || happening.kind === 'tick' ? quiet + 1 : 0
    const willAct = (p: number): boolean => !isBinary(world, p) && !growing.waits(p, after, guests[p]?.taste.most ?? 0)
    if (after.partitions.some(({ mode }, p) => mode !== 'IDLE' && willAct(p))) quiet = Math.min(quiet, QUIET / 2)
    state = after
  }
  // Once more after it was over: nothing may happen any more.
  return { run, steps: isOver(state) ? taken + 1 : taken }
}
