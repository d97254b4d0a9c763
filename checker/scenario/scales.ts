/** Scales: the names that numbers go by in scenarios, whether as an argument, in a record, or in the state. */

import { event } from '../../spec/guest/vocabulary.ts'
import { healthError, levelNumber, systemState } from '../../spec/health/vocabulary.ts'
import type { ParameterKind } from '../../spec/hypercall/vocabulary.ts'
import { readMode } from '../../spec/hypercall/vocabulary.ts'
import { modeNumber, startConditionNumber, stateNumber } from '../../spec/partition/vocabulary.ts'
import { freshnessNumber } from '../../spec/ports/vocabulary.ts'
import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import { returnNumber } from '../../spec/words/vocabulary.ts'

export type Names = Readonly<Record<string, number>>

/** What a number can stand for. `number` stands for itself. */
export type Scale =
  | 'number'
  | 'code'
  | 'mode'
  | 'state'
  | 'start'
  | 'error'
  | 'level'
  | 'system state'
  | 'events'
  | 'port type'
  | 'direction'
  | 'freshness'
  | 'validity'
  | 'read mode'
  | 'rights'
  | 'cache'
  | 'whether'
  | 'partition'
  | 'schedule'

const users = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`USER${n}`, 8 + n]))

const fixed: { readonly [scale in Exclude<Scale, 'partition' | 'schedule'>]: Names } = {
  number: {},
  code: returnNumber,
  mode: modeNumber,
  state: stateNumber,
  start: startConditionNumber,
  error: { ...healthError, ...users },
  level: levelNumber,
  'system state': systemState,
  events: { NONE: 0, ...event },
  'port type': { queuing: 1, sampling: 2 },
  direction: { SOURCE: 0, DESTINATION: 1 },
  freshness: freshnessNumber,
  validity: { INVALID: 0, VALID: 1 },
  'read mode': readMode,
  rights: { R: 1, RW: 3, RX: 5, RWX: 7, X: 4 },
  cache: { data: 1, instructions: 2, both: 3 },
  whether: { no: 0, yes: 1 },
}

/** The names of a scale; those of partitions and schedules are the configuration's, and mean identifiers. */
export const namesOf = (scale: Scale, { partitions, time }: ModuleConfiguration): Names => {
  switch (scale) {
    case 'partition':
      return {
        self: 0xffffffff,
        module: 0xffffffff,
        ...Object.fromEntries(partitions.map(({ name, identifier }) => [name, identifier])),
      }
    case 'schedule':
      return Object.fromEntries(time.schedules.map(({ name, identifier }) => [name, identifier]))
    default:
      return fixed[scale]
  }
}

/** A number by its name, if it has one. */
export const shown = (scale: Scale, n: number, configuration: ModuleConfiguration): string => {
  if (scale === 'events' && n !== 0)
    return (
      Object.entries(event)
        .filter(([, bit]) => (n & bit) !== 0)
        .map(([name]) => name)
        .join('+') || String(n)
    )
  const named = Object.entries(namesOf(scale, configuration)).find(([, number]) => number === n)
  return named === undefined ? (n > 0xffff ? `0x${n.toString(16)}` : String(n)) : named[0]
}

/** What the number given for a parameter stands for. */
export const scaleOf = (kind: ParameterKind): Scale => {
  switch (kind) {
    case 'partition':
    case 'mode':
    case 'schedule':
    case 'port type':
    case 'error':
    case 'cache':
      return kind
    case 'state':
      return 'system state'
    case 'name':
    case 'port':
    case 'length':
    case 'level':
    case 'levels':
    case 'core':
    case 'processor state':
    case 'number':
    case 'reads':
    case 'writes':
    case 'reads and writes':
    case 'message in':
    case 'message out':
      return 'number'
  }
}
