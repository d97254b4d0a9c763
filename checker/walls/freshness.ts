/** Freshness: whether what an expression denotes was made by the function it stands in, so that nobody else sees it change. */

import { Node, SyntaxKind, type Identifier, type NewExpression, type VariableDeclaration } from 'ts-morph'
import { callsBackAtOnce, isContainer, isCopier, isView, memberOf, returnsReceiver } from './natives.ts'

/** The function a piece of code belongs to; undefined at the top level of a module. */
export const functionOf = (node: Node): Node | undefined =>
  node.getFirstAncestor(
    (ancestor) =>
      Node.isFunctionLikeDeclaration(ancestor) || Node.isFunctionExpression(ancestor) || Node.isArrowFunction(ancestor),
  )

/** An expression without its parentheses, `as`, `satisfies` and `!`. */
export const bare = (node: Node): Node =>
  Node.isParenthesizedExpression(node) ||
  Node.isAsExpression(node) ||
  Node.isSatisfiesExpression(node) ||
  Node.isNonNullExpression(node)
    ? bare(node.getExpression())
    : node

/** Whether this expression denotes something made here. `visiting`: the variables under question already. */
export const isFresh = (expression: Node, visiting: readonly VariableDeclaration[] = []): boolean => {
  const node = bare(expression)
  if (Node.isArrayLiteralExpression(node) || Node.isObjectLiteralExpression(node)) return true
  if (Node.isNewExpression(node)) return isNewContainer(node, visiting)
  if (Node.isConditionalExpression(node))
    return isFresh(node.getWhenTrue(), visiting) && isFresh(node.getWhenFalse(), visiting)
  if (Node.isBinaryExpression(node) && ['??', '||', '&&'].includes(node.getOperatorToken().getText()))
    return isFresh(node.getLeft(), visiting) && isFresh(node.getRight(), visiting)
  if (Node.isIdentifier(node)) return isFreshVariable(node, visiting)
  if (!Node.isCallExpression(node)) return false
  const callee = node.getExpression()
  if (callee.getText() === 'structuredClone' || callee.getText() === 'Array') return true
  const member = memberOf(callee)
  if (member === undefined) return false
  return isCopier(member) || (returnsReceiver(member) && isFresh(member.receiver, visiting))
}

/** A view of somebody else's buffer shares its bytes; a view made from a length or from a literal does not. */
const isNewContainer = (node: NewExpression, visiting: readonly VariableDeclaration[]): boolean => {
  const name = node.getExpression().getText()
  const first = node.getArguments()[0]
  if (!isContainer(name)) return false
  return (
    !isView(name) || first === undefined || first.getType().isNumber() || isFresh(first, visiting) || isNumeric(first)
  )
}

const isNumeric = (node: Node): boolean => node.getType().isNumberLiteral()

/** A variable of this function (or of one that calls this one back at once) that only ever held fresh things. */
const isFreshVariable = (name: Identifier, visiting: readonly VariableDeclaration[]): boolean => {
  const declaration = name.getSymbol()?.getValueDeclaration()
  if (!Node.isVariableDeclaration(declaration) || !Node.isIdentifier(declaration.getNameNode())) return false
  if (visiting.includes(declaration)) return true
  const home = functionOf(declaration)
  if (home === undefined || !runsWithin(name, home)) return false
  const initial = declaration.getInitializer()
  const given = [...(initial === undefined ? [] : [initial]), ...assignmentsTo(declaration, home)]
  return given.length > 0 && !isLoopVariable(declaration) && given.every((e) => isFresh(e, [...visiting, declaration]))
}

const isLoopVariable = (declaration: VariableDeclaration): boolean => {
  const statement = declaration.getParent().getParent()
  return Node.isForOfStatement(statement) || Node.isForInStatement(statement)
}

/** Every expression assigned to a variable after its declaration. A pattern counts as itself: it is not fresh. */
const assignmentsTo = (declaration: VariableDeclaration, home: Node): readonly Node[] => {
  const isIt = (node: Node): boolean =>
    Node.isIdentifier(node) &&
    node.getText() === declaration.getName() &&
    node.getSymbol()?.getValueDeclaration() === declaration
  return home.getDescendantsOfKind(SyntaxKind.BinaryExpression).flatMap((node) => {
    if (!isAssignment(node.getOperatorToken().getKind())) return []
    const left = bare(node.getLeft())
    if (isIt(left)) return [node.getRight()]
    const inPattern = Node.isArrayLiteralExpression(left) || Node.isObjectLiteralExpression(left)
    return inPattern && left.getDescendants().some(isIt) ? [node] : []
  })
}

export const isAssignment = (operator: SyntaxKind): boolean =>
  operator >= SyntaxKind.FirstAssignment && operator <= SyntaxKind.LastAssignment

/** Whether a piece of code runs only while `home` does: it stands there, or in callbacks that are run at once. */
const runsWithin = (node: Node, home: Node): boolean => {
  const owner = functionOf(node)
  if (owner === home) return true
  return owner !== undefined && isRunAtOnce(owner) && runsWithin(owner, home)
}

/** A function called on the spot, or handed to a method of the language that calls it before it returns. */
const isRunAtOnce = (fn: Node): boolean => {
  if (!Node.isArrowFunction(fn) && !Node.isFunctionExpression(fn)) return false
  const parent = fn.getParentWhile((_, child) => child === fn || Node.isParenthesizedExpression(child))
  const call = Node.isParenthesizedExpression(parent) ? parent.getParent() : parent
  if (!Node.isCallExpression(call)) return false
  return bare(call.getExpression()) === fn || callsBackAtOnce(call)
}
