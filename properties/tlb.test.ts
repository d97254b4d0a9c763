import { expect, test } from 'vitest'
import { Mmu } from '../impl/mmu.ts'
import { PhysicalMemory } from '../impl/words-memory.ts'
import { noContribution, Sum } from '../impl/words.ts'
import { refusal } from '../spec/mmu/statements.ts'
import { accessCodes, accessTypes, type AccessCode, type AccessType } from '../spec/mmu/vocabulary.ts'

/** Tables that map the page of any address, by its last 24 bits alone, to the same frame. */
const TABLES = { at: 0x40000000, bytes: 0x1000 } as const
const FRAME = { at: 0xc1000000, bytes: 0x1000 } as const
const CORES = 3

const mmuWith = (code: AccessCode, virtual: number): Mmu => {
  const memory = new PhysicalMemory([TABLES, FRAME], new Sum(noContribution))
  const table = (from: number, index: number, below: number): number => {
    memory.poke(from + 4 * index, (below >>> 4) | 1)
    return below
  }
  const regions = table(TABLES.at, 0, TABLES.at + 0x400)
  const segments = table(regions, virtual >>> 24, TABLES.at + 0x800)
  const pages = table(segments, (virtual >>> 18) & 63, TABLES.at + 0x900)
  memory.poke(pages + 4 * ((virtual >>> 12) & 63), ((FRAME.at >>> 12) << 8) | (code << 2) | 2)
  const mmu = new Mmu(memory, CORES)
  mmu.contextTable = TABLES.at
  for (let core = 0; core < CORES; core++) mmu.load(core, 0)
  return mmu
}

/** What a hit needs: the kind of access is refused to nobody, and a store finds the modified bit set. */
const hits = (code: AccessCode, first: AccessType, then: AccessType): boolean =>
  then < 6 && refusal(then, code) === 0 && (then < 4 || first >= 4)

test('the TLB is no ornament: what may pass is a hit after the first access, and nothing else is', () => {
  for (const virtual of [0x123, 0x401ff010, 0x41000004, 0x8ff41ffc, 0xfffff000])
    for (const code of accessCodes)
      for (const first of accessTypes) {
        if (refusal(first, code) !== 0) continue
        for (let core = 0; core < CORES; core++) {
          const mmu = mmuWith(code, virtual)
          expect(mmu.translate(core, first, virtual)).toBe(FRAME.at + (virtual & 0xfff))
          for (const then of accessTypes)
            for (let other = 0; other < CORES; other++)
              expect(
                mmu.lookup(other, then, virtual) >= 0,
                `code ${code}, type ${then} after ${first}, at ${virtual.toString(16)}, core ${other} after ${core}`,
              ).toBe(other === core && hits(code, first, then))
          mmu.flush(core)
          expect(mmu.lookup(core, first, virtual)).toBe(-1)
        }
      }
})

test('a flush is of one core alone', () => {
  const mmu = mmuWith(3, 0x41000000)
  for (let core = 0; core < CORES; core++) mmu.translate(core, 0, 0x41000000)
  mmu.flush(1)
  expect([0, 1, 2].map((core) => mmu.lookup(core, 0, 0x41000000) >= 0)).toEqual([true, false, true])
  expect([0, 1, 2].map((core) => mmu.cachedTranslations(core).length)).toEqual([1, 0, 1])
})

test('pages that share no place stay cached beside each other', () => {
  const memory = new PhysicalMemory([TABLES, { at: 0x41000000, bytes: 0x100000 }], new Sum(noContribution))
  memory.poke(TABLES.at, (0x41000 << 8) | (3 << 2) | 2)
  const mmu = new Mmu(memory, 2)
  mmu.contextTable = TABLES.at
  mmu.load(0, 0)
  const pages = Array.from({ length: 256 }, (_, i) => 0x41000000 + i * 0x1000)
  for (const page of pages) mmu.translate(0, 0, page)
  expect(pages.filter((page) => mmu.lookup(0, 0, page) < 0)).toEqual([])
})
