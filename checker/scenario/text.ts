/** The text of a scenario, line by line: each becomes tokens that know where they stand, or a diagnostic. */

import type { Diagnostic, Position } from '../configuration/diagnostic.ts'

/** A word, a text between quotation marks (without them), or one of the signs. */
export interface Token extends Position {
  readonly kind: 'word' | 'text' | 'sign'
  readonly value: string
}

export interface Line {
  readonly tokens: readonly Token[]
  /** Just behind the last token: where something is missing. */
  readonly end: Position
}

/** What can be wrong with a scenario. */
export const scenarioCodes = {
  'SCENARIO-1': 'a line that is not written as scenarios are',
  'SCENARIO-2': 'a name that stands for nothing',
  'SCENARIO-3': 'a value that cannot be what it stands for',
  'SCENARIO-4': 'something that must be there is missing, or is there twice',
  'SCENARIO-5': 'a configuration that cannot be run',
  'SCENARIO-6': 'a binary program that cannot be a partition’s',
} as const
export type ScenarioCode = keyof typeof scenarioCodes

/** Collects what is wrong with one file. */
export class Notes {
  readonly #file: string
  readonly #diagnostics: Diagnostic[] = []

  constructor(file: string) {
    this.#file = file
  }

  /** Says what is wrong there; what should have been read is null. */
  say(code: ScenarioCode, { line, column }: Position, message: string): null {
    this.#diagnostics.push({ file: this.#file, line, column, code, severity: 'error', message })
    return null
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column)
  }
}

/** Blanks; a comment; a text; a sign; a word. */
const shapes = /([ \t]+)|(#.*)|"((?:[^"\\]|\\.)*)"|(=>|[=:,])|([^\s"=:,#]+)/y

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '0': '\0', '"': '"', '\\': '\\' }

const unescaped = (raw: string): string => raw.replace(/\\(.)/g, (_, c: string) => escapes[c] ?? c)

const tokensOf = (text: string, line: number, notes: Notes): Line => {
  const tokens: Token[] = []
  let end = { line, column: 1 }
  for (let at = 0; at < text.length;) {
    const place = { line, column: at + 1 }
    shapes.lastIndex = at
    const found = shapes.exec(text)
    if (found === null) {
      notes.say('SCENARIO-1', place, 'a text that does not end on its line; write " at its end')
      break
    }
    const [whole, , , quoted, sign, word] = found
    if (quoted !== undefined) tokens.push({ kind: 'text', value: unescaped(quoted), ...place })
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign, ...place })
    else if (word !== undefined) tokens.push({ kind: 'word', value: word, ...place })
    at += whole.length
    if (tokens.at(-1)?.column === place.column) end = { line, column: at + 1 }
  }
  return { tokens, end }
}

/** The lines that say something. */
export const linesOf = (text: string, notes: Notes): readonly Line[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line, i) => tokensOf(line, i + 1, notes))
    .filter(({ tokens }) => tokens.length > 0)

/** One line, read from left to right. */
export class Cursor {
  readonly #line: Line
  readonly notes: Notes
  #next = 0

  constructor(line: Line, notes: Notes) {
    this.#line = line
    this.notes = notes
  }

  /** The next token, left where it is. */
  get ahead(): Token | null {
    return this.#line.tokens[this.#next] ?? null
  }

  /** Where the next token stands, or where it is missing. */
  get place(): Position {
    return this.ahead ?? this.#line.end
  }

  get done(): boolean {
    return this.ahead === null
  }

  take(): Token | null {
    const token = this.ahead
    if (token !== null) this.#next++
    return token
  }

  /** Takes the next token if it is this word or sign. */
  has(value: string): boolean {
    const { ahead } = this
    if (ahead === null || ahead.kind === 'text' || ahead.value !== value) return false
    this.#next++
    return true
  }

  /** Whether the token behind the next one is this sign: `key =`. */
  followedBy(sign: string): boolean {
    const token = this.#line.tokens[this.#next + 1]
    return token?.kind === 'sign' && token.value === sign
  }

  /** Takes a word or sign that must be there. */
  must(value: string): boolean {
    if (this.has(value)) return true
    this.missing(`"${value}"`)
    return false
  }

  /** A word or a text, for a name; or says that it is missing. */
  name(what: string): Token | null {
    const { ahead } = this
    if (ahead === null || ahead.kind === 'sign') return this.missing(what)
    return this.take()
  }

  /** A text between quotation marks. */
  text(what: string): string | null {
    const { ahead } = this
    if (ahead?.kind !== 'text') return this.missing(`${what} between quotation marks`)
    this.#next++
    return ahead.value
  }

  /** A whole number from 0 on. */
  count(what: string): number | null {
    const { ahead } = this
    if (ahead?.kind !== 'word' || !/^\d{1,9}$/.test(ahead.value)) return this.missing(`${what}, a whole number`)
    return Number(this.take()?.value)
  }

  /** Says what is missing where the cursor is. */
  missing(what: string): null {
    const { ahead } = this
    const found = ahead === null ? 'the line ends' : `"${ahead.value}" stands`
    return this.notes.say('SCENARIO-1', this.place, `${found} where ${what} must be`)
  }

  /** Says so if the line goes on. */
  ends(): boolean {
    const { ahead } = this
    if (ahead === null) return true
    this.notes.say('SCENARIO-1', ahead, `"${ahead.value}" is too much: the line should end before it`)
    return false
  }
}
