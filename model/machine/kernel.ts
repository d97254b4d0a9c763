/** The processor of a program under a kernel that is not machine code: as it begins, after a trap to the kernel, at the handler of a virtual trap; and the instructions that only a supervisor may execute. */

import { iccShift, type Processor, type Register } from '../../spec/machine/vocabulary.ts'
import type { Level } from '../../spec/mmu/vocabulary.ts'
import { address, type Address } from '../../spec/words/vocabulary.ts'
import { op, op3, rd } from './decode.ts'
import {
  above,
  below,
  changed,
  processorAt,
  register,
  stateOf,
  withConditions,
  withRegister,
  withWindow,
} from './registers.ts'

/** Where a binary program begins, and where its memory ends. */
export interface Beginning {
  readonly entry: Address
  readonly stack: Address
}

/** The outs, the locals and the ins of the window in force. */
export const [outs, locals, ins] = [8, 16, 24] as const
const stackPointer = outs + 6

/** The processor of a fresh context. */
export const freshAt = ({ entry, stack }: Beginning, level: Level): Processor => {
  const state = stateOf(0, false, 0, level === 'supervisor', false, true, 0)
  return withRegister(changed(processorAt(entry), { wim: 2, state }), stackPointer, stack | 0)
}

const withLocals = (p: Processor, from: number, values: readonly Register[]): Processor =>
  values.reduce((each, value, i) => withRegister(each, locals + from + i, value), p)

/** A trap to the kernel: as any trap, but that the kernel’s own program is not this processor’s affair. */
export const trapped = (p: Processor): Processor => {
  const { icc, ef, pil, s, cwp } = p.state
  const entered = changed(p, { state: stateOf(icc, ef, pil, true, s, false, below(cwp)) })
  return withLocals(entered, 1, [p.pc | 0, p.npc | 0])
}

/** The return from it. */
export const returned = (p: Processor): Processor => {
  const { icc, ef, pil, ps, cwp } = p.state
  return changed(p, {
    state: stateOf(icc, ef, pil, ps, false, true, above(cwp)),
    pc: address(register(p, locals + 1)),
    npc: address(register(p, locals + 2)),
  })
}

/** The processor at the handler of a virtual trap: the virtual PSR as it was, and the virtual TBR. */
export const atHandler = (p: Processor, psr: number, tbr: number): Processor => {
  const { icc, cwp } = p.state
  const inside = changed(p, { state: withWindow(p.state, below(cwp)), pc: address(tbr), npc: address(tbr + 4) })
  return withLocals(inside, 0, [psr | (icc << iccShift) | cwp, p.pc | 0, p.npc | 0])
}

/** The processor behind a handler. */
export const behindHandler = (p: Processor): Processor => {
  const [word, pc, npc] = [register(p, locals), register(p, locals + 1), register(p, locals + 2)]
  const state = withWindow(withConditions(p.state, (word >>> iccShift) & 15), above(p.state.cwp))
  return changed(p, { state, pc: address(pc & ~3), npc: address(npc & ~3) })
}

/** The one window that is invalid. */
export const invalidWindow = ({ wim }: Processor): number => 31 - Math.clz32(wim)

/** The stack pointer of a window: its outs are the ins of the one below. */
export const stackOf = ({ windows }: Processor, window: number): Address =>
  address(windows[below(window)]?.[ins + 6 - locals] ?? 0)

/** RDPSR, RDWIM, RDTBR, WRPSR, WRWIM, WRTBR, RETT; STDFQ, STDCQ, CASA. */
const ofSupervisors = {
  arithmetic: [0x29, 0x2a, 0x2b, 0x31, 0x32, 0x33, 0x39],
  accesses: [0x26, 0x36, 0x3c],
} as const
const writesAncillary = 0x30
/** The places among op 3’s 0x10 to 0x1F where there is no alternate form. */
const noAlternate = [0x18, 0x1b, 0x1c, 0x1e]

/** Whether a word is an instruction that is privileged, or that names an alternate space. */
export const reachesBeyond = (word: number): boolean => {
  const code = op3(word)
  const has = (codes: readonly number[]): boolean => codes.includes(code)
  switch (op(word)) {
    case 2:
      return has(ofSupervisors.arithmetic) || (code === writesAncillary && rd(word) >= 16)
    case 3:
      return has(ofSupervisors.accesses) || (code >> 4 === 1 && !has(noAlternate))
    default:
      return false
  }
}
