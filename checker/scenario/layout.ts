/** The records of one call laid out in its caller’s memory, and the effects that do so and make the call. */

import { nameBytes, serviceOf, type Parameter, type ServiceName } from '../../spec/hypercall/vocabulary.ts'
import type { Effect, Operand } from '../../spec/module/vocabulary.ts'
import type { PortConfiguration } from '../../spec/ports/vocabulary.ts'
import type { Position } from '../configuration/diagnostic.ts'
import { operandOf, placeIn, portOf, portsOf, scaled, scratchBytes, unscaled, type Context } from './context.ts'
import { fieldsRead, type Field } from './records.ts'
import { scaleOf } from './scales.ts'
import type { Token } from './text.ts'

/** A call as written: the token for each parameter, and for each field of a record it reads. */
export interface Written {
  readonly service: ServiceName
  readonly given: ReadonlyMap<string, Token>
  readonly partition: number
  /** Where its arguments begin. */
  readonly at: Position
}

/** A call as it is made. */
export interface Made {
  readonly service: ServiceName
  readonly effects: readonly Effect[]
  /** The port it is about, if it says so. */
  readonly type: PortConfiguration['kind'] | null
  /** Where each record lies, for its fields; null for an address that is known only when it is made. */
  readonly records: ReadonlyMap<string, number | null>
}

/** The port type that was given, if it is one. */
export const typeGiven = (given: ReadonlyMap<string, Token>, context: Context): PortConfiguration['kind'] | null => {
  const token = given.get('type')
  const number = token === undefined ? null : scaled(token, 'port type', context)
  return number === 1 ? 'queuing' : number === 2 ? 'sampling' : null
}

/** Words of a text, the last filled up with zeros. */
const wordsOf = (bytes: Uint8Array): readonly number[] =>
  Array.from({ length: Math.ceil(bytes.length / 4) }, (_, w) =>
    [0, 1, 2, 3].reduce((word, b) => ((word << 8) | (bytes[4 * w + b] ?? 0)) >>> 0, 0),
  )

const store = (at: number, value: number): Effect => ({
  do: 'access',
  kind: 'store',
  size: 4,
  at: at >>> 0,
  value: value >>> 0,
})

const utf8 = new TextEncoder()

/** A record is filled with this before the call: what the call does not write cannot be taken for what it wrote. */
const UNWRITTEN = 0xa5a5a5a5
const MOST_FILLED = 16

/** The identifier that means the caller. */
const SELF = 0xffffffff

/** Lays out the records of one call in the last page of the caller’s memory. */
class Layout {
  readonly effects: Effect[] = []
  readonly records = new Map<string, number | null>()
  readonly #context: Context
  readonly #call: Written
  #free: number
  readonly #end: number
  readonly type: PortConfiguration['kind'] | null

  constructor(call: Written, context: Context) {
    this.#call = call
    this.#context = context
    const end = placeIn('end', call.partition, context) ?? 0
    this.#end = end
    this.#free = end - scratchBytes
    this.type = typeGiven(call.given, context)
  }

  /** The operand for a parameter, once its record lies ready. */
  operand(parameter: Parameter): Operand | null {
    const token = this.#call.given.get(parameter.name) ?? null
    switch (parameter.kind) {
      case 'name':
        return token?.kind === 'text'
          ? this.#text(parameter.name, `${token.value}\0`, nameBytes)
          : token === null
            ? this.#text(parameter.name, '\0', nameBytes)
            : this.#place(parameter.name, token)
      case 'message in':
        return token?.kind === 'text' ? this.#text(parameter.name, token.value, 4) : this.#place(parameter.name, token)
      case 'reads':
      case 'reads and writes':
        return token === null ? this.#record(parameter) : this.#place(parameter.name, token)
      case 'writes':
        return token === null ? this.#record(parameter) : this.#place(parameter.name, token)
      case 'message out':
        return token === null ? this.#buffer(parameter.name) : this.#place(parameter.name, token)
      case 'length':
        return this.#length(token)
      case 'port':
        return this.#port(token)
      case 'partition':
      case 'mode':
      case 'schedule':
      case 'port type':
      case 'error':
      case 'state':
      case 'level':
      case 'levels':
      case 'core':
      case 'cache':
      case 'processor state':
      case 'number':
        return this.#number(parameter, token)
    }
  }

  /** So many bytes, from a multiple of 8 on. */
  #room(name: string, bytes: number): number | null {
    const at = this.#free
    this.#free = Math.ceil((at + Math.max(bytes, 4)) / 8) * 8
    this.records.set(name, at)
    if (this.#free <= this.#end) return at
    return this.#context.notes.say(
      'SCENARIO-3',
      this.#call.at,
      `the records of this call need more than the ${scratchBytes} bytes that are kept for them`,
    )
  }

  #text(name: string, text: string, least: number): number | null {
    const bytes = utf8.encode(text)
    const at = this.#room(name, Math.max(bytes.length, least))
    if (at === null) return null
    this.effects.push(...wordsOf(bytes).map((word, w) => store(at + 4 * w, word)))
    return at
  }

  #place(name: string, token: Token | null): Operand | null {
    if (token === null) return 0
    const operand = operandOf(token, this.#call.partition, this.#context)
    this.records.set(name, typeof operand === 'number' ? operand : null)
    return operand
  }

  #record({ name, bytes = 4 }: Parameter): number | null {
    const at = this.#room(name, bytes)
    if (at === null) return null
    const words = Math.ceil(bytes / 4)
    const filled = new Array<number>(Math.min(words, MOST_FILLED)).fill(UNWRITTEN)
    for (const field of fieldsRead(this.#call.service, this.type)) {
      if (field.parameter !== name) continue
      const value = this.#field(field)
      if (value === null) return null
      const [high, low] = [Math.floor(value / 0x100000000), value >>> 0]
      if (field.words === 2) filled[field.offset / 4] = high
      filled[field.offset / 4 + field.words - 1] = low
    }
    this.effects.push(...filled.map((word, w) => store(at + 4 * w, word)))
    return at
  }

  /** What was given for a field; for CREATE_PORT what the port is configured with; else 0. */
  #field(field: Field): number | null {
    const token = this.#call.given.get(field.name)
    if (token === undefined) return this.#configured(field.name)
    return scaled(token, field.scale, this.#context) ?? unscaled(token, field.scale, this.#context)
  }

  #configured(field: string): number {
    const name = this.#call.given.get('name')
    const found =
      this.#call.service !== 'CREATE_PORT' || name === undefined || this.type === null
        ? null
        : portOf(name.value, this.type, this.#call.partition, this.#context)
    if (found === null) return 0
    const { port } = found
    switch (field) {
      case 'direction':
        return port.direction === 'SOURCE' ? 0 : 1
      case 'size':
        return port.maxMessageSize
      case 'refresh':
        return port.kind === 'sampling' ? Number(port.refreshPeriod) : 0
      case 'messages':
        return port.kind === 'queuing' ? port.maxMessages : 0
      default:
        return 0
    }
  }

  /** As long as the longest message of the port; 64 bytes if there is none. */
  #buffer(name: string): number | null {
    const given = this.#call.given.get('port')
    const port = portsOf(this.#call.partition, this.#context).find(
      ({ kind, number, port: { name } }) =>
        kind === this.type && given !== undefined && (name === given.value || String(number) === given.value),
    )?.port
    const at = this.#room(name, port?.maxMessageSize ?? 64)
    if (at !== null) this.effects.push(store(at, UNWRITTEN))
    return at
  }

  #length(token: Token | null): Operand | null {
    if (token !== null) return operandOf(token, this.#call.partition, this.#context)
    const message = this.#call.given.get('message') ?? this.#call.given.get('text')
    return message?.kind === 'text' ? utf8.encode(message.value).length : 0
  }

  #port(token: Token | null): Operand | null {
    if (token === null) return 0
    const found = this.type === null ? null : portOf(token.value, this.type, this.#call.partition, this.#context)
    if (found !== null) return found.number
    if (token.kind === 'text')
      return this.#context.notes.say(
        'SCENARIO-2',
        token,
        `the partition is configured with no ${this.type ?? 'such'} port "${token.value}"; give a number for one that does not exist`,
      )
    return operandOf(token, this.#call.partition, this.#context)
  }

  #number({ kind }: Parameter, token: Token | null): Operand | null {
    if (token === null) return kind === 'partition' ? SELF : 0
    const scale = scaleOf(kind)
    const value = scaled(token, scale, this.#context)
    if (value !== null) return value >>> 0
    return scale === 'number'
      ? operandOf(token, this.#call.partition, this.#context)
      : unscaled(token, scale, this.#context)
  }
}

/** The effects of a call. */
export const made = (call: Written, context: Context): Made | null => {
  const layout = new Layout(call, context)
  const operands: Operand[] = []
  for (const parameter of serviceOf(call.service).parameters) {
    const operand = layout.operand(parameter)
    if (operand === null) return null
    operands.push(operand)
  }
  const { service } = call
  return {
    service,
    effects: [...layout.effects, { do: 'call', call: { service, arguments: operands } }],
    type: layout.type,
    records: layout.records,
  }
}
