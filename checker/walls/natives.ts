/** What the language's own methods do to their receiver: which of them write to it, which return a copy of it. */

import { Node, type CallExpression, type Symbol as TsSymbol } from 'ts-morph'

/** Methods that write to their receiver, by name: arrays, maps, sets, iterators, buffers. */
const MUTATORS: ReadonlySet<string> = new Set([
  ...['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin'],
  ...['set', 'add', 'delete', 'clear', 'getOrInsert', 'getOrInsertComputed'],
  ...['next', 'return', 'throw'],
  ...['resize', 'grow', 'transfer', 'transferToFixedLength'],
])

/** Methods that return something nobody else holds. */
const COPIERS: ReadonlySet<string> = new Set([
  ...['map', 'filter', 'slice', 'concat', 'flatMap', 'flat', 'with', 'toSorted', 'toReversed', 'toSpliced', 'splice'],
  ...['union', 'intersection', 'difference', 'symmetricDifference'],
  ...['keys', 'values', 'entries', 'split', 'matchAll'],
  ...['from', 'of', 'fromEntries', 'groupBy', 'getOwnPropertyNames'],
])

/** Mutators that return their receiver, which is as fresh as it was. */
const RETURN_RECEIVER: ReadonlySet<string> = new Set(['sort', 'reverse', 'fill', 'copyWithin', 'set', 'add'])

/** Functions of `Object` that write to their first argument. */
const OBJECT_MUTATORS: ReadonlySet<string> = new Set([
  ...['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf', 'freeze', 'seal', 'preventExtensions'],
])

/** Constructors of the language whose products share nothing with what they were given (views of a buffer apart). */
const CONTAINERS = /^(Array|Object|Map|Set|ArrayBuffer|DataView|Error|(Big)?(Int|Uint|Float)\d+(Clamped)?Array)$/
const VIEWS = /^(DataView|(Big)?(Int|Uint|Float)\d+(Clamped)?Array)$/

/** Types of the language whose methods call a callback at once and keep no hold of it (iterators, being lazy, do). */
const EAGER =
  /^((Readonly)?(Array|Map|Set)|(Big)?(Int|Uint|Float)\d+(Clamped)?Array)$|^(Array|Map|Object)Constructor$|^String$/

const inLibrary = (declaration: Node): boolean =>
  /\/typescript\/lib\/lib\.[\w.]*d\.ts$/.test(declaration.getSourceFile().getFilePath())

/** Whether a symbol is the language's own. */
export const isNative = (symbol: TsSymbol | undefined): boolean => {
  const declarations = symbol?.getDeclarations() ?? []
  return declarations.length > 0 && declarations.every(inLibrary)
}

/** `x.name` or `x['name']`, taken apart. */
export interface Member {
  readonly receiver: Node
  readonly name: string
  readonly symbol: TsSymbol | undefined
}

export const memberOf = (node: Node): Member | undefined => {
  if (Node.isPropertyAccessExpression(node))
    return { receiver: node.getExpression(), name: node.getName(), symbol: node.getNameNode().getSymbol() }
  if (!Node.isElementAccessExpression(node)) return undefined
  const key = node.getArgumentExpression()
  const named = Node.isStringLiteral(key) || Node.isNoSubstitutionTemplateLiteral(key) ? key : undefined
  const method = node.getType().getSymbol()
  const symbol = named?.getSymbol() ?? method
  return { receiver: node.getExpression(), name: named?.getLiteralText() ?? method?.getName() ?? '', symbol }
}

/**
 * Whether a member writes to its receiver when called. One of our own of the same name does not if it is seen to be a
 * function of an object literal; where only a type says so, it might be a map in disguise, and counts as one that does.
 */
export const isMutator = ({ name, symbol }: Member): boolean => {
  if (isNative(symbol)) return MUTATORS.has(name) || /^set[A-Z]/.test(name)
  const ours = symbol?.getDeclarations() ?? []
  const functions = ours.length > 0 && ours.every((d) => Node.isPropertyAssignment(d) || isFunction(d))
  return MUTATORS.has(name) && !functions
}

const isFunction = (declaration: Node): boolean =>
  Node.isFunctionDeclaration(declaration) ||
  Node.isMethodDeclaration(declaration) ||
  Node.isShorthandPropertyAssignment(declaration) ||
  Node.isVariableDeclaration(declaration)

/** Whether a member is one of the functions of `Object` that write to their first argument. */
export const isObjectMutator = ({ receiver, name }: Member): boolean =>
  receiver.getText() === 'Object' && OBJECT_MUTATORS.has(name)

/** Whether a member of the language returns something nobody else holds. */
export const isCopier = ({ name, symbol }: Member): boolean => COPIERS.has(name) && isNative(symbol)

/** Whether a member of the language returns its receiver. */
export const returnsReceiver = ({ name, symbol }: Member): boolean => RETURN_RECEIVER.has(name) && isNative(symbol)

/** Whether `new name(..)` makes a container of its own. A view of a buffer is one only without arguments it could view. */
export const isContainer = (name: string): boolean => CONTAINERS.test(name)
export const isView = (name: string): boolean => VIEWS.test(name)

/** Whether a call runs its callbacks before it returns, and forgets them. */
export const callsBackAtOnce = (call: CallExpression): boolean => {
  const member = memberOf(call.getExpression())
  if (member === undefined || !isNative(member.symbol)) return false
  return (member.symbol?.getDeclarations() ?? []).every((declaration) => {
    const owner = declaration.getParent()
    return Node.isInterfaceDeclaration(owner) && EAGER.test(owner.getName())
  })
}
