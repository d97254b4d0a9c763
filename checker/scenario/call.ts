/** A call in a script: its name, and its arguments by position or by name. */

import { serviceNames, serviceOf, type Service, type ServiceName } from '../../spec/hypercall/vocabulary.ts'
import { nearest } from '../report/wrapping.ts'
import type { Context } from './context.ts'
import { made, typeGiven, type Made, type Written } from './layout.ts'
import { fieldsRead } from './records.ts'
import type { Cursor, Token } from './text.ts'

const serviceNamed = (token: Token | null, cursor: Cursor): ServiceName | null => {
  if (token === null) return null
  const found = serviceNames.find((name) => name === token.value)
  if (found !== undefined) return found
  const near = nearest(token.value, serviceNames)
  const hint = near.length > 0 ? `; did you mean ${near.join(', ')}?` : ''
  return cursor.notes.say('SCENARIO-2', token, `there is no call "${token.value}"${hint}`)
}

/** Reads `NAME argument … key=value …` up to what is expected of it. */
const written = (cursor: Cursor, service: ServiceName, partition: number, context: Context): Written | null => {
  const at = cursor.place
  const { parameters }: Service = serviceOf(service)
  const given = new Map<string, Token>()
  const order = parameters.map(({ name }) => name)
  let sound = true
  for (let position = 0; !cursor.done && cursor.ahead?.value !== '=>';) {
    const key = cursor.followedBy('=') ? cursor.take() : null
    if (key !== null) cursor.has('=')
    const value = cursor.name(key === null ? 'an argument' : `the value of ${key.value}`)
    if (value === null) return null
    const name = key?.value ?? order[position++]
    if (name === undefined) sound = refused(cursor, value, `${service} has no more than ${order.length} arguments`)
    else if (given.has(name)) sound = refused(cursor, key ?? value, `${name} is given twice`)
    else given.set(name, value)
    if (key !== null && order.includes(key.value)) position = order.indexOf(key.value) + 1
  }
  const fields = fieldsRead(service, typeGiven(given, context)).map(({ name }) => name)
  for (const [name, token] of given)
    if (!order.includes(name) && !fields.includes(name))
      sound = refused(
        cursor,
        token,
        `${service} has no argument or field "${name}": it has ${[...order, ...fields].join(', ')}`,
      )
  return sound ? { service, given, partition, at } : null
}

const refused = (cursor: Cursor, token: Token, message: string): boolean => {
  cursor.notes.say('SCENARIO-1', token, message)
  return false
}

/** Reads a call whose name is still to come. */
export const callIn = (cursor: Cursor, partition: number, context: Context): Made | null => {
  const service = serviceNamed(cursor.name('the name of a call'), cursor)
  return service === null ? null : callOf(service, cursor, partition, context)
}

/** Reads the arguments of a call. */
export const callOf = (service: ServiceName, cursor: Cursor, partition: number, context: Context): Made | null => {
  const call = written(cursor, service, partition, context)
  return call === null ? null : made(call, context)
}
