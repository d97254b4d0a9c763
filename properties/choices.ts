/** Random choices: an own generator of numbers, seeded by hashing, so that a case depends on its seed and index alone. */

import { impossible } from '../spec/statement.ts'

const mixed = (h: number): number => {
  const a = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  return (b ^ (b >>> 16)) >>> 0
}

/** One number from several: nearby seeds and counters must not give nearby streams. */
export const hashed = (...numbers: readonly number[]): number =>
  numbers.reduce(
    (h, n) => mixed((Math.imul(h, 0x9e3779b1) ^ (n | 0) ^ Math.floor(n / 0x100000000)) + 0x7f4a7c15),
    0x243f6a88,
  )

/** A stream of choices (sfc32). What is drawn last is what a later change to a generator shifts least. */
export class Choices {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(...seed: readonly number[]) {
    this.#a = hashed(1, ...seed)
    this.#b = hashed(2, ...seed)
    this.#c = hashed(3, ...seed)
    for (let i = 0; i < 12; i++) this.word()
  }

  /** Any 32-bit word. */
  word(): number {
    const t = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t
    return t >>> 0
  }

  /** 0 to n − 1. The bias of the multiplication is below 2⁻²⁰ for what is drawn here. */
  below(n: number): number {
    return Math.floor((this.word() / 0x100000000) * n)
  }

  /** Both ends included. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1)
  }

  /** True once in a while: `percent` of the time. */
  percent(percent: number): boolean {
    return this.word() < percent * 42949672.96
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    return item === undefined ? impossible('a choice from nothing', 'callers offer at least one') : item
  }

  /** One of several draws, each with a weight. */
  weighted<T>(...draws: readonly (readonly [weight: number, draw: () => T])[]): T {
    let left = this.below(draws.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, draw] of draws) {
      if (left < weight) return draw()
      left -= weight
    }
    return impossible('weights do not add up', 'left is below their sum')
  }

  /** `items` in a random order. */
  shuffled<T>(items: readonly T[]): readonly T[] {
    return items
      .map((item) => ({ item, key: this.word() }))
      .toSorted((x, y) => x.key - y.key)
      .map(({ item }) => item)
  }

  /** First to last, both included; the ends twice as often as a fair draw of a long stretch would give. */
  edged(first: number, last: number): number {
    if (first >= last) return first
    return this.weighted([1, () => first], [1, () => last], [3, () => this.between(first, last)])
  }
}
