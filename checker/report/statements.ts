/** The specification for people: the list of its statements, and one of them in full. */

import type { Entry } from '../../spec/catalogue.ts'
import type { Paint } from '../program/terminal.ts'
import type { SourceCode } from './source.ts'
import type { Verification } from './verification.ts'
import { folded } from './wrapping.ts'

const kinds: readonly (readonly [kind: Entry['kind'], plural: string])[] = [
  ['requirement', 'requirements'],
  ['rule', 'rules'],
  ['invariant', 'invariants'],
  ['step invariant', 'step invariants'],
  ['table', 'decision tables'],
  ['property', 'properties'],
  ['variation point', 'variation points'],
]

const choicesOf = ({ choices }: Entry): readonly (readonly [string, string])[] => Object.entries(choices ?? {})
/** What hangs below a statement in the list: the rows of a table, the choices of a variation point. */
const below = (entry: Entry): readonly (readonly [string, string])[] => [
  ...(entry.rows ?? []).map(({ id, says, returns }) => [id, `${says} → ${returns}`] as const),
  ...choicesOf(entry),
]

const item = (name: string, says: string, width: number, columns: number, depth: string): readonly string[] =>
  folded(says, columns, `${depth}${name.padEnd(width)}  `, `${depth}${' '.repeat(width)}  `)

/** Every statement, by chapter, then by kind. */
export const listed = (entries: readonly Entry[], columns: number, paint: Paint): readonly string[] => {
  const chapters = [...new Set(entries.map(({ chapter }) => chapter))]
  return chapters.flatMap((chapter) => [
    paint.bold(chapter),
    ...kinds.flatMap(([kind, plural]) => {
      const mine = entries.filter((entry) => entry.chapter === chapter && entry.kind === kind)
      const width = Math.max(0, ...mine.map(({ id }) => id.length))
      return mine.length === 0
        ? []
        : [
            `  ${paint.dim(plural)}`,
            ...mine.flatMap((entry) => [
              ...item(entry.id, entry.says, width, columns, '    '),
              ...below(entry).flatMap(([name, says]) => item(name, says, width + 2, columns, '      ')),
            ]),
          ]
    }),
    '',
  ])
}

const section = (title: string, lines: readonly string[], paint: Paint): readonly string[] =>
  lines.length === 0 ? [] : ['', paint.bold(title), ...lines]

const bullet = (text: string, columns: number): readonly string[] => folded(text, columns, '  - ', '    ')

export interface Shown {
  readonly entry: Entry
  readonly source: SourceCode | undefined
  readonly verification: readonly Verification[]
}

/** One statement in full. */
export const shown = ({ entry, source, verification }: Shown, columns: number, paint: Paint): readonly string[] => {
  const rows = entry.rows ?? []
  const width = Math.max(0, ...rows.map(({ id }) => id.length), ...choicesOf(entry).map(([id]) => id.length))
  const list = (texts: readonly string[]) => texts.flatMap((text) => bullet(text, columns))
  return [
    `${paint.bold(entry.id)}  ${entry.kind} of ${entry.chapter}${entry.severity === undefined ? '' : `, ${entry.severity}`}`,
    ...folded(entry.says, columns, '', ''),
    ...section('Serves', list(entry.serves), paint),
    ...section('Sources', list(entry.because), paint),
    ...section(
      'Expected to fail',
      list(Object.entries(entry.fails ?? {}).map(([id, why]) => `under ${id}: ${why}`)),
      paint,
    ),
    ...section(
      'Rows, the first that applies decides',
      rows.flatMap(({ id, says, returns, unreachable }) =>
        item(
          id,
          `${says} → ${returns}${unreachable === undefined ? '' : ` (unreachable: ${unreachable})`}`,
          width,
          columns,
          '  ',
        ),
      ),
      paint,
    ),
    ...section('Postconditions', list((entry.postconditions ?? []).map(({ id, says }) => `${id} ${says}`)), paint),
    ...section(
      'Choices',
      choicesOf(entry).flatMap(([id, choice]) => item(id, choice, width, columns, '  ')),
      paint,
    ),
    ...section(
      'Verified by',
      list(verification.map(({ by, where }) => (where.length === 0 ? by : `${by}: ${where.join(', ')}`))),
      paint,
    ),
    ...(source === undefined
      ? []
      : section(
          `Source code (${source.file}:${source.line})`,
          source.text.split('\n').map((line) => `  ${line}`.trimEnd()),
          paint,
        )),
  ]
}
