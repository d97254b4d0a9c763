/** The events of a trace in order, each with its place; and what a trace as a whole must keep to. */

import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import { formatVersion, type Recorded } from './event.ts'
import { linesOf } from './lines.ts'
import { recordedOf, type Problem } from './reading.ts'

/** An event, and how far into the file it was found. */
export interface Found extends Recorded {
  readonly bytes: number
}

/** Why this event cannot follow the one before. */
const outOfOrder = ({ event }: Recorded, first: boolean, before: number | null): string | null => {
  if (event === null) return first ? 'a trace begins with its meta event' : null
  if (first && event.ev !== 'meta') return 'a trace begins with its meta event'
  if (!first && event.ev === 'meta') return 'a second meta event'
  const expected = before === null ? null : before + 1
  return event.n !== undefined && expected !== null && event.n !== expected
    ? `n: is ${event.n} where ${expected} would follow: a line is missing, or one too many`
    : null
}

/** Every event of a trace; a problem is the last thing that comes. */
export async function* eventsOf(file: string): AsyncGenerator<Either<Problem, Found>, void, undefined> {
  let first = true
  let before: number | null = null
  let last = 0
  for await (const found of linesOf(file)) {
    if (isLeft(found)) return yield found
    const { text, line, whole, bytes } = found.right
    last = line
    if (text.trim() === '') continue
    const recorded = recordedOf(text, line)
    if (isLeft(recorded))
      return yield whole
        ? recorded
        : left({ line, column: text.length + 1, why: 'the file ends in the middle of this line' })
    const why = outOfOrder(recorded.right, first, before)
    if (why !== null) return yield left({ line, column: 1, why })
    first = false
    before = recorded.right.event?.n ?? (before === null ? null : before + 1)
    yield right({ ...recorded.right, bytes })
  }
  if (first)
    yield left({
      line: last + 1,
      column: 1,
      why: `holds no event; a trace of format ${formatVersion} begins with its meta event`,
    })
}
