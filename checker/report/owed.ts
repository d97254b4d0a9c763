/** What a hunt on one configuration must have reached before its silence means anything. */

import type { World } from '../../spec/module/vocabulary.ts'
import { frameEndsWithinReach } from '../../properties/hunt.ts'
import { counted } from './durations.ts'
import { rowsWithinReach } from './rows-within-reach.ts'

/** Fewer cases than these say nothing. */
export const LEAST_CASES = 20

/** From so many cases on, a row that this configuration can reach and no case did is a defect of the hunt. */
const CASES_FOR_ROWS = 2_000
const CASES_FOR_FRAMES = 200

const endsInReach = (world: World): boolean =>
  world.configuration.time.schedules.some((_, schedule) => frameEndsWithinReach(world, schedule))

/** Why a hunt of so many cases, that reached this, is inconclusive; empty if it is not. */
export const owed = (world: World, reach: Readonly<Record<string, number>>, cases: number): readonly string[] => {
  const missing = (what: string): boolean => (reach[what] ?? 0) === 0
  if (cases < LEAST_CASES)
    return [`${counted(cases, 'case')} tried: fewer than ${LEAST_CASES} are too few to say anything`]
  return [
    ...['step tick', 'step effect', 'step service'].filter(missing).map((what) => `no case had a ${what}`),
    ...(cases >= CASES_FOR_FRAMES && endsInReach(world) && missing('frame end')
      ? ['no case came to the end of a major time frame']
      : []),
    ...(cases >= CASES_FOR_ROWS
      ? rowsWithinReach(world)
          .filter((row) => missing(`row ${row}`))
          .map((row) => `no case reached row ${row}, which this configuration can`)
      : []),
  ]
}
