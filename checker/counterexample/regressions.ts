/** Kept cases: counterexamples that are run again before every hunt and by the tests. */

import { globSync } from 'node:fs'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import type { EngineMaker } from '../../properties/hunt.ts'
import type { Counterexample } from './codec.ts'
import { readCounterexample } from './file.ts'
import { shownBy, stored } from './findings.ts'
import type { StoredFinding } from './codec.ts'

/** Where kept cases lie, seen from where the program is run. */
export const keptIn = 'regressions'

export interface Rerun {
  readonly file: string
  readonly title: string | null
  /** Why the file could not be run; null if it could. */
  readonly problem: string | null
  /** What it still violates; null for nothing. */
  readonly finding: StoredFinding | null
}

export const keptFiles = (directory: string): readonly string[] =>
  globSync('*.json', { cwd: directory })
    .toSorted()
    .map((name) => join(directory, name))

/** What a counterexample violates now; null for nothing. What is violated first is told. */
export const rerunOf = ({ case: of }: Counterexample, make: EngineMaker): StoredFinding | null => {
  const [found] = shownBy(of, make)
  return found === undefined ? null : stored(found)
}

/** Runs one kept file again. */
export const rerunFile = (file: string, make: EngineMaker): Rerun => {
  const read = readCounterexample(file)
  if (isLeft(read)) return { file, title: null, problem: read.left.join('; '), finding: null }
  return { file, title: read.right.title, problem: null, finding: rerunOf(read.right, make) }
}
