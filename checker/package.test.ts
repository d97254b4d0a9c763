import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const run = promisify(execFile)

/** A user's surroundings, not ours: no settings of the npm that runs the tests, none of the checkout's own programs. */
const surroundings = Object.fromEntries(
  Object.entries(process.env)
    .filter(([name]) => !/^(npm_(?!config_(cache|registry|userconfig)$)|NODE_|VITEST|INIT_CWD)/i.test(name))
    .map(([name, value]) =>
      name === 'PATH'
        ? [
            name,
            value
              ?.split(delimiter)
              .filter((p) => !p.includes('node_modules'))
              .join(delimiter),
          ]
        : [name, value],
    ),
)

const elsewhere = await mkdtemp(join(tmpdir(), 'bulkhead-package-'))
const npm = async (...args: readonly string[]): Promise<string> =>
  (await run('npm', args, { cwd: elsewhere, env: surroundings })).stdout.trim()
const bulkhead = (...args: readonly string[]): Promise<string> => npm('exec', '--offline', '--', 'bulkhead', ...args)

beforeAll(async () => {
  await run(process.execPath, ['checker/package.ts'], { cwd: ROOT })
  const tarball = await npm('pack', '--silent', join(ROOT, 'dist'))
  await writeFile(join(elsewhere, 'package.json'), '{ "private": true }')
  await npm('install', '--prefer-offline', '--no-audit', '--no-fund', `./${tarball}`)
})

afterAll(() => rm(elsewhere, { recursive: true, force: true }))

test('the installed program runs on the pinned Node', async () =>
  expect(await npm('exec', '--offline', '-c', 'node --version')).toBe('v26.10.0'))

test('it says its version', async () => expect(await bulkhead('--version')).toBe('0.1.0'))

test('it reads a configuration', async () =>
  expect(await bulkhead('rules', 'node_modules/bulkhead/examples/satellite.xml')).not.toBe(''))

test('it shows a statement as it was written', async () =>
  expect(await bulkhead('spec', 'TIME-I1')).toContain('onlyTheOwnerRuns: Invariant<TimeWorld, TimeState>'))

test('it seeds a fault in the sources that travel along, and finds it', async () => {
  const satellite = 'node_modules/bulkhead/examples/satellite.xml'
  const hunt = bulkhead('check', satellite, '--cases', '400', '--seed', '1', '--fault', 'mmu-tlb-not-flushed')
  const failure: unknown = await hunt.catch((refused: unknown) => refused)
  expect(failure).toMatchObject({ code: 1 })
  expect(failure).toHaveProperty('stdout')
  expect(JSON.stringify(failure)).toContain('VIOLATION')
})
