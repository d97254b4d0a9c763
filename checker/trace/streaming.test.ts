/** Long traces: they are read, and replayed, in as much memory as short ones. A hundred megabytes only where BULKHEAD_LONG_TRACE is set. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../program/project.ts'
import { events, written } from './recorded.fixture.ts'

const directory = mkdtempSync(join(tmpdir(), 'bulkhead-streaming-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const bytesPerTick = 1350
const long = process.env.BULKHEAD_LONG_TRACE !== undefined

/** Replays in a process that may keep so many megabytes. */
const replayIn = (megabytes: number, ticks: number, profile: string) => {
  const { config, trace } = written(directory, events(ticks))
  const began = Date.now()
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      `--max-old-space-size=${megabytes}`,
      join(root, 'checker/cli.ts'),
      'trace',
      config,
      trace,
      '--json',
      '--profile',
      profile,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  )
  return { status, stdout, stderr, bytes: statSync(trace).size, seconds: (Date.now() - began) / 1000 }
}

test('a few megabytes are replayed where they would not fit', { timeout: 120_000 }, () => {
  // Read whole, as text and then as objects, these would take more than is left beside the program itself.
  const { status, stdout, stderr, bytes } = replayIn(48, 6000, 'air-5.6.2')
  expect(bytes).toBeGreaterThan(6_000_000)
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'agrees', ticks: 6000 })
})

describe.runIf(long)('a hundred megabytes', () => {
  test.each(['air-5.6.2', 'air-requirements'])('under %s', { timeout: 3_600_000 }, (profile) => {
    const { status, bytes, seconds } = replayIn(64, Math.ceil(100_000_000 / bytesPerTick), profile)
    console.log(`${profile}: ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(0)} s, in a heap of 64 MB`)
    expect(status).toBe(0)
    expect(bytes).toBeGreaterThan(100_000_000)
  })
})
