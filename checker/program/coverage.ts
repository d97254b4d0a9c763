/** `bulkhead check --coverage` without a configuration: random ones, until every row of every decision table was reached often enough to count. */

import { randomInt } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { catalogue } from '../../spec/catalogue.ts'
import { profiles } from '../../spec/module/profiles.ts'
import { caseAt, tryCase, type Scope } from '../../properties/hunt.ts'
import { merged, type Reach } from '../../properties/reach.ts'
import { coverageLines, coverageOf, type Coverage } from '../report/coverage.ts'
import { counted, elapsed } from '../report/durations.ts'
import { rowsOf } from '../report/reach.ts'
import { genuine } from './engine.ts'
import { exit, type Exit } from './exit.ts'
import { interruptions } from './interruptions.ts'
import { version } from './project.ts'
import type { Terminal } from './terminal.ts'

export interface CoverageRequest {
  readonly cases?: number
  /** Milliseconds. */
  readonly time?: number
  readonly seed?: number
  /** Null for all of them in turn. */
  readonly profile: string | null
  readonly json: boolean
}

/** As many cases as reach every row, on all profiles, by a wide margin. */
const USUAL = 5_000
/** Cases between two looks at the clock. */
const BATCH = 20

interface Done {
  readonly cases: number
  readonly steps: number
  readonly reach: Reach
  /** What was found instead; null for nothing. */
  readonly finding: string | null
}

const tried = async (
  request: CoverageRequest,
  seed: number,
  signal: AbortSignal,
  onProgress: (done: Done) => void,
): Promise<Done> => {
  const profile = profiles.find(({ id }) => id === request.profile) ?? null
  const scope: Scope = { kind: 'random', profile }
  const until = request.time === undefined ? Infinity : Date.now() + request.time
  const most = request.cases ?? (request.time === undefined ? USUAL : Infinity)
  let done: Done = { cases: 0, steps: 0, reach: {}, finding: null }
  while (done.cases < most && done.finding === null && !signal.aborted && Date.now() < until) {
    for (let i = 0; i < BATCH && done.cases < most && done.finding === null; i++) {
      const { steps, reach, finding } = tryCase(caseAt(seed, done.cases, scope), genuine)
      done = {
        cases: done.cases + 1,
        steps: done.steps + steps,
        reach: merged(done.reach, reach),
        finding: finding === null ? null : `${finding.statement} in case ${done.cases}: ${finding.why}`,
      }
    }
    onProgress(done)
    // An interruption is heard only between two turns of the event loop.
    await nextTurn()
  }
  return done
}

const verdictOf = ({ notReached, refuted }: Coverage, { finding }: Done): Exit =>
  finding !== null || refuted.length > 0 ? exit.violation : notReached.length > 0 ? exit.inconclusive : exit.pass

const shown = (done: Done, coverage: Coverage, { out, columns, paint }: Terminal): void => {
  for (const line of coverageLines(coverage, columns, paint)) out(line)
  out(`${counted(done.cases, 'case')} on random configurations, ${counted(done.steps, 'step')}`)
  if (done.finding !== null) out(`stopped: ${done.finding}`)
}

export const coverage = async (request: CoverageRequest, terminal: Terminal): Promise<Exit> => {
  const seed = request.seed ?? randomInt(2 ** 32)
  if (!request.json) terminal.out(`bulkhead ${version}: row coverage on random configurations, seed ${seed}`)
  const { signal, release } = interruptions()
  const began = Date.now()
  try {
    const done = await tried(request, seed, signal, ({ cases, steps, reach }) => {
      const { reached, of } = rowsOf(reach)
      const passed = elapsed(Date.now() - began)
      terminal.live?.(`${passed}  ${counted(cases, 'case')}  ${counted(steps, 'step')}  ${reached} of ${of} rows`)
    })
    terminal.live?.('')
    const covered = coverageOf(done.reach, catalogue)
    const { cases, steps, finding } = done
    if (request.json)
      terminal.out(
        JSON.stringify(
          {
            format: 'bulkhead-coverage/1',
            bulkhead: version,
            seed,
            profile: request.profile,
            cases,
            steps,
            finding,
            ...covered,
          },
          null,
          2,
        ),
      )
    else shown(done, covered, terminal)
    if (signal.aborted) terminal.err('interrupted')
    const verdict = verdictOf(covered, done)
    return signal.aborted && verdict === exit.pass ? exit.inconclusive : verdict
  } finally {
    release()
  }
}
