/** The hardware: an abstract instance of the contract, and what a program's access does to a core and to memory. */

import * as E from 'fp-ts/lib/Either.js'
import type { Access, AccessSize, Context, Core, Hal, Registers, TrapType } from '../spec/hal/vocabulary.ts'
import { recordedFault } from '../spec/mmu/statements.ts'
import { accessType } from '../spec/mmu/vocabulary.ts'
import { address, cycles, withWord, word, wordAt, type Address, type Memory } from '../spec/words/vocabulary.ts'
import { alsoCached, marked, translate, type Translated } from './mmu.ts'

const zero = word(0)

/** An instance of the contract over the core of the specification. `nothing` is the work of a context in which nothing was begun. */
export const abstractHal = <Work>(nothing: Work): Hal<Core<Work>, Context<Work>> => ({
  save: (core) => core.context,
  restore: (core, context) => ({ ...core, context }),
  start: (level) => ({ level, registers: { high: zero, low: zero }, work: nothing, processor: null }),
  setTimer: (core, at) => ({ ...core, timer: at }),
  timer: (core) => core.timer,
  mask: (core) => ({ ...core, masked: true }),
  unmask: (core) => ({ ...core, masked: false }),
  masked: (core) => core.masked,
  loadSpace: (core, space) => ({ ...core, space, cached: [] }),
  space: (core) => core.space,
  enter: (core) => ({ ...core, masked: true, context: { ...core.context, level: 'supervisor' } }),
  leave: (core, level) => ({ ...core, masked: false, context: { ...core.context, level } }),
  level: (core) => core.context.level,
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

/** What an access comes to: it is done, it traps, or it leaves what is specified. */
export type Accessed<C> =
  | { readonly kind: 'done'; readonly core: C; readonly memory: Memory }
  | { readonly kind: 'trap'; readonly core: C; readonly trap: TrapType }
  | { readonly kind: 'left' }

/** Physical memory as the hardware has it: where the tables begin, and what lies beyond a program’s reach. */
export interface Hardware {
  readonly contextTable: Address
  readonly beyond: (physical: Address) => boolean
}

/** An access by the program on `core`, as `spec/module/step.md` has it under *Access*. */
export const accessed = <Work>(
  hardware: Hardware,
  memory: Memory,
  core: Core<Work>,
  access: Access,
): Accessed<Core<Work>> => {
  if (access.address % access.size !== 0) return { kind: 'trap', core, trap: 'mem_address_not_aligned' }
  const type = accessType(access.kind, core.context.level)
  const found = translate(
    memory,
    { contextTable: hardware.contextTable, context: core.space ?? 0 },
    type,
    access.address,
  )
  if (E.isLeft(found)) {
    const trap = access.kind === 'fetch' ? 'instruction_access_exception' : 'data_access_exception'
    return { kind: 'trap', core: { ...core, fault: recordedFault(core.fault, found.left) }, trap }
  }
  if (hardware.beyond(found.right.physical)) return { kind: 'left' }
  return { kind: 'done', ...through(memory, core, found.right, access) }
}

/** The access itself, once it is translated. */
const through = <Work>(
  memory: Memory,
  core: Core<Work>,
  found: Translated,
  access: Access,
): { readonly core: Core<Work>; readonly memory: Memory } => {
  const stores = access.kind === 'store'
  const touched = marked(memory, found, stores)
  const used = { ...core, cached: alsoCached(core.cached, found.page) }
  return stores
    ? { core: used, memory: stored(touched, found.physical, access.size, access.value) }
    : {
        core: { ...used, context: { ...used.context, registers: loaded(touched, found.physical, access.size) } },
        memory: touched,
      }
}

/** The bits of a word that `size` bytes from `at` occupy: how far they lie from its low end, and how wide they are. */
const lane = (at: Address, size: 1 | 2): { readonly shift: number; readonly mask: number } => ({
  shift: 8 * (4 - size - (at & 3)),
  mask: size === 1 ? 0xff : 0xffff,
})

/** The registers after a load: big-endian, zero-extended. */
const loaded = (memory: Memory, at: Address, size: AccessSize): Registers => {
  switch (size) {
    case 8:
      return { high: wordAt(memory, at), low: wordAt(memory, address(at + 4)) }
    case 4:
      return { high: zero, low: wordAt(memory, at) }
    case 1:
    case 2: {
      const { shift, mask } = lane(at, size)
      return { high: zero, low: word((wordAt(memory, at) >>> shift) & mask) }
    }
  }
}

/** Memory after a store: big-endian; of the value the low bytes. */
const stored = (memory: Memory, at: Address, size: AccessSize, { high, low }: Registers): Memory => {
  switch (size) {
    case 8:
      return withWord(withWord(memory, at, high), address(at + 4), low)
    case 4:
      return withWord(memory, at, low)
    case 1:
    case 2: {
      const { shift, mask } = lane(at, size)
      return withWord(memory, at, word((wordAt(memory, at) & ~(mask << shift)) | ((low & mask) << shift)))
    }
  }
}
