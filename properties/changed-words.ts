/** Where two memories differ, word by word. What they share is not looked at. */

import {
  linesPerPage,
  wordsPerLine,
  type Line,
  type Memory,
  type Page,
  type Segment,
} from '../spec/words/vocabulary.ts'

/** A word of physical memory that is another, as signed numbers. */
export interface ChangedWord {
  readonly at: number
  readonly before: number
  readonly after: number
}

/** A line that was never written. */
const zeros: Line = new Array<number>(wordsPerLine).fill(0)

function* changedInPage(before: Page, after: Page, at: number): Generator<ChangedWord> {
  for (let l = 0; l < linesPerPage; l++) {
    const [a, b] = [before[l] ?? zeros, after[l] ?? zeros]
    if (a === b) continue
    for (let w = 0; w < wordsPerLine; w++) {
      const [was, is] = [a[w] ?? 0, b[w] ?? 0]
      if (was !== is) yield { at: (at | (l << 8) | (w << 2)) >>> 0, before: was, after: is }
    }
  }
}

function* changedInSegment(before: Segment, after: Segment, at: number): Generator<ChangedWord> {
  for (let p = 0; p < Math.max(before.length, after.length); p++)
    if (before[p] !== after[p]) yield* changedInPage(before[p] ?? [], after[p] ?? [], at | (p << 12))
}

/** The words that differ in the regions asked for, in ascending order. */
export function* changedWords(
  before: Memory,
  after: Memory,
  asked: (region: number) => boolean,
): Generator<ChangedWord> {
  for (let r = 0; r < Math.max(before.length, after.length); r++) {
    if (before[r] === after[r] || !asked(r)) continue
    const [a, b] = [before[r] ?? [], after[r] ?? []]
    for (let s = 0; s < Math.max(a.length, b.length); s++)
      if (a[s] !== b[s]) yield* changedInSegment(a[s] ?? [], b[s] ?? [], (r << 24) | (s << 18))
  }
}
