/** The events of a trace in order, each with its place; and what a trace as a whole must keep to. */

import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import { formatVersion, type Recorded } from './event.ts'
import { linesOf } from './lines.ts'
import { recordedOf, type Problem } from './reading.ts'

/** An event, and how far into the file it was found. */
export interface Found extends Recorded {
  readonly bytes: number
}

/** The event before: its number if it has one, and whether it was the end. */
interface Before {
  readonly n: number | null
  readonly end: boolean
}

/** Why this event cannot follow the one before; null for none before it. */
const outOfOrder = ({ event }: Recorded, before: Before | null): string | null => {
  if (before === null) return event?.ev === 'meta' ? null : 'a trace begins with its meta event'
  if (before.end) return 'an event after the end'
  if (event?.ev === 'meta') return 'a second meta event'
  const expected = before.n === null ? null : before.n + 1
  return event?.n !== undefined && expected !== null && event.n !== expected
    ? `n: is ${event.n} where ${expected} would follow: a line is missing, or one too many`
    : null
}

/** An event as the one before the next. */
const asBefore = ({ event }: Recorded, before: Before | null): Before => ({
  n: event?.n ?? (before === null || before.n === null ? null : before.n + 1),
  end: event?.ev === 'end',
})

/** Every event of a trace; a problem is the last thing that comes. */
export async function* eventsOf(file: string): AsyncGenerator<Either<Problem, Found>, void, undefined> {
  let before: Before | null = null
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
    const why = outOfOrder(recorded.right, before)
    if (why !== null) return yield left({ line, column: 1, why })
    before = asBefore(recorded.right, before)
    yield right({ ...recorded.right, bytes })
  }
  if (before === null)
    yield left({
      line: last + 1,
      column: 1,
      why: `holds no event; a trace of format ${formatVersion} begins with its meta event`,
    })
}
