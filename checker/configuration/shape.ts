/** What attributes and children an element may have, and the diagnostics for one that has others or lacks some. */

import type { Attribute, Element, Text } from './document.ts'
import type { Position } from './diagnostic.ts'
import type { Notebook } from './notebook.ts'

/** How often: exactly once, at most once, at least once, any number of times; or known, and of no effect. */
export type Times = 'one' | 'optional' | 'some' | 'any' | 'ignored'

export interface Shape {
  readonly attributes: { readonly [name: string]: 'required' | 'optional' }
  readonly children: { readonly [name: string]: Times }
  /** Whether its text means something. */
  readonly text: boolean
}

export const shape = (attributes: Shape['attributes'], children: Shape['children'] = {}, text = false): Shape => ({
  attributes,
  children,
  text,
})

/** How often a child may be there; undefined if it may not. (An element may well be called `constructor`.) */
export const timesOf = ({ children }: Shape, name: string): Times | undefined =>
  Object.hasOwn(children, name) ? children[name] : undefined

/** Edits that make one word of the other, up to a few. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** ` (did you mean …?)`, if one of the words is near; nothing otherwise. */
export const didYouMean = (word: string, known: readonly string[]): string => {
  if (word.length > 60) return ''
  const near = known
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits)[0]
  return near !== undefined && near.edits <= Math.max(2, Math.floor(near.candidate.length / 3))
    ? ` (did you mean ${near.candidate}?)`
    : ''
}

/** A word as it is quoted in a message: not too long. */
export const shown = (word: string): string => (word.length > 60 ? `${word.slice(0, 59)}…` : word)

/** Holds an element against its shape. */
export const checkShape = (element: Element, wanted: Shape, { say }: Notebook): void => {
  const { name, attributes, children, texts } = element
  const known = Object.keys(wanted.attributes)
  for (const a of attributes)
    if (!known.includes(a.name))
      say(
        'error',
        'READ-3',
        a.at,
        `<${name}> has no attribute ${shown(a.name)}${didYouMean(a.name, known)}; remove or correct it`,
      )
  for (const attribute of known)
    if (wanted.attributes[attribute] === 'required' && !attributes.some((a) => a.name === attribute))
      say('error', 'READ-4', element.at, `<${name}> lacks the attribute ${attribute}; add it`)
  const elements = Object.keys(wanted.children)
  for (const child of children) {
    const times = timesOf(wanted, child.name)
    if (times === undefined)
      say(
        'error',
        'READ-2',
        child.at,
        `<${name}> has no element <${shown(child.name)}>${didYouMean(child.name, elements)}; remove or correct it`,
      )
    else if (times === 'ignored') say('warning', 'READ-7', child.at, `<${child.name}> has no effect in AIR; remove it`)
  }
  for (const [child, times] of Object.entries(wanted.children)) {
    const found = childrenNamed(element, child)
    if (found.length === 0 && (times === 'one' || times === 'some'))
      say('error', 'READ-4', element.at, `<${name}> lacks an element <${child}>; add it`)
    const second = found[1]
    if (second !== undefined && (times === 'one' || times === 'optional'))
      say('error', 'READ-2', second.at, `<${name}> has a second <${child}>; keep one`)
  }
  if (wanted.text) return
  for (const { value, at } of texts) {
    const stray = /\S+/.exec(value)
    if (stray !== null)
      say(
        'warning',
        'READ-6',
        within({ value, at }, stray.index),
        `"${shown(stray[0])}" is text where none belongs; remove it`,
      )
  }
}

/** The place of a character of a text. */
export const within = ({ value, at }: Text, index: number): Position => {
  const before = value.slice(0, index).split('\n')
  const last = before.at(-1) ?? ''
  return before.length === 1
    ? { line: at.line, column: at.column + last.length }
    : { line: at.line + before.length - 1, column: last.length + 1 }
}

export const childrenNamed = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child) => child.name === name)

export const attributeOf = (element: Element, name: string): Attribute | undefined =>
  element.attributes.find((attribute) => attribute.name === name)

/** The items of a list such as `CODE; DATA`, each with its place. */
export const itemsIn = (texts: readonly Text[]): readonly Text[] =>
  texts.flatMap((text) =>
    [...text.value.matchAll(/[^;]+/g)].flatMap(({ 0: item, index }) => {
      const value = item.trim()
      return value === '' ? [] : [{ value, at: within(text, index + item.indexOf(value)) }]
    }),
  )
