/** What a check came to: its result as data, which the documents for machines are made of, and the last lines for people. */

import type { Entry } from '../../spec/catalogue.ts'
import type { Counterexample } from '../counterexample/codec.ts'
import type { Rerun } from '../counterexample/regressions.ts'
import type { Paint } from '../program/terminal.ts'
import { counted, elapsed, grouped } from './durations.ts'
import { reachLines, rowsOf, type Reach } from './reach.ts'
import { folded } from './wrapping.ts'

export type Verdict = 'pass' | 'violation' | 'rule errors' | 'inconclusive' | 'unusable'

/** What a hunt did. */
export interface Hunted {
  readonly cases: number
  readonly steps: number
  readonly milliseconds: number
  readonly workers: number
  readonly interrupted: boolean
  /** Different states, estimated. */
  readonly distinct: number
  readonly reach: Reach
  /** What it would have had to reach and did not, and which threads failed: why it says nothing. */
  readonly owed: readonly string[]
}

/** A violation, and where its counterexample was written; null if it could not be. */
export interface Violation {
  readonly counterexample: Counterexample
  readonly file: string | null
}

export interface Result {
  readonly verdict: Verdict
  readonly profile: string
  readonly seed: number
  readonly fault: string | null
  readonly ruleErrors: number
  readonly regressions: readonly Rerun[]
  readonly hunted: Hunted | null
  readonly violations: readonly Violation[]
}

/** How often each statement was established: of states, of steps, of calls. */
export const timesHeld = ({ cases, steps, reach }: Hunted, catalogue: readonly Entry[]) =>
  catalogue.flatMap(({ id, kind, chapter, rows = [] }) => {
    // A processor's own statements are asked where it runs alone.
    if (chapter === 'machine') return []
    switch (kind) {
      case 'invariant':
        return [{ id, of: 'states', times: steps + cases }]
      case 'step invariant':
        return [{ id, of: 'steps', times: steps }]
      case 'table':
        return [{ id, of: 'calls', times: rows.reduce((sum, row) => sum + (reach[`row ${row.id}`] ?? 0), 0) }]
      case 'requirement':
      case 'rule':
      case 'property':
      case 'variation point':
        return []
    }
  })

const huntedLines = (hunted: Hunted, columns: number): readonly string[] => {
  const { cases, steps, milliseconds, workers, distinct, reach } = hunted
  const { reached, of, notReached } = rowsOf(reach)
  const rate = grouped((steps * 1000) / Math.max(1, milliseconds))
  return [
    `  ${counted(cases, 'case')}, ${counted(steps, 'step')}, about ${grouped(distinct)} distinct states (HyperLogLog, ±1 %)`,
    `  ${elapsed(milliseconds)}, ${rate} steps/s, ${counted(workers, 'worker')}`,
    ...folded(
      `${reached} of ${of} rows of the decision tables reached${notReached.length === 0 ? '' : `; not ${notReached.join(', ')}`}`,
      columns,
      '  ',
      '    ',
    ),
  ]
}

/** How many kinds of violation, and how many of them the profile is known for. */
const kindsOf = (violations: readonly Violation[]): readonly string[] => {
  const expected = violations.filter(({ counterexample }) => counterexample.finding.expected !== null).length
  if (violations.length === 0) return []
  const known = expected === violations.length ? 'all of them' : `${expected} of them`
  return [
    `${counted(violations.length, 'kind of violation', 'kinds of violation')}${expected === 0 ? '' : `, ${known} expected of this profile`}`,
  ]
}

const reasonsOf = ({ verdict, ruleErrors, regressions, hunted, violations }: Result): readonly string[] => {
  switch (verdict) {
    case 'pass':
      return ['no violation']
    case 'violation': {
      const kept = regressions.filter(({ finding }) => finding !== null).length
      return [
        ...kindsOf(violations),
        ...(kept === 0 ? [] : [`${counted(kept, 'kept case')} violated again`]),
        ...(hunted?.interrupted === true ? ['interrupted'] : []),
      ]
    }
    case 'rule errors':
      return [
        counted(ruleErrors, 'error'),
        ...(hunted === null ? ['nothing was run'] : ['no violation in what was run anyway']),
      ]
    case 'inconclusive': {
      const unable = regressions.filter(({ problem }) => problem !== null).length
      return [
        ...(hunted === null || hunted.interrupted ? ['interrupted'] : []),
        ...(unable === 0 ? [] : [`${counted(unable, 'kept case')} could not be run`]),
        'no violation in what was done',
      ]
    }
    case 'unusable':
      return []
  }
}

const word: { readonly [verdict in Verdict]: string } = {
  pass: 'PASS',
  violation: 'VIOLATION',
  'rule errors': 'RULE ERRORS',
  inconclusive: 'INCONCLUSIVE',
  unusable: 'UNUSABLE',
}

/** The verdict, and the numbers that it rests on. */
export const verdictLines = (result: Result, columns: number, paint: Paint): readonly string[] => {
  const { verdict, hunted, profile, seed, fault } = result
  const colour = verdict === 'pass' ? paint.green : verdict === 'inconclusive' ? paint.yellow : paint.red
  return [
    ...(hunted === null ? [] : ['reached:', ...reachLines(hunted.reach, columns), '']),
    `${colour(paint.bold(word[verdict]))}  ${reasonsOf(result).join(', ')}; profile ${profile}, seed ${seed}${fault === null ? '' : `, with the fault ${fault}`}`,
    ...(hunted === null ? [] : huntedLines(hunted, columns)),
    ...(hunted?.owed ?? []).flatMap((why) =>
      folded(why, columns, verdict === 'inconclusive' ? '  because ' : '  note: ', '    '),
    ),
  ]
}
