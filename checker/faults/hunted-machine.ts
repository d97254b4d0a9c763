/** The hunt for a seeded fault by random programs on the bare machine. */

import * as E from 'fp-ts/lib/Either.js'
import type { MachineCase } from '../../properties/machine-case.ts'
import { tryMachineCase, type MachineCaseFinding } from '../../properties/machine-hunt.ts'
import { enginePerPlatform, type MachineMaker } from '../../properties/machine-lockstep.ts'
import { machineCaseAt } from '../../properties/machine-programs.ts'
import { shrinkMachineCase, type MachineShrunk } from '../../properties/machine-shrink.ts'
import type { Fault } from './fault.ts'
import { loadFaultyMachine } from './load.ts'
import type { Found } from './table.ts'

/** The first so many cases, which show most faults, are drawn once for all. */
const KEPT = 400

export interface Most {
  readonly cases: number
  readonly steps: number
}

/** What a case's program shows on a board, its start apart. The model's own statements are tried elsewhere. */
const findingOf = (of: MachineCase, make: MachineMaker): MachineCaseFinding | null => {
  const { finding } = tryMachineCase(of, make, { invariants: false })
  return finding?.step === 0 ? null : finding
}

export class MachineHunts {
  readonly #seed: number
  readonly #cases: MachineCase[] = []

  constructor(seed: number) {
    this.#seed = seed
  }

  #caseAt(index: number): MachineCase {
    return index < KEPT ? (this.#cases[index] ??= machineCaseAt(this.#seed, index)) : machineCaseAt(this.#seed, index)
  }

  /** What the cases show, one after another: each as promised, or in words how not. */
  async of(fault: Fault, most: Most): Promise<E.Either<string, Iterable<E.Either<string, Found>>>> {
    const faulty = await loadFaultyMachine(fault.id)
    return E.isLeft(faulty) ? faulty : E.right(this.#found(fault, faulty.right, most))
  }

  *#found(fault: Fault, make: MachineMaker, most: Most): Iterable<E.Either<string, Found>> {
    const lasting = enginePerPlatform(make)
    for (let index = 0; index < most.cases; index++) {
      const of = this.#caseAt(index)
      if (findingOf(of, lasting) === null) continue
      // What a board that has run before shows alone is not of this case.
      const finding = findingOf(of, make)
      if (finding === null) continue
      const small = shrinkMachineCase(of, finding, (candidate) => findingOf(candidate, lasting))
      const wrong =
        findingOf(small.case, make) === null
          ? 'shows on boards that have run before'
          : brokenPromise(fault, small, most)
      yield wrong === null ? E.right(onMachine(index + 1, small)) : E.left(wrong)
    }
  }
}

const onMachine = (cases: number, { finding, case: small }: MachineShrunk): Found => ({
  cases,
  steps: finding.step,
  size: `${small.words.length} words`,
  profile: small.profile,
  statement: finding.statement,
  at: finding.at,
})

const brokenPromise = ({ shows }: Fault, { finding }: MachineShrunk, { steps }: Most): string | null => {
  if (!shows.some((id) => id === finding.statement)) return `shows as ${finding.statement}, at ${finding.at}`
  return finding.step > steps ? `takes ${finding.step} steps, which are more than ${steps}` : null
}
