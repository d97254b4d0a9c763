/** How the tests run: they lie beside what they test, and are budgeted in cases, never in seconds. */

import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const inCi = process.env.CI === 'true'

/** Far beyond what any test takes: it ends a test that hangs, and decides nothing else. */
const HANGS = 10 * 60_000

/** Every core: the tests compute, and wait for nothing. */
const WORKERS = availableParallelism()

export default defineConfig({
  test: {
    setupFiles: ['checker/seed.setup.ts'],
    include: ['{spec,model,impl,properties,checker,bench}/**/*.test.ts'],
    reporters: inCi ? ['default', 'junit', 'json'] : ['default'],
    outputFile: { junit: 'results/junit.xml', json: 'results/tests.json' },
    maxWorkers: WORKERS,
    testTimeout: HANGS,
    hookTimeout: HANGS,
    teardownTimeout: HANGS,
    passWithNoTests: false,
  },
})
