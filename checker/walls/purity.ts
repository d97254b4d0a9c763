/** The wall around the pure rooms: every function of spec and model depends on its arguments alone and changes nothing. */

import { Node, SyntaxKind, type Project, type SourceFile } from 'ts-morph'
import { effects } from './effects.ts'
import { findingAt, pathOf, type Finding } from './finding.ts'
import { visibleWrites } from './mutation.ts'
import { PURE } from './plan.ts'
import { filesIn, ROOT } from './sources.ts'

/** A function that was looked at. */
export interface Looked {
  readonly name: string
  readonly file: string
  readonly line: number
}

export interface PurityReport {
  readonly functions: readonly Looked[]
  readonly findings: readonly Finding[]
}

/** Every function of the pure rooms, and whatever in them (or between them) could be noticed from outside. */
export const purityReport = (project: Project, root: string = ROOT): PurityReport => {
  const files = filesIn(project, PURE, root)
  return {
    functions: files.flatMap((file) => functionsIn(file, root)),
    findings: files.flatMap((file) =>
      file
        .getDescendants()
        .flatMap((node) => [...visibleWrites(node), ...effects(node)].map((why) => findingAt(node, root, why))),
    ),
  }
}

const FUNCTIONS: readonly SyntaxKind[] = [
  SyntaxKind.ArrowFunction,
  SyntaxKind.FunctionExpression,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
]

const functionsIn = (file: SourceFile, root: string): readonly Looked[] =>
  file
    .getDescendants()
    .filter((node) => FUNCTIONS.includes(node.getKind()))
    .map((node) => ({ name: nameOf(node), file: pathOf(file, root), line: node.getStartLineNumber() }))

/** A function's own name, or that of the constant, field or call it is given to, after the names it stands within. */
const nameOf = (node: Node): string => {
  const outer = node.getAncestors().flatMap((ancestor) => named(ancestor))
  return [
    ...outer.toReversed(),
    ...(named(node).length > 0 || named(node.getParent()).length > 0 ? named(node) : ['(callback)']),
  ].join('.')
}

const named = (node: Node | undefined): readonly string[] => {
  const isNamed =
    Node.isVariableDeclaration(node) ||
    Node.isPropertyAssignment(node) ||
    Node.isFunctionDeclaration(node) ||
    Node.isMethodDeclaration(node) ||
    Node.isClassDeclaration(node)
  return isNamed ? [node.getName() ?? 'default'] : []
}
