/** What a profile is known to break is told as expected, and is a violation all the same. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { main } from './main.ts'
import { root } from './project.ts'
import { ownTerminal } from './terminal.ts'

const directory = mkdtempSync(join(tmpdir(), 'bulkhead-hazards-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const every = 'FPU_CONTROL; CACHE_CONTROL; GLOBAL_TIME; SET_TOD; SET_PARTITION_MODE; MODULE_CONTROL'
const file = join(directory, 'every.xml')
writeFileSync(
  file,
  readFileSync(join(root, 'examples/two-core.xml'), 'utf8').replace(
    /<Permissions>[^<]*SET_PARTITION_MODE[^<]*</,
    `<Permissions>${every}<`,
  ),
)

/** The program in this process: its exit code and what it wrote to standard output. */
const ran = async (...args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> => {
  let out = ''
  const write = (text: string): void => void (out += text)
  const code = await main(args, ownTerminal({ write }, { write: () => undefined }))
  return { code, out }
}

test('every permission means supervisor level under air-5.6.2: expected, by name, and no pass', async () => {
  const args = ['check', file, '--cases', '40', '--seed', '1', '--workers', '1', '--out', directory]
  const { code, out } = await ran(...args, '--profile', 'air-5.6.2')
  expect(code).toBe(1)
  expect(out).toContain('PARTITION-I3 is violated')
  expect(out).toContain('expected under this profile: H1')
})

test('the rules of the default profile do not let it run', async () => {
  const { code, out } = await ran('check', file, '--cases', '40', '--out', directory)
  expect(code).toBe(1)
  expect(out).toContain('PARTITION-R8')
  expect(out).toContain('nothing was run')
})
