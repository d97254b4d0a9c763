/** What is written down while a file is read: what is wrong, and where each part of the configuration stands. */

import type { Path, Severity } from '../../spec/statement.ts'
import { start, type Code, type Diagnostic, type Position } from './diagnostic.ts'

export interface Notebook {
  readonly say: (severity: Severity, code: Code, at: Position, message: string) => void
  /** That this part of the configuration stands there. */
  readonly place: (path: Path, at: Position) => void
  readonly diagnostics: () => readonly Diagnostic[]
  /** Where a part of the configuration stands, or else the nearest part around it. */
  readonly locate: (path: Path) => Position
}

const keyOf = (path: Path): string => path.join('/')

export const notebook = (file: string): Notebook => {
  const diagnostics: Diagnostic[] = []
  // Most files have nothing wrong, and are asked for no place: the index is made when first one is asked for.
  const placed: (readonly [path: Path, at: Position])[] = []
  const index = new Map<string, Position>()
  return {
    say: (severity, code, { line, column }, message) =>
      void diagnostics.push({ file, line, column, code, severity, message }),
    place: (path, at) => void placed.push([path, at]),
    diagnostics: () => diagnostics,
    locate: (path) => {
      for (const [key, at] of placed.splice(0)) index.set(keyOf(key), at)
      for (let length = path.length; length >= 0; length -= 1) {
        const at = index.get(keyOf(path.slice(0, length)))
        if (at !== undefined) return at
      }
      return start
    },
  }
}
