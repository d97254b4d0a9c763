/** The project's own examples say of themselves what the checker finds. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Diagnostic } from './diagnostic.ts'
import { readConfiguration } from './read.ts'
import { checkRules } from './rules.ts'

const example = (name: string): { readonly text: string; readonly found: readonly Diagnostic[] } => {
  const bytes = readFileSync(new URL(`../../examples/${name}`, import.meta.url))
  const reading = readConfiguration(name, bytes)
  const found =
    reading._tag === 'Left'
      ? reading.left
      : [
          ...reading.right.warnings,
          ...checkRules(reading.right.configuration, 'air-requirements', reading.right.locate, name),
        ]
  return { text: bytes.toString(), found }
}

const codesIn = (found: readonly Diagnostic[]): readonly string[] => found.map(({ code }) => code)

test('the satellite keeps the papers’ equations, and breaks what AIR’s configurator wants beyond them', () =>
  expect(codesIn(example('satellite.xml').found)).toEqual(['TIME-R14', 'TIME-R14', 'TIME-R15', 'TIME-R14']))

test('two cores deserve no warning', () => expect(codesIn(example('two-core.xml').found)).toEqual([]))

test('the broken one breaks what its comments say, each in one of the two lines below', () => {
  const { text, found } = example('broken.xml')
  const announced = text
    .split('\n')
    .flatMap((line, i) => [...line.matchAll(/[A-Z]+-R\d+/g)].map(([code]) => ({ code, line: i + 1 })))
  const key = ({ code }: { readonly code: string }): string => code
  expect(found.map(key).toSorted()).toEqual(announced.map(key).toSorted())
  for (const { code, line } of found) {
    const from = announced.find((a) => a.code === code)?.line ?? 0
    expect([code, line - from]).toEqual([code, expect.toSatisfy((n: number) => n === 1 || n === 2)])
  }
})
