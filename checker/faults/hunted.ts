/** The hunt for a seeded fault: a case that shows it, shrunk, and whether that is what the catalogue promises. */

import * as E from 'fp-ts/lib/Either.js'
import { caseAt, shrunk, tryCase, type Case, type EngineMaker, type Shrunk } from '../../properties/hunt.ts'
import { isOfMachine, type Fault } from './fault.ts'
import { MachineHunts } from './hunted-machine.ts'
import { loadFaulty } from './load.ts'
import { row, type Found } from './table.ts'

/** Of the cases that the catalogue's faults are hunted with. */
export const SEED = 2026

/** A fault has to be found in so many cases, and its counterexample to be so short, unless the fault itself says more. */
const MOST_CASES = 5000
const MOST_STEPS = 12
const MOST_PARTITIONS = 3
/** Shrinking may end where nothing makes a case smaller though a shorter one exists: then the next case that shows the fault is tried. */
const MOST_FINDINGS = 5

/** The first so many cases, which show most faults, are drawn once for all. */
const KEPT = 200

/** What was found in place of what was promised, in words; or the promise kept. */
type Kept = E.Either<string, Found>

/** Hunts, all through the same cases. */
export class Hunts {
  readonly #seed: number
  readonly #cases: Case[] = []
  readonly #machine: MachineHunts

  constructor(seed: number) {
    this.#seed = seed
    this.#machine = new MachineHunts(seed)
  }

  #caseAt(index: number): Case {
    return index < KEPT ? (this.#cases[index] ??= caseAt(this.#seed, index)) : caseAt(this.#seed, index)
  }

  /** What comes of the hunt for a fault; in words what is not as promised. */
  async of(fault: Fault): Promise<Kept> {
    const most = { cases: MOST_CASES, steps: fault.steps ?? MOST_STEPS }
    const found = isOfMachine(fault) ? await this.#machine.of(fault, most) : await this.#inModules(fault)
    if (E.isLeft(found)) return found
    const wrongs: string[] = []
    for (const one of found.right) {
      if (E.isRight(one)) return one
      if (wrongs.push(one.left) === MOST_FINDINGS) break
    }
    return E.left(`${fault.id} ${wrongs.length === 0 ? `is not found in ${MOST_CASES} cases` : wrongs.join('; ')}`)
  }

  async #inModules(fault: Fault): Promise<E.Either<string, Iterable<Kept>>> {
    const faulty = await loadFaulty(fault.id)
    return E.isLeft(faulty) ? faulty : E.right(this.#found(fault, faulty.right))
  }

  *#found(fault: Fault, make: EngineMaker): Iterable<Kept> {
    for (let index = 0; index < MOST_CASES; index++) {
      const of = this.#caseAt(index)
      const { finding } = tryCase(of, make)
      if (finding === null) continue
      const small = shrunk(of, finding, make)
      const wrong = brokenPromise(fault, small)
      yield wrong === null ? E.right(inModule(index + 1, small)) : E.left(wrong)
    }
  }
}

const inModule = (cases: number, { finding, case: small }: Shrunk): Found => {
  const { partitions, time } = small.world.configuration
  const size = `${partitions.length}, ${time.requiredCores}`
  return {
    cases,
    steps: finding.step,
    size,
    profile: small.world.profile.id,
    statement: finding.statement,
    at: finding.at,
  }
}

const brokenPromise = ({ shows, steps = MOST_STEPS }: Fault, { finding, case: small }: Shrunk): string | null => {
  const { partitions } = small.world.configuration
  if (!shows.some((id) => id === finding.statement)) return `shows as ${finding.statement}, at ${finding.at}`
  if (finding.step > steps) return `takes ${finding.step} steps, which are more than ${steps}`
  if (partitions.length > MOST_PARTITIONS) return `takes ${partitions.length} partitions`
  return null
}

export const head = row('fault', 'cases', 'steps', 'size', 'profile', 'statement', 'at')

/** A fault that was found, as a line of a table. */
export const line = (id: string, { cases, steps, size, profile, statement, at }: Found): string =>
  row(id, cases, steps, size, profile, statement, at)
