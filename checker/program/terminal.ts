/** Where the program writes: results to standard output, progress and complaints to standard error, colour for people only. */

import picocolors from 'picocolors'

export type Paint = ReturnType<typeof picocolors.createColors>

export interface Terminal {
  /** A line of the result. */
  readonly out: (line: string) => void
  /** A byte of the result as it comes. */
  readonly put: (byte: number) => void
  /** A complaint, or progress where nobody watches. */
  readonly err: (line: string) => void
  /** A line that the next one replaces; '' takes it away. Null where nobody watches. */
  readonly live: ((line: string) => void) | null
  readonly columns: number
  readonly paint: Paint
}

/** A terminal as wide as this is assumed where there is none, or one that does not know; none is narrower than the other. */
const USUAL = 100
const NARROWEST = 40

interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly write: (text: string, encoding?: 'latin1') => unknown
}

const widthOf = ({ columns = 0 }: Stream): number => (columns === 0 ? USUAL : Math.max(NARROWEST, columns))

const wantsColour = (stream: Stream): boolean => stream.isTTY === true && !process.env.NO_COLOR

/** The process's own streams. Whoever reads them may stop reading: that is no error of ours. */
export const ownTerminal = (stdout: Stream = process.stdout, stderr: Stream = process.stderr): Terminal => {
  let shown = ''
  const clear = (): void => {
    if (shown !== '') stderr.write('\r\u001b[K')
    shown = ''
  }
  const live = (line: string): void => {
    const cut = line.slice(0, widthOf(stderr) - 1)
    if (cut === shown) return
    clear()
    if (cut !== '') stderr.write(cut)
    shown = cut
  }
  return {
    out: (line) => {
      clear()
      stdout.write(`${line}\n`)
    },
    put: (byte) => {
      clear()
      stdout.write(String.fromCharCode(byte), 'latin1')
    },
    err: (line) => {
      clear()
      stderr.write(`${line}\n`)
    },
    live: stderr.isTTY === true ? live : null,
    columns: widthOf(stdout),
    paint: picocolors.createColors(wantsColour(stdout)),
  }
}
