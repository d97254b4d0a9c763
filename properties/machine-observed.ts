/** What a step of the board was: an instruction and the trap it ended in, or an interrupt. */

import type { Instruction } from '../spec/machine/instruction.ts'
import { instructionOf } from '../spec/machine/instructions.ts'
import { traps, type Trap } from '../spec/machine/traps.ts'
import type { Board, BoardPlatform, RootEntry } from '../spec/machine/vocabulary.ts'
import { refusal } from '../spec/mmu/statements.ts'
import { accessCodes, accessType, bytesMapped, entryType, type AccessCode } from '../spec/mmu/vocabulary.ts'
import { address, word, wordAt, type Address, type Word } from '../spec/words/vocabulary.ts'

interface Page {
  readonly physical: Address
  readonly code: AccessCode
}

/** Where a virtual address leads by the tables, whatever the rights; null if nowhere. */
const pageOf = ({ mmu, memory }: Board, root: RootEntry, virtual: Address): Page | null => {
  const indices = [mmu.context, virtual >>> 24, (virtual >>> 18) & 63, (virtual >>> 12) & 63]
  let table = (mmu.tablePointer & ~3) << 4
  for (const [level, index] of indices.entries()) {
    const entry = wordAt(memory, address(table + 4 * index))
    const code = accessCodes[(entry >>> 2) & 7] ?? 0
    if ((entry & 3) === entryType.entry) {
      if (level === 0) return root === 'translation error' ? null : { physical: virtual, code }
      const bytes = bytesMapped[level] ?? 1
      const frame = (entry >>> 8) * 0x1000
      return { physical: address(frame - (frame % bytes) + (virtual % bytes)), code }
    }
    if ((entry & 3) !== entryType.descriptor) return null
    table = (entry & ~3) << 4
  }
  return null
}

/** The word that would be executed next; 0 where none may be fetched. */
export const nextWord = (board: Board, { variation }: BoardPlatform): Word => {
  const { processor, mmu, memory } = board
  if (!mmu.enabled) return wordAt(memory, processor.pc)
  const page = pageOf(board, variation.rootEntry, processor.pc)
  if (page === null) return word(0)
  const type = accessType('fetch', processor.state.s ? 'supervisor' : 'user')
  return refusal(type, page.code) === 0 ? wordAt(memory, page.physical) : word(0)
}

/** The trap of a trap type. */
const trapOfType = (type: number): Trap | null =>
  traps.find(({ first, last }) => type >= first && type <= last)?.trap ?? null

export interface Observed {
  /** Null for an interrupt, for sleep, and for what could not be fetched. */
  readonly instruction: Instruction | null
  readonly word: Word
  /** The trap type; null for none. In error mode, that of the trap that could not be taken. */
  readonly trapType: number | null
  readonly trap: Trap | null
  /** Whether an instruction was executed, or trapped. */
  readonly counted: boolean
}

const trapTypeOf = ({ processor: was }: Board, { processor: is }: Board): number | null => {
  if (is.activity === 'error mode') return is.errorTrap
  const taken = was.state.et && !is.state.et && (is.pc | 0) === is.tbr && is.state.cwp === (was.state.cwp + 7) % 8
  return taken ? (is.tbr >>> 4) & 0xff : null
}

export const observed = (platform: BoardPlatform, before: Board, after: Board): Observed => {
  const counted = after.instructions !== before.instructions
  const code = counted ? nextWord(before, platform) : word(0)
  const trapType = trapTypeOf(before, after)
  const trap = trapType === null ? null : trapOfType(trapType)
  const fetched = counted && trap !== 'instruction_access_exception'
  return { instruction: fetched ? instructionOf(code) : null, word: code, trapType, trap, counted }
}
