/** What must have been shown before the guest, the clock, or a return to the guest can follow. */

import { hex } from '../../properties/telling-effects.ts'
import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import { delivered, withinCall, type Candidate } from './candidate.ts'
import type { Machine } from './machine.ts'
import { differing, unseen, type View } from './view.ts'

/** Fields of the instant that most events carry. */
export interface Instant {
  readonly tick?: number
  readonly part?: string | null
  readonly mtf_tick?: number
  readonly user?: boolean
}

const instantDiffers = (
  { partitions }: ModuleConfiguration,
  view: View,
  candidate: Candidate,
  { tick, part, mtf_tick, user }: Instant,
): readonly string[] => {
  const { state } = candidate
  const [core] = state.time.cores
  const running = core?.running ?? null
  const name = running === null ? null : (partitions[running.partition]?.name ?? null)
  // Who ended its window early may still be whom the core belongs to.
  const owner = core?.ended === true && part === view.owner ? part : name
  return [
    ...differing('tick', tick, state.time.total),
    ...differing('tick of the frame', mtf_tick, state.time.frame),
    ...differing('partition', part, owner),
    ...differing('user level', user, state.cores[0]?.context.level === 'user' && !withinCall(candidate)),
  ]
}

const ended = ({ state }: Candidate): readonly string[] =>
  state.end === null ? [] : [`nothing more: the run is over (${state.end})`]

/** What would have to come before the guest goes on. */
export const undelivered = (machine: Machine, candidate: Candidate): readonly string[] => {
  const [last] = delivered(machine, candidate)?.steps.slice(-1) ?? []
  return last?.kind === 'delivery' ? [`a virtual trap first (${hex(last.trap)})`] : []
}

/** Before a guest, or the clock, does something: all that the model has done was shown. */
export const settled = (machine: Machine, view: View, candidate: Candidate, instant: Instant): readonly string[] => {
  const { configuration } = machine.world
  return [
    ...ended(candidate),
    ...instantDiffers(configuration, view, candidate, instant),
    ...unseen(configuration, view, candidate.state),
    ...(candidate.dispatched ? ['the switch to the window that begins at this tick'] : []),
  ]
}
