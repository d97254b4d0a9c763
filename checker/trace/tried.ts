/** What becomes of the candidates at one event: those that agree with it go on, the others say why they cannot. */

import { distinct, type Candidate } from './candidate.ts'

/** How much of an event was checked. */
export type Extent = 'fully' | 'partly' | 'not at all'

/** Where the model can be. Before the first tick: nowhere. */
export type Frontier = readonly Candidate[] | 'before the start'

/** What the model makes of an event: where it can be afterwards; nowhere if the event is no behaviour of it. */
export interface Advanced {
  readonly frontier: Frontier
  readonly extent: Extent
  /** Why it is no behaviour: of the candidate that comes nearest. */
  readonly expected: readonly string[]
  readonly nearest: Candidate | null
}

/** A candidate that goes on, or why it cannot. */
export type Tried =
  | { readonly to: Candidate; readonly partly?: boolean }
  | { readonly why: readonly string[]; readonly at?: Candidate; readonly unfinished?: true }

export const went = (to: Candidate, partly = false): Tried => ({ to, partly })
export const failed = (why: readonly string[], at?: Candidate): Tried => (at === undefined ? { why } : { why, at })

/** The kernel has still to do something before this can be: others say better what is wrong. */
export const unfinished: Tried = { why: ['no return: the kernel is not done yet'], unfinished: true }

/** So many possibilities are followed side by side. */
const mostCandidates = 32

/** Takes every candidate through `by`, and keeps those that get through. */
export const through = (candidates: readonly Candidate[], by: (candidate: Candidate) => Tried): Advanced => {
  const tried = candidates.map((candidate) => ({ candidate, ...by(candidate) }))
  const agreeing = tried.flatMap((one) => ('to' in one ? [one] : []))
  if (agreeing.length > 0) {
    const partly = agreeing.every((one) => one.partly === true)
    const frontier = distinct(agreeing.map(({ to }) => to)).slice(0, mostCandidates)
    return { frontier, extent: partly ? 'partly' : 'fully', expected: [], nearest: null }
  }
  const failures = tried.flatMap((one) => ('why' in one ? [one] : []))
  // The one that is wrong in least; of several the one in which the kernel has come furthest.
  const distance = (one: (typeof failures)[number]): number => (one.unfinished === true ? 1000 : one.why.length)
  const [nearest] = failures.toSorted(
    (a, b) => distance(a) - distance(b) || b.candidate.sections - a.candidate.sections,
  )
  return {
    frontier: [],
    extent: 'fully',
    expected: nearest?.why ?? ['nothing: the model can be nowhere'],
    nearest: nearest?.at ?? nearest?.candidate ?? null,
  }
}

/** An event that says nothing of the model. */
export const still = (frontier: Frontier, extent: Extent = 'not at all'): Advanced => ({
  frontier,
  extent,
  expected: [],
  nearest: null,
})
