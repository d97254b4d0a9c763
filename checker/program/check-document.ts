/** The result of a check as one JSON document: `bulkhead-check/1`, see docs/json-output.md. */

import type { Entry } from '../../spec/catalogue.ts'
import { standardError } from './hunting/distinct.ts'
import type { Diagnostic } from '../configuration/diagnostic.ts'
import { rowsOf } from '../report/reach.ts'
import { tally } from '../report/rules.ts'
import { timesHeld, type Hunted, type Result, type Violation } from '../report/verdict.ts'
import { version } from './project.ts'

export interface Checked extends Result {
  readonly file: string
  readonly sha256: string | null
  readonly rules: number
  readonly diagnostics: readonly Diagnostic[]
}

const huntOf = (hunted: Hunted, catalogue: readonly Entry[]) => ({
  cases: hunted.cases,
  steps: hunted.steps,
  milliseconds: Math.round(hunted.milliseconds),
  workers: hunted.workers,
  interrupted: hunted.interrupted,
  distinctStates: { estimate: hunted.distinct, method: 'HyperLogLog', standardError },
  rows: rowsOf(hunted.reach),
  held: timesHeld(hunted, catalogue),
  reach: hunted.reach,
  inconclusive: hunted.owed,
})

const violationOf = ({ counterexample, file }: Violation) => ({
  ...counterexample.finding,
  file,
  index: counterexample.index,
  steps: counterexample.case.steps,
})

export const checkDocument = (checked: Checked, catalogue: readonly Entry[]): string =>
  JSON.stringify(
    {
      format: 'bulkhead-check/1',
      bulkhead: version,
      node: process.versions.node,
      file: checked.file,
      sha256: checked.sha256,
      profile: checked.profile,
      fault: checked.fault,
      seed: checked.seed,
      verdict: checked.verdict,
      rules: checked.rules,
      counts: tally(checked.diagnostics),
      diagnostics: checked.diagnostics,
      regressions: checked.regressions,
      hunt: checked.hunted === null ? null : huntOf(checked.hunted, catalogue),
      violations: checked.violations.map(violationOf),
    },
    null,
    2,
  )
