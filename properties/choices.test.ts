import { expect, test } from 'vitest'
import { Choices, hashed } from './choices.ts'

test('the same seed gives the same stream, neighbours give others', () => {
  const stream = (...seed: readonly number[]): readonly number[] => {
    const choices = new Choices(...seed)
    return Array.from({ length: 8 }, () => choices.word())
  }
  expect(stream(1, 2)).toEqual(stream(1, 2))
  expect(stream(1, 2)).not.toEqual(stream(2, 1))
  const firsts = Array.from({ length: 2_000 }, (_, i) => stream(7, i)[0])
  expect(new Set(firsts).size).toBe(2_000)
  expect(hashed(1, 0x100000000)).not.toBe(hashed(1, 0))
})

test('draws stay within their bounds and reach them', () => {
  const choices = new Choices(3)
  const drawn = Array.from({ length: 4_000 }, () => choices.between(-2, 3))
  expect(new Set(drawn)).toEqual(new Set([-2, -1, 0, 1, 2, 3]))
  const edges = Array.from({ length: 1_000 }, () => choices.edged(1, 1_000_000))
  expect(edges.filter((n) => n === 1).length).toBeGreaterThan(100)
  expect(edges.filter((n) => n === 1_000_000).length).toBeGreaterThan(100)
  expect(choices.edged(5, 5)).toBe(5)
})

test('percentages and weights are kept', () => {
  const choices = new Choices(4)
  const share = (draw: () => boolean): number => Array.from({ length: 10_000 }, draw).filter(Boolean).length / 10_000
  expect(share(() => choices.percent(30))).toBeCloseTo(0.3, 1)
  expect(share(() => choices.percent(0))).toBe(0)
  expect(share(() => choices.percent(100))).toBe(1)
  expect(share(() => choices.weighted([3, () => true], [1, () => false]))).toBeCloseTo(0.75, 1)
  expect(share(() => choices.weighted([0, () => true], [1, () => false]))).toBe(0)
  expect(choices.shuffled([1, 2, 3, 4]).toSorted()).toEqual([1, 2, 3, 4])
})
