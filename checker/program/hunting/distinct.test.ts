import { expect, test } from 'vitest'
import { Distinct, standardError } from './distinct.ts'

/** A sketch of the states `from` to `to`; their digests are as close to each other as numbers can be. */
const sketch = (from: number, to: number): Distinct => {
  const distinct = new Distinct()
  for (let i = from; i < to; i += 1) distinct.add({ high: i >>> 3, low: Math.imul(i, 0x9e3779b1) >>> 0 })
  return distinct
}

test.each([0, 1, 10, 1_000, 30_000, 300_000])('%d states are estimated well enough', (n) => {
  expect(Math.abs(sketch(0, n).estimate() - n)).toBeLessThanOrEqual(Math.ceil(4 * standardError * n))
})

test('states seen twice count once, and it does not matter by whom', () => {
  const whole = sketch(0, 20_000)
  const [one, other] = [sketch(0, 12_000), sketch(8_000, 20_000)]
  one.join(other.registers)
  expect(one.registers).toEqual(whole.registers)
})
