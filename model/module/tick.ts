/** The tick: one section over all cores, from the charge to the dispatch. */

import { told, toldTheTime } from '../guest.ts'
import { inSchedule, switchedOut } from '../partition.ts'
import { switched, ticked } from '../time.ts'
import { event } from '../../spec/guest/vocabulary.ts'
import type { ModulePartition, State } from '../../spec/module/vocabulary.ts'
import type { ChangeAction } from '../../spec/time/vocabulary.ts'
import { cycles, ticks } from '../../spec/words/vocabulary.ts'
import { dispatch, givenBy } from './dispatch.ts'
import { secondaryOf, type Machine } from './machine.ts'
import { lend, takeBack } from './slack.ts'
import { act, coreOf, later, partitionOf, withPartition, withSecondary, type Done } from './state.ts'

/** One tick, on all cores at once. */
export const tick = (machine: Machine, state: State): Done => {
  const charged = charge(meet(machine, state))
  const rate = machine.world.configuration.time.ticksPerSecond
  const { time, over, frameOver } = ticked(machine.chains, charged.time, rate)
  const out = over.reduce((each, c) => switchOut(machine, each, c), { ...charged, time })
  const switches = frameOver && time.next !== time.schedule
  const ready = switches ? switchSchedule(machine, out) : out
  const dispatched = over.reduce((each, c) => dispatch(machine, each, c), ready)
  const { state: running, turned } = slack(machine, dispatched, over)
  return {
    state: part(machine, running, state, turned),
    happening: { kind: 'tick', switchedTo: switches ? running.time.schedule : null, dispatched: turned },
  }
}

/** The barrier: every core waits, in the kernel, for the last. */
const meet = ({ hal }: Machine, state: State): State => {
  const last = cycles(Math.max(...state.cores.map(({ at }) => at)))
  return { ...state, cores: state.cores.map((core) => hal.mask({ ...core, at: last })) }
}

/** The tick is charged to whoever was running, and announced to it unless it is stopped. */
const charge = (state: State): State => {
  const ran = state.time.cores.flatMap(({ running }) =>
    running !== null && running.virtualCore === 0 ? [running.partition] : [],
  )
  return ran.length === 0
    ? state
    : {
        ...state,
        partitions: state.partitions.map((p, i) => (ran.some((r) => r === i) ? chargedTo(p) : p)),
      }
}

const chargedTo = (p: ModulePartition): ModulePartition => {
  const after = { ...p, elapsed: ticks(p.elapsed + 1) }
  return p.state === 'RUNNING' ? toldTheTime(after) : after
}

/** What is left of the windows that go on: lent, or taken back. `turned`: the cores that were dispatched or with which this was done. */
const slack = (
  machine: Machine,
  state: State,
  over: readonly number[],
): { readonly state: State; readonly turned: readonly number[] } =>
  state.time.cores.reduce<{ readonly state: State; readonly turned: readonly number[] }>(
    (each, { lentUntil }, c) => {
      if (over.includes(c)) return each
      const after =
        lentUntil > 0 && lentUntil === state.time.frame
          ? takeBack(machine, switchOut(machine, each.state, c), c)
          : lend(machine, each.state, c)
      return after === each.state ? each : { state: after, turned: [...each.turned, c] }
    },
    { state, turned: over },
  )

/** A window or a loan is over: the context of who runs is saved. */
const switchOut = (machine: Machine, state: State, c: number): State => {
  const running = state.time.cores[c]?.running ?? null
  if (running === null) return state
  const context = machine.hal.save(coreOf(state, c))
  const secondary = secondaryOf(machine, running)
  return secondary === null
    ? withPartition(state, running.partition, switchedOut(partitionOf(state, running.partition), context))
    : withSecondary(state, secondary, context)
}

/** The requested schedule takes over: every partition enters it, and then suffers its schedule-change action. */
const switchSchedule = (machine: Machine, state: State): State => {
  const time = switched(state.time)
  const given = givenBy(machine, time.schedule)
  const rate = machine.world.configuration.time.ticksPerSecond
  const partitions = state.partitions.map((p, i) => {
    const inIt = inSchedule(p, given[i], rate)
    return given[i] === undefined ? inIt : told(inIt, event.SCHEDULE_CHANGE)
  })
  return given.reduce<State>(
    (each, named, p) => (named === undefined ? each : changeAction(machine, each, p, named.changeAction)),
    { ...state, time, partitions },
  )
}

/** The schedule-change action of a partition: now, or at its first dispatch. */
const changeAction = (machine: Machine, state: State, p: number, action: ChangeAction): State => {
  switch (machine.world.profile.time.changeActionApplies) {
    case 'at frame end':
      return act(machine, state, p, action)
    case 'at first dispatch':
      return withPartition(state, p, { ...partitionOf(state, p), pendingAction: action })
  }
}

/** The cores leave the kernel again; what the tick cost them has passed. */
const part = (
  { hal, world: { platform } }: Machine,
  state: State,
  before: State,
  turned: readonly number[],
): State => ({
  ...state,
  cores: state.cores.map((core, c) => {
    const cost = platform.costs.tick + (turned.includes(c) ? platform.costs.dispatch : 0)
    const timer = cycles(coreOf(before, c).timer + platform.cyclesPerTick)
    return hal.unmask(hal.setTimer(later(core, cost), timer))
  }),
})
