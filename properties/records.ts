/** Records that calls read: attributes of ports, times, headers, messages, stored where the actor can. */

import { readMode } from '../spec/hypercall/vocabulary.ts'
import type { PortConfiguration } from '../spec/ports/vocabulary.ts'
import { bytesOf, ground, own, storing, type Actor, type Argument, type OwnPort, type Subject } from './actors.ts'
import type { Choices } from './choices.ts'
import { drawInvalid, drawValid, type Wanted } from './pointers.ts'

/** Where they stand in the actor's own memory, so that what was stored once need not be again. */
export const places = { attributes: 0xa00, time: 0xb00, header: 0xb40, message: 0xc00 } as const

const plain = (value: number): Argument => ({ before: [], value })

/** The words in which CREATE_PORT is told what a port is. */
export const attributesOf = (port: PortConfiguration): readonly number[] => {
  const direction = port.direction === 'SOURCE' ? 0 : 1
  return port.kind === 'queuing'
    ? [direction, port.maxMessageSize, port.maxMessages, 0]
    : [
        direction,
        port.maxMessageSize,
        Number((port.refreshPeriod >> 32n) & 0xffffffffn),
        Number(port.refreshPeriod & 0xffffffffn),
      ]
}

/** A message is as old as `at`: what a CONDITIONAL read compares it with. */
const referenceTo = (choices: Choices, { state }: Actor, port: OwnPort | null): number => {
  const at = state.ports.channels[port?.channel ?? -1]?.messages[0]?.at ?? 0
  return Math.max(0, choices.of([0, at, at - 1, at + 1, state.time.total, state.time.total + 1]))
}

/** The record that a call reads, in words; null where its contents do not matter. */
const contents = (
  choices: Choices,
  actor: Actor,
  { service, port }: Subject,
  good: boolean,
): readonly number[] | null => {
  switch (service) {
    case 'CREATE_PORT': {
      const attributes = port === null ? [0, 8, 0, 1] : attributesOf(port.port)
      const wrong = choices.below(4)
      return good ? attributes : attributes.with(wrong, choices.of([(attributes[wrong] ?? 0) + 1, 0xffffffff, 0, 2]))
    }
    case 'SET_TOD':
      return [
        choices.of([0, 1, 0x7fffffff, 0xffffffff, choices.word()]),
        good
          ? choices.of([0, 1, 999_999_999, choices.below(1_000_000_000)])
          : choices.of([1_000_000_000, 0xffffffff, 0x80000000]),
      ]
    case 'READ_PORT':
      return port?.port.kind === 'queuing'
        ? null
        : [
            good
              ? choices.of([readMode.REGULAR, readMode.REGULAR, readMode.UPDATED, readMode.CONDITIONAL])
              : choices.of([3, 0x80000000, 0xffffffff]),
            choices.percent(good ? 97 : 70) ? 0 : choices.of([1, 0xffffffff]),
            referenceTo(choices, actor, port),
          ]
    default:
      return null
  }
}

const usualPlace = (actor: Actor, { service, port }: Subject): number => {
  const at = own(actor)
  if (service === 'CREATE_PORT') return at + places.attributes + 16 * ((port?.index ?? 0) % 16)
  return at + (service === 'SET_TOD' ? places.time : places.header)
}

/** A record that the call reads, what it is to hold stored there first. */
export const readRecord = (
  choices: Choices,
  actor: Actor,
  subject: Subject,
  wanted: Wanted,
  good: boolean,
): Argument => {
  const invalid = !good && choices.percent(50)
  if (invalid) return plain(drawInvalid(choices, ground(actor), wanted))
  const words = contents(choices, actor, subject, good)
  if (words === null)
    return plain(good ? drawValid(choices, ground(actor), wanted) : drawInvalid(choices, ground(actor), wanted))
  const at = choices.percent(85) ? usualPlace(actor, subject) : drawValid(choices, ground(actor), wanted)
  return { before: storing(actor, at, bytesOf(words)), value: at }
}

/** A message that is sent: now and then with something of its own in it. */
export const message = (choices: Choices, actor: Actor, wanted: Wanted): Argument => {
  const at = choices.percent(60) ? own(actor) + places.message : drawValid(choices, ground(actor), wanted)
  const word = bytesOf([choices.word()]).slice(0, Math.max(1, wanted.bytes))
  return { before: choices.percent(35) && at % 4 === 0 ? storing(actor, at, word) : [], value: at }
}
