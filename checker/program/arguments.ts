/** What the command line's arguments may be. */

import { left, right, type Either } from 'fp-ts/lib/Either.js'

/** A value, or what is wrong with the text. */
export type Parsed<T> = Either<string, T>

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** The longest hunt: what a timer can count. */
const LONGEST = 576 * 3_600_000

/** Milliseconds of `10s`, `1.5m`, `500ms`, `1h`; a number alone is seconds. */
export const duration = (text: string): Parsed<number> => {
  const [all, number = '', unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? []
  if (all === undefined) return left('Write a duration such as 10s, 2m or 500ms.')
  const milliseconds = Number(number) * (units[unit] ?? 1)
  return milliseconds >= 1 && milliseconds <= LONGEST
    ? right(milliseconds)
    : left('A duration is at least 1ms and at most 576h.')
}

const whole =
  (what: string, least: number, most: number) =>
  (text: string): Parsed<number> => {
    const n = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
    return n >= least && n <= most ? right(n) : left(`${what} is a whole number from ${least} to ${most}.`)
  }

/** How many cases one campaign can count. */
export const mostCases = 1_000_000_000

export const caseCount = whole('A number of cases', 1, mostCases)
export const seed = whole('A seed', 0, Number.MAX_SAFE_INTEGER)
export const workerCount = whole('A number of workers', 1, 256)
export const instructionLimit = whole('A limit', 1, Number.MAX_SAFE_INTEGER)
export const megabytes = whole('RAM in MB', 1, 1024)
