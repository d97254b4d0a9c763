/** What the hunt for a fault found, and the columns of the table that says so. */

export interface Found {
  /** How many cases it took. */
  readonly cases: number
  /** How long the counterexample is: steps of a module, or of a program on the bare machine. */
  readonly steps: number
  /** What there is in it: partitions and cores of a module, or the words of memory that a program is given. */
  readonly size: string
  readonly profile: string
  readonly statement: string
  readonly at: string
}

const widths = [44, 7, 7, 12, 18, 12, 0]

export const row = (...cells: readonly (string | number)[]): string =>
  cells.map((cell, i) => String(cell).padEnd(widths[i] ?? 0)).join('')
