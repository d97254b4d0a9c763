/** Where real systems differ in what they tell a guest. */

import type { VariationPoint } from '../statement.ts'
import type { MissedTicks } from './vocabulary.ts'

export const missedTicks: VariationPoint<MissedTicks> = {
  kind: 'variation point',
  id: 'GUEST-V1',
  says: 'The clock is announced to a guest at the ticks that pass while it runs, or also at a dispatch after it missed some.',
  because: [
    'AIR 5.6.2 pmk/core/schedule.c: the event is set for who was running',
    'AIR papers, algorithm 3: all ticks since the last one are announced at the dispatch',
  ],
  choices: { 'air-requirements': 'while it runs', 'air-papers': 'and at its dispatch', 'air-5.6.2': 'while it runs' },
}
