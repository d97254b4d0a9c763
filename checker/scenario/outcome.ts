/** What a line expects of what it does: `=> NO_ERROR mode=NORMAL`, `=> trap data_access_exception`, `=> value at least 19`. */

import type { Position } from '../configuration/diagnostic.ts'
import { returnNumber, address, wordAt, type ReturnCode } from '../../spec/words/vocabulary.ts'
import type { State } from '../../spec/module/vocabulary.ts'
import { trapNamed, type Action } from './action.ts'
import { physicalOf, wantedIn, type Context } from './context.ts'
import { answerOf, fieldsWritten, textsWritten, valueScale, type Field, type TextField } from './records.ts'
import type { Observation, Outcome } from './scenario.ts'
import type { Cursor, Token } from './text.ts'

const isCode = (text: string): text is ReturnCode => Object.hasOwn(returnNumber, text)

/** What can be expected, for whoever wrote something else. */
const known = `a return code (${Object.keys(returnNumber).join(', ')}), value, done, trap, no return, reset, shutdown, hung, left, loops, never`

/** Reads an outcome, and says so if the action can have none such. */
const outcomeIn = (cursor: Cursor, { does, made }: Action, partition: number, context: Context): Outcome | null => {
  const token = cursor.name(known)
  if (token === null) return null
  const refused = (why: string): null => context.notes.say('SCENARIO-3', token, why)
  const answers = made === null ? null : answerOf(made.service)
  if (isCode(token.value))
    return answers === 'code'
      ? { kind: 'code', code: token.value }
      : refused(
          `only a call that answers can return ${token.value}${made === null ? '' : `; ${made.service} does not`}`,
        )
  switch (token.value) {
    case 'value': {
      const loads = does.kind === 'effects' && does.effects.some((e) => e.do === 'access' && e.kind !== 'store')
      if (made === null ? !loads : answers !== 'value') return refused('neither a load nor a call that reports a value')
      const scale = made === null ? 'number' : valueScale(made.service)
      const wants = wantedIn(cursor, scale, context, partition)
      return wants === null ? null : { kind: 'value', wants, scale }
    }
    case 'trap': {
      if (cursor.done) return { kind: 'trap', trap: null }
      const trap = trapNamed(cursor.take(), context)
      return trap === null ? null : { kind: 'trap', trap }
    }
    case 'no':
      return cursor.must('return') ? { kind: 'no return' } : null
    case 'done':
      return answers === 'code' || answers === 'value'
        ? refused(`${made?.service} ${answers === 'code' ? 'answers: say which code' : 'reports a value: say which'}`)
        : { kind: 'done' }
    case 'reset':
    case 'left':
    case 'loops':
    case 'never':
      return { kind: token.value }
    case 'shutdown':
    case 'hung':
      return { kind: 'end', end: token.value }
    default:
      return refused(`"${token.value}" is no outcome: ${known}`)
  }
}

/** The number that a field has in a state. */
const reading =
  (physical: number, { words }: Field) =>
  ({ memory }: State): number => {
    const first = wordAt(memory, address(physical))
    return words === 1 ? first : first * 0x100000000 + wordAt(memory, address(physical + 4))
  }

const bytesFrom = (state: State, physical: number, length: number): readonly number[] =>
  Array.from({ length }, (_, i) => {
    const at = physical + i
    return (wordAt(state.memory, address(at & ~3)) >>> (24 - 8 * (at & 3))) & 0xff
  })

/** Longest text that is read: longer than any message. */
const MOST = 0x1000

const textReading =
  (physical: number, length: ((state: State) => number) | 'up to zero') =>
  (state: State): string => {
    const bytes = bytesFrom(state, physical, length === 'up to zero' ? 32 : Math.min(MOST, length(state)))
    const end = length === 'up to zero' ? bytes.indexOf(0) : -1
    return new TextDecoder().decode(Uint8Array.from(end < 0 ? bytes : bytes.slice(0, end)))
  }

const fieldIn = (
  key: Token,
  cursor: Cursor,
  action: Action,
  partition: number,
  context: Context,
): Observation | null => {
  const { made } = action
  const numbers = made === null ? [] : fieldsWritten(made.service, made.type)
  const texts = made === null ? [] : textsWritten(made.service)
  const placed = (parameter: string, offset: number): number | null => {
    const record = made?.records.get(parameter) ?? null
    return record === null ? null : physicalOf(record + offset, partition, context)
  }
  const unplaced = (): null =>
    context.notes.say(
      'SCENARIO-3',
      key,
      `${key.value} can be looked at only where its address is a constant in the partition’s own memory`,
    )
  const field = numbers.find(({ name }) => name === key.value)
  if (field !== undefined) {
    const wants = wantedIn(cursor, field.scale, context, partition)
    const at = placed(field.parameter, field.offset)
    if (wants === null) return null
    if (at === null) return unplaced()
    return { kind: 'number', says: field.name, scale: field.scale, read: reading(at, field), wants }
  }
  const text = texts.find(({ name }) => name === key.value)
  if (text === undefined) {
    const all = [...numbers, ...texts].map(({ name }) => name)
    const there = all.length === 0 ? 'it reports no record' : `it reports ${all.join(', ')}`
    return context.notes.say('SCENARIO-2', key, `${made?.service ?? 'this'} reports no "${key.value}": ${there}`)
  }
  const wants = cursor.text(`the ${text.name}`)
  const length = lengthOf(text, placed)
  const at = placed(text.parameter, 0)
  if (wants === null) return null
  return at === null || length === null
    ? unplaced()
    : { kind: 'text', says: text.name, read: textReading(at, length), wants }
}

const lengthOf = (
  { length }: TextField,
  placed: (parameter: string, offset: number) => number | null,
): ((state: State) => number) | 'up to zero' | null => {
  if (length === 'up to zero') return length
  const at = placed(length.parameter, length.offset)
  return at === null ? null : reading(at, length)
}

export interface Wants extends Position {
  readonly outcome: Outcome
  readonly fields: readonly Observation[]
}

/** Reads what stands behind `=>`. */
export const expectedIn = (cursor: Cursor, action: Action, partition: number, context: Context): Wants | null => {
  const { line, column } = cursor.place
  const outcome = outcomeIn(cursor, action, partition, context)
  if (outcome === null) return null
  const fields: Observation[] = []
  while (!cursor.done && cursor.followedBy('=')) {
    const key = cursor.take()
    cursor.has('=')
    const field = key === null ? null : fieldIn(key, cursor, action, partition, context)
    if (field === null) return null
    fields.push(field)
  }
  return cursor.ends() ? { line, column, outcome, fields } : null
}
