/** The model as a trace drives it: one core, an instant that the trace decides, and one effect of the guest at a time. */

import { modelOf, type Done } from '../../model/module.ts'
import { leon3 } from '../../properties/platforms.ts'
import type {
  Effect,
  EnvironmentEvent,
  ModuleConfiguration,
  Profile,
  State,
  World,
} from '../../spec/module/vocabulary.ts'
import { cycles } from '../../spec/words/vocabulary.ts'

/** A model under one profile. */
export interface Machine {
  readonly world: World
  readonly start: State
  /** The next section on the core, before the clock is due; `effect` is what the guest does if it is its turn. */
  readonly step: (state: State, effect: Effect | null) => Done
  /** The clock. */
  readonly tick: (state: State) => Done
  /** An interrupt of a device. */
  readonly interrupt: (state: State) => Done
}

/** Ticks so long, and sections so short, that costs decide nothing: when the clock comes, the trace says. */
const platformOf = ({ time }: ModuleConfiguration): World['platform'] => ({
  ...leon3(time.ticksPerSecond),
  id: 'trace',
  cyclesPerTick: 1 << 20,
  costs: { access: 1, trap: 1, service: 1, copy: 1, tick: 1, dispatch: 1, interrupt: 1, reload: 1 },
})

/** The core's clock at the beginning of its tick, or at the end of it. */
const at = (world: World, state: State, where: 'beginning' | 'end'): State => ({
  ...state,
  cores: state.cores.map((core) => ({
    ...core,
    at: where === 'end' ? core.timer : cycles(core.timer - (world.platform.cyclesPerTick >> 1)),
  })),
})

/** The state in which the next effect of every program, handler and event list is its first: what was consumed is not kept. */
const asking = (state: State): State => ({
  ...state,
  consumed: {
    ...state.consumed,
    effects: state.consumed.effects.map(() => 0),
    events: state.consumed.events.map(() => 0),
  },
  partitions: state.partitions.map((partition) => {
    const { activations } = partition.processor
    return activations.length === 0
      ? partition
      : {
          ...partition,
          processor: { ...partition.processor, activations: activations.map((one) => ({ ...one, next: 0 })) },
        }
  }),
})

export const machineOf = (configuration: ModuleConfiguration, profile: Profile): Machine => {
  const world: World = { configuration, platform: platformOf(configuration), profile }
  const model = modelOf(world)
  const nothing = configuration.partitions.map(() => [])
  const idle = model.of({ programs: nothing, handlers: nothing, events: [], choices: [] })
  return {
    world,
    start: model.start,
    step: (state, effect) => {
      const asked = at(world, asking(state), 'beginning')
      if (effect === null) return idle(asked)
      const programs = configuration.partitions.map(() => [effect])
      return model.of({ programs, handlers: programs, events: [], choices: [] })(asked)
    },
    tick: (state) => idle(at(world, asking(state), 'end')),
    interrupt: (state) => {
      const event: EnvironmentEvent = { kind: 'interrupt', at: cycles(0), core: 0 }
      const run = { programs: nothing, handlers: nothing, events: [event], choices: [] }
      return model.of(run)(at(world, asking(state), 'beginning'))
    },
  }
}
