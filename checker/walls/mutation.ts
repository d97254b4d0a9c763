/** Mutation: every form in which code can write to something, and whether anybody outside the function could see it. */

import { Node, SyntaxKind, type Identifier } from 'ts-morph'
import { bare, functionOf, isAssignment, isFresh } from './freshness.ts'
import { isMutator, isNative, isObjectMutator, memberOf } from './natives.ts'

/** Why this piece of code is a write that could be seen from outside its function; none if it is not. */
export const visibleWrites = (node: Node): readonly string[] => {
  if (Node.isBinaryExpression(node) && isAssignment(node.getOperatorToken().getKind())) return writesTo(node.getLeft())
  if (Node.isPrefixUnaryExpression(node) || Node.isPostfixUnaryExpression(node)) {
    const steps = [SyntaxKind.PlusPlusToken, SyntaxKind.MinusMinusToken].includes(node.getOperatorToken())
    return steps ? writesTo(node.getOperand()) : []
  }
  if (Node.isDeleteExpression(node)) return writesTo(node.getExpression())
  if (Node.isForOfStatement(node) || Node.isForInStatement(node)) {
    const target = node.getInitializer()
    return Node.isVariableDeclarationList(target) ? [] : writesTo(target)
  }
  if (Node.isPropertyAccessExpression(node) || Node.isElementAccessExpression(node)) return memberWrites(node)
  return []
}

/** What assigning to this target writes to. */
const writesTo = (target: Node): readonly string[] => {
  const node = bare(target)
  if (Node.isIdentifier(node)) return bindingWrites(node)
  if (Node.isPropertyAccessExpression(node) || Node.isElementAccessExpression(node))
    return isFresh(node.getExpression())
      ? []
      : [`writes to ${brief(node)}, and ${brief(node.getExpression())} was not made here`]
  if (Node.isArrayLiteralExpression(node)) return node.getElements().flatMap(patternWrites)
  if (Node.isObjectLiteralExpression(node)) return node.getProperties().flatMap(patternWrites)
  return Node.isOmittedExpression(node) ? [] : [`writes to ${brief(node)}`]
}

/** An element or a property of a destructuring assignment. */
const patternWrites = (node: Node): readonly string[] => {
  if (Node.isSpreadElement(node) || Node.isSpreadAssignment(node)) return writesTo(node.getExpression())
  if (Node.isPropertyAssignment(node)) return patternWrites(node.getInitializerOrThrow())
  if (Node.isShorthandPropertyAssignment(node)) {
    const declared = node.getValueSymbol()?.getValueDeclaration()
    return declaredHere(declared, node) ? [] : [`assigns ${node.getName()}, a variable of somebody else`]
  }
  if (Node.isBinaryExpression(node)) return [] // a default value: the assignment in it is looked at on its own
  return writesTo(node)
}

/** A variable may be assigned by the function that declares it, and by no other. */
const bindingWrites = (name: Identifier): readonly string[] =>
  declaredHere(name.getSymbol()?.getValueDeclaration(), name)
    ? []
    : [`assigns ${name.getText()}, which is not a variable of this function`]

const declaredHere = (declaration: Node | undefined, use: Node): boolean => {
  if (declaration === undefined) return false
  const variable = Node.isBindingElement(declaration)
    ? declaration.getFirstAncestor((a) => Node.isVariableDeclaration(a) || Node.isParameterDeclaration(a))
    : declaration
  const home = functionOf(declaration)
  return Node.isVariableDeclaration(variable) && home !== undefined && home === functionOf(use)
}

/** A method that writes to its receiver: called, or taken as a value to be called later. */
const memberWrites = (node: Node): readonly string[] => {
  const member = memberOf(node)
  if (member === undefined) return []
  const call = node.getParent()
  const called = Node.isCallExpression(call) && call.getExpression() === node
  if (isObjectMutator(member)) {
    const target = called ? call.getArguments()[0] : undefined
    return target !== undefined && isFresh(target) ? [] : [`Object.${member.name} on what was not made here`]
  }
  if (!isMutator(member)) return []
  if (!called) return isNative(member.symbol) ? [`takes the mutating method ${member.name} as a value`] : []
  if (isFresh(member.receiver)) return []
  return [`${member.name} writes to ${brief(member.receiver)}, which was not made here`]
}

const brief = (node: Node): string => {
  const text = node.getText().replace(/\s+/g, ' ')
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
