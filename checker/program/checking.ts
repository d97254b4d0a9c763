/** A check, stage by stage: each prints what it has when it has it, and the last says what it comes to. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isLeft } from 'fp-ts/lib/Either.js'
import { catalogue } from '../../spec/catalogue.ts'
import { printed, type Diagnostic } from '../configuration/diagnostic.ts'
import type { Rerun } from '../counterexample/regressions.ts'
import { coverageLines, coverageOf } from '../report/coverage.ts'
import { counterexampleLines } from '../report/counterexample.ts'
import { ruleLines, tally } from '../report/rules.ts'
import { pictures } from '../report/schedules.ts'
import { jitterOf } from '../report/jitter.ts'
import { folded } from '../report/wrapping.ts'
import { verdictLines, type Verdict, type Violation } from '../report/verdict.ts'
import { checkDocument, type Checked } from './check-document.ts'
import type { CheckRequest } from './check.ts'
import type { Seeded } from './engine.ts'
import { exit, type Exit } from './exit.ts'
import { hunt, worldOf, type Hunt } from './hunt.ts'
import { profileIdNamed } from './profile.ts'
import { readUnderRules, type Ruled } from './reading.ts'
import { rerun } from './rerunning.ts'
import { rulesUnder, summaryOf } from './rules.ts'
import type { Terminal } from './terminal.ts'

export interface Checking extends CheckRequest {
  readonly seed: number
  readonly seeded: Seeded
}

const codeOf: { readonly [verdict in Verdict]: Exit } = {
  pass: exit.pass,
  violation: exit.violation,
  'rule errors': exit.violation,
  inconclusive: exit.inconclusive,
  unusable: exit.unusable,
}

const sha256Of = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

/** Shows the schedules and what the rules say; whether anything can be run. */
const introduced = (
  { configuration, diagnostics }: Ruled,
  request: Checking,
  { out, columns, paint }: Terminal,
): 'runs' | 'refused' => {
  const { structural, error } = tally(diagnostics)
  const anyway = request.anyway === true
  if (request.json !== true) {
    out(summaryOf(configuration))
    for (const line of folded(jitterOf(worldOf(configuration, request.profile)), columns, '', '  ')) out(line)
    out('')
    for (const line of pictures(configuration, columns)) out(line)
    out('')
    for (const line of ruleLines(diagnostics, rulesUnder(profileIdNamed(request.profile)), paint)) out(line)
    if (structural > 0)
      out(
        `a structural error leaves nothing that could run${anyway ? ': --anyway does not help' : ''}; correct it first`,
      )
    else if (error > 0)
      out(anyway ? 'run anyway, as was asked' : 'not run: correct the errors, or insist with --anyway')
    out('')
  }
  return structural > 0 || (error > 0 && !anyway) ? 'refused' : 'runs'
}

const shownViolations = (violations: readonly Violation[], { out, columns, paint }: Terminal): void => {
  for (const { counterexample, file } of violations) {
    for (const line of counterexampleLines(counterexample, catalogue, columns, paint)) out(line)
    out('')
    if (file !== null)
      out(
        `  counterexample: ${file}; run again with "bulkhead replay ${file} --step", keep with "bulkhead keep ${file}"`,
      )
    out('')
  }
}

/** Says what it came to, in the way that was asked for. */
const concluded = (checked: Checked, { json, coverage }: Checking, terminal: Terminal): Exit => {
  if (json === true) terminal.out(checkDocument(checked, catalogue))
  else {
    shownViolations(checked.violations, terminal)
    if (coverage === true && checked.hunted !== null) {
      const covered = coverageOf(checked.hunted.reach, catalogue)
      for (const line of coverageLines(covered, terminal.columns, terminal.paint)) terminal.out(line)
      terminal.out('')
    }
    for (const line of verdictLines(checked, terminal.columns, terminal.paint)) terminal.out(line)
  }
  return codeOf[checked.verdict]
}

const verdictOf = (ruleErrors: number, reruns: readonly Rerun[], hunt: Hunt | null, signal: AbortSignal): Verdict => {
  if ((hunt?.violations.length ?? 0) > 0 || reruns.some(({ finding }) => finding !== null)) return 'violation'
  if (ruleErrors > 0) return 'rule errors'
  const unable = reruns.some(({ problem }) => problem !== null)
  return signal.aborted || unable || hunt === null || hunt.hunted.owed.length > 0 ? 'inconclusive' : 'pass'
}

/** A file that is no configuration. */
const unread = (request: Checking, diagnostics: readonly Diagnostic[], terminal: Terminal): Exit => {
  for (const line of printed(diagnostics)) terminal.err(line)
  if (request.json !== true) return exit.unusable
  return concluded({ ...begun(request), verdict: 'unusable', diagnostics }, request, terminal)
}

/** What is known before anything was read. */
const begun = ({ config, profile, seed, fault }: Checking): Omit<Checked, 'verdict'> => ({
  file: config,
  sha256: null,
  profile,
  fault: fault ?? null,
  seed,
  rules: rulesUnder(profileIdNamed(profile)).length,
  ruleErrors: 0,
  diagnostics: [],
  regressions: [],
  hunted: null,
  violations: [],
})

/** Reads, rules, runs the kept cases, and if none of these ends it, hunts. */
export const checking = async (request: Checking, terminal: Terminal, signal: AbortSignal): Promise<Exit> => {
  const read = readUnderRules(request.config, profileIdNamed(request.profile))
  if (isLeft(read)) return unread(request, read.left, terminal)
  const { configuration, diagnostics } = read.right
  const sha256 = sha256Of(request.config)
  const { structural, error } = tally(diagnostics)
  const ruled = { ...begun(request), sha256, ruleErrors: structural + error, diagnostics }
  if (introduced(read.right, request, terminal) === 'refused')
    return concluded({ ...ruled, verdict: 'rule errors' }, request, terminal)
  const regressions = await rerun(request, terminal, signal)
  const ends = signal.aborted || regressions.some(({ finding }) => finding !== null)
  const done = ends ? null : await hunt(request, configuration, sha256, terminal, signal)
  const verdict = verdictOf(ruled.ruleErrors, regressions, done, signal)
  const { hunted = null, violations = [] } = done ?? {}
  return concluded({ ...ruled, verdict, regressions, hunted, violations }, request, terminal)
}
