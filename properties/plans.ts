/** Plans worth having: several effects that come to something only together. */

import type { ServiceName } from '../spec/hypercall/vocabulary.ts'
import { errorOf, levelFor, partitionActionFor } from '../model/health.ts'
import { logLength, mostEvents, systemState, type PartitionAction } from '../spec/health/vocabulary.ts'
import { clockLevel, psr } from '../spec/guest/vocabulary.ts'
import { trapNumber, type TrapType } from '../spec/hal/vocabulary.ts'
import type { Effect } from '../spec/module/vocabulary.ts'
import { permission } from '../spec/partition/vocabulary.ts'
import { identifier } from '../spec/words/vocabulary.ts'
import { isCreated, meOf, own, type Actor, type OwnPort } from './actors.ts'
import { drawBadCall, drawCall, portsOfOthers, type Plan, type Settled } from './calls.ts'
import type { Choices } from './choices.ts'

/** Calls whose arguments make sense, one after another. */
type Caller = (service: ServiceName, settled?: Settled) => Plan

const callerOf =
  (choices: Choices, actor: Actor): Caller =>
  (service, settled = {}) =>
    drawCall(choices, actor, service, { bad: 6, ...settled })

const compute = (cycles: number): Effect => ({ do: 'compute', cycles: Math.max(0, cycles) })

/** A computation that lasts beyond the clock's next interrupt. */
export const beyondTick = (choices: Choices, { world, core }: Actor): Effect =>
  compute(core.timer - core.at + choices.between(0, world.platform.cyclesPerTick))

const isTrap = (name: string): name is TrapType => name in trapNumber
const trapTypes: readonly TrapType[] = Object.keys(trapNumber).filter(isTrap)

/** An instruction that traps by itself: often one for which the tables say something. */
export const drawFault = (choices: Choices, actor: Actor): Effect => {
  const told = choices.percent(40) ? toldTraps(actor) : []
  return { do: 'fault', trap: choices.of(told.length > 0 ? told : trapTypes) }
}

/** What becomes of a trap of the actor's in a state: of which level it is, and what its own table says. */
const fateOf = ({ world, partition }: Actor, state: number, trap: TrapType): 'MODULE' | PartitionAction => {
  const { partitions, health } = world.configuration
  const id = partitions[partition]?.identifier ?? identifier(0)
  return levelFor(health, state, errorOf(trap)) === 'MODULE'
    ? 'MODULE'
    : partitionActionFor(health, id, state, errorOf(trap))
}

const stateOf = (actor: Actor): number => meOf(actor)?.health.state ?? systemState.PARTITION_INIT

/** The traps that are more than left to the guest, but for those that only halt it. */
const toldTraps = (actor: Actor): readonly TrapType[] =>
  trapTypes.filter((trap) => !['IGNORE', 'IDLE'].includes(fateOf(actor, stateOf(actor), trap)))

/** A port made and used: what is asked of it, and what goes through it, a few times. */
const useOf = (choices: Choices, actor: Actor, port: OwnPort): Plan => {
  const call = callerOf(choices, actor)
  const create = isCreated(actor, port) ? [] : call('CREATE_PORT', { port })
  const times = choices.between(1, 3)
  const service: ServiceName = port.port.direction === 'SOURCE' ? 'WRITE_PORT' : 'READ_PORT'
  const uses = Array.from({ length: times }, () => [
    ...call(service, { port }),
    ...(choices.percent(25) ? call('GET_PORT_STATUS', { port }) : []),
  ])
  return [...create, ...uses.flat()]
}

/** So many messages that a queue cannot hold them all; a sampling port gets as many, each replacing the last. */
const overflowing = (choices: Choices, actor: Actor, port: OwnPort): Plan => {
  const most = port.port.kind === 'queuing' ? port.port.maxMessages : 1
  const writes = Array.from({ length: most + choices.between(1, 2) }, () =>
    drawCall(choices, actor, 'WRITE_PORT', { port, bad: 0 }),
  )
  return writes.flat()
}

/** What a port is, asked in every way. */
const inquiring = (choices: Choices, actor: Actor, port: OwnPort): Plan => {
  const call = callerOf(choices, actor)
  const services: readonly ServiceName[] = ['GET_PORT_ID', 'GET_PORT_STATUS', 'GET_PORT_NAME']
  return choices.shuffled(services).flatMap((service) => call(service, { port, bad: 15 }))
}

/** A message that is begun when the window is all but over: where copies can be preempted, the channel stays held. */
export const straddling = (choices: Choices, actor: Actor, port: OwnPort): Plan => {
  const { cyclesPerTick, costs } = actor.world.platform
  const ticks = actor.windowTicks > 6 ? 0 : Math.max(0, actor.windowTicks - 1)
  const left = actor.core.timer - actor.core.at + ticks * (cyclesPerTick - costs.tick)
  const call = drawCall(choices, actor, port.port.direction === 'SOURCE' ? 'WRITE_PORT' : 'READ_PORT', { port, bad: 0 })
  const stores = (call.length - 1) * costs.access
  const early = stores + costs.trap + costs.service + choices.below(costs.copy)
  return [...call.slice(0, -1), compute(left - early), ...call.slice(-1)]
}

/** A port of another partition's asked for by its name, and as it is configured, so that nothing but its owner is wrong. */
const prying = (choices: Choices, actor: Actor): Plan | null => {
  const others = portsOfOthers(actor)
  if (others.length === 0) return null
  const settled = { port: choices.of(others), bad: 0 }
  const create = drawCall(choices, actor, 'CREATE_PORT', settled)
  const ask = drawCall(choices, actor, 'GET_PORT_ID', settled)
  return choices.of([create, ask, [...create, ...ask]])
}

/** Something with a port. */
const portPlan = (choices: Choices, actor: Actor): Plan | null => {
  if (actor.ports.length === 0) return null
  const port = choices.of(actor.ports)
  return choices.weighted<Plan>(
    [4, () => useOf(choices, actor, port)],
    [port.port.direction === 'SOURCE' && isCreated(actor, port) ? 3 : 0, () => overflowing(choices, actor, port)],
    [1, () => inquiring(choices, actor, port)],
    [
      isCreated(actor, port) ? (actor.world.profile.ports.copying === 'preemptible' ? 4 : 1) : 0,
      () => straddling(choices, actor, port),
    ],
  )
}

/** An error, and what a guest that cares does about it. */
const faulting = (choices: Choices, actor: Actor): Plan => {
  const call = callerOf(choices, actor)
  const state = choices.percent(50) ? call('SET_SYSTEM_STATE', { given: { state: choices.between(2, 4) } }) : []
  const error = choices.weighted<Plan>(
    [4, () => [drawFault(choices, actor)]],
    [2, () => call('RAISE_HM_EVENT')],
    [1, () => call('raise_event')],
  )
  const before = choices.percent(40) ? call('GET_SYSTEM_STATE') : []
  return [...state, ...error, ...before, ...call('GET_HM_EVENT'), ...(choices.percent(40) ? call('GET_EVENT') : [])]
}

/** The traps whose errors are left to the actor's guest in a state. */
const leftToGuest = (actor: Actor, state: number): readonly TrapType[] =>
  trapTypes.filter((trap) => fateOf(actor, state, trap) === 'IGNORE')

/** More errors than can wait unread: only where the tables leave them to the guest while it has not read the first. */
const manyErrors = (choices: Choices, actor: Actor): Plan | null => {
  const [first, more] = [leftToGuest(actor, stateOf(actor)), leftToGuest(actor, systemState.PARTITION_HM)]
  if (first.length === 0 || more.length === 0) return null
  const faults = Array.from({ length: mostEvents + 1 }, (_, i): Effect => ({
    do: 'fault',
    trap: choices.of(i === 0 ? first : more),
  }))
  const call = callerOf(choices, actor)
  return [...call('disable_traps'), ...faults, ...call('GET_HM_EVENT')]
}

/** More errors than the log holds, so that it forgets its oldest: where the tables leave them to the guest, one after another. */
const flooding = (choices: Choices, actor: Actor): Plan | null => {
  const [first, more] = [leftToGuest(actor, stateOf(actor)), leftToGuest(actor, systemState.PARTITION_HM)]
  if (first.length === 0 || more.length === 0) return null
  const missing = logLength - actor.state.health.log.length + choices.between(1, 2)
  const [begin, go] = [choices.of(first), choices.of(more)]
  const faults = Array.from({ length: missing }, (_, i): Effect => ({ do: 'fault', trap: i === 0 ? begin : go }))
  const call = callerOf(choices, actor)
  return [...call('disable_traps', { bad: 0 }), ...faults, ...(choices.percent(50) ? call('GET_HM_LOG') : [])]
}

/** Caches turned on and off and frozen, some of them twice. */
const caching = (choices: Choices, actor: Actor): Plan => {
  const services: readonly ServiceName[] = ['ENABLE_CACHE', 'DISABLE_CACHE', 'FREEZE_CACHE', 'FLUSH_CACHE']
  const given = choices.percent(40) ? { cache: choices.between(1, 3) } : {}
  const most = choices.of(services)
  return Array.from({ length: choices.between(2, 4) }, () =>
    drawCall(choices, actor, choices.percent(50) ? most : choices.of(services), { bad: 35, given }),
  ).flat()
}

/** The log read, and emptied from its end. */
const reading = (choices: Choices, actor: Actor): Plan => {
  const call = callerOf(choices, actor)
  return [
    ...(choices.percent(50) ? call('GET_HM_LOG') : []),
    ...Array.from({ length: choices.below(3) }, () => call('POP_FROM_HM_LOG')).flat(),
    ...(choices.percent(30) ? call('GET_HM_LOG') : []),
  ]
}

/** Traps on, and the clock waited for. */
const awaiting = (choices: Choices, actor: Actor): Plan => {
  const call = callerOf(choices, actor)
  return [
    ...(choices.percent(40) ? call('set_tbr') : []),
    ...(choices.percent(30) ? call('UNMASK_IRQ', { given: { level: clockLevel } }) : []),
    ...call('enable_traps'),
    beyondTick(choices, actor),
    ...(choices.percent(50) ? call('GET_ELAPSED_TICKS') : []),
  ]
}

/** The clock masked while it ticks, then unmasked. */
const masking = (choices: Choices, actor: Actor): Plan => {
  const call = callerOf(choices, actor)
  const given = { level: clockLevel }
  return [
    ...call('MASK_IRQ', { given }),
    beyondTick(choices, actor),
    ...call('UNMASK_IRQ', { given }),
    ...(choices.percent(50) ? call('GET_IRQ') : [beyondTick(choices, actor)]),
  ]
}

/** Interrupts forced upon oneself, one of them above the level that is let through. */
const forcing = (choices: Choices, actor: Actor): Plan => {
  const call = callerOf(choices, actor)
  const level = choices.between(1, 15)
  const below = (choices.percent(60) ? level - 1 : level) << 8
  return [
    ...call('set_irq_mask', { given: { mask: choices.percent(80) ? 0xfffe : 1 << level } }),
    ...call('set_psr', { given: { psr: psr.S | psr.ET | below } }),
    ...call('set_irq_force', { given: { levels: (1 << level) | choices.of([0, 0x400, 0x8000]) } }),
    compute(choices.between(1, 6)),
  ]
}

/** The time of day set, and asked for after a while. */
const timing = (choices: Choices, actor: Actor): Plan => {
  const call = callerOf(choices, actor)
  return [...call('SET_TOD'), ...(choices.percent(50) ? [beyondTick(choices, actor)] : []), ...call('GET_TOD')]
}

/** A shared area asked for, and used at the address that was reported. */
const sharing = (choices: Choices, actor: Actor): Plan | null => {
  if (actor.world.configuration.sharedMemory.length === 0) return null
  const area = own(actor) + 0x800
  const kind = choices.of(['load', 'store'] as const)
  return [
    ...callerOf(choices, actor)('GET_SHARED_AREA', { given: { area } }),
    { do: 'access', kind: 'load', size: 4, at: area, value: 0 },
    { do: 'access', kind, size: 4, at: { resultPlus: 8 * choices.below(4) }, value: choices.word() },
  ]
}

/** A plan of any kind. */
export const drawPlan = (choices: Choices, actor: Actor): Plan | null =>
  choices.weighted<Plan | null>(
    [8, () => portPlan(choices, actor)],
    [3, () => faulting(choices, actor)],
    [4, () => manyErrors(choices, actor)],
    [1, () => flooding(choices, actor)],
    [1, () => prying(choices, actor)],
    [((meOf(actor)?.permissions ?? 0) & permission.CACHE_CONTROL) === 0 ? 1 : 4, () => caching(choices, actor)],
    [6, () => drawBadCall(choices, actor)],
    [meOf(actor)?.permissions === permission.SUPERVISOR ? 8 : 1, () => reading(choices, actor)],
    [actor.taste.takesTraps ? 3 : 0, () => awaiting(choices, actor)],
    [2, () => masking(choices, actor)],
    [actor.taste.takesTraps ? 3 : 1, () => forcing(choices, actor)],
    [2, () => timing(choices, actor)],
    [1, () => sharing(choices, actor)],
  )
