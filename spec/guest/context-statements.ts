/** The processors of binary programs: what those in contexts can be. */

import { windowCount, type Processor } from '../machine/vocabulary.ts'
import type { Level } from '../mmu/vocabulary.ts'
import { that, type Breach, type Invariant, type Path, type StepInvariant } from '../statement.ts'
import { processorIsTheGuests, registersAreTheGuests } from './requirements.ts'

/** A context, and where it is. */
export interface ContextView {
  readonly at: Path
  readonly level: Level
  readonly processor: Processor | null
  /** What the registers of a scripted program hold. */
  readonly registers: { readonly high: number; readonly low: number }
  /**
   * What goes on in it: the program; the kernel, for the program, which it returns to at a level; or the kernel alone, or
   * nothing.
   */
  readonly doing: { readonly kind: 'program' | 'nothing' } | { readonly kind: 'kernel'; readonly from: Level }
  /** Whether its partition’s program is a binary one. */
  readonly binary: boolean
}

/** Whether exactly one window is invalid. */
const oneInvalid = (wim: number): boolean => wim > 0 && wim < 1 << windowCount && (wim & (wim - 1)) === 0

const isInvalid = (wim: number, window: number): boolean => ((wim >>> (window % windowCount)) & 1) !== 0

/** What is wrong with a processor in force, whoever has it. */
const unsound = (p: Processor, at: Path): readonly Breach[] => [
  ...that(oneInvalid(p.wim), [...at, 'wim'], () => `is ${p.wim.toString(2)}`),
  ...that(p.globals[0] === 0, [...at, 'globals', 0], 'is not 0'),
  ...that(p.pc % 4 === 0 && p.npc % 4 === 0, [...at, 'pc'], () => `${p.pc} and ${p.npc} are not multiples of 4`),
  ...that(p.activity === 'executing' && p.errorTrap === 0, [...at, 'activity'], () => `is ${p.activity}`),
  ...that(
    p.tbr === 0 && p.state.pil === 0,
    [...at, 'tbr'],
    'TBR or PIL is not 0, which no program at user level changes',
  ),
]

/** Whether the state register is that of a program at its level; or of the kernel, which a program has trapped to. */
const stateBreaches = ({ at, level, doing }: ContextView, { state, wim }: Processor): readonly Breach[] => {
  const where = [...at, 'processor', 'state']
  switch (doing.kind) {
    case 'program':
      return [
        ...that(state.s === (level === 'supervisor'), where, 'S is not as the level'),
        ...that(state.et && !state.ps, where, 'a program runs with ET 0 or PS 1'),
        ...that(!isInvalid(wim, state.cwp), where, 'the current window is invalid'),
      ]
    case 'kernel':
      return [
        ...that(state.s && level === 'supervisor' && !state.et, where, 'the kernel works at user level, or with ET 1'),
        ...that(state.ps === (doing.from === 'supervisor'), where, 'PS is not the level that the program trapped from'),
        ...that(!isInvalid(wim, state.cwp + 1), where, 'the window of the program is invalid'),
      ]
    case 'nothing':
      return that(false, where, 'a processor where no program is')
  }
}

export const contextsAreSound: Invariant<null, readonly ContextView[]> = {
  kind: 'invariant',
  id: 'GUEST-I2',
  says: 'A context has a processor iff a binary program stands in it: S is 1 iff its level is supervisor, ET is 0 iff the kernel works for it, exactly one window is invalid, and not the program’s own; %g0 is 0, PC and nPC are multiples of 4.',
  serves: [processorIsTheGuests, registersAreTheGuests],
  breaches: (_, contexts) =>
    contexts.flatMap((context) => {
      const { at, processor, doing, binary, registers } = context
      const where = [...at, 'processor']
      if (processor === null) return that(!binary || doing.kind === 'nothing', where, 'a binary program without one')
      return [
        ...that(binary, where, 'a scripted program with one'),
        ...that(registers.high === 0 && registers.low === 0, [...at, 'registers'], 'a binary program has others'),
        ...stateBreaches(context, processor),
        ...unsound(processor, where),
      ]
    }),
}

/** What is seen of a program’s processor: as it was left when it was last switched out, and where it runs. */
export interface WaitingView {
  readonly at: Path
  readonly left: Processor | null
  /** Null where it does not run; else what it runs with, and whether the kernel is not at work for it. */
  readonly runs: { readonly processor: Processor | null; readonly alone: boolean } | null
}

/** Whether two processors hold the same. The text of one is compared only where they are not the identical one. */
const holdsTheSame = (a: Processor, b: Processor): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** What a step may not have made of a processor: of one that is given up (stopped, or not begun) nothing is asked. */
const kept = (before: Processor | null, after: Processor | null): boolean =>
  before === null || after === null || holdsTheSame(before, after)

export const processorsWait: StepInvariant<null, readonly WaitingView[]> = {
  kind: 'step invariant',
  id: 'GUEST-S2',
  says: 'A processor is switched out as it was, waits unchanged, and is switched in as it was, unless its partition is stopped.',
  serves: [registersAreTheGuests],
  breaches: (_, before, after) =>
    after.flatMap((is, i) => {
      const was = before[i]
      if (was === undefined) return []
      if (was.runs === null)
        return that(kept(was.left, is.runs === null ? is.left : is.runs.processor), is.at, 'changed while it waited')
      const out = is.runs === null && was.runs.alone
      return that(!out || kept(was.runs.processor, is.left), is.at, 'was not switched out as it was')
    }),
}
