/** Mutants that change nothing that anybody could see: each with its reason. They count neither as killed nor as survivors. */

import { reasonByKind, machineEquivalents } from './equivalent-machine.ts'
import { marker, mmuEquivalents, small, type Equivalent } from './equivalent-mmu.ts'
import type { Mutant } from './mutants.ts'

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

const aligned = 'of the offset of a word the low two bits are ignored'
const beyond = 'there is no core beyond the last and none before the first, and typed arrays ignore such indices'

const equivalents: readonly Equivalent[] = [
  ...mmuEquivalents,
  ...machineEquivalents,
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
  { file: 'module-abstraction.ts', source: '& 63', changes: ['>>> → >>'], reason: 'the sign is masked out' },
  {
    file: 'module-abstraction.ts',
    source: 'while (lists.length < index)',
    changes: ['lists.length < index → false', '< → <='],
    reason: 'a list with a hole reads as one with undefined there',
  },
  {
    file: 'module-order.ts',
    source: 'let ties = 0',
    changes: ['0 → (-1)', '0 → 1'],
    reason: 'the first core sets it to 1',
  },
  { file: 'module-programs.ts', source: 'code = new Int32Array(rowCells * 64)', reason: 'it grows when it is full' },
  {
    file: 'module.ts',
    source: 'if (p < 0 || (charged >>> p) & 1) continue',
    changes: ['p < 0 || (charged >>> p) & 1 → false', '0 → (-1)', '>>> → >>', '>>> → <<', '1 → 0'],
    reason: 'a partition has its virtual core 0 on one core only, and who is nobody has no cell to be charged in',
  },
  { file: 'module.ts', source: 'core < this.#cores.count', changes: ['< → <='], reason: beyond },
  { file: 'module.ts', source: '(dispatched >>> core) & 1', changes: ['>>> → >>'], reason: 'the sign is masked out' },
  { file: 'module.ts', source: 'if ((ending >>> core) & 1)', changes: ['0 → (-1)', '>>> → >>'], reason: beyond },
  {
    file: 'space.ts',
    source: "if (owner.kind !== 'shared')",
    reason: 'of these areas, what is no partition’s is shared',
  },
  {
    file: 'time.ts',
    source: 'if (from >= to) return []',
    changes: ['>= → >', 'from >= to → false'],
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
  { file: 'words-memory.ts', source: 'return -1', changes: ['1 → 2'], reason: marker },
  {
    file: 'words-memory.ts',
    source: 'this.#clean()',
    reason: 'a page that stays touched is put back once more, to what it was',
  },
  { file: 'module-order.ts', source: 'const everyCoreArrived = -1', changes: ['1 → 2'], reason: marker },
  {
    file: 'module-programs.ts',
    source: 'if (cells <= this.code.length) return',
    changes: ['<= → <'],
    reason: 'room to spare',
  },
  {
    file: 'module-programs.ts',
    source: 'new Int32Array(Math.max(cells, 2 * this.code.length))',
    changes: ['2 → 3', '2 → 1', '2 → 0'],
    reason: 'how much it grows beyond what is asked for is its own affair',
  },
  { file: 'module.ts', source: 'let latest = 0', changes: ['0 → (-1)'], reason: 'no clock is before 0' },
  { file: 'time.ts', source: 'cells = new Cells(1, timeCells)', changes: ['1 → 2'], reason: 'room to spare' },
  {
    file: 'module-programs.ts',
    source: 'let rows = 0',
    changes: ['0 → 1'],
    reason: 'where in its table a program begins is its own affair',
  },
  {
    file: 'partition.ts',
    source: 'const modeOfAction = [-1,',
    changes: ['1 → 0', '1 → 2'],
    reason: 'to ignore is no mode: nobody reads it',
  },
  {
    file: 'partition.ts',
    source: '.sort((a, b) => numbers[a] - numbers[b])',
    changes: ['- → +'],
    reason: 'they stand in this order already',
  },
  { file: 'words.ts', source: 'contribution(1, key', changes: ['1 → 2'], reason: 'every lane but 0 is the second' },
]

const isFirstCell = ({ source, change }: Mutant): boolean =>
  change === '+ → -' && firstCells.some((cell) => source.includes(cell)) && source.split(' + ').length === 2

/** Why a mutant cannot be told from the original, if that is known. */
export const reasonOf = (mutant: Mutant): string | undefined =>
  isFirstCell(mutant)
    ? 'the cell is the first of its record: nothing is added'
    : (reasonByKind(mutant) ??
      equivalents.find(
        ({ file, source, changes }) =>
          file === mutant.file && mutant.source.includes(source) && (changes?.includes(mutant.change) ?? true),
      )?.reason)
