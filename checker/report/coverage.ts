/** Row coverage of the decision tables: how often each row decided, what was not reached, and whether what cannot be reached was. */

import type { Entry } from '../../spec/catalogue.ts'
import type { Paint } from '../program/terminal.ts'
import { grouped } from './durations.ts'
import type { Reach } from './reach.ts'
import { folded } from './wrapping.ts'

/** One row, and how many of the cases' decisions it took. */
export interface CoveredRow {
  readonly id: string
  readonly says: string
  readonly returns: string
  readonly times: number
  /** Why no run can reach it; null for one that has to be reached. */
  readonly unreachable: string | null
}

export interface CoveredTable {
  readonly id: string
  readonly says: string
  readonly rows: readonly CoveredRow[]
}

export interface Coverage {
  readonly tables: readonly CoveredTable[]
  readonly notReached: readonly string[]
  /** Rows that are said to be out of reach, and were reached: the claim is wrong. */
  readonly refuted: readonly string[]
}

export const coverageOf = (reach: Reach, catalogue: readonly Entry[]): Coverage => {
  const tables = catalogue.flatMap(({ id, says, rows }): readonly CoveredTable[] =>
    rows === undefined
      ? []
      : [
          {
            id,
            says,
            rows: rows.map((row) => ({
              id: row.id,
              says: row.says,
              returns: row.returns,
              times: reach[`row ${row.id}`] ?? 0,
              unreachable: row.unreachable ?? null,
            })),
          },
        ],
  )
  const rows = tables.flatMap((table) => table.rows)
  return {
    tables,
    notReached: rows.flatMap(({ id, times, unreachable }) => (times === 0 && unreachable === null ? [id] : [])),
    refuted: rows.flatMap(({ id, times, unreachable }) => (times > 0 && unreachable !== null ? [id] : [])),
  }
}

const countWidth = 9

const rowLines = ({ id, says, returns, times, unreachable }: CoveredRow, columns: number, paint: Paint) => {
  const count = (times === 0 ? '–' : grouped(times)).padStart(countWidth)
  const text = `${id}  ${returns}: ${says}${unreachable === null ? '' : `; out of reach: ${unreachable}`}`
  const lines = folded(text, columns, `${count}  `, ' '.repeat(countWidth + 4))
  const wrong = (times === 0) === (unreachable === null)
  return wrong ? lines.map((line) => paint.red(line)) : lines
}

/** Every table with the count of each of its rows, then what is wrong. */
export const coverageLines = (
  { tables, notReached, refuted }: Coverage,
  columns: number,
  paint: Paint,
): readonly string[] => {
  const all = tables.flatMap(({ rows }) => rows)
  const claimed = all.filter(({ unreachable }) => unreachable !== null).length
  return [
    ...tables.flatMap(({ id, rows }) => [paint.bold(id), ...rows.flatMap((row) => rowLines(row, columns, paint))]),
    '',
    `${all.length - claimed - notReached.length} of ${all.length - claimed} rows reached, on model and emulator; ${claimed} are said to be out of reach, ${refuted.length === 0 ? 'and none of them was reached' : `of which ${refuted.join(', ')} was reached`}`,
    ...(notReached.length === 0 ? [] : folded(notReached.join(', '), columns, 'not reached: ', '  ')),
  ]
}
