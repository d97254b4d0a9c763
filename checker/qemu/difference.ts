/** What a known difference between QEMU and this machine is, and what its conditions ask of a step. */

import type { Instruction } from '../../spec/machine/instruction.ts'
import { fieldOf, type Field } from '../../spec/machine/fields.ts'
import type { Block } from './block.ts'
import type { Step } from './observing.ts'

/** An instruction that is executed, with what it finds. */
export interface Executing extends Step {
  readonly word: number
  readonly name: string
  readonly instruction: Instruction
  readonly s: boolean
  readonly et: boolean
  readonly field: (field: Field) => number
  /** An integer register's value; unsigned. */
  readonly register: (number: number) => number
  /** Operand 2, and rs1 + operand 2; unsigned. */
  readonly second: number
  readonly sum: number
}

export interface Difference {
  readonly name: string
  /** What QEMU 7.2 does, and what this machine does. */
  readonly what: string
  /** Who is right, and by which source. */
  readonly right: string
  /** Whether an instruction, as the model executes it, is one on which they may differ; null where what they differ in is not looked at. */
  readonly meets: ((step: Executing) => boolean) | null
  /** A block on which they differ by this alone, and the first thing in which they do. */
  readonly witness: Block
  readonly shows: string
}

const registerOf = ({ before: { processor } }: Step, number: number): number => {
  const { cwp } = processor.state
  if (number < 8) return (processor.globals[number] ?? 0) >>> 0
  const window = number < 16 ? (cwp + 7) & 7 : cwp
  return (processor.windows[window]?.[number < 16 ? number : number - 16] ?? 0) >>> 0
}

/** The step as an instruction's; null where none was executed, or what was is none. */
export const executing = (step: Step): Executing | null => {
  const { executed, before } = step
  if (executed === null || executed.instruction === null) return null
  const { word, instruction } = executed
  const field = (name: Field): number => fieldOf(name, word)
  const register = (number: number): number => registerOf(step, number)
  const second = field('i') === 1 ? field('simm13') >>> 0 : register(field('rs2'))
  const { s, et } = before.processor.state
  const sum = (register(field('rs1')) + second) >>> 0
  return { ...step, word, name: instruction.name, instruction, s, et, field, register, second, sum }
}
