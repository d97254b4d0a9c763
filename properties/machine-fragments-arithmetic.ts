/** Pieces of programs about what arithmetic leaves behind: condition codes that are asked for later, quotients larger than one, floats that come and go through memory. */

import { instructions } from '../spec/machine/instructions.ts'
import type { Choices } from './choices.ts'
import { assembled, constant, immediately, ofRegisters } from './machine-assembly.ts'
import type { Draw, Fragment } from './machine-fragments-board.ts'
import { drawSource, drawTarget } from './machine-operands.ts'
import { pointer } from './machine-places.ts'
import { drawWord } from './machine-values.ts'

const branchNames = instructions
  .map(({ name }) => name)
  .filter((name) => /^B[A-Z]+$/.test(name) && name !== 'BA' && name !== 'BN')

const setters = ['SUBcc', 'SUBcc', 'SUBcc', 'ANDcc', 'ORcc', 'XORcc', 'ANDNcc', 'ADDcc', 'SUBXcc', 'ADDXcc', 'TSUBcc']

/** Instructions that leave condition codes alone; some ask for the carry. */
const between = (choices: Choices): Fragment =>
  choices.weighted<Fragment>(
    [4, () => []],
    [2, () => [immediately('ADD', drawSource(choices), choices.below(9), drawTarget(choices))]],
    [1, () => [ofRegisters('LD', pointer.data, 0, drawTarget(choices))]],
    [
      2,
      () => [ofRegisters(choices.of(['ADDX', 'SUBX']), drawSource(choices), drawSource(choices), drawTarget(choices))],
    ],
  )

/** A branch over the next instruction, which shows whether it was taken. */
const asked = (choices: Choices): Fragment => [
  assembled(choices.of(branchNames), { a: choices.below(2), disp22: 3 }),
  immediately('ADD', 16, 1, 16),
  immediately('ADD', 16, choices.between(2, 9), 16),
]

/** Condition codes set by operands that are often equal, then asked for twice, with something else between. */
export const conditions: Draw = (choices) => {
  const [a, b] = [drawTarget(choices), choices.of([9, 10, 20])]
  const set = choices.of(setters)
  return [
    ...(choices.percent(60) ? constant(drawWord(choices), a) : []),
    choices.percent(60) ? immediately('OR', a, 0, b) : ofRegisters('LD', pointer.data, 0, b),
    choices.percent(70)
      ? ofRegisters(set, a, b, choices.percent(60) ? 0 : drawTarget(choices))
      : immediately(set, a, choices.between(-3, 3), choices.percent(60) ? 0 : drawTarget(choices)),
    ...between(choices),
    ...asked(choices),
    ...between(choices),
    ...asked(choices),
  ]
}

/** A division whose dividend is a word, extended as it is to be: its quotient is seldom 0 or 1. */
export const quotients: Draw = (choices) => {
  const [dividend, divisor] = [drawTarget(choices), choices.of([9, 10, 20])]
  const signed = choices.percent(50)
  return [
    ...constant(drawWord(choices), dividend),
    ...(signed
      ? [immediately('SRA', dividend, 31, divisor), immediately('WRY', divisor, 0)]
      : [immediately('WRY', 0, 0)]),
    immediately('OR', 0, choices.of([1, 2, 3, 7, 10, -1, -3, choices.between(1, 4095)]), divisor),
    ofRegisters(choices.of(signed ? ['SDIV', 'SDIVcc'] : ['UDIV', 'UDIVcc']), dividend, divisor, drawTarget(choices)),
  ]
}

/** Floats loaded and stored again and again at one page, sometimes a byte or a half beside. */
export const floatsInMemory: Draw = (choices) =>
  Array.from({ length: choices.between(2, 5) }, () => {
    const name = choices.of(['LDF', 'STF', 'LDDF', 'STDF'])
    const offset = 8 * choices.below(12) + (choices.percent(10) ? choices.of([1, 2, 4]) : 0)
    return immediately(name, pointer.data, offset, choices.below(32))
  })
