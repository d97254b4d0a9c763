/** A case: a world, a run in it, and how many steps of it are taken. Plain data that can be stored, replayed, shrunk and told. */

import { serviceOf, type Parameter, type ParameterKind } from '../spec/hypercall/vocabulary.ts'
import {
  secondariesOf,
  type Secondary,
  type Effect,
  type EnvironmentEvent,
  type ModuleConfiguration,
  type Program,
  type Run,
  type World,
} from '../spec/module/vocabulary.ts'
import { cycles } from '../spec/words/vocabulary.ts'

export interface Case {
  readonly world: World
  readonly run: Run
  readonly steps: number
}

/** Which of a run's programs a virtual core executes: the partitions' come first, then the secondaries'. */
export const programOf = (configuration: ModuleConfiguration, { partition, virtualCore }: Secondary): number =>
  virtualCore === 0
    ? partition
    : configuration.partitions.length +
      secondariesOf(configuration).findIndex((one) => one.partition === partition && one.virtualCore === virtualCore)

/** Whose programs there are: for each the virtual core that executes it. */
export const runnersOf = (configuration: ModuleConfiguration): readonly Secondary[] => [
  ...configuration.partitions.map((_, partition) => ({ partition, virtualCore: 0 })),
  ...secondariesOf(configuration),
]

/** How many effects another run has, so that a longer one outgrows what was made ready for it. */
const MOST_ELSEWHERE = 48

/**
 * Another run in the same world, made of pieces of a run: what an engine may have done before. Everybody does what
 * another did, and handles traps as he did, events come earlier and are more, other choices are made.
 */
export const anotherRun = ({ programs, handlers, events, choices }: Run, { configuration }: World): Run => {
  const { requiredCores } = configuration.time
  const most = Math.ceil(MOST_ELSEWHERE / programs.length)
  const interrupts = Array.from({ length: requiredCores }, (_, core): EnvironmentEvent => ({
    kind: 'interrupt',
    at: cycles(1 + core),
    core,
  }))
  const request: EnvironmentEvent = { kind: 'request', at: cycles(requiredCores + 2), schedule: 1 }
  const passedOn = (all: readonly Program[]): readonly Program[] =>
    all.map((_, p) => all.at(p - 1)?.slice(0, most) ?? [])
  return {
    programs: passedOn(programs),
    handlers: passedOn(handlers),
    events: [...interrupts, request, ...events].toSorted((a, b) => a.at - b.at),
    choices: choices.map((choice) => choice + 1),
  }
}

/** A call's arguments replaced, each by the parameter it stands for. Only constants are replaced: what counts from a register is of no kind. */
const withArguments = (effect: Effect, replaced: (value: number, parameter: Parameter) => number): Effect => {
  if (effect.do !== 'call') return effect
  const { parameters } = serviceOf(effect.call.service)
  const given = effect.call.arguments.map((value, i) => {
    const parameter = parameters[i]
    return typeof value === 'number' && parameter !== undefined ? replaced(value, parameter) : value
  })
  return { ...effect, call: { ...effect.call, arguments: given } }
}

/** Whether an argument is an address of the caller's. */
export const isAddress = ({ kind, name }: Parameter): boolean => {
  switch (kind) {
    case 'name':
    case 'reads':
    case 'writes':
    case 'reads and writes':
    case 'message in':
    case 'message out':
      return true
    case 'number':
      return name === 'address' || name === 'header' || name === 'entry'
    case 'partition':
    case 'mode':
    case 'schedule':
    case 'port type':
    case 'port':
    case 'length':
    case 'error':
    case 'state':
    case 'level':
    case 'levels':
    case 'core':
    case 'cache':
    case 'processor state':
      return false
  }
}

/** An effect with every address in it replaced: of accesses, and of the pointers of calls. */
export const withAddresses = (effect: Effect, replaced: (at: number) => number): Effect => {
  if (effect.do === 'access') return { ...effect, at: typeof effect.at === 'number' ? replaced(effect.at) : effect.at }
  return withArguments(effect, (value, parameter) => (isAddress(parameter) ? replaced(value) : value))
}

/** An effect with every argument of a kind replaced: the identifiers of partitions, or of schedules. */
export const withIdentifiers = (
  effect: Effect,
  kind: ParameterKind,
  replaced: (identifier: number) => number,
): Effect => withArguments(effect, (value, parameter) => (parameter.kind === kind ? replaced(value) : value))

/** A case's run with every effect replaced, by the partition whose program or handler it stands in. */
export const withEffects = (
  { run, world }: Pick<Case, 'run' | 'world'>,
  replaced: (effect: Effect, partition: number) => Effect,
): Run => {
  const runners = runnersOf(world.configuration)
  const all = (programs: readonly Program[]): readonly Program[] =>
    programs.map((program, p) => program.map((effect) => replaced(effect, runners[p]?.partition ?? p)))
  return { ...run, programs: all(run.programs), handlers: all(run.handlers) }
}
