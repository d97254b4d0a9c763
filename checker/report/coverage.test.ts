/** Coverage says what was reached, what was not, and when a row that is said to be out of reach was reached after all. */

import { expect, test } from 'vitest'
import { catalogue } from '../../spec/catalogue.ts'
import { main } from '../program/main.ts'
import { ownTerminal } from '../program/terminal.ts'
import { reachableRows } from '../../properties/reach.ts'
import { coverageLines, coverageOf } from './coverage.ts'

const { paint } = ownTerminal()
const everything = Object.fromEntries(reachableRows.map((row) => [`row ${row}`, 3]))

test('a campaign that reached every row has nothing to say but the counts', () => {
  const coverage = coverageOf(everything, catalogue)
  expect(coverage.notReached).toEqual([])
  expect(coverage.refuted).toEqual([])
  const lines = coverageLines(coverage, 100, paint)
  expect(lines.at(-1)).toMatch(new RegExp(`^${reachableRows.length} of ${reachableRows.length} rows reached`))
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(110)
})

test('a row that was not reached is named', () => {
  const { 'row READ_PORT.5': _, ...rest } = everything
  const coverage = coverageOf(rest, catalogue)
  expect(coverage.notReached).toEqual(['READ_PORT.5'])
  expect(coverageLines(coverage, 100, paint).at(-1)).toBe('not reached: READ_PORT.5')
})

test('a row that is said to be out of reach, and was reached, refutes the claim', () => {
  const claimed = catalogue
    .flatMap(({ rows = [] }) => rows)
    .filter(({ unreachable }) => unreachable !== undefined)
    .map(({ id }) => id)
  expect(claimed.length).toBeGreaterThan(0)
  for (const id of claimed) expect(coverageOf({ ...everything, [`row ${id}`]: 1 }, catalogue).refuted, id).toEqual([id])
})

test('check --coverage without a configuration draws its own, and counts what the two witnesses agreed on', async () => {
  const lines: string[] = []
  const terminal = { ...ownTerminal(), out: (line: string) => lines.push(line), live: null }
  const code = await main(['check', '--coverage', '--cases', '40', '--seed', '1', '--json'], terminal)
  const document: unknown = JSON.parse(lines.join('\n'))
  expect(document).toMatchObject({ format: 'bulkhead-coverage/1', cases: 40, finding: null, refuted: [] })
  // Forty cases do not reach every row, and say so.
  expect(code).toBe(3)
})
