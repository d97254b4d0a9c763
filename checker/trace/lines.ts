/** The lines of a file one after another, in as much memory as the longest of them takes. */

import { createReadStream } from 'node:fs'
import { left, right, type Either } from 'fp-ts/lib/Either.js'
import type { Problem } from './reading.ts'

/** Characters that no line of a trace has. */
const LONGEST = 1 << 20

/** A line, its number from 1, whether its end is there, and how many bytes of the file were read when it was found. */
export interface Line {
  readonly text: string
  readonly line: number
  readonly whole: boolean
  readonly bytes: number
}

/** Every line of a file, in order; a problem is the last thing that comes. */
export async function* linesOf(file: string): AsyncGenerator<Either<Problem, Line>, void, undefined> {
  let [rest, line, bytes] = ['', 1, 0]
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const stream = createReadStream(file)
  try {
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) continue
      bytes += chunk.length
      rest += decoder.decode(chunk, { stream: true })
      let from = 0
      for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', from)) {
        yield right({ text: rest.slice(from, end), line, whole: true, bytes })
        from = end + 1
        line++
      }
      rest = rest.slice(from)
      if (rest.length > LONGEST) return yield left({ line, column: LONGEST, why: 'this line does not end' })
    }
    decoder.decode()
  } catch (thrown) {
    return yield left({ line, column: 1, why: reasonOf(thrown) })
  } finally {
    stream.destroy()
  }
  if (rest.trim() !== '') yield right({ text: rest, line, whole: false, bytes })
}

const reasonOf = (thrown: unknown): string =>
  thrown instanceof TypeError ? 'is not UTF-8 from here on, or within the next 64 KB' : 'cannot be read on'
