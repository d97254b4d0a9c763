/** Arguments of calls, drawn by what they are: one that makes sense where the actor stands, or one that must be refused. */

import { psr } from '../spec/guest/vocabulary.ts'
import type { Parameter } from '../spec/hypercall/vocabulary.ts'
import { ground, isCreated, own, type Actor, type Argument, type OwnPort, type Subject } from './actors.ts'
import { aliasOf } from './addresses.ts'
import type { Choices } from './choices.ts'
import { badName, goodName } from './names.ts'
import { drawInvalid, drawValid, type Wanted } from './pointers.ts'
import { message, readRecord } from './records.ts'

const plain = (value: number): Argument => ({ before: [], value })

/** Bytes of the longest message of a port. */
const longest = (port: OwnPort | null): number => port?.port.maxMessageSize ?? 8

const partitions = (choices: Choices, { world, partition }: Actor, good: boolean): number => {
  const known = world.configuration.partitions.map((p) => p.identifier)
  const mine = known[partition] ?? 0
  return good
    ? choices.weighted([3, () => mine], [2, () => 0xffffffff], [6, () => choices.of(known)])
    : choices.of([0, 1, 99, 0x7fffffff, 0x80000000, 0xfffffffe, mine + 1])
}

const schedules = (choices: Choices, { world }: Actor, good: boolean): number => {
  const known = world.configuration.time.schedules
  return good ? choices.of(known).identifier : choices.of([0, 1, 77, known.length, 0xffffffff, 0x80000000])
}

const portNumber = (choices: Choices, actor: Actor, { port }: Subject, good: boolean): number => {
  const number = port?.number ?? 0
  const missing = actor.ports.find((p) => !isCreated(actor, p))?.number ?? number + 1
  return good ? number : choices.of([missing, number + 1, actor.ports.length, 99, 0xffffffff, 0x80000000])
}

const length = (choices: Choices, { service, port }: Subject, good: boolean): number => {
  const most = service === 'PRINT' ? 16 : longest(port)
  return good
    ? choices.weighted([3, () => most], [1, () => 1], [4, () => choices.between(1, most)])
    : choices.of([0, 0, 0, 0, most + 1, most + 1, most + 64, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff])
}

const processorState = (choices: Choices, actor: Actor, good: boolean): number => {
  const now = actor.state.partitions[actor.partition]?.processor.psr ?? psr.S
  return good
    ? choices.weighted(
        [3, () => now],
        [3, () => psr.S | (choices.below(16) << 8) | choices.of([0, psr.ET, psr.PS])],
        [2, () => choices.of([0, psr.ET, 9 << 8, 10 << 8, psr.S | psr.ET | psr.PIL])],
      )
    : choices.of([0xffffffff, 0xfffff01f, psr.EF, now | psr.EF, choices.word()])
}

/** Numbers that are no more than that, by the name of the parameter. The numbers of calls that there are not, are drawn with the call. */
const drawNumber = (choices: Choices, actor: Actor, { service }: Subject, name: string, good: boolean): number => {
  const anywhere = (): number =>
    choices.percent(70)
      ? choices.of(actor.marks.favourites) + choices.below(4)
      : choices.percent(50)
        ? choices.of(actor.marks.forbidden)
        : aliasOf(choices, own(actor))
  if (service === 'unassigned_trap') return choices.of([0x81, 0x85, 0xff, choices.between(0x85, 0xff)])
  switch (name) {
    case 'address':
      return anywhere()
    case 'character':
      return choices.below(good ? 256 : 0x10000)
    case 'caches':
      return good ? choices.below(16) : choices.word()
    case 'enabled':
      return good ? choices.below(2) : choices.of([2, 0xffffffff, 0x80000000])
    default:
      return good ? choices.of([0, own(actor), own(actor) + 0x1000]) : choices.word()
  }
}

/** An argument of a kind. A bad one is one that the call must refuse, wherever there is such a thing. */
export const drawArgument = (
  choices: Choices,
  actor: Actor,
  subject: Subject,
  parameter: Parameter,
  good: boolean,
): Argument => {
  const pointer = (wanted: Wanted): Argument =>
    plain(good ? drawValid(choices, ground(actor), wanted) : drawInvalid(choices, ground(actor), wanted))
  const record = (stores: boolean): Wanted => ({ bytes: parameter.bytes ?? 4, stores, aligned: 4 })
  switch (parameter.kind) {
    case 'partition':
      return plain(partitions(choices, actor, good))
    case 'mode':
      return plain(good ? choices.of([0, 1, 1, 2, 2, 3, 3, 3]) : choices.of([4, 5, 0xffffffff, 0x80000003, 256]))
    case 'schedule':
      return plain(schedules(choices, actor, good))
    case 'name':
      return good ? goodName(choices, actor, subject) : badName(choices, actor)
    case 'port type':
      return plain(
        good
          ? (subject.port?.type ?? choices.between(1, 2))
          : choices.of([0, 3, 3 - (subject.port?.type ?? 1), 0xffffffff, 0x101]),
      )
    case 'port':
      return plain(portNumber(choices, actor, subject, good))
    case 'length':
      return plain(length(choices, subject, good))
    case 'error':
      return plain(
        good
          ? choices.weighted([3, () => choices.between(8, 15)], [2, () => choices.below(8)])
          : choices.of([16, 17, 255, 0xffffffff, 0x80000001]),
      )
    case 'state':
      return plain(good ? choices.between(2, 4) : choices.of([0, 1, 5, 6, 7, 0xffffffff, 0x80000003]))
    case 'level':
      return plain(
        good
          ? choices.of([10, 10, 10, choices.between(1, 15), 15])
          : choices.of([0, 16, 32, 42, 0xffffffff, 0x8000000a]),
      )
    case 'levels':
      return plain(
        good
          ? choices.of([0xfffe, 0x400, 0x8000, 1 << choices.between(1, 15), choices.word() & 0xfffe])
          : choices.of([0, 1, 0xffffffff, 0x10000]),
      )
    case 'core':
      return plain(
        good
          ? choices.below(actor.world.configuration.partitions[actor.partition]?.cores ?? 1)
          : choices.of([1, 4, 0xffffffff]),
      )
    case 'cache':
      return plain(good ? choices.between(1, 3) : choices.of([0, 4, 7, 0xffffffff]))
    case 'processor state':
      return plain(processorState(choices, actor, good))
    case 'number':
      return plain(drawNumber(choices, actor, subject, parameter.name, good))
    case 'reads':
      return readRecord(choices, actor, subject, record(false), good)
    case 'reads and writes':
      return readRecord(choices, actor, subject, record(true), good)
    case 'writes':
      return pointer(record(true))
    case 'message in': {
      const wanted: Wanted = {
        bytes: subject.service === 'PRINT' ? 16 : longest(subject.port),
        stores: false,
        aligned: 1,
      }
      return good ? message(choices, actor, wanted) : pointer(wanted)
    }
    case 'message out':
      return pointer({ bytes: longest(subject.port), stores: true, aligned: 1 })
  }
}
