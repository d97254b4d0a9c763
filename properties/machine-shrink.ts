/** The shrinker of cases for the machine: ever smaller ones that show the same, until no attempt does, or the budget is used up. */

import type { MachineCase } from './machine-case.ts'
import type { MachineCaseFinding } from './machine-hunt.ts'
import {
  cutOut,
  fewerWords,
  later,
  noOperations,
  plainerRegisters,
  plainerState,
  shorterBursts,
  smallerNumbers,
  type SmallerMachine,
} from './machine-smaller.ts'

export interface MachineShrunk {
  readonly case: MachineCase
  readonly finding: MachineCaseFinding
  /** How many cases were run. */
  readonly tried: number
}

/** What takes most away first. */
const ways: readonly SmallerMachine[] = [
  shorterBursts,
  later,
  fewerWords,
  plainerState,
  plainerRegisters,
  cutOut,
  noOperations,
  smallerNumbers,
]

const bitsSet = (value: number): number => (value === 0 ? 0 : (value & 1) + bitsSet(value >>> 1))

/** How much there is to read: steps, then words of memory, then what the start sets. */
const size = ({ steps, words, start, profile, burst }: MachineCase): number =>
  steps * 100_000 +
  words.reduce((sum, [, value]) => sum + (value === 0x01000000 ? 90 : 100), 0) +
  [...start.globals, ...(start.floats ?? []), ...start.windows.flatMap((window) => window ?? [])].reduce(
    (sum, value) => sum + (value === 0 ? 0 : value >>> 0 <= 4 ? 9 : 10),
    0,
  ) +
  start.writes.length * 10 +
  (start.mmu === null ? 0 : 20 + (start.mmu.context === 0 ? 0 : 1)) +
  [start.wim, start.y, start.fsr, start.caches].filter((value) => value !== 0).length * 10 +
  bitsSet(start.psr) +
  ((start.psr & 0x80) === 0 ? 2 : 0) +
  (start.npc === start.pc + 4 ? 0 : 1) +
  burst +
  (profile === 'leon3' ? 0 : 1)

/** The same compared after every step, if that shows something too: then it is seen where it arises. */
const atOnce = (
  found: MachineCase,
  finding: MachineCaseFinding,
  findingOf: (of: MachineCase) => MachineCaseFinding | null,
): readonly [MachineCase, MachineCaseFinding] => {
  if (found.burst === 1) return [found, finding]
  const stepwise = { ...found, burst: 1 }
  const seen = findingOf(stepwise)
  return seen?.statement === finding.statement ? [stepwise, seen] : [found, finding]
}

/** Shrink a case, of which `findingOf` says what it shows; at most `budget` cases are run. */
export const shrinkMachineCase = (
  shown: MachineCase,
  first: MachineCaseFinding,
  findingOf: (of: MachineCase) => MachineCaseFinding | null,
  budget = 3000,
): MachineShrunk => {
  const [found, finding] = atOnce(shown, first, findingOf)
  let best: MachineShrunk = { case: { ...found, steps: finding.step }, finding, tried: 0 }
  const attempt = (candidate: MachineCase): boolean => {
    best = { ...best, tried: best.tried + 1 }
    const again = findingOf(candidate)
    if (again === null || again.statement !== finding.statement || again.at !== finding.at) return false
    const smaller = { ...candidate, steps: Math.min(candidate.steps, again.step) }
    if (size(smaller) >= size(best.case)) return false
    best = { case: smaller, finding: again, tried: best.tried }
    return true
  }
  const improved = (way: SmallerMachine): boolean => {
    for (const candidate of way(best.case)) {
      if (best.tried >= budget) return false
      if (attempt(candidate)) return true
    }
    return false
  }
  for (let before = Infinity; size(best.case) < before && best.tried < budget;) {
    before = size(best.case)
    for (const way of ways) while (improved(way));
  }
  return best
}
