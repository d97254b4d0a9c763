/** Where the model can be after what a trace has shown, and what the kernel can do there by itself. */

import type { Happening, State, Work } from '../../spec/module/vocabulary.ts'
import { callOf } from './calls.ts'
import { contentsOf, holding } from './contents.ts'
import type { CallEvent, EventOf } from './event.ts'
import type { Machine } from './machine.ts'

/** A trap that a partition has not returned from. */
export type Open = CallEvent | EventOf<'trap.fault'>

/** A state, and what is still to be shown of how it came about. */
export interface Candidate {
  readonly state: State
  /** By partition: the trap that it has not returned from. */
  readonly open: readonly (Open | null)[]
  /** By partition: the address at which it goes on; null where the trace cannot tell. */
  readonly resume: readonly (number | null)[]
  /** The kernel has not returned from an interrupt. */
  readonly interrupted: boolean
  /** A window was dispatched, and the trace has not shown it yet. */
  readonly dispatched: boolean
  /** The answer depends on what the trace did not record; or the call reached where nothing is specified. */
  readonly assumed: boolean
  readonly beyond: boolean
  /** How many sections of the kernel came since the guest's or the clock's last event. */
  readonly sections: number
  /** What happened last, the newest last. */
  readonly steps: readonly Happening[]
}

/** How many steps are kept to be shown. */
const keptSteps = 8

export const initial = (state: State): Candidate => ({
  state,
  open: state.partitions.map(() => null),
  resume: state.partitions.map(() => null),
  interrupted: true,
  dispatched: true,
  assumed: false,
  beyond: false,
  sections: 0,
  steps: [],
})

/** The candidate after a step. */
export const stepped = (
  candidate: Candidate,
  { state, happening }: { readonly state: State; readonly happening: Happening },
): Candidate => ({ ...candidate, state, steps: [...candidate.steps, happening].slice(-keptSteps) })

/** The partition that runs; null when nobody does. */
export const runnerOf = ({ state }: Candidate): number | null => state.time.cores[0]?.running?.partition ?? null

export const workOf = ({ state }: Candidate): Work => state.cores[0]?.context.work ?? { kind: 'idle' }

export const withOpen = (candidate: Candidate, p: number, open: Open | null): Candidate => ({
  ...candidate,
  open: candidate.open.map((one, i) => (i === p ? open : one)),
})

/** The candidate whose partition `p` goes on at an address, or nobody knows where. */
export const resuming = (candidate: Candidate, p: number | null, at: number | null): Candidate => ({
  ...candidate,
  resume: candidate.resume.map((address, i) => (i === p ? at : address)),
})

/** Partitions that are halted or begin anew return from nothing, and go on nobody knows where. */
export const renewed = (candidate: Candidate): Candidate => {
  const begun = candidate.state.partitions.map(({ state }) => state === 'RUNNING' || state === 'READY')
  const ofBegun = <T>(all: readonly (T | null)[]): readonly (T | null)[] =>
    all.map((one, p) => (begun[p] === true ? one : null))
  return { ...candidate, open: ofBegun(candidate.open), resume: ofBegun(candidate.resume) }
}

/** A state as far as it does not depend on bytes of guests: two that agree in this go on alike. */
const essence = ({ state }: Candidate): string =>
  JSON.stringify({
    ...state,
    memory: [],
    cores: state.cores.map((core) => ({ ...core, cached: [], at: 0, fault: null })),
    ports: {
      ...state.ports,
      channels: state.ports.channels.map((channel) => ({
        ...channel,
        messages: channel.messages.map(({ at, bytes }) => [at, bytes.length]),
      })),
    },
  })

/** Candidates without those that go on like an earlier one. */
export const distinct = (candidates: readonly Candidate[]): readonly Candidate[] => {
  if (candidates.length < 2) return candidates
  const seen = new Map<string, Candidate>()
  for (const candidate of candidates) {
    const key = `${essence(candidate)} ${candidate.dispatched} ${candidate.beyond} ${JSON.stringify([candidate.open, candidate.resume])}`
    if (!seen.has(key)) seen.set(key, candidate)
  }
  return [...seen.values()]
}

/** A call that reached where nothing is specified: its caller goes on, with nobody knows what in its registers. */
const released = (candidate: Candidate): Candidate => {
  const { state } = candidate
  const [core, ...others] = state.cores
  if (core === undefined) return candidate
  const { work } = core.context
  const level = work.kind === 'call' || work.kind === 'copy' ? work.from : core.context.level
  const context = { ...core.context, level, work: { kind: 'none' } as const }
  return { ...candidate, beyond: true, state: { ...state, cores: [{ ...core, context }, ...others] } }
}

/** The call's section, for each thing that its caller's memory could hold. */
const served = (machine: Machine, candidate: Candidate, answer: number | null): readonly Candidate[] => {
  const p = runnerOf(candidate)
  const open = p === null ? null : candidate.open[p]
  const contents =
    p === null || open === null || open === undefined || open.kind === 'fault'
      ? [[]]
      : contentsOf(machine.world.configuration, p, callOf(open), open, answer)
  const after = distinct(
    contents.map((bytes) => {
      const done = machine.step(holding(machine.world, candidate.state, bytes), null)
      return done.state.left
        ? released(stepped(candidate, { ...done, state: candidate.state }))
        : stepped(candidate, done)
    }),
  )
  return after.length > 1 ? after.map((one) => ({ ...one, assumed: true })) : after
}

/** What the kernel can do next by itself, without the guest and without the clock. */
const next = (machine: Machine, candidate: Candidate, answer: number | null): readonly Candidate[] => {
  const { state } = candidate
  if (state.end !== null || state.left) return []
  switch (workOf(candidate).kind) {
    case 'call':
      return served(machine, candidate, answer)
    case 'trap':
    case 'copy':
    case 'reload':
      return [stepped(candidate, machine.step(state, null))]
    case 'none':
    case 'compute':
    case 'idle':
      return []
  }
}

/** Sections that the kernel may go through between two events: a call, a copy cut short some times, a reload. */
const mostSections = 6

/** Everywhere the kernel can have come by itself, where it was included; `answer` is what it said, if that is known. */
export const reachable = (
  machine: Machine,
  candidates: readonly Candidate[],
  answer: number | null,
): readonly Candidate[] => {
  const all = [...candidates]
  let last = candidates
  for (let i = 0; i < mostSections && last.length > 0; i++) {
    last = last.flatMap((candidate) =>
      next(machine, candidate, answer).map((one) => ({ ...one, sections: candidate.sections + 1 })),
    )
    all.push(...last)
  }
  return all
}

/** Whether the guest would go on here, if it could. */
export const inGuest = (candidate: Candidate): boolean =>
  runnerOf(candidate) !== null && ['none', 'compute'].includes(workOf(candidate).kind) && candidate.state.end === null

/** Whether the runner has not returned from its trap: the kernel has done all, or not all, of what it asked for. */
export const withinCall = (candidate: Candidate): boolean => {
  const p = runnerOf(candidate)
  return p !== null && (candidate.open[p] ?? null) !== null
}

/** The virtual trap that comes before the guest can go on, as a step; null if none does. */
export const delivered = (machine: Machine, candidate: Candidate): Candidate | null => {
  if (!inGuest(candidate)) return null
  const p = candidate.state.partitions[runnerOf(candidate) ?? -1]
  if (p === undefined || (!p.health.pending && (p.processor.pending & p.processor.mask) === 0)) return null
  const done = machine.step(candidate.state, null)
  return done.happening.kind === 'delivery' ? stepped(candidate, done) : null
}
