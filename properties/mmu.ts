/** The MMU on its own: hand-made tables full of what tables can hold, walked by the model, read by the specification, tried on the emulator. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { noContribution, Sum } from '../impl/words.ts'
import { PhysicalMemory } from '../impl/words-memory.ts'
import { Mmu } from '../impl/mmu.ts'
import { alsoCached, marked, translate } from '../model/mmu.ts'
import { recordedFault, refusal, spaceOf, type Mapping, type Space } from '../spec/mmu/statements.ts'
import {
  type AccessType,
  type Fault,
  type FaultRegisters,
  type TableLevel,
  type Translation,
} from '../spec/mmu/vocabulary.ts'
import { address, noMemory, withWord, word, wordAt, type Address, type Memory } from '../spec/words/vocabulary.ts'
import { CORES, ROOM, type MmuCase } from './mmu-cases.ts'

export const memoryOf = ({ words }: Pick<MmuCase, 'words'>): Memory =>
  words.reduce((memory, [at, value]) => withWord(memory, at, word(value)), noMemory)

const contextTable = address(ROOM.at)
const NO_FAULT: FaultRegisters = { status: word(0), address: address(0) }

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

/** What the emulator's MMU must offer to be tried alone, with two cores. */
export interface AloneMmu {
  load(core: number, context: number): void
  flush(core: number): void
  clear(core: number): void
  translate(core: number, type: AccessType, at: Address): number
  fault(core: number): FaultRegisters
  peek(at: Address): number
  used(core: number): readonly Translation[]
  cached(core: number): readonly Translation[]
}

export type MmuMaker = (words: MmuCase['words']) => AloneMmu

/** The parts of an emulator that its MMU is made of. */
export interface MmuParts {
  readonly Mmu: typeof Mmu
  readonly PhysicalMemory: typeof PhysicalMemory
  readonly Sum: typeof Sum
  readonly noContribution: typeof noContribution
}

/** The physical memory that pages lead to. */
const PAGES = { at: 0x41000000, bytes: 0x80000 } as const

/** An emulator's MMU with two cores and the room's memory. */
export const mmuMaker =
  (parts: MmuParts): MmuMaker =>
  (words) => {
    const memory = new parts.PhysicalMemory(
      [{ at: ROOM.at, bytes: ROOM.bytes }, PAGES],
      new parts.Sum(parts.noContribution),
    )
    const mmu = new parts.Mmu(memory, CORES.length)
    for (const [at, value] of words) memory.poke(at, value | 0)
    mmu.contextTable = ROOM.at
    return {
      load: (core, context) => mmu.load(core, context),
      flush: (core) => mmu.flush(core),
      clear: (core) => mmu.clearFault(core),
      translate: (core, type, at) => mmu.translate(core, type, at),
      fault: (core) => mmu.fault(core),
      peek: (at) => memory.peek(at) >>> 0,
      used: (core) => mmu.usedTranslations(core),
      cached: (core) => mmu.cachedTranslations(core),
    }
  }

export const emulatorMmu: MmuMaker = mmuMaker({ Mmu, PhysicalMemory, Sum, noContribution })

/** What the model says of one core's MMU. */
interface Expected {
  context: number
  registers: FaultRegisters
  cached: readonly Translation[]
}

interface Disagreement {
  readonly statement: string
  readonly why: string
}

const sameTranslation = (a: Translation, b: Translation): boolean =>
  a.virtual === b.virtual && a.bytes === b.bytes && a.physical === b.physical && a.code === b.code

/** Whether a core's fault registers and caches are as they should be. */
const looksWrong = (mmu: AloneMmu, core: number, { registers, cached }: Expected): Disagreement | null => {
  const fault = mmu.fault(core)
  if (fault.status !== registers.status || fault.address !== registers.address)
    return {
      statement: 'MMU-P2',
      why: `fault status ${fault.status.toString(16)}, not ${registers.status.toString(16)}`,
    }
  const unused = mmu.cached(core).find((t) => !cached.some((c) => sameTranslation(c, t)))
  if (unused !== undefined)
    return { statement: 'MMU-P3', why: `caches ${unused.virtual.toString(16)}, which was not used since the flush` }
  const used = mmu.used(core)
  return used.length === cached.length && used.every((t) => cached.some((c) => sameTranslation(c, t)))
    ? null
    : { statement: 'MMU-P3', why: 'counts other translations as used' }
}

/** MMU-P1 to MMU-P3 over one case: the first thing that does not hold, or null. */
export const mmuDisagrees = (of: MmuCase, make: MmuMaker): Disagreement | null => {
  const mmu = make(of.words)
  let memory = memoryOf(of)
  // Accesses mark entries, which changes nothing of what a space maps.
  const spaces = Array.from({ length: ROOM.contexts }, (_, context) => spaceOf(memory, contextTable, context))
  const expected = CORES.map((): Expected => ({ context: 0, registers: NO_FAULT, cached: [] }))

  const accessed = (now: Expected, core: number, type: AccessType, at: Address): Disagreement | null => {
    const space = spaces[now.context]
    const why = space === undefined ? 'no such space' : walkDisagrees(memory, now.context, space, type, at)
    if (why !== null) return { statement: 'MMU-P1', why }
    const walked = translate(memory, { contextTable, context: now.context }, type, at)
    const theirs = mmu.translate(core, type, at)
    if (isLeft(walked)) {
      now.registers = recordedFault(now.registers, walked.left satisfies Fault)
      return theirs < 0
        ? null
        : { statement: 'MMU-P3', why: `the emulator reaches ${theirs.toString(16)} where the model faults` }
    }
    const { physical, page, entryAt } = walked.right
    memory = marked(memory, walked.right, type >= 4)
    now.cached = alsoCached(now.cached, page)
    if (theirs !== physical)
      return {
        statement: 'MMU-P3',
        why: `the emulator reaches ${theirs.toString(16)}, the model ${physical.toString(16)}`,
      }
    return mmu.peek(entryAt) === wordAt(memory, entryAt)
      ? null
      : { statement: 'MMU-P3', why: 'referenced and modified bits differ' }
  }

  for (const doing of of.doings) {
    const { core } = doing
    const now = expected[core]
    if (now === undefined) continue
    if (doing.do === 'access') {
      const wrong = accessed(now, core, doing.type, doing.at)
      if (wrong !== null) return wrong
    } else if (doing.do === 'load') {
      Object.assign(now, { context: doing.context, cached: [] })
      mmu.load(core, doing.context)
    } else if (doing.do === 'flush') {
      now.cached = []
      mmu.flush(core)
    } else {
      now.registers = NO_FAULT
      mmu.clear(core)
    }
    for (const [c, of] of expected.entries()) {
      const wrong = looksWrong(mmu, c, of)
      if (wrong !== null) return wrong
    }
  }
  return null
}
