/** Smaller runs: what a counterexample's programs, events and choices can do without, the boldest attempts first. */

import { serviceOf } from '../spec/hypercall/vocabulary.ts'
import type { Call, Effect, Operand, Program, Run } from '../spec/module/vocabulary.ts'
import { cycles } from '../spec/words/vocabulary.ts'
import { isAddress, type Case } from './case.ts'

export type Smaller = (of: Case) => Iterable<Case>

const withRun = (of: Case, run: Partial<Run>): Case => ({ ...of, run: { ...of.run, ...run } })

/** A program or a handler of a case, and the case with another in its place. */
interface Scripted {
  readonly program: Program
  readonly put: (program: Program) => Case
}

const programsOf = (of: Case): readonly Scripted[] =>
  of.run.programs.map((program, p) => ({
    program,
    put: (other) => withRun(of, { programs: of.run.programs.with(p, other) }),
  }))

const handlersOf = (of: Case): readonly Scripted[] =>
  of.run.handlers.map((program, p) => ({
    program,
    put: (other) => withRun(of, { handlers: of.run.handlers.with(p, other) }),
  }))

/** A list without one chunk of it, for chunks of half its length down to one element; from the end, where less depends on it. */
export function* without<T>(list: readonly T[]): Iterable<readonly T[]> {
  for (let size = list.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let end = list.length; end > 0; end -= size)
      yield [...list.slice(0, Math.max(0, end - size)), ...list.slice(end)]
}

/** Fewer steps: what only the comparison at the end shows, may be there to be seen earlier. */
export function* fewerSteps(of: Case): Iterable<Case> {
  for (const steps of [of.steps >> 1, of.steps - 4, of.steps - 1]) if (steps > 0) yield { ...of, steps }
}

export function* fewerPrograms(of: Case): Iterable<Case> {
  for (const { program, put } of programsOf(of)) if (program.length > 0) yield put([])
}

/** Programs that do once what their handlers did whenever they were called, before or after what they did themselves. */
function* handledAtOnce(of: Case): Iterable<Case> {
  for (const [p, handler] of of.run.handlers.entries()) {
    const done = handler.filter((effect) => effect.do !== 'call' || effect.call.service !== 'rett')
    const program = of.run.programs[p] ?? []
    if (done.length === 0) continue
    for (const both of [
      [...done, ...program],
      [...program, ...done],
    ])
      yield withRun(of, { programs: of.run.programs.with(p, both), handlers: of.run.handlers.with(p, []) })
  }
}

/** Handlers left out, then shortened, whole or to what returns. */
export function* fewerHandlers(of: Case): Iterable<Case> {
  yield* handledAtOnce(of)
  for (const { program, put } of handlersOf(of)) {
    if (program.length > 0) yield put([])
    for (const shorter of without(program))
      if (shorter.length > 0 && shorter.length < program.length) yield put(shorter)
  }
}

export function* fewerEvents(of: Case): Iterable<Case> {
  for (const events of without(of.run.events)) yield withRun(of, { events })
}

export function* fewerChoices(of: Case): Iterable<Case> {
  for (const choices of without(of.run.choices)) yield withRun(of, { choices })
  for (const [k, choice] of of.run.choices.entries())
    if (choice > 0) yield withRun(of, { choices: of.run.choices.map((c, i) => (i === k ? 0 : c)) })
}

export function* fewerEffects(of: Case): Iterable<Case> {
  for (const { program, put } of programsOf(of))
    for (const shorter of without(program)) if (shorter.length < program.length) yield put(shorter)
}

const plainOperands = (operand: Operand, low: number): readonly Operand[] => {
  if (typeof operand !== 'number') return [operand.resultPlus >>> 0, low]
  return [low, 0, operand - (operand % 8), Math.floor(operand / 2)].filter((n) => n < operand)
}

/** A call with one of its arguments plainer: a pointer to where the caller's own memory begins, anything else towards 0. */
const plainerCalls = (call: Call, base: number): readonly Call[] =>
  serviceOf(call.service).parameters.flatMap((parameter, i) =>
    plainOperands(call.arguments[i] ?? 0, isAddress(parameter) ? base : 0).map((argument) => ({
      ...call,
      arguments: call.arguments.with(i, argument),
    })),
  )

/** What a store could write instead: what shows that it was written at all. */
const plainValues = (plain: number, value: Operand): readonly Operand[] =>
  value === plain ? [] : [plain, ...(typeof value === 'number' ? [Math.floor(value / 2)].filter((n) => n > 1) : [])]

/** An effect, plainer: the same with one number of it plainer, or another that takes less saying. */
const plainer = (effect: Effect, base: number): readonly Effect[] => {
  switch (effect.do) {
    case 'access': {
      const word: readonly Effect[] = effect.size === 4 ? [] : [{ ...effect, size: 4 }]
      return [
        ...word,
        ...plainOperands(effect.at, base).map((at) => ({ ...effect, at })),
        ...plainValues(effect.kind === 'store' ? 1 : 0, effect.value).map((value) => ({ ...effect, value })),
      ]
    }
    case 'compute':
      return [1, Math.floor(effect.cycles / 2), effect.cycles - 1]
        .filter((n) => n > 0 && n < effect.cycles)
        .map((n) => ({ do: 'compute', cycles: n }))
    case 'call':
      return plainerCalls(effect.call, base).map((call) => ({ do: 'call', call }))
    case 'fault':
      return effect.trap === PLAIN_TRAP ? [] : [{ ...effect, trap: PLAIN_TRAP }]
    case 'privileged':
      return []
  }
}

/** The fault that needs the least explaining. */
const PLAIN_TRAP = 'illegal_instruction'

export function* plainerEffects(of: Case): Iterable<Case> {
  const base = of.world.platform.partitionsAt
  for (const { program, put } of [...programsOf(of), ...handlersOf(of)])
    for (const [k, effect] of program.entries())
      for (const simple of plainer(effect, base)) yield put(program.with(k, simple))
}

export function* earlierEvents(of: Case): Iterable<Case> {
  for (const [k, event] of of.run.events.entries())
    for (const at of [0, Math.floor(event.at / 2), event.at - 1])
      if (at >= 0 && at < event.at)
        yield withRun(of, {
          events: of.run.events.with(k, { ...event, at: cycles(at) }).toSorted((a, b) => a.at - b.at),
        })
}
