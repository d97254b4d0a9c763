/** The tick: one section over all cores, from the charge to the dispatch; and the start, which is the first of them. */

import { coreAtRest } from '../hal.ts'
import { afterAction, dispatched, inSchedule, levelOf, may, partitionAtStart, switchedOut } from '../partition.ts'
import { withTables } from '../space.ts'
import { entered, initialSchedule, stretchAt, switched, ticked, timeAtStart } from '../time.ts'
import type { Happening, State } from '../../spec/module/vocabulary.ts'
import { impossible } from '../../spec/statement.ts'
import { scheduleOf } from '../../spec/time/statements.ts'
import type { PartitionSchedule } from '../../spec/time/vocabulary.ts'
import { cycles, ticks } from '../../spec/words/vocabulary.ts'
import { later, withCore, withPartition, type Machine } from './machine.ts'

/** What a schedule gives each partition, in the configuration’s order. */
const givenBy = ({ world }: Machine, schedule: number): readonly (PartitionSchedule | undefined)[] => {
  const { partitions } = scheduleOf(world.configuration.time, schedule)
  return world.configuration.partitions.map(({ identifier }) => partitions.find((p) => p.partition === identifier))
}

/** The state after tick 0. */
export const start = (machine: Machine): State => {
  const { world, hal, contexts } = machine
  const given = givenBy(machine, initialSchedule(machine.time))
  const time = timeAtStart(machine.time)
  const rate = world.configuration.time.ticksPerSecond
  const core = hal.setTimer(coreAtRest(contexts.idle), cycles(world.platform.cyclesPerTick))
  const before: State = {
    time,
    partitions: world.configuration.partitions.map((configured, p) =>
      inSchedule(partitionAtStart(configured, contexts), given[p], rate),
    ),
    cores: time.cores.map(() => core),
    memory: withTables(machine.space),
    consumed: { effects: world.configuration.partitions.map(() => 0), events: time.cores.map(() => 0), choices: 0 },
    left: false,
  }
  return time.cores.reduce((state, _, c) => dispatch(machine, state, c), before)
}

/** One tick, on all cores at once. */
export const tick = (machine: Machine, state: State): { readonly state: State; readonly happening: Happening } => {
  const together = meet(machine, state)
  const charged = charge(together)
  const { time, over, frameOver } = ticked(machine.chains, charged.time)
  const out = over.reduce((each, c) => switchOut(machine, each, c), { ...charged, time })
  const switches = frameOver && time.next !== time.schedule
  const ready = switches ? switchSchedule(machine, out) : out
  const running = over.reduce((each, c) => dispatch(machine, each, c), ready)
  return {
    state: part(machine, running, state, over),
    happening: { kind: 'tick', switchedTo: switches ? running.time.schedule : null, dispatched: over },
  }
}

/** The barrier: every core waits, in the kernel, for the last. */
const meet = ({ hal }: Machine, state: State): State => {
  const last = cycles(Math.max(...state.cores.map(({ at }) => at)))
  return { ...state, cores: state.cores.map((core) => hal.mask({ ...core, at: last })) }
}

/** The tick is charged to whoever was running. */
const charge = (state: State): State => {
  const ran = state.time.cores.flatMap(({ running }) =>
    running !== null && running.virtualCore === 0 ? [running.partition] : [],
  )
  return ran.length === 0
    ? state
    : {
        ...state,
        partitions: state.partitions.map((p, i) =>
          ran.some((r) => r === i) ? { ...p, elapsed: ticks(p.elapsed + 1) } : p,
        ),
      }
}

/** A window is over: its owner's context is saved. */
const switchOut = ({ hal }: Machine, state: State, c: number): State => {
  const running = state.time.cores[c]?.running ?? null
  const core = state.cores[c]
  if (running === null || running.virtualCore !== 0 || core === undefined) return state
  const partition = state.partitions[running.partition] ?? impossible('no such partition', 'TIME-I1')
  return withPartition(state, running.partition, switchedOut(partition, hal.save(core)))
}

/** The requested schedule takes over: every partition enters it, and then suffers its schedule-change action. */
const switchSchedule = (machine: Machine, state: State): State => {
  const time = switched(state.time)
  const given = givenBy(machine, time.schedule)
  const rate = machine.world.configuration.time.ticksPerSecond
  const inIt = state.partitions.map((p, i) => inSchedule(p, given[i], rate))
  const acted = inIt.map((p, i) => {
    const action = given[i]?.changeAction
    if (action === undefined) return p
    switch (machine.world.profile.time.changeActionApplies) {
      case 'at frame end':
        return afterAction(p, action, machine.contexts)
      case 'at first dispatch':
        return { ...p, pendingAction: action }
    }
  })
  return { ...state, time, partitions: acted }
}

/** A core enters the stretch of its chain that begins now. */
const dispatch = (machine: Machine, state: State, c: number): State => {
  const { hal, contexts, world } = machine
  const stretch = stretchAt(machine.chains, state.time, c) ?? impossible('no stretch begins here', 'TIME-I3')
  const core = state.cores[c] ?? impossible('no such core', 'the state has every required core')
  const inTime = { ...state, time: entered(state.time, c, stretch) }
  const { runner } = stretch
  if (runner === null) return withCore(inTime, c, hal.restore(core, contexts.idle))
  const inSpace = hal.loadSpace(core, runner.partition)
  if (runner.virtualCore !== 0) return withCore(inTime, c, hal.restore(inSpace, contexts.idle))
  const configured = world.configuration.partitions[runner.partition] ?? impossible('no such partition', 'TIME-D2')
  const before = state.partitions[runner.partition] ?? impossible('no such partition', 'TIME-D2')
  const catchesUp = world.profile.time.elapsedTime === 'all' || may(before, 'GLOBAL_TIME')
  const level = levelOf(world.profile.partition, configured, before)
  const { partition, context } = dispatched(
    before,
    stretch.identifier,
    catchesUp ? state.time.total : null,
    level,
    contexts,
  )
  return withPartition(withCore(inTime, c, hal.restore(inSpace, context)), runner.partition, partition)
}

/** The cores leave the kernel again; what the tick cost them has passed. */
const part = ({ hal, world: { platform } }: Machine, state: State, before: State, over: readonly number[]): State => ({
  ...state,
  cores: state.cores.map((core, c) => {
    const cost = platform.costs.tick + (over.includes(c) ? platform.costs.dispatch : 0)
    const timer = cycles((before.cores[c]?.timer ?? 0) + platform.cyclesPerTick)
    return hal.unmask(hal.setTimer(later(core, cost), timer))
  }),
})
