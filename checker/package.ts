/**
 * The package that is published: `dist/`, which has the checkout's own layout, with JavaScript in the place of
 * TypeScript. The emulator's sources travel along, for the checker seeds faults in them; so do the specification's, for
 * `bulkhead spec` shows each statement as it was written, the examples and the scenarios. The checker finds all of these at the same
 * place beside it, installed or not.
 */

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as t from 'io-ts'
import { isRight } from 'fp-ts/lib/Either.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const Manifest = t.type({
  name: t.string,
  version: t.string,
  description: t.string,
  license: t.string,
  type: t.literal('module'),
  engines: t.record(t.string, t.string),
  dependencies: t.record(t.string, t.string),
  optionalDependencies: t.record(t.string, t.string),
})

/** Sources and papers that are published as they are. */
const AS_THEY_ARE: readonly string[] = [
  'impl/**/*.ts',
  'spec/**/*.ts',
  'spec/**/*.md',
  'examples',
  'scenarios',
  'docs',
  'LICENSE',
  'README.md',
]

/** What the package says of itself: the checkout's manifest without what only its developers need. */
const manifest = (text: string): string => {
  const decoded = t.exact(Manifest).decode(JSON.parse(text))
  if (!isRight(decoded)) throw new Error('package.json lacks something that the published one needs')
  const published = {
    ...decoded.right,
    bin: { bulkhead: 'checker/cli.js' },
    exports: {
      './package.json': './package.json',
      './*.js': { types: './types/*.d.ts', default: './*.js' },
    },
  }
  return `${JSON.stringify(published, null, 2)}\n`
}

rmSync(`${ROOT}/dist`, { recursive: true, force: true })
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  cwd: ROOT,
  stdio: 'inherit',
})
for (const path of globSync([...AS_THEY_ARE], { cwd: ROOT }))
  if (!path.endsWith('.test.ts')) cpSync(`${ROOT}/${path}`, `${ROOT}/dist/${path}`, { recursive: true })
writeFileSync(`${ROOT}/dist/package.json`, manifest(readFileSync(`${ROOT}/package.json`, 'utf8')))
if (!existsSync(`${ROOT}/dist/checker/cli.js`)) throw new Error('the package has no program: checker/cli.ts is missing')
