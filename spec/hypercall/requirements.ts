/** What the hypervisor shall do about calls. */

import type { Requirement } from '../statement.ts'

export const decidedInOrder: Requirement = {
  kind: 'requirement',
  id: 'HYPERCALL-1',
  says: 'Each call is decided by its table, the first condition that holds, and answers with that row’s code.',
  because: ['AIR 5.6.2 syscalls', 'ARINC 653 P1 part 3'],
}

export const pointersChecked: Requirement = {
  kind: 'requirement',
  id: 'HYPERCALL-2',
  says: 'What a call reads or writes for its caller, the caller may itself read or write, to the last byte, or nothing is.',
  because: ['AIR-FUNC-03090', 'AIR-GEN-01060', 'hazards H2 to H4'],
}

export const callsDeclare: Requirement = {
  kind: 'requirement',
  id: 'HYPERCALL-3',
  says: 'A call changes what it declares, a refused one nothing.',
  because: ['RB-01170', 'AIR-GEN-01060'],
}

export const nothingHalfDone: Requirement = {
  kind: 'requirement',
  id: 'HYPERCALL-4',
  says: 'No lock and no half-done effect of a call outlives the section it began in.',
  because: ['AIR-GEN-01001', 'hazards H5 and H6'],
}

export const hypercallRequirements = [decidedInOrder, pointersChecked, callsDeclare, nothingHalfDone] as const
