/** The hardware: an abstract instance of the contract, and what a program's accesses do to a core and to memory. */

import * as E from 'fp-ts/lib/Either.js'
import { trapNumber, type Access, type AccessSize, type Context, type Core, type Hal } from '../spec/hal/vocabulary.ts'
import type { Processor, Register } from '../spec/machine/vocabulary.ts'
import { recordedFault } from '../spec/mmu/statements.ts'
import { accessType, type AccessKind, type Level } from '../spec/mmu/vocabulary.ts'
import { address, cycles, withWord, word, wordAt, type Address, type Memory } from '../spec/words/vocabulary.ts'
import { freshAt, returned, trapped, type Beginning } from './machine/kernel.ts'
import type { Loaded, Replacement, Stored } from './machine/bus.ts'
import { alsoCached, marked, translate } from './mmu.ts'

const zero = word(0)

/**
 * An instance of the contract over the core of the specification. `nothing` is the work of a context in which nothing was
 * begun; a program that is machine code begins at `binary`.
 */
export const abstractHal = <Work>(nothing: Work, binary: Beginning | null = null): Hal<Core<Work>, Context<Work>> => ({
  save: (core) => core.context,
  restore: (core, context) => ({ ...core, context }),
  start: (level) => ({
    level,
    registers: { high: zero, low: zero },
    work: nothing,
    processor: binary === null ? null : freshAt(binary, level),
  }),
  setTimer: (core, at) => ({ ...core, timer: at }),
  timer: (core) => core.timer,
  mask: (core) => ({ ...core, masked: true }),
  unmask: (core) => ({ ...core, masked: false }),
  masked: (core) => core.masked,
  loadSpace: (core, space) => ({ ...core, space, cached: [] }),
  space: (core) => core.space,
  enter: (core) => ({ ...core, masked: true, context: turned(core.context, 'supervisor', trapped) }),
  leave: (core, level) => ({ ...core, masked: false, context: turned(core.context, level, returned) }),
  level: (core) => core.context.level,
})

/** A context at another level, its processor, if it has one, having taken a trap or returned from it. */
const turned = <Work>(context: Context<Work>, level: Level, turn: (p: Processor) => Processor): Context<Work> => ({
  ...context,
  level,
  processor: context.processor === null ? null : turn(context.processor),
})

/** A core that has executed nothing. */
export const coreAtRest = <Work>(context: Context<Work>): Core<Work> => ({
  at: cycles(0),
  context,
  space: null,
  masked: false,
  timer: cycles(0),
  fault: { status: zero, address: address(0) },
  cached: [],
})

/** Physical memory as the hardware has it: where the tables begin, and what lies beyond a program’s reach. */
export interface Hardware {
  readonly contextTable: Address
  readonly beyond: (physical: Address) => boolean
}

/** What an access touches: the core of who makes it, and memory. */
export interface Touched<Work> {
  readonly core: Core<Work>
  readonly memory: Memory
}

/**
 * An access as `spec/module/step.md` has it under *Access* from 2 on: what it finds (of a doubleword two words), and what
 * it leaves there in place of that, if anything; `second` is then a doubleword’s second word.
 */
export const reached = <Work>(
  { contextTable, beyond }: Hardware,
  on: Touched<Work>,
  kind: AccessKind,
  at: Address,
  size: AccessSize,
  replacement: Replacement = () => null,
  second: Register = 0,
): Loaded<Touched<Work>> => {
  const { core, memory } = on
  const to = translate(memory, { contextTable, context: core.space ?? 0 }, accessType(kind, core.context.level), at)
  if (E.isLeft(to)) {
    const trap = kind === 'fetch' ? trapNumber.instruction_access_exception : trapNumber.data_access_exception
    return E.left({ trap, memory: { core: { ...core, fault: recordedFault(core.fault, to.left) }, memory } })
  }
  const { physical, page } = to.right
  if (beyond(physical)) return E.left({ trap: null, memory: on })
  const behind = address(physical + 4)
  const found = { word: bitsAt(memory, physical, size), second: size === 8 ? wordAt(memory, behind) | 0 : 0 }
  const used = { ...core, cached: alsoCached(core.cached, page) }
  const touched = marked(memory, to.right, kind === 'store')
  const left = replacement(found.word)
  if (left === null) return E.right({ ...found, memory: { core: used, memory: touched } })
  const first = withBits(touched, physical, size, left)
  return E.right({
    ...found,
    memory: { core: used, memory: size === 8 ? withWord(first, behind, word(second)) : first },
  })
}

/** An access by a scripted program. */
export const accessed = <Work>(
  hardware: Hardware,
  on: Touched<Work>,
  { kind, size, address: at, value: { high, low } }: Access,
): Stored<Touched<Work>> => {
  if (at % size !== 0) return E.left({ trap: trapNumber.mem_address_not_aligned, memory: on })
  const stores = kind === 'store'
  const done = reached(hardware, on, kind, at, size, () => (stores ? (size === 8 ? high : low) : null), low)
  if (E.isLeft(done)) return done
  const { memory: after, word: first, second } = done.right
  if (stores) return E.right(after)
  const registers = size === 8 ? { high: word(first), low: word(second) } : { high: zero, low: word(first) }
  return E.right({ ...after, core: { ...after.core, context: { ...after.core.context, registers } } })
}

/** The bits of a word that `size` bytes from `at` occupy: how far they lie from its low end, and how wide they are. */
const lane = (at: Address, size: 1 | 2): { readonly shift: number; readonly mask: number } => ({
  shift: 8 * (4 - size - (at & 3)),
  mask: size === 1 ? 0xff : 0xffff,
})

/** What stands there: big-endian, zero-extended; of a doubleword the first word. */
const bitsAt = (memory: Memory, at: Address, size: AccessSize): Register => {
  if (size >= 4) return wordAt(memory, at) | 0
  const { shift, mask } = lane(at, size === 1 ? 1 : 2)
  return (wordAt(memory, at) >>> shift) & mask
}

/** Memory after a store: of the value the low bytes; of a doubleword its first word. */
const withBits = (memory: Memory, at: Address, size: AccessSize, value: Register): Memory => {
  if (size >= 4) return withWord(memory, at, word(value))
  const { shift, mask } = lane(at, size === 1 ? 1 : 2)
  return withWord(memory, at, word((wordAt(memory, at) & ~(mask << shift)) | ((value & mask) << shift)))
}
