/** A counterexample for people: what is violated, the steps in words, where the two witnesses differ. */

import type { Entry } from '../../spec/catalogue.ts'
import type { Counterexample } from '../counterexample/codec.ts'
import { told } from '../counterexample/steps.ts'
import type { Paint } from '../program/terminal.ts'
import { counted } from './durations.ts'
import { folded } from './wrapping.ts'

/** Steps of a long counterexample that are shown: the last ones. */
const MOST_STEPS = 60

/** A value of a state on one line. */
export const shownValue = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

/** The differences as a table. */
export const diffLines = (diff: Counterexample['finding']['diff'], paint: Paint): readonly string[] => {
  if (diff.length === 0) return []
  const rows = diff.map(
    ({ path, model, emulator }) => [path.join('.'), shownValue(model), shownValue(emulator)] as const,
  )
  const [where, mine] = [0, 1].map((column) => Math.max(5, ...rows.map((row) => (row[column] ?? '').length)))
  const row = (a: string, b: string, c: string): string => `    ${a.padEnd(where ?? 0)}  ${b.padEnd(mine ?? 0)}  ${c}`
  return [
    '',
    '  where they differ',
    paint.dim(row('', 'model', 'emulator')),
    ...rows.map(([at, model, emulator]) => row(at, paint.green(model.padEnd(mine ?? 0)), paint.red(emulator))),
  ]
}

/** What is violated, in a heading and a few lines. */
export const findingLines = (
  { finding }: Pick<Counterexample, 'finding'>,
  catalogue: readonly Entry[],
  columns: number,
  paint: Paint,
): readonly string[] => {
  const { statement, at, why, expected } = finding
  const entry = catalogue.find(
    ({ id, rows = [], postconditions = [] }) =>
      id === statement || rows.some((row) => row.id === statement) || postconditions.some((p) => p.id === statement),
  )
  const says = entry?.postconditions?.find((p) => p.id === statement)?.says ?? entry?.says
  return [
    paint.red(paint.bold(`${statement} is violated${at === '' ? '' : ` at ${at}`}`)),
    ...(says === undefined ? [] : folded(says, columns, '  ', '  ')),
    ...folded(why, columns, '  ', '  '),
  ].concat(expected === null ? [] : folded(`expected under this profile: ${expected}`, columns, '  ', '  '))
}

/** The whole of it. */
export const counterexampleLines = (
  counterexample: Counterexample,
  catalogue: readonly Entry[],
  columns: number,
  paint: Paint,
): readonly string[] => {
  const { seed, index, shrunk, case: of } = counterexample
  const { world, steps } = told(of)
  const skipped = Math.max(0, steps.length - MOST_STEPS)
  const origin = shrunk === null ? 'not shrunk' : `shrunk from ${shrunk.from} steps in ${shrunk.tried} attempts`
  return [
    ...findingLines(counterexample, catalogue, columns, paint),
    `  case ${index} of seed ${seed}: ${counted(of.steps, 'step')}, ${origin}`,
    '',
    ...world.map((line) => `  ${line}`),
    ...(skipped === 0 ? [] : [`  … ${skipped} steps`]),
    ...steps.slice(skipped).map((line) => `  ${line}`),
    ...diffLines(counterexample.finding.diff, paint),
  ]
}
