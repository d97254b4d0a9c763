/** What cases for the machine have reached: instructions, the traps each may raise, interrupts, windows, delay slots; counted by name. */

import type { Instruction } from '../spec/machine/instruction.ts'
import { instructions } from '../spec/machine/instructions.ts'
import { fieldOf } from '../spec/machine/fields.ts'
import type { Board, BoardPlatform } from '../spec/machine/vocabulary.ts'
import type { Word } from '../spec/words/vocabulary.ts'
import type { MachineEnd } from './machine-lockstep.ts'
import { observed } from './machine-observed.ts'
import type { Reach } from './reach.ts'

/** A pair of an instruction and a trap that it may raise by itself. */
const trapping = (name: string, trap: string): string => `${name}: ${trap}`

/** Instructions that always trap, with everything enabled: only their traps can be reached. */
const always = ({ name, traps, reads, writes }: Instruction): boolean =>
  name === 'UNIMP' ||
  name === 'STDFQ' ||
  traps.includes('cp_disabled') ||
  (name === 'TA' && traps.length > 0) ||
  (traps.includes('fp_exception') && reads.length === 1 && writes.length === 1)

/** Everything that the data say of instructions: each executed without a trap, and each trap raised by each that may. */
export const reachableByData: readonly string[] = instructions.flatMap((instruction) => [
  ...(always(instruction) ? [] : [instruction.name]),
  ...instruction.traps.map((trap) => trapping(instruction.name, trap)),
])

/** Levels at which an interrupt is taken. */
export const levelsInterrupted: readonly string[] = Array.from({ length: 15 }, (_, n) => `interrupt ${n + 1}`)

const firsts = ['always', 'conditional', 'CALL', 'JMPL']
const seconds = [...firsts, 'never']
const windows = Array.from({ length: 8 }, (_, w) => w)

/** What else a campaign of a few thousand cases comes to. */
export const situations: readonly string[] = [
  ...['instruction_access_exception', 'illegal_instruction', 'interrupt'].map((trap) => `trap ${trap}`),
  ...['trap in a delay slot', 'access in a delay slot', 'interrupt before a delay slot', 'error mode', 'asleep'],
  ...['trap at user level', 'trap at supervisor level', 'windows wrapped'],
  ...['branch a=0 taken', 'branch a=0 not taken', 'branch a=1 taken', 'branch a=1 slot skipped'],
  ...windows.flatMap((w) => [`window ${w}`, `trap in window ${w}`]),
  // RETT in a slot is only that of a jump, or else rare; nothing annuls the slot of CALL or JMPL.
  ...firsts.flatMap((first) => seconds.map((second) => `couple ${first} ${second}`)),
  ...['couple JMPL RETT', 'couple RETT JMPL', 'couple RETT conditional'],
  ...[0, 1, 2].map((context) => `MMU on, context ${context}`),
  ...[0, 1, 3].map((level) => `fault type 1 at level ${level}`),
  ...[1, 2, 3].map((level) => `fault type 2 at level ${level}`),
  ...[1, 2, 3].map((level) => `fault type 3 at level ${level}`),
  ...[1, 3].map((level) => `fault type 4 at level ${level}`),
  ...[1, 3].map((level) => `fault type 5 at level ${level}`),
  ...['error mode', 'asleep for ever', 'left', 'steps'].map((end) => `end: ${end}`),
]

/** Counts that grow while cases run. */
export class MachineReached {
  readonly #counts = new Map<string, number>()
  #last: Instruction | null = null

  add(what: string, times = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + times)
  }

  step(platform: BoardPlatform, before: Board, after: Board): void {
    const { instruction, word, trap, trapType, counted } = observed(platform, before, after)
    const error = after.processor.activity === 'error mode'
    if (!counted) this.#waited(trapType)
    else if (instruction === null) this.add(trap === null ? 'fetched nothing' : `trap ${trap}`)
    else this.#executed(before, after, instruction, trap)
    if (trap !== null) this.#trapped(before, error)
    if (counted && instruction !== null && !error) this.#slots(before, after, instruction, word, trap !== null)
    if (!counted && trapType !== null && !isSequential(before)) this.add('interrupt before a delay slot')
    this.#place(before, after)
    this.#last = trap === null ? instruction : null
  }

  #waited(trapType: number | null): void {
    this.add(trapType === null ? 'asleep' : `interrupt ${trapType - 0x10}`)
    if (trapType !== null) this.add('trap interrupt')
  }

  #executed(before: Board, after: Board, { name, traps }: Instruction, trap: string | null): void {
    if (trap === null) this.add(name)
    else {
      this.add(`trap ${trap}`)
      this.add(traps.some((each) => each === trap) ? trapping(name, trap) : `not in the data: ${trapping(name, trap)}`)
    }
    if (trap === null && before.processor.state.cwp !== after.processor.state.cwp) this.#window(before, after)
  }

  #window(before: Board, after: Board): void {
    const [from, to] = [before.processor.state.cwp, after.processor.state.cwp]
    if (Math.abs(from - to) === 7) this.add('windows wrapped')
    this.add(`window ${to}`)
  }

  #trapped({ processor }: Board, error: boolean): void {
    this.add(error ? 'error mode' : `trap in window ${processor.state.cwp}`)
    if (!error) this.add(`trap at ${processor.state.s ? 'supervisor' : 'user'} level`)
  }

  /** Delay slots, and what stands in them. */
  #slots(before: Board, after: Board, instruction: Instruction, code: Word, trapped: boolean): void {
    const delayed = !isSequential(before)
    const transfers = instruction.writes.includes('pc')
    if (delayed && this.#last !== null) {
      if (trapped) this.add('trap in a delay slot')
      else if (transfers) this.add(`couple ${kindOf(this.#last)} ${kindOf(instruction)}`)
      if (instruction.access !== null) this.add('access in a delay slot')
    }
    if (instruction.format === 'branch' && !trapped) {
      const skipped = after.processor.pc !== before.processor.npc
      const taken = after.processor.npc - after.processor.pc !== 4
      const annul = fieldOf('a', code)
      this.add(`branch a=${annul} ${skipped ? 'slot skipped' : taken ? 'taken' : 'not taken'}`)
    }
  }

  /** Where an instruction was executed. */
  #place(before: Board, after: Board): void {
    const { mmu, processor } = before
    if (mmu.enabled) this.add(`MMU on, context ${mmu.context}`)
    if (after.mmu.fault.status !== mmu.fault.status && after.mmu.fault.status !== 0)
      this.add(`fault type ${(after.mmu.fault.status >>> 2) & 7} at level ${(after.mmu.fault.status >>> 8) & 3}`)
    this.add(processor.state.s ? 'at supervisor level' : 'at user level')
  }

  ended(end: MachineEnd, steps: number): void {
    this.add(`end: ${end}`)
    this.add('cases')
    this.add('steps', steps)
    this.#last = null
  }

  get counts(): Reach {
    return Object.fromEntries(this.#counts)
  }
}

const isSequential = ({ processor: { pc, npc } }: Board): boolean => ((npc - pc) | 0) === 4

const kindOf = ({ name, format }: Instruction): string =>
  format === 'branch'
    ? name === 'BA' || name === 'FBA'
      ? 'always'
      : name === 'BN' || name === 'FBN'
        ? 'never'
        : 'conditional'
    : name
