/** Items of several instructions that only make sense together: states written and restored, loops, code that changes itself, interrupts, probes. */

import { alternately, assembled, constant, immediately, ofRegisters } from '../../properties/machine-assembly.ts'
import type { Choices } from '../../properties/choices.ts'
import { psrBits } from '../../spec/machine/vocabulary.ts'
import * as places from './places.ts'
import { landing, plain, pointers, scratch, type Item } from './random-items.ts'
import { computing, type Taste } from './random-words.ts'

const { S, PS, ET, EF } = psrBits
const level = (choices: Choices): number => choices.edged(0, 15) << 8
const anyState = (choices: Choices): number =>
  (choices.percent(75) ? S : 0) | (choices.percent(50) ? PS : 0) | (choices.percent(75) ? EF : 0) | level(choices)

/** Through a register, so that every field can be given. */
const stateWritten = (choices: Choices): Item => {
  const base = choices.of(scratch)
  const window = choices.percent(92) ? choices.below(8) : choices.between(8, 31)
  const state = ((choices.below(16) << 20) | anyState(choices) | ET | window) >>> 0
  return plain(assembled('SETHI', { imm22: state >>> 10, rd: base }), immediately('WRPSR', base, state & 0x3ff))
}

/** Traps off, something that cannot trap, and traps on again. */
const withoutTraps = (choices: Choices): Item => {
  const window = choices.below(8)
  const off = S | level(choices) | window
  const on = (anyState(choices) & ~EF) | ET | window
  return plain(
    immediately('WRPSR', 0, off),
    ...Array.from({ length: choices.below(3) }, () => computing(choices)),
    immediately('WRPSR', 0, on),
  )
}

/** LEON3's: ET alone, which is the whole register where nothing else changed. */
const partially = (choices: Choices): Item => {
  const base = choices.of(scratch)
  const rd = choices.between(1, 31)
  return plain(
    assembled('RDPSR', { rd: base }),
    immediately('PWRPSR', base, ET, rd),
    immediately('OR', base, 0, choices.of(scratch.filter((each) => each !== base))),
    immediately('PWRPSR', base, 0, rd),
  )
}

/** To a target and another by RETT: the instruction at the first is executed with that at the second after it. */
const returned = (choices: Choices): Item => {
  const [first, second] = [choices.between(1, 3), choices.between(1, 4)]
  const window = choices.below(8)
  const state = S | (choices.percent(70) ? PS : 0) | level(choices) | window
  const wim = choices.below(256) & ~(1 << ((window + 1) & 7))
  return {
    size: 4,
    transfers: true,
    words: (_here, target) => [
      immediately('WRWIM', 0, wim),
      immediately('WRPSR', 0, state),
      immediately('JMPL', pointers.code, 4 * landing(target, first)),
      immediately('RETT', pointers.code, 4 * landing(target, second)),
    ],
  }
}

const windowsWritten = (choices: Choices): Item =>
  plain(immediately('WRWIM', 0, choices.percent(70) ? 1 << choices.below(8) : choices.below(256)))

/** The other trap table. */
const tableChanged = (choices: Choices): Item => {
  const [base, other] = choices.shuffled(scratch)
  if (base === undefined || other === undefined) return plain()
  return plain(
    assembled('RDTBR', { rd: base }),
    assembled('SETHI', { imm22: (places.secondTraps ^ places.traps) >>> 10, rd: other }),
    ofRegisters('WRTBR', base, other),
  )
}

const loop = (choices: Choices): Item => {
  const counter = choices.of(scratch)
  return plain(
    immediately('OR', 0, choices.between(1, 4), counter),
    immediately('SUBcc', counter, 1, counter),
    assembled('BNE', { a: choices.below(2), disp22: -1 }),
    ofRegisters('ADDX', choices.below(32), choices.below(32), choices.of(scratch.filter((each) => each !== counter))),
  )
}

/** An instruction ahead that is a word of its own becomes another one. */
const changedAhead = (choices: Choices): Item => {
  const base = choices.of(scratch)
  const ahead = choices.between(1, 4)
  const word = computing(choices)
  return {
    size: 3,
    transfers: false,
    words: (_here, target) => {
      const alone = [0, 1, 2, 3].map((more) => ahead + more).find((n) => target(n + 1) - target(n) === 1)
      return [
        ...constant(word, base),
        immediately('ST', pointers.code, alone === undefined ? 4 * places.codeWords - 4 : 4 * target(alone), base),
      ]
    },
  }
}

/** A register of the interrupt controller: priority, force, clear, mask. */
const interruptWritten = (choices: Choices): Item => {
  const base = choices.of(scratch)
  const levels = choices.percent(50) ? 2 << choices.below(15) : choices.below(0x10000) & 0xfffe
  const at = choices.weighted([6, () => 8], [2, () => 0x40], [1, () => 0], [1, () => 0xc])
  return plain(...constant(levels, base), immediately('ST', pointers.devices, at, base))
}
const interruptRead = (choices: Choices): Item =>
  plain(immediately('LD', pointers.devices, choices.of([0, 4, 8, 0xc, 0x40]), choices.of(scratch)))

const boundaryStates = [
  0, 0x0f800000, 0x08000000, 0x04000000, 0x02000000, 0x01000000, 0x00800000, 0x00000fff, 0x0040001f,
]
/** The floating-point state register, of a word that was stored for it. */
const floatState = (choices: Choices): Item => {
  const base = choices.of(scratch)
  const state = choices.percent(70) ? choices.of(boundaryStates) : choices.word() & 0x0fffffff
  const at = 4 * choices.below(places.dataWords)
  return plain(
    ...constant(state >>> 0, base),
    immediately('ST', pointers.data, at, base),
    immediately('LDFSR', pointers.data, at),
  )
}

/** The cache control register, without the bits that no two machines have alike. */
const caches = (choices: Choices): Item => {
  const base = choices.of(scratch)
  return plain(
    immediately('OR', 0, choices.below(4096), base),
    alternately('STA', 0, 0x02, base),
    alternately('LDA', 0, 0x02, choices.of(scratch)),
  )
}

/** A probe of an address that the tables may map, or a flush; type in bits 11 to 8. */
const probed = (choices: Choices, { addresses }: Taste): Item => {
  const base = choices.of(scratch)
  const type = choices.percent(85) ? choices.below(5) : choices.between(5, 15)
  const at = ((choices.of(addresses) & ~0xfff) | (type << 8)) >>> 0
  const space = choices.percent(80) ? 0x18 : 0x03
  return choices.percent(75)
    ? plain(...constant(at, base), alternately('LDA', base, space, choices.of(scratch)))
    : plain(...constant(at, base), alternately('STA', base, space, choices.below(32)))
}

/** The MMU's registers that read the same on all machines: the table pointer, the context, the status without the level. */
const mmuRead = (choices: Choices): Item => {
  const [base, into] = choices.shuffled(scratch)
  if (base === undefined || into === undefined) return plain()
  const register = choices.of([1, 2, 3])
  return plain(
    immediately('OR', 0, register << 8, base),
    alternately('LDA', base, choices.percent(80) ? 0x19 : 0x04, into),
    immediately('AND', into, register === 3 ? ~0x300 : -1, into),
  )
}

const alias = [0x19, 0x04]
/** The context, and back from it unless the block is to go on there. */
const contextWritten = (choices: Choices): Item => {
  const base = choices.of(scratch)
  const value = choices.of(scratch.filter((each) => each !== base))
  return plain(
    immediately('OR', 0, 0x200, base),
    immediately('OR', 0, choices.percent(80) ? 0 : 1, value),
    alternately('STA', base, choices.of(alias), value),
  )
}

/** A jump to where nothing can be fetched, with a branch in its slot: after the trap it goes on at the branch's target. */
const strayed = (choices: Choices, { unfetchable }: Taste): Item => {
  const base = choices.of(scratch)
  const ahead = choices.between(1, 3)
  return {
    size: 4,
    transfers: false,
    words: (here, target) => [
      ...constant((choices.of(unfetchable) & ~3) >>> 0, base),
      immediately('JMPL', base, 0, choices.of(scratch)),
      assembled('BA', { disp22: landing(target, ahead) - (here + 3) }),
    ],
  }
}

/** An item of several instructions. */
export const idiom = (choices: Choices, taste: Taste): Item =>
  choices.weighted<Item>(
    [3, () => stateWritten(choices)],
    [2, () => withoutTraps(choices)],
    [1, () => partially(choices)],
    [2, () => returned(choices)],
    [2, () => windowsWritten(choices)],
    [1, () => tableChanged(choices)],
    [2, () => loop(choices)],
    [3, () => changedAhead(choices)],
    [3, () => interruptWritten(choices)],
    [1, () => interruptRead(choices)],
    [2, () => floatState(choices)],
    [1, () => caches(choices)],
    [taste.translated ? 6 : 1, () => probed(choices, taste)],
    [taste.translated ? 3 : 1, () => mmuRead(choices)],
    [taste.translated ? 1 : 0, () => contextWritten(choices)],
    [taste.unfetchable.length > 0 ? 3 : 0, () => strayed(choices, taste)],
  )
