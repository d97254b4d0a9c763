/** What explains that the model of one profile does not do what the trace shows: variation points, found by trying them. */

import { agreeing, followed, followerOf, retaken, type Follower, type Machines, type Told } from './follower.ts'
import type { Point } from './points.ts'
import type { Advanced } from './tried.ts'

/** Points whose other strategy makes the model agree: taken in this turn alone, or from the start. */
export interface Explanation {
  readonly points: readonly Point[]
  readonly since: 'here' | 'the start'
}

/** A profile along a trace, and beside it the same profile with each point taken from the start. */
export interface Pursuit {
  readonly points: readonly Point[]
  readonly main: Follower
  readonly shadows: readonly Follower[]
}

export const pursuitOf = (points: readonly Point[]): Pursuit => ({
  points,
  main: followerOf([]),
  shadows: points.map((point) => followerOf([point])),
})

/** What came of an event. */
export interface Pursued {
  readonly pursuit: Pursuit
  readonly advanced: Advanced
  /** Null where the profile agrees, and where nothing explains that it does not. */
  readonly explanation: Explanation | null
  readonly agrees: boolean
}

/** The first of some sets of points that explains the event in its turn. */
const inTurn = (
  machines: Machines,
  follower: Follower,
  told: Told,
  sets: Iterable<readonly Point[]>,
): { readonly follower: Follower; readonly points: readonly Point[] } | null => {
  for (const points of sets) {
    const found = retaken(machines, follower, told, points)
    if (found !== null) return { follower: found, points }
  }
  return null
}

const left = ({ always, turn }: Follower, points: readonly Point[]): readonly Point[] =>
  points.filter((point) => !always.includes(point) && !turn.taken.includes(point))

const singles = (points: readonly Point[]): readonly (readonly Point[])[] => points.map((point) => [point])

function* pairs(points: readonly Point[]): Generator<readonly Point[]> {
  for (const [i, a] of points.entries()) for (const b of points.slice(i + 1)) yield [a, b]
}

/** A shadow after the event: agreeing, or agreeing with one more point in this turn; null where neither helps. */
const shadowed = (machines: Machines, points: readonly Point[], shadow: Follower, told: Told) => {
  const plain = followed(shadow, told, agreeing(machines, shadow, told))
  if (plain !== null) return { follower: plain, plainly: true }
  const found = inTurn(machines, shadow, told, singles(left(shadow, points)))
  return found === null ? null : { follower: found.follower, plainly: false }
}

type Shadowed = ReturnType<typeof shadowed>

/** Where a follower is, in the words of another profile that goes on from there. */
const from = (other: Follower, always: readonly Point[]): Follower => ({
  always,
  frontier: other.frontier,
  turn: {
    ...other.turn,
    taken: [...other.turn.taken, ...other.always].filter((point) => !always.includes(point)),
  },
})

/** What explains a difference, and where the main follower goes on. */
const explained = (
  machines: Machines,
  { points, main }: Pursuit,
  told: Told,
  shadows: readonly Shadowed[],
): { readonly main: Follower; readonly explanation: Explanation } | null => {
  const here = (sets: Iterable<readonly Point[]>) => {
    const found = inTurn(machines, main, told, sets)
    return found === null
      ? null
      : { main: found.follower, explanation: { points: found.points, since: 'here' as const } }
  }
  const before = () => {
    const shadow = shadows.find((one) => one?.plainly === true)?.follower
    return shadow === undefined
      ? null
      : { main: from(shadow, main.always), explanation: { points: shadow.always, since: 'the start' as const } }
  }
  const open = left(main, points)
  return here(singles(open)) ?? before() ?? here(pairs(open))
}

/** An event, under the profile and under each of its shadows. */
export const pursued = (machines: Machines, pursuit: Pursuit, told: Told): Pursued => {
  const advanced = agreeing(machines, pursuit.main, told)
  const main = followed(pursuit.main, told, advanced)
  const shadows = pursuit.shadows.map((shadow) => shadowed(machines, pursuit.points, shadow, told))
  const found = main === null ? explained(machines, pursuit, told, shadows) : { main, explanation: null }
  if (found === null) return { pursuit, advanced, explanation: null, agrees: false }
  return {
    pursuit: {
      ...pursuit,
      main: found.main,
      // A shadow that is lost goes on from where the others are.
      shadows: pursuit.shadows.map(({ always }, i) => shadows[i]?.follower ?? from(found.main, always)),
    },
    advanced,
    explanation: found.explanation,
    agrees: main !== null,
  }
}
