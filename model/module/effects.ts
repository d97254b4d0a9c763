/** A program's next effect, or its handler's: what of it happens in this step, and what is left for the next. */

import * as E from 'fp-ts/lib/Either.js'
import { handlerWentOn } from '../guest.ts'
import { accessed } from '../hal.ts'
import type { Activation } from '../../spec/guest/vocabulary.ts'
import { trapNumber, type Access, type TrapType } from '../../spec/hal/vocabulary.ts'
import type { Call, Effect, ModuleCore, Operand, ResolvedCall, Run, State, Work } from '../../spec/module/vocabulary.ts'
import { impossible } from '../../spec/statement.ts'
import { address, cycles, word, type Cycles, type Word } from '../../spec/words/vocabulary.ts'
import type { Machine } from './machine.ts'
import { later, partitionOf, upTo, withCore, withPartition, withWork, type Done } from './state.ts'

/** Who does something: a partition, or a secondary of it, on a core that is there now. */
export interface Actor {
  readonly core: number
  readonly partition: number
  /** Its position, if it is a secondary. */
  readonly secondary: number | null
  readonly now: ModuleCore
  /** The instant at which this core's attention is due elsewhere. */
  readonly until: Cycles
}

/** An operand as a word: a constant, or the low register and a constant. */
const resolved = (core: ModuleCore, operand: Operand): Word =>
  word(typeof operand === 'number' ? operand : core.context.registers.low + operand.resultPlus)

/** A call whose five operands are words; missing ones are 0. */
const resolvedCall = (core: ModuleCore, { service, arguments: given }: Call): ResolvedCall => ({
  service,
  arguments: [0, 1, 2, 3, 4].map((i) => resolved(core, given[i] ?? 0)),
})

/** A trap: the kernel's next section on this core handles `work`; the clock may interrupt before it. */
export const trapped = ({ hal, world }: Machine, core: ModuleCore, work: Work): ModuleCore =>
  later(hal.unmask(hal.enter(withWork(core, work))), world.platform.costs.trap)

/** Compute for as long as is left and nothing else is due. */
export const computed = (core: ModuleCore, left: number, until: Cycles): ModuleCore => {
  const passed = Math.min(left, until - core.at)
  return withWork(
    later(core, passed),
    passed === left ? { kind: 'none' } : { kind: 'compute', left: cycles(left - passed) },
  )
}

/** The handler that goes on: the innermost, of a partition; a secondary has none. */
const activeHandler = (state: State, { partition: p, secondary }: Actor): Activation | undefined =>
  secondary === null ? partitionOf(state, p).processor.activations.at(-1) : undefined

/** Which program is an actor's: the secondaries' come after the partitions'. */
const programOf = (state: State, { partition: p, secondary }: Actor): number =>
  secondary === null ? p : state.partitions.length + secondary

/** The next effect of an actor: of its innermost handler, or of its program if none is active; none when that is used up. */
export const nextEffect = (run: Run, state: State, actor: Actor): Effect | undefined => {
  const handler = activeHandler(state, actor)
  if (handler !== undefined) return run.handlers[actor.partition]?.[handler.next]
  const program = programOf(state, actor)
  return run.programs[program]?.[state.consumed.effects[program] ?? 0]
}

/** One effect more of an actor's handler or program is consumed. */
const consumed = (state: State, actor: Actor): State => {
  const { partition: p } = actor
  if (activeHandler(state, actor) !== undefined) return withPartition(state, p, handlerWentOn(partitionOf(state, p)))
  const program = programOf(state, actor)
  const { effects } = state.consumed
  return { ...state, consumed: { ...state.consumed, effects: effects.with(program, (effects[program] ?? 0) + 1) } }
}

/** The next effect of what runs on the actor's core. */
export const effectDone = (machine: Machine, state: State, actor: Actor, effect: Effect | undefined): Done => {
  const { core: c, partition, now, until } = actor
  if (effect === undefined)
    return { state: withCore(state, c, upTo(now, until)), happening: { kind: 'wait', core: c, partition } }
  const { access: cost, trap: entry } = machine.world.platform.costs
  const done = (core: ModuleCore, trap: TrapType | null, memory = state.memory): Done => ({
    state: consumed({ ...withCore(state, c, core), memory }, actor),
    happening: { kind: 'effect', core: c, partition, effect, trap },
  })
  const { level } = now.context
  const faulted = (core: ModuleCore, trap: TrapType): Done =>
    done(trapped(machine, later(core, cost), { kind: 'trap', trap, from: level }), trap)
  switch (effect.do) {
    case 'compute':
      return done(computed(now, Math.max(1, effect.cycles), until), null)
    case 'privileged':
      return level === 'supervisor' ? done(later(now, cost), null) : faulted(now, 'privileged_instruction')
    case 'fault':
      return faulted(now, effect.trap)
    case 'call':
      return loops(machine, effect.call)
        ? {
            state: withCore(state, c, later(now, entry)),
            happening: { kind: 'effect', core: c, partition, effect, trap: null },
          }
        : done(trapped(machine, now, { kind: 'call', call: resolvedCall(now, effect.call), from: level }), null)
    case 'access': {
      const result = accessed(machine.hardware, { core: now, memory: state.memory }, accessOf(now, effect))
      if (E.isRight(result)) return done(later(result.right.core, cost), null, result.right.memory)
      const { trap, memory: after } = result.left
      return trap === null
        ? { state: { ...state, left: true }, happening: { kind: 'left', core: c, partition } }
        : faulted(after.core, trapNamed(trap))
    }
  }
}

const isTrapType = (name: string): name is TrapType => name in trapNumber
const trapTypes = Object.keys(trapNumber).filter(isTrapType)

/** The name of a trap type. */
export const trapNamed = (number: number): TrapType =>
  trapTypes.find((name) => trapNumber[name] === number) ?? impossible(`trap ${number}`, 'instructions raise no other')

/** A software trap that returns to the instruction that raised it, for ever (HYPERCALL-V2). */
export const loops = ({ world }: Machine, { service }: Pick<Call, 'service'>): boolean =>
  service === 'unassigned_trap' && world.profile.hypercall.unassignedTrap === 'loops'

const accessOf = (core: ModuleCore, effect: Extract<Effect, { readonly do: 'access' }>): Access => ({
  kind: effect.kind,
  size: effect.size,
  address: address(resolved(core, effect.at)),
  value: { high: core.context.registers.high, low: resolved(core, effect.value) },
})
