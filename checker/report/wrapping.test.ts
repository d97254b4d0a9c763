import { expect, test } from 'vitest'
import { counted, exactTime, grouped } from './durations.ts'
import { folded, nearest } from './wrapping.ts'

test('text is folded at words, and a long word stands alone', () => {
  expect(folded('one two three', 9, '  - ', '    ')).toEqual(['  - one', '    two', '    three'])
  expect(folded('incomprehensibilities are long', 10, '', '')).toEqual(['incomprehensibilities', 'are long'])
  expect(folded('kept\u00a0together always', 12, '', '')).toEqual(['kept\u00a0together', 'always'])
})

test('the nearest names to a wrong one', () => {
  const names = ['TIME-I1', 'TIME-I2', 'SPACE-I1', 'SET_SCHEDULE', 'SET_SCHEDULE.1']
  expect(nearest('TIME-I', names)).toEqual(['TIME-I1', 'TIME-I2'])
  expect(nearest('SET_SHEDULE', names)[0]).toBe('SET_SCHEDULE')
  expect(nearest('quite something else', names)).toEqual([])
})

test.each([
  [0n, '0 s'],
  [1_300_000_000n, '1.3 s'],
  [250_000_000n, '250 ms'],
  [1_000_000n, '1 ms'],
  [1_234_567n, '1234.567 µs'],
  [7n, '7 ns'],
])('%d nanoseconds are %s', (time, text) => expect(exactTime(time)).toBe(text))

test('numbers are grouped and counted', () => {
  expect(grouped(1234567.4)).toBe('1,234,567')
  expect(counted(1, 'case')).toBe('1 case')
  expect(counted(2000, 'case')).toBe('2,000 cases')
})
