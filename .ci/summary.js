/** Reads the tests' results as vitest records them, and says in one plain line how many passed and failed. */

import { existsSync, readFileSync } from 'node:fs'

const path = process.argv[2] ?? 'results/tests.json'

/** Without results there was no run of the tests: what comes before them (types, lint, layout, dead code) failed. */
const results = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
if (results === undefined) console.error('the tests did not run: a check before them failed')

const passed = results?.numPassedTests ?? 0
const failed = results?.numFailedTests ?? 1
/** A file may fail as a whole: it does not load, or what it prepares for its tests fails. */
const broken = (results?.testResults ?? []).filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
)
console.log(`${passed} passed, ${failed + broken.length} failed`)
if (failed + broken.length > 0) process.exitCode = 1
