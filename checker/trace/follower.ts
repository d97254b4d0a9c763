/** A profile followed along a trace: where it does not agree, the variation points that explain the difference are looked for. */

import type { ModuleConfiguration, Profile } from '../../spec/module/vocabulary.ts'
import { advance } from './advance.ts'
import { distinct } from './candidate.ts'
import type { Event } from './event.ts'
import { machineOf, type Machine } from './machine.ts'
import type { Point } from './points.ts'
import type { Advanced, Frontier } from './tried.ts'
import type { View } from './view.ts'

/** An event, and what the trace had said before it. */
export interface Told {
  readonly event: Event
  readonly view: View
}

/** What began with something that the guest or the clock did, up to here. */
interface Turn {
  readonly begin: Frontier
  readonly told: readonly Told[]
  /** Points that had to be taken to explain a difference in this turn. */
  readonly taken: readonly Point[]
}

/** The points that are always taken; where the model can be; the turn. */
export interface Follower {
  readonly always: readonly Point[]
  readonly frontier: Frontier
  readonly turn: Turn
}

/** The model with some points taken, made when it is first asked for. */
export type Machines = (points: readonly Point[]) => Machine

export const machinesOf = (configuration: ModuleConfiguration, profile: Profile): Machines => {
  const made = new Map<string, Machine>()
  return (points) => {
    const key = points
      .map(({ id }) => id)
      .toSorted()
      .join()
    const known = made.get(key)
    if (known !== undefined) return known
    const machine = machineOf(
      configuration,
      points.reduce((changed, point) => point.taken(changed), profile),
    )
    made.set(key, machine)
    return machine
  }
}

export const followerOf = (always: readonly Point[]): Follower => ({
  always,
  frontier: 'before the start',
  turn: { begin: 'before the start', told: [], taken: [] },
})

/** Whether a turn begins with this event. */
const begins = ({ ev }: Event): boolean => ev === 'trap' || ev === 'polls' || ev === 'devaccess'

const nowhere = ({ frontier }: Advanced): boolean => frontier !== 'before the start' && frontier.length === 0

/** A turn is cut after so many events: no kernel shows more at once. */
const longestTurn = 1000

/** The follower after an event that it agrees with. */
const gone = (follower: Follower, told: Told, frontier: Frontier): Follower =>
  begins(told.event) || follower.turn.told.length >= longestTurn
    ? { ...follower, frontier, turn: { begin: follower.frontier, told: [told], taken: [] } }
    : { ...follower, frontier, turn: { ...follower.turn, told: [...follower.turn.told, told] } }

const takenFor = ({ always, turn }: Follower, { event }: Told): readonly Point[] =>
  begins(event) ? always : [...always, ...turn.taken.filter((point) => !always.includes(point))]

/** The last trap and its return again: whether anything comes of it that did not before. */
const again = (machine: Machine, follower: Follower): Advanced => {
  const once = follower.turn.told.reduce<Advanced>(
    (done, { event, view }) => (nowhere(done) ? done : advance(machine, view, done.frontier, event)),
    { frontier: follower.frontier, extent: 'fully', expected: [], nearest: null },
  )
  if (follower.frontier === 'before the start' || once.frontier === 'before the start') return once
  const [before] = follower.frontier
  const same =
    before !== undefined &&
    distinct([before, ...once.frontier.map((one) => ({ ...one, open: before.open }))]).length === 1
  return { ...once, extent: same ? 'fully' : 'partly' }
}

/** The event under the follower's profile and what this turn has taken. */
export const agreeing = (machines: Machines, follower: Follower, told: Told): Advanced => {
  const machine = machines(takenFor(follower, told))
  return told.event.ev === 'repeated'
    ? again(machine, follower)
    : advance(machine, told.view, follower.frontier, told.event)
}

/** The follower after an event, or null where it does not agree. */
export const followed = (follower: Follower, told: Told, { frontier, ...rest }: Advanced): Follower | null =>
  nowhere({ frontier, ...rest })
    ? null
    : told.event.ev === 'repeated'
      ? { ...follower, frontier }
      : gone(follower, told, frontier)

/** The turn up to this event again, with more points taken; null where it still does not agree. */
export const retaken = (
  machines: Machines,
  follower: Follower,
  told: Told,
  points: readonly Point[],
): Follower | null => {
  const fresh = begins(told.event)
  const begin = fresh ? follower.frontier : follower.turn.begin
  const all = fresh ? [told] : [...follower.turn.told, told]
  const taken = [...(fresh ? [] : follower.turn.taken), ...points]
  const machine = machines([...follower.always, ...taken.filter((point) => !follower.always.includes(point))])
  const frontier = all.reduce<Frontier>(
    (at, one) =>
      at !== 'before the start' && at.length === 0 ? at : advance(machine, one.view, at, one.event).frontier,
    begin,
  )
  return frontier !== 'before the start' && frontier.length === 0
    ? null
    : { ...follower, frontier, turn: { begin, told: all, taken } }
}
