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

export const registersAreTheGuests: Requirement = {
  kind: 'requirement',
  id: 'GUEST-3',
  says: 'The registers of a binary program, its windows and its floating-point registers among them, are its own: they wait for it unchanged while another runs, and windows are spilled and filled with its rights alone.',
  because: [
    'AIR-FUNC-04040',
    'AIR-FUNC-04050',
    'AIR-FUNC-04060',
    'AIR-FUNC-04070',
    'AIR-FUNC-04080',
    'AIR-FUNC-04090',
    'AIR_SEP_0890',
  ],
}

export const guestRequirements = [processorIsTheGuests, deliveredInside, registersAreTheGuests] as const
