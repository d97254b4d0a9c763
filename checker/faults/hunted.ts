/** The hunt for a seeded fault: a case that shows it, shrunk, and whether that is what the catalogue promises. */

import * as E from 'fp-ts/lib/Either.js'
import { caseAt, shrunk, tryCase, type Case, type EngineMaker, type Shrunk } from '../../properties/hunt.ts'
import type { Fault } from './fault.ts'
import { loadFaulty } from './load.ts'

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

export interface Found {
  readonly cases: number
  readonly shrunk: Shrunk
}

/** Hunts, all through the same cases. */
export class Hunts {
  readonly #seed: number
  readonly #cases: Case[] = []

  constructor(seed: number) {
    this.#seed = seed
  }

  #caseAt(index: number): Case {
    return index < KEPT ? (this.#cases[index] ??= caseAt(this.#seed, index)) : caseAt(this.#seed, index)
  }

  /** What comes of the hunt for a fault; in words what is not as promised. */
  async of(fault: Fault): Promise<E.Either<string, Found>> {
    const faulty = await loadFaulty(fault.id)
    if (E.isLeft(faulty)) return faulty
    const wrongs: string[] = []
    for (const found of this.#found(faulty.right)) {
      const wrong = brokenPromise(fault, found.shrunk)
      if (wrong === null) return E.right(found)
      if (wrongs.push(wrong) === MOST_FINDINGS) break
    }
    return E.left(`${fault.id} ${wrongs.length === 0 ? `is not found in ${MOST_CASES} cases` : wrongs.join('; ')}`)
  }

  *#found(make: EngineMaker): Iterable<Found> {
    for (let index = 0; index < MOST_CASES; index++) {
      const of = this.#caseAt(index)
      const { finding } = tryCase(of, make)
      if (finding !== null) yield { cases: index + 1, shrunk: shrunk(of, finding, make) }
    }
  }
}

const brokenPromise = ({ shows, steps = MOST_STEPS }: Fault, { finding, case: small }: Shrunk): string | null => {
  const { partitions } = small.world.configuration
  if (!shows.some((id) => id === finding.statement)) return `shows as ${finding.statement}, at ${finding.at}`
  if (finding.step > steps) return `takes ${finding.step} steps, which are more than ${steps}`
  if (partitions.length > MOST_PARTITIONS) return `takes ${partitions.length} partitions`
  return null
}

const row = (...cells: readonly (string | number)[]): string =>
  cells.map((cell, i) => String(cell).padEnd([40, 7, 7, 12, 18, 11, 0][i] ?? 0)).join('')

export const head = row('fault', 'cases', 'steps', 'part., cores', 'profile', 'statement', 'at')

/** A fault that was found, as a line of a table. */
export const line = (id: string, { cases, shrunk: { finding, case: small } }: Found): string => {
  const { partitions, time } = small.world.configuration
  const size = `${partitions.length}, ${time.requiredCores}`
  return row(id, cases, finding.step, size, small.world.profile.id, finding.statement, finding.at)
}
