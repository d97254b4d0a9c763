/** Pieces of programs about what a processor remembers: code that was stored elsewhere or over a branch, translations that were changed and flushed. */

import { alternateSpace } from '../spec/machine/vocabulary.ts'
import type { Choices } from './choices.ts'
import { alternately, assembled, constant, immediately, nop, ofRegisters } from './machine-assembly.ts'
import { remapped, type Draw, type Fragment } from './machine-fragments-board.ts'
import { drawTarget } from './machine-operands.ts'
import { pointer } from './machine-places.ts'

const [linked, word] = [15, 20]

/** A word stored at an offset from a pointer. */
const placed = (instruction: number, base: number, offset: number): Fragment => [
  ...constant(instruction, word),
  immediately('ST', base, offset, word),
]

/** An instruction that shows that it was executed. */
const telling = (choices: Choices): number => immediately('ADD', 16, choices.between(1, 99), 16)

/** Two instructions written to a page of data and called there; then one of them written over, and called again. */
export const elsewhere: Draw = (choices) => {
  const at = 0x40 + 8 * choices.below(8)
  const call = [immediately('JMPL', pointer.data, at, linked), nop]
  return [
    ...placed(immediately('JMPL', linked, 8), pointer.data, at),
    ...placed(telling(choices), pointer.data, at + 4),
    ...call,
    ...placed(telling(choices), pointer.data, at + 4),
    ...call,
  ]
}

/** A loop of two turns whose branch behind a comparison is stored over in the first: in the second it is none any more. */
export const branchStoredOver: Draw = (choices, at) => {
  const counter = 16
  const branch = 4 * (at.index + 4)
  return [
    ...constant(immediately('ADD', 20, 1, drawTarget(choices)), word),
    immediately('OR', 0, 2, counter),
    immediately('SUBcc', counter, 1, counter),
    assembled('BE', { a: choices.below(2), disp22: 4 }),
    immediately('ST', pointer.code, Math.min(4092, branch), word),
    assembled('BNE', { disp22: -3 }),
    nop,
  ]
}

/** Pages read, a table word changed, everything flushed, the same pages read again. */
export const refreshed: Draw = (choices, at) => {
  const reads = [pointer.data, pointer.edge, pointer.code].map((base) =>
    ofRegisters('LD', base, 0, drawTarget(choices)),
  )
  return [
    ...reads,
    ...remapped(choices, at),
    immediately('OR', 0, choices.of([0x400, 0x400, 0x300]), word),
    alternately('STA', word, alternateSpace.probe, word),
    ...reads,
  ]
}

/** The context register: any of its bits for a while, then the first context again. */
export const otherContext: Draw = (choices) => [
  immediately('OR', 0, 0x200, 9),
  immediately('OR', 0, choices.below(256), word),
  alternately('STA', 9, alternateSpace.mmu, word),
  ...(choices.percent(70) ? [alternately('STA', 9, alternateSpace.mmu, 0)] : []),
]
