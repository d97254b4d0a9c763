/** A line of a trace decoded: an event, or what is wrong with the line and where. */

import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import { parsedJson } from '../counterexample/json.ts'
import { refusals } from '../configuration/codec.ts'
import type { Position } from '../configuration/diagnostic.ts'
import { kinds, type Event, type KindName, type Recorded } from './event.ts'

/** Why a trace cannot be read on. */
export interface Problem extends Position {
  readonly why: string
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isKind = (name: string): name is KindName => Object.hasOwn(kinds, name)

/** The kind of event that a record claims to be. */
const kindOf = (record: Readonly<Record<string, unknown>>): string =>
  record.ev === 'trap' ? `trap.${String(record.kind)}` : String(record.ev)

/** Where a field begins in its line. */
const columnOf = (text: string, key: string): number => Math.max(0, text.indexOf(`"${key}"`)) + 1

/** What its kind makes of a record. */
const eventOf = (kind: KindName, record: unknown): Either<{ readonly key: string; readonly why: string }, Event> => {
  const decoded = kinds[kind].codec.decode(record)
  if (!isLeft(decoded)) return decoded
  const [first] = refusals(decoded.left)
  // An intersection of codecs puts the number of its member before the field.
  const key = String(first?.at.find((step) => !/^\d+$/.test(String(step))) ?? '')
  const missing = isRecord(record) && !Object.hasOwn(record, key)
  return left({ key, why: missing ? `${key}: is missing` : `${key}: ${first?.why ?? 'is wrong'}` })
}

/** What a line says. */
export const recordedOf = (text: string, line: number): Either<Problem, Recorded> => {
  const json = parsedJson(text)
  if (isLeft(json)) {
    const [position = '', ...rest] = json.left.split(' ')
    return left({ line, column: Number(position.split(':')[1] ?? 1), why: rest.join(' ') })
  }
  const record = json.right
  if (!isRecord(record)) return left({ line, column: 1, why: 'is no JSON object' })
  if (typeof record.ev !== 'string')
    return left({ line, column: columnOf(text, 'ev'), why: 'ev: is missing or no text' })
  const kind = kindOf(record)
  if (!isKind(kind)) {
    if (record.ev === 'trap')
      return left({ line, column: columnOf(text, 'kind'), why: 'kind: is none of irq, oscall, pvcall, swtrap, fault' })
    return right({ line, event: null, kind, ignored: [] })
  }
  const event = eventOf(kind, record)
  if (isLeft(event)) return left({ line, column: columnOf(text, event.left.key), why: event.left.why })
  const { required, optional } = kinds[kind]
  const ignored = Object.keys(record).filter((key) => !Object.hasOwn(required, key) && !Object.hasOwn(optional, key))
  return right({ line, event: event.right, kind, ignored })
}
