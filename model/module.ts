/** The whole hypervisor on one page: which step is next, and how it passes through the chapters. Read it beside spec/module/step.md. */

import { halted, reloaded } from './partition.ts'
import { requested } from './time.ts'
import { computed, effectDone, type Actor, type Done } from './module/effects.ts'
import { later, machineOf, upTo, withCore, withFate, withPartition, withWork, type Machine } from './module/machine.ts'
import { serve } from './module/services.ts'
import { start, tick } from './module/tick.ts'
import type { EnvironmentEvent, ModuleCore, ModulePartition, Run, State, World } from '../spec/module/vocabulary.ts'
import { impossible } from '../spec/statement.ts'
import { cycles, scheduleIndex, type Cycles } from '../spec/words/vocabulary.ts'

export type { Done } from './module/effects.ts'

/** A module, executable: where it starts, and for a run, the step from one state to the next. */
export interface Model {
  readonly start: State
  readonly of: (run: Run) => (state: State) => Done
}

export const modelOf = (world: World): Model => {
  const machine = machineOf(world)
  return {
    start: start(machine),
    of: (run) => {
      const outside = world.configuration.time.requiredCores
      const events = Array.from({ length: outside }, (_, core) => run.events.filter((event) => coreOf(event) === core))
      return (state) => step(machine, run, events, state)
    },
  }
}

/** The core that an event concerns: a request is for core 0. */
const coreOf = (event: EnvironmentEvent): number => (event.kind === 'interrupt' ? event.core : 0)

/** One step: the tick if every core has arrived at it, else one section on the core that is furthest behind. */
const step = (machine: Machine, run: Run, events: readonly (readonly EnvironmentEvent[])[], state: State): Done => {
  if (state.left) return { state, happening: { kind: 'over' } }
  const behind = state.cores.flatMap(({ at, timer }, c) => (at < timer ? [c] : []))
  if (behind.length === 0) return tick(machine, state)
  const { core, choices } = chosen(state, run, behind)
  const after = section(
    machine,
    run,
    events,
    choices === state.consumed.choices ? state : { ...state, consumed: { ...state.consumed, choices } },
    core,
  )
  return after.state.left ? { ...after, state: { ...state, left: true } } : after
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
const section = (
  machine: Machine,
  run: Run,
  events: readonly (readonly EnvironmentEvent[])[],
  state: State,
  c: number,
): Done => {
  const now = state.cores[c] ?? impossible(`no core ${c}`, 'chosen from the state')
  const event = events[c]?.[state.consumed.events[c] ?? 0]
  if (event !== undefined && event.at <= now.at) return taken(machine, state, c, now, event)
  const until = cycles(event === undefined ? now.timer : Math.min(now.timer, event.at))
  const runner = state.time.cores[c]?.running ?? null
  if (runner === null || now.context.work.kind === 'idle') {
    return {
      state: withCore(state, c, upTo(now, until)),
      happening: { kind: 'wait', core: c, partition: runner?.partition ?? null },
    }
  }
  return worked(machine, run, state, { core: c, partition: runner.partition, now, until })
}

/** What the partition on a core has begun goes on, or its program does. */
const worked = (machine: Machine, run: Run, state: State, actor: Actor): Done => {
  const { core: c, partition: p, now, until } = actor
  const { work } = now.context
  switch (work.kind) {
    case 'none':
      return effectDone(machine, state, actor, run.programs[p]?.[state.consumed.effects[p] ?? 0])
    case 'compute':
      return {
        state: withCore(state, c, computed(now, work.left, until)),
        happening: { kind: 'wait', core: c, partition: p },
      }
    case 'reload':
      return reload(machine, state, actor, work.left)
    case 'trap': {
      // A fault halts its partition until there is a health monitor to decide otherwise.
      const after = withFate(
        machine,
        withCore(state, c, later(now, machine.world.platform.costs.service)),
        p,
        halted(partitionOf(state, p), machine.contexts),
      )
      return { state: after, happening: { kind: 'halt', core: c, partition: p, trap: work.trap } }
    }
    case 'call': {
      const { state: after, code, row } = serve(machine, state, { core: c, partition: p, work })
      return { state: after, happening: { kind: 'service', core: c, partition: p, call: work.call, code, row } }
    }
    case 'idle':
      return impossible('idle work', 'section took it')
  }
}

const partitionOf = (state: State, p: number): ModulePartition =>
  state.partitions[p] ?? impossible(`no partition ${p}`, 'TIME-I1')

/** An event from outside: a trap to the kernel and back. */
const taken = ({ hal, world }: Machine, state: State, c: number, now: ModuleCore, event: EnvironmentEvent): Done => {
  const back = later(hal.leave(hal.enter(now), hal.level(now)), world.platform.costs.interrupt)
  const consumed = { ...state.consumed, events: state.consumed.events.map((n, core) => (core === c ? n + 1 : n)) }
  const known = event.kind === 'request' && event.schedule in world.configuration.time.schedules
  const time = known ? requested(state.time, scheduleIndex(event.schedule)) : state.time
  return { state: { ...withCore(state, c, back), time, consumed }, happening: { kind: 'event', core: c, event } }
}

/** The kernel reloads a partition, in the partition's own windows. */
const reload = (
  { hal, contexts }: Machine,
  state: State,
  { core: c, partition: p, now, until }: Actor,
  left: Cycles,
): Done => {
  const passed = Math.min(left, until - now.at)
  const finished = passed === left
  const core = later(now, passed)
  const after = finished
    ? withPartition(withCore(state, c, hal.restore(core, contexts.idle)), p, reloaded(partitionOf(state, p)))
    : withCore(state, c, withWork(core, { kind: 'reload', left: cycles(left - passed) }))
  return { state: after, happening: { kind: 'reload', core: c, partition: p, finished } }
}
