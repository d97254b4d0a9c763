/** Mechanical mutants: every small change of the emulator's code that an operator makes, whether it means anything or not. */

import { Node, Project, SyntaxKind, type SourceFile } from 'ts-morph'
import { Choices } from '../../properties/choices.ts'
import type { Sources } from './load.ts'
import type { Splice } from './splice.ts'

export interface Mutant extends Splice {
  /** `time.ts:80:7 < → <=`: the place, and what was done there. */
  readonly id: string
  readonly line: number
  /** The line as it stands, without its indentation. */
  readonly source: string
  /** What was done, without the place. */
  readonly change: string
}

/** A change below one node: the stretch of text it replaces, what stands there then, and what to call it. */
interface Change {
  readonly from: number
  readonly to: number
  readonly by: string
  readonly change: string
}

const operators: { readonly [operator: string]: readonly string[] } = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['<<', '>>'],
  '&': ['|'],
  '|': ['&'],
  '^': ['|'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '|=': ['&='],
  '^=': ['|='],
}

const swap = (node: Node, by: string): Change => ({
  from: node.getStart(),
  to: node.getEnd(),
  by,
  change: `${shortened(node.getText())} → ${by === ';' ? 'nothing' : shortened(by)}`,
})

const shortened = (code: string): string => {
  const line = code.replace(/\s+/g, ' ')
  return line.length > 48 ? `${line.slice(0, 47)}…` : line
}

const binary = (node: Node): readonly Change[] => {
  if (!Node.isBinaryExpression(node)) return []
  const operator = node.getOperatorToken()
  return (operators[operator.getText()] ?? []).map((by) => swap(operator, by))
}

const unary = (node: Node): readonly Change[] => {
  if (Node.isPrefixUnaryExpression(node)) {
    const operand = node.getOperand().getText()
    switch (node.getOperatorToken()) {
      case SyntaxKind.PlusPlusToken:
        return [swap(node, `--${operand}`)]
      case SyntaxKind.MinusMinusToken:
        return [swap(node, `++${operand}`)]
      case SyntaxKind.ExclamationToken:
      case SyntaxKind.TildeToken:
      case SyntaxKind.MinusToken:
        return [swap(node, `(${operand})`)]
      case SyntaxKind.PlusToken:
        return []
    }
  }
  if (!Node.isPostfixUnaryExpression(node)) return []
  const operand = node.getOperand().getText()
  return [swap(node, node.getOperatorToken() === SyntaxKind.PlusPlusToken ? `${operand}--` : `${operand}++`)]
}

const constant = (node: Node): readonly Change[] => {
  if (Node.isTrueLiteral(node)) return [swap(node, 'false')]
  if (Node.isFalseLiteral(node)) return [swap(node, 'true')]
  if (!Node.isNumericLiteral(node)) return []
  const value = node.getLiteralValue()
  return [value + 1, value - 1, 0]
    .filter((n, i, all) => n !== value && all.indexOf(n) === i)
    .map((n) => swap(node, n < 0 ? `(${n})` : String(n)))
}

const condition = (node: Node): readonly Change[] => {
  if (Node.isIfStatement(node)) return ['true', 'false'].map((by) => swap(node.getExpression(), by))
  if (Node.isConditionalExpression(node)) return ['true', 'false'].map((by) => swap(node.getCondition(), by))
  if (Node.isWhileStatement(node)) return [swap(node.getExpression(), 'false')]
  return []
}

const statement = (node: Node): readonly Change[] => {
  if (Node.isIfStatement(node)) {
    const otherwise = node.getElseStatement()
    return otherwise === undefined ? [] : [swap(otherwise, ';')]
  }
  const droppable =
    Node.isExpressionStatement(node) ||
    Node.isBreakStatement(node) ||
    Node.isContinueStatement(node) ||
    Node.isThrowStatement(node) ||
    (Node.isReturnStatement(node) && node.getExpression() === undefined)
  return droppable ? [swap(node, ';')] : []
}

/** Two neighbouring arguments that are plain names, exchanged. */
const exchange = (node: Node): readonly Change[] => {
  if (!Node.isCallExpression(node)) return []
  const given = node.getArguments()
  return given.flatMap((first, i) => {
    const second = given[i + 1]
    if (second === undefined || !Node.isIdentifier(first) || !Node.isIdentifier(second)) return []
    const [a, b] = [first.getText(), second.getText()]
    if (a === b) return []
    const between = node.getSourceFile().getFullText().slice(first.getEnd(), second.getStart())
    const change = `${a}, ${b} → ${b}, ${a}`
    return [{ from: first.getStart(), to: second.getEnd(), by: `${b}${between}${a}`, change }]
  })
}

/** What is not executed: types, and what is taken from elsewhere. */
const isIdle = (node: Node): boolean =>
  Node.isTypeNode(node) ||
  Node.isInterfaceDeclaration(node) ||
  Node.isTypeAliasDeclaration(node) ||
  Node.isImportDeclaration(node)

const changesBelow = (node: Node): readonly Change[] =>
  isIdle(node)
    ? []
    : [
        ...[binary, unary, constant, condition, statement, exchange].flatMap((operator) => operator(node)),
        ...node.forEachChildAsArray().flatMap(changesBelow),
      ]

const mutantsOf = (path: string, file: SourceFile): readonly Mutant[] =>
  changesBelow(file).map((change) => {
    const { line, column } = file.getLineAndColumnAtPos(change.from)
    const source = file.getFullText().split('\n')[line - 1] ?? ''
    return { ...change, id: `${path}:${line}:${column} ${change.change}`, file: path, line, source: source.trim() }
  })

/** Every mutant of some sources, in the order of their places. */
export const enumerated = (sources: Sources): readonly Mutant[] => {
  const project = new Project({ useInMemoryFileSystem: true })
  return [...sources].flatMap(([path, text]) => mutantsOf(path, project.createSourceFile(`/${path}`, text)))
}

/** So many of them, the same for the same seed. */
export const sampled = (mutants: readonly Mutant[], count: number, seed: number): readonly Mutant[] =>
  count >= mutants.length
    ? mutants
    : new Choices(seed, 0x307a)
        .shuffled(mutants.map((mutant, place) => ({ mutant, place })))
        .slice(0, count)
        .toSorted((a, b) => a.place - b.place)
        .map(({ mutant }) => mutant)
