/** A program's next effect: what of it happens in this step, and what is left for the next. */

import { accessed } from '../hal.ts'
import type { Access, TrapType } from '../../spec/hal/vocabulary.ts'
import type {
  Call,
  Effect,
  Happening,
  ModuleCore,
  Operand,
  ResolvedCall,
  State,
  Work,
} from '../../spec/module/vocabulary.ts'
import { address, cycles, word, type Cycles, type Word } from '../../spec/words/vocabulary.ts'
import { later, upTo, withCore, withWork, type Machine } from './machine.ts'

/** Who does something: a partition, on a core that is there now. */
export interface Actor {
  readonly core: number
  readonly partition: number
  readonly now: ModuleCore
  /** The instant at which this core's attention is due elsewhere. */
  readonly until: Cycles
}

export interface Done {
  readonly state: State
  readonly happening: Happening
}

/** An operand as a word: a constant, or the low register and a constant. */
const resolved = (core: ModuleCore, operand: Operand): Word =>
  word(typeof operand === 'number' ? operand : core.context.registers.low + operand.resultPlus)

const resolvedCall = (core: ModuleCore, call: Call): ResolvedCall => {
  switch (call.service) {
    case 'SET_PARTITION_MODE':
      return { ...call, partition: resolved(core, call.partition), mode: resolved(core, call.mode) }
    case 'GET_PARTITION_STATUS':
      return { ...call, partition: resolved(core, call.partition), pointer: address(resolved(core, call.pointer)) }
    case 'GET_PARTITION_ID':
    case 'GET_SCHEDULE_ID':
    case 'GET_SCHEDULE_STATUS':
      return { ...call, pointer: address(resolved(core, call.pointer)) }
    case 'SET_SCHEDULE':
      return { ...call, schedule: resolved(core, call.schedule) }
    case 'END_WINDOW':
      return call
  }
}

/** A trap: the kernel's next section on this core handles `work`; the clock may interrupt before it. */
const trapped = ({ hal, world }: Machine, core: ModuleCore, work: Work): ModuleCore =>
  later(hal.unmask(hal.enter(withWork(core, work))), world.platform.costs.trap)

/** Compute for as long as is left and nothing else is due. */
export const computed = (core: ModuleCore, left: number, until: Cycles): ModuleCore => {
  const passed = Math.min(left, until - core.at)
  return withWork(
    later(core, passed),
    passed === left ? { kind: 'none' } : { kind: 'compute', left: cycles(left - passed) },
  )
}

/** The next effect of the program that runs on the actor's core. */
export const effectDone = (machine: Machine, state: State, actor: Actor, effect: Effect | undefined): Done => {
  const { core: c, partition, now, until } = actor
  if (effect === undefined)
    return { state: withCore(state, c, upTo(now, until)), happening: { kind: 'wait', core: c, partition } }
  const { access: cost } = machine.world.platform.costs
  const done = (core: ModuleCore, trap: TrapType | null, memory = state.memory): Done => ({
    state: consumed({ ...withCore(state, c, core), memory }, partition),
    happening: { kind: 'effect', core: c, partition, effect, trap },
  })
  switch (effect.do) {
    case 'compute':
      return done(computed(now, Math.max(1, effect.cycles), until), null)
    case 'privileged':
      return now.context.level === 'supervisor'
        ? done(later(now, cost), null)
        : done(
            trapped(machine, later(now, cost), { kind: 'trap', trap: 'privileged_instruction' }),
            'privileged_instruction',
          )
    case 'call':
      return done(
        trapped(machine, now, { kind: 'call', call: resolvedCall(now, effect.call), from: now.context.level }),
        null,
      )
    case 'access': {
      const result = accessed(machine.hardware, state.memory, now, accessOf(now, effect))
      switch (result.kind) {
        case 'left':
          return { state: { ...state, left: true }, happening: { kind: 'left', core: c, partition } }
        case 'trap':
          return done(trapped(machine, later(result.core, cost), { kind: 'trap', trap: result.trap }), result.trap)
        case 'done':
          return done(later(result.core, cost), null, result.memory)
      }
    }
  }
}

const accessOf = (core: ModuleCore, effect: Extract<Effect, { readonly do: 'access' }>): Access => ({
  kind: effect.kind,
  size: effect.size,
  address: address(resolved(core, effect.at)),
  value: { high: core.context.registers.high, low: resolved(core, effect.value) },
})

/** One effect more of a partition's program is consumed. */
const consumed = (state: State, partition: number): State => ({
  ...state,
  consumed: { ...state.consumed, effects: state.consumed.effects.map((n, p) => (p === partition ? n + 1 : n)) },
})
