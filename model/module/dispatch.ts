/** The start of a module, its reset, and what both end with: the dispatch of a core’s next window. */

import { told, toldTheTime } from '../guest.ts'
import { coreAtRest } from '../hal.ts'
import { dispatched, inSchedule, levelOf, may, partitionAtStart } from '../partition.ts'
import { portsAtStart } from '../ports.ts'
import { entered, stretchAt, timeAtReset, timeAtStart, type Stretch } from '../time.ts'
import { event } from '../../spec/guest/vocabulary.ts'
import { secondariesOf, type ModulePartition, type State } from '../../spec/module/vocabulary.ts'
import type { StartCondition } from '../../spec/partition/vocabulary.ts'
import { impossible } from '../../spec/statement.ts'
import { scheduleOf } from '../../spec/time/statements.ts'
import type { PartitionSchedule, Runner, TimeState } from '../../spec/time/vocabulary.ts'
import { cycles, ticks, type Ticks } from '../../spec/words/vocabulary.ts'
import { beginningsOf, secondaryOf, type Machine } from './machine.ts'
import { act, contextOf, coreOf, later, partitionOf, withCore, withPartition } from './state.ts'

/** What a schedule gives each partition, in the configuration’s order. */
export const givenBy = ({ world }: Machine, schedule: number): readonly (PartitionSchedule | undefined)[] => {
  const { partitions } = scheduleOf(world.configuration.time, schedule)
  return world.configuration.partitions.map(({ identifier }) => partitions.find((p) => p.partition === identifier))
}

/** A module in which nothing has happened, and no window has begun. */
const atRest = (machine: Machine, time: TimeState, condition: StartCondition): State => {
  const { world, hal, contexts, wiring } = machine
  const given = givenBy(machine, time.schedule)
  const { partitions, time: configured } = world.configuration
  const secondaries = secondariesOf(world.configuration)
  const core = hal.setTimer(coreAtRest(contexts.idle), cycles(world.platform.cyclesPerTick))
  return {
    time,
    partitions: partitions.map((partition, p) =>
      inSchedule(partitionAtStart(partition, condition, beginningsOf(machine, p)), given[p], configured.ticksPerSecond),
    ),
    secondaries: secondaries.map(() => contexts.idle),
    cores: time.cores.map(() => core),
    memory: machine.memory,
    ports: portsAtStart(wiring),
    health: { log: [], locked: false },
    loader: null,
    resets: 0,
    end: null,
    consumed: { effects: [...partitions, ...secondaries].map(() => 0), events: time.cores.map(() => 0), choices: 0 },
    left: false,
  }
}

const allDispatched = (machine: Machine, state: State): State =>
  state.cores.reduce((each, _, c) => dispatch(machine, each, c), state)

/** The state after tick 0. */
export const start = (machine: Machine): State =>
  allDispatched(machine, atRest(machine, timeAtStart(machine.time), 'NORMAL_START'))

/** *Reset* of the module, in a section of core `c` that costs so much. */
export const reset = (machine: Machine, state: State, c: number, cost: number): State => {
  const { cores } = withCore(state, c, later(coreOf(state, c), cost))
  const last = cycles(Math.max(...cores.map(({ at }) => at)))
  const anew = atRest(machine, timeAtReset(machine.time, state.time), 'HM_MODULE_RESTART')
  return allDispatched(machine, {
    ...anew,
    cores: anew.cores.map((core, i) => ({ ...core, at: last, timer: coreOf(state, i).timer })),
    health: state.health,
    resets: state.resets + 1,
    consumed: state.consumed,
  })
}

/** A core enters the stretch of its chain that begins now. */
export const dispatch = (machine: Machine, state: State, c: number): State => {
  const stretch = stretchAt(machine.chains, state.time, c) ?? impossible('no stretch begins here', 'TIME-I3')
  const inTime = { ...state, time: entered(state.time, c, stretch) }
  const { runner } = stretch
  return runner === null ? idling(machine, inTime, c) : handedTo(machine, inTime, c, runner, stretch)
}

/** A core on which nobody runs. */
export const idling = ({ hal, contexts }: Machine, state: State, c: number): State =>
  withCore(state, c, hal.restore(coreOf(state, c), contexts.idle))

/** What a partition is told of its turn on a core. */
type Turn = Pick<Stretch, 'start' | 'identifier' | 'periodStart'>

/** A core handed to who runs on it from now on. */
export const handedTo = (machine: Machine, state: State, c: number, runner: Runner, turn: Turn): State => {
  const { hal } = machine
  const inSpace = hal.loadSpace(coreOf(state, c), runner.partition)
  const secondary = secondaryOf(machine, runner)
  return secondary === null
    ? begun(machine, withCore(state, c, inSpace), c, runner.partition, turn)
    : withCore(state, c, hal.restore(inSpace, contextOf(machine, state, secondary)))
}

/** A partition's window begins on a core. */
const begun = (machine: Machine, state: State, c: number, p: number, turn: Turn): State => {
  const { hal, world } = machine
  const configured = world.configuration.partitions[p] ?? impossible('no such partition', 'TIME-D2')
  const acted = act(machine, state, p, partitionOf(state, p).pendingAction)
  const before = partitionOf(acted, p)
  const caughtUp = world.profile.time.elapsedTime === 'all' || may(before, 'GLOBAL_TIME')
  const elapsed = caughtUp ? state.time.total : before.elapsed
  const { partition, context } = dispatched(
    { ...before, pendingAction: 'IGNORE', window: turn.identifier, elapsed },
    levelOf(world.profile.partition, configured, before),
    beginningsOf(machine, p),
  )
  const informed = partition.state === 'RUNNING' ? announced(machine, partition, turn, before.elapsed) : partition
  return withPartition(withCore(acted, c, hal.restore(coreOf(acted, c), context)), p, informed)
}

/** What a partition that runs is told of its window. */
const announced = (
  { world }: Machine,
  partition: ModulePartition,
  { start: from, periodStart }: Turn,
  elapsed: Ticks,
): ModulePartition => {
  const events =
    event.WINDOW_START | (from === ticks(0) ? event.SCHEDULE_START : 0) | (periodStart ? event.PERIOD_START : 0)
  const missed = world.profile.guest.missedTicks === 'and at its dispatch' && partition.elapsed > elapsed
  return told(missed ? toldTheTime(partition) : partition, events)
}
