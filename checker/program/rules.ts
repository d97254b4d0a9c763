/** `bulkhead rules`: a configuration held against the rules, and nothing else. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { rules as allRules } from '../../spec/module/rules.ts'
import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import type { ProfileId } from '../../spec/statement.ts'
import { printed, type Diagnostic } from '../configuration/diagnostic.ts'
import { counted } from '../report/durations.ts'
import { ruleLines, tally } from '../report/rules.ts'
import { sarif } from '../report/sarif.ts'
import { exit, type Exit } from './exit.ts'
import { profileIdNamed } from './profile.ts'
import { version } from './project.ts'
import { readUnderRules } from './reading.ts'
import type { Terminal } from './terminal.ts'

export interface RulesRequest {
  readonly config: string
  readonly profile: string
  readonly format: 'text' | 'json' | 'sarif'
}

/** The rules that are asked under a profile. */
export const rulesUnder = (profile: ProfileId) =>
  allRules.filter((rule) => rule.profiles === undefined || rule.profiles.includes(profile))

export const summaryOf = ({ name, partitions, time }: ModuleConfiguration): string =>
  `${name}: ${counted(partitions.length, 'partition')}, ${counted(time.schedules.length, 'schedule')}, ${counted(time.requiredCores, 'core')}, ${counted(time.ticksPerSecond, 'tick')} per second`

type Verdict = 'pass' | 'rule errors' | 'unusable'

/** The documents that machines read. */
const document = (
  { config, profile, format }: RulesRequest,
  verdict: Verdict,
  diagnostics: readonly Diagnostic[],
): string => {
  const asked = rulesUnder(profileIdNamed(profile))
  return JSON.stringify(
    format === 'sarif'
      ? sarif(version, asked, diagnostics)
      : {
          format: 'bulkhead-rules/1',
          bulkhead: version,
          file: config,
          profile,
          verdict,
          rules: asked.length,
          counts: tally(diagnostics),
          diagnostics,
        },
    null,
    2,
  )
}

/** Holds the configuration against every rule of the profile. */
export const rules = (request: RulesRequest, terminal: Terminal): Exit => {
  const { config, profile, format } = request
  const { out, err, paint } = terminal
  const read = readUnderRules(config, profileIdNamed(profile))
  if (isLeft(read)) {
    for (const line of printed(read.left)) err(line)
    if (format !== 'text') out(document(request, 'unusable', read.left))
    return exit.unusable
  }
  const { configuration, diagnostics } = read.right
  const { structural, error } = tally(diagnostics)
  const verdict = structural + error === 0 ? 'pass' : 'rule errors'
  if (format === 'text') {
    out(`${summaryOf(configuration)}; profile ${profile}`)
    for (const line of ruleLines(diagnostics, rulesUnder(profileIdNamed(profile)), paint)) out(line)
  } else out(document(request, verdict, diagnostics))
  return verdict === 'pass' ? exit.pass : exit.violation
}
