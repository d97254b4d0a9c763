/** What an image printed, as outcomes of its blocks. */

import type { Outcome } from './block.ts'
import type { Detail } from './image.ts'
import { dumpWords, signatureOf } from './record.ts'

const LINE = 9

/** The outcomes of the blocks that ended; a line or a dump that was cut off counts for nothing. */
export const outcomesOf = (console: string, detail: Detail): readonly Outcome[] => {
  const lines = detail === 'dumps' ? dumpWords + 1 : 1
  const blocks = Math.floor(console.length / LINE / lines)
  return Array.from({ length: blocks }, (_, block) => {
    const words = Array.from({ length: lines }, (_ignored, line) => {
      const start = LINE * (block * lines + line)
      return Number.parseInt(console.slice(start, start + 8), 16)
    })
    const hash = words.at(-1) ?? 0
    return detail === 'dumps'
      ? { kind: 'ended', hash, signature: signatureOf(words.slice(0, -1)) }
      : { kind: 'ended', hash }
  })
}
