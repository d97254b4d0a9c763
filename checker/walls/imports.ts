/** The wall over imports: what each room and each chapter may see of the others, by whatever form of import. */

import { posix } from 'node:path'
import { Node, SyntaxKind, type Project, type SourceFile } from 'ts-morph'
import { findingAt, pathOf, type Finding } from './finding.ts'
import { chapterOf, isVocabulary, MAY_IMPORT, placeOf, roomOf, WALLED, type Room } from './plan.ts'
import { filesIn, ROOT } from './sources.ts'

/** One mention of another module; `target` is undefined when it is computed. */
interface Mention {
  readonly at: Node
  readonly target: string | undefined
}

export interface ImportReport {
  readonly files: readonly string[]
  readonly mentions: number
  readonly findings: readonly Finding[]
}

const ROOMS: readonly Room[] = ['spec', 'model', 'impl', 'properties', 'checker', 'bench']

/** Every import of every room, held against the plan. */
export const importReport = (project: Project, root: string = ROOT): ImportReport => {
  const files = filesIn(project, ROOMS, root)
  const mentions = files.map((file) => ({ file, mentions: mentionsIn(file) }))
  const findings = mentions.flatMap(({ file, mentions: all }) => {
    const path = pathOf(file, root)
    const room = roomOf(path)
    if (room === undefined) return []
    const misplaced = WALLED.includes(room) && placeOf(chapterOf(path)) === undefined
    return [
      ...(misplaced ? [findingAt(file, root, `${chapterOf(path)} is no chapter`)] : []),
      ...all.flatMap(({ at, target }) => breaches(path, room, target).map((why) => findingAt(at, root, why))),
    ]
  })
  const graph = new Map(
    mentions.map(({ file, mentions: all }) => [pathOf(file, root), targetsOf(pathOf(file, root), all)]),
  )
  return {
    files: [...graph.keys()],
    mentions: mentions.reduce((sum, { mentions: all }) => sum + all.length, 0),
    findings: [...findings, ...files.flatMap((file) => meetings(file, graph, root))],
  }
}

/** Every mention of another module in a file: static, type-only, re-exported, dynamic, required, in a type. */
const mentionsIn = (file: SourceFile): readonly Mention[] => [
  ...file.getPathReferenceDirectives().map((directive) => ({ at: file, target: `./${directive.getFileName()}` })),
  ...file.getDescendants().flatMap((node): readonly Mention[] => {
    if (Node.isImportDeclaration(node)) return [{ at: node, target: node.getModuleSpecifierValue() }]
    if (Node.isExportDeclaration(node))
      return node.hasModuleSpecifier() ? [{ at: node, target: node.getModuleSpecifierValue() }] : []
    if (Node.isExternalModuleReference(node)) return [{ at: node, target: literal(node.getExpression()) }]
    if (Node.isImportTypeNode(node)) return [{ at: node, target: literal(node.getArgument()) }]
    if (Node.isCallExpression(node) && loads(node.getExpression()))
      return [{ at: node, target: literal(node.getArguments()[0]) }]
    return []
  }),
]

/** Whether calling this loads a module: `import`, `require`, `createRequire(..)`, `import.meta.resolve`. */
const loads = (callee: Node): boolean =>
  callee.getKind() === SyntaxKind.ImportKeyword ||
  ['require', 'createRequire', 'import.meta.resolve', 'require.resolve'].includes(callee.getText())

const literal = (node: Node | undefined): string | undefined => {
  if (Node.isLiteralTypeNode(node)) return literal(node.getLiteral())
  return Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node) ? node.getLiteralText() : undefined
}

const isRelative = (target: string): boolean => /^\.{1,2}(\/|$)/.test(target)

const resolve = (from: string, target: string): string => posix.join(posix.dirname(from), target)

/** Why a file may not mention that module: one sentence each, none if it may. */
const breaches = (path: string, room: Room, target: string | undefined): readonly string[] => {
  const walled = WALLED.includes(room)
  if (target === undefined) return walled ? ['imports what is only known when it runs'] : []
  if (!isRelative(target)) return packageBreaches(room, target)
  const to = resolve(path, target)
  const other = roomOf(to)
  if (other === undefined) return walled ? [`${room} imports ${to}, which lies in no room`] : []
  if (walled && !to.endsWith('.ts')) return [`${target} does not name a source file with its extension`]
  if (other !== room && !MAY_IMPORT[room].includes(other)) return [`${room} must not see ${other} (${to})`]
  if (room === 'impl' && other === 'spec' && !isVocabulary(to))
    return [`impl sees vocabularies only; ${to} holds statements`]
  if (isVocabulary(path) && !isVocabulary(to)) return [`a vocabulary uses vocabularies only; ${to} is none`]
  return walled ? orderBreaches(path, to) : []
}

/** A chapter uses itself and the chapters above it. */
const orderBreaches = (path: string, to: string): readonly string[] => {
  const [here, there] = [chapterOf(path), chapterOf(to)]
  const [place, other] = [placeOf(here), placeOf(there)]
  if (here === there || place === undefined || other === undefined || other < place) return []
  return [`${here} comes before ${there} and must not use it (${to})`]
}

/** Which packages each room may use. */
const packageBreaches = (room: Room, target: string): readonly string[] => {
  if (/^fp-ts(\/|$)/.test(target) && !/^fp-ts\/lib\/\w+\.js$/.test(target))
    return [`${target} loads a copy of its own or all of fp-ts: import fp-ts/lib/X.js`]
  switch (room) {
    case 'spec':
    case 'model':
      return target.startsWith('fp-ts/lib/') ? [] : [`${room} uses no package but fp-ts/lib/X.js, not ${target}`]
    case 'impl':
      return [`impl uses no package, not ${target}`]
    case 'properties':
    case 'bench':
      return /^io-ts(\/|$)/.test(target) ? [`inputs are decoded in checker; ${room} does not use ${target}`] : []
    case 'checker':
      return []
  }
}

const targetsOf = (from: string, mentions: readonly Mention[]): readonly string[] =>
  mentions.flatMap(({ target }) => (target !== undefined && isRelative(target) ? [resolve(from, target)] : []))

/** The two witnesses must not meet: no chain of imports, however long, leads from one to the other. */
const meetings = (
  file: SourceFile,
  graph: ReadonlyMap<string, readonly string[]>,
  root: string,
): readonly Finding[] => {
  const start = pathOf(file, root)
  const room = roomOf(start)
  if (room !== 'model' && room !== 'impl') return []
  const other = room === 'model' ? 'impl' : 'model'
  const chain = chainTo(start, (path) => roomOf(path) === other, graph)
  return chain === undefined ? [] : [findingAt(file, root, `${room} reaches ${other}: ${chain.join(' → ')}`)]
}

/** The shortest chain of imports from a file to one that satisfies `wanted`. */
const chainTo = (
  start: string,
  wanted: (path: string) => boolean,
  graph: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined => {
  const seen = new Set([start])
  let chains: readonly (readonly string[])[] = [[start]]
  while (chains.length > 0) {
    chains = chains.flatMap((chain) => {
      const next = (graph.get(chain.at(-1) ?? start) ?? []).filter((path) => !seen.has(path))
      for (const path of next) seen.add(path)
      return next.map((path) => [...chain, path])
    })
    const found = chains.find((chain) => wanted(chain.at(-1) ?? start))
    if (found !== undefined) return found
  }
  return undefined
}
