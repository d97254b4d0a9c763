/** Guests with habits: one that ticks and works by priority, one that masks for long and yields when idle. Their handlers, and others. */

import { clockLevel, psr } from '../spec/guest/vocabulary.ts'
import type { Effect, Program } from '../spec/module/vocabulary.ts'
import { own, type Actor } from './actors.ts'
import { drawAnyCall, drawCall, type Plan } from './calls.ts'
import type { Choices } from './choices.ts'
import { beyondTick } from './plans.ts'
import type { Personality } from './tastes.ts'
import type { ServiceName } from '../spec/hypercall/vocabulary.ts'

const call = (service: ServiceName, ...values: readonly (number | { readonly resultPlus: number })[]): Effect => ({
  do: 'call',
  call: { service, arguments: values },
})

const compute = (cycles: number): Effect => ({ do: 'compute', cycles })

const storing = (choices: Choices, actor: Actor): Effect => ({
  do: 'access',
  kind: 'store',
  size: 4,
  at: own(actor) + 4 * choices.below(32),
  value: choices.word(),
})

/** Tasks in the order of their priority, each with a critical section: the level that was, comes back in the low register. */
const ticking = (choices: Choices, actor: Actor): Plan => {
  const tasks = Array.from({ length: choices.between(1, 3) }, (): Plan => [
    call('disable_interrupts'),
    storing(choices, actor),
    call('enable_interrupts', { resultPlus: 0 }),
    compute(choices.between(1, 8)),
  ])
  return [
    ...(choices.percent(60) ? [call('GET_ELAPSED_TICKS')] : []),
    ...tasks.flat(),
    ...(choices.percent(70) ? [beyondTick(choices, actor)] : []),
  ]
}

/** Long stretches without interrupts, the clock let through once, the window given back when there is nothing to do. */
const lazing = (choices: Choices, actor: Actor): Plan => {
  const [off, on] = choices.of<readonly [Effect, Effect]>([
    [call('disable_traps'), call('enable_traps')],
    [call('MASK_IRQ', clockLevel), call('UNMASK_IRQ', clockLevel)],
    [call('set_irq_mask', 0xfffe & ~(1 << clockLevel)), call('set_irq_mask', 0xfffe)],
  ])
  return [
    off,
    storing(choices, actor),
    ...(choices.percent(50) ? drawAnyCall(choices, { ...actor, late: false }) : []),
    ...(choices.percent(60) ? [beyondTick(choices, actor)] : []),
    on,
    ...(choices.percent(40) ? [call('GET_IRQ')] : []),
    choices.percent(30) ? call('END_WINDOW') : beyondTick(choices, actor),
  ]
}

/** What a guest of a personality does out of habit; null for one that has none. */
export const drawHabit = (choices: Choices, actor: Actor): Plan | null => {
  switch (actor.taste.personality) {
    case 'raw':
      return null
    case 'RTEMS':
      return ticking(choices, actor)
    case 'Linux':
      return lazing(choices, actor)
  }
}

/** The oldest unread error, and with the last of them the state before. */
const caring = (choices: Choices, actor: Actor): Plan =>
  drawCall(choices, actor, 'GET_HM_EVENT', { bad: 0, given: { event: own(actor) + 0x900 } })

const returning = call('rett')

const ofRtems = (choices: Choices, actor: Actor): Program => [
  call('get_psr'),
  ...(choices.percent(70) ? [call('GET_ELAPSED_TICKS')] : []),
  ...(choices.percent(50) ? caring(choices, actor) : []),
  call(
    'set_psr',
    choices.of([psr.S | psr.PS, psr.S | psr.PS | psr.PIL, psr.S | psr.PS | (clockLevel << 8), { resultPlus: 0 }]),
  ),
  ...(choices.percent(20) ? drawAnyCall(choices, actor) : []),
  returning,
]

const ofLinux = (choices: Choices, actor: Actor): Program => [
  call('GET_IRQ'),
  call('GET_EVENT'),
  ...(choices.percent(60) ? caring(choices, actor) : []),
  compute(choices.between(1, 12)),
  ...(choices.percent(25) ? [call('END_WINDOW')] : []),
  returning,
]

/** Traps on again before it returns: handlers inside handlers, as many as there can be. */
const nesting = (choices: Choices): Program => [
  call('enable_traps'),
  ...(choices.percent(50) ? [call('set_irq_force', 0xfffe)] : []),
  compute(choices.between(1, 60)),
  returning,
]

/** It computes on for ever, or does what comes along. */
const neverReturning = (choices: Choices, actor: Actor): Program => [
  ...(choices.percent(50) ? [call('enable_traps')] : []),
  ...Array.from({ length: choices.between(1, 3) }, () => drawAnyCall(choices, actor)).flat(),
]

/** A handler of virtual traps, whole: what it meets when it runs, nobody knows yet. */
export const drawHandler = (choices: Choices, actor: Actor, personality: Personality): Program =>
  choices.weighted<Program>(
    [personality === 'Linux' ? 2 : 8, () => ofRtems(choices, actor)],
    [personality === 'RTEMS' ? 2 : 8, () => ofLinux(choices, actor)],
    [4, () => [...caring(choices, actor), returning]],
    [2, () => [...drawAnyCall(choices, actor), returning]],
    [2, () => nesting(choices)],
    [1, () => neverReturning(choices, actor)],
    [personality === 'raw' ? 4 : 1, () => []],
  )
