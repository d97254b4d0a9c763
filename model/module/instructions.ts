/** A binary program's next instruction: what of it happens in this step, and what is left for the next. Read it beside spec/module/step.md. */

import * as E from 'fp-ts/lib/Either.js'
import { outs } from '../machine/kernel.ts'
import { executed } from '../machine/instruction.ts'
import { changed, onward, register, stateOf } from '../machine/registers.ts'
import { psr } from '../../spec/guest/vocabulary.ts'
import { serviceNames, serviceOf, trapOf } from '../../spec/hypercall/vocabulary.ts'
import { softwareTrap, type Processor } from '../../spec/machine/vocabulary.ts'
import type { ResolvedCall, State } from '../../spec/module/vocabulary.ts'
import { word } from '../../spec/words/vocabulary.ts'
import { loops, trapNamed, trapped, type Actor } from './effects.ts'
import type { Machine } from './machine.ts'
import { later, partitionOf, withCore, type Done } from './state.ts'

/** EF is what the virtual PSR has, and off for a secondary. */
const withFloats = (p: Processor, ef: boolean): Processor => {
  const { icc, pil, s, ps, et, cwp } = p.state
  return p.state.ef === ef ? p : changed(p, { state: stateOf(icc, ef, pil, s, ps, et, cwp) })
}

/** The call that a software trap makes: traps 0x80 and 0x82 by the number in %o5. */
const callOf = (p: Processor, trap: number): ResolvedCall => {
  const numbered = trap === trapOf.call || trap === trapOf.processor
  const number = numbered ? word(register(p, outs + 5)) : 0
  const service = serviceNames.find((name) => serviceOf(name).trap === trap && serviceOf(name).number === number)
  if (service !== undefined) return { service, arguments: [0, 1, 2, 3, 4].map((i) => word(register(p, outs + i))) }
  return numbered
    ? { service: 'unassigned_number', arguments: [trap, number, 0, 0, 0] }
    : { service: 'unassigned_trap', arguments: [trap, 0, 0, 0, 0] }
}

/** The next instruction of the program on the actor's core. */
export const instructionDone = (machine: Machine, state: State, actor: Actor, p: Processor): Done => {
  const { core: c, partition, secondary, now } = actor
  const { level } = now.context
  const ef = secondary === null && (partitionOf(state, partition).processor.psr & psr.EF) !== 0
  const result = executed(machine.bus, withFloats(p, ef), { core: now, memory: state.memory })
  const { processor, memory: after } = E.isLeft(result) ? result.left : result.right
  const trap = E.isLeft(result) ? result.left.trap : 0
  if (trap === null) return { state: { ...state, left: true }, happening: { kind: 'left', core: c, partition } }
  const came = (at: Processor) => later({ ...after.core, context: { ...after.core.context, processor: at } }, 1)
  const done = (core: Actor['now']): Done => ({
    state: { ...withCore(state, c, core), memory: after.memory },
    happening: { kind: 'instruction', core: c, partition, at: p.pc, trap: E.isLeft(result) ? trap : null },
  })
  if (E.isRight(result)) return done(came(processor))
  if (trap < softwareTrap(0))
    return done(trapped(machine, came(processor), { kind: 'trap', trap: trapNamed(trap), from: level }))
  const call = callOf(processor, trap)
  return loops(machine, call)
    ? done(later(came(processor), machine.world.platform.costs.trap))
    : done(trapped(machine, came(onward(processor)), { kind: 'call', call, from: level }))
}
