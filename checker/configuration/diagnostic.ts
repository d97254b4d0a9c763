/** Diagnostics: what is wrong with a file, where, and what to change. */

import type { Severity } from '../../spec/statement.ts'

/** A place in a text: line and column from 1, the column in UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

export interface Diagnostic extends Position {
  readonly file: string
  /** Stable: one of `codes`, or the id of a rule of the specification. */
  readonly code: string
  readonly severity: Severity
  readonly message: string
}

/** The codes of what can be wrong before any rule can be asked. */
export const codes = {
  'FILE-1': 'there is no such file',
  'FILE-2': 'it is no regular file',
  'FILE-3': 'it cannot be read',
  'FILE-4': 'it is too large',
  'TEXT-1': 'it is not UTF-8',
  'TEXT-2': 'it has a character that XML forbids',
  'XML-1': 'it is not well-formed',
  'XML-2': 'it has a document type declaration',
  'XML-3': 'it has more elements, attributes or nesting than any configuration',
  'READ-1': 'its root is not a module’s',
  'READ-2': 'an element that does not belong where it is',
  'READ-3': 'an attribute that does not belong where it is',
  'READ-4': 'something that must be there is missing',
  'READ-5': 'a value that cannot be what it stands for',
  'READ-6': 'text where none is expected',
  'READ-7': 'an element that is known and has no effect',
  'READ-8': 'it mixes two dialects',
  'READ-9': 'something that the older dialect cannot say was assumed',
  'READ-10': 'a reference inside the file that leads nowhere, or twice to the same',
} as const

export type Code = keyof typeof codes

export const start: Position = { line: 1, column: 1 }

/** Text of a file as it can be shown: no control character, line break or change of direction takes effect. */
export const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`)

/** One line: `file:line:column code message`. */
export const formatted = ({ file, line, column, code, severity, message }: Diagnostic): string =>
  visible(`${file}:${line}:${column} ${code} ${severity === 'warning' ? 'warning: ' : ''}${message}`)

/** How many diagnostics of one file are printed. */
export const mostPrinted = 100

/** A diagnostic per line, the first hundred; the last line says how many more there are. */
export const printed = (diagnostics: readonly Diagnostic[]): readonly string[] => {
  const lines = diagnostics.slice(0, mostPrinted).map(formatted)
  const more = diagnostics.length - lines.length
  return more === 0 ? lines : [...lines, `${diagnostics[0]?.file ?? ''}: and ${more} more`]
}

/** In the order of the text; at one place, the worse first. */
export const inOrder = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.toSorted(
    (a, b) => a.line - b.line || a.column - b.column || rank[a.severity] - rank[b.severity] || byText(a.code, b.code),
  )

const rank: { readonly [severity in Severity]: number } = { structural: 0, error: 1, warning: 2 }

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
