/** Model and emulator side by side over one run: digests after every step, whole states now and then, invariants and isolation throughout. */

import { emulatorFollowsModel, emulatorIsIsolated, modelIsSound } from '../spec/module/statements.ts'
import type { Digest, Happening, Run, State, World } from '../spec/module/vocabulary.ts'
import { anotherRun } from './case.ts'
import { kernelRegions, ModelDigest, placeClass, stateDifferences, type Difference } from './comparing.ts'
import { Choices } from './choices.ts'
import type { Concrete, Grants } from './isolation.ts'
import { prepared } from './prepared.ts'
import { Reached, type Reach } from './reach.ts'
import type { Told } from './situations.ts'
import { Watch } from './watching.ts'

/** What is held against the model: the emulator, or one with a fault in it. */
export interface Engine extends Concrete {
  load(run: Run): void
  step(): void
  digest(): Digest
  abstract(): State
  readonly left: boolean
}

export type EngineMaker = (world: World) => Engine

/** Something that does not hold, and where it came to light. Two with equal `statement` and `at` are the same kind of finding. */
export interface Finding {
  readonly statement: string
  /** The kind of place: a path without its numbers. */
  readonly at: string
  readonly why: string
  /** How many steps had been taken. */
  readonly step: number
  readonly diff: readonly Difference[]
  /** The last things that happened, the step that shows it last. */
  readonly happenings: readonly Happening[]
}

export interface Outcome {
  readonly steps: number
  readonly finding: Finding | null
  /** Statements that were broken as the profile is known to. */
  readonly expected: readonly string[]
  readonly reach: Reach
}

export interface Options {
  readonly maxSteps: number
  /** Of the random steps at which whole states are compared. */
  readonly seed: number
  /** One step in so many, of those that are no mere waiting, is compared in full: 16 for each partition and one for each port unless said otherwise, for a comparison costs the more the more there are. */
  readonly fullEvery?: number
  /** Whether the engine has done another run before: that it forgets is part of what is tried. */
  readonly again?: boolean
}

/** Words for what was thrown: a mutant may throw anything. */
const thrownWords = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)

/** What comes of a computation, or what it threw. */
const attempted = <T extends object>(compute: () => T): T | { readonly threw: string } => {
  try {
    return compute()
  } catch (thrown) {
    return { threw: thrownWords(thrown) }
  }
}

const HAPPENINGS = 12

/** One run, on both. Without a maker only the model runs, under its invariants. */
export const lockstep = (world: World, makeEngine: EngineMaker | null, run: Run, options: Options): Outcome => {
  const reached = new Reached()
  reached.world(world)
  const expected = new Set<string>()
  const happenings: Happening[] = []
  let steps = 0

  const found = (statement: string, at: string, why: string, diff: readonly Difference[] = []): Outcome => ({
    steps,
    finding: { statement, at, why, step: steps, diff, happenings: happenings.slice(-HAPPENINGS) },
    expected: [...expected],
    reach: reached.reach(),
  })
  const foundTold = ({ statement, breach }: Told): Outcome => found(statement, placeClass(breach.at), breach.why)

  const ready = attempted(() => prepared(world))
  if ('threw' in ready) return found(modelIsSound.id, 'exception', `the model threw ${ready.threw}`)
  let side: Side | null = null
  try {
    side =
      makeEngine === null
        ? null
        : new Side(world, makeEngine(world), run, options.again === true ? options.maxSteps : 0)
  } catch (thrown) {
    return found(emulatorFollowsModel.id, 'exception', `the emulator threw ${thrownWords(thrown)}`)
  }
  const { model } = ready
  const advance = model.of(run)
  const watch = new Watch(world)
  const random = new Choices(options.seed, 0x10c)
  const { partitions } = world.configuration
  const fullEvery = options.fullEvery ?? partitions.reduce((sum, { ports }) => sum + 16 + ports.length, 0)

  /** What is wrong with the state the run has come to. */
  const wrong = (state: State, thorough: boolean, anew: boolean): Outcome | null => {
    const seen = steps === 0 ? watch.start(state) : watch.state(state, thorough && steps % 4 === 0)
    for (const id of seen.expected) expected.add(id)
    const [first] = seen.told
    if (first !== undefined) return foundTold(first)
    if (side === null) return null
    try {
      const told = side.wrong(state, thorough, anew)
      return told === null ? null : found(told.statement, told.at, told.why, told.diff)
    } catch (thrown) {
      return found(emulatorFollowsModel.id, 'exception', `the emulator threw ${thrownWords(thrown)}`)
    }
  }

  let state = model.start
  const atStart = wrong(state, false, true)
  if (atStart !== null) return atStart
  for (let over = false; steps < options.maxSteps && !over;) {
    const done = attempted(() => advance(state))
    steps++
    if ('threw' in done) return found(modelIsSound.id, 'exception', `the model threw ${done.threw}`)
    const { state: after, happening } = done
    happenings.push(happening)
    if (happenings.length > 4 * HAPPENINGS) happenings.splice(0, 2 * HAPPENINGS)
    reached.step(state, happening, after)
    const seen = watch.step(state, happening, after)
    for (const id of seen.expected) expected.add(id)
    const [told] = seen.told
    if (told !== undefined) return foundTold(told)
    try {
      side?.step()
    } catch (thrown) {
      return found(emulatorFollowsModel.id, 'exception', `the emulator threw ${thrownWords(thrown)}`)
    }
    over = happening.kind === 'over'
    const last = steps === options.maxSteps || after.left || after.end !== null
    const anew = happening.kind !== 'wait'
    const outcome = wrong(after, last || fullEvery === 1 || (anew && random.below(fullEvery) === 0), anew)
    if (outcome !== null) return outcome
    state = after
  }
  reached.end(state)
  if (side !== null && side.translations > 0) reached.add('translations seen in a TLB')
  return { steps, finding: null, expected: [...expected], reach: reached.reach() }
}

interface Wrong {
  readonly statement: string
  readonly at: string
  readonly why: string
  readonly diff: readonly Difference[]
}

/** The emulator's side of a run. */
class Side {
  readonly #world: World
  readonly #engine: Engine
  readonly #digest: ModelDigest
  readonly #grants: Grants
  readonly #kernel: readonly [number, number]
  /** What of the engine is looked at; translations seen in its TLBs are counted. */
  readonly #concrete: Concrete
  #tables: unknown
  translations = 0

  constructor(world: World, engine: Engine, run: Run, before: number) {
    this.#world = world
    this.#engine = engine
    this.#digest = new ModelDigest(world.platform)
    this.#grants = prepared(world).grants
    this.#kernel = kernelRegions(world.platform)
    this.#concrete = {
      physicalWord: (at) => engine.physicalWord(at),
      cachedTranslations: (core) => {
        const cached = engine.cachedTranslations(core)
        this.translations += cached.length
        return cached
      },
    }
    if (before > 0) {
      engine.load(anotherRun(run, world))
      for (let s = 0; s < before; s++) engine.step()
    }
    engine.load(run)
  }

  step(): void {
    this.#engine.step()
  }

  /** Whether the emulator is where the model is, and keeps its partitions apart. */
  wrong(state: State, thorough: boolean, anew: boolean): Wrong | null {
    const [mine, its] = [this.#digest.of(state), this.#engine.digest()]
    if (mine.high !== its.high >>> 0 || mine.low !== its.low >>> 0) return this.#parted(state, 'digests differ')
    const tables = state.memory[this.#kernel[0]]
    const breaches = [
      ...(thorough || tables !== this.#tables ? this.#grants.tables(this.#engine) : []),
      ...(anew
        ? this.#grants.cached(
            this.#concrete,
            state.cores.map((core) => core.space),
          )
        : []),
    ]
    this.#tables = tables
    const [first] = breaches
    if (first !== undefined)
      return { statement: emulatorIsIsolated.id, at: placeClass(first.at), why: first.why, diff: [] }
    if (!thorough) return null
    const diff = stateDifferences(this.#world, state, this.#engine.abstract())
    return diff.length > 0 ? this.#told(diff, 'the states differ, their digests do not') : null
  }

  #parted(state: State, why: string): Wrong {
    const diff = stateDifferences(this.#world, state, this.#engine.abstract())
    return diff.length > 0
      ? this.#told(diff, why)
      : { statement: emulatorFollowsModel.id, at: 'digest', why: 'digests differ, the states do not', diff }
  }

  #told(diff: readonly Difference[], why: string): Wrong {
    const [first] = diff
    const where = first === undefined ? '' : first.path.join('.')
    return {
      statement: emulatorFollowsModel.id,
      at: first === undefined ? 'state' : placeClass(first.path),
      why: `${why}: first at ${where}`,
      diff,
    }
  }
}
