/** Calls, with the stores that make their arguments mean something: a plan of which the call is the last effect. */

import { serviceNames, serviceOf, type Parameter, type ServiceName } from '../spec/hypercall/vocabulary.ts'
import type { Effect, Operand } from '../spec/module/vocabulary.ts'
import { permission } from '../spec/partition/vocabulary.ts'
import { isCreated, meOf, operand, portsOf, type Actor, type OwnPort } from './actors.ts'
import { drawArgument } from './arguments.ts'
import type { Choices } from './choices.ts'
import { allGroups, drawService, type Group, type Taste } from './tastes.ts'

/** What a partition does next, one effect after another. */
export type Plan = readonly Effect[]

/** What is settled of a call before its arguments are drawn. */
export interface Settled {
  readonly port?: OwnPort
  /** Arguments by the name of the parameter. */
  readonly given?: Readonly<Record<string, Operand>>
  /** How often, in percent, one of its arguments is bad. As often as the actor's taste says unless told. */
  readonly bad?: number
  /** Which of them it is then; any unless told. */
  readonly badAt?: number
}

/** The calls that name a port by its name. */
const asksByName: ReadonlySet<ServiceName> = new Set(['CREATE_PORT', 'GET_PORT_ID'])

/** What is no affair of the actor's: the ports of every other partition. */
export const portsOfOthers = ({ world, partition }: Actor): readonly OwnPort[] =>
  portsOf(world.configuration).flatMap((ports, p) => (p === partition ? [] : ports))

/** The port that a call is meant for: one it can be about, mostly; now and then one of another partition’s, which it cannot. */
const drawPort = (choices: Choices, actor: Actor, service: ServiceName): OwnPort | null => {
  const { ports } = actor
  if (asksByName.has(service) && choices.percent(6)) {
    const others = portsOfOthers(actor)
    if (others.length > 0) return choices.of(others)
  }
  const fits = ports.filter((port) => {
    switch (service) {
      case 'CREATE_PORT':
        return !isCreated(actor, port)
      case 'WRITE_PORT':
        return isCreated(actor, port) && port.port.direction === 'SOURCE'
      case 'READ_PORT':
        return isCreated(actor, port) && port.port.direction === 'DESTINATION'
      default:
        return isCreated(actor, port)
    }
  })
  if (fits.length > 0 && choices.percent(85)) return choices.of(fits)
  return ports.length === 0 ? null : choices.of(ports)
}

/** A call to a service that is not there: first beyond the last, and far beyond. */
const unassigned = (choices: Choices): Plan => {
  const [trap, number] = choices.of<readonly [number, number]>([
    [0x80, 43],
    [0x80, 43],
    [0x80, 43],
    [0x82, 20],
    [0x80, 44],
    [0x82, 21],
    [0x80, 0xffffffff],
    [0x82, 0x80000000],
    [0x80, 0x7fffffff],
  ])
  return [{ do: 'call', call: { service: 'unassigned_number', arguments: [trap, number] } }]
}

/** Which argument is bad: more often one that a call looks at last. */
const drawPlace = (choices: Choices, parameters: readonly Parameter[]): number =>
  choices.weighted(...parameters.map(({ kind }, i) => [late.has(kind) ? 3 : 1, () => i] as const))

const late: ReadonlySet<Parameter['kind']> = new Set([
  'name',
  'length',
  'writes',
  'reads',
  'reads and writes',
  'message in',
  'message out',
])

/** A call as settled, the rest of it drawn; one of its arguments is bad in so many percent. All operands are constants. */
export const drawCall = (choices: Choices, actor: Actor, service: ServiceName, settled: Settled = {}): Plan => {
  if (service === 'unassigned_number') return unassigned(choices)
  const { parameters } = serviceOf(service)
  const subject = { service, port: settled.port ?? drawPort(choices, actor, service) }
  const careless =
    choices.percent(settled.bad ?? actor.taste.careless) && !(risky(actor, service) && choices.percent(70))
  const bad = careless && parameters.length > 0 ? (settled.badAt ?? drawPlace(choices, parameters)) : -1
  const drawn = parameters.map((parameter, i) => {
    const given = settled.given?.[parameter.name]
    const { before, value } = drawArgument(choices, actor, subject, parameter, i !== bad)
    return given === undefined ? { before, value } : { before: [], value: given }
  })
  const call: Effect = { do: 'call', call: { service, arguments: drawn.map(({ value }) => value) } }
  return [...drawn.flatMap(({ before }) => before), call]
}

/** Every argument of every call. */
const places: readonly (readonly [service: ServiceName, badAt: number])[] = serviceNames.flatMap((service) =>
  serviceOf(service).parameters.map((_, i) => [service, i] as const),
)

/** A call of which one argument is bad, whatever it leads to: of all calls each argument as often, unless a call is given. */
export const drawBadCall = (choices: Choices, actor: Actor, given?: ServiceName): Plan => {
  const [service, badAt] = choices.of(given === undefined ? places : places.filter(([name]) => name === given))
  return given === undefined && risky(actor, service) && choices.percent(50)
    ? drawCall(choices, actor, service, { bad: 0 })
    : drawCall(choices, { ...actor, late: true }, service, { bad: 100, badAt })
}

/** A call with operands that count from the low register now and then: right if the call is the very next effect. */
export const drawLooseCall = (choices: Choices, actor: Actor, service: ServiceName): Plan => {
  const plan = drawCall(choices, actor, service)
  const call = plan.at(-1)
  if (plan.length > 1 || call?.do !== 'call') return plan
  const loose = call.call.arguments.map((value) => (typeof value === 'number' ? operand(choices, actor, value) : value))
  return [{ do: 'call', call: { service, arguments: loose } }]
}

/** Whether a bad argument would hold the log for ever: from then on the first error hangs the run. */
const risky = ({ world, late }: Actor, service: ServiceName): boolean =>
  service === 'POP_FROM_HM_LOG' && world.profile.health.logLock !== 'released' && !late

const authorised = (actor: Actor): boolean => ((meOf(actor)?.permissions ?? 0) & permission.MODULE_CONTROL) !== 0

/** Whether a call may end the run, or what its caller does in it. */
const ends = (actor: Actor, service: ServiceName): boolean => {
  switch (service) {
    case 'RESTART_MODULE':
      return authorised(actor) && actor.world.profile.hypercall.restartModule === 'restarts'
    case 'SHUTDOWN_MODULE':
      return authorised(actor)
    case 'unassigned_trap':
      return actor.world.profile.hypercall.unassignedTrap === 'loops'
    default:
      return false
  }
}

const groupsOf = ({ calls }: Taste): readonly (readonly [weight: number, draw: () => Group])[] =>
  allGroups.map((group) => [calls[group], () => group] as const)

/** Any call, by the actor's taste or just any; what would end the run only when little of it is left, or seldom. */
export const drawAnyCall = (choices: Choices, actor: Actor): Plan => {
  const service = choices.percent(20)
    ? choices.of(serviceNames)
    : drawService(choices, choices.weighted<Group>(...groupsOf(actor.taste), [1, () => choices.of(allGroups)]))
  if (ends(actor, service) && !choices.percent(actor.late ? 50 : 4))
    return drawLooseCall(choices, actor, 'GET_ELAPSED_TICKS')
  return drawLooseCall(choices, actor, pointless(actor, service) && choices.percent(75) ? 'CREATE_PORT' : service)
}

/** Whether a call is about a created port, and the actor has none, but could have. */
const pointless = (actor: Actor, service: ServiceName): boolean => {
  switch (service) {
    case 'GET_PORT_ID':
    case 'GET_PORT_NAME':
    case 'GET_PORT_STATUS':
    case 'READ_PORT':
    case 'WRITE_PORT':
      return actor.ports.length > 0 && !actor.ports.some((port) => isCreated(actor, port))
    default:
      return false
  }
}
