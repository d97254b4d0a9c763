/** A case: a world, a run in it, and how many steps of it are taken. Plain data that can be stored, replayed, shrunk and told. */

import type { Effect, EnvironmentEvent, Operand, Run, World } from '../spec/module/vocabulary.ts'
import { cycles } from '../spec/words/vocabulary.ts'

export interface Case {
  readonly world: World
  readonly run: Run
  readonly steps: number
}

/** How many effects another run has, so that a longer one outgrows what was made ready for it. */
const MOST_ELSEWHERE = 48

/**
 * Another run in the same world, made of pieces of a run: what an engine may have done before. Everybody does what
 * another did, events come earlier and are more, other choices are made.
 */
export const anotherRun = ({ programs, events, choices }: Run, { configuration }: World): Run => {
  const { requiredCores } = configuration.time
  const most = Math.ceil(MOST_ELSEWHERE / programs.length)
  const interrupts = Array.from({ length: requiredCores }, (_, core): EnvironmentEvent => ({
    kind: 'interrupt',
    at: cycles(1 + core),
    core,
  }))
  const request: EnvironmentEvent = { kind: 'request', at: cycles(requiredCores + 2), schedule: 1 }
  return {
    programs: programs.map((_, p) => programs.at(p - 1)?.slice(0, most) ?? []),
    events: [...interrupts, request, ...events].toSorted((a, b) => a.at - b.at),
    choices: choices.map((choice) => choice + 1),
  }
}

/** An effect with every address in it replaced: of accesses, and of the pointers of calls. Only constants are addresses. */
export const withAddresses = (effect: Effect, replaced: (at: number) => number): Effect => {
  const operand = (o: Operand): Operand => (typeof o === 'number' ? replaced(o) : o)
  if (effect.do === 'access') return { ...effect, at: operand(effect.at) }
  if (effect.do !== 'call' || !('pointer' in effect.call)) return effect
  return { ...effect, call: { ...effect.call, pointer: operand(effect.call.pointer) } }
}

/** An effect with every identifier of a partition, or of a schedule, replaced. */
export const withIdentifiers = (
  effect: Effect,
  kind: 'partition' | 'schedule',
  replaced: (identifier: number) => number,
): Effect => {
  const operand = (o: Operand): Operand => (typeof o === 'number' ? replaced(o) : o)
  if (effect.do !== 'call') return effect
  const { call } = effect
  if (kind === 'partition' && 'partition' in call)
    return { ...effect, call: { ...call, partition: operand(call.partition) } }
  if (kind === 'schedule' && 'schedule' in call)
    return { ...effect, call: { ...call, schedule: operand(call.schedule) } }
  return effect
}

/** A run with every effect replaced, by the partition whose program it stands in. */
export const withEffects = (run: Run, replaced: (effect: Effect, partition: number) => Effect): Run => ({
  ...run,
  programs: run.programs.map((program, p) => program.map((effect) => replaced(effect, p))),
})
