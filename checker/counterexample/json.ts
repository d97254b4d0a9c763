/** Where a text stops being JSON: the parser says what is wrong with it, but not always where. */

import { left, right, type Either } from 'fp-ts/lib/Either.js'

const token =
  /[ \t\r\n]*(?:("(?:[^"\\\r\n\t]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([{}[\],:]))/y

/** What may come next. */
type Awaited = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end'

/** The offset of the first token that cannot stand where it stands; the end of the text if something is missing there. */
const brokenAt = (text: string): number => {
  const open: ('[' | '{')[] = []
  let awaited: Awaited = 'value'
  token.lastIndex = 0
  for (let at = 0; at < text.length; at = token.lastIndex) {
    const begins = at + (/[^ \t\r\n]/.exec(text.slice(at))?.index ?? text.length - at)
    token.lastIndex = at
    const [, string, plain, mark] = token.exec(text) ?? []
    const next = following(awaited, string, plain, mark, open)
    if (next === null) return begins
    awaited = next
  }
  return text.length
}

/** What may come after a token, or null if it may not come itself. */
const following = (
  awaited: Awaited,
  string: string | undefined,
  plain: string | undefined,
  mark: string | undefined,
  open: ('[' | '{')[],
): Awaited | null => {
  const value = awaited === 'value' || awaited === 'value or ]'
  if (string !== undefined && (awaited === 'key' || awaited === 'key or }')) return ':'
  if (string !== undefined || plain !== undefined) return value ? ', or end' : null
  switch (mark) {
    case ':':
      return awaited === ':' ? 'value' : null
    case ',':
      return awaited !== ', or end' || open.length === 0 ? null : open.at(-1) === '{' ? 'key' : 'value'
    case '[':
    case '{':
      if (!value) return null
      open.push(mark)
      return mark === '{' ? 'key or }' : 'value or ]'
    case ']':
    case '}':
      return (awaited === ', or end' || awaited.endsWith(mark)) && open.pop() === (mark === ']' ? '[' : '{')
        ? ', or end'
        : null
    default:
      return null
  }
}

/** `line:column` of an offset. */
const positionIn = (text: string, offset: number): string => {
  const before = text.slice(0, offset).split('\n')
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}

/** The value that a text says, or `line:column` and what is wrong there. */
export const parsedJson = (text: string): Either<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text)
    return right(value)
  } catch {
    const offset = brokenAt(text)
    const found =
      offset >= text.trimEnd().length
        ? 'it ends too early'
        : `“${text.slice(offset, offset + 12).split('\n')[0]}” cannot stand here`
    return left(`${positionIn(text, offset)} is not JSON: ${found}`)
  }
}
