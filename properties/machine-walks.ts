/** What the specification's tables say of walks on a board, and whether what became of one is that. */

import { machineVariation } from '../spec/machine/profiles.ts'
import { ramAt, type Board } from '../spec/machine/vocabulary.ts'
import { refusal, spaceOf, statusFields } from '../spec/mmu/statements.ts'
import { entryBits, entryType, faultType, type AccessType, type TableLevel } from '../spec/mmu/vocabulary.ts'
import { address, noMemory, withWord, word, wordAt, type Address, type Memory } from '../spec/words/vocabulary.ts'
import type { MachineCase } from './machine-case.ts'
import { place } from './machine-places.ts'
import { startPage } from './machine-start.ts'
import { STORED, walkCase, type Walk } from './machine-walk-cases.ts'

/** What an access comes to: a fault, with its type, level and access type; or the physical address, and the table word's. */
type Meant =
  | { readonly fault: number; readonly level: TableLevel; readonly type: AccessType }
  | { readonly physical: Address; readonly level: TableLevel; readonly entryAt: Address }

/** Where the table words on the way to an address stand, by level: as far down as descriptors lead. */
const entriesOf = (memory: Memory, context: number, at: number): readonly Address[] => {
  const found = [address(place.contextTable + 4 * context)]
  for (const index of [at >>> 24, (at >>> 18) & 63, (at >>> 12) & 63]) {
    const above = wordAt(memory, found.at(-1) ?? address(0))
    if ((above & 3) !== entryType.descriptor) break
    found.push(address((above & ~3) * 16 + 4 * index))
  }
  return found
}

const levels = [0, 1, 2, 3] as const

/** What the specification's tables say of an access: MMU-D1 of rights, MMU-D3 of where pages lie, MMU-V3 of the context table. */
const meant = (memory: Memory, walk: Walk, type: AccessType, at: number): Meant => {
  const { rootEntry } = machineVariation(walk.profile)
  const entries = entriesOf(memory, walk.context, at)
  const level = levels[entries.length - 1] ?? 3
  const entryAt = entries.at(-1) ?? address(0)
  const last = wordAt(memory, entryAt)
  if ((last & 3) === entryType.invalid) return { fault: faultType.invalidAddress, level, type }
  if ((last & 3) !== entryType.entry || (level === 0 && rootEntry === 'translation error'))
    return { fault: faultType.translation, level, type }
  const page = spaceOf(memory, address(place.contextTable), walk.context).mappings.find(
    ({ virtual, bytes }) => virtual <= at && at < virtual + bytes,
  )
  if (page === undefined) return { fault: faultType.internal, level, type }
  const refused = refusal(type, page.code)
  if (refused !== 0) return { fault: refused, level, type }
  return {
    physical:
      level === 0 && rootEntry === 'maps to itself' ? address(at) : address(page.physical + (at - page.virtual)),
    level,
    entryAt,
  }
}

/** The access types that are checked on the way: those of the last two instructions of the start, of the program's, and the access itself. */
const accesses = ({
  profile,
  way: { user, type, kind, asi },
  at,
}: Walk): readonly (readonly [AccessType, number])[] => {
  const asData = machineVariation(profile).alternateCheck === 'as data' && asi !== null
  const checked: Readonly<Record<AccessType, AccessType>> = asData
    ? { 0: 0, 1: 1, 2: 0, 3: 1, 4: 4, 5: 5, 6: 4, 7: 5 }
    : { 0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7 }
  const fetch: AccessType = user ? 2 : 3
  const own = kind === 'fetch' ? [place.code, place.code + 4] : [place.code]
  return [[3, startPage(0x10000)], ...own.map((pc) => [fetch, pc] as const), [checked[type], at]]
}

const isRam = (physical: number): boolean => physical >= ramAt && physical < ramAt + 0x10000
const isDevice = (physical: number): boolean => physical >= 0x80000000

/** What an engine must offer. */
export interface Walker {
  /** The board after the last step of a case, and before it. */
  run(of: MachineCase): { readonly before: Board; readonly after: Board }
}

const hex = (value: number): string => (value >>> 0).toString(16)

/** Whether a fault is recorded as it should be. */
const recordWrong = ({ mmu: { fault } }: Board, type: number, level: number, access: number, at: number | null) => {
  const is = statusFields(fault.status)
  if (is.type !== type || is.level !== level || is.access !== access || !is.valid || is.overwritten)
    return `the fault status is ${hex(fault.status)}, where type ${type}, level ${level}, access ${access} is meant`
  return at === null || fault.address === at ? null : `the fault address is ${hex(fault.address)}`
}

const trapTypeOf = ({ processor: { activity, errorTrap, tbr, state } }: Board): number =>
  activity === 'error mode' ? errorTrap : state.et ? 0 : (tbr >>> 4) & 0xff

/** What is meant to become of a walk, in a few words. */
export const walkMeaning = (walk: Walk): string => {
  const memory = walkCase(walk).words.reduce((all, [at, value]) => withWord(all, address(at), word(value)), noMemory)
  const [type, at] = accesses(walk).at(-1) ?? [0, 0]
  const is = meant(memory, walk, type, at)
  if ('fault' in is) return `fault ${is.fault} at level ${is.level}`
  return `level ${is.level} to ${isRam(is.physical) ? 'memory' : is.physical < 0x800000 ? 'read-only memory' : 'nothing'}`
}

/** Why what became of a walk is not what the specification's tables say; null if it is. */
export const walkWrong = (walk: Walk, walker: Walker): string | null => {
  const { before, after } = walker.run(walkCase(walk))
  const all = accesses(walk)
  for (const [i, [type, at]] of all.entries()) {
    const isLast = i === all.length - 1
    const expected = meant(before.memory, walk, type, at)
    const trap = !isLast || walk.way.kind === 'fetch' ? 0x01 : 0x09
    if ('fault' in expected) {
      if (trapTypeOf(after) !== trap) return `trap ${hex(trapTypeOf(after))} in place of ${trap}`
      return recordWrong(after, expected.fault, expected.level, type, isLast || i > 0 ? at : null)
    }
    if (isLast) return reachedWrong(walk, before, after, expected)
  }
  return null
}

/** An access that reaches memory, or where none is. */
const reachedWrong = (
  walk: Walk,
  before: Board,
  after: Board,
  { physical, level, entryAt }: Extract<Meant, { readonly physical: Address }>,
): string | null => {
  const { kind } = walk.way
  if (isDevice(physical)) return null
  const readOnly = physical < 0x800000
  const type = accesses(walk).at(-1)?.[0] ?? 0
  if (!isRam(physical) && (kind === 'store' || !readOnly)) {
    const quiet = machineVariation(walk.profile).unmapped === 'reads zero' && kind !== 'fetch'
    if (!quiet) {
      const trap = kind === 'fetch' ? 0x01 : 0x09
      if (trapTypeOf(after) !== trap) return `trap ${hex(trapTypeOf(after))} where there is no memory`
      return machineVariation(walk.profile).unmapped === 'traps'
        ? recordWrong(after, faultType.accessBus, level, type, walk.at)
        : null
    }
    if (trapTypeOf(after) !== 0) return `trap ${hex(trapTypeOf(after))} where what is not there reads zero`
    return kind === 'load' && after.processor.globals[2] !== 0 ? 'what is not there does not read zero' : null
  }
  const bits = entryBits.referenced | (kind === 'store' ? entryBits.modified : 0)
  const marked = withWord(before.memory, entryAt, word(wordAt(before.memory, entryAt) | bits))
  if (kind === 'fetch' ? trapTypeOf(after) === 0x01 : trapTypeOf(after) !== 0)
    return `trap ${hex(trapTypeOf(after))} on an access that is allowed`
  if (after.mmu.fault.status !== 0)
    return `the fault status is ${hex(after.mmu.fault.status)} after an access that is allowed`
  const stored = kind === 'store' ? withWord(marked, physical, word(STORED)) : marked
  if (kind === 'load' && after.processor.globals[2] !== (wordAt(marked, physical) | 0))
    return `loads ${hex(after.processor.globals[2] ?? 0)} in place of ${hex(wordAt(marked, physical))}`
  for (const at of [entryAt, physical])
    if (kind !== 'fetch' && wordAt(after.memory, at) !== wordAt(stored, at))
      return `leaves ${hex(wordAt(after.memory, at))} at ${hex(at)} in place of ${hex(wordAt(stored, at))}`
  if (kind === 'fetch' && (wordAt(after.memory, entryAt) & bits) !== bits) return 'a fetch leaves the entry unmarked'
  return null
}
