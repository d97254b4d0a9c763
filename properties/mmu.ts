/** The MMU on its own: hand-made tables full of what tables can hold, walked by the model, read by the specification, tried on the emulator. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { noContribution, Sum } from '../impl/words.ts'
import { PhysicalMemory } from '../impl/words-memory.ts'
import { Mmu } from '../impl/mmu.ts'
import { alsoCached, marked, translate } from '../model/mmu.ts'
import { recordedFault, refusal, spaceOf, type Mapping, type Space } from '../spec/mmu/statements.ts'
import {
  accessCodes,
  accessTypes,
  bytesMapped,
  type AccessType,
  type Fault,
  type FaultRegisters,
  type TableLevel,
  type Translation,
} from '../spec/mmu/vocabulary.ts'
import { address, noMemory, withWord, word, wordAt, type Address, type Memory } from '../spec/words/vocabulary.ts'
import { aliasOf } from './addresses.ts'
import type { Choices } from './choices.ts'

/** Where the tables lie, and how many contexts there are. */
export const ROOM = { at: 0x40000000, bytes: 0x8000, contexts: 4 } as const

/** What is done to an MMU: an access in the space in force; another space; a flush. */
export type Doing =
  | { readonly do: 'access'; readonly type: AccessType; readonly at: Address }
  | { readonly do: 'load'; readonly context: number }
  | { readonly do: 'flush' }
  | { readonly do: 'clear' }

/** Tables, and what is done under them. */
export interface MmuCase {
  /** Words of the room, by physical address. All others are 0. */
  readonly words: readonly (readonly [at: Address, value: number])[]
  readonly doings: readonly Doing[]
}

/** A page table entry: any page number bits, so that a large page often has low ones to be ignored. */
const drawEntry = (choices: Choices): number => {
  const frame = choices.weighted(
    [4, () => 0x41000 + choices.below(0x80)],
    [2, () => choices.below(0x1000000)],
    [2, () => choices.of([0x41000, 0x41040, 0x42000, 0x40000, 0xfff000, 0xffffff])],
  )
  return ((frame << 8) | ((choices.below(16) << 4) & 0xe0) | (choices.of(accessCodes) << 2) | 2) >>> 0
}

/** A table word at a level. Tables hang below tables, now and then below the last level, or below nothing that exists. */
const drawWord = (choices: Choices, level: TableLevel, below: () => number): number =>
  choices.weighted(
    [level === 0 ? 8 : 4, () => (level === 3 ? drawEntry(choices) : ((below() >>> 4) | 1) >>> 0)],
    [4, () => drawEntry(choices)],
    [1, () => (choices.word() | 3) >>> 0],
    [1, () => ((below() >>> 4) | 1) >>> 0],
    [1, () => 0],
  )

/** Indices of a table that are filled: its ends and a few between. */
const drawIndices = (choices: Choices, entries: number): readonly number[] => [
  ...new Set([
    0,
    entries - 1,
    0x41 % entries,
    ...Array.from({ length: choices.below(5) }, () => choices.below(entries)),
  ]),
]

const entries: readonly [number, number, number, number] = [1, 256, 64, 64]
const nextLevel = (level: TableLevel): TableLevel => (level === 0 ? 1 : level === 1 ? 2 : 3)

export const drawMmuCase = (choices: Choices): MmuCase => {
  const words = new Map<Address, number>()
  const touched: number[] = []
  let free = ROOM.at + 0x400
  const fill = (at: number, level: TableLevel, virtual: number): void => {
    const below = (): number => {
      const bytes = entries[nextLevel(level)] * 4
      if (level === 3 || free + 2 * bytes > ROOM.at + ROOM.bytes) return ROOM.at + 0x400
      const table = Math.ceil(free / bytes) * bytes
      free = table + bytes
      const next = nextLevel(level)
      for (const i of drawIndices(choices, entries[next])) fill(table + 4 * i, next, virtual + i * bytesMapped[next])
      return table
    }
    words.set(address(at), drawWord(choices, level, below))
    touched.push(virtual)
  }
  for (let c = 0; c < ROOM.contexts; c++) fill(ROOM.at + 4 * c, 0, 0)
  // In one space for long: more translations in use than a short sequence gathers.
  const staying = choices.percent(25) ? 0 : 1
  const doings = Array.from({ length: choices.between(8, staying === 0 ? 120 : 60) }, (): Doing =>
    choices.weighted<Doing>(
      [12, () => ({ do: 'access', type: choices.of(accessTypes), at: address(drawVirtual(choices, touched)) })],
      [2 * staying, () => ({ do: 'load', context: choices.below(ROOM.contexts) })],
      [staying, () => ({ do: 'flush' })],
      [1, () => ({ do: 'clear' })],
    ),
  )
  return { words: [...words], doings: [{ do: 'load', context: choices.below(ROOM.contexts) }, ...doings] }
}

const drawVirtual = (choices: Choices, touched: readonly number[]): number => {
  const near = (): number =>
    choices.of(touched) +
    choices.of([0, 0, 4, 0xffc, 0x1000, 0x3fffc, 0xfffffc, choices.below(0x1000), choices.below(0x40000), -4])
  return choices.weighted([16, near], [2, () => aliasOf(choices, choices.of(touched))], [1, () => choices.word()])
}

export const memoryOf = ({ words }: Pick<MmuCase, 'words'>): Memory =>
  words.reduce((memory, [at, value]) => withWord(memory, at, word(value)), noMemory)

const contextTable = address(ROOM.at)

/** MMU-P1: what the enumeration of a space says of one access. It reads tables; a walk goes down them. */
export const accordingTo = (space: Space, type: AccessType, at: Address): Mapping | 'refused' | 'unmapped' => {
  const mapping = space.mappings.find((m) => m.virtual <= at && at < m.virtual + m.bytes)
  if (mapping === undefined) return 'unmapped'
  return refusal(type, mapping.code) === 0 ? mapping : 'refused'
}

/** MMU-P1 for one access: why walk and enumeration disagree, or null. */
export const walkDisagrees = (
  memory: Memory,
  context: number,
  space: Space,
  type: AccessType,
  at: Address,
): string | null => {
  const walked = translate(memory, { contextTable, context }, type, at)
  const expected = accordingTo(space, type, at)
  if (isLeft(walked)) {
    const { left: fault } = walked
    const why = fault.type === 1 || fault.type === 4 ? 'unmapped' : 'refused'
    if (expected !== why)
      return `the walk ends with fault ${fault.type}; the enumeration says ${typeof expected === 'string' ? expected : 'it is mapped'}`
    if (why === 'refused') {
      const mapping = space.mappings.find((m) => m.virtual <= at && at < m.virtual + m.bytes)
      if (mapping === undefined || fault.type !== refusal(type, mapping.code) || fault.level !== mapping.level)
        return 'another fault type or level than the page’s'
    } else if (fault.type === 4 && !space.broken.some((b) => b === entryOf(memory, context, fault.level, at)))
      return 'a translation fault where no table word is broken'
    return fault.access === type && fault.address === at ? null : 'the fault is of another access'
  }
  if (typeof expected === 'string')
    return `the walk finds ${walked.right.physical.toString(16)}; the enumeration says ${expected}`
  return walked.right.physical === expected.physical + (at - expected.virtual) ? null : 'another physical address'
}

/** The table word at which a walk of `at` ends at a level: followed by hand. */
const entryOf = (memory: Memory, context: number, level: TableLevel, at: Address): Address => {
  let from = address(contextTable + 4 * context)
  for (let l = 1; l <= level; l++) {
    const table = (wordAt(memory, from) & ~3) * 16
    from = address(table + 4 * (l === 1 ? at >>> 24 : l === 2 ? (at >>> 18) & 63 : (at >>> 12) & 63))
  }
  return from
}

/** What the emulator's MMU must offer to be tried alone. */
export interface AloneMmu {
  load(context: number): void
  flush(): void
  clear(): void
  translate(type: AccessType, at: Address): number
  fault(): FaultRegisters
  peek(at: Address): number
  used(): readonly Translation[]
  cached(): readonly Translation[]
}

export type MmuMaker = (words: MmuCase['words']) => AloneMmu

/** The parts of an emulator that its MMU is made of. */
export interface MmuParts {
  readonly Mmu: typeof Mmu
  readonly PhysicalMemory: typeof PhysicalMemory
  readonly Sum: typeof Sum
  readonly noContribution: typeof noContribution
}

const CORE = 1

/** The physical memory that pages lead to. */
const PAGES = { at: 0x41000000, bytes: 0x80000 } as const

/** An emulator's MMU with two cores and the room's memory; the second core is the one that is tried. */
export const mmuMaker =
  (parts: MmuParts): MmuMaker =>
  (words) => {
    const memory = new parts.PhysicalMemory(
      [{ at: ROOM.at, bytes: ROOM.bytes }, PAGES],
      new parts.Sum(parts.noContribution),
    )
    const mmu = new parts.Mmu(memory, CORE + 1)
    for (const [at, value] of words) memory.poke(at, value | 0)
    mmu.contextTable = ROOM.at
    return {
      load: (context) => mmu.load(CORE, context),
      flush: () => mmu.flush(CORE),
      clear: () => mmu.clearFault(CORE),
      translate: (type, at) => mmu.translate(CORE, type, at),
      fault: () => mmu.fault(CORE),
      peek: (at) => memory.peek(at) >>> 0,
      used: () => mmu.usedTranslations(CORE),
      cached: () => mmu.cachedTranslations(CORE),
    }
  }

export const emulatorMmu: MmuMaker = mmuMaker({ Mmu, PhysicalMemory, Sum, noContribution })

/** MMU-P1 to MMU-P3 over one case: the first thing that does not hold, or null. */
export const mmuDisagrees = (
  of: MmuCase,
  make: MmuMaker,
): { readonly statement: string; readonly why: string } | null => {
  const mmu = make(of.words)
  let memory = memoryOf(of)
  let registers: FaultRegisters = { status: word(0), address: address(0) }
  let cached: readonly Translation[] = []
  let context = 0
  for (const doing of of.doings) {
    switch (doing.do) {
      case 'load':
        context = doing.context
        cached = []
        mmu.load(context)
        break
      case 'flush':
        cached = []
        mmu.flush()
        break
      case 'clear':
        registers = { status: word(0), address: address(0) }
        mmu.clear()
        break
      case 'access': {
        const why = walkDisagrees(memory, context, spaceOf(memory, contextTable, context), doing.type, doing.at)
        if (why !== null) return { statement: 'MMU-P1', why }
        const walked = translate(memory, { contextTable, context }, doing.type, doing.at)
        const theirs = mmu.translate(doing.type, doing.at)
        if (isLeft(walked)) {
          registers = recordedFault(registers, walked.left satisfies Fault)
          if (theirs >= 0)
            return { statement: 'MMU-P3', why: `the emulator reaches ${theirs.toString(16)} where the model faults` }
          break
        }
        memory = marked(memory, walked.right, doing.type >= 4)
        cached = alsoCached(cached, walked.right.page)
        if (theirs >>> 0 !== walked.right.physical || theirs < 0)
          return {
            statement: 'MMU-P3',
            why: `the emulator reaches ${theirs.toString(16)}, the model ${walked.right.physical.toString(16)}`,
          }
        if (mmu.peek(walked.right.entryAt) !== wordAt(memory, walked.right.entryAt))
          return { statement: 'MMU-P3', why: 'referenced and modified bits differ' }
      }
    }
    const fault = mmu.fault()
    if (fault.status !== registers.status || fault.address !== registers.address)
      return {
        statement: 'MMU-P2',
        why: `fault status ${fault.status.toString(16)}, not ${registers.status.toString(16)}`,
      }
    const unused = mmu
      .cached()
      .find(
        (t) =>
          !cached.some(
            (c) => c.virtual === t.virtual && c.bytes === t.bytes && c.physical === t.physical && c.code === t.code,
          ),
      )
    if (unused !== undefined)
      return { statement: 'MMU-P3', why: `caches ${unused.virtual.toString(16)}, which was not used since the flush` }
    if (mmu.used().length !== cached.length) return { statement: 'MMU-P3', why: 'counts other translations as used' }
  }
  return null
}
