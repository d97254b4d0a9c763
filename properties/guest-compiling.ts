/** Scripted effects as machine code: what a partition's script would do, done by instructions. */

import type { TrapType } from '../spec/hal/vocabulary.ts'
import { serviceOf, trapOf, type ServiceName } from '../spec/hypercall/vocabulary.ts'
import { softwareTrap } from '../spec/machine/vocabulary.ts'
import type { Effect, Operand } from '../spec/module/vocabulary.ts'
import type { Word } from '../spec/words/vocabulary.ts'
import { assembled, constant, immediately, nop, ofRegisters, register } from './machine-assembly.ts'
import { pointer } from './machine-places.ts'

/** Instructions in a row. */
export type Code = readonly Word[]

const isShort = (value: number): boolean => value >= -4096 && value <= 4095

/** A value into a register, in as few instructions as it takes. */
export const loadedWith = (value: number, rd: number): Code => {
  const signed = value | 0
  if (isShort(signed)) return [immediately('OR', 0, signed, rd)]
  const both = constant(value >>> 0, rd)
  return (value & 0x3ff) === 0 ? both.slice(0, 1) : both
}

const operandInto = (operand: Operand, rd: number): Code => {
  if (typeof operand === 'number') return loadedWith(operand, rd)
  const more = operand.resultPlus | 0
  return isShort(more)
    ? [immediately('ADD', register.o, more, rd)]
    : [...loadedWith(more, rd), ofRegisters('ADD', register.o, rd, rd)]
}

/** The software trap with a trap type of 0x80 and more. */
export const trapInstruction = (trap: number): Word =>
  assembled('TA', { rs1: 0, i: 1, simm13: (trap - softwareTrap(0)) & 0x7f })

/** Arguments in their registers: the last first, for the first overwrites what others may count from. */
const argumentsOf = (given: readonly Operand[]): Code =>
  given
    .map((value, i) => operandInto(value, register.o + i))
    .toReversed()
    .flat()

/** A call with some arguments. */
export const calling = (service: ServiceName, given: readonly Operand[] = []): Code => {
  if (service === 'unassigned_trap') return [trapInstruction(typeof given[0] === 'number' ? given[0] : 0xff)]
  const { trap, number } = serviceOf(service)
  const [by, which] = service === 'unassigned_number' ? [given[0] ?? trap, given[1] ?? 0xff] : [trap, number]
  const numbered = trap === trapOf.call || trap === trapOf.processor
  return [
    ...argumentsOf(service === 'unassigned_number' ? [] : given),
    ...(numbered ? operandInto(which, register.o + 5) : []),
    trapInstruction(typeof by === 'number' ? by : trap),
  ]
}

const loads = { 1: 'LDUB', 2: 'LDUH', 4: 'LD', 8: 'LDD' } as const
const stores = { 1: 'STB', 2: 'STH', 4: 'ST', 8: 'STD' } as const

/** The registers that an access is made with: the address in %g1, the value in %g2; doublewords go through %o2 and %o3. */
const [AT, VALUE, PAIR] = [1, 2, register.o + 2]

const accessing = (effect: Extract<Effect, { readonly do: 'access' }>): Code => {
  const at = operandInto(effect.at, AT)
  switch (effect.kind) {
    case 'load':
      return [...at, immediately(loads[effect.size], AT, 0, effect.size === 8 ? PAIR : register.o)]
    case 'store': {
      const through = effect.size === 8 ? PAIR : VALUE
      const value = operandInto(effect.value, effect.size === 8 ? PAIR + 1 : VALUE)
      return [...value, ...at, immediately(stores[effect.size], AT, 0, through)]
    }
    case 'fetch':
      return [...at, immediately('JMPL', AT, 0, register.o + 7), nop]
  }
}

/** No program computes longer: it would do nothing else. */
const LONGEST = 400

/** A loop that takes about so many cycles; a few without one. */
export const computing = (cycles: number): Code => {
  const counted = Math.min(cycles, LONGEST)
  if (counted < 6) return Array.from({ length: Math.max(1, counted) }, () => nop)
  return [
    ...loadedWith(Math.floor(counted / 3), VALUE),
    immediately('SUBcc', VALUE, 1, VALUE),
    assembled('BNE', { disp22: -1 }),
    nop,
  ]
}

/** An instruction that raises a trap; for a trap that none raises by itself, one that is illegal. */
const raising = (trap: TrapType): Code => {
  switch (trap) {
    case 'instruction_access_exception':
      return [immediately('JMPL', 0, 0, 0), nop]
    case 'privileged_instruction':
      return [assembled('RDPSR', { rd: VALUE })]
    case 'fp_disabled':
      return [assembled('FADDs', { rs1: 1, rs2: 2, rd: 3 })]
    case 'fp_exception':
      return [...calling('enable_fpu'), assembled('FSQRTq', { rs2: 0, rd: 4 })]
    case 'mem_address_not_aligned':
      return [immediately('LD', pointer.data, 1, VALUE)]
    case 'data_access_exception':
      return [immediately('LD', 0, 0, VALUE)]
    case 'tag_overflow':
      return [immediately('TADDccTV', 0, 1, VALUE)]
    case 'cp_disabled':
      return [assembled('CPop1', {})]
    case 'division_by_zero':
      return [assembled('UDIV', { rs1: VALUE, i: 0, rs2: 0, rd: VALUE })]
    case 'window_overflow':
      return Array.from({ length: 8 }, () => immediately('SAVE', register.o + 6, -96, register.o + 6))
    case 'window_underflow':
      return Array.from({ length: 2 }, () => immediately('RESTORE', 0, 0, 0))
    case 'illegal_instruction':
    case 'watchpoint_detected':
    case 'r_register_access_error':
    case 'cp_exception':
    case 'data_store_error':
      return [assembled('UNIMP', { const22: 0 })]
  }
}

/** What a script's effect is in machine code. */
export const compiled = (effect: Effect): Code => {
  switch (effect.do) {
    case 'access':
      return accessing(effect)
    case 'call':
      return calling(effect.call.service, effect.call.arguments)
    case 'compute':
      return computing(effect.cycles)
    case 'privileged':
      return [assembled('RDPSR', { rd: VALUE })]
    case 'fault':
      return raising(effect.trap)
  }
}
