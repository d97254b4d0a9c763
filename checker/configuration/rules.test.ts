/** Every rule can fail, at the place it means, and a clean module breaks none. */

import { describe, expect, test } from 'vitest'
import { rules } from '../../spec/module/rules.ts'
import type { ProfileId } from '../../spec/statement.ts'
import { slackCases } from './broken-slack.fixture.ts'
import { allButSetSchedule, cases as others, mayChange, ofA, ofB, windowOfB } from './broken.fixture.ts'
import * as make from './clean.fixture.ts'
import { cleanBut, type Edit } from './clean.fixture.ts'
import { checkRules } from './rules.ts'

const cases = [...others, ...slackCases]

/** Which rules a module breaks, and where. */
const breachesOf = (broken: readonly Edit[], profile: ProfileId): readonly (readonly [string, string])[] => {
  const config = cleanBut(...broken)
  return rules
    .filter(({ profiles }) => profiles === undefined || profiles.includes(profile))
    .flatMap(({ id, breaches }) => breaches(config).map(({ at }) => [id, at.join('/')] as const))
}

test('a clean module breaks no rule', () => expect(breachesOf([], 'air-requirements')).toEqual([]))

describe('a module that breaks a rule breaks it there', () => {
  test.each(cases)('$rule', ({ rule, broken, at, also = [], profile = 'air-requirements' }) => {
    const breaches = breachesOf(broken, profile)
    const [own, others] = [breaches.filter(([id]) => id === rule), breaches.filter(([id]) => id !== rule)]
    expect(own).toEqual([[rule, at.join('/')]])
    expect([...new Set(others.map(([id]) => id))].toSorted()).toEqual(also.toSorted())
  })
})

test('every rule has been seen to fail', () =>
  expect(rules.map(({ id }) => id).filter((id) => !cases.some(({ rule }) => rule === id))).toEqual([]))

test('no two rules have one id', () => expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length))

describe('limits are limits', () => {
  const idsOf = (...broken: readonly Edit[]): readonly string[] =>
    breachesOf(broken, 'air-requirements').map(([id]) => id)

  test('a module without partitions and schedules breaks both limits', () =>
    expect(idsOf([['partitions'], []], [['time', 'schedules'], []])).toEqual(
      expect.arrayContaining(['MODULE-R1', 'MODULE-R3']),
    ))

  test('windows of different cores may overlap', () =>
    expect(idsOf([['time', 'requiredCores'], '2'], [windowOfB, make.window('2', '0', '0.5', 'true', '1')])).toEqual([]))

  test('a partition without windows of its own may be a co-partition', () =>
    expect(
      idsOf([['partitions', 2], make.third('3', 'C')], [[...windowOfB, 'coPartition'], make.coPartition('3')]),
    ).toEqual([]))

  test('windows that follow one another may lend to the same co-partition', () =>
    expect(
      idsOf(
        [['partitions', 2], make.third('3', 'C')],
        [[...ofA, 'windows', 0, 'coPartition'], make.coPartition('3')],
        [[...windowOfB, 'coPartition'], make.coPartition('3')],
      ),
    ).toEqual([]))

  test('a window may begin in the tick in which the one before ends', () => expect(idsOf()).toEqual([]))

  test('0.29 s at 100 ticks per second are 29 whole ticks', () =>
    expect(idsOf([ofB, make.scheduled('B', '0.29', [make.window('2', '0.57', '0.29')])])).toEqual([]))

  test('a period without a window lacks its supply', () =>
    expect(idsOf([[...ofA, 'period'], '0.25'], [[...ofA, 'duration'], '0.25'])).toContain('TIME-R13'))

  test('SUPERVISOR declared is no coincidence', () =>
    expect(
      idsOf(mayChange, [
        ['partitions', 0, 'permissions'],
        ['SUPERVISOR', 'GLOBAL_TIME'],
      ]),
    ).toEqual(['PARTITION-R10']))

  test('six permissions without SetModuleSchedule are no coincidence', () =>
    expect(idsOf(allButSetSchedule)).toEqual([]))
})

test('breaches become diagnostics in the order of the file, with the place and the severity of the rule', () => {
  const config = cleanBut([['partitions', 0, 'system'], 'true'], [['time', 'requiredCores'], '5'])
  const diagnostics = checkRules(
    config,
    'air-requirements',
    (path) => ({ line: path[0] === 'time' ? 1 : 2, column: 7 }),
    'f.xml',
  )
  expect(diagnostics.map(({ file, line, column, code, severity }) => [file, line, column, code, severity])).toEqual([
    ['f.xml', 1, 7, 'MODULE-R2', 'structural'],
    ['f.xml', 1, 7, 'TIME-R25', 'warning'],
    ['f.xml', 2, 7, 'PARTITION-R11', 'warning'],
  ])
})
