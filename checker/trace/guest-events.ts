/** What the guest and the clock do: each candidate takes the step, if it can. */

import { hex } from '../../properties/telling-effects.ts'
import { accessSizeOf, callEffect, callOf, faultEffect, serviceNamed } from './calls.ts'
import {
  inGuest,
  renewed,
  resuming,
  runnerOf,
  stepped,
  withinCall,
  withOpen,
  workOf,
  type Candidate,
} from './candidate.ts'
import type { CallEvent, EventOf } from './event.ts'
import type { Machine } from './machine.ts'
import { settled, undelivered, type Instant } from './settled.ts'
import { failed, went, type Tried } from './tried.ts'
import type { View } from './view.ts'

/** An interrupt that the kernel has still to return from. */
const unreturned = ({ interrupted }: Candidate): readonly string[] =>
  interrupted ? ['the return from the interrupt first'] : []

/** The clock's interrupt, or a device's. */
export const interrupts = (machine: Machine, view: View, event: EventOf<'trap.irq'>, candidate: Candidate): Tried => {
  const why = [...settled(machine, view, candidate, event), ...unreturned(candidate)]
  if (why.length > 0) return failed(why)
  const p = inGuest(candidate) && !withinCall(candidate) ? runnerOf(candidate) : null
  const before = { ...renewed(resuming(candidate, p, event.pc ?? null)), interrupted: true }
  if (event.level !== view.clock) return went(stepped(before, machine.interrupt(candidate.state)), true)
  const done = machine.tick(candidate.state)
  const dispatched = done.happening.kind === 'tick' && done.happening.dispatched.includes(0)
  return went({ ...stepped(before, done), dispatched })
}

/** Where a guest goes on after a trap: at the next instruction, at the same one that it tries `again`, or where its rett leads. */
const goingOn = (event: CallEvent | EventOf<'trap.fault'>, again: boolean): number | null => {
  if (again) return event.pc ?? null
  const returns = event.kind !== 'fault' && callOf(event).service === 'rett'
  return returns ? (event.args?.[0] ?? null) : (event.npc ?? null)
}

/** Why the guest cannot do anything now. */
const unable = (machine: Machine, view: View, event: Instant, candidate: Candidate): readonly string[] => {
  const p = runnerOf(candidate)
  const open = p === null ? null : (candidate.open[p] ?? null)
  return [
    ...settled(machine, view, candidate, event),
    ...undelivered(machine, candidate),
    ...unreturned(candidate),
    ...(p === null || !inGuest(candidate) ? ['no guest that could do this'] : []),
    ...(open === null ? [] : [`the return from ${open.name ?? 'the trap'} first`]),
  ]
}

/** A guest traps: it calls, or faults. */
export const trapped = (
  machine: Machine,
  view: View,
  event: CallEvent | EventOf<'trap.fault'>,
  candidate: Candidate,
): Tried => {
  const why = unable(machine, view, event, candidate)
  const p = runnerOf(candidate)
  if (p === null || why.length > 0) return failed(why)
  const effect = event.kind === 'fault' ? faultEffect(event) : callEffect(callOf(event))
  if (effect === null)
    return failed([`no such trap: ${hex(event.tt ?? 0)} is none that an instruction of the model raises`])
  const fresh = { ...candidate, assumed: false, beyond: false, sections: 0 }
  const after = stepped(fresh, machine.step(candidate.state, effect))
  const { kind } = workOf(after)
  if (event.kind === 'fault' && kind !== 'trap') return failed(['no trap: it may do this at its level'], after)
  return went(resuming(withOpen(after, p, event), p, goingOn(event, kind === 'none')))
}

/** A load or store at a device. */
export const device = (machine: Machine, view: View, event: EventOf<'devaccess'>, candidate: Candidate): Tried => {
  if (event.by === 'kernel') return candidate.beyond ? went(candidate, true) : failed(['no access by the kernel'])
  const size = accessSizeOf(event.size)
  const why = unable(machine, view, event, candidate)
  if (size === null || why.length > 0) return failed([...why, ...(size === null ? ['no access of this size'] : [])])
  const done = machine.step(candidate.state, { do: 'access', kind: event.op, size, at: event.addr, value: 0 })
  return done.state.left
    ? went(candidate, true)
    : failed(['a trap: the partition may not reach devices'], stepped(candidate, done))
}

/** A call whose result is not recorded. */
export const polled = (machine: Machine, view: View, event: EventOf<'polls'>, candidate: Candidate): Tried => {
  const service = serviceNamed(event.name)
  const why = unable(machine, view, event, candidate)
  if (service === null || why.length > 0)
    return failed([...why, ...(service === null ? [`no call ${event.name}`] : [])])
  const asked = stepped(candidate, machine.step(candidate.state, callEffect({ service, arguments: [] })))
  return went(stepped(asked, machine.step(asked.state, null)), true)
}
