/** What a world comes to before anything runs: its chains, its contexts, its hardware; and the whole state with one part of it changed. */

import type { Hardware } from '../hal.ts'
import { abstractHal } from '../hal.ts'
import type { Contexts } from '../partition.ts'
import { chainsOf, type Chains } from '../time.ts'
import type { Hal } from '../../spec/hal/vocabulary.ts'
import { spaceWorld, timeWorld } from '../../spec/module/invariants.ts'
import type { ModuleContext, ModuleCore, ModulePartition, State, Work, World } from '../../spec/module/vocabulary.ts'
import type { SpaceWorld } from '../../spec/space/statements.ts'
import type { TimeWorld } from '../../spec/time/statements.ts'
import { cycles, type Cycles } from '../../spec/words/vocabulary.ts'

/** A world, and what follows from it alone. */
export interface Machine {
  readonly world: World
  readonly time: TimeWorld
  readonly space: SpaceWorld
  readonly chains: readonly Chains[]
  readonly hal: Hal<ModuleCore, ModuleContext>
  readonly contexts: Contexts<ModuleContext>
  readonly hardware: Hardware
}

const nothing: Work = { kind: 'none' }

export const machineOf = (world: World): Machine => {
  const { kernel, contextTable, devicesAt, costs } = world.platform
  const hal = abstractHal<Work>(nothing)
  const kernels = hal.start('supervisor')
  const time = timeWorld(world)
  return {
    world,
    time,
    space: spaceWorld(world),
    chains: chainsOf(time),
    hal,
    contexts: {
      idle: { ...kernels, work: { kind: 'idle' } },
      reload: { ...kernels, work: { kind: 'reload', left: cycles(costs.reload) } },
      fresh: hal.start,
    },
    hardware: {
      contextTable,
      beyond: (at) => (kernel.base <= at && at < kernel.base + kernel.bytes) || devicesAt <= at,
    },
  }
}

const replaced = <T>(all: readonly T[], index: number, one: T): readonly T[] =>
  all.map((each, i) => (i === index ? one : each))

export const withCore = (state: State, core: number, changed: ModuleCore): State => ({
  ...state,
  cores: replaced(state.cores, core, changed),
})

export const withPartition = (state: State, p: number, changed: ModulePartition): State => ({
  ...state,
  partitions: replaced(state.partitions, p, changed),
})

/** The core on which a partition runs with its virtual core 0. */
const coreOf = (state: State, p: number): number =>
  state.time.cores.findIndex(({ running }) => running !== null && running.partition === p && running.virtualCore === 0)

/** A partition halted or restarted: wherever it runs, its new context is in force at once. */
export const withFate = ({ hal }: Machine, state: State, p: number, changed: ModulePartition): State => {
  const after = withPartition(state, p, changed)
  const c = coreOf(state, p)
  const core = after.cores[c]
  return core === undefined ? after : withCore(after, c, hal.restore(core, changed.context))
}

/** A core whose clock has gone on. */
export const later = (core: ModuleCore, by: number): ModuleCore => ({ ...core, at: cycles(core.at + by) })

export const upTo = (core: ModuleCore, instant: Cycles): ModuleCore => ({ ...core, at: instant })

/** A core in which other work was begun, or none. */
export const withWork = (core: ModuleCore, work: Work): ModuleCore => ({ ...core, context: { ...core.context, work } })
