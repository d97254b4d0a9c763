/** Where a statement stands in the specification's sources, and its text: found by its id and the layout of the lines. */

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface SourceCode {
  /** Relative to the project. */
  readonly file: string
  readonly line: number
  readonly text: string
}

const indentation = (line: string): number => line.search(/\S/)

/** The first line of the comment that ends right before `first`. */
const withComment = (lines: readonly string[], first: number): number => {
  if (!/\*\/\s*$/.test(lines[first - 1] ?? '')) return first
  for (let i = first - 1; i >= 0; i -= 1) if (/^\s*\/\*\*?/.test(lines[i] ?? '')) return i
  return first
}

/** The line that opens what line `at` is a part of: the nearest above that is further out. */
const openerOf = (lines: readonly string[], at: number): number => {
  const inner = indentation(lines[at] ?? '')
  for (let i = at - 1; i >= 0; i -= 1) {
    const outer = indentation(lines[i] ?? '')
    if (outer >= 0 && outer < inner) return i
  }
  return at
}

/** The last line of what begins at `first`: the bracket that closes it, or the last line further in. */
const closerOf = (lines: readonly string[], first: number): number => {
  const outer = indentation(lines[first] ?? '')
  const next = lines.findIndex((line, i) => i > first && line.trim() !== '' && indentation(line) <= outer)
  if (next >= 0 && /^\s*[})\]]/.test(lines[next] ?? '')) return next
  return lines.findLastIndex((line, i) => (next < 0 || i < next) && line.trim() !== '')
}

/** Lines without the indentation they share. */
const flush = (lines: readonly string[]): string => {
  const shared = Math.min(...lines.filter((line) => line.trim() !== '').map(indentation))
  return lines.map((line) => line.slice(shared)).join('\n')
}

/** Whether a line defines an id: as a field, or as the first argument of what makes the statement. */
const defines = (id: string): ((line: string, before: string) => boolean) => {
  const quoted = `['"]${id.replace(/[^\w-]/g, '\\$&')}['"]`
  const [field, first, called] = [`^\\s*id: ${quoted},`, `^\\s*${quoted},`, `^[^'"]*\\(${quoted},`].map(
    (text) => new RegExp(text),
  )
  return (line, before) =>
    field?.test(line) === true || (first?.test(line) === true && before.endsWith('(')) || called?.test(line) === true
}

/** The source code of the statement `id`, as it was written: the package carries the sources too. */
export const sourceOf = (id: string, root: string): SourceCode | undefined => {
  const defining = defines(id)
  for (const file of globSync('spec/**/*.ts', { cwd: root }).toSorted()) {
    if (/\.(test|d)\.ts$/.test(file)) continue
    const lines = readFileSync(join(root, file), 'utf8').split('\n')
    const at = lines.findIndex((line, i) => defining(line, lines[i - 1] ?? ''))
    if (at < 0) continue
    const opener = /^\s*(id:|['"])/.test(lines[at] ?? '') ? openerOf(lines, at) : at
    const first = withComment(lines, opener)
    const text = flush(lines.slice(first, closerOf(lines, opener) + 1))
    return { file: file.replaceAll('\\', '/'), line: first + 1, text }
  }
  return undefined
}
