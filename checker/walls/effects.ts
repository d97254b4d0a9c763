/** Effects other than mutation: clocks, chance, I/O, exceptions, hidden state, and the syntax that brings them. */

import { Node, SyntaxKind, VariableDeclarationKind, type Identifier } from 'ts-morph'
import { bare, functionOf } from './freshness.ts'
import { isNative, memberOf } from './natives.ts'

/** The names of the language and its surroundings that a pure function may mention; any other may give what it likes. */
const HARMLESS =
  /^(undefined|NaN|Infinity|Math|Object|Array|Map|Set|String|Number|Boolean|BigInt|Symbol|JSON|RegExp|Iterator|(Range|Type)?Error|ArrayBuffer|DataView|(Big)?(Int|Uint|Float)\d+(Clamped)?Array|structuredClone|isNaN|isFinite|parseInt|parseFloat)$/

/** Objects of the language of which a pure function may call members, but which it may not hand around. */
const NAMESPACES: ReadonlySet<string> = new Set(['Math', 'Object'])

/** Modules of fp-ts that stand for effects. */
const EFFECTFUL = /^fp-ts\/lib\/\w*(IO|Task|Console|Random|Date)\w*\.js$/

/** Why this piece of code is, or may bring, an effect; none if it does not. */
export const effects = (node: Node): readonly string[] => {
  if (Node.isIdentifier(node)) return surroundings(node)
  if (Node.isThrowStatement(node)) return isTheOneThrow(node) ? [] : ['throws outside impossible']
  if (Node.isExpressionStatement(node)) return dropped(node.getExpression())
  if (Node.isVariableStatement(node)) return moduleVariables(node)
  if (Node.isRegularExpressionLiteral(node)) {
    const remembers = /[gy][a-z]*$/.test(node.getText()) && functionOf(node) === undefined
    return remembers ? ['a regular expression with g or y remembers where it stopped'] : []
  }
  if (Node.isImportDeclaration(node)) {
    const target = node.getModuleSpecifierValue()
    if (target.startsWith('node:')) return [`imports ${target}`]
    if (EFFECTFUL.test(target)) return [`imports the effects of ${target}`]
    return node.getImportClause() === undefined ? [`imports ${target} for its effects`] : []
  }
  return [...memberEffects(node), ...syntax(node)]
}

/** Mention of a name that nothing in the project declares. */
const surroundings = (node: Identifier): readonly string[] => {
  const parent = node.getParent()
  if (isLabel(node, parent) || node.getFirstAncestor((ancestor) => Node.isTypeNode(ancestor)) !== undefined) return []
  const symbol = Node.isShorthandPropertyAssignment(parent) ? parent.getValueSymbol() : node.getSymbol()
  const name = node.getText()
  const ours = (symbol?.getDeclarations() ?? []).length > 0 && !isNative(symbol) && name !== 'arguments'
  if (ours) return []
  if (!HARMLESS.test(name)) return [`mentions ${name}`]
  return NAMESPACES.has(name) && !Node.isPropertyAccessExpression(parent) ? [`hands ${name} around`] : []
}

/** Whether an identifier is the label of a member, and mentions nothing by itself. */
const isLabel = (node: Identifier, parent: Node): boolean =>
  (Node.isPropertyAccessExpression(parent) && parent.getNameNode() === node) ||
  (Node.isBindingElement(parent) && parent.getPropertyNameNode() === node) ||
  Node.isExportSpecifier(parent) ||
  Node.isImportSpecifier(parent) ||
  (Node.isPropertyAssignment(parent) && parent.getNameNode() === node) ||
  Node.isPropertySignature(parent) ||
  Node.isMethodSignature(parent)

/** Members whose result depends on the surroundings: chance, the locale, and ways around this wall. */
const memberEffects = (node: Node): readonly string[] => {
  const member = memberOf(node)
  if (member === undefined) return []
  if (member.receiver.getText() === 'Math' && member.name === 'random') return ['Math.random']
  if (['call', 'apply', 'bind', 'constructor', '__proto__'].includes(member.name) && isNative(member.symbol))
    return [`${member.name} hides what is called`]
  const local = /^(toLocale\w*|localeCompare)$/.test(member.name)
  return local ? [`${member.name} depends on the locale`] : []
}

/** Syntax that has no place in a pure room. */
const syntax = (node: Node): readonly string[] => {
  switch (node.getKind()) {
    case SyntaxKind.ClassDeclaration:
    case SyntaxKind.ClassExpression:
      return ['a class holds state']
    case SyntaxKind.GetAccessor:
    case SyntaxKind.SetAccessor:
      return ['a getter or setter is an effect that looks like a field']
    case SyntaxKind.ThisKeyword:
      return ['uses this']
    case SyntaxKind.AsyncKeyword:
    case SyntaxKind.AwaitExpression:
      return ['asynchronous']
    case SyntaxKind.YieldExpression:
      return ['a generator is a thing with a state']
    case SyntaxKind.MetaProperty:
      return ['asks for its surroundings']
    case SyntaxKind.ImportKeyword:
      return Node.isCallExpression(node.getParent()) ? ['loads a module while it runs'] : []
    case SyntaxKind.DebuggerStatement:
      return ['debugger']
    default:
      return functionOf(node) === undefined && runsOnImport(node) ? ['does something when the module is loaded'] : []
  }
}

/** Statements at the top level of a module other than declarations. */
const runsOnImport = (node: Node): boolean =>
  Node.isSourceFile(node.getParent()) && Node.isStatement(node) && !DECLARES.has(node.getKind())

const DECLARES: ReadonlySet<SyntaxKind> = new Set([
  ...[SyntaxKind.ImportDeclaration, SyntaxKind.ExportDeclaration, SyntaxKind.VariableStatement],
  ...[SyntaxKind.FunctionDeclaration, SyntaxKind.InterfaceDeclaration, SyntaxKind.TypeAliasDeclaration],
])

/** The one place where the pure rooms throw. */
const isTheOneThrow = (node: Node): boolean => {
  const fn = functionOf(node)
  const declaration = Node.isArrowFunction(fn) ? fn.getParent() : fn
  const name =
    Node.isVariableDeclaration(declaration) || Node.isFunctionDeclaration(declaration) ? declaration.getName() : ''
  return name === 'impossible' && node.getSourceFile().getFilePath().endsWith('/spec/statement.ts')
}

/** A call whose result is dropped is there for an effect, unless it writes to something local (see mutation) or never returns. */
const dropped = (expression: Node): readonly string[] => {
  if (functionOf(expression) === undefined) return ['does something when the module is loaded']
  if (!Node.isCallExpression(expression)) return []
  const callee = bare(expression.getExpression())
  if (Node.isArrowFunction(callee) || Node.isFunctionExpression(callee)) return [] // its body is looked at
  if (isNative(memberOf(callee)?.symbol) || expression.getType().isNever()) return []
  return ['its result is dropped, so it is there for an effect']
}

/** A module's variables are constants. */
const moduleVariables = (node: Node): readonly string[] => {
  if (!Node.isVariableStatement(node)) return []
  const brands = node.getDeclarations().every((declaration) => declaration.getTypeNode()?.getText() === 'unique symbol')
  if (node.hasDeclareKeyword() && !brands)
    return ['takes the word of a declaration for something that is not in the project']
  const constant = node.getDeclarationKind() === VariableDeclarationKind.Const
  return functionOf(node) === undefined && !constant ? ['a module has no variables, only constants'] : []
}
