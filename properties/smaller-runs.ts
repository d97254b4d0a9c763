/** Smaller runs: what a counterexample's programs, events and choices can do without, the boldest attempts first. */

import type { Call, Effect, Operand, Program, Run } from '../spec/module/vocabulary.ts'
import { cycles } from '../spec/words/vocabulary.ts'
import type { Case } from './case.ts'

export type Smaller = (of: Case) => Iterable<Case>

const withRun = (of: Case, run: Partial<Run>): Case => ({ ...of, run: { ...of.run, ...run } })

const withProgram = (of: Case, p: number, program: Program): Case =>
  withRun(of, { programs: of.run.programs.map((old, i) => (i === p ? program : old)) })

/** A list without one chunk of it, for chunks of half its length down to one element; from the end, where less depends on it. */
export function* without<T>(list: readonly T[]): Iterable<readonly T[]> {
  for (let size = list.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let end = list.length; end > 0; end -= size)
      yield [...list.slice(0, Math.max(0, end - size)), ...list.slice(end)]
}

export function* fewerPrograms(of: Case): Iterable<Case> {
  for (const [p, program] of of.run.programs.entries()) if (program.length > 0) yield withProgram(of, p, [])
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
  for (const [p, program] of of.run.programs.entries())
    for (const shorter of without(program)) if (shorter.length < program.length) yield withProgram(of, p, shorter)
}

const plainOperands = (operand: Operand, low: number): readonly Operand[] => {
  if (typeof operand !== 'number') return [operand.resultPlus >>> 0, low]
  return [low, 0, operand - (operand % 8), Math.floor(operand / 2)].filter((n) => n < operand)
}

const callsWith = (call: Call, base: number): readonly Call[] => {
  switch (call.service) {
    case 'SET_PARTITION_MODE':
      return [
        ...plainOperands(call.partition, 0).map((partition) => ({ ...call, partition })),
        ...plainOperands(call.mode, 0).map((mode) => ({ ...call, mode })),
      ]
    case 'GET_PARTITION_STATUS':
      return [
        ...plainOperands(call.partition, 0).map((partition) => ({ ...call, partition })),
        ...plainOperands(call.pointer, base).map((pointer) => ({ ...call, pointer })),
      ]
    case 'SET_SCHEDULE':
      return plainOperands(call.schedule, 0).map((schedule) => ({ ...call, schedule }))
    case 'GET_PARTITION_ID':
    case 'GET_SCHEDULE_ID':
    case 'GET_SCHEDULE_STATUS':
      return plainOperands(call.pointer, base).map((pointer) => ({ ...call, pointer }))
    case 'END_WINDOW':
      return []
  }
}

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
      return callsWith(effect.call, base).map((call) => ({ do: 'call', call }))
    case 'privileged':
      return []
  }
}

export function* plainerEffects(of: Case): Iterable<Case> {
  const base = of.world.platform.partitionsAt
  for (const [p, program] of of.run.programs.entries())
    for (const [k, effect] of program.entries())
      for (const simple of plainer(effect, base)) yield withProgram(of, p, program.with(k, simple))
}

export function* earlierEvents(of: Case): Iterable<Case> {
  for (const [k, event] of of.run.events.entries())
    for (const at of [0, Math.floor(event.at / 2), event.at - 1])
      if (at >= 0 && at < event.at)
        yield withRun(of, {
          events: of.run.events.with(k, { ...event, at: cycles(at) }).toSorted((a, b) => a.at - b.at),
        })
}
