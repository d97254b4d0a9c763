/** Cases in words: the world in a few lines, then one line per step, as somebody would tell it who watched. */

import type { EnvironmentEvent, Happening, ModuleConfiguration, State, World } from '../spec/module/vocabulary.ts'
import type { PortReference } from '../spec/ports/vocabulary.ts'
import { frameOf, ticksIn } from '../spec/time/statements.ts'
import { timeWorld } from '../spec/module/invariants.ts'
import type { Nanoseconds } from '../spec/words/vocabulary.ts'
import type { Case } from './case.ts'
import { imagesTold, instructionTold } from './guest-telling.ts'
import { prepared } from './prepared.ts'
import { answerTold, callTold, effectTold, errorTold, hex } from './telling-effects.ts'

const eventTold = (event: EnvironmentEvent): string => {
  switch (event.kind) {
    case 'interrupt':
      return 'a device interrupts'
    case 'request':
      return `the operator asks for schedule ${event.schedule}`
    case 'power':
      return 'power fails'
  }
}

const tickTold = (
  world: World,
  { switchedTo, dispatched }: Extract<Happening, { readonly kind: 'tick' }>,
  { time }: State,
  partition: (p: number) => string,
): string => {
  const runs = (c: number): string => {
    const running = time.cores[c]?.running ?? null
    const virtualCore = running === null || running.virtualCore === 0 ? '' : `, virtual core ${running.virtualCore}`
    return `core ${c}: ${running === null ? 'idle' : `${partition(running.partition)}${virtualCore}`}`
  }
  const begin = dispatched.filter((c) => time.cores[c]?.windowStart === time.frame)
  const slack = dispatched.flatMap((c) => {
    const { windowStart, lentUntil } = time.cores[c] ?? { windowStart: time.frame, lentUntil: 0 }
    if (windowStart === time.frame) return []
    return lentUntil === time.frame
      ? [`what was lent of a window is taken back: ${runs(c)}`]
      : [`what is left of a window is lent until tick ${lentUntil} of the frame: ${runs(c)}`]
  })
  return [
    `tick ${time.total}, ${time.frame} of ${frameOf(timeWorld(world), time.schedule)} in the frame`,
    ...(switchedTo === null ? [] : [`schedule ${switchedTo} takes over`]),
    ...(begin.length === 0 ? [] : [`windows begin: ${begin.map(runs).join(', ')}`]),
    ...slack,
  ].join('; ')
}

/** One step in words. `before` and `after` are the model's states around it. */
const stepTold = (world: World, happening: Happening, before: State, after: State): string => {
  const partition = (p: number): string => `partition ${p} “${world.configuration.partitions[p]?.name}”`
  /** Of one whose handler runs it is the handler that does something; of several virtual cores, one. */
  const doer = (p: number, core: number): string => {
    const virtualCore = before.time.cores[core]?.running?.virtualCore ?? 0
    if (virtualCore > 0) return `virtual core ${virtualCore} of ${partition(p)}`
    return `${(before.partitions[p]?.processor.activations.length ?? 0) > 0 ? 'the handler of ' : ''}${partition(p)}`
  }
  switch (happening.kind) {
    case 'tick':
      return tickTold(world, happening, after, partition)
    case 'event':
      return `core ${happening.core}: ${eventTold(happening.event)}`
    case 'effect':
      return `core ${happening.core}: ${doer(happening.partition, happening.core)} ${effectTold(happening.effect)}${happening.trap === null ? '' : `: trap ${happening.trap}`}`
    case 'instruction':
      return `core ${happening.core}: ${doer(happening.partition, happening.core)} executes ${instructionTold(world, happening, before)}${happening.trap === null ? '' : `: trap ${hex(happening.trap)}`}`
    case 'windows':
      return `core ${happening.core}: a register window of ${partition(happening.partition)} is ${happening.filled ? 'filled from' : 'spilled to'} its stack`
    case 'service':
      return `core ${happening.core}: the kernel serves ${callTold(happening.call)} of ${partition(happening.partition)}${answerTold(happening)}`
    case 'health': {
      const whose = happening.partition === null ? 'the module' : partition(happening.partition)
      const cause = happening.trap === null ? '' : ` for ${happening.trap}`
      return `core ${happening.core}: the health monitor handles ${errorTold(happening.error)} of ${whose}${cause} (${happening.row})`
    }
    case 'delivery':
      return `core ${happening.core}: ${partition(happening.partition)} takes virtual trap ${hex(happening.trap)}`
    case 'copy':
      return `core ${happening.core}: a message of ${partition(happening.partition)} is being copied`
    case 'reload':
      return `core ${happening.core}: ${partition(happening.partition)} is reloaded${happening.finished ? ', which is finished' : ''}`
    case 'wait':
      return `core ${happening.core}: ${happening.partition === null ? 'nobody runs' : `${partition(happening.partition)} computes, waits or idles`}`
    case 'left':
      return `core ${happening.core}: ${partition(happening.partition)} leaves what is specified`
    case 'over':
      return after.end === null ? 'the run is over' : `the run is over: ${after.end}`
  }
}

const cyclesOf = (happening: Happening, after: State): string =>
  `cycle ${'core' in happening ? after.cores[happening.core]?.at : after.cores[0]?.at}`

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

const portsTold = ({ partitions }: ModuleConfiguration): readonly string[] =>
  partitions.flatMap(({ ports }, p) =>
    ports.map((port) => {
      const what =
        port.kind === 'queuing'
          ? `at most ${plural(port.maxMessages, 'message')} of`
          : `refreshed every ${port.refreshPeriod} ns,`
      return `${port.kind} port “${port.name}” of partition ${p}: ${port.direction}, ${what} ${plural(port.maxMessageSize, 'byte')}`
    }),
  )

const channelsTold = ({ partitions, channels }: ModuleConfiguration): readonly string[] => {
  const end = (reference: PortReference): string =>
    reference.kind === 'pseudo'
      ? 'outside'
      : `“${reference.port}” of partition ${partitions.findIndex((p) => p.identifier === reference.partition)}`
  return channels.map(
    ({ sources, destinations }, c) =>
      `channel ${c}: from ${sources.map(end).join(', ')} to ${destinations.map(end).join(', ')}`,
  )
}

const healthTold = ({ partitions, health }: ModuleConfiguration): readonly string[] => {
  const line = (of: string) => (entry: { readonly state: number; readonly error: number; readonly outcome: string }) =>
    `health, ${of}: ${errorTold(entry.error)} in state ${entry.state} is ${entry.outcome}`
  return [
    ...health.levels.map(line('levels')),
    ...health.moduleActions.map(line('module')),
    ...health.partitionTables.flatMap(({ partition, actions }) =>
      actions.map(line(`partition ${partitions.findIndex((p) => p.identifier === partition)}`)),
    ),
  ]
}

/** Which windows are lent, to whom, for how long. */
const slackTold = ({ partitions, time }: ModuleConfiguration): readonly string[] => {
  const position = (id: number): number => partitions.findIndex(({ identifier }) => identifier === id)
  const ticks = (t: Nanoseconds): string => plural(ticksIn(t, time.ticksPerSecond), 'tick')
  return time.schedules.flatMap((schedule, s) =>
    schedule.partitions.flatMap((of) =>
      of.windows.flatMap(({ identifier, coPartition }) =>
        coPartition === null
          ? []
          : [
              `window ${identifier} of partition ${position(of.partition)} in schedule ${s}: what is left of it, if that is ` +
                `${ticks(coPartition.least)}, is lent to partition ${position(coPartition.partition)} for ${ticks(coPartition.quota)}`,
            ],
      ),
    ),
  )
}

/** The world of a case, and what handles traps in it: a line for each thing. */
const worldTold = (of: Case): readonly string[] => {
  const { world, run } = of
  const { configuration, platform, profile } = world
  const partitions = configuration.partitions.map(
    (p, i) =>
      `partition ${i} “${p.name}”: identifier ${p.identifier}, ${p.permissions.join(' ') || 'no permission'}, ${hex(p.memory.size)} bytes in pages of ${p.memory.unit >> 10} KB`,
  )
  const schedules = configuration.time.schedules.map(
    (s, i) =>
      `schedule ${i} “${s.name}”: identifier ${s.identifier}, frame of ${plural(frameOf(timeWorld(world), i), 'tick')}, ${plural(
        s.partitions.reduce((n, p) => n + p.windows.length, 0),
        'window',
      )}`,
  )
  const handlers = run.handlers.flatMap((handler, p) =>
    handler.length === 0 ? [] : [`handler of partition ${p}: it ${handler.map(effectTold).join('; ')}`],
  )
  return [
    `profile ${profile.id}; ${plural(configuration.time.requiredCores, 'core')}; a tick is ${plural(platform.cyclesPerTick, 'cycle')}`,
    ...partitions,
    ...schedules,
    ...slackTold(configuration),
    ...portsTold(configuration),
    ...channelsTold(configuration),
    ...healthTold(configuration),
    ...handlers,
    ...imagesTold(of),
  ]
}

/** A case in words: its world, then a line for each step, numbered. */
export const describe = (of: Case): readonly string[] => {
  const lines = [...worldTold(of)]
  const { model } = prepared(of.world)
  const advance = model.of(of.run)
  let state = model.start
  for (let s = 1, over = false; s <= of.steps && !over; s++) {
    const { state: after, happening } = advance(state)
    const told = stepTold(of.world, happening, state, after)
    lines.push(`${String(s).padStart(4)}. ${told} (${cyclesOf(happening, after)})`)
    over = happening.kind === 'over'
    state = after
  }
  return lines
}
