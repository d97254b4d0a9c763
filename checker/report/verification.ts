/** What verifies a statement: in words, and the tests that name it. */

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry } from '../../spec/catalogue.ts'

export interface Verification {
  readonly by: string
  /** Ids of statements or files of the project. */
  readonly where: readonly string[]
}

/** What every statement of a kind is verified by. */
const byKind = (entry: Entry, all: readonly Entry[]): readonly Verification[] => {
  switch (entry.kind) {
    case 'requirement':
      return [
        {
          by: 'the statements that serve it',
          where: all.filter(({ serves }) => serves.includes(entry.id)).map(({ id }) => id),
        },
      ]
    case 'rule':
      return [{ by: 'a configuration that breaks it, and is refused where it does', where: [] }]
    case 'invariant':
    case 'step invariant':
      if (entry.chapter === 'machine')
        return [
          {
            by: 'every hunt of the machine: asked of the model’s boards, and by lockstep of the emulator’s',
            where: ['MACHINE-P1'],
          },
        ]
      return [
        {
          by: 'every hunt: asked of the model’s states, and by lockstep of the emulator’s',
          where: ['MODULE-P1', 'MODULE-P2'],
        },
        { by: 'a bad state that it must refuse, so that it cannot hold of everything', where: [] },
      ]
    case 'table':
      return [
        {
          by: 'every call in every hunt: its row, its return code, its postconditions',
          where: ['MODULE-P1', 'MODULE-P2'],
        },
        {
          by: 'row coverage: the tests reach each row on random configurations; a hunt of 2,000 cases on one configuration that misses a row within its reach is inconclusive',
          where: [],
        },
      ]
    case 'property':
      return [{ by: 'the tests that try it', where: [] }]
    case 'variation point':
      return entry.chapter === 'machine'
        ? [{ by: 'hunts of the machine under every one of its profiles', where: ['MACHINE-P1'] }]
        : [{ by: 'hunts under every profile', where: ['MODULE-P1', 'MODULE-P2'] }]
  }
}

/** The project's tests that name an id: none where they are not installed. */
const testsNaming = (id: string, root: string): readonly string[] => {
  const whole = new RegExp(`(?<![\\w-])${id.replace(/[^\w-]/g, '\\$&')}(?![\\w-])`)
  return globSync(['properties/*.test.ts', 'checker/{configuration,faults}/*.{test,fixture}.ts'], { cwd: root })
    .filter((file) => whole.test(readFileSync(join(root, file), 'utf8')))
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()
}

export const verificationOf = (entry: Entry, all: readonly Entry[], root: string): readonly Verification[] => {
  const tests = testsNaming(entry.id, root)
  return [...byKind(entry, all), ...(tests.length === 0 ? [] : [{ by: 'tests that name it', where: tests }])]
}
