/** What a guest can do in one line of its script. */

import { trapNumber, type AccessSize, type TrapType } from '../../spec/hal/vocabulary.ts'
import type { ServiceName } from '../../spec/hypercall/vocabulary.ts'
import type { Effect, Operand } from '../../spec/module/vocabulary.ts'
import { nearest } from '../report/wrapping.ts'
import { callIn, callOf } from './call.ts'
import { operandOf, type Context } from './context.ts'
import type { Made } from './layout.ts'
import { forever, type Doing, type Until } from './scenario.ts'
import type { Cursor, Token } from './text.ts'

/** A line read: what is done, and if it is a call, its records. */
export interface Action {
  readonly does: Doing
  readonly made: Made | null
}

/** Short words for calls that are often made. */
const short: Readonly<Record<string, ServiceName>> = {
  create: 'CREATE_PORT',
  write: 'WRITE_PORT',
  read: 'READ_PORT',
  trap: 'unassigned_trap',
}

/** What a line of a script begins with. */
export const verbs = [
  'call',
  ...Object.keys(short),
  'load',
  'store',
  'fetch',
  'fault',
  'privileged',
  'compute',
  'loop',
  'wait',
] as const

const isTrap = (text: string): text is TrapType => Object.hasOwn(trapNumber, text)

/** A trap by its name. */
export const trapNamed = (token: Token | null, { notes }: Context): TrapType | null => {
  if (token === null) return null
  if (isTrap(token.value)) return token.value
  const near = nearest(token.value, Object.keys(trapNumber))
  return notes.say(
    'SCENARIO-2',
    token,
    `there is no trap "${token.value}"; ${near.length > 0 ? `did you mean ${near.join(', ')}?` : `there are ${Object.keys(trapNumber).join(', ')}`}`,
  )
}

const sizes: Readonly<Record<string, AccessSize>> = { 1: 1, 2: 2, 4: 4, 8: 8 }

const sizeIn = (cursor: Cursor): AccessSize | null => {
  if (!cursor.has('size')) return 4
  const { ahead } = cursor
  const size = ahead === null ? null : (sizes[ahead.value] ?? null)
  if (size === null) return cursor.missing('1, 2, 4 or 8')
  cursor.take()
  return size
}

const operandIn = (cursor: Cursor, partition: number, context: Context): Operand | null => {
  const token = cursor.name('a number or a place')
  return token === null ? null : operandOf(token, partition, context)
}

const effect = (one: Effect | null): Action | null =>
  one === null ? null : { does: { kind: 'effects', effects: [one], service: null }, made: null }

const accessIn = (
  kind: 'load' | 'store' | 'fetch',
  cursor: Cursor,
  partition: number,
  context: Context,
): Action | null => {
  const at = operandIn(cursor, partition, context)
  const value = kind === 'store' && at !== null ? operandIn(cursor, partition, context) : 0
  const size = sizeIn(cursor)
  if (at === null || value === null || size === null) return null
  return effect({ do: 'access', kind, size, at: word(at), value: word(value) })
}

/** A constant as a word; −1 is 0xffffffff. */
const word = (operand: Operand): Operand => (typeof operand === 'number' ? operand >>> 0 : operand)

const untilIn = (cursor: Cursor): Until | null => {
  if (cursor.has('until')) {
    if (!cursor.must('tick')) return null
    const tick = cursor.count('the number of a tick')
    return tick === null ? null : { kind: 'tick', tick }
  }
  if (!cursor.must('for')) return null
  if (cursor.has('next')) {
    if (cursor.has('window')) return { kind: 'next window' }
    return cursor.must('frame') ? { kind: 'next frame' } : null
  }
  if (!cursor.must('window')) return null
  const identifier = cursor.count('the identifier of a window')
  return identifier === null ? null : { kind: 'window', identifier }
}

const computeIn = (cursor: Cursor, { platform }: Context): Action | null => {
  const n = cursor.count('how long')
  if (n === null) return null
  if (cursor.has('cycles')) return effect({ do: 'compute', cycles: n })
  if (cursor.has('tick') || cursor.has('ticks')) return effect({ do: 'compute', cycles: n * platform.cyclesPerTick })
  return cursor.missing('"ticks" or "cycles"')
}

const called = (made: Made | null): Action | null =>
  made === null ? null : { does: { kind: 'effects', effects: made.effects, service: made.service }, made }

/** Reads what is done, up to what is expected of it. */
export const actionIn = (cursor: Cursor, partition: number, context: Context): Action | null => {
  const verb = cursor.ahead?.kind === 'word' ? cursor.take() : null
  const service = verb === null || !Object.hasOwn(short, verb.value) ? null : (short[verb.value] ?? null)
  if (service !== null) return called(callOf(service, cursor, partition, context))
  switch (verb?.value) {
    case 'call':
      return called(callIn(cursor, partition, context))
    case 'load':
    case 'store':
    case 'fetch':
      return accessIn(verb.value, cursor, partition, context)
    case 'fault': {
      const trap = trapNamed(cursor.name('the name of a trap'), context)
      return trap === null ? null : effect({ do: 'fault', trap })
    }
    case 'privileged':
      return effect({ do: 'privileged' })
    case 'compute':
      return computeIn(cursor, context)
    case 'loop':
      return effect({ do: 'compute', cycles: forever })
    case 'wait': {
      const until = untilIn(cursor)
      return until === null ? null : { does: { kind: 'wait', until }, made: null }
    }
    default: {
      const wrong = verb?.value ?? cursor.ahead?.value ?? ''
      const near = nearest(wrong, [...verbs, 'expect', 'step'])
      const hint =
        near.length > 0 ? `did you mean ${near.join(', ')}?` : `lines begin with ${verbs.join(', ')}, expect, step`
      return context.notes.say('SCENARIO-1', verb ?? cursor.place, `"${wrong}" is nothing that a guest does: ${hint}`)
    }
  }
}
