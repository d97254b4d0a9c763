/** The memory management unit of a loaded emulator, on its own: what no table of the kernel shows, tables at random do. */

import * as E from 'fp-ts/lib/Either.js'
import type * as MmuModule from '../../impl/mmu.ts'
import type * as MemoryModule from '../../impl/words-memory.ts'
import type * as WordsModule from '../../impl/words.ts'
import { Choices } from '../../properties/choices.ts'
import { drawMmuCase } from '../../properties/mmu-cases.ts'
import { mmuDisagrees, mmuMaker, type MmuMaker } from '../../properties/mmu.ts'

type Modules = ReadonlyMap<string, unknown>
type Mmus = Pick<typeof MmuModule, 'Mmu'>
type Memories = Pick<typeof MemoryModule, 'PhysicalMemory'>
type Sums = Pick<typeof WordsModule, 'Sum' | 'noContribution'>

const has = (loaded: unknown, ...names: readonly string[]): loaded is object =>
  typeof loaded === 'object' && loaded !== null && names.every((name) => name in loaded)
const hasMmu = (loaded: unknown): loaded is Mmus => has(loaded, 'Mmu')
const hasMemory = (loaded: unknown): loaded is Memories => has(loaded, 'PhysicalMemory')
const hasSum = (loaded: unknown): loaded is Sums => has(loaded, 'Sum', 'noContribution')

/** The unit alone, from an emulator's modules. */
export const mmuAlone = (modules: Modules): E.Either<string, MmuMaker> => {
  const [mmus, memories, sums] = ['mmu.ts', 'words-memory.ts', 'words.ts'].map((path) => modules.get(path))
  if (!hasMmu(mmus) || !hasMemory(memories) || !hasSum(sums))
    return E.left('this emulator has no memory management unit')
  return E.right(
    mmuMaker({
      Mmu: mmus.Mmu,
      PhysicalMemory: memories.PhysicalMemory,
      Sum: sums.Sum,
      noContribution: sums.noContribution,
    }),
  )
}

/** The first of so many cases of a unit alone in which something does not hold. */
export const findAlone = (
  make: MmuMaker,
  cases: number,
  seed: number,
): { readonly statement: string; readonly index: number } | null => {
  for (let index = 0; index < cases; index++) {
    const told = tried(make, index, seed)
    if (told !== null) return { statement: told, index }
  }
  return null
}

const tried = (make: MmuMaker, index: number, seed: number): string | null => {
  try {
    return mmuDisagrees(drawMmuCase(new Choices(seed, index)), make)?.statement ?? null
  } catch {
    // Model and specification throw nothing for these cases, so it was the unit.
    return 'MMU-P3'
  }
}
