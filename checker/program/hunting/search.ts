/** One thread's share of a campaign: its cases in order, each in lockstep, with what they reach counted. */

import { caseAt, tryCase, type Case, type EngineMaker, type Scope } from '../../../properties/hunt.ts'
import { findingsOf, keyOf, type Found } from '../../counterexample/findings.ts'
import { Distinct } from './distinct.ts'
import { Flags } from './flags.ts'
import type { Order } from './messages.ts'

/** What was done so far. */
export interface Tally {
  readonly cases: number
  readonly steps: number
  readonly reach: Readonly<Record<string, number>>
  readonly states: Uint8Array
}

export interface Listener {
  readonly progress: (tally: Tally) => void
  readonly found: (index: number, of: Case, found: Found) => void
}

/** Milliseconds between two words about progress. */
const EVERY = 250

/** An engine whose digests, of which the comparison asks for one in every state, are counted. */
const counting =
  (make: EngineMaker, seen: Distinct): EngineMaker =>
  (world) => {
    const engine = make(world)
    return {
      load: (run) => engine.load(run),
      step: () => engine.step(),
      digest: () => {
        const digest = engine.digest()
        seen.add(digest)
        return digest
      },
      abstract: () => engine.abstract(),
      physicalWord: (at) => engine.physicalWord(at),
      cachedTranslations: (core) => engine.cachedTranslations(core),
      get left() {
        return engine.left
      },
    }
  }

export const scopeOf = ({ world }: Order): Scope => ({ kind: 'fixed', world })

/** Tries the cases of an order. It is over when they are, when time is, when it is told to stop, or beyond a case that found something. */
export const search = (order: Order, make: EngineMaker, listener: Listener): void => {
  const flags = new Flags(order.flags)
  const states = new Distinct()
  const engine = counting(make, states)
  const reach = new Map<string, number>()
  const seen = new Set<string>()
  let [cases, steps] = [0, 0]
  let said = Date.now()
  const say = (): void => {
    said = Date.now()
    listener.progress({ cases, steps, reach: Object.fromEntries(reach), states: states.registers.slice() })
  }
  const over = (index: number): boolean =>
    index >= order.cases || index > flags.lowest || flags.stopped || (order.until !== null && Date.now() >= order.until)
  for (let index = order.first; !over(index); index += order.stride) {
    const of = caseAt(order.seed, index, scopeOf(order))
    const outcome = tryCase(of, engine)
    cases += 1
    steps += outcome.steps
    for (const [what, times] of Object.entries(outcome.reach)) reach.set(what, (reach.get(what) ?? 0) + times)
    for (const found of findingsOf(of, outcome)) {
      if (seen.has(keyOf(found.finding))) continue
      seen.add(keyOf(found.finding))
      listener.found(index, of, found)
      if (!order.all && found.expected === null) flags.found(index)
    }
    if (Date.now() - said >= EVERY) say()
  }
  say()
}
