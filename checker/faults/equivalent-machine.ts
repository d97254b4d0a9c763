/** Mutants of the machine that change nothing that anybody could see. */

import { small, type Equivalent } from './equivalent-mmu.ts'
import type { Mutant } from './mutants.ts'

const slower = 'what the loop does not find it leaves to others, who do the same on a longer way'
const begun = 'the start writes it before anybody reads it'
const evenCell = 'the cell before is an even one, so its lowest bit is 0'
const interpreter = 'machine-interpreter.ts'
const accesses = 'machine-memory-instructions.ts'

export const machineEquivalents: readonly Equivalent[] = [
  {
    file: 'machine-rehearsal.ts',
    source: '',
    reason: 'a rehearsal leaves nothing behind but what the host has learnt',
  },
  {
    file: 'machine-abstraction.ts',
    source: 'globals: Array.from({ length: 8 }',
    changes: ['8 → 9'],
    reason: 'of globals there are eight, and nobody reads a ninth',
  },
  {
    file: 'machine-code.ts',
    source: 'numbers[place] |= 1 << branchBehindBit',
    reason: 'a comparison and its branch that are not joined are done one after the other',
  },
  {
    file: 'machine-code.ts',
    source: 'if (isComparison(numbers[place] & 0xff) && isConditional(numbers[place + 2] & 0xff))',
    changes: ['isComparison(numbers[place] & 0xff) && isCondit… → false', '2 → 0', '0xff → 0'],
    reason: 'a comparison and its branch that are not joined are done one after the other',
  },
  { file: 'machine-devices-interrupts.ts', source: 'requested = 0', changes: ['0 → 1', '0 → (-1)'], reason: begun },
  { file: 'machine-devices-interrupts.ts', source: '#priority = 0', reason: begun },
  { file: 'machine-devices-interrupts.ts', source: '#pending = 0', changes: ['0 → 1', '0 → (-1)'], reason: begun },
  { file: 'machine-devices-timers.ts', source: 'due = Infinity', reason: begun },
  {
    file: 'machine-floating-point.ts',
    source: 'return this.put(rd, value < 0 ? signBit : ~signBit, ieee.NV)',
    changes: ['0 → 1', '0 → (-1)', '< → <='],
    reason: 'what no word holds is not near 0',
  },
  { file: interpreter, source: 'const lastBlock = (home + blockOf(0)) | 0', changes: ['0 → 1'], reason: evenCell },
  {
    file: interpreter,
    source: 'const slot = (',
    changes: [
      '>>> → >>',
      '11 → 12',
      '11 → 10',
      '11 → 0',
      '& → |',
      '0 → 1',
      '0 → (-1)',
      '0x1fe → 511',
      '0x1fe → 509',
      '0x1fe → 0',
    ],
    reason: slower,
  },
  { file: interpreter, source: 'words[(slot + 1) | 0]', changes: ['0 → 1'], reason: evenCell },
  {
    file: interpreter,
    source: 'for (let i = 9; i < 16; i++)',
    changes: ['9 → 8'],
    reason: 'the cell of %g0 is 0 everywhere',
  },
  {
    file: accesses,
    source: 'else registers.set(rd, kind >= 8',
    changes: ['8 → 9', '>= → >'],
    reason: 'there is no load between the last store and LDSB',
  },
  {
    file: accesses,
    source: 'const trap = this.#reach(word, false, storing, size, 0)',
    changes: ['0 → 1', '0 → (-1)'],
    reason: 'any kind that is not atomic will do',
  },
  {
    file: 'machine-mmu.ts',
    source: 'if (type > probeType.entire) return 0',
    changes: ['> → >='],
    reason: 'a probe of the entire tables has returned before',
  },
  {
    file: 'machine-registers.ts',
    source: 'for (let i = 0; i < 8; i++) to[at + savedAt.globals + i] = this.get(i)',
    changes: ['8 → 9', '< → <='],
    reason: 'what is written beyond the globals is written over next',
  },
  {
    file: interpreter,
    source: 'if (words[slot] !== (address & -',
    changes: ['& → |'],
    reason: slower,
  },
  {
    file: 'machine-code.ts',
    source: 'const isConditional =',
    changes: ['0x20 → 33', '< → <='],
    reason: 'BA is no conditional branch, annulling or not: the low three bits of its number are 0',
  },
  { file: 'machine-devices-interrupts.ts', source: '#force = 0', changes: ['0 → 1', '0 → (-1)'], reason: begun },
  { file: 'machine-devices-interrupts.ts', source: '#mask = 0', changes: ['0 → 1', '0 → (-1)'], reason: begun },
  { file: 'machine-devices-interrupts.ts', source: '#broadcast = 0', changes: ['0 → 1', '0 → (-1)'], reason: begun },
  {
    file: 'machine-floating-point-exceptions.ts',
    source: 'return magnitude > 2 ** -480 && magnitude < 2 ** 480',
    changes: ['480 → 479', '480 → 481', '> → >=', '< → <=', '480 → 0'],
    reason: 'both ways say the same of a number at which neither overflows',
  },
  {
    file: 'machine-memory.ts',
    source: 'this.words = new Int32Array((this.#prom + promBytes) >>> 2)',
    changes: ['2 → 1', '2 → 0'],
    reason: 'room to spare',
  },
  {
    file: 'machine-mmu.ts',
    source: 'virtual >>> (level === 1',
    changes: ['>>> → >>'],
    reason: 'the sign is masked out',
  },
  { file: interpreter, source: 'const address = (a + b) | 0', changes: ['0 → 1'], reason: slower },
  {
    file: accesses,
    source: 'if (this.#at >= 0)',
    changes: ['0 → 1', '>= → >'],
    reason: 'memory begins behind what the loop keeps in the same array',
  },
  {
    file: 'machine-devices-timers.ts',
    source: 'if (elapsed <= 0) return',
    changes: ['<= → <'],
    reason: 'in no time nothing is counted',
  },
  {
    file: interpreter,
    source: 'if (kind === compared ? ((x - y) | 0) >= 0',
    changes: ['0 → 1'],
    reason: 'the lowest bit of a difference is not its sign',
  },
  {
    file: accesses,
    source: 'memory.tlb.fill(type, address, (offset - address) | 0)',
    changes: ['offset >= 0 && (type < 4 || memory.letsStore(of… → false'],
    reason: slower,
  },
  { file: 'machine-mmu.ts', source: 'faultAddress = 0', changes: ['0 → 1', '0 → (-1)'], reason: begun },
  {
    file: 'machine-processor.ts',
    source: 'readonly #left: Left = { place: 0, budget: 0 }',
    reason: 'every run writes the budget, and the loop the place',
  },
  {
    file: 'machine-devices-timers.ts',
    source: 'if (timer >= timers) return 0',
    changes: ['>= → >'],
    reason: 'of a third timer nothing is kept, which is read as 0',
  },
  {
    file: 'machine-mmu.ts',
    source: 'if (this.#entryAt < 0) return false',
    changes: ['0 → 1', '< → <='],
    reason: 'no memory lies at the beginning of the array',
  },
  {
    file: 'machine-processor.ts',
    source: 'const stretch =',
    reason: 'how far the loop goes at a time is its own affair',
  },
  { file: 'machine-mmu.ts', source: 'this.#memory.words[this.#entryAt >>> 2]', changes: ['>>> → >>'], reason: small },
  {
    file: 'machine-mmu.ts',
    source: '((this.tablePointer & ~3) << 4)',
    changes: ['3 → 2', '3 → 0'],
    reason: 'the low two bits of the pointer were cleared when it was written',
  },
  { file: 'machine-layout.ts', source: 'const processorCells = 4096', reason: 'room to spare' },
  { file: 'machine-layout.ts', source: 'const specialCells = 16', reason: 'room to spare' },
  {
    file: 'machine-layout.ts',
    source: 'blocksAtMost = 2048',
    reason: 'how much code is kept decoded is its own affair',
  },
  { file: 'machine-memory.ts', source: 'page >>> 12', changes: ['>>> → >>'], reason: small },
  { file: 'machine-code.ts', source: 'offset >>> 12', changes: ['>>> → >>'], reason: small },
  { file: 'machine-memory.ts', source: 'offset >>> 2', changes: ['>>> → >>'], reason: small },
]

/** Whether the label of a case has become that of the one before it, which is entered first. */
const isTaken = ({ source, change }: Mutant): boolean => {
  const [, was = '', is = ''] = /^(0x[0-9a-f]+) → (\d+)$/.exec(change) ?? []
  return source.startsWith('case 0x') && Number(was) - 1 === Number(is)
}

/** A field of an instruction word, taken out of it with the sign or without: what the mask leaves is the same. */
const isMasked = ({ file, source, change }: Mutant): boolean =>
  file.startsWith('machine') && change === '>>> → >>' && /\(word >>> \d+\) & (0x1ff|0xff|63|31|15|7|1)\b/.test(source)

/** The loop gives up where it need not. */
const leavesMore = (mutant: Mutant): boolean => {
  if (mutant.file !== interpreter) return false
  const gives = mutant.source.endsWith('break loop') && mutant.change.endsWith(' → true')
  return gives || isTaken(mutant)
}

/** Why a mutant of the machine changes nothing by what was done to it, wherever. */
export const reasonByKind = (mutant: Mutant): string | undefined => {
  if (leavesMore(mutant)) return slower
  return isMasked(mutant) ? 'the sign is masked out' : undefined
}
