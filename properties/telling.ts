/** Cases in words: the world in a few lines, then one line per step, as somebody would tell it who watched. */

import type { Call, Effect, Happening, Operand, ResolvedCall, State, World } from '../spec/module/vocabulary.ts'
import { operatingModes } from '../spec/partition/vocabulary.ts'
import { frameOf } from '../spec/time/statements.ts'
import { timeWorld } from '../spec/module/invariants.ts'
import type { Case } from './case.ts'
import { prepared } from './prepared.ts'

const hex = (n: number): string => `0x${(n >>> 0).toString(16)}`

const operandTold = (operand: Operand, told: (n: number) => string = hex): string =>
  typeof operand === 'number'
    ? told(operand)
    : `low register ${operand.resultPlus < 0 ? '−' : '+'} ${Math.abs(operand.resultPlus)}`

const modeTold = (n: number): string => operatingModes[n] ?? `mode ${n}`

const callTold = (call: Call | ResolvedCall): string => {
  switch (call.service) {
    case 'SET_PARTITION_MODE':
      return `SET_PARTITION_MODE (partition ${operandTold(call.partition, String)}, ${operandTold(call.mode, modeTold)})`
    case 'GET_PARTITION_STATUS':
      return `GET_PARTITION_STATUS (partition ${operandTold(call.partition, String)}, to ${operandTold(call.pointer)})`
    case 'GET_PARTITION_ID':
    case 'GET_SCHEDULE_ID':
      return `${call.service} (“${call.name}”, to ${operandTold(call.pointer)})`
    case 'SET_SCHEDULE':
      return `SET_SCHEDULE (schedule ${operandTold(call.schedule, String)})`
    case 'GET_SCHEDULE_STATUS':
      return `GET_SCHEDULE_STATUS (to ${operandTold(call.pointer)})`
    case 'END_WINDOW':
      return 'END_WINDOW'
  }
}

const effectTold = (effect: Effect): string => {
  switch (effect.do) {
    case 'access':
      return effect.kind === 'store'
        ? `stores ${operandTold(effect.value)} at ${operandTold(effect.at)}, ${effect.size} bytes`
        : `${effect.kind === 'load' ? 'loads' : 'fetches'} ${effect.size} bytes at ${operandTold(effect.at)}`
    case 'call':
      return `calls ${callTold(effect.call)}`
    case 'compute':
      return `computes ${effect.cycles} cycles`
    case 'privileged':
      return 'executes a privileged instruction'
  }
}

/** One step in words. `before` and `after` are the model's states around it. */
const stepTold = (world: World, happening: Happening, after: State): string => {
  const partition = (p: number): string => `partition ${p} “${world.configuration.partitions[p]?.name}”`
  switch (happening.kind) {
    case 'tick': {
      const { time } = after
      const frame = frameOf(timeWorld(world), time.schedule)
      const turned = happening.dispatched.map((c) => {
        const running = time.cores[c]?.running ?? null
        return `core ${c}: ${running === null ? 'idle' : `${partition(running.partition)}${running.virtualCore === 0 ? '' : `, virtual core ${running.virtualCore}`}`}`
      })
      return [
        `tick ${time.total}, ${time.frame} of ${frame} in the frame`,
        ...(happening.switchedTo === null ? [] : [`schedule ${happening.switchedTo} takes over`]),
        ...(turned.length === 0 ? [] : [`windows begin: ${turned.join(', ')}`]),
      ].join('; ')
    }
    case 'event':
      return `core ${happening.core}: ${happening.event.kind === 'interrupt' ? 'a device interrupts' : `the operator asks for schedule ${happening.event.schedule}`}`
    case 'effect':
      return `core ${happening.core}: ${partition(happening.partition)} ${effectTold(happening.effect)}${happening.trap === null ? '' : `: trap ${happening.trap}`}`
    case 'service':
      return `core ${happening.core}: the kernel serves ${callTold(happening.call)} of ${partition(happening.partition)}: ${happening.code} (${happening.row})`
    case 'halt':
      return `core ${happening.core}: the kernel halts ${partition(happening.partition)} for ${happening.trap}`
    case 'reload':
      return `core ${happening.core}: ${partition(happening.partition)} is reloaded${happening.finished ? ', which is finished' : ''}`
    case 'wait':
      return `core ${happening.core}: ${happening.partition === null ? 'nobody runs' : `${partition(happening.partition)} computes, waits or idles`}`
    case 'left':
      return `core ${happening.core}: ${partition(happening.partition)}, a supervisor, leaves what is specified`
    case 'over':
      return 'the run is over'
  }
}

const cyclesOf = (happening: Happening, after: State): string =>
  `cycle ${'core' in happening ? after.cores[happening.core]?.at : after.cores[0]?.at}`

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

/** A case in words: a line for each partition and schedule, then one for each step, numbered. */
export const describe = (of: Case): readonly string[] => {
  const { world, run, steps } = of
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
  const lines = [
    `profile ${profile.id}; ${plural(configuration.time.requiredCores, 'core')}; a tick is ${plural(platform.cyclesPerTick, 'cycle')}`,
    ...partitions,
    ...schedules,
  ]
  const { model } = prepared(world)
  const advance = model.of(run)
  let state = model.start
  for (let s = 1, over = false; s <= steps && !over; s++) {
    const { state: after, happening } = advance(state)
    lines.push(`${String(s).padStart(4)}. ${stepTold(world, happening, after)} (${cyclesOf(happening, after)})`)
    over = happening.kind === 'over'
    state = after
  }
  return lines
}
