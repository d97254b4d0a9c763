/** Mutants of the memory management unit that change nothing that anybody could see. */

export interface Equivalent {
  readonly file: string
  /** What the mutant's line says, or a part of it: line numbers move. */
  readonly source: string
  /** What was done there, one of these; whatever is done on the line if left out. */
  readonly changes?: readonly string[]
  readonly reason: string
}

const slower = 'the cache of translations misses more often, and what it would have said is walked for'
export const small = 'no address or offset in play has its highest bit set'
export const marker = 'what stands for none need only be negative'
const unread = 'what stands there is written before it is read'

export const mmuEquivalents: readonly Equivalent[] = [
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
      '3 → 2',
      '3 → 4',
      '4 → 0',
      '5 → 0',
      '* → /',
      '| → &',
      '<< → >>',
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
  {
    file: 'mmu.ts',
    source: '((virtual >>> 12) & (tlbSize - 1))',
    changes: ['>>> → >>', '>>> → <<', '& → |', '12 → 13', '12 → 11', '12 → 0'],
    reason: slower,
  },
  { file: 'mmu.ts', source: 'if (hit >= 0)', changes: ['>= → >', '0 → 1', 'hit >= 0 → false'], reason: slower },
  { file: 'mmu.ts', source: 'const usedStride = 4', changes: ['4 → 5'], reason: 'a record may have room to spare' },
  { file: 'mmu.ts', source: 'this.#tags.fill(0, core << tlbBits', changes: ['1 → 2'], reason: slower },
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
    file: 'mmu-tables.ts',
    source: 'if (value !== 0) poke',
    changes: ['0 → 1', '0 → (-1)', 'value !== 0 → true'],
    reason: 'memory is zero before',
  },
  {
    file: 'mmu-tables.ts',
    source: 'while (this.#words.length % words !== 0) this.#words.push(0)',
    changes: ['0 → 1'],
    reason: 'between tables there is no table',
  },
  { file: 'mmu-tables.ts', source: '(table >>> 4)', changes: ['>>> → >>'], reason: small },
  { file: 'mmu-tables.ts', source: '>>> 12) << 8', changes: ['>>> → >>'], reason: 'the sign is shifted out again' },
  {
    file: 'mmu-tables.ts',
    source: 'const contextTableBytes = 1024',
    changes: ['1024 → 1025'],
    reason: 'the table behind it is aligned all the same',
  },
  {
    file: 'mmu-tables.ts',
    source: 'for (let i = 0; i < words; i++)',
    changes: ['< → <='],
    reason: 'the table behind it is aligned all the same',
  },
  { file: 'mmu.ts', source: '((((entry >>> 8) << 12)', changes: ['>>> → >>'], reason: 'the sign is shifted out again' },
  {
    file: 'mmu.ts',
    source: 'const code = (marked >>> 2) & 7',
    changes: ['>>> → >>'],
    reason: 'the sign is masked out',
  },
]
