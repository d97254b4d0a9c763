/** The whole state with one part of it read or changed: a core, a partition, its health, its processor. */

import { isConcerned, halted, restarted } from '../partition.ts'
import { cleared } from '../ports.ts'
import type { VirtualProcessor } from '../../spec/guest/vocabulary.ts'
import type { PartitionHealth } from '../../spec/health/vocabulary.ts'
import type { Processor } from '../../spec/machine/vocabulary.ts'
import type {
  Happening,
  ModuleContext,
  ModuleCore,
  ModulePartition,
  State,
  Work,
} from '../../spec/module/vocabulary.ts'
import type { StartCondition } from '../../spec/partition/vocabulary.ts'
import type { PortsState } from '../../spec/ports/vocabulary.ts'
import { impossible } from '../../spec/statement.ts'
import type { ChangeAction } from '../../spec/time/vocabulary.ts'
import { cycles, type Cycles } from '../../spec/words/vocabulary.ts'
import { beginningsOf, secondariesIn, secondaryOf, type Machine } from './machine.ts'

/** What a step came to. */
export interface Done {
  readonly state: State
  readonly happening: Happening
}

export const partitionOf = ({ partitions }: State, p: number): ModulePartition =>
  partitions[p] ?? impossible(`no partition ${p}`, 'TIME-I1')

export const coreOf = ({ cores }: State, c: number): ModuleCore =>
  cores[c] ?? impossible(`no core ${c}`, 'the state has every required core')

export const withCore = (state: State, core: number, changed: ModuleCore): State => ({
  ...state,
  cores: state.cores.with(core, changed),
})

/** The processor of who runs on a core, if it has one, changed. */
export const withProcessorOn = (state: State, c: number, changed: (p: Processor) => Processor): State => {
  const core = coreOf(state, c)
  const { processor } = core.context
  return processor === null
    ? state
    : withCore(state, c, { ...core, context: { ...core.context, processor: changed(processor) } })
}

export const withPartition = (state: State, p: number, changed: ModulePartition): State =>
  changed === state.partitions[p] ? state : { ...state, partitions: state.partitions.with(p, changed) }

/** What a secondary left when it was last switched out; one that there is not idles. */
export const contextOf = ({ contexts }: Machine, { secondaries }: State, k: number): ModuleContext =>
  secondaries[k] ?? contexts.idle

export const withSecondary = (state: State, k: number, context: ModuleContext): State =>
  context === state.secondaries[k] || !(k in state.secondaries)
    ? state
    : { ...state, secondaries: state.secondaries.with(k, context) }

export const withProcessor = (state: State, p: number, processor: VirtualProcessor): State =>
  withPartition(state, p, { ...partitionOf(state, p), processor })

export const withHealth = (state: State, p: number, health: PartitionHealth): State =>
  withPartition(state, p, { ...partitionOf(state, p), health })

export const withPorts = (state: State, ports: PortsState): State =>
  ports === state.ports ? state : { ...state, ports }

/** A core whose clock has gone on. */
export const later = (core: ModuleCore, by: number): ModuleCore => ({ ...core, at: cycles(core.at + by) })

export const upTo = (core: ModuleCore, instant: Cycles): ModuleCore => ({ ...core, at: instant })

/** A core in which other work was begun, or none. */
export const withWork = (core: ModuleCore, work: Work): ModuleCore => ({ ...core, context: { ...core.context, work } })

/** The core on which a partition runs with its virtual core 0. */
const homeOf = (state: State, p: number): number =>
  state.time.cores.findIndex(({ running }) => running !== null && running.partition === p && running.virtualCore === 0)

/** A secondary with another context, which is in force at once where it runs. */
export const withContext = (machine: Machine, state: State, k: number, context: ModuleContext): State => {
  const runs = state.time.cores.map(({ running }) => running !== null && secondaryOf(machine, running) === k)
  return {
    ...withSecondary(state, k, context),
    cores: state.cores.map((core, c) => (runs[c] === true ? machine.hal.restore(core, context) : core)),
  }
}

/** A partition whose secondaries are not booted. */
const withoutSecondaries = (machine: Machine, state: State, p: number): State =>
  secondariesIn(machine, p).reduce((each, k) => withContext(machine, each, k, machine.contexts.idle), state)

/** A partition halted (IDLE) or restarted in a mode: wherever it runs, its new context is in force at once; its ports are cleared. */
const withFate = (
  machine: Machine,
  state: State,
  p: number,
  mode: 'IDLE' | 'COLD_START' | 'WARM_START',
  changed: ModulePartition,
): State => {
  const { hal, wiring, world } = machine
  const after = withPorts(
    withPartition(withoutSecondaries(machine, state, p), p, changed),
    cleared(wiring, state.ports, p, mode, world.profile.ports.restartClears),
  )
  const c = homeOf(state, p)
  const core = after.cores[c]
  return core === undefined ? after : withCore(after, c, hal.restore(core, changed.context))
}

/** *Halt* a partition. */
export const halt = (machine: Machine, state: State, p: number): State =>
  withFate(machine, state, p, 'IDLE', halted(partitionOf(state, p), beginningsOf(machine, p)))

/** *Restart* a partition. */
export const restart = (
  machine: Machine,
  state: State,
  p: number,
  mode: 'COLD_START' | 'WARM_START',
  condition: StartCondition,
): State =>
  withFate(machine, state, p, mode, restarted(partitionOf(state, p), mode, condition, beginningsOf(machine, p)))

/** A schedule-change action carried out, if it concerns the partition. */
export const act = (machine: Machine, state: State, p: number, action: ChangeAction): State => {
  if (!isConcerned(partitionOf(state, p))) return state
  switch (action) {
    case 'IGNORE':
      return state
    case 'IDLE':
      return halt(machine, state, p)
    case 'COLD_START':
    case 'WARM_START':
      return restart(machine, state, p, action, 'NORMAL_START')
  }
}
