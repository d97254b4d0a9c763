/** Names in memory, for calls that look something up: those that exist, and those that must be refused. */

import { nameBytes } from '../spec/hypercall/vocabulary.ts'
import { ground, nameOf, own, storing, type Actor, type Argument, type Subject } from './actors.ts'
import type { Choices } from './choices.ts'
import { drawInvalid } from './pointers.ts'

/** Where names stand in the actor's own memory, so that one that was stored once need not be again. */
const NAMES = 0x200

const placeOf = (actor: Actor, name: string): number =>
  own(actor) + NAMES + 0x40 * (nameOf(name).reduce((sum, byte) => sum + byte, 0) % 24)

/** The names of what a call asks for, those that exist. */
const namesFor = ({ world, ports }: Actor, { service, port }: Subject): readonly string[] => {
  const { partitions, time, sharedMemory } = world.configuration
  switch (service) {
    case 'GET_PARTITION_ID':
      return ['', ...partitions.map((p) => p.name)]
    case 'GET_SCHEDULE_ID':
      return time.schedules.map((s) => s.name)
    case 'GET_SHARED_AREA':
      return sharedMemory.map((m) => m.name)
    default:
      return port === null ? ports.map((p) => p.port.name) : [port.port.name]
  }
}

/** A name in memory: mostly where it always stands, now and then at an odd address, or with its zero at the very end. */
const placed = (choices: Choices, actor: Actor, name: string): Argument => {
  const bytes = nameOf(name)
  const end = own(actor) + (actor.marks.given[0]?.bytes ?? 0)
  const at = choices.weighted(
    [14, () => placeOf(actor, name)],
    [1, () => placeOf(actor, name) + choices.between(1, 3)],
    [1, () => end - bytes.length],
  )
  return { before: storing(actor, at, bytes), value: at }
}

export const goodName = (choices: Choices, actor: Actor, subject: Subject): Argument => {
  const known = namesFor(actor, subject)
  return known.length === 0 ? badName(choices, actor) : placed(choices, actor, choices.of(known))
}

/** A name that nobody has, one without an end, or none at all. */
export const badName = (choices: Choices, actor: Actor): Argument => {
  const { partitions, time } = actor.world.configuration
  const end = own(actor) + (actor.marks.given[0]?.bytes ?? 0)
  const unended = Array.from({ length: 4 * choices.between(1, 2) }, () => 0x41)
  return choices.weighted<Argument>(
    [7, () => placed(choices, actor, choices.of(['?', 'no', 'p0', ' ', '', 'P0 ']))],
    [1, () => placed(choices, actor, choices.of([...partitions, ...time.schedules]).name)],
    // It goes on up to the end of what can be read, and beyond.
    [3, () => ({ before: storing(actor, end - unended.length, unended), value: end - unended.length })],
    [1, () => placed(choices, actor, 'A'.repeat(nameBytes + 4))],
    [4, () => ({ before: [], value: drawInvalid(choices, ground(actor), { bytes: 4, stores: false, aligned: 1 }) })],
  )
}
