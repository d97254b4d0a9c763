/** Random identifiers. */

import { identifier, type Identifier } from '../spec/words/vocabulary.ts'
import type { Choices } from './choices.ts'

/** Different identifiers: small ones in a row, or any, with 0 and the greatest among them. */
export const drawIdentifiers = (choices: Choices, count: number): readonly Identifier[] => {
  const first = choices.of([0, 1, 1, 2, 7])
  if (choices.percent(65)) return Array.from({ length: count }, (_, i) => identifier(first + i))
  const drawn = new Set<number>()
  while (drawn.size < count)
    drawn.add(
      choices.weighted(
        [2, () => choices.below(8)],
        [1, () => 0x7fffffff - choices.below(3)],
        [2, () => choices.word() >>> 1],
      ),
    )
  return [...drawn].map(identifier)
}
