/** What a call's pointers lead to: whether a record may be read or written, and what stands there, read off the areas of the configuration. */

import { nameBytes } from '../spec/hypercall/vocabulary.ts'
import type { State, World } from '../spec/module/vocabulary.ts'
import { address, wordAt } from '../spec/words/vocabulary.ts'
import { areasOfWorld } from './addresses.ts'

/** What may be done with a byte: bits. */
export const may = { load: 1, store: 2 } as const

/** Virtual addresses that a partition reaches, from `from` to before `to`. */
interface Stretch {
  readonly from: number
  readonly to: number
  readonly may: number
  /** Where they lie; null for devices, whose contents are nobody's. */
  readonly physical: number | null
}

const throughRights = { R: may.load, RW: 3, RX: may.load, RWX: 3, X: 0 } as const

const TOP = 0x100000000

/** What each partition reaches as a program; rights of user and supervisor level differ only in what is the kernel's or a device's. */
const stretchesOf = (world: World): readonly (readonly Stretch[])[] => {
  const areas = areasOfWorld(world)
  const { partitions, sharedMemory } = world.configuration
  return partitions.map(({ identifier }, p) =>
    areas.flatMap(({ owner, virtual, physical, bytes }): readonly Stretch[] => {
      const stretch = { from: virtual, to: virtual + bytes, physical }
      if (owner.kind === 'partition') return owner.index === p ? [{ ...stretch, may: 3 }] : []
      if (owner.kind !== 'shared') return []
      const share = sharedMemory[owner.index]?.access.find((a) => a.partition === identifier)
      return share === undefined ? [] : [{ ...stretch, may: throughRights[share.rights] }]
    }),
  )
}

/** Bytes from one place in physical memory on. */
export interface Bytes {
  readonly physical: number
  readonly bytes: number
}

/** What can be wrong with a pointer. */
export type Flaw =
  | 'misaligned'
  | 'beyond the last address'
  | 'cut off'
  | 'without the right'
  | 'into the kernel'
  | 'into devices'
  | 'into nothing'

/** The memory that the callers of a world can name. */
class CallersMemory {
  readonly #kernel: World['platform']['kernel']
  readonly #devicesAt: number
  /** Whether pointers are checked against no more than the end of the kernel: HYPERCALL-V6. */
  readonly #trusting: boolean
  readonly #stretches: readonly (readonly Stretch[])[]

  constructor(world: World) {
    const { devicesAt, kernel } = world.platform
    this.#kernel = kernel
    this.#devicesAt = devicesAt
    this.#trusting = world.profile.hypercall.pointers === 'above the kernel'
    const own = stretchesOf(world)
    this.#stretches = this.#trusting
      ? own.map((stretches) => [...stretches, { from: devicesAt, to: TOP, may: 3, physical: null }])
      : own
  }

  #at(p: number, at: number, rights: number): Stretch | undefined {
    return this.#stretches[p]?.find((s) => s.from <= at && at < s.to && (s.may & rights) === rights)
  }

  /** The stretches that hold a record, as far as it can be reached with these rights. */
  *#parts(p: number, at: number, bytes: number, rights: number): Generator<Stretch> {
    for (let next = at; next < at + bytes;) {
      const stretch = this.#at(p, next, rights)
      if (stretch === undefined) return
      const to = Math.min(at + bytes, stretch.to)
      const physical = stretch.physical === null ? null : stretch.physical + next - stretch.from
      yield { ...stretch, from: next, to, physical }
      next = to
    }
  }

  /** Whether a pointer is valid for a record of so many bytes, which begins at a multiple of `aligned`. */
  valid(p: number, at: number, bytes: number, rights: number, aligned: 1 | 4): boolean {
    if (bytes === 0) return true
    const { base, bytes: size } = this.#kernel
    if (at % aligned !== 0 || at + bytes > TOP || (this.#trusting && at < base + size)) return false
    return this.#parts(p, at, bytes, rights).reduce((sum, { from, to }) => sum + to - from, 0) === bytes
  }

  /** What is wrong with a pointer; null for a valid one. */
  flaw(p: number, at: number, bytes: number, rights: number, aligned: 1 | 4): Flaw | null {
    if (this.valid(p, at, bytes, rights, aligned)) return null
    if (at % aligned !== 0) return 'misaligned'
    if (at + bytes > TOP) return 'beyond the last address'
    if (this.#at(p, at, rights) !== undefined) return 'cut off'
    if (this.#at(p, at, 0) !== undefined) return 'without the right'
    if (this.#kernel.base <= at && at < this.#kernel.base + this.#kernel.bytes) return 'into the kernel'
    return at >= this.#devicesAt ? 'into devices' : 'into nothing'
  }

  /** Where the bytes of a record lie that can be reached, from the first to the last before one that cannot. */
  physical(p: number, at: number, bytes: number, rights: number): readonly Bytes[] {
    return [
      ...this.#parts(p, at, bytes, rights).flatMap(({ from, to, physical }) =>
        physical === null ? [] : [{ physical, bytes: to - from }],
      ),
    ]
  }

  /** A byte that can be read; null for one that cannot, or of a device. */
  #byte({ memory }: State, p: number, at: number): number | null {
    const stretch = this.#at(p, at, may.load)
    if (stretch === undefined || stretch.physical === null) return null
    const physical = stretch.physical + at - stretch.from
    return (wordAt(memory, address(physical)) >>> (24 - 8 * (physical % 4))) & 0xff
  }

  /** `count` words of a valid record. */
  words(state: State, p: number, at: number, count: number): readonly number[] {
    return Array.from({ length: count }, (_, i) =>
      [0, 1, 2, 3].reduce((sum, b) => sum * 256 + (this.#byte(state, p, at + 4 * i + b) ?? 0), 0),
    )
  }

  /** The bytes of a name up to a zero; null if one of them cannot be read. */
  name(state: State, p: number, at: number): readonly number[] | null {
    const bytes: number[] = []
    for (let i = 0; i < nameBytes; i++) {
      if (!this.valid(p, at + i, 1, may.load, 1)) return null
      const byte = this.#byte(state, p, at + i)
      if (byte === 0) return bytes
      // A device says nothing that could be foretold; who reads there has left.
      bytes.push(byte ?? OF_DEVICE)
    }
    return bytes
  }
}

export type { CallersMemory }

const known = new WeakMap<World, CallersMemory>()

/** The memory of a world's callers, worked out once. */
export const callersMemory = (world: World): CallersMemory => {
  const before = known.get(world)
  if (before !== undefined) return before
  const anew = new CallersMemory(world)
  known.set(world, anew)
  return anew
}

/** No byte. */
const OF_DEVICE = 0x100

/** Whether a configured name is meant by the bytes of one. */
export const isNamed = (name: string, bytes: readonly number[]): boolean => {
  const first = name.slice(0, nameBytes)
  return first.length === bytes.length && bytes.every((byte, i) => first.charCodeAt(i) === byte)
}
