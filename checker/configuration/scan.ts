/**
 * What is refused before a text is parsed: document types (and with them entities), more than any configuration needs,
 * and mistakes of which the parser would not say, or not exactly, where they are.
 */

import type { Code, Position } from './diagnostic.ts'

/** A problem at an offset of the text. */
export interface Problem {
  readonly at: number
  readonly code: Code
  readonly message: string
}

/** What a text may have. The largest module that AIR supports has some 30,000 elements, 10 deep, of 6 attributes. */
export const most = { elements: 100_000, attributes: 64, depth: 32 } as const

/** Where the lines of a text begin; every line ends with a line feed. */
export const lineStarts = (text: string): readonly number[] => {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The position of each offset of a text. */
export const positions = (text: string): ((offset: number) => Position) => {
  const starts = lineStarts(text)
  return (offset) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

interface Open {
  readonly name: string
  readonly at: number
}

interface Tag {
  readonly name: string
  readonly end: number
  readonly closes: boolean
  readonly empty: boolean
  readonly attributes: number
}

const nameEnd = /[\s/>=<]/g
const nameStart = /^[A-Za-z_:\u0080-\uffff]/

/** The tag that begins at `at`, or why none does. Quoted values may contain `>`. */
const tagAt = (text: string, at: number): Tag | Problem => {
  const closes = text[at + 1] === '/'
  const from = at + (closes ? 2 : 1)
  nameEnd.lastIndex = from
  const name = text.slice(from, nameEnd.exec(text)?.index ?? text.length)
  if (!nameStart.test(name))
    return { at, code: 'XML-1', message: 'a "<" that begins no tag; write &lt; for the character' }
  const unclosed: Problem = {
    at,
    code: 'XML-1',
    message: 'a tag that never ends; close its quotes, and end it with ">"',
  }
  let attributes = 0
  for (let i = from + name.length; i < text.length; i += 1) {
    const c = text[i]
    if (c === '>') return { name, end: i + 1, closes, empty: text[i - 1] === '/', attributes }
    if (c === '<') return unclosed
    if (c === '=') attributes += 1
    if (c === '"' || c === "'") {
      i = text.indexOf(c, i + 1)
      if (i < 0) return unclosed
    }
  }
  return unclosed
}

const reference = /&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)/g
const numbered = /&#(x?)([0-9A-Fa-f]+);/g

/** Characters that XML allows. */
const allowed = (c: number): boolean =>
  c === 9 ||
  c === 10 ||
  c === 13 ||
  (c >= 32 && c < 0xd800) ||
  (c > 0xdfff && c < 0xfffe) ||
  (c > 0xffff && c < 0x110000)

/** References in a stretch of text: only XML's own five entities, and characters that exist. */
const referenceProblem = (text: string, from: number, to: number): Problem | undefined => {
  const stretch = text.slice(from, to)
  if (!stretch.includes('&')) return undefined
  reference.lastIndex = 0
  const unknown = reference.exec(stretch)
  if (unknown !== null)
    return {
      at: from + unknown.index,
      code: 'XML-1',
      message: 'an "&" that begins no reference XML knows; write &amp; for the character, and no entities of your own',
    }
  for (const { 1: hex, 2: digits = '', index } of stretch.matchAll(numbered))
    if (!allowed(Number.parseInt(digits, hex === 'x' ? 16 : 10)))
      return {
        at: from + index,
        code: 'XML-1',
        message: 'a reference to a character that XML does not have; remove it',
      }
  return undefined
}

/** The end of a stretch that begins at `at` with `opening` and must end with `mark`; or that it does not. */
const endOf = (text: string, at: number, opening: string, mark: string, what: string): number | Problem => {
  const end = text.indexOf(mark, at + opening.length)
  return end < 0
    ? { at, code: 'XML-1', message: `${what} that is never closed; end it with ${mark}` }
    : end + mark.length
}

/** The first reason not to parse a text, if there is one. */
export const scanned = (text: string): Problem | undefined => {
  const open: Open[] = []
  let elements = 0
  let after = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', after)) {
    const between = outside(text, after, at, open.length) ?? referenceProblem(text, after, at)
    if (between !== undefined) return between
    if (doctype.test(text.slice(at, at + 9)))
      return { at, code: 'XML-2', message: 'document types and entities are refused; remove the <!DOCTYPE …>' }
    const special = specialEnd(text, at)
    if (typeof special === 'object') return special
    if (special !== undefined) {
      after = special
      continue
    }
    const tag = tagAt(text, at)
    if ('code' in tag) return tag
    const problem = excess(tag, at, elements, open.length) ?? unbalanced(tag, at, open, text, elements)
    if (problem !== undefined) return problem
    const inValues = referenceProblem(text, at, tag.end)
    if (inValues !== undefined) return inValues
    elements += 1
    if (tag.closes) open.pop()
    else if (!tag.empty) open.push({ name: tag.name, at })
    after = tag.end
  }
  const last = open.at(-1)
  return last === undefined
    ? outside(text, after, text.length, 0)
    : { at: last.at, code: 'XML-1', message: `<${last.name}> is never closed; add </${last.name}>` }
}

const doctype = /^<!DOCTYPE/i

/** Text outside the root element. */
const outside = (text: string, from: number, to: number, depth: number): Problem | undefined => {
  if (depth > 0) return undefined
  const found = /\S/.exec(text.slice(from, to))
  return found === null
    ? undefined
    : { at: from + found.index, code: 'XML-1', message: 'text outside the root element; remove it' }
}

/** Where a comment, a CDATA section or a processing instruction ends; undefined for a tag. */
const specialEnd = (text: string, at: number): number | Problem | undefined => {
  if (text.startsWith('<!--', at)) return endOf(text, at, '<!--', '-->', 'a comment')
  if (text.startsWith('<![CDATA[', at)) return endOf(text, at, '<![CDATA[', ']]>', 'a CDATA section')
  if (text.startsWith('<?', at)) return endOf(text, at, '<?', '?>', 'a processing instruction')
  return undefined
}

const excess = (tag: Tag, at: number, elements: number, depth: number): Problem | undefined => {
  if (elements >= most.elements)
    return { at, code: 'XML-3', message: `more than ${most.elements} tags; no configuration is that large` }
  if (tag.attributes > most.attributes)
    return {
      at,
      code: 'XML-3',
      message: `more than ${most.attributes} attributes on <${tag.name}>; no element has so many`,
    }
  if (!tag.closes && depth >= most.depth)
    return {
      at,
      code: 'XML-3',
      message: `more than ${most.depth} elements inside one another; no configuration is that deep`,
    }
  return undefined
}

const unbalanced = (
  tag: Tag,
  at: number,
  open: readonly Open[],
  text: string,
  elements: number,
): Problem | undefined => {
  const last = open.at(-1)
  if (!tag.closes)
    return last === undefined && elements > 0
      ? { at, code: 'XML-1', message: `<${tag.name}> is a second root element; put everything in one` }
      : undefined
  if (last === undefined) return { at, code: 'XML-1', message: `</${tag.name}> closes nothing; remove it` }
  if (last.name === tag.name) return undefined
  const { line, column } = positions(text)(last.at)
  return {
    at,
    code: 'XML-1',
    message: `</${tag.name}> where </${last.name}> must close the element of ${line}:${column}`,
  }
}
