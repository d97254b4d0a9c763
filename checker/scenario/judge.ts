/** What happened held against what was expected. */

import type { TrapType } from '../../spec/hal/vocabulary.ts'
import type { End, ModuleConfiguration, State } from '../../spec/module/vocabulary.ts'
import type { ReturnCode } from '../../spec/words/vocabulary.ts'
import { answerOf, type Answer } from './records.ts'
import type { Observation, Outcome, Statement, Wanted } from './scenario.ts'
import { shown, type Scale } from './scales.ts'

/** What came of a statement. */
export type Came =
  | { readonly kind: 'returned'; readonly code: ReturnCode; readonly value: number; readonly row: string | null }
  | { readonly kind: 'done'; readonly value: number }
  | { readonly kind: 'trap'; readonly trap: TrapType; readonly row: string | null }
  | { readonly kind: 'no return'; readonly row: string | null }
  | { readonly kind: 'reset'; readonly row: string | null }
  | { readonly kind: 'end'; readonly end: End; readonly row: string | null }
  | { readonly kind: 'left' }
  | { readonly kind: 'loops' }

/** Null: as expected. */
export type Verdict = { readonly expected: string; readonly got: string } | null

/** Numbers that lines remember. */
export type Remembered = Map<string, number>

const comparing: { readonly [compare in Wanted['compare']]: string } = {
  is: '',
  'at least': 'at least ',
  'at most': 'at most ',
  any: 'any number',
}

/** Whether a number is as wanted. A negative one is wanted of a word, too, that shows it modulo 2³². */
export const numberVerdict = (
  value: number | null,
  wants: Wanted,
  scale: Scale,
  remembered: Remembered,
  configuration: ModuleConfiguration,
): Verdict => {
  const base = wants.base === null ? 0 : remembered.get(wants.base)
  if (base === undefined)
    return { expected: `a number beside ${wants.base ?? ''}`, got: `no ${wants.base ?? ''} was remembered before` }
  if (value !== null && wants.keep !== null) remembered.set(wants.keep, value)
  const wanted = base + wants.plus
  if (value !== null && meets(value, wanted, wants.compare)) return null
  const expected = wants.compare === 'any' ? 'some number' : shown(scale, wanted, configuration)
  return {
    expected: wants.compare === 'any' ? expected : `${comparing[wants.compare]}${expected}`,
    got: value === null ? 'nothing' : shown(scale, value, configuration),
  }
}

const meets = (value: number, wanted: number, compare: Wanted['compare']): boolean => {
  switch (compare) {
    case 'is':
      return value === wanted || (wanted < 0 && value === wanted + 0x100000000)
    case 'at least':
      return value >= wanted
    case 'at most':
      return value <= wanted
    case 'any':
      return true
  }
}

/** Whether something is to be seen in a state. `printed`: by partition, all that it has printed. */
export const seenVerdict = (
  observation: Observation,
  state: State,
  remembered: Remembered,
  configuration: ModuleConfiguration,
  printed: ReadonlyMap<number, string>,
): Verdict => {
  const { says } = observation
  if (observation.kind === 'printed') {
    const text = printed.get(observation.partition) ?? ''
    const holds = observation.whole ? text === observation.wants : text.includes(observation.wants)
    if (holds) return null
    return { expected: `${says} ${JSON.stringify(observation.wants)}`, got: JSON.stringify(text) }
  }
  if (observation.kind === 'text') {
    const value = observation.read(state)
    if (value === observation.wants) return null
    return { expected: `${says} ${JSON.stringify(observation.wants)}`, got: JSON.stringify(value) }
  }
  const verdict = numberVerdict(
    observation.read(state),
    observation.wants,
    observation.scale,
    remembered,
    configuration,
  )
  return verdict === null ? null : { expected: `${says} ${verdict.expected}`, got: verdict.got }
}

const outcomeShown = (outcome: Outcome): string => {
  switch (outcome.kind) {
    case 'code':
      return outcome.code
    case 'trap':
      return outcome.trap === null ? 'a trap' : `trap ${outcome.trap}`
    case 'end':
      return outcome.end
    case 'value':
    case 'done':
    case 'no return':
    case 'reset':
    case 'left':
    case 'loops':
    case 'never':
      return outcome.kind
  }
}

/** What came of a statement, in words. */
export const cameShown = (came: Came, answer: Answer): string => {
  switch (came.kind) {
    case 'returned':
      return answer === 'code' ? came.code : answer === 'value' ? `value ${came.value}` : 'done'
    case 'done':
      return 'done'
    case 'trap':
      return `trap ${came.trap}`
    case 'end':
      return came.end
    case 'no return':
    case 'reset':
    case 'left':
    case 'loops':
      return came.kind
  }
}

/** The row of the decision table that decided, if one did. */
export const rowOf = (came: Came): string | null => ('row' in came ? came.row : null)

/** Whether a statement came out as expected; `answer`: what it leaves in the registers, if it is a call. */
export const outcomeVerdict = (
  came: Came,
  outcome: Outcome,
  answer: Answer,
  remembered: Remembered,
  configuration: ModuleConfiguration,
): Verdict => {
  if (outcome.kind === 'value' && (came.kind === 'returned' || came.kind === 'done')) {
    const verdict = numberVerdict(came.value, outcome.wants, outcome.scale, remembered, configuration)
    return verdict === null ? null : { expected: `value ${verdict.expected}`, got: `value ${verdict.got}` }
  }
  return agrees(came, outcome) ? null : { expected: outcomeShown(outcome), got: cameShown(came, answer) }
}

const agrees = (came: Came, outcome: Outcome): boolean => {
  switch (outcome.kind) {
    case 'code':
      return came.kind === 'returned' && came.code === outcome.code
    case 'trap':
      return came.kind === 'trap' && (outcome.trap === null || came.trap === outcome.trap)
    case 'end':
      return came.kind === 'end' && came.end === outcome.end
    case 'done':
      return came.kind === 'done' || came.kind === 'returned'
    case 'value':
    case 'never':
      return false
    case 'no return':
    case 'reset':
    case 'left':
    case 'loops':
      return came.kind === outcome.kind
  }
}

/** What is expected of a statement that does not say so: that it is done; of a fault, that it traps. */
export const usual = ({ does }: Statement): readonly Outcome[] => {
  if (does.kind !== 'effects') return []
  if (does.service !== null) return answerOf(does.service) === 'nothing' ? [{ kind: 'done' }] : []
  return does.effects.at(-1)?.do === 'fault' ? [{ kind: 'trap', trap: null }] : [{ kind: 'done' }]
}
