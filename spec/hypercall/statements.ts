/** Calls as such: what holds of each, whichever it is. */

import type { Property } from '../statement.ts'
import { callsDeclare, decidedInOrder, nothingHalfDone } from './requirements.ts'

export const changesWhatItDeclares: Property = {
  kind: 'property',
  id: 'HYPERCALL-P1',
  says: 'Whatever a call returns, what differs after it lies in what the call declares to change; after a refusal only where a row says so.',
  serves: [callsDeclare, nothingHalfDone, decidedInOrder],
}
