/** The trap tables of generated binary programs: handlers of virtual interrupts, and one of errors that goes on behind what went wrong. */

import { healthEventTrap } from '../spec/guest/vocabulary.ts'
import type { Choices } from './choices.ts'
import { calling, loadedWith, trapInstruction, type Code } from './guest-compiling.ts'
import { entryOf, errorHandlerWords, type Layout } from './guest-layout.ts'
import { assembled, immediately, nop, ofRegisters, register } from './machine-assembly.ts'

/** Code at an address. */
export interface Stretch {
  readonly at: number
  readonly code: Code
}

const counted = (n: number): Code => [immediately('ADD', n, 1, n)]

/** Four words for a virtual interrupt: most return, some do something first, some never do. */
const drawHandler = (choices: Choices): Code => {
  const back = calling('rett')
  return choices.weighted<Code>(
    [5, () => [...counted(choices.between(1, 2)), ...back]],
    [3, () => back],
    [2, () => [...calling('enable_traps'), ...back]],
    [2, () => [trapInstruction(0x83), ...back]],
    [1, () => [immediately('SAVE', register.o + 6, -96, register.o + 6), immediately('RESTORE', 0, 0, 0), ...back]],
    [1, () => [immediately('ADD', register.l + 2, choices.of([0, 4, -4, 1]), register.l + 1), ...back]],
    [1, () => [assembled('BA', { disp22: 0 }), nop]],
    [1, () => [...calling('GET_EVENT'), ...back]],
  )
}

/** What reads an error and returns: behind the instruction that raised it, mostly. */
const drawErrorHandler = (choices: Choices, { data }: Layout): Code => {
  const read = choices.percent(88) ? calling('GET_HM_EVENT', [data - 0x100]) : []
  const skip = [
    ofRegisters('OR', register.l + 2, 0, register.l + 1),
    immediately('ADD', register.l + 2, 4, register.l + 2),
  ]
  const on = choices.weighted<Code>(
    [12, () => skip],
    [1, () => []],
    [1, () => [...loadedWith(data - 0x100, register.l + 1), ...skip.slice(1)]],
  )
  return [...read, ...(choices.percent(20) ? counted(1) : []), ...on, ...calling('rett')].slice(0, errorHandlerWords)
}

/** The handlers of a table, some left out: what is not there is illegal. */
export const drawTable = (choices: Choices, layout: Layout): readonly Stretch[] => {
  const levels = Array.from({ length: 15 }, (_, i) => i + 1)
  const wanted = choices.percent(60) ? [10, choices.between(1, 15)] : levels
  const usual = drawHandler(choices)
  const interrupts = [...new Set(wanted)].map((level) => ({
    at: entryOf(layout, 0x10 + level),
    code: choices.percent(60) ? usual : drawHandler(choices),
  }))
  const errors = { at: entryOf(layout, healthEventTrap), code: drawErrorHandler(choices, layout) }
  return choices.percent(92) ? [...interrupts, errors] : interrupts
}
