import { isLeft, right } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { profileIds } from '../../spec/module/profiles.ts'
import { caseCount, duration, seed, workerCount } from './arguments.ts'
import { profileChoices } from './main.ts'

test.each([
  ['10s', 10_000],
  ['10', 10_000],
  ['1.5m', 90_000],
  ['500ms', 500],
  ['2h', 7_200_000],
])('%s is %d milliseconds', (text, milliseconds) => expect(duration(text)).toEqual(right(milliseconds)))

test.each(['', 's', '-1s', '1d', '0', '0.1ms', '1e3', '600h', '10 s', 'ten'])('“%s” is no duration', (text) => {
  expect(isLeft(duration(text))).toBe(true)
})

test('numbers are whole and in range', () => {
  expect(caseCount('50')).toEqual(right(50))
  expect(seed('0')).toEqual(right(0))
  expect(['0', '-1', '1.5', '0x10', '1e3', ''].map(caseCount).every(isLeft)).toBe(true)
  expect(['0', '257'].map(workerCount).every(isLeft)).toBe(true)
})

test('the command line offers the profiles of the specification', () => expect(profileChoices).toEqual(profileIds))
