/** Holds model, emulator and QEMU against each other on blocks; those on which a known difference would show end before it does. */

import * as E from 'fp-ts/lib/Either.js'
import { differing, outcomes, type Machine } from './batch.ts'
import type { Block, Outcome } from './block.ts'
import { covered, coverageOf, type Coverage } from './coverage.ts'
import { differenceOf } from './differences.ts'
import { emulator, model, modelSeen } from './machines.ts'
import { observing, type Step } from './observing.ts'
import * as places from './places.ts'
import { qemu } from './qemu.ts'
import { shrunk, type Differs } from './shrinking.ts'
import { toldBlock } from './telling.ts'

/** What is held against the model. */
export interface Others {
  readonly qemu: Machine
  readonly emulator: Machine
}
export const others: Others = { qemu, emulator }

/** Blocks, and what became of them on the model. */
interface Run {
  readonly blocks: readonly Block[]
  readonly ends: readonly Outcome[]
}

export interface Agreement {
  /** How many blocks were compared. */
  readonly compared: number
  /** By name, how many of them were ended before a known difference. */
  readonly avoided: ReadonlyMap<string, number>
  /** How many blocks were left out, for a known difference was not in their own words. */
  readonly omitted: number
  /** How many ended in error mode. */
  readonly errors: number
  readonly coverage: Coverage
  /** What was found, told for people: a block on which not all three agree. */
  readonly findings: readonly string[]
}

/** What the model did in one block, until the first step on which machines are known to differ. */
interface Watched {
  readonly keys: string[]
  difference: { readonly name: string; readonly pc: number } | null
}

const watched = async (
  blocks: readonly Block[],
): Promise<E.Either<string, { readonly ends: readonly Outcome[]; readonly seen: readonly Watched[] }>> => {
  const seen = blocks.map((): Watched => ({ keys: [], difference: null }))
  const told = (index: number, step: Step): void => {
    const one = seen[index]
    if (one === undefined || one.difference !== null) return
    const difference = differenceOf(step)
    if (difference === undefined) one.keys.push(...covered(step))
    else one.difference = { name: difference.name, pc: step.before.processor.pc }
  }
  const found = await outcomes(modelSeen(observing(told)), blocks, 'hashes')
  return E.isLeft(found) ? found : E.right({ ends: found.right, seen })
}

/** The block, ended where the instruction stands; undefined if that is none of its words. */
const endedAt = (block: Block, pc: number): Block | undefined => {
  const { offset, entry = places.code + offset, words } = block
  const index = (pc - entry) / 4
  return Number.isInteger(index) && index >= 0 && index < words.length
    ? { ...block, words: words.slice(0, index) }
    : undefined
}

const both = (one: Run, other: Run): Run => ({
  blocks: [...one.blocks, ...other.blocks],
  ends: [...one.ends, ...other.ends],
})

/** Blocks on which no known difference shows, and the model's outcomes. */
const prepared = async (
  all: readonly Block[],
): Promise<E.Either<string, Run & Pick<Agreement, 'avoided' | 'omitted' | 'coverage'>>> => {
  const first = await watched(all)
  if (E.isLeft(first)) return first
  const { ends, seen } = first.right
  const kept: Block[] = []
  const keptEnds: Outcome[] = []
  const cut: Block[] = []
  const avoided = new Map<string, number>()
  for (const [index, block] of all.entries()) {
    const difference = seen[index]?.difference ?? null
    const end = ends[index]
    if (end === undefined) continue
    if (difference === null) {
      kept.push(block)
      keptEnds.push(end)
      continue
    }
    const shorter = endedAt(block, difference.pc)
    if (shorter === undefined) continue
    avoided.set(difference.name, (avoided.get(difference.name) ?? 0) + 1)
    cut.push(shorter)
  }
  // A block that ends earlier reads its own words otherwise, and may come to another difference.
  const second = await watched(cut)
  if (E.isLeft(second)) return second
  const clean = cut.flatMap((_, index) => (second.right.seen[index]?.difference === null ? [index] : []))
  const run = both(
    { blocks: kept, ends: keptEnds },
    {
      blocks: clean.flatMap((index) => cut[index] ?? []),
      ends: clean.flatMap((index) => second.right.ends[index] ?? []),
    },
  )
  const coverage = coverageOf([
    ...seen.flatMap(({ keys, difference }) => (difference === null ? [keys] : [])),
    ...clean.flatMap((index) => [second.right.seen[index]?.keys ?? []]),
  ])
  return E.right({ ...run, avoided, omitted: all.length - run.blocks.length, coverage })
}

/** Which of these blocks the model and another machine differ on; none where a machine fails. */
const differsOn =
  (other: Machine): Differs =>
  async (blocks) => {
    const [one, two] = [await watched(blocks), await outcomes(other, blocks, 'hashes')]
    if (E.isLeft(one) || E.isLeft(two)) return blocks.map(() => false)
    const found = new Set(differing(one.right.ends, two.right))
    return blocks.map((_, index) => found.has(index) && one.right.seen[index]?.difference === null)
  }

/** One block's outcome with everything it left. */
const outcomeOn = async (machine: Machine, block: Block): Promise<Outcome | undefined> => {
  const found = await outcomes(machine, [block], 'dumps')
  return E.isLeft(found) ? undefined : found.right[0]
}

/** A block on which another machine and the model differ, made small and told. */
const told = async (block: Block, machines: Others, name: keyof Others): Promise<string> => {
  const small = await shrunk(block, differsOn(machines[name]))
  const found = [
    ['qemu', await outcomeOn(machines.qemu, small)],
    ['model', await outcomeOn(model, small)],
    ['emulator', await outcomeOn(machines.emulator, small)],
  ] as const
  return `${name} and the model differ\n${toldBlock(small, found)}`
}

/** Runs blocks on all three; at most `most` of the differences with each of the others are told. Left: a machine could not run. */
export const agreement = async (
  blocks: readonly Block[],
  machines: Others = others,
  most = 3,
): Promise<E.Either<string, Agreement>> => {
  const run = await prepared(blocks)
  if (E.isLeft(run)) return run
  const { blocks: all, ends, avoided, omitted, coverage } = run.right
  const findings: string[] = []
  for (const name of ['emulator', 'qemu'] as const) {
    const found = await outcomes(machines[name], all, 'hashes')
    if (E.isLeft(found)) return found
    const different = differing(ends, found.right)
    if (different.length > most)
      findings.push(`${name} and the model differ on ${different.length} blocks; some of them:`)
    for (const index of different.slice(0, most)) {
      const block = all[index]
      if (block !== undefined) findings.push(await told(block, machines, name))
    }
  }
  const errors = ends.filter(({ kind }) => kind === 'error mode').length
  return E.right({ compared: all.length, avoided, omitted, errors, coverage, findings })
}
