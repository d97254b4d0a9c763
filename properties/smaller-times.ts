/** Smaller by looking at how the run went: what only passed the time becomes one computation, what came before a tick is left out. */

import type { Program, State } from '../spec/module/vocabulary.ts'
import { isOver } from '../spec/module/statements.ts'
import type { Case } from './case.ts'
import { prepared } from './prepared.ts'
import { fewerSchedules } from './smaller-worlds.ts'

/** For each effect the clock of its core when it was consumed; and the states after each tick. */
interface Course {
  readonly begun: readonly (readonly number[])[]
  readonly ticks: readonly { readonly state: State; readonly switched: boolean }[]
}

const courseOf = ({ world, run, steps }: Case): Course => {
  const { model } = prepared(world)
  const advance = model.of(run)
  const begun: number[][] = run.programs.map(() => [])
  const ticks: Course['ticks'][number][] = []
  let state = model.start
  for (let s = 0; s < steps && !isOver(state); s++) {
    const { state: after, happening } = advance(state)
    // What a handler does is consumed of no program.
    if (happening.kind === 'effect')
      for (const [p, done] of begun.entries())
        if ((after.consumed.effects[p] ?? 0) > done.length) done.push(state.cores[happening.core]?.at ?? 0)
    if (happening.kind === 'tick') ticks.push({ state: after, switched: happening.switchedTo !== null })
    state = after
  }
  return { begun, ticks }
}

/** Several effects in a row replaced by a computation that lasts as long as they did. */
export function* passedTime(of: Case): Iterable<Case> {
  const { begun } = courseOf(of)
  for (const [p, program] of of.run.programs.entries())
    for (let size = program.length - 1; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
      for (let from = 0; from + size < program.length; from += size) {
        if (size === 1 && program[from]?.do === 'compute') continue
        const [first, next] = [begun[p]?.[from], begun[p]?.[from + size]]
        if (first === undefined || next === undefined || next <= first) continue
        const shorter: Program = [
          ...program.slice(0, from),
          { do: 'compute', cycles: next - first },
          ...program.slice(from + size),
        ]
        yield { ...of, run: { ...of.run, programs: of.run.programs.with(p, shorter) } }
      }
}

/** What was consumed before a tick left out; after a switch of schedules, with the first of them left out, too. */
export function* laterStart(of: Case): Iterable<Case> {
  for (const { state, switched } of courseOf(of).ticks.toReversed()) {
    const programs = of.run.programs.map((program, p) => program.slice(state.consumed.effects[p] ?? 0))
    if (programs.every((program, p) => program.length === of.run.programs[p]?.length)) continue
    const later = { ...of, run: { ...of.run, programs, choices: of.run.choices.slice(state.consumed.choices) } }
    if (switched) yield* fewerSchedules(later)
    yield later
  }
}
