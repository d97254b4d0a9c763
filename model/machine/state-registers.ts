/** Reading and writing the state registers. Source: V8 B.28, B.29. */

import * as E from 'fp-ts/lib/Either.js'
import {
  ancillary,
  asr17,
  processorState,
  psrBits,
  psrWord,
  windowCount,
  type Processor,
  type ProcessorState,
  type ReadAncillary,
  type Register,
} from '../../spec/machine/vocabulary.ts'
import { rd, rs1 } from './decode.ts'
import { changed, giving, onward, operand1, operand2, stateOf } from './registers.ts'
import { illegalInstruction, privilegedInstruction, type Outcome } from './traps.ts'

/** RDY, RDASR and STBAR, which are told apart by their fields. */
export const rdasr = (p: Processor, word: number, unknown: ReadAncillary): Outcome => {
  const number = rs1(word)
  if (number === 0) return E.right(giving(p, rd(word), p.y))
  if (isBarrier(word)) return E.right(onward(p))
  if (number === ancillary.configuration) return E.right(giving(p, rd(word), asr17))
  return unknown === 'reads y' ? E.right(giving(p, rd(word), p.y)) : illegalInstruction(p)
}

const isBarrier = (word: number): boolean => rs1(word) === ancillary.barrier && rd(word) === 0

export const nameOfRead = (word: number): string => (rs1(word) === 0 ? 'RDY' : isBarrier(word) ? 'STBAR' : 'RDASR')
export const nameOfWrite = (word: number): string => (rd(word) === 0 ? 'WRY' : 'WRASR')
/** The assembler has a name for a WRPSR that writes ET alone. */
export const nameOfWrpsr = (word: number): string => (rd(word) === 0 ? 'WRPSR' : 'PWRPSR')

/** RDPSR, RDWIM, RDTBR. */
export const reads =
  (value: (p: Processor) => Register) =>
  (p: Processor, word: number): Outcome =>
    p.state.s ? E.right(giving(p, rd(word), value(p))) : privilegedInstruction(p)
export const rdpsr = reads((p) => psrWord(p.state))
export const rdwim = reads((p) => p.wim)
export const rdtbr = reads((p) => p.tbr)

/** What is written. */
const written = (p: Processor, word: number): Register => operand1(p, word) ^ operand2(p, word)

/** WRY and WRASR. */
export const wrasr = (p: Processor, word: number, unknown: ReadAncillary): Outcome => {
  const number = rd(word)
  if (number === 0) return E.right(onward(changed(p, { y: written(p, word) })))
  if (number >= 16 && !p.state.s) return privilegedInstruction(p)
  if (number === ancillary.configuration) return E.right(onward(p))
  if (number === ancillary.powerDown) return E.right(onward(changed(p, { activity: 'asleep' })))
  return unknown === 'reads y' ? E.right(onward(p)) : illegalInstruction(p)
}

/** WRPSR: all fields, or ET alone. */
export const wrpsr = (p: Processor, word: number): Outcome => {
  if (!p.state.s) return privilegedInstruction(p)
  const value = written(p, word)
  if (rd(word) !== 0)
    return E.right(onward(changed(p, { state: withTrapsEnabled(p.state, (value & psrBits.ET) !== 0) })))
  if ((value & psrBits.CWP) >= windowCount) return illegalInstruction(p)
  return E.right(onward(changed(p, { state: processorState(value) })))
}

const withTrapsEnabled = (s: ProcessorState, et: boolean): ProcessorState =>
  stateOf(s.icc, s.ef, s.pil, s.s, s.ps, et, s.cwp)

/** WRWIM, WRTBR. */
const writes =
  (change: (p: Processor, value: Register) => Partial<Processor>) =>
  (p: Processor, word: number): Outcome =>
    p.state.s ? E.right(onward(changed(p, change(p, written(p, word))))) : privilegedInstruction(p)
export const wrwim = writes((_, value) => ({ wim: value & ((1 << windowCount) - 1) }))
export const wrtbr = writes((p, value) => ({ tbr: (value & ~0xfff) | (p.tbr & 0xff0) }))
