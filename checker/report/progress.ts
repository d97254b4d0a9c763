/** How far a hunt is, on one line. */

import { counted, elapsed, grouped } from './durations.ts'
import { rowsOf, type Reach } from './reach.ts'

export interface Progress {
  readonly cases: number
  readonly steps: number
  readonly distinct: number
  readonly reach: Reach
}

export const progressLine = (
  { cases, steps, distinct, reach }: Progress,
  milliseconds: number,
  found: number,
): string => {
  const { reached, of } = rowsOf(reach)
  const rate = grouped((steps * 1000) / Math.max(1, milliseconds))
  return [
    elapsed(milliseconds),
    counted(cases, 'case'),
    counted(steps, 'step'),
    `${rate} steps/s`,
    `about ${grouped(distinct)} states`,
    `${reached} of ${of} rows`,
    ...(found === 0 ? [] : [`${counted(found, 'violation')} found`]),
  ].join('  ')
}
