/** What the hypervisor shall do about the processors that its guests believe they have. */

import type { Requirement } from '../statement.ts'

export const processorIsTheGuests: Requirement = {
  kind: 'requirement',
  id: 'GUEST-1',
  says: 'A guest’s control of interrupts, traps and processor state reaches its own virtual processor and nothing else.',
  because: ['AIR-FUNC-03080', 'AIR-FUNC-03100', 'AIR papers: wrapped instructions of non-real-time guests'],
}

export const deliveredInside: Requirement = {
  kind: 'requirement',
  id: 'GUEST-2',
  says: 'A virtual trap is delivered only while its partition runs, health events first, then the highest level.',
  because: ['AIR_SEP_0200', 'AIR-FUNC-03550'],
}

export const guestRequirements = [processorIsTheGuests, deliveredInside] as const
