/** `bulkhead replay`: a counterexample run again on the model and on the emulator as it is now. */

import { createInterface, type Interface } from 'node:readline/promises'
import { isLeft } from 'fp-ts/lib/Either.js'
import { catalogue } from '../../spec/catalogue.ts'
import type { Counterexample, StoredFinding } from '../counterexample/codec.ts'
import { readCounterexample } from '../counterexample/file.ts'
import { keyOf } from '../counterexample/findings.ts'
import { rerunOf } from '../counterexample/regressions.ts'
import { stepsOf, told, type Step } from '../counterexample/steps.ts'
import { diffLines, findingLines, shownValue } from '../report/counterexample.ts'
import { engineFrom, seededWith } from './engine.ts'
import { exit, type Exit } from './exit.ts'
import { version } from './project.ts'
import type { Terminal } from './terminal.ts'

export interface ReplayRequest {
  readonly file: string
  readonly step: boolean
  readonly json: boolean
}

const stepLines = ({ says, changes }: Step, { paint }: Terminal): readonly string[] => [
  paint.bold(says),
  ...changes.map(
    ({ path, before, after }) => `        ${path.join('.')}: ${shownValue(before)} → ${shownValue(after)}`,
  ),
]

const worldLines = ({ case: of }: Counterexample): readonly string[] => told(of).world

/** The steps one by one: on a terminal the next at Enter, elsewhere all at once. */
const stepped = async (counterexample: Counterexample, terminal: Terminal): Promise<void> => {
  const watched = process.stdin.isTTY && process.stdout.isTTY
  const keys = watched ? createInterface({ input: process.stdin, output: process.stdout }) : null
  const closed = keys === null ? null : new Promise<string>((resolve) => keys.once('close', () => resolve('q')))
  const asked = (from: Interface): Promise<string> => from.question(terminal.paint.dim('Enter: next step; q: enough '))
  for (const line of worldLines(counterexample)) terminal.out(line)
  for (const step of stepsOf(counterexample.case)) {
    for (const line of stepLines(step, terminal)) terminal.out(line)
    if (keys === null || closed === null || step.number === counterexample.case.steps) continue
    if ((await Promise.race([asked(keys), closed])).trim().toLowerCase() === 'q') break
  }
  keys?.close()
}

const document = ({ file, step }: ReplayRequest, recorded: Counterexample, now: StoredFinding | null): string =>
  JSON.stringify(
    {
      format: 'bulkhead-replay/1',
      bulkhead: version,
      node: process.versions.node,
      file,
      title: recorded.title,
      profile: recorded.case.world.profile.id,
      fault: recorded.fault,
      recorded: {
        bulkhead: recorded.bulkhead,
        node: recorded.node,
        seed: recorded.seed,
        index: recorded.index,
        finding: recorded.finding,
      },
      violates: now !== null,
      same: now !== null && keyOf(now) === keyOf(recorded.finding),
      finding: now,
      steps: step
        ? [...stepsOf(recorded.case)]
        : told(recorded.case).steps.map((says, i) => ({ number: i + 1, says, changes: null })),
    },
    null,
    2,
  )

/** In one line, what became of what was recorded. */
const verdict = ({ finding }: Counterexample, now: StoredFinding | null, { paint }: Terminal): string => {
  if (now === null) return paint.green(`no longer violates ${finding.statement}: nothing is violated`)
  return keyOf(now) === keyOf(finding)
    ? paint.red(`still violates ${now.statement}`)
    : paint.red(`violates ${now.statement} at ${now.at}, no longer ${finding.statement} at ${finding.at}`)
}

const shown = async (
  { step }: ReplayRequest,
  recorded: Counterexample,
  now: StoredFinding | null,
  terminal: Terminal,
): Promise<void> => {
  const { out, columns, paint } = terminal
  const { bulkhead, fault, title, case: of } = recorded
  out(
    `found by bulkhead ${bulkhead}${bulkhead === version ? '' : ` (this is ${version})`} under ${of.world.profile.id}${fault === null ? '' : `, with the fault ${fault}`}`,
  )
  if (title !== null) out(title)
  out('')
  if (step) await stepped(recorded, terminal)
  else for (const line of [...worldLines(recorded), ...told(of).steps]) out(line)
  out('')
  for (const line of now === null
    ? []
    : [...findingLines({ finding: now }, catalogue, columns, paint), ...diffLines(now.diff, paint)])
    out(line)
  out('')
  out(verdict(recorded, now, terminal))
}

/** Runs it, and says whether it still shows a violation. */
export const replay = async (request: ReplayRequest, terminal: Terminal): Promise<Exit> => {
  const read = readCounterexample(request.file)
  if (isLeft(read)) {
    for (const problem of read.left) terminal.err(problem)
    return exit.unusable
  }
  const recorded = read.right
  const seeded = await seededWith(recorded.fault)
  const made = isLeft(seeded) ? seeded : await engineFrom(seeded.right)
  if (isLeft(made)) {
    terminal.err(`${request.file}: ${made.left}`)
    return exit.unusable
  }
  const now = rerunOf(recorded, made.right)
  if (request.json) terminal.out(document(request, recorded, now))
  else await shown(request, recorded, now, terminal)
  return now === null ? exit.pass : exit.violation
}
