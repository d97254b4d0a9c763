/** What a call finds in its caller's memory: what the trace recorded of it, and where it recorded nothing, each thing it could be. */

import * as E from 'fp-ts/lib/Either.js'
import { translate } from '../../model/mmu.ts'
import { accessType } from '../../spec/mmu/vocabulary.ts'
import { serviceOf } from '../../spec/hypercall/vocabulary.ts'
import type { Call, ModuleConfiguration, State, World } from '../../spec/module/vocabulary.ts'
import type { PortConfiguration } from '../../spec/ports/vocabulary.ts'
import { address, withWord, word, wordAt, type Memory } from '../../spec/words/vocabulary.ts'
import type { CallEvent } from './event.ts'

/** Bytes from a virtual address on. */
interface Bytes {
  readonly at: number
  readonly bytes: readonly number[]
}

/** One thing that the caller's memory could hold. */
export type Contents = readonly Bytes[]

/** A recorded text as bytes: a character a byte, or UTF-8 where it has other characters. */
const bytesOf = (text: string): readonly number[] => {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0)
  return codes.every((code) => code < 256) ? codes : [...new TextEncoder().encode(text)]
}

const wordBytes = (n: number): readonly number[] => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
const wordsAt = (at: number, words: readonly number[]): Contents => [{ at, bytes: words.flatMap(wordBytes) }]

const unknownName = '?'

/** Every name that could make a difference to a call. */
const namesFor = (
  { partitions, time, sharedMemory }: ModuleConfiguration,
  call: Call,
  p: number,
): readonly string[] => {
  switch (call.service) {
    case 'GET_PARTITION_ID':
      return partitions.map(({ name }) => name)
    case 'GET_SCHEDULE_ID':
      return time.schedules.map(({ name }) => name)
    case 'GET_SHARED_AREA':
      return sharedMemory.map(({ name }) => name)
    default:
      return partitions[p]?.ports.map(({ name }) => name) ?? []
  }
}

const nameAt = (at: number, name: string): Contents => [{ at, bytes: [...bytesOf(name).slice(0, 31), 0] }]

/** The attributes as configured, as CREATE_PORT takes them. */
const attributesOf = (port: PortConfiguration): readonly number[] => {
  const direction = port.direction === 'SOURCE' ? 0 : 1
  if (port.kind === 'queuing') return [direction, port.maxMessageSize, port.maxMessages, 0]
  const refresh = port.refreshPeriod
  return [direction, port.maxMessageSize, Number((refresh >> 32n) & 0xffffffffn), Number(refresh & 0xffffffffn)]
}

const most = 0xffffffff
/** No way of reading, and none of attributes, is this. */
const nonsense = [most, most, most, most]

/** REGULAR, UPDATED, CONDITIONAL on anything and on nothing, and no way of reading. */
const headers = [[0], [1], [2, 0, 0], [2, most, most], [most]]

const operand = ({ arguments: given }: Call, i: number): number => {
  const value = given[i] ?? 0
  return typeof value === 'number' ? value : value.resultPlus
}

/** What the records of a call, other than its name, could be; one that is empty if they decide nothing. */
const recordsFor = ({ partitions }: ModuleConfiguration, call: Call, p: number): readonly Contents[] => {
  switch (call.service) {
    case 'CREATE_PORT': {
      const at = operand(call, 2)
      const kind = operand(call, 0) === 1 ? 'queuing' : 'sampling'
      const ports = partitions[p]?.ports.filter((port) => port.kind === kind) ?? []
      const known = new Map(ports.map((port) => [attributesOf(port).join(), attributesOf(port)]))
      return [...known.values(), nonsense].map((words) => wordsAt(at, words))
    }
    case 'READ_PORT':
      return operand(call, 0) === 2 ? headers.map((words) => wordsAt(operand(call, 4), words)) : [[]]
    case 'SET_TOD':
      return [[0, 0], nonsense].map((words) => wordsAt(operand(call, 0), words.slice(0, 2)))
    default:
      return [[]]
  }
}

/** CREATE_PORT of a port that nobody named: each port with its own attributes and with wrong ones, and none. */
const unnamedPorts = ({ partitions }: ModuleConfiguration, call: Call, p: number): readonly Contents[] => {
  const [name, attributes] = [operand(call, 1), operand(call, 2)]
  const kind = operand(call, 0) === 1 ? 'queuing' : 'sampling'
  const ports = partitions[p]?.ports.filter((port) => port.kind === kind) ?? []
  const wrong = wordsAt(attributes, nonsense)
  return [
    ...ports.map((port) => [...nameAt(name, port.name), ...wordsAt(attributes, attributesOf(port))]),
    ...ports.map((port) => [...nameAt(name, port.name), ...wrong]),
    [...nameAt(name, unknownName), ...wrong],
  ]
}

/** Texts longer than this are not made up. */
const longest = 4096

/** A text that nobody recorded: without a zero, and with one where the answer says that it must have been. */
const textsFor = (call: Call, answer: number | null): readonly Contents[] => {
  const [at, length] = [operand(call, 0), Math.min(longest, operand(call, 1))]
  const filled = new Array<number>(length).fill(0x20)
  const cut = answer === null || answer >= length ? [] : [filled.map((byte, i) => (i === answer ? 0 : byte))]
  return [filled, ...cut].map((bytes) => [{ at, bytes }])
}

/** Everything that a call could find, but for what was recorded byte by byte. */
const imagined = (
  configuration: ModuleConfiguration,
  p: number,
  call: Call,
  event: CallEvent,
  answer: number | null,
): readonly Contents[] => {
  const recorded = event.kind === 'oscall' ? (event.str ?? event.text) : undefined
  if (call.service === 'PRINT')
    return recorded === undefined ? textsFor(call, answer) : [[{ at: operand(call, 0), bytes: bytesOf(recorded) }]]
  if (call.service === 'CREATE_PORT' && recorded === undefined) return unnamedPorts(configuration, call, p)
  const named = serviceOf(call.service).parameters.findIndex(({ kind }) => kind === 'name')
  const records = recordsFor(configuration, call, p)
  if (named < 0) return records
  const at = operand(call, named)
  const names = recorded === undefined ? ['', unknownName, ...namesFor(configuration, call, p)] : [recorded]
  return names.flatMap((name) => records.map((record) => [...nameAt(at, name), ...record]))
}

/** Everything that a call could find: one of them was there. `answer` is what the kernel said, if that is known. */
export const contentsOf = (
  configuration: ModuleConfiguration,
  p: number,
  call: Call,
  event: CallEvent,
  answer: number | null,
): readonly Contents[] => {
  const recorded = event.kind === 'oscall' ? (event.memory ?? []) : []
  return imagined(configuration, p, call, event, answer).map((contents) => [...contents, ...recorded])
}

/** Memory with one byte changed. */
const withByte = (memory: Memory, physical: number, byte: number): Memory => {
  const shift = 8 * (3 - (physical & 3))
  const at = address(physical - (physical & 3))
  return withWord(memory, at, word((wordAt(memory, at) & ~(255 << shift)) | (byte << shift)))
}

/** Where a byte of the caller's lies; null where it has none. */
const placeOf = ({ platform }: World, { cores }: State, memory: Memory, at: number): number | null => {
  const { contextTable, kernel, devicesAt } = platform
  const space = { contextTable, context: cores[0]?.space ?? 0 }
  const found = translate(memory, space, accessType('load', 'user'), address(at))
  if (E.isLeft(found)) return null
  const { physical } = found.right
  const beyond = physical >= devicesAt || (physical >= kernel.base && physical < kernel.base + kernel.bytes)
  return beyond ? null : physical
}

/** The state in which the caller's memory holds these bytes, where it has memory at all; nothing else changes. */
export const holding = (world: World, state: State, contents: Contents): State => {
  const memory = contents.reduce(
    (whole, { at, bytes }) =>
      bytes.reduce((changed, byte, i) => {
        const place = placeOf(world, state, changed, at + i)
        return place === null ? changed : withByte(changed, place, byte)
      }, whole),
    state.memory,
  )
  return memory === state.memory ? state : { ...state, memory }
}

/** The bytes that the runner's memory holds; null for one that it does not have. */
export const heldAt = (world: World, state: State, at: number, bytes: number): readonly (number | null)[] =>
  Array.from({ length: bytes }, (_, i) => {
    const place = placeOf(world, state, state.memory, at + i)
    return place === null ? null : (wordAt(state.memory, address(place)) >>> (8 * (3 - (place & 3)))) & 255
  })
