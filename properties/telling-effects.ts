/** Effects in words: calls by their name, with the names of their arguments. */

import { healthError, systemState } from '../spec/health/vocabulary.ts'
import { serviceOf, type Parameter } from '../spec/hypercall/vocabulary.ts'
import type { Call, Effect, Operand, ResolvedCall } from '../spec/module/vocabulary.ts'
import { operatingModes } from '../spec/partition/vocabulary.ts'

export const hex = (n: number): string => `0x${(n >>> 0).toString(16)}`

/** The name that a table has for a number. */
const nameOf = (names: Readonly<Record<string, number>>, n: number): string | undefined =>
  Object.entries(names).find(([, value]) => value === n)?.[0]

/** An error by its name, where it has one. */
export const errorTold = (error: number): string => nameOf(healthError, error) ?? `error ${error}`

/** A number of 32 bits, as one that may be negative. */
const signed = (n: number): string => String(n | 0).replace('-', '−')

/** A number that stands for a parameter. */
const valueTold = ({ kind }: Parameter, n: number): string => {
  switch (kind) {
    case 'mode':
      return operatingModes[n] ?? signed(n)
    case 'port type':
      return n === 1 ? 'queuing' : n === 2 ? 'sampling' : signed(n)
    case 'error':
      return n < 8 ? errorTold(n) : signed(n)
    case 'state':
      return nameOf(systemState, n) ?? signed(n)
    case 'partition':
    case 'schedule':
    case 'port':
    case 'length':
    case 'level':
    case 'core':
    case 'cache':
      return signed(n)
    case 'name':
    case 'levels':
    case 'processor state':
    case 'number':
    case 'reads':
    case 'writes':
    case 'reads and writes':
    case 'message in':
    case 'message out':
      return hex(n)
  }
}

const operandTold = (operand: Operand, told: (n: number) => string = hex): string =>
  typeof operand === 'number'
    ? told(operand)
    : `low register ${operand.resultPlus < 0 ? '−' : '+'} ${Math.abs(operand.resultPlus)}`

/** What a call was answered, and by which row; nothing for one that has no table. */
export const answerTold = ({ code, row }: { readonly code: string; readonly row: string }): string =>
  row === '' ? '' : `: ${code} (${row})`

/** A call with each argument by its name. */
export const callTold = ({ service, arguments: given }: Call | ResolvedCall): string => {
  const told = serviceOf(service).parameters.map(
    (parameter, i) => `${parameter.name} ${operandTold(given[i] ?? 0, (n) => valueTold(parameter, n))}`,
  )
  return told.length === 0 ? service : `${service} (${told.join(', ')})`
}

/** What somebody does. */
export const effectTold = (effect: Effect): string => {
  switch (effect.do) {
    case 'access':
      return effect.kind === 'store'
        ? `stores ${operandTold(effect.value)} at ${operandTold(effect.at)}, ${effect.size} bytes`
        : `${effect.kind === 'load' ? 'loads' : 'fetches'} ${effect.size} bytes at ${operandTold(effect.at)}`
    case 'call':
      return `calls ${callTold(effect.call)}`
    case 'compute':
      return `computes ${effect.cycles} cycles`
    case 'privileged':
      return 'executes a privileged instruction'
    case 'fault':
      return `executes an instruction that raises ${effect.trap}`
  }
}
