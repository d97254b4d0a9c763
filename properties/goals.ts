/** What somebody with a purpose would do in this state: read its errors, make its ports, get started, send and receive, wake who was stopped. */

import { permission } from '../spec/partition/vocabulary.ts'
import { allLevels, clockLevel, psr } from '../spec/guest/vocabulary.ts'
import { systemState } from '../spec/health/vocabulary.ts'
import { secondariesOf, type ModulePartition, type State, type Work } from '../spec/module/vocabulary.ts'
import type { ServiceName } from '../spec/hypercall/vocabulary.ts'
import { ticksIn } from '../spec/time/statements.ts'
import { isCreated, meOf, type Actor, type OwnPort } from './actors.ts'
import { drawBadCall, drawCall, type Plan, type Settled } from './calls.ts'
import { programOf } from './case.ts'
import type { Choices } from './choices.ts'
import { drawFault, straddling } from './plans.ts'

type Goals = readonly (readonly [weight: number, draw: () => Plan])[]

const may = ({ permissions }: ModulePartition, bit: number): boolean => (permissions & bit) !== 0

/** What a partition has begun, on a core or switched out. The middle of a call or a copy is a good time to restart it. */
const workOf = ({ partitions, time, cores }: State, p: number): Work['kind'] | undefined => {
  const on = time.cores.findIndex(({ running }) => running?.partition === p && running.virtualCore === 0)
  return (cores[on]?.context ?? partitions[p]?.context)?.work.kind
}

/** How the modes of others should change. */
const modeGoals = (
  choices: Choices,
  { state, world, partition }: Actor,
  me: ModulePartition,
  call: (service: ServiceName, settled?: Settled) => Plan,
): Goals => {
  if (!may(me, permission.SET_PARTITION_MODE)) return []
  return state.partitions.flatMap((other, p): Goals => {
    const id = world.configuration.partitions[p]?.identifier ?? 0
    const put = (mode: number) => () => call('SET_PARTITION_MODE', { given: { partition: id, mode } })
    if (other.mode === 'IDLE') return [[4, put(choices.of([1, 2]))]]
    const work = workOf(state, p)
    if (p !== partition && (work === 'call' || work === 'copy'))
      return [[work === 'copy' ? 25 : 6, put(choices.of([0, 1, 1, 2, 2]))]]
    return p !== partition && choices.percent(15) ? [[2, put(choices.of([0, 1, 2]))]] : []
  })
}

/** Whether the actor's window is its own, goes on beyond the next tick, and would be lent from then on. */
const couldLend = ({ world, state, core, partition, windowTicks }: Actor): boolean => {
  const { time, partitions } = world.configuration
  const here = state.time.cores[state.cores.indexOf(core)]
  const mine = partitions[partition]?.identifier
  return (
    windowTicks > 1 &&
    here?.ended === false &&
    time.schedules[state.time.schedule]?.partitions.some(
      (of) =>
        of.partition === mine &&
        of.windows.some(
          ({ start, coPartition }) => coPartition !== null && ticksIn(start, time.ticksPerSecond) === here.windowStart,
        ),
    ) === true
  )
}

const timeGoals = (
  choices: Choices,
  actor: Actor,
  me: ModulePartition,
  call: (service: ServiceName, settled?: Settled) => Plan,
): Goals => {
  const { state, world } = actor
  const mayEnd = world.profile.time.endWindowPermission === 'anyone' || may(me, permission.MODULE_CONTROL)
  const others = may(me, permission.SET_SCHEDULE)
    ? world.configuration.time.schedules.filter((_, s) => s !== state.time.schedule && s !== state.time.next)
    : []
  return [
    ...others.map(({ identifier }) => [4, () => call('SET_SCHEDULE', { given: { schedule: identifier } })] as const),
    [mayEnd && couldLend(actor) ? 30 : 0, () => call('END_WINDOW')],
    // What a switch of schedules has changed is worth asking for.
    [state.time.lastSwitch > 0 ? 1 : 0, () => call(choices.of(['GET_SCHEDULE_STATUS', 'GET_PARTITION_STATUS']))],
    [may(me, permission.SET_TOD) && state.time.day === null ? 3 : 0, () => call('SET_TOD')],
    [state.time.day !== null ? 1 : 0, () => call('GET_TOD')],
  ]
}

/** What a port is for. */
const usually = ({ port }: OwnPort): ServiceName => (port.direction === 'SOURCE' ? 'WRITE_PORT' : 'READ_PORT')

/** A port of the actor's whose channel somebody holds in the middle of a copy. */
const heldByOther = (actor: Actor): OwnPort | undefined =>
  actor.ports.find(
    (port) => isCreated(actor, port) && (actor.state.ports.channels[port.channel]?.holder ?? null) !== null,
  )

/** A port used; of a message that waits, now and then where it cannot be written. */
const drawUse = (
  choices: Choices,
  port: OwnPort,
  service: ServiceName,
  waits: boolean,
  call: (service: ServiceName, settled?: Settled) => Plan,
): Plan => call(service, waits && choices.percent(12) ? { port, bad: 100, badAt: MESSAGE } : { port })

/** The place of the message among the arguments of READ_PORT. */
const MESSAGE = 2

const portGoals = (
  choices: Choices,
  actor: Actor,
  me: ModulePartition,
  call: (service: ServiceName, settled?: Settled) => Plan,
): Goals => {
  const anyTime = actor.world.profile.ports.createPort === 'in any mode'
  return actor.ports.flatMap((port): Goals => {
    const channel = actor.state.ports.channels[port.channel]
    const service = usually(port)
    const waits = service === 'READ_PORT' && (channel?.messages.length ?? 0) > 0
    if (!isCreated(actor, port))
      return me.mode !== 'NORMAL' || anyTime ? [[waits ? 30 : 12, () => call('CREATE_PORT', { port, bad: 4 })]] : []
    const urges = channel?.overflowed === true && service === 'READ_PORT'
    const near = actor.windowTicks <= 6 || actor.state.cores.length > 1
    const preempted = actor.world.profile.ports.copying === 'preemptible' && near && (waits || service === 'WRITE_PORT')
    return [
      [urges ? 40 : waits ? 20 : service === 'WRITE_PORT' ? 3 : 1, () => drawUse(choices, port, service, waits, call)],
      [preempted ? (service === 'READ_PORT' ? 10 : 5) : 0, () => straddling(choices, actor, port)],
    ]
  })
}

/** The clock let through: alone, or with every other level. */
const unmasking = (choices: Choices, call: (service: ServiceName, settled?: Settled) => Plan): Plan =>
  choices.percent(50)
    ? call('UNMASK_IRQ', { given: { level: clockLevel }, bad: 0 })
    : call('set_irq_mask', { given: { mask: choices.of([allLevels, 1 << clockLevel]) } })

/** The virtual cores beside the first: booted once, and again after a restart. */
const bootGoals = (
  { world, state, partition }: Actor,
  call: (service: ServiceName, settled?: Settled) => Plan,
): Goals =>
  secondariesOf(world.configuration).flatMap((secondary): Goals => {
    if (secondary.partition !== partition) return []
    const done = state.consumed.effects[programOf(world.configuration, secondary)] ?? 0
    return [[done === 0 ? 6 : 1, () => call('BOOT_CORE', { given: { core: secondary.virtualCore } })]]
  })

/** What ends a run, or all but ends it: worth trying when little of it is left. */
const endGoals = (choices: Choices, actor: Actor, me: ModulePartition): Goals => {
  const { health } = actor.state
  if (!actor.late && !(health.locked && choices.percent(60))) return []
  const raise = (): Plan =>
    choices.percent(70) ? [drawFault(choices, actor)] : drawCall(choices, actor, 'RAISE_HM_EVENT', { bad: 0 })
  const keepsLock = actor.world.profile.health.logLock !== 'released' && me.permissions === permission.SUPERVISOR
  const emptied = health.log.length === 0
  return [
    [may(me, permission.MODULE_CONTROL) ? 1 : 0, () => drawCall(choices, actor, 'RESTART_MODULE')],
    [may(me, permission.MODULE_CONTROL) ? 1 : 0, () => drawCall(choices, actor, 'SHUTDOWN_MODULE')],
    // The lock of the log is not given back after a bad pointer: then an error waits for it for ever.
    [health.locked ? 40 : 0, raise],
    [
      keepsLock && !health.locked ? 40 : 0,
      () => (emptied ? raise() : [...drawBadCall(choices, actor, 'POP_FROM_HM_LOG'), ...raise()]),
    ],
  ]
}

/** What is to be done at once, before another error halts the partition. */
const urgent = (choices: Choices, actor: Actor, me: ModulePartition): boolean =>
  me.health.state === systemState.PARTITION_HM &&
  me.health.events.length > 0 &&
  choices.percent(85) &&
  actor.taste.most > 0

/** A plan that this state suggests; null where there is none, or for somebody who does as he likes. */
export const drawGoal = (choices: Choices, actor: Actor): Plan | null => {
  const me = meOf(actor)
  if (me === undefined) return null
  const call = (service: ServiceName, settled: Settled = {}): Plan =>
    drawCall(choices, actor, service, { bad: 15, ...settled })
  if (urgent(choices, actor, me)) return call('GET_HM_EVENT')
  const held = heldByOther(actor)
  if (held !== undefined && choices.percent(60)) return call(usually(held), { port: held, bad: 0 })
  if (!choices.percent(actor.taste.purposeful)) return null
  const unmade = actor.ports.some((port) => !isCreated(actor, port))
  const own = actor.world.configuration.partitions[actor.partition]?.identifier ?? 0
  const starting = me.mode === 'NORMAL' ? 0 : unmade ? 8 : 20
  // A secondary has no virtual traps.
  const taking = actor.taste.takesTraps && actor.virtualCore === 0
  const masked = taking && (me.processor.mask & (1 << clockLevel)) === 0
  const goals: Goals = [
    ...portGoals(choices, actor, me, call),
    [starting, () => call('SET_PARTITION_MODE', { given: { partition: own, mode: 3 } })],
    [taking && (me.processor.psr & psr.ET) === 0 ? 5 : 0, () => call('enable_traps')],
    [masked ? 5 : 0, () => unmasking(choices, call)],
    ...bootGoals(actor, call),
    [me.health.state === systemState.PARTITION_INIT ? 1 : 0, () => call('SET_SYSTEM_STATE')],
    [
      actor.state.health.log.length > 0 && me.permissions === permission.SUPERVISOR ? 4 : 0,
      () => call(choices.of(['GET_HM_LOG', 'POP_FROM_HM_LOG'])),
    ],
    ...endGoals(choices, actor, me),
    ...modeGoals(choices, actor, me, call),
    ...timeGoals(choices, actor, me, call),
  ]
  return goals.every(([weight]) => weight === 0) ? null : choices.weighted<Plan>(...goals)
}
