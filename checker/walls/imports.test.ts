import { expect, test } from 'vitest'
import { importReport } from './imports.ts'
import { MAY_IMPORT, type Room } from './plan.ts'
import { projectInMemory, projectOf } from './sources.ts'

const ROOMS: readonly Room[] = ['spec', 'model', 'impl', 'properties', 'checker', 'bench']

const findings = (files: Readonly<Record<string, string>>): readonly string[] =>
  importReport(projectInMemory(files), '/').findings.map(({ file, why }) => `${file}: ${why}`)

const real = importReport(projectOf(ROOMS))

test('every import keeps to the plan', () => expect(real.findings).toEqual([]))

test('and they were looked at', () => {
  expect(real.mentions).toBeGreaterThan(0)
  for (const room of ['spec', 'model', 'impl', 'properties', 'checker'])
    expect(
      real.files.filter((file) => file.startsWith(`${room}/`)),
      room,
    ).not.toEqual([])
})

test('the plan lets nobody see a room that sees it', () => {
  const pairs = ROOMS.flatMap((a) => MAY_IMPORT[a].map((b) => [a, b] as const))
  expect(pairs.filter(([a, b]) => MAY_IMPORT[b].includes(a))).toEqual([])
})

test.each([
  ['impl/time.ts', "import { a } from '../spec/time/statements.ts'"],
  ['impl/time.ts', "import type { Breach } from '../spec/statement.ts'"],
  ['impl/time.ts', "import { a } from '../model/time.ts'"],
  ['impl/time.ts', "import type { A } from '../model/time.ts'"],
  ['impl/time.ts', "export * from '../model/time.ts'"],
  ['impl/time.ts', "export type { A } from '../model/time.ts'"],
  ['impl/time.ts', "const a = import('../model/time.ts')"],
  ['impl/time.ts', 'const a = import(`../model/time.ts`)'],
  ['impl/time.ts', "const a = import('../model/' + 'time.ts')"],
  ['impl/time.ts', "type A = import('../model/time.ts').A"],
  ['impl/time.ts', "type A = typeof import('../model/time.ts')"],
  ['impl/time.ts', "import a = require('../model/time.ts')"],
  ['impl/time.ts', "const a = require('../model/time.ts')"],
  ['impl/time.ts', '/// <reference path="../model/time.ts" />\nexport {}'],
  ['impl/time.ts', "import '../model/time.ts'"],
  ['impl/time.ts', "import { a } from '../impl/../model/time.ts'"],
  ['impl/time.ts', "import { a } from '../properties/time.ts'"],
  ['impl/time.ts', "import { pipe } from 'fp-ts/lib/function.js'"],
  ['impl/time.ts', "import { a } from 'bulkhead/model/time.js'"],
  ['impl/time.ts', "import { a } from './ports.ts'"],
  ['impl/time/clock.ts', "import { a } from '../ports.ts'"],
  ['impl/time.ts', "import { a } from './machine.js'"],
  ['impl/time.ts', "import { readFileSync } from 'node:fs'"],
  ['impl/speed.ts', 'export const a = 1'],
  ['impl/mmu-tables.ts', "import { a } from './space.ts'"],
  ['model/time.ts', "import { a } from '../impl/time.ts'"],
  ['model/time.ts', "import type { A } from '../impl/time.ts'"],
  ['model/time.ts', "import { a } from '../spec/ports/vocabulary.ts'"],
  ['model/time.ts', "import { a } from './ports.ts'"],
  ['model/time.ts', "import { a } from '../spec/catalogue.ts'"],
  ['model/time.ts', "import { pipe } from 'fp-ts'"],
  ['model/time.ts', "import { pipe } from 'fp-ts/function'"],
  ['model/time.ts', "import * as t from 'io-ts'"],
  ['model/time.ts', "import fs from 'fs'"],
  ['model/time.ts', "import { a } from '../vitest.config.ts'"],
  ['spec/time/statements.ts', "import { a } from '../../model/time.ts'"],
  ['spec/time/statements.ts', "import { a } from '../../checker/cli.ts'"],
  ['spec/time/statements.ts', "import { a } from '../partition/statements.ts'"],
  ['spec/time/vocabulary.ts', "import { a } from './statements.ts'"],
  ['spec/time/vocabulary.ts', "import type { Source } from '../statement.ts'"],
  ['spec/statement.ts', "import { a } from './words/vocabulary.ts'"],
  ['properties/time.ts', "import { a } from '../checker/cli.ts'"],
  ['properties/time.ts', "import * as t from 'io-ts'"],
  ['checker/cli.ts', "import * as E from 'fp-ts/Either'"],
  ['checker/cli.ts', "import { a } from '../bench/main.ts'"],
])('rejected: %s: %s', (path, code) => expect(findings({ [path]: code })).not.toEqual([]))

test.each([
  ['spec/time/statements.ts', "import { a } from '../statement.ts'"],
  ['spec/time/statements.ts', "import { a } from './vocabulary.ts'"],
  ['spec/time/statements.ts', "import { a } from '../space/statements.ts'"],
  ['spec/time/vocabulary.ts', "import { a } from '../words/vocabulary.ts'"],
  ['spec/time/statements.ts', "import { pipe } from 'fp-ts/lib/function.js'"],
  ['spec/catalogue.ts', "import { a } from './flow/statements.ts'"],
  ['model/module.ts', "import { a } from './time.ts'\nimport { b } from '../spec/time/statements.ts'"],
  ['model/machine/alu.ts', "import { a } from './registers.ts'\nimport { b } from '../words.ts'"],
  ['impl/time.ts', "import { a } from '../spec/time/vocabulary.ts'\nimport { b } from './space/tlb.ts'"],
  [
    'properties/time.test.ts',
    "import { a } from '../impl/time.ts'\nimport fc from 'fast-check'\nimport { b } from './time.ts'",
  ],
  ['checker/cli.ts', "import { a } from '../impl/time.ts'\nimport * as t from 'io-ts'\nimport fs from 'node:fs'"],
  ['bench/main.ts', "import { a } from '../checker/cli.ts'"],
  ['impl/mmu-tables.ts', "import { a } from './words.ts'\nimport { b } from './mmu.ts'"],
  ['other.ts', "import { a } from './model/time.ts'\nimport { b } from './impl/time.ts'"],
])('accepted: %s: %s', (path, code) => expect(findings({ [path]: code })).toEqual([]))

test('model and impl do not meet through a third file either', () => {
  const found = findings({
    'model/time.ts': "import type { A } from '../spec/time/statements.ts'",
    'spec/time/statements.ts': "export type { A } from './more.ts'",
    'spec/time/more.ts': "export type A = import('../../impl/time.ts').A",
    'impl/time.ts': 'export interface A {}',
  })
  const chain = 'model/time.ts → spec/time/statements.ts → spec/time/more.ts → impl/time.ts'
  expect(found).toContain(`model/time.ts: model reaches impl: ${chain}`)
})
