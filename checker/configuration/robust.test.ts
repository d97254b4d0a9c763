/** Whatever is done to a file, reading it ends in a configuration or in diagnostics with places in the file. */

import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { formatted } from './diagnostic.ts'
import { readConfiguration } from './read.ts'
import { checkRules } from './rules.ts'
import { bytesOf } from './small.fixture.ts'

const examples = ['satellite.xml', 'two-core.xml', 'broken.xml'].map((name) =>
  readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8'),
)

/** Pieces that mean something to someone on the way. */
const pieces = [
  '<',
  '>',
  '/',
  '"',
  "'",
  '=',
  '&',
  ';',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '-1',
  '99999999999',
].concat([
  'constructor',
  '__proto__',
  '<constructor/>',
  ' toString="1"',
  '\0',
  '\uFFFE',
  '\u{1F680}',
  '\r',
  '1e400',
  'ü',
  '',
])

const edit = fc.record({ at: fc.nat(), cut: fc.nat(12), piece: fc.constantFrom(...pieces) })

const edited = (
  text: string,
  edits: readonly { readonly at: number; readonly cut: number; readonly piece: string }[],
): string =>
  edits.reduce((done, { at, cut, piece }) => {
    const from = at % (done.length + 1)
    return done.slice(0, from) + piece + done.slice(from + cut)
  }, text)

/** Every diagnostic of a text, of its reading and of the rules. */
const holds = (bytes: Uint8Array): void => {
  const reading = readConfiguration('f.xml', bytes)
  const found =
    reading._tag === 'Left'
      ? reading.left
      : reading.right.warnings.concat(
          checkRules(reading.right.configuration, 'air-requirements', reading.right.locate, 'f.xml'),
        )
  if (reading._tag === 'Left') expect(found.length).toBeGreaterThan(0)
  const lines = new TextDecoder().decode(bytes).split(/\r\n?|\n/)
  for (const diagnostic of found) {
    expect(formatted(diagnostic)).toMatch(/^f\.xml:\d+:\d+ [A-Z]+-R?\d+ \S/)
    expect(diagnostic.line).toBeLessThanOrEqual(lines.length)
    expect(diagnostic.column).toBeLessThanOrEqual((lines[diagnostic.line - 1] ?? '').length + 1)
  }
}

test('an item of a value that stands behind a line break is found on its own line', () => {
  const text = readFileSync(new URL('../../examples/two-core.xml', import.meta.url), 'utf8')
  const broken = text.replace(/(<WindowConfiguration[^>]* Cores=")\d/, '$1\n  x')
  const line = broken.slice(0, broken.indexOf('\n  x"')).split('\n').length + 1
  const reading = readConfiguration('f.xml', bytesOf(broken))
  expect(reading._tag === 'Left' && reading.left.map(({ line, column }) => ({ line, column }))).toContainEqual({
    line,
    column: 3,
  })
})

describe('a damaged file', () => {
  test('with pieces put in and cut out', () =>
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.array(edit, { minLength: 1, maxLength: 4 }), (text, edits) =>
        holds(bytesOf(edited(text, edits))),
      ),
      { numRuns: 300 },
    ))

  test('with a value exchanged for another', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...examples),
        fc.nat(),
        fc.constantFrom(...pieces),
        fc.string(),
        (text, at, piece, any) => {
          const values = [...text.matchAll(/(?<==")[^"]*/g)]
          const { 0: value = '', index = 0 } = values[at % values.length] ?? {}
          const put = (piece + any).replace(/[<&"]/g, '')
          holds(bytesOf(text.slice(0, index) + put + text.slice(index + value.length)))
        },
      ),
      { numRuns: 300 },
    ))

  test('cut short anywhere', () =>
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.nat(), (text, at) =>
        holds(bytesOf(text.slice(0, at % text.length))),
      ),
    ))

  test('or no text at all', () => fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), holds)))
})

test('what a file says can neither break a line of ours nor change how it is shown', () => {
  const forged = { file: 'f.xml', line: 1, column: 1, code: 'TIME-R1', severity: 'error' } as const
  expect(formatted({ ...forged, message: 'a\nf.xml:1:1 TIME-R2 all is well\u009b31m\u202e' })).toBe(
    'f.xml:1:1 TIME-R1 a\\u{a}f.xml:1:1 TIME-R2 all is well\\u{9b}31m\\u{202e}',
  )
})
