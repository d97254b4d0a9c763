/** Tastes of binary programs: what one is about, so that it goes deeper into it. */

import type { Choices } from './choices.ts'
import type { GuestFragmentKind } from './guest-fragments.ts'
import type { FragmentWeights } from './machine-fragments.ts'

export interface GuestTaste {
  /** How often a piece is a script's plan, one about the hypervisor, one of instructions at random. */
  readonly plans: number
  readonly pieces: number
  readonly instructions: number
  readonly own: { readonly [kind in GuestFragmentKind]: number }
  readonly machine: FragmentWeights
  /** In percent: traps enabled at the beginning, the floating-point unit asked for. */
  readonly takesTraps: number
  readonly floats: number
}

const usualPieces: GuestTaste['own'] = {
  deep: 6,
  deepLoop: 3,
  flushing: 4,
  badStack: 2,
  anyTrap: 8,
  waiting: 4,
  interrupted: 4,
  returning: 2,
  booting: 1,
  yielding: 2,
  restarting: 1,
  patching: 1,
  floats: 2,
  idle: 1,
}

/** Of the machine's pieces those of user level; what needs supervisor level is an error, and seldom. */
const usualInstructions: FragmentWeights = {
  anything: 6,
  something: 60,
  ofMemory: 30,
  ofFloats: 4,
  couple: 8,
  slot: 8,
  returned: 1,
  chain: 5,
  stored: 5,
  loaded: 10,
  state: 0,
  device: 0,
  sleep: 0,
  mmuRegister: 0,
  probed: 0,
  remapped: 0,
  accessed: 2,
  swapped: 1,
  divided: 3,
  multiplied: 2,
  loop: 3,
  called: 3,
  compared: 2,
  tagged: 2,
  elsewhere: 0,
  branchStoredOver: 0,
  refreshed: 0,
  otherContext: 0,
  conditions: 4,
  quotients: 2,
  floatsInMemory: 1,
}

const tasteOf = (
  changed: Partial<Omit<GuestTaste, 'own' | 'machine'>>,
  own: Partial<GuestTaste['own']> = {},
  machine: Partial<FragmentWeights> = {},
): GuestTaste => ({
  plans: 4,
  pieces: 5,
  instructions: 40,
  takesTraps: 80,
  floats: 10,
  ...changed,
  own: { ...usualPieces, ...own },
  machine: { ...usualInstructions, ...machine },
})

const ofFloats = tasteOf({ plans: 1, pieces: 3, instructions: 60, floats: 96 }, { floats: 12 }, { ofFloats: 120 })

const tastes: readonly GuestTaste[] = [
  tasteOf({}),
  tasteOf({ instructions: 120 }),
  tasteOf({ plans: 30, pieces: 2, instructions: 10 }),
  tasteOf({ plans: 40, pieces: 1, instructions: 0, takesTraps: 30 }),
  tasteOf(
    { plans: 2, pieces: 20, instructions: 20 },
    { deep: 20, deepLoop: 12, flushing: 14, badStack: 6 },
    { chain: 40 },
  ),
  tasteOf(
    { plans: 2, pieces: 16, instructions: 20, takesTraps: 98 },
    { interrupted: 20, waiting: 16, returning: 6, deep: 8, patching: 4 },
  ),
  tasteOf({ plans: 1, pieces: 2, instructions: 60, takesTraps: 90 }, {}, { anything: 80, state: 6, called: 10 }),
  tasteOf({ plans: 1, pieces: 4, instructions: 60 }, { patching: 10 }, { stored: 60, loop: 20, couple: 20 }),
  tasteOf({ plans: 1, pieces: 4, instructions: 60, takesTraps: 95 }, {}, { ofMemory: 100, accessed: 8, device: 4 }),
  tasteOf({ plans: 4, pieces: 12, instructions: 20 }, { booting: 20, restarting: 4, yielding: 6, anyTrap: 12 }),
]

/** A taste; who may enable the floating-point unit does so more often. */
export const drawGuestTaste = (choices: Choices, mayUseFloats: boolean): GuestTaste => {
  if (choices.percent(mayUseFloats ? 35 : 4)) return ofFloats
  const taste = choices.of(tastes)
  return mayUseFloats ? { ...taste, floats: 60 } : taste
}
