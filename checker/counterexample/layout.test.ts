import { expect, test } from 'vitest'
import { caseAt } from '../../properties/hunt.ts'
import { caseCodec } from './codec.ts'
import { laidOut } from './layout.ts'

test('short lists stand on one line, long ones are filled, records have a line per field', () => {
  expect(laidOut({ a: [1, 2], b: [], c: { d: [['x', 'y'], []] }, e: {} })).toBe(
    '{\n  "a": [1, 2],\n  "b": [],\n  "c": {\n    "d": [["x", "y"], []]\n  },\n  "e": {}\n}\n',
  )
  const long = laidOut({ choices: Array.from({ length: 60 }, () => 2) }).split('\n')
  expect(Math.max(...long.map((line) => line.length))).toBeLessThanOrEqual(120)
  expect(long).toHaveLength(7)
})

test('what is laid out is the same value', () => {
  for (let index = 0; index < 50; index += 1) {
    const value: unknown = JSON.parse(JSON.stringify(caseCodec.encode(caseAt(7, index))))
    expect(JSON.parse(laidOut(value))).toEqual(value)
  }
})
