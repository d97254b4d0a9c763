/** What blocks must have covered: every instruction, every trap that it can raise, every software trap and interrupt; but for what cannot be compared. */

import { instructions } from '../../spec/machine/instructions.ts'
import type { Instruction } from '../../spec/machine/instruction.ts'
import { traps, type InstructionTrap } from '../../spec/machine/traps.ts'
import { trapKey, trappingKey, type Coverage } from './coverage.ts'

/** Traps of instructions that no compared block can raise, and why. */
const incomparable = ({ name, traps: raised, writes }: Instruction, trap: InstructionTrap): string | null => {
  if (trap === 'fp_exception' && writes.includes('double rd')) return 'known difference: a double result under a trap'
  if (trap === 'fp_exception' && /^FPop/.test(name)) return 'known difference: an operation without a name'
  if (trap === 'privileged_instruction' && /^(STDFQ|STDCQ)$/.test(name)) return 'known difference: a queue of a user'
  if (trap === 'privileged_instruction' && name === 'WRASR') return 'known difference: WRASR of a user'
  if (trap === 'window_underflow' && name === 'RETT') return 'known difference: RETT into an invalid window'
  if (/^(RDASR|WRASR)$/.test(name) && trap === 'illegal_instruction') return 'not under these choices: MACHINE-V3'
  return raised.includes(trap) ? null : 'not its own'
}

const ofInstructions: readonly string[] = instructions.flatMap((instruction) => [
  instruction.name,
  ...traps.flatMap(({ trap, first, last }) => {
    if (trap === 'interrupt' || trap === 'instruction_access_exception' || first !== last) return []
    return incomparable(instruction, trap) === null ? [trappingKey(instruction.name, first)] : []
  }),
])

/** Of interrupts there is none of level 0; what ends a block is the last software trap. */
const ofTraps: readonly string[] = traps.flatMap(({ trap, first, last }) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
    .filter((number) => trap !== 'interrupt' || number >= first)
    .map(trapKey),
)

/** Everything that is required and was not covered. */
export const missing = (coverage: Coverage): readonly string[] =>
  [...ofInstructions, ...ofTraps].filter((key) => !coverage.has(key))
