/** Scenarios for people: one step by step, or all of them as a table. */

import { printed, type Diagnostic } from '../configuration/diagnostic.ts'
import type { Paint } from '../program/terminal.ts'
import type { Told } from '../scenario/ledger.ts'
import { passed, type Ran } from '../scenario/run.ts'
import type { Scenario, Step } from '../scenario/scenario.ts'
import { counted } from './durations.ts'
import { folded } from './wrapping.ts'

/** What became of one file. */
export type Result =
  | { readonly kind: 'unusable'; readonly file: string; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'outside' | 'passed' | 'failed'; readonly scenario: Scenario; readonly ran: readonly Ran[] }

/** The name a result goes by in the table: its file’s. */
export const nameOf = (result: Result): string =>
  (result.kind === 'unusable' ? result.file : result.scenario.file).replace(/^.*[/\\]/, '').replace(/\.scenario$/, '')

const failed = ({ verdict }: Told): boolean => verdict !== null

/** One expectation that does not hold: where it stands, what was expected, what came. */
const failureLines = (file: string, told: Told, paint: Paint): readonly string[] => {
  const { line, column, says, tick, row, verdict } = told
  if (verdict === null) return []
  const when = [...(tick === null ? [] : [`tick ${tick}`]), ...(row === null ? [] : [`row ${row}`])].join(', ')
  return [
    `      ${file}:${line}:${column} ${says}`,
    `        ${paint.red(`expected ${verdict.expected}, got ${verdict.got}`)}${when === '' ? '' : paint.dim(` (${when})`)}`,
  ]
}

const mark = (ok: boolean, paint: Paint): string => (ok ? paint.green('passed') : paint.red('failed'))

/** One step under one profile: whether it passed, how much was expected in it, and what of that does not hold. */
const stepLines = (file: string, step: Step | null, told: readonly Told[], paint: Paint): readonly string[] => {
  const name = step === null ? 'beside the steps' : `step ${step.number}`
  const title = step?.title == null ? '' : `  ${step.title}`
  if (told.length === 0) return step?.outside == null ? [] : [`    ${paint.yellow('outside')} ${name}: ${step.outside}`]
  const broken = told.filter(failed)
  const partitions = [...new Set(told.map(({ partition }) => partition ?? 'module'))].join(', ')
  return [
    `    ${mark(broken.length === 0, paint)}  ${name} (${partitions}): ${told.length - broken.length} of ${told.length}${title}`,
    ...broken.flatMap((one) => failureLines(file, one, paint)),
  ]
}

const ranLines = ({ file, steps }: Scenario, ran: Ran, paint: Paint): readonly string[] => [
  `  ${paint.bold(ran.profile)}`,
  ...steps.flatMap((step) =>
    stepLines(
      file,
      step,
      ran.told.filter((told) => told.step === step.number),
      paint,
    ),
  ),
  ...stepLines(
    file,
    null,
    ran.told.filter((told) => told.step === null),
    paint,
  ),
  ran.finding === null
    ? `    model and emulator agree over ${counted(ran.steps, 'step')}`
    : `    ${paint.red(`${ran.finding.statement} is violated at ${ran.finding.at} after ${counted(ran.finding.step, 'step')}: ${ran.finding.why}`)}`,
]

const verdictShown = (kind: Result['kind'], paint: Paint): string =>
  kind === 'passed' ? paint.green(kind) : kind === 'outside' ? paint.yellow(kind) : paint.red(kind)

/** One scenario, step by step. */
export const scenarioLines = (result: Result, columns: number, paint: Paint): readonly string[] => {
  if (result.kind === 'unusable') return printed(result.diagnostics)
  const { scenario, ran, kind } = result
  const notes = scenario.notes.flatMap((note) => folded(note, columns, '  note: ', '    '))
  return [
    `${paint.bold(scenario.title)}${scenario.sources.length === 0 ? '' : ` (${scenario.sources.join(', ')})`}`,
    ...(scenario.outside === null ? [] : folded(scenario.outside, columns, '  outside the model: ', '    ')),
    ...ran.flatMap((one) => ranLines(scenario, one, paint)),
    ...notes,
    verdictShown(kind, paint),
  ]
}

const rowOf = (result: Result): string => {
  if (result.kind === 'unusable') return counted(result.diagnostics.length, 'diagnostic')
  const { scenario, ran } = result
  if (scenario.outside !== null) return scenario.outside
  return ran
    .map((one) => {
      const held = one.told.filter((told) => !failed(told)).length
      return `${one.profile} ${held}/${one.told.length}${passed(one) ? '' : ' failed'}`
    })
    .join(', ')
}

/** All scenarios as a table, what is wrong with those that do not pass, and how many there are of each. */
export const tableLines = (results: readonly Result[], columns: number, paint: Paint): readonly string[] => {
  const width = Math.max(0, ...results.map((result) => nameOf(result).length))
  const of = (kind: Result['kind']): number => results.filter((result) => result.kind === kind).length
  const bad = results.filter(({ kind }) => kind === 'failed' || kind === 'unusable')
  return [
    ...results.flatMap((result) =>
      folded(
        rowOf(result),
        columns,
        `${nameOf(result).padEnd(width)}  ${verdictShown(result.kind, paint)}${' '.repeat(10 - result.kind.length)}`,
        ' '.repeat(width + 12),
      ),
    ),
    ...bad.flatMap((result) => ['', ...scenarioLines(result, columns, paint)]),
    '',
    `${counted(results.length, 'scenario')}: ${(['passed', 'failed', 'unusable', 'outside'] as const)
      .filter((kind) => of(kind) > 0)
      .map((kind) => `${of(kind)} ${kind}`)
      .join(', ')}`,
  ]
}
