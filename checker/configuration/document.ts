/** Bytes become a tree of elements in which every name, value and text knows where it stands, or diagnostics. */

import { DOMParser, type Element as DomElement, type Node } from '@xmldom/xmldom'
import { left, right, type Either } from 'fp-ts/lib/Either.js'
import { start, type Code, type Diagnostic, type Position } from './diagnostic.ts'
import { lineStarts, positions, scanned } from './scan.ts'

export interface Attribute {
  readonly name: string
  readonly value: string
  /** Where the name begins, and the first character of the value. */
  readonly at: Position
  readonly valueAt: Position
  /** The value as a text of the file: with the line breaks that XML takes for blanks in a value. */
  readonly written: Text
}

/** A run of text without markup; not one that is all blank. */
export interface Text {
  readonly value: string
  readonly at: Position
}

export interface Element {
  /** The local name, where the namespace is none or the root's; else the namespace in braces before it. */
  readonly name: string
  readonly at: Position
  readonly attributes: readonly Attribute[]
  readonly children: readonly Element[]
  readonly texts: readonly Text[]
}

/** The largest file that is read. The largest module that AIR supports fits into a quarter of it. */
export const mostBytes = 8 * 1024 * 1024

type Read<T> = Either<readonly Diagnostic[], T>

const refused = (file: string, { line, column }: Position, code: Code, message: string): Read<never> =>
  left([{ file, line, column, code, severity: 'structural', message }])

/** The diagnostic for a file of that many bytes, if that is too many. */
export const tooLarge = (file: string, bytes: number): readonly Diagnostic[] =>
  bytes <= mostBytes
    ? []
    : [
        {
          file,
          ...start,
          code: 'FILE-4',
          severity: 'structural',
          message:
            `is ${bytes} bytes long; files of more than ${mostBytes} are refused, and no ` + `configuration needs them`,
        },
      ]

/** The tree of a file. */
export const documentOf = (file: string, bytes: Uint8Array): Read<Element> => {
  const large = tooLarge(file, bytes.length)
  if (large.length > 0) return left(large)
  const decoded = textOf(file, bytes)
  if (decoded._tag === 'Left') return decoded
  const text = decoded.right
  const at = positions(text)
  const begin = /\S/.exec(text)
  if (begin === null)
    return refused(file, start, 'XML-1', 'is empty; a module configuration begins with <ARINC_653_Module>')
  if (text[begin.index] !== '<')
    return refused(file, at(begin.index), 'XML-1', 'is not XML; a module configuration begins with <ARINC_653_Module>')
  const problem = scanned(text)
  if (problem !== undefined) return refused(file, at(problem.at), problem.code, problem.message)
  return parsed(file, text, at)
}

const marks: readonly { readonly bytes: readonly number[]; readonly encoding: string }[] = [
  { bytes: [0xfe, 0xff], encoding: 'UTF-16' },
  { bytes: [0xff, 0xfe], encoding: 'UTF-16' },
  { bytes: [0x00, 0x3c], encoding: 'UTF-16' },
  { bytes: [0x3c, 0x00], encoding: 'UTF-16' },
  { bytes: [0x00, 0x00], encoding: 'UTF-32' },
]

const forbidden = /[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u
const declaration = /^<\?xml\s[^>]*?encoding\s*=\s*(["'])(.*?)\1/

/** The text of a file: UTF-8, every line ending with a line feed, no character that XML forbids. */
const textOf = (file: string, bytes: Uint8Array): Read<string> => {
  const mark = marks.find((m) => m.bytes.every((byte, i) => bytes[i] === byte))
  if (mark !== undefined) return refused(file, start, 'TEXT-1', `is ${mark.encoding}; save it as UTF-8`)
  const decoded = utf8(bytes)
  if (decoded === undefined)
    return refused(file, invalidAt(bytes), 'TEXT-1', 'a byte that is not UTF-8; save the file as UTF-8')
  const text = decoded.replace(/\r\n?/g, '\n')
  const character = forbidden.exec(text)
  if (character !== null) {
    const number = character[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
    return refused(
      file,
      positions(text)(character.index),
      'TEXT-2',
      `the character U+${number}, which XML forbids; remove it`,
    )
  }
  const encoding = declaration.exec(text)?.[2]
  return encoding === undefined || /^(utf-?8|us-ascii)$/i.test(encoding)
    ? right(text)
    : refused(file, start, 'TEXT-1', `declares the encoding ${encoding}; save it as UTF-8, and declare that`)
}

const utf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Where the first bytes stand that are not UTF-8: behind all that can be read before them. */
const invalidAt = (bytes: Uint8Array): Position => {
  // A line that decodes is left behind: a replacement character in it is the author’s own.
  let from = 0
  for (let feed = 0; feed >= 0; from = feed + 1) {
    feed = bytes.indexOf(0x0a, from)
    if (utf8(bytes.subarray(from, feed < 0 ? bytes.length : feed)) === undefined) break
  }
  const decode = (part: Uint8Array): string => new TextDecoder('utf-8').decode(part)
  const line = decode(bytes.subarray(from))
  const before = decode(bytes.subarray(0, from)) + line.slice(0, Math.max(line.indexOf('\uFFFD'), 0))
  const lines = before.split(/\r\n?|\n/)
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}

const parsed = (file: string, text: string, at: (offset: number) => Position): Read<Element> => {
  const problems: Diagnostic[] = []
  const parser = new DOMParser({
    locator: true,
    normalizeLineEndings: (source) => source,
    onError: (_, message, context: unknown) => {
      // A text may well contain the replacement character, which the parser takes for a sign of a wrong encoding.
      if (message.startsWith('Unicode replacement character')) return
      const why = `is not well-formed: ${shortened(message)}`
      problems.push({ file, ...reportedAt(context), code: 'XML-1', severity: 'structural', message: why })
    },
  })
  const root = rootOf(parser, text)
  if (problems.length > 0) return left(problems)
  if (root === undefined) return refused(file, start, 'XML-1', 'is not well-formed')
  return right(elementOf(root, text, at, lineStarts(text)))
}

/** The place that the parser had reached when it reported something; the start where it does not say. */
const reportedAt = (context: unknown): Position => {
  if (typeof context !== 'object' || context === null || !('locator' in context)) return start
  const { locator } = context
  if (typeof locator !== 'object' || locator === null || !('lineNumber' in locator) || !('columnNumber' in locator))
    return start
  const { lineNumber: line, columnNumber: column } = locator
  return typeof line === 'number' && typeof column === 'number' && line > 0 ? { line, column } : start
}

/** The root element; undefined when the parser gave up, which it does by throwing what it has reported before. */
const rootOf = (parser: DOMParser, text: string): DomElement | undefined => {
  try {
    return parser.parseFromString(text, 'text/xml').documentElement ?? undefined
  } catch {
    return undefined
  }
}

const shortened = (message: string): string => (message.length > 120 ? `${message.slice(0, 119)}…` : message)

/** The namespaces of AIR's older extensions, whose elements go by their local names. */
const extensions: readonly (string | null)[] = [null, '', 'PartitionExt', 'ModExt', 'Window_Sched_Ext']

const placeOf = (node: Node): Position => ({ line: node.lineNumber ?? 1, column: node.columnNumber ?? 1 })

const elementOf = (
  root: DomElement,
  text: string,
  at: (offset: number) => Position,
  starts: readonly number[],
): Element => {
  const attributeOf = (attribute: Node & { readonly name: string; readonly value: string }): Attribute => {
    // The parser's place of an attribute is its opening quote; the name stands before the equals sign before it.
    const { line, column } = placeOf(attribute)
    const quote = (starts[line - 1] ?? 0) + column - 1
    const sign = text.lastIndexOf('=', quote)
    const name = text.slice(0, sign).trimEnd().length - attribute.name.length
    const valueAt = { line, column: column + 1 }
    const raw = text.slice(quote + 1, quote + 1 + attribute.value.length)
    const value = raw.replace(/[\n\t]/g, ' ') === attribute.value ? raw : attribute.value
    return { name: attribute.name, value: attribute.value, at: at(name), valueAt, written: { value, at: valueAt } }
  }
  const walk = (node: DomElement): Element => {
    const children: Element[] = []
    const texts: Text[] = []
    // A node list is live, and asking it for each of its members is slow.
    for (let child = node.firstChild; child !== null; child = child.nextSibling)
      if (isElement(child)) children.push(walk(child))
      else if (isText(child) && /\S/.test(child.nodeValue ?? ''))
        texts.push({ value: child.nodeValue ?? '', at: placeOf(child) })
    const ours = extensions.includes(node.namespaceURI) || node.namespaceURI === root.namespaceURI
    return {
      name: ours ? (node.localName ?? node.nodeName) : `{${node.namespaceURI}}${node.localName}`,
      at: placeOf(node),
      attributes: [...node.attributes].filter(({ name }) => !foreign.test(name)).map(attributeOf),
      children,
      texts,
    }
  }
  return walk(root)
}

/** Attributes that are XML's own affair. */
const foreign = /^(xmlns|xmlns:.*|xsi:.*|xml:.*)$/

const isElement = (node: Node): node is DomElement => node.nodeType === 1

const isText = (node: Node): boolean => node.nodeType === 3 || node.nodeType === 4
