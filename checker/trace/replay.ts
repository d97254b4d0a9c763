/** A trace from its first event to its last, or to the first that is no behaviour of the model, through the model of one profile. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { profiles } from '../../spec/module/profiles.ts'
import type { Happening, ModuleConfiguration, Profile } from '../../spec/module/vocabulary.ts'
import { impossible } from '../../spec/statement.ts'
import { numberOf, type Recorded } from './event.ts'
import { pursued, pursuitOf, type Explanation, type Pursuit } from './explaining.ts'
import { machinesOf, type Machines } from './follower.ts'
import { pointsBetween } from './points.ts'
import type { Problem } from './reading.ts'
import { eventsOf, type Found } from './stream.ts'
import type { Extent } from './tried.ts'
import { nothingSaid, said, type View } from './view.ts'

/** Events that the model does not do under the profile, and what explains them. */
export interface Difference extends Explanation {
  readonly events: number
  /** The number of the first of them, and what the model expected there. */
  readonly first: string
  readonly expected: readonly string[]
}

/** The event that is no behaviour, what the model expected instead, and how it had come there. */
export interface Refusal {
  readonly recorded: Recorded
  readonly expected: readonly string[]
  /** The row of a decision table that decided last; null if none did. */
  readonly row: string | null
  readonly steps: readonly Happening[]
  /** The events before it, the newest last. */
  readonly before: readonly Recorded[]
}

/** What is known of a trace so far. */
export interface Tally {
  readonly events: number
  /** The clock's interrupts. */
  readonly ticks: number
  readonly checked: Readonly<Record<Extent, number>>
  readonly differences: readonly Difference[]
  readonly ignoredFields: ReadonlyMap<string, number>
  readonly unknownKinds: ReadonlyMap<string, number>
  /** The trace has its end event. */
  readonly ended: boolean
}

export interface Outcome extends Tally {
  readonly refusal: Refusal | null
  readonly problem: Problem | null
  readonly interrupted: boolean
}

/** What changes from event to event. */
interface At {
  readonly tally: Tally
  readonly pursuit: Pursuit
  readonly view: View
  readonly before: readonly Recorded[]
}

/** The profile of the kernel that is known to be as it is: towards it differences are explained. */
const published = (): Profile =>
  profiles.find(({ id }) => id === 'air-5.6.2') ??
  impossible('no profile of the published kernel', 'profileIds names it')

/** So many kinds of ignored field are told apart. */
const mostNames = 1000

const counted = (counts: ReadonlyMap<string, number>, names: readonly string[]): ReadonlyMap<string, number> =>
  names.reduce((all, name) => {
    const key = all.has(name) || all.size < mostNames ? name : 'others'
    return new Map(all).set(key, (all.get(key) ?? 0) + 1)
  }, counts)

const explainedBy = (
  differences: readonly Difference[],
  { points, since }: Explanation,
  first: string,
  expected: readonly string[],
): readonly Difference[] => {
  const same = (one: Difference): boolean =>
    one.since === since && one.points.map(({ id }) => id).join() === points.map(({ id }) => id).join()
  return differences.some(same)
    ? differences.map((one) => (same(one) ? { ...one, events: one.events + 1 } : one))
    : [...differences, { points, since, events: 1, first, expected }]
}

const nothing: Tally = {
  events: 0,
  ticks: 0,
  checked: { fully: 0, partly: 0, 'not at all': 0 },
  differences: [],
  ignoredFields: new Map(),
  unknownKinds: new Map(),
  ended: false,
}

/** So many events are kept to be shown. */
const keptEvents = 6

/** One event on; a refusal if it is no behaviour. */
const after = (configuration: ModuleConfiguration, machines: Machines, at: At, recorded: Recorded): At | Refusal => {
  const { event, kind, ignored } = recorded
  const { tally } = at
  const seen = {
    ...tally,
    events: tally.events + 1,
    ignoredFields: counted(
      tally.ignoredFields,
      ignored.map((name) => `${kind}.${name}`),
    ),
  }
  if (event === null) {
    const checked = { ...seen.checked, 'not at all': seen.checked['not at all'] + 1 }
    return { ...at, tally: { ...seen, checked, unknownKinds: counted(seen.unknownKinds, [kind]) } }
  }
  // The first interrupt is the clock's, and its level is known before it is looked at.
  const view = event.ev === 'trap' ? said(configuration, at.view, event) : at.view
  const { pursuit, advanced, explanation, agrees } = pursued(machines, at.pursuit, { event, view })
  if (!agrees && explanation === null) {
    const steps = advanced.nearest?.steps ?? []
    const row = steps.findLast((step) => 'row' in step)
    return {
      recorded,
      expected: advanced.expected,
      row: row !== undefined && 'row' in row ? row.row : null,
      steps,
      before: at.before,
    }
  }
  const { extent } = advanced
  return {
    pursuit,
    view: said(configuration, view, event),
    before: [...at.before, recorded].slice(-keptEvents),
    tally: {
      ...seen,
      ended: seen.ended || event.ev === 'end',
      ticks: seen.ticks + (event.ev === 'trap' && event.kind === 'irq' && event.level === view.clock ? 1 : 0),
      checked: explanation === null ? { ...seen.checked, [extent]: seen.checked[extent] + 1 } : seen.checked,
      differences:
        explanation === null
          ? seen.differences
          : explainedBy(seen.differences, explanation, numberOf(recorded), advanced.expected),
    },
  }
}

/** Replays a trace. `watch` is told how far it is, and whether to go on is up to `stopped`. */
export const replayed = async (
  configuration: ModuleConfiguration,
  profile: Profile,
  file: string,
  watch: (tally: Tally, found: Found) => void = () => undefined,
  stopped: () => boolean = () => false,
): Promise<Outcome> => {
  const machines = machinesOf(configuration, profile)
  const ended = (tally: Tally, how: Partial<Outcome>): Outcome => ({
    ...tally,
    refusal: null,
    problem: null,
    interrupted: false,
    ...how,
  })
  let at: At = {
    tally: nothing,
    pursuit: pursuitOf(pointsBetween(profile, published())),
    view: nothingSaid(configuration),
    before: [],
  }
  for await (const found of eventsOf(file)) {
    if (isLeft(found)) return ended(at.tally, { problem: found.left })
    if (stopped()) return ended(at.tally, { interrupted: true })
    const then = after(configuration, machines, at, found.right)
    if ('recorded' in then) return ended(at.tally, { refusal: then })
    at = then
    watch(at.tally, found.right)
  }
  return ended(at.tally, {})
}
