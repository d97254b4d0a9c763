/** The whole hypervisor on one page: which step is next, and how it passes through the chapters. Read it beside spec/module/step.md. */

import { deliverable, delivered } from './guest.ts'
import { atHandler } from './machine/kernel.ts'
import { errorOf } from './health.ts'
import { reloaded } from './partition.ts'
import { restored } from './space.ts'
import { requested } from './time.ts'
import type { Calling } from './module/calling.ts'
import { start } from './module/dispatch.ts'
import { instructionDone } from './module/instructions.ts'
import { computed, effectDone, nextEffect, type Actor } from './module/effects.ts'
import { machineOf, secondaryOf, type Machine } from './module/machine.ts'
import { copyEnded } from './module/message-services.ts'
import { inPartition, raise } from './module/raising.ts'
import { serve } from './module/services.ts'
import {
  coreOf,
  later,
  partitionOf,
  upTo,
  withCore,
  withPartition,
  withProcessorOn,
  withWork,
  type Done,
} from './module/state.ts'
import { tick } from './module/tick.ts'
import { moved, roomBelow } from './module/windows.ts'
import type { TrapType } from '../spec/hal/vocabulary.ts'
import { healthError, systemState } from '../spec/health/vocabulary.ts'
import type { EnvironmentEvent, Run, State, Work, World } from '../spec/module/vocabulary.ts'
import { impossible } from '../spec/statement.ts'
import { cycles, scheduleIndex } from '../spec/words/vocabulary.ts'

export type { Done } from './module/state.ts'

/** A module, executable: where it starts, and for a run, the step from one state to the next. */
export interface Model {
  readonly start: State
  readonly of: (run: Run) => (state: State) => Done
}

/** Each core's events from outside, in order. */
type Outside = readonly (readonly EnvironmentEvent[])[]

export const modelOf = (world: World): Model => {
  const machine = machineOf(world)
  return {
    start: start(machine),
    of: (run) => {
      const { requiredCores } = world.configuration.time
      const events = Array.from({ length: requiredCores }, (_, c) => run.events.filter((event) => homeOf(event) === c))
      return (state) => step(machine, run, events, state)
    },
  }
}

/** The core that an event concerns: a request and a power failure are for core 0. */
const homeOf = (event: EnvironmentEvent): number => (event.kind === 'interrupt' ? event.core : 0)

/** One step: the tick if every core has arrived at it, else one section on the core that is furthest behind. */
const step = (machine: Machine, run: Run, events: Outside, state: State): Done => {
  if (state.left || state.end !== null) return { state, happening: { kind: 'over' } }
  const behind = state.cores.flatMap(({ at, timer }, c) => (at < timer ? [c] : []))
  if (behind.length === 0) return tick(machine, state)
  const { core, choices } = chosen(state, run, behind)
  const before = choices === state.consumed.choices ? state : { ...state, consumed: { ...state.consumed, choices } }
  return unlessOver(state, section(machine, run, events, before, core))
}

/** Where a run leaves what is specified, or waits for ever, nothing else of the state before changes. */
const unlessOver = (before: State, after: Done): Done => {
  if (after.state.left) return { ...after, state: { ...before, left: true } }
  return after.state.end === 'hung' ? { ...after, state: { ...before, end: 'hung' } } : after
}

/** Of the cores that have not arrived, the least advanced; of several, the run's choice. */
const chosen = (
  state: State,
  run: Run,
  behind: readonly number[],
): { readonly core: number; readonly choices: number } => {
  const clock = (c: number): number => state.cores[c]?.at ?? 0
  const least = Math.min(...behind.map(clock))
  const tied = behind.filter((c) => clock(c) === least)
  const { choices } = state.consumed
  const choice = tied.length > 1 ? run.choices[choices] : undefined
  const core =
    tied[choice === undefined ? 0 : choice % tied.length] ?? impossible('no core is behind', 'asked only when one is')
  return { core, choices: choice === undefined ? choices : choices + 1 }
}

/** One section on a core: an event that is due, or what its work asks for. */
const section = (machine: Machine, run: Run, events: Outside, state: State, c: number): Done => {
  const now = coreOf(state, c)
  const event = events[c]?.[state.consumed.events[c] ?? 0]
  if (event !== undefined && event.at <= now.at) return taken(machine, state, c, event)
  const until = cycles(event === undefined ? now.timer : Math.min(now.timer, event.at))
  const runner = state.time.cores[c]?.running ?? null
  return runner === null || now.context.work.kind === 'idle'
    ? waited(state, c, runner?.partition ?? null, until)
    : worked(machine, run, state, {
        core: c,
        partition: runner.partition,
        secondary: secondaryOf(machine, runner),
        now,
        until,
      })
}

const waited = (state: State, core: number, partition: number | null, until: Actor['until']): Done => ({
  state: withCore(state, core, upTo(coreOf(state, core), until)),
  happening: { kind: 'wait', core, partition },
})

/** An event from outside: a trap to the kernel and back. */
const taken = (machine: Machine, state: State, c: number, event: EnvironmentEvent): Done => {
  const { hal, world } = machine
  const now = coreOf(state, c)
  // Where the kernel is at work for a binary program already, its processor is not asked again.
  const atWork = now.context.processor?.state.et === false
  const back = later(atWork ? now : hal.leave(hal.enter(now), hal.level(now)), world.platform.costs.interrupt)
  const events = state.consumed.events.with(c, (state.consumed.events[c] ?? 0) + 1)
  const after = { ...withCore(state, c, back), consumed: { ...state.consumed, events } }
  const happening = { kind: 'event', core: c, event } as const
  switch (event.kind) {
    case 'interrupt':
      return { state: after, happening }
    case 'request':
      return event.schedule in world.configuration.time.schedules
        ? { state: { ...after, time: requested(state.time, scheduleIndex(event.schedule)) }, happening }
        : { state: after, happening }
    case 'power': {
      const error = healthError.POWER
      const { state: raised, row } = raise(machine, after, {
        core: c,
        partition: null,
        state: systemState.MODULE_EXEC,
        error,
      })
      return { state: raised, happening: { kind: 'health', core: c, partition: null, error, row, trap: null } }
    }
  }
}

/** What the partition or the secondary on a core has begun goes on, or its program does. */
const worked = (machine: Machine, run: Run, state: State, actor: Actor): Done => {
  const { core: c, partition: p, secondary, now, until } = actor
  const { work, processor } = now.context
  switch (work.kind) {
    case 'none':
    case 'compute': {
      const trap = secondary === null ? deliverable(partitionOf(state, p)) : null
      if (trap !== null) return deliver(machine, state, actor, trap)
      if (work.kind === 'none')
        return processor === null
          ? effectDone(machine, state, actor, nextEffect(run, state, actor))
          : instructionDone(machine, state, actor, processor)
      return {
        state: withCore(state, c, computed(now, work.left, until)),
        happening: { kind: 'wait', core: c, partition: p },
      }
    }
    case 'reload':
      return reload(machine, state, actor, work)
    case 'trap':
      return handled(machine, state, actor, work)
    case 'call':
      return serve(state, calling(machine, actor, work))
    case 'copy':
      return copy(machine, state, actor, work)
    case 'idle':
      return impossible('idle work', 'section took it')
  }
}

/** A call in its last section. */
const calling = (
  machine: Machine,
  { core, partition, secondary }: Actor,
  { call, from }: Extract<Work, { readonly kind: 'call' | 'copy' }>,
): Calling => ({ machine, core, partition, secondary, call, from })

/** A virtual trap is delivered: the handler begins, and what was computed waits. */
const deliver = (machine: Machine, state: State, actor: Actor, trap: number): Done => {
  const { core: c, partition: p, now } = actor
  const { work, processor } = now.context
  const before = partitionOf(state, p)
  const goesOn = work.kind === 'compute' ? work.left : cycles(0)
  const guest = delivered(before, trap, processor === null ? goesOn : null)
  const core = later(withWork(now, { kind: 'none' }), machine.world.platform.costs.service)
  const after = withCore(state, c, core)
  const room = processor === null ? after : roomBelow(after, { machine, core: c, from: now.context.level }, processor)
  if (room === null) return failed(machine, after, actor, 'window_overflow')
  const there = withProcessorOn(room, c, (q) => atHandler(q, before.processor.psr, guest.processor.tbr))
  return { state: withPartition(there, p, guest), happening: { kind: 'delivery', core: c, partition: p, trap } }
}

/** The error that a trap is, raised in a section whose cost has passed. */
const failed = (machine: Machine, state: State, { core: c, partition: p }: Actor, trap: TrapType): Done => {
  const error = errorOf(trap)
  const { state: raised, row } = raise(machine, state, inPartition(state, c, p, error))
  return { state: raised, happening: { kind: 'health', core: c, partition: p, error, row, trap } }
}

/** A trap of the program: windows are moved; or back behind the effect that raised it, or to the instruction, unless the error that it is takes the context away. */
const handled = (
  machine: Machine,
  state: State,
  actor: Actor,
  { trap, from }: Extract<Work, { readonly kind: 'trap' }>,
): Done => {
  const { core: c, partition, now } = actor
  const { processor } = now.context
  const served = processor === null ? null : moved(state, { machine, core: c, from }, processor, trap)
  const after = served ?? state
  const back = machine.hal.leave(withWork(coreOf(after, c), { kind: 'none' }), from)
  const done = withCore(after, c, later(back, machine.world.platform.costs.service))
  return served === null
    ? failed(machine, done, actor, trap)
    : { state: done, happening: { kind: 'windows', core: c, partition, filled: trap === 'window_underflow' } }
}

/** A message is copied; at the end of it the call takes place. */
const copy = (machine: Machine, state: State, actor: Actor, work: Extract<Work, { readonly kind: 'copy' }>): Done => {
  const { core: c, partition: p, now, until } = actor
  const passed = Math.min(work.left, until - now.at)
  const core = later(now, passed)
  return passed < work.left
    ? {
        state: withCore(state, c, withWork(core, { ...work, left: cycles(work.left - passed) })),
        happening: { kind: 'copy', core: c, partition: p },
      }
    : copyEnded(withCore(state, c, core), calling(machine, actor, work))
}

/** The kernel reloads a partition, in the partition's own windows; under `one for all`, if its loader has the time. */
const reload = (
  machine: Machine,
  state: State,
  { core: c, partition: p, now, until }: Actor,
  { left }: Extract<Work, { readonly kind: 'reload' }>,
): Done => {
  const { hal, contexts, world } = machine
  const shares = world.profile.partition.loader === 'one for all'
  if (shares && state.loader !== null && state.loader !== p) return waited(state, c, p, until)
  const passed = Math.min(left, until - now.at)
  const finished = passed === left
  const core = later(now, passed)
  const after = finished
    ? withPartition(
        withCore(asAtStart(machine, state, p), c, hal.restore(core, contexts.idle)),
        p,
        reloaded(partitionOf(state, p)),
      )
    : withCore(state, c, withWork(core, { kind: 'reload', left: cycles(left - passed) }))
  const loader = shares && !finished ? p : null
  return {
    state: after.loader === loader ? after : { ...after, loader },
    happening: { kind: 'reload', core: c, partition: p, finished },
  }
}

/** The own area of a binary partition holds its image again. */
const asAtStart = ({ world, memory, own }: Machine, state: State, p: number): State => {
  const area = world.images?.[p] == null ? undefined : own[p]
  return area === undefined ? state : { ...state, memory: restored(state.memory, memory, area) }
}
