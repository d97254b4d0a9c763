/** What came of a trace, in lines for people. */

import { answerTold, callTold, effectTold, errorTold, hex } from '../../properties/telling-effects.ts'
import type { Happening, ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import { visible } from '../configuration/diagnostic.ts'
import { counted } from '../report/durations.ts'
import { folded } from '../report/wrapping.ts'
import type { Paint } from '../program/terminal.ts'
import { numberOf, type Recorded } from './event.ts'
import type { Difference, Outcome, Refusal, Tally } from './replay.ts'

/** A step of the model in words. */
export const stepTold = ({ partitions }: ModuleConfiguration, happening: Happening): string => {
  const who = (p: number | null): string => (p === null ? 'the module' : (partitions[p]?.name ?? `partition ${p}`))
  switch (happening.kind) {
    case 'tick':
      return `the clock ticks${happening.dispatched.length === 0 ? '' : '; a window begins'}${happening.switchedTo === null ? '' : '; a schedule takes over'}`
    case 'event':
      return 'a device interrupts'
    case 'effect':
      return `${who(happening.partition)} ${effectTold(happening.effect)}${happening.trap === null ? '' : `: trap ${happening.trap}`}`
    case 'instruction':
      return `${who(happening.partition)} executes the instruction at ${hex(happening.at)}`
    case 'windows':
      return `a register window of ${who(happening.partition)} is ${happening.filled ? 'filled' : 'spilled'}`
    case 'service':
      return `the kernel serves ${callTold(happening.call)} of ${who(happening.partition)}${answerTold(happening)}`
    case 'health':
      return `the health monitor handles ${errorTold(happening.error)} of ${who(happening.partition)} (${happening.row})`
    case 'delivery':
      return `${who(happening.partition)} takes virtual trap ${hex(happening.trap)}`
    case 'copy':
      return `a message of ${who(happening.partition)} is being copied`
    case 'reload':
      return `${who(happening.partition)} is reloaded${happening.finished ? ', which is finished' : ''}`
    case 'wait':
      return `${who(happening.partition)} waits`
    case 'left':
      return `${who(happening.partition)} leaves what is specified`
    case 'over':
      return 'the run is over'
  }
}

/** No line of an event is longer than this. */
const longest = 160

const eventTold = (recorded: Recorded): string => {
  const { n: _, ...said } = recorded.event ?? {}
  const text = JSON.stringify(said)
  return visible(`${numberOf(recorded)} ${text.length > longest ? `${text.slice(0, longest)}…` : text}`)
}

const refusalLines = (configuration: ModuleConfiguration, profile: string, refusal: Refusal, paint: Paint) => [
  paint.red(
    `${numberOf(refusal.recorded)} (line ${refusal.recorded.line}) is no behaviour of the model under ${profile}`,
  ),
  `  ${eventTold(refusal.recorded)}`,
  '',
  'the model instead',
  ...refusal.expected.map((line) => `  ${visible(line)}`),
  ...(refusal.row === null ? [] : [`  decided by ${refusal.row} ("bulkhead spec ${refusal.row}")`]),
  '',
  'events before it',
  ...refusal.before.map((one) => `  ${eventTold(one)}`),
  '',
  'steps of the model before it',
  ...refusal.steps.map((step) => `  ${visible(stepTold(configuration, step))}`),
]

/** `TIME-V4`, or `TIME-V4 and PORTS-V2`. */
export const pointsTold = ({ points }: Pick<Difference, 'points'>): string => points.map(({ id }) => id).join(' and ')

const differenceLines = (difference: Difference, columns: number): readonly string[] => [
  `  ${pointsTold(difference)}: ${counted(difference.events, 'event')}, first at ${difference.first}${difference.since === 'here' ? '' : ', of an earlier step'}`,
  ...difference.points.flatMap(({ says, strategy, because }) => [
    ...folded(`${says} Here: ${strategy}.`, columns, '    ', '    '),
    ...folded(`Sources: ${because.join('; ')}.`, columns, '    ', '    '),
  ]),
  ...difference.expected.slice(0, 2).map((line) => `    ${visible(line)}`),
]

const extentLine = ({ events, ticks, checked }: Tally): string =>
  `${counted(events, 'event')}, ${counted(ticks, 'tick')}: ${checked.fully} checked fully, ${checked.partly} partly, ${checked['not at all']} not at all`

const named = (counts: ReadonlyMap<string, number>, what: string): readonly string[] =>
  counts.size === 0 ? [] : [`ignored: ${[...counts].map(([name, n]) => `${visible(name)} ×${n}`).join(', ')} (${what})`]

/** How many events differ and are explained. */
export const differing = ({ differences }: Tally): number => differences.reduce((sum, { events }) => sum + events, 0)

/** One line while it runs. */
export const progressTold = (tally: Tally, share: number): string =>
  `${Math.floor(100 * share)} %  ${extentLine(tally)}`

/** All that is to be said. */
export const outcomeLines = (
  configuration: ModuleConfiguration,
  profile: string,
  outcome: Outcome,
  columns: number,
  paint: Paint,
): readonly string[] => {
  const differ = differing(outcome)
  return [
    ...(outcome.refusal === null ? [] : [...refusalLines(configuration, profile, outcome.refusal, paint), '']),
    extentLine(outcome),
    ...named(outcome.ignoredFields, 'fields that the format does not have'),
    ...named(outcome.unknownKinds, 'kinds of event that the format does not have'),
    ...(differ === 0 ? [] : [`${counted(differ, 'event')} ${differ === 1 ? 'differs' : 'differ'}, explained by`]),
    ...outcome.differences.flatMap((one) => differenceLines(one, columns)),
    ...(outcome.ended || outcome.refusal !== null || outcome.problem !== null || outcome.interrupted
      ? []
      : ['the trace has no end event: it may have been cut']),
  ]
}
