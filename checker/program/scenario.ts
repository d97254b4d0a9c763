/** `bulkhead scenario`: what scripted guests are expected to see, step by step, on the model and on the emulator. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { printed } from '../configuration/diagnostic.ts'
import type { EngineMaker } from '../../properties/hunt.ts'
import type { ProfileId } from '../../spec/statement.ts'
import { nameOf, scenarioLines, tableLines, type Result } from '../report/scenarios.ts'
import { scenarioFiles, scenariosIn } from '../scenario/files.ts'
import { readScenario } from '../scenario/read.ts'
import { passed, runUnder } from '../scenario/run.ts'
import { genuine } from './engine.ts'
import { exit, type Exit } from './exit.ts'
import { profileIdNamed } from './profile.ts'
import { root } from './project.ts'
import { scenarioDocument } from './scenario-document.ts'
import type { Terminal } from './terminal.ts'

export interface ScenarioRequest {
  readonly files: readonly string[]
  /** Every file of `scenarios/`. */
  readonly all?: true
  /** Only under this one; else under every profile that the scenario names. */
  readonly profile?: string
  readonly json?: true
}

/** One file, run; null for a scenario that does not name the profile asked for. */
export const resultOf = (file: string, only: ProfileId | null, make: EngineMaker): Result | null => {
  const read = readScenario(file)
  if (isLeft(read)) return { kind: 'unusable', file, diagnostics: read.left }
  const scenario = read.right
  if (scenario.outside !== null) return { kind: 'outside', scenario, ran: [] }
  const profiles = scenario.profiles.filter((id) => only === null || id === only)
  if (profiles.length === 0) return null
  const ran = profiles.map((id) => runUnder(scenario, id, make))
  return { kind: ran.every(passed) ? 'passed' : 'failed', scenario, ran }
}

const exitOf = (results: readonly Result[]): Exit => {
  if (results.some(({ kind }) => kind === 'unusable')) return exit.unusable
  return results.some(({ kind }) => kind === 'failed') ? exit.violation : exit.pass
}

/** Nothing runs before every file that was named has been read. */
const unusable = (files: readonly string[]): readonly Result[] =>
  files.flatMap((file): readonly Result[] => {
    const read = readScenario(file)
    return isLeft(read) ? [{ kind: 'unusable', file, diagnostics: read.left }] : []
  })

/** Runs scenarios, and says of each step whether what was expected came. */
export const scenario = (request: ScenarioRequest, { out, err, live, columns, paint }: Terminal): Exit => {
  const all = request.all === true
  const files = all ? scenarioFiles(scenariosIn(root)) : request.files
  if (files.length === 0 || (all && request.files.length > 0)) {
    err(
      all ? 'bulkhead: there are no scenarios, or files are named beside --all' : 'bulkhead: name a scenario, or --all',
    )
    return exit.unusable
  }
  const only = request.profile === undefined ? null : profileIdNamed(request.profile)
  const broken = unusable(files)
  const results = broken.length > 0 ? broken : ran(files, only, live)
  if (request.json === true) out(scenarioDocument(results))
  for (const result of broken) if (result.kind === 'unusable') for (const line of printed(result.diagnostics)) err(line)
  if (results.length === 0) {
    err(
      `bulkhead: no scenario that was named runs under ${request.profile}; its line "profiles" says under which it does`,
    )
    return exit.unusable
  }
  if (request.json !== true && broken.length === 0)
    for (const line of all
      ? tableLines(results, columns, paint)
      : results.flatMap((result) => scenarioLines(result, columns, paint)))
      out(line)
  return exitOf(results)
}

const ran = (files: readonly string[], only: ProfileId | null, live: Terminal['live']): readonly Result[] => {
  const results: Result[] = []
  for (const file of files) {
    live?.(`scenario ${results.length + 1} of ${files.length}: ${file}`)
    const result = resultOf(file, only, genuine)
    if (result !== null) results.push(result)
  }
  live?.('')
  return results.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}
