/** Blocks as words of an image, and dumps of an image as signatures. */

import type { Block, Signature } from './block.ts'
import * as places from './places.ts'

const { outcome } = places
/** `ta 0x7f`, which ends a block; the pages of code hold nothing else beside the block's instructions. */
export const END = 0x91d0207f

const exactly = (what: string, words: readonly number[], count: number): readonly number[] => {
  if (words.length !== count) throw new RangeError(`a block has ${count} words of ${what}, not ${words.length}`)
  return words
}
const padded = (what: string, words: readonly number[], count: number, filler: number): readonly number[] => {
  if (words.length > count) throw new RangeError(`a block has at most ${count} words of ${what}, not ${words.length}`)
  return [...words, ...Array.from({ length: count - words.length }, () => filler)]
}

const WINDOW = 7
/** What TBR tells of the trap before, the end of another block: QEMU keeps these bits as they are written, others keep them as they were. */
const LAST_TRAP = 0xff0
/** The PSR with which RETT enters the block: the window before, S, ET=0, and the block's S as PS. */
const entryPsr = (psr: number): number =>
  (psr & 0x00f01f00) | 0x80 | (((psr >>> 7) & 1) << 6) | ((psr + WINDOW) & WINDOW)

/** A record's words; throws `RangeError` if the block has not the sizes it must have. */
export const recordOf = (block: Block): readonly number[] => {
  const { offset, mmu, interrupts } = block
  if (offset % 8 !== 0 || offset < 0 || offset > 0x2000 - 4 * places.codeWords) throw new RangeError(`offset ${offset}`)
  if (((block.wim >>> (block.psr & WINDOW)) & 1) !== 0)
    throw new RangeError('the window of the block is invalid in WIM')
  const place = places.code + offset
  const { tables } = mmu
  const sizes = places.tableWords
  return [
    entryPsr(block.psr),
    block.wim,
    block.y,
    block.tbr | LAST_TRAP,
    place,
    block.entry ?? place,
    mmu.control,
    mmu.context,
    interrupts.mask,
    interrupts.force,
    interrupts.level,
    block.fsr,
    ...exactly('globals', block.globals, 8),
    ...exactly('windows', block.windows, 128),
    ...exactly('floating-point registers', block.floatingPoint, 32),
    ...padded('instructions', [...block.words, END], places.codeWords, END),
    ...padded('handler', block.handler, places.handlerWords, END),
    ...exactly('data', block.data, places.dataWords),
    ...exactly('contexts', tables.context, sizes.context),
    ...exactly('level 1', tables.firstLevel, sizes.firstLevel),
    ...exactly('level 1 of context 1', tables.otherFirstLevel, sizes.otherFirstLevel),
    ...exactly('level 2', tables.secondLevel, sizes.secondLevel),
    ...exactly('level 3', tables.thirdLevel, sizes.thirdLevel),
  ]
}

/** Runs of words that are hashed and printed at the end of a block, beside the result and the code. */
export const tableRuns: readonly { readonly address: number; readonly words: number }[] = [
  { address: places.contextTable, words: places.tableWords.context },
  { address: places.firstLevel + 4 * (places.mapped >>> 24), words: places.tableWords.firstLevel },
  { address: places.otherFirstLevel + 4 * (places.mapped >>> 24), words: places.tableWords.otherFirstLevel },
  { address: places.secondLevel, words: places.tableWords.secondLevel },
  { address: places.thirdLevel, words: places.tableWords.thirdLevel },
]
/** How many words a dump has: result, code, data, tables. */
export const dumpWords =
  outcome.size / 4 + places.codeWords + places.dataWords + tableRuns.reduce((sum, run) => sum + run.words, 0)

/** A dump's words as a signature. */
export const signatureOf = (dump: readonly number[]): Signature => {
  const at = (offset: number): number => dump[offset / 4] ?? 0
  const run = (offset: number, count: number): readonly number[] => dump.slice(offset / 4, offset / 4 + count)
  const code = outcome.size / 4
  const data = code + places.codeWords
  const count = at(outcome.trapCount)
  return {
    psr: at(outcome.psr),
    y: at(outcome.y),
    wim: at(outcome.wim),
    tbr: at(outcome.tbr),
    fsr: at(outcome.fsr),
    globals: run(outcome.globals, 8),
    windows: run(outcome.windows, 128),
    floatingPoint: run(outcome.floatingPoint, 32),
    mmu: {
      faultStatus: at(outcome.faultStatus),
      faultAddress: at(outcome.faultAddress),
      control: at(outcome.control),
      context: at(outcome.context),
    },
    interrupts: {
      level: at(outcome.level),
      pending: at(outcome.pending),
      mask: at(outcome.mask),
      force: at(outcome.force),
    },
    traps: Array.from({ length: count }, (_, index) => {
      const trap = outcome.traps + 16 * index
      return { tt: at(trap), psr: at(trap + 4), pc: at(trap + 8), npc: at(trap + 12) }
    }),
    words: dump.slice(code, data),
    data: dump.slice(data, data + places.dataWords),
    tables: dump.slice(data + places.dataWords),
  }
}

/** The factor of the hash: odd, with bits everywhere. */
export const hashFactor = 0x9e3779b1

/** The hash that the runner computes of a dump. Each step is one to one, so dumps that differ in one word differ in their hashes. */
export const hashOf = (dump: readonly number[]): number =>
  dump.reduce((hash, word) => {
    const product = Math.imul(hash ^ word, hashFactor)
    return (product ^ (product >>> 15)) >>> 0
  }, 0)
