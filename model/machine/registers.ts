/** The registers of a processor: how they are read, and the processor in which some of them have changed. */

import {
  windowCount,
  type Activity,
  type Processor,
  type ProcessorState,
  type Register,
} from '../../spec/machine/vocabulary.ts'
import { address, type Address } from '../../spec/words/vocabulary.ts'
import { immediate, rs1, rs2, simm13 } from './decode.ts'

/** Every processor is made here, and so has its fields in one order: the engine that runs this takes them for one kind of object. */
const processor = (
  pc: Address,
  npc: Address,
  state: ProcessorState,
  wim: number,
  tbr: Register,
  y: Register,
  globals: readonly Register[],
  windows: readonly (readonly Register[])[],
  floats: readonly Register[],
  fsr: Register,
  activity: Activity,
  errorTrap: number,
): Processor => ({ pc, npc, state, wim, tbr, y, globals, windows, floats, fsr, activity, errorTrap })

/** The processor with some fields changed. */
export const changed = (p: Processor, changes: Partial<Processor>): Processor =>
  processor(
    changes.pc ?? p.pc,
    changes.npc ?? p.npc,
    changes.state ?? p.state,
    changes.wim ?? p.wim,
    changes.tbr ?? p.tbr,
    changes.y ?? p.y,
    changes.globals ?? p.globals,
    changes.windows ?? p.windows,
    changes.floats ?? p.floats,
    changes.fsr ?? p.fsr,
    changes.activity ?? p.activity,
    changes.errorTrap ?? p.errorTrap,
  )

/** The processor at other instructions. */
export const at = (p: Processor, pc: Address, npc: Address): Processor =>
  processor(pc, npc, p.state, p.wim, p.tbr, p.y, p.globals, p.windows, p.floats, p.fsr, p.activity, p.errorTrap)

/** After an instruction that transfers no control. */
export const onward = (p: Processor): Processor => at(p, p.npc, address(p.npc + 4))

/** A delayed transfer: the instruction at `npc` is still executed. */
export const transferring = (p: Processor, target: Address): Processor => at(p, p.npc, target)

/** After an instruction that transfers no control and whose result goes to register `rd` of the window that `state` gives. */
export const resulting = (p: Processor, state: ProcessorState, y: Register, rd: number, result: Register): Processor =>
  processor(
    p.npc,
    address(p.npc + 4),
    state,
    p.wim,
    p.tbr,
    y,
    globalsWith(p.globals, rd, result),
    windowsWith(p.windows, state.cwp, rd, result),
    p.floats,
    p.fsr,
    p.activity,
    p.errorTrap,
  )

/** The same where nothing else changes. */
export const giving = (p: Processor, rd: number, result: Register): Processor => resulting(p, p.state, p.y, rd, result)

/** Register `n` of the window in force. */
export const register = (p: Processor, n: number): Register => {
  if (n < 8) return p.globals[n] ?? 0
  return n < 16 ? (p.windows[below(p.state.cwp)]?.[n] ?? 0) : (p.windows[p.state.cwp]?.[n - 16] ?? 0)
}

export const operand1 = (p: Processor, word: number): Register => register(p, rs1(word))
export const operand2 = (p: Processor, word: number): Register =>
  immediate(word) ? simm13(word) : register(p, rs2(word))

/** The sum of both operands, as an address. */
export const effectiveAddress = (p: Processor, word: number): Address => address(operand1(p, word) + operand2(p, word))

/** The processor with one register changed, at the same instruction. */
export const withRegister = (p: Processor, n: number, value: Register): Processor =>
  changed(p, { globals: globalsWith(p.globals, n, value), windows: windowsWith(p.windows, p.state.cwp, n, value) })

/** The window that SAVE and traps go to, and the one that RESTORE and RETT go to. */
export const below = (window: number): number => (window + windowCount - 1) % windowCount
export const above = (window: number): number => (window + 1) % windowCount

/** Whether a window is marked invalid. */
export const invalid = (wim: number, window: number): boolean => ((wim >>> window) & 1) !== 0

const globalsWith = (globals: readonly Register[], n: number, value: Register): readonly Register[] => {
  if (n === 0 || n >= 8) return globals
  const copy = globals.slice()
  copy[n] = value
  return copy
}

/** Outs are the ins of the window below; locals and ins stand at 0 to 15 of a window of their own. */
const windowsWith = (
  windows: readonly (readonly Register[])[],
  cwp: number,
  n: number,
  value: Register,
): readonly (readonly Register[])[] => {
  if (n < 8) return windows
  const which = n < 16 ? below(cwp) : cwp
  const window = windows[which]?.slice() ?? []
  window[n < 16 ? n : n - 16] = value
  const copy = windows.slice()
  copy[which] = window
  return copy
}

const zeros = (count: number): readonly Register[] => new Array<Register>(count).fill(0)

/** A processor about to execute at `entry` at supervisor level, every register zero, traps disabled. */
export const processorAt = (entry: Address): Processor =>
  processor(
    entry,
    address(entry + 4),
    stateOf(0, false, 0, true, true, false, 0),
    0,
    0,
    0,
    zeros(8),
    new Array<readonly Register[]>(windowCount).fill(zeros(16)),
    zeros(32),
    0,
    'executing',
    0,
  )

/** Every processor state is made here, for the same reason. */
export const stateOf = (
  icc: number,
  ef: boolean,
  pil: number,
  s: boolean,
  ps: boolean,
  et: boolean,
  cwp: number,
): ProcessorState => ({ icc, ef, pil, s, ps, et, cwp })

/** The state with other condition codes, or another window. */
export const withConditions = (s: ProcessorState, icc: number): ProcessorState =>
  stateOf(icc, s.ef, s.pil, s.s, s.ps, s.et, s.cwp)
export const withWindow = (s: ProcessorState, cwp: number): ProcessorState =>
  stateOf(s.icc, s.ef, s.pil, s.s, s.ps, s.et, cwp)
