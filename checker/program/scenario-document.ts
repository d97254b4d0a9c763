/** What `bulkhead scenario --json` prints. The format is described in docs/json-output.md. */

import type { Result } from '../report/scenarios.ts'
import type { Told } from '../scenario/ledger.ts'
import type { Ran } from '../scenario/run.ts'
import { version } from './project.ts'

const expectation = ({ line, column, step, partition, says, tick, row, verdict }: Told): object => ({
  line,
  column,
  step,
  partition,
  says,
  tick,
  row,
  passed: verdict === null,
  expected: verdict?.expected ?? null,
  got: verdict?.got ?? null,
})

const run = ({ profile, steps, finding, told }: Ran): object => ({
  profile,
  steps,
  finding:
    finding === null ? null : { statement: finding.statement, at: finding.at, why: finding.why, step: finding.step },
  expectations: told.map(expectation),
})

const entry = (result: Result): object => {
  if (result.kind === 'unusable') {
    const { file, diagnostics } = result
    const nothing = { title: null, sources: [], configuration: null, outside: null, notes: [], steps: [], runs: [] }
    return { file, verdict: result.kind, diagnostics, ...nothing }
  }
  const { scenario, ran, kind } = result
  const { file, title, sources, configuration, outside, notes, steps } = scenario
  return {
    file,
    verdict: kind,
    diagnostics: [],
    title,
    sources,
    configuration: configuration?.file ?? null,
    outside,
    notes,
    steps,
    runs: ran.map(run),
  }
}

const verdictOf = (results: readonly Result[]): string => {
  if (results.some(({ kind }) => kind === 'unusable')) return 'unusable'
  return results.some(({ kind }) => kind === 'failed') ? 'violation' : 'pass'
}

export const scenarioDocument = (results: readonly Result[]): string =>
  JSON.stringify(
    { format: 'bulkhead-scenario/1', bulkhead: version, verdict: verdictOf(results), scenarios: results.map(entry) },
    null,
    2,
  )
