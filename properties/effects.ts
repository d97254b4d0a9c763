/** What a program does next, drawn knowing who is about to do it, in which state: a plan, a call, an access that meets an edge. */

import type { AccessSize } from '../spec/hal/vocabulary.ts'
import type { AccessKind } from '../spec/mmu/vocabulary.ts'
import type { Effect, Operand } from '../spec/module/vocabulary.ts'
import { accessor, operand, traps, type Actor } from './actors.ts'
import { drawAddress } from './addresses.ts'
import { drawAnyCall, type Plan } from './calls.ts'
import type { Choices } from './choices.ts'
import { drawGoal } from './goals.ts'
import { drawHabit } from './personalities.ts'
import { drawFault, drawPlan } from './plans.ts'

const sizes: readonly AccessSize[] = [1, 2, 4, 8]
const kinds: readonly AccessKind[] = ['load', 'store', 'store', 'load', 'fetch']

const drawValue = (choices: Choices): number =>
  choices.weighted(
    [4, () => choices.word()],
    [1, () => choices.of([0, 1, 0xffffffff, 0x80000000, 0x80, 0x8000, 0xff, 0x01020304])],
    // What a page table entry looks like, should it ever land in a table.
    [1, () => (choices.below(0x100000) << 8) | choices.of([0x0e, 0x1e, 0x8e, 0x02, 0x01])],
  ) >>> 0

const drawAccess = (choices: Choices, actor: Actor): Effect => {
  const reckless = choices.percent(actor.taste.reckless)
  for (let attempt = 0; ; attempt++) {
    const [size, kind] = [choices.of(sizes), choices.of(kinds)]
    const at = drawAddress(choices, actor.marks, accessor(actor), size)
    if (reckless || attempt === 6 || !traps(actor, kind, size, at)) return accessAt(choices, actor, kind, size, at)
  }
}

const accessAt = (choices: Choices, actor: Actor, kind: AccessKind, size: AccessSize, at: number): Effect => {
  const value: Operand = choices.percent(85) ? drawValue(choices) : { resultPlus: choices.of([0, 1, -1, 0x100]) }
  return { do: 'access', kind, size, at: operand(choices, actor, at), value }
}

/** Cycles to compute: so that this, or what follows it, ends just before, at or after the clock or the window. */
const drawCompute = (choices: Choices, { world, core, windowTicks }: Actor): Effect => {
  const { cyclesPerTick, costs } = world.platform
  const left = core.timer - core.at
  const around = [0, 1, -1, -costs.trap, -costs.trap - costs.service, -costs.access, 1 - costs.trap, -costs.trap - 1]
  const drawn = choices.weighted(
    [6, () => left + choices.of(around)],
    [2, () => choices.between(1, cyclesPerTick)],
    [2, () => left + cyclesPerTick * Math.max(0, windowTicks - 1) + choices.of(around)],
    [
      1,
      () =>
        choices.percent(40)
          ? choices.of([0x80000000, 0xffffffff, 0x100000000 + cyclesPerTick, 0x580000001])
          : choices.of([0, 1, cyclesPerTick * 3, cyclesPerTick * 20]),
    ],
  )
  return { do: 'compute', cycles: Math.max(0, drawn) }
}

/** A plan: out of habit, for those who have one, as often as for a purpose. */
const drawAnyPlan = (choices: Choices, actor: Actor): Plan | null =>
  (actor.virtualCore === 0 && choices.percent(50) ? drawHabit(choices, actor) : null) ?? drawPlan(choices, actor)

/** What the actor does next: at least one effect, and those that have to follow it. */
export const drawNext = (choices: Choices, actor: Actor): Plan => {
  const { taste } = actor
  const goal = drawGoal(choices, actor)
  if (goal !== null) return goal
  const plan = choices.percent(taste.planning) ? drawAnyPlan(choices, actor) : null
  if (plan !== null && plan.length > 0) return plan
  const calls = Object.values(taste.calls).reduce((sum, weight) => sum + weight, 0)
  return choices.weighted<Plan>(
    [taste.access, () => [drawAccess(choices, actor)]],
    [calls, () => drawAnyCall(choices, actor)],
    [taste.computes, () => [drawCompute(choices, actor)]],
    [taste.faults, () => [drawFault(choices, actor)]],
    // At supervisor level it is no trap.
    [actor.core.context.level === 'supervisor' ? 2 : taste.privileged, () => [{ do: 'privileged' }]],
  )
}
