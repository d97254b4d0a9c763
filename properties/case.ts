/** A case: a world, a run in it, and how many steps of it are taken. Plain data that can be stored, replayed, shrunk and told. */

import type { Effect, Operand, Run, World } from '../spec/module/vocabulary.ts'

export interface Case {
  readonly world: World
  readonly run: Run
  readonly steps: number
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
