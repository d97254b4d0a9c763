/** The published requirements held against the specification, both ways: which statements specify each, and which of them each statement is named by. */

import type { Entry } from '../../spec/catalogue.ts'
import { reasonIds, reasons, type Group, type Origin, type Reason } from '../../spec/sources/disposition.ts'
import { namedIn } from '../../spec/sources/statements.ts'
import type { Paint } from '../program/terminal.ts'
import { folded } from './wrapping.ts'

/** A published requirement: either statements specify it, or it lies outside. */
interface Traced {
  readonly id: string
  readonly of: Origin
  readonly group: string
  readonly about: string
  readonly specifiedBy: readonly string[]
  readonly outside: Reason | null
  readonly note: string | null
}

/** A statement, and the requirements that name it or a part of it. */
interface Named {
  readonly id: string
  readonly kind: Entry['kind']
  readonly chapter: string
  readonly namedBy: readonly string[]
}

export interface Matrix {
  readonly requirements: readonly Traced[]
  readonly statements: readonly Named[]
  readonly totals: {
    readonly published: number
    readonly of: { readonly [origin in Origin]: number }
    readonly specified: number
    readonly outside: readonly { readonly reason: Reason; readonly says: string; readonly requirements: number }[]
  }
  /** Statements that no requirement names. */
  readonly unnamed: readonly string[]
  /** Statements that are named and not written yet. */
  readonly awaited: readonly string[]
}

/** The ids that mean a statement or a part of it. */
export const idsOf = ({ id, rows = [], postconditions = [] }: Entry): readonly string[] => [
  id,
  ...rows.map((row) => row.id),
  ...postconditions.map((postcondition) => postcondition.id),
]

export const matrixOf = (groups: readonly Group[], entries: readonly Entry[]): Matrix => {
  const requirements = groups.flatMap(({ of, title, dispositions }) =>
    dispositions.map((d) => ({
      id: d.id,
      of,
      group: title,
      about: d.about,
      specifiedBy: namedIn(d),
      outside: 'outside' in d ? d.outside : null,
      note: d.note ?? null,
    })),
  )
  const statements = entries.map((entry) => {
    const ids = idsOf(entry)
    const namedBy = requirements.filter(({ specifiedBy }) => specifiedBy.some((id) => ids.includes(id)))
    return { id: entry.id, kind: entry.kind, chapter: entry.chapter, namedBy: namedBy.map(({ id }) => id) }
  })
  const known = new Set(entries.flatMap(idsOf))
  const origin = (of: Origin): number => requirements.filter((r) => r.of === of).length
  return {
    requirements,
    statements,
    totals: {
      published: requirements.length,
      of: { 'IMA-SP': origin('IMA-SP'), 'AIR multicore': origin('AIR multicore') },
      specified: requirements.filter(({ specifiedBy }) => specifiedBy.length > 0).length,
      outside: reasonIds.map((reason) => ({
        reason,
        says: reasons[reason],
        requirements: requirements.filter(({ outside }) => outside === reason).length,
      })),
    },
    unnamed: statements.filter(({ namedBy }) => namedBy.length === 0).map(({ id }) => id),
    awaited: [...new Set(requirements.flatMap(({ specifiedBy }) => specifiedBy))].filter((id) => !known.has(id)),
  }
}

/** A name and what belongs to it, in a column of its own. */
const item = (name: string, width: number, text: string, columns: number): readonly string[] =>
  folded(text, columns, `  ${name.padEnd(width)}  `, ' '.repeat(width + 4))

const widest = (names: readonly string[]): number => Math.max(0, ...names.map((name) => name.length))

const list = (ids: readonly string[]): string => ids.join(', ')

const sectionsOf = <T>(all: readonly T[], name: (each: T) => string): readonly (readonly [string, readonly T[]])[] =>
  [...new Set(all.map(name))].map((title) => [title, all.filter((each) => name(each) === title)])

const requirementLines = (requirement: Traced, width: number, columns: number): readonly string[] => {
  const { id, about, specifiedBy, outside, note } = requirement
  const disposition = outside === null ? list(specifiedBy) : `outside: ${outside}`
  return [
    ...item(id, width, about, columns),
    ...item('', width, `→ ${disposition}`, columns),
    ...(note === null ? [] : item('', width, `(${note})`, columns)),
  ]
}

const totalsLines = ({ totals, unnamed, statements }: Matrix, columns: number): readonly string[] => {
  const lying = totals.outside.reduce((sum, { requirements }) => sum + requirements, 0)
  const count = (n: number, text: string): readonly string[] => item(String(n).padStart(3), 3, text, columns)
  return [
    ...count(totals.published, `published requirements: ${originsSaid(totals.of)}`),
    ...count(totals.specified, 'specified by statements'),
    ...count(lying, 'outside'),
    ...totals.outside.flatMap(({ reason, says, requirements }) =>
      folded(`${reason}: ${says}`, columns, `    ${String(requirements).padStart(3)}  `, '         '),
    ),
    ...count(statements.length - unnamed.length, `of ${statements.length} statements are named by a requirement`),
  ]
}

const originsSaid = (of: Matrix['totals']['of']): string =>
  Object.entries(of)
    .map(([origin, n]) => `${n} of ${origin}`)
    .join(', ')

const section = (title: string, lines: readonly string[], paint: Paint): readonly string[] =>
  lines.length === 0 ? [] : [paint.bold(title), ...lines, '']

/** The matrix for people: by requirement, by statement, then what it comes to. */
export const matrixLines = (matrix: Matrix, columns: number, paint: Paint): readonly string[] => {
  const { requirements, statements, unnamed, awaited } = matrix
  const width = widest(requirements.map(({ id }) => id))
  const named = statements.filter(({ namedBy }) => namedBy.length > 0)
  const names = widest(named.map(({ id }) => id))
  return [
    ...sectionsOf(requirements, ({ of, group }) => `${of}. ${group}`).flatMap(([title, mine]) =>
      section(
        title,
        mine.flatMap((requirement) => requirementLines(requirement, width, columns)),
        paint,
      ),
    ),
    ...sectionsOf(named, ({ chapter }) => chapter).flatMap(([chapter, mine]) =>
      section(
        `Statements of ${chapter}, and who names them`,
        mine.flatMap(({ id, namedBy }) => item(id, names, list(namedBy), columns)),
        paint,
      ),
    ),
    ...section(
      'Named by no requirement',
      unnamed.length === 0 ? [] : folded(list(unnamed), columns, '  ', '  '),
      paint,
    ),
    ...section(
      'Named and not written yet',
      awaited.length === 0 ? [] : folded(list(awaited), columns, '  ', '  '),
      paint,
    ),
    ...section('Totals', totalsLines(matrix, columns), paint).slice(0, -1),
  ]
}
