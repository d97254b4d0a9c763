/** `bulkhead trace`: a recorded trace of a kernel, replayed through the model. */

import { statSync } from 'node:fs'
import { isLeft, left, type Either } from 'fp-ts/lib/Either.js'
import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import { printed, visible } from '../configuration/diagnostic.ts'
import { counted } from '../report/durations.ts'
import { tally as severities } from '../report/rules.ts'
import { replayed, type Outcome, type Tally } from '../trace/replay.ts'
import { differing, outcomeLines, progressTold } from '../trace/shown.ts'
import type { Found } from '../trace/stream.ts'
import { traceDocument } from '../trace/trace-document.ts'
import { exit, type Exit } from './exit.ts'
import { profileIdNamed, profileNamed } from './profile.ts'
import { version } from './project.ts'
import { readUnderRules, type Ruled } from './reading.ts'
import { summaryOf } from './rules.ts'
import type { Terminal } from './terminal.ts'

export interface TraceRequest {
  readonly config: string
  readonly trace: string
  readonly profile: string
  readonly json: boolean
}

/** What a replay comes to. */
export type TraceVerdict = 'agrees' | 'explained' | 'refused' | 'unusable' | 'inconclusive'

const codeOf: { readonly [verdict in TraceVerdict]: Exit } = {
  agrees: exit.pass,
  explained: exit.violation,
  refused: exit.violation,
  unusable: exit.unusable,
  inconclusive: exit.inconclusive,
}

const verdictOf = (outcome: Outcome): TraceVerdict => {
  if (outcome.refusal !== null) return 'refused'
  if (outcome.problem !== null) return 'unusable'
  if (outcome.interrupted || outcome.checked.fully + outcome.checked.partly === 0) return 'inconclusive'
  return outcome.differences.length > 0 ? 'explained' : 'agrees'
}

const verdictLine = (
  verdict: TraceVerdict,
  outcome: Outcome,
  { profile }: TraceRequest,
  { paint }: Terminal,
): string => {
  switch (verdict) {
    case 'agrees':
      return paint.green(`every event is a behaviour of the model under ${profile}`)
    case 'explained':
      return paint.yellow(
        `not every event is a behaviour of the model under ${profile}: of ${counted(outcome.events, 'event')} ${differing(outcome)} ${differing(outcome) === 1 ? 'differs' : 'differ'}, all explained`,
      )
    case 'refused':
      return paint.red(`the trace is no behaviour of the model under ${profile}`)
    case 'unusable':
      return paint.red('the trace cannot be read on: what was checked is what comes before')
    case 'inconclusive':
      return outcome.interrupted ? 'interrupted' : 'nothing was checked'
  }
}

/** Why this is no file that could be read. */
const unreadable = (file: string): string | null => {
  try {
    return statSync(file).isFile() ? null : 'is no file'
  } catch {
    return 'there is no such file, or it may not be read'
  }
}

/** Where somebody watches progress is told this often, elsewhere that often: in milliseconds. */
const often = 200
const seldom = 5000

/** Ctrl-C: the first time the replay comes to its end, the second time at once. */
const interruption = (): { readonly stopped: () => boolean; readonly release: () => void } => {
  let interrupted = false
  const stop = (): void => {
    if (interrupted) process.exit(exit.inconclusive)
    interrupted = true
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const release = (): void => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
  return { stopped: () => interrupted, release }
}

/** Replays, and says how far it is. */
const watched = async (
  configuration: ModuleConfiguration,
  request: TraceRequest,
  { live, err }: Terminal,
): Promise<Outcome> => {
  const { size } = statSync(request.trace)
  const { stopped, release } = interruption()
  let told = Date.now()
  const watch = (tally: Tally, { bytes }: Found): void => {
    if (request.json || Date.now() - told < (live === null ? seldom : often)) return
    told = Date.now()
    const say = live ?? err
    say(progressTold(tally, bytes / Math.max(1, size)))
  }
  try {
    return await replayed(configuration, profileNamed(request.profile), request.trace, watch, stopped)
  } finally {
    live?.('')
    release()
  }
}

const unusable = (request: TraceRequest, problems: readonly string[], terminal: Terminal): Exit => {
  for (const problem of problems) terminal.err(problem)
  if (request.json) terminal.out(traceDocument(request, 'unusable', null, null))
  return exit.unusable
}

/** The module that a trace is of; or why there is none that could be replayed. */
const moduleOf = ({ config, profile, trace: file }: TraceRequest): Either<readonly string[], Ruled> => {
  const read = readUnderRules(config, profileIdNamed(profile))
  if (isLeft(read)) return left(printed(read.left))
  const { configuration, diagnostics } = read.right
  const { requiredCores } = configuration.time
  if (severities(diagnostics).structural > 0) return left(printed(diagnostics))
  if (requiredCores !== 1) return left([`${config}: is for ${requiredCores} cores; traces are of one`])
  const why = unreadable(file)
  return why === null ? read : left([`${file}: ${why}`])
}

const introduced = ({ configuration, diagnostics }: Ruled, request: TraceRequest, { out }: Terminal): void => {
  const { error } = severities(diagnostics)
  out(`bulkhead ${version}: replaying ${request.trace} under ${request.profile}`)
  out(summaryOf(configuration))
  if (error > 0)
    out(`it breaks rules (${counted(error, 'error')}; see "bulkhead rules ${request.config}"); replayed all the same`)
  out('')
}

/** Reads the configuration, replays the trace, says what it came to. */
export const trace = async (request: TraceRequest, terminal: Terminal): Promise<Exit> => {
  const read = moduleOf(request)
  if (isLeft(read)) return unusable(request, read.left, terminal)
  const { configuration } = read.right
  if (!request.json) introduced(read.right, request, terminal)
  const outcome = await watched(configuration, request, terminal)
  const verdict = verdictOf(outcome)
  const { problem } = outcome
  if (problem !== null) terminal.err(visible(`${request.trace}:${problem.line}:${problem.column} ${problem.why}`))
  if (request.json) terminal.out(traceDocument(request, verdict, configuration, outcome))
  else {
    for (const line of outcomeLines(configuration, request.profile, outcome, terminal.columns, terminal.paint))
      terminal.out(line)
    terminal.out(verdictLine(verdict, outcome, request, terminal))
  }
  return codeOf[verdict]
}
