/** What the machine shall do that guests and hypervisor run on. */

import type { Requirement } from '../statement.ts'

export const preciseTraps: Requirement = {
  kind: 'requirement',
  id: 'MACHINE-1',
  says: 'Instructions are executed as SPARC V8 defines them; one that traps has changed nothing but what its trap changes.',
  because: ['SPARC V8 chapters 4 to 7, appendix B'],
}

export const privilegeHolds: Requirement = {
  kind: 'requirement',
  id: 'MACHINE-2',
  says: 'No instruction at user level changes S, ET, PIL, EF, WIM or TBR, reaches an alternate space, or moves to a window marked invalid; the only way up is a trap.',
  because: ['SPARC V8 chapter 7', 'AIR-FUNC-03080', 'AIR-FUNC-03100'],
}

export const devicesOfTheBoard: Requirement = {
  kind: 'requirement',
  id: 'MACHINE-3',
  says: 'Interrupt controller, timers and serial line behave as those of a LEON3 board, and an interrupt is taken exactly between two instructions.',
  because: ['GRLIB IRQMP, GPTIMER, APBUART', 'SPARC V8 7.5'],
}

export const machineRequirements = [preciseTraps, privilegeHolds, devicesOfTheBoard] as const
