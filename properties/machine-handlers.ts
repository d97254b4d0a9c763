/** The trap table of a generated program: what follows each trap, in the four words of its entry or in a routine beside. */

import { psrBits } from '../spec/machine/vocabulary.ts'
import type { Choices } from './choices.ts'
import { assembled, immediately, nop, ofRegisters, register } from './machine-assembly.ts'
import type { PlacedWord } from './machine-case.ts'
import { drawFragment, usualWeights } from './machine-fragments.ts'
import type { Fragment } from './machine-fragments-board.ts'
import { place, softwareTraps } from './machine-places.ts'

const [saved, pc, npc] = [register.l, register.l + 1, register.l + 2]
const toPc = ofRegisters('JMPL', pc, 0)
const toNpc = ofRegisters('JMPL', npc, 0)
const beyond = immediately('RETT', npc, 4)
const thenNpc = ofRegisters('RETT', npc, 0)

const skip: Fragment = [toNpc, beyond]
const retry: Fragment = [toPc, thenNpc]

/** Back with the other level than before: where it was a user, the supervisor goes on. */
const swapLevel: Fragment = [assembled('RDPSR', { rd: saved }), immediately('WRPSR', saved, psrBits.PS), toNpc, beyond]
/** Back with traps of another level masked. */
const otherLevel = (choices: Choices): Fragment => [
  assembled('RDPSR', { rd: saved }),
  immediately('WRPSR', saved, choices.below(16) << 8),
  ...retry,
]
const enableUnit: Fragment = [
  assembled('RDPSR', { rd: saved }),
  immediately('WRPSR', saved, psrBits.EF - 0x2000),
  ...retry,
]

/** For a window trap: no window, or another one, is marked. */
const unmark = (choices: Choices): Fragment => [
  immediately('WRWIM', 0, choices.percent(40) ? 0 : 1 << choices.below(8)),
  choices.percent(80) ? toPc : toNpc,
  choices.percent(80) ? thenNpc : beyond,
]

interface Routine {
  readonly at: number
  readonly words: Fragment
}

/** A longer handler: saves the state register, may allow traps again, does something, and returns. */
const routine = (choices: Choices): Fragment => {
  const nested = choices.percent(50)
  const end = choices.percent(70) ? skip : retry
  const body = Array.from({ length: choices.between(1, 3) }, () =>
    drawFragment(choices, usualWeights, { index: 0, length: 6 }),
  ).flat()
  return [
    ...(nested ? [immediately('WRPSR', saved, psrBits.ET)] : []),
    ...body.slice(0, 8),
    ofRegisters('WRPSR', saved, 0),
    ...end,
  ]
}

/** The entry of a trap type, of at most four words. */
const entryOf = (choices: Choices, type: number, at: number, routines: readonly Routine[]): Fragment => {
  const elsewhere = (): Fragment => {
    const to = choices.of(routines).at
    return [assembled('RDPSR', { rd: saved }), assembled('BA', { disp22: (to - at - 4) >> 2 }), nop]
  }
  if (type > 0x10 && type < 0x20)
    return choices.weighted([12, () => retry], [2, () => otherLevel(choices)], [2, elsewhere], [1, () => skip])
  if (type === 5 || type === 6) return choices.weighted([6, () => unmark(choices)], [4, () => skip], [1, elsewhere])
  if (type === 4) return choices.weighted([2, () => enableUnit], [5, () => skip])
  if (type >= 0x80) return choices.weighted([6, () => skip], [3, () => swapLevel], [2, elsewhere], [1, () => []])
  return choices.weighted([20, () => skip], [2, elsewhere], [2, () => swapLevel], [1, () => retry], [1, () => []])
}

const types: readonly number[] = [
  ...Array.from({ length: 10 }, (_, n) => 1 + n),
  ...Array.from({ length: 15 }, (_, n) => 0x11 + n),
  ...[0x24, 0x2a],
  ...softwareTraps.map((n) => 0x80 + n),
]

const placedFrom = (at: number, words: Fragment): readonly PlacedWord[] =>
  words.map((value, i): PlacedWord => [at + 4 * i, value])

/** A trap table and its routines. A trap without an entry meets zeros, which are an instruction that traps. */
export const drawHandlers = (choices: Choices): readonly PlacedWord[] => {
  const routines = Array.from({ length: 2 }, (_, n): Routine => ({
    at: place.handlers + 0x100 * n,
    words: routine(choices),
  }))
  return [
    ...routines.flatMap(({ at, words }) => placedFrom(at, words)),
    ...types.flatMap((type) => {
      const at = place.traps + 16 * type
      return placedFrom(at, entryOf(choices, type, at, routines))
    }),
  ]
}
