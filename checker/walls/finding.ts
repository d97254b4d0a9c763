/** A finding: the place where the code breaks through one of the house's walls, and why that is one. */

import type { Node, SourceFile } from 'ts-morph'
import { posix } from 'node:path'

export interface Finding {
  /** The file, relative to the project's root. */
  readonly file: string
  readonly line: number
  readonly column: number
  readonly why: string
}

/** The file's path relative to the project's root, with slashes. */
export const pathOf = (file: SourceFile, root: string): string => posix.relative(root, file.getFilePath())

/** A finding about this piece of code. */
export const findingAt = (node: Node, root: string, why: string): Finding => ({
  file: pathOf(node.getSourceFile(), root),
  ...node.getSourceFile().getLineAndColumnAtPos(node.getStart()),
  why,
})
