/** What guests print is seen, in the order they print it, and no more of it than the hypervisor took. */

import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { impossible } from '../../spec/statement.ts'
import { genuine } from '../program/engine.ts'
import { root } from '../program/project.ts'
import { scenarioIn } from './read.ts'
import { runUnder } from './run.ts'

const HEADER = 'scenario "inline"\nconfiguration configurations/two.xml\nticks 40\n'

/** What was expected and what came, of everything that does not hold. */
const wrong = (body: string): readonly string[] => {
  const read = scenarioIn(join(root, 'scenarios/inline.scenario'), HEADER + body)
  if (isLeft(read)) return impossible(JSON.stringify(read.left), 'the lines of these tests are well written')
  return runUnder(read.right, 'air-requirements', genuine).told.flatMap(({ verdict }) =>
    verdict === null ? [] : [`expected ${verdict.expected}, got ${verdict.got}`],
  )
}

const expecting = (expected: string): string => `partition P0
  call PUTCHAR 0x141 => value 0x41
  store own+4 0x62630064
  call PRINT own+4 4 => value 2
  call PRINT kernel 4 => value 0
partition P1
  call PUTCHAR 0x21
module
  at tick 0: prints P0 ""
  at end: prints P1 "!"
  at end: prints P0 ${expected}
`

test.each([
  ['"Abc"', []],
  ['among others "bc"', []],
  ['"bc"', ['expected prints P0 "bc", got "Abc"']],
  ['among others "cb"', ['expected prints P0 among others "cb", got "Abc"']],
])('prints P0 %s', (expected, said) => expect(wrong(expecting(expected))).toEqual(said))
