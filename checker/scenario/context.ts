/** What the words of a scenario can refer to: the partitions, schedules, ports and memory of its configuration. */

import type { ModuleConfiguration, Operand, Platform } from '../../spec/module/vocabulary.ts'
import { portPlaces } from '../../spec/ports/statements.ts'
import type { PortConfiguration, PortPlace } from '../../spec/ports/vocabulary.ts'
import { areasOf } from '../../spec/space/statements.ts'
import type { Area } from '../../spec/space/vocabulary.ts'
import { nearest } from '../report/wrapping.ts'
import { namesOf, type Scale } from './scales.ts'
import type { Cursor, Notes, Token } from './text.ts'
import type { Wanted } from './scenario.ts'

/** The kernel writes records for scripts into the last page of a partition’s own memory. */
export const scratchBytes = 0x1000

export interface Context {
  readonly configuration: ModuleConfiguration
  readonly platform: Platform
  readonly areas: readonly Area[]
  readonly notes: Notes
}

export const contextOf = (configuration: ModuleConfiguration, platform: Platform, notes: Notes): Context => ({
  configuration,
  platform,
  areas: areasOf({ partitions: configuration.partitions, shared: configuration.sharedMemory, map: platform }),
  notes,
})

/** What may have been meant. */
const hint = (wrong: string, names: readonly string[]): string => {
  const near = nearest(wrong, names)
  return near.length > 0 ? `did you mean ${near.join(', ')}?` : `there are ${names.join(', ')}`
}

/** The position of the thing of this name, or says that there is none. */
const named = (
  what: string,
  all: readonly { readonly name: string }[],
  token: Token | null,
  notes: Notes,
): number | null => {
  if (token === null) return null
  const found = all.findIndex(({ name }) => name === token.value)
  if (found >= 0) return found
  const names = all.map(({ name }) => name)
  const rest = names.length === 0 ? 'the configuration has none' : hint(token.value, names)
  return notes.say('SCENARIO-2', token, `no ${what} is called "${token.value}": ${rest}`)
}

export const partitionNamed = (cursor: Cursor, context: Context): number | null =>
  partitionCalled(cursor.name('the name of a partition'), context)

/** The position of the partition that a word names. */
export const partitionCalled = (token: Token | null, { configuration, notes }: Context): number | null =>
  named('partition', configuration.partitions, token, notes)

export const scheduleNamed = (cursor: Cursor, { configuration, notes }: Context): number | null =>
  named('schedule', configuration.time.schedules, cursor.name('the name of a schedule'), notes)

/** The ports of a partition, with their numbers. */
export const portsOf = (partition: number, { configuration }: Context): readonly PortPlace[] =>
  portPlaces(configuration.partitions, configuration.channels).filter((place) => place.partition === partition)

/** A partition’s port of that kind. */
export const portOf = (
  name: string,
  kind: PortConfiguration['kind'],
  partition: number,
  context: Context,
): PortPlace | null =>
  portsOf(partition, context).find((place) => place.kind === kind && place.port.name === name) ?? null

/** A whole number, decimal or hexadecimal, below 2⁵³. */
export const numberIn = (text: string): number | null => {
  if (!/^-?(\d{1,16}|0x[0-9a-fA-F]{1,13})$/.test(text)) return null
  const n = text.startsWith('-') ? -Number(text.slice(1)) : Number(text)
  return Number.isSafeInteger(n) ? n : null
}

/** A number, or a name of its scale; of events, several joined by +. */
export const scaled = (token: Token, scale: Scale, { configuration }: Context): number | null => {
  const names = namesOf(scale, configuration)
  const one = (text: string): number | null => (Object.hasOwn(names, text) ? (names[text] ?? null) : numberIn(text))
  if (scale !== 'events') return one(token.value)
  const parts = token.value.split('+').map(one)
  return parts.reduce((sum: number | null, n) => (sum === null || n === null ? null : sum | n), 0)
}

/** Says that a word is neither a number nor a name of its scale. */
export const unscaled = (token: Token, scale: Scale, { configuration, notes }: Context): null => {
  const names = Object.keys(namesOf(scale, configuration))
  return notes.say(
    'SCENARIO-3',
    token,
    names.length === 0
      ? `"${token.value}" is no number`
      : `"${token.value}" is neither a number nor a ${scale}: ${hint(token.value, names)}`,
  )
}

/** `own+0x10` in parts: a symbol, what it is of, and what is added. */
const symbolic = /^([a-z]+)(?:\(([^()]+)\))?(?:([+-])(\d{1,10}|0x[0-9a-fA-F]{1,8}))?$/

const baseOf = (symbol: string, of: string | null, partition: number, context: Context): number | null => {
  const { areas, configuration, platform } = context
  const own = areas.find(({ owner }) => owner.kind === 'partition' && owner.index === partition)
  switch (symbol) {
    case 'own':
      return own?.virtual ?? null
    case 'end':
      return own === undefined ? null : own.virtual + own.bytes
    case 'kernel':
      return platform.kernel.base
    case 'tables':
      return platform.contextTable
    case 'devices':
      return platform.devicesAt
    case 'physical': {
      const index = configuration.partitions.findIndex(({ name }) => name === of)
      return areas.find(({ owner }) => owner.kind === 'partition' && owner.index === index)?.physical ?? null
    }
    case 'shared': {
      const index = configuration.sharedMemory.findIndex(({ name }) => name === of)
      return areas.find(({ owner }) => owner.kind === 'shared' && owner.index === index)?.virtual ?? null
    }
    default:
      return null
  }
}

/** A number or an address: `12`, `-1`, `own+0x10`, `physical(P2)`, `shared(area)+4`; what it is, or null. */
export const placeIn = (text: string, partition: number, context: Context): number | null => {
  const plain = numberIn(text)
  if (plain !== null) return plain
  const [, symbol = '', of, sign, by = '0'] = symbolic.exec(text) ?? []
  const base = baseOf(symbol, of ?? null, partition, context)
  return base === null ? null : base + (sign === '-' ? -1 : 1) * Number(by)
}

/** What a guest can compute with: a constant, or the result of what it did last with a constant added (`result+4`). */
export const operandOf = (token: Token, partition: number, context: Context): Operand | null => {
  const [whole, sign, by = '0'] = /^result(?:([+-])(\d{1,10}|0x[0-9a-fA-F]{1,8}))?$/.exec(token.value) ?? []
  if (whole !== undefined) return { resultPlus: (sign === '-' ? -1 : 1) * Number(by) }
  const place = placeIn(token.value, partition, context)
  return (
    place ??
    context.notes.say(
      'SCENARIO-3',
      token,
      `"${token.value}" is neither a number nor a place such as own+0x100, kernel, devices, physical(NAME), shared(NAME), result+4`,
    )
  )
}

/** Where an address of a partition lies in physical memory; null where the partition has nothing of its own. */
export const physicalOf = (at: number, partition: number, { areas }: Pick<Context, 'areas'>): number | null => {
  const area = areas.find(
    ({ owner, virtual, bytes }) =>
      (owner.kind === 'shared' || (owner.kind === 'partition' && owner.index === partition)) &&
      virtual <= at &&
      at < virtual + bytes,
  )
  return area === undefined ? null : area.physical + (at - area.virtual)
}

/** `3`, `NORMAL`, `at least 3`, `t0+20`, `as t0`: what a number is wanted to be. */
export const wantedIn = (
  cursor: Cursor,
  scale: Scale,
  context: Context,
  partition: number | null = null,
): Wanted | null => {
  if (cursor.has('as')) return kept({ compare: 'any', base: null, plus: 0, keep: null }, cursor)
  const compare = cursor.has('at') ? (cursor.has('most') ? 'at most' : cursor.must('least') ? 'at least' : null) : 'is'
  if (compare === null) return null
  const token = cursor.name('a number or a name')
  if (token === null) return null
  const place = scale === 'number' ? placeIn(token.value, partition ?? -1, context) : null
  const plain = place ?? scaled(token, scale, context)
  if (plain !== null) return andKept({ compare, base: null, plus: plain, keep: null }, cursor)
  const [whole, base = '', sign, by = '0'] = /^([a-z][a-z0-9]*)(?:([+-])(\d{1,15}))?$/.exec(token.value) ?? []
  if (whole === undefined) return unscaled(token, scale, context)
  return andKept({ compare, base, plus: (sign === '-' ? -1 : 1) * Number(by), keep: null }, cursor)
}

const kept = (wanted: Wanted, cursor: Cursor): Wanted | null => {
  const name = cursor.name('a name to remember it by')
  return name === null ? null : { ...wanted, keep: name.value }
}

const andKept = (wanted: Wanted, cursor: Cursor): Wanted | null => (cursor.has('as') ? kept(wanted, cursor) : wanted)
