/** What the kernel shows: results, returns, virtual traps, windows, modes and states, against what the model has. */

import { hex } from '../../properties/telling-effects.ts'
import { callOf, shownBy } from './calls.ts'
import {
  delivered,
  inGuest,
  resuming,
  runnerOf,
  withinCall,
  withOpen,
  workOf,
  type Candidate,
  type Open,
} from './candidate.ts'
import { heldAt } from './contents.ts'
import type { EventOf } from './event.ts'
import type { Machine } from './machine.ts'
import { settled, undelivered } from './settled.ts'
import { failed, unfinished, went, type Tried } from './tried.ts'
import { differing, fieldsOf, partitionDiffers, type View } from './view.ts'

/** What the caller gets, against what is recorded. */
const answerDiffers = (event: EventOf<'rett'>, open: Open, { state, beyond }: Candidate): readonly string[] => {
  if (open.kind === 'fault' || beyond) return []
  const { words, mask } = shownBy(callOf(open).service)
  const { high, low } = state.cores[0]?.context.registers ?? { high: 0, low: 0 }
  const masked = (n: number | undefined): number | undefined => (n === undefined ? undefined : (n & mask) >>> 0)
  switch (words) {
    case 0:
      return []
    case 1:
      return differing('%o0', masked(event.i0), masked(low), hex)
    case 2:
      return [...differing('%o0', event.i0, high, hex), ...differing('%o1', event.i1, low, hex)]
  }
}

const shownBytes = (bytes: readonly (number | null)[]): string =>
  bytes.map((byte) => (byte === null ? '??' : byte.toString(16).padStart(2, '0'))).join('')

/** What the kernel wrote for its caller, against what is recorded. Of a message nobody knows the bytes. */
const reportDiffers = (
  { world }: Machine,
  { memory = [] }: EventOf<'rett'>,
  open: Open,
  { state, beyond }: Candidate,
): readonly string[] => {
  const message = open.kind === 'oscall' && callOf(open).service === 'READ_PORT' ? open.args[2] : undefined
  return memory.flatMap(({ at, bytes }) =>
    beyond || at === message
      ? []
      : differing(`memory at ${hex(at)}`, shownBytes(bytes), shownBytes(heldAt(world, state, at, bytes.length))),
  )
}

/** Whether a return is from the clock, a device, or into a partition's first instruction: then nobody's call ends. */
const endsCall = ({ of }: EventOf<'rett'>): boolean => !/^(?:irq\d*|start)$/.test(of)

/** Where a guest that goes on is not where it was interrupted, or a virtual trap has to come first. */
const goesOnElsewhere = (machine: Machine, event: EventOf<'rett'>, candidate: Candidate): readonly string[] => {
  const p = runnerOf(candidate)
  const at = p === null ? null : candidate.resume[p]
  return [
    ...undelivered(machine, candidate),
    ...(typeof at === 'number' ? differing('address returned to', event.to, at, hex) : []),
  ]
}

/** A call or a fault is over, and its partition goes on. */
const answered = (machine: Machine, view: View, event: EventOf<'rett'>, candidate: Candidate): Tried => {
  const p = runnerOf(candidate)
  const open = p === null ? null : (candidate.open[p] ?? null)
  if (p === null || open === null) return failed(['no return: the guest had not called'])
  const closed = withOpen(candidate, p, null)
  const why = [
    ...settled(machine, view, closed, event),
    ...(open.name === undefined ? [] : differing('what the kernel returns from', event.of, open.name)),
    ...goesOnElsewhere(machine, event, candidate),
    ...answerDiffers(event, open, candidate),
    ...reportDiffers(machine, event, open, candidate),
  ]
  const shown = open.kind !== 'fault' && shownBy(callOf(open).service).words > 0 && event.i0 !== undefined
  return why.length > 0 ? failed(why) : went(closed, !shown || candidate.assumed || candidate.beyond)
}

/** The kernel returns from an interrupt, or into a partition that starts. */
const wentOn = (machine: Machine, view: View, event: EventOf<'rett'>, candidate: Candidate): Tried => {
  const guest = inGuest(candidate) && !withinCall(candidate)
  const why = [
    ...settled(machine, view, candidate, event),
    ...(candidate.interrupted ? [] : ['no return: nothing interrupted']),
    ...(guest ? goesOnElsewhere(machine, event, candidate) : []),
  ]
  return why.length > 0 ? failed(why) : went({ ...candidate, interrupted: false }, true)
}

/** The kernel returns. */
export const returned = (machine: Machine, view: View, event: EventOf<'rett'>, candidate: Candidate): Tried => {
  if (!endsCall(event)) return wentOn(machine, view, event, candidate)
  if (['call', 'copy', 'trap'].includes(workOf(candidate).kind)) return unfinished
  if (inGuest(candidate)) return answered(machine, view, event, candidate)
  const why = settled(machine, view, candidate, event)
  const owner = machine.world.configuration.partitions.findIndex(({ name }) => name === view.owner)
  return why.length > 0 ? failed(why) : went(withOpen(candidate, runnerOf(candidate) ?? owner, null), true)
}

/** The kernel enters a handler of the guest. */
export const handled = (machine: Machine, view: View, event: EventOf<'vtrap'>, candidate: Candidate): Tried => {
  const { user, ...before } = event
  const why = settled(machine, view, candidate, before)
  if (why.length > 0) return failed(why)
  const after = delivered(machine, candidate)
  const [last] = after?.steps.slice(-1) ?? []
  const p = runnerOf(candidate)
  if (after === null || p === null || last?.kind !== 'delivery') return failed(['no virtual trap'])
  const differs = [
    ...differing('virtual trap', event.tt, last.trap, hex),
    ...differing('user level', user, after.state.cores[0]?.context.level === 'user'),
  ]
  const entered = { ...resuming(withOpen(after, p, null), p, null), interrupted: false }
  return differs.length > 0 ? failed(differs, after) : went(entered, event.tt === undefined)
}

/** A window is dispatched. */
export const switched = (machine: Machine, event: EventOf<'switch'>, candidate: Candidate): Tried => {
  const { time, partitions, cores } = candidate.state
  const { configuration } = machine.world
  if (!candidate.dispatched) return failed(['no switch: no window begins at this tick'])
  const [core] = time.cores
  const running = core?.running ?? null
  const schedule = (i: number): number | undefined => configuration.time.schedules[i]?.identifier
  const why = [
    ...differing('tick', event.tick, time.total),
    ...differing('tick of the frame', event.mtf_tick, time.frame),
    ...differing('end of the window', event.next_switch, core?.windowEnd),
    ...differing('partition', event.part, running === null ? null : configuration.partitions[running.partition]?.name),
    ...differing('window', event.window, running === null ? null : partitions[running.partition]?.window),
    ...differing('space', event.ctx, running === null ? null : cores[0]?.space),
    ...differing('schedule', event.sched, schedule(time.schedule)),
    ...differing('next schedule', event.next_sched, schedule(time.next)),
  ]
  return why.length > 0 ? failed(why) : went({ ...candidate, dispatched: false })
}

/** Mode, state and the like of a partition have changed. */
export const shownState = (machine: Machine, event: EventOf<'pstate'>, candidate: Candidate): Tried => {
  const p = machine.world.configuration.partitions.findIndex(({ name }) => name === event.part)
  const now = fieldsOf(candidate.state, p)
  if (now === null) return failed([`no partition ${event.part}`])
  const why = [
    ...differing('tick', event.tick, candidate.state.time.total),
    ...partitionDiffers(event.part, event, now),
  ]
  return why.length > 0 ? failed(why) : went(candidate)
}

/** Another space is in force. */
export const inSpace = (event: EventOf<'mmu_ctx'>, candidate: Candidate): Tried => {
  const why = differing('space in force', event.ctx, candidate.state.cores[0]?.space)
  return why.length > 0 ? failed(why) : went(candidate)
}
