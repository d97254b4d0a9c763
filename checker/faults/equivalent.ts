/** Mutants that change nothing that anybody could see: each with its reason. They count neither as killed nor as survivors. */

import type { Mutant } from './mutants.ts'

export interface Equivalent {
  readonly file: string
  /** What the mutant's line says, or a part of it: line numbers move. */
  readonly source: string
  /** What was done there, one of these; whatever is done on the line if left out. */
  readonly changes?: readonly string[]
  readonly reason: string
}

/** Cells whose place in their record is 0: whether it is added or taken away is the same. */
const firstCells = [
  'contextCell.level',
  'coreCell.at',
  'mmuCell.space',
  'partitionCell.mode',
  'windowCell.start',
  'row.what',
  'at + mode]',
] as const

const slower = 'the cache of translations misses more often, and what it would have said is walked for'
const small = 'no address or offset in play has its highest bit set'
const aligned = 'of the offset of a word the low two bits are ignored'
const noOperands = 'an operand that the call does not have: nobody reads it'
const beyond = 'there is no core beyond the last and none before the first, and typed arrays ignore such indices'
const unread = 'what stands there is written before it is read'

const equivalents: readonly Equivalent[] = [
  { file: 'mmu.ts', source: 'const tlbBits = 8', reason: 'the size of the cache is its own affair' },
  { file: 'mmu.ts', source: 'const validPage = 1 << 20', changes: ['1 → 2'], reason: 'any bit above the page will do' },
  {
    file: 'mmu.ts',
    source: '[0, 1, 2, 3, 4, 5].reduce(',
    changes: [
      '0 → 1',
      '0 → (-1)',
      '2 → 3',
      '2 → 1',
      '3 → 4',
      '5 → 0',
      '* → /',
      'refusals[type * 8 + code] === 0 → false',
    ],
    reason: slower,
  },
  {
    file: 'mmu.ts',
    source: 'if (tag >>> 8 !==',
    changes: ['>>> → <<', '>>> → >>', '| → &', '8 → 9', '8 → 7', '8 → 0'],
    reason: slower,
  },
  { file: 'mmu.ts', source: 'const tlbSize = 1 << tlbBits', reason: 'the size of the cache is its own affair' },
  { file: 'mmu.ts', source: 'new Int32Array(16 * usedStride)', reason: 'it grows when it is full' },
  { file: 'mmu.ts', source: 'const page = virtual >>> 12', changes: ['>>> → >>'], reason: slower },
  { file: 'mmu.ts', source: '((virtual >>> 12) & (tlbSize - 1))', changes: ['>>> → >>', '& → |'], reason: slower },
  { file: 'mmu.ts', source: 'if (hit >= 0)', changes: ['>= → >', '0 → 1'], reason: slower },
  { file: 'mmu.ts', source: 'const index = level === 0', changes: ['>>> → >>'], reason: 'the sign is masked out' },
  { file: 'mmu.ts', source: 'i >= 0; i -= usedStride', changes: ['0 → (-1)'], reason: 'i is a multiple of 4' },
  {
    file: 'mmu.ts',
    source: 'const recorded = classOf(',
    changes: ['7 → 6', '>>> → >>'],
    reason: 'the class is that of both levels',
  },
  {
    file: 'mmu.ts',
    source: 'why === faultType.translation ? 3',
    changes: ['3 → 4'],
    reason: 'classes are only compared',
  },
  { file: 'mmu.ts', source: 'contextTable = 0', reason: unread },
  { file: 'mmu.ts', source: '#level = 0', reason: unread },
  { file: 'mmu.ts', source: '#entryAt = 0', reason: unread },
  { file: 'mmu.ts', source: '#entry = 0', reason: unread },
  { file: 'mmu.ts', source: '#why = 0', reason: unread },
  {
    file: 'mmu.ts',
    source: 'if (offset < 0) return -1',
    changes: ['offset < 0 → false'],
    reason: 'no area is mapped that has no memory; where there is none the entry’s frame is negative, which is a miss',
  },
  {
    file: 'hal.ts',
    source: 'if (offset < 0) {',
    changes: ['0 → (-1)'],
    reason: 'the one access that −1 stands for has returned before',
  },
  { file: 'hal.ts', source: 'this.#memory.store(offset + 4, 4, value)', changes: ['4 → 5'], reason: aligned },
  { file: 'hal.ts', source: 'this.#memory.load(offset + 4, 4)', changes: ['4 → 5'], reason: aligned },
  {
    file: 'hal.ts',
    source: "throw new Error('a page outside every area is mapped')",
    reason: 'what is mapped has memory: this line is never reached',
  },
  {
    file: 'hal.ts',
    source: 'const samePage =',
    reason: 'the second page is asked about or not: where it is the same page the answer is the same',
    changes: ['>>> → >>', '12 → 13', '12 → 11', '12 → 0', '>>> → <<'],
  },
  { file: 'hal.ts', source: 'return physical >= 0 &&', changes: ['>= → >'], reason: 'nothing is mapped at 0' },
  {
    file: 'hal.ts',
    source: 'if (offset < 0) offset = this.#translate(core, type, virtual)',
    changes: ['0 → 1', '< → <=', 'offset < 0 → true'],
    reason: 'what the cache knows is walked for all the same',
  },
  { file: 'module-abstraction.ts', source: '& 63', changes: ['>>> → >>'], reason: 'the sign is masked out' },
  {
    file: 'module-abstraction.ts',
    source: 'while (lists.length < index)',
    changes: ['lists.length < index → false', '< → <='],
    reason: 'a list with a hole reads as one with undefined there',
  },
  {
    file: 'hal.ts',
    source: 'if (this.mmu.lookup(core, type, virtual) >= 0)',
    changes: ['>= → >', '0 → 1'],
    reason: slower,
  },
  { file: 'mmu-tables.ts', source: 'if (value !== 0) poke', changes: ['0 → 1'], reason: 'memory is zero before' },
  {
    file: 'module-order.ts',
    source: 'let ties = 0',
    changes: ['0 → (-1)', '0 → 1'],
    reason: 'the first core sets it to 1',
  },
  { file: 'module-programs.ts', source: 'code = new Int32Array(rowCells * 64)', reason: 'it grows when it is full' },
  {
    file: 'module-programs.ts',
    source: 'this.#write(at, operation.privileged',
    changes: ['0 → 1', '0 → (-1)'],
    reason: noOperands,
  },
  {
    file: 'module-programs.ts',
    source: 'return [call.schedule, 0]',
    changes: ['0 → 1', '0 → (-1)'],
    reason: noOperands,
  },
  {
    file: 'module-programs.ts',
    source: 'return [0, call.pointer]',
    changes: ['0 → 1', '0 → (-1)'],
    reason: noOperands,
  },
  {
    file: 'module.ts',
    source: 'if (p < 0 || (charged >>> p) & 1) continue',
    changes: ['p < 0 || (charged >>> p) & 1 → false', '>>> → >>', '1 → 0'],
    reason: 'a partition has its virtual core 0 on one core only, and who is nobody has no cell to be charged in',
  },
  { file: 'module.ts', source: 'core < this.#cores.count', changes: ['< → <='], reason: beyond },
  { file: 'module.ts', source: '(dispatched >>> core) & 1', changes: ['>>> → >>'], reason: 'the sign is masked out' },
  { file: 'module.ts', source: 'if ((ending >>> core) & 1)', changes: ['0 → (-1)', '>>> → >>'], reason: beyond },
  { file: 'partition-services.ts', source: 'readonly #caller: Caller', reason: unread },
  {
    file: 'partition-services.ts',
    source: 'if (target >= this.#partitions.count)',
    changes: ['>= → >'],
    reason: 'a name stands for a partition or for −1',
  },
  {
    file: 'space.ts',
    source: "if (owner.kind !== 'shared')",
    reason: 'of these areas, what is no partition’s is shared',
  },
  { file: 'module-programs.ts', source: 'return [0, 0]', reason: noOperands },
  { file: 'mmu-tables.ts', source: '(table >>> 4)', changes: ['>>> → >>'], reason: small },
  { file: 'mmu-tables.ts', source: '>>> 12) << 8', changes: ['>>> → >>'], reason: 'the sign is shifted out again' },
  {
    file: 'time.ts',
    source: 'return from < to ?',
    changes: ['< → <=', 'from < to → true'],
    reason: 'a window of no tick breaks a rule (TIME-R)',
  },
  {
    file: 'words-memory.ts',
    source: 'new Int32Array(bytes >>> 2)',
    changes: ['2 → 1', '2 → 0'],
    reason: 'more room than is used',
  },
  {
    file: 'words-memory.ts',
    source: 'return offset < 0 ? 0 : this.#words[offset >>> 2]',
    changes: ['0 → (-1)'],
    reason: 'beyond the buffer nothing is read, which counts as zero',
  },
  {
    file: 'words-memory.ts',
    source: 'if (after === before) return',
    changes: ['after === before → false', 'return → nothing'],
    reason: 'to write what stands there changes nothing, the digest neither',
  },
  { file: 'words-memory.ts', source: 'this.#sum.replace(', changes: ['>>> → >>'], reason: small },
  { file: 'words-memory.ts', source: 'const page = offset >>> pageShift', changes: ['>>> → >>'], reason: small },
  {
    file: 'words-memory.ts',
    source: 'if (this.#dirty[page] !== 0) return',
    changes: ['return → nothing', 'this.#dirty[page] !== 0 → false'],
    reason: 'a page that is remembered twice is cleared twice',
  },
  { file: 'words.ts', source: 'contribution(1, key', changes: ['1 → 2'], reason: 'every lane but 0 is the second' },
]

const isFirstCell = ({ source, change }: Mutant): boolean =>
  change === '+ → -' && firstCells.some((cell) => source.includes(cell)) && source.split(' + ').length === 2

/** Why a mutant cannot be told from the original, if that is known. */
export const reasonOf = (mutant: Mutant): string | undefined =>
  isFirstCell(mutant)
    ? 'the cell is the first of its record: nothing is added'
    : equivalents.find(
        ({ file, source, changes }) =>
          file === mutant.file && mutant.source.includes(source) && (changes?.includes(mutant.change) ?? true),
      )?.reason
