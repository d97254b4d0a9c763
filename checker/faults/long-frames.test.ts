/** On a user's own configuration, with frames of a thousand ticks, a fault that shows only at a frame's end still gives a counterexample to read at a glance. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { caseAt, shrunk, tryCase, type Scope } from '../../properties/hunt.ts'
import { leon3 } from '../../properties/platforms.ts'
import { airRequirements } from '../../spec/module/profiles.ts'
import { readConfiguration } from '../configuration/read.ts'
import { loadFaulty } from './load.ts'

const reading = readConfiguration(
  'satellite.xml',
  readFileSync(new URL('../../examples/satellite.xml', import.meta.url)),
)
if (isLeft(reading)) throw new Error('the example does not read')
const { configuration } = reading.right
const world = { configuration, platform: leon3(configuration.time.ticksPerSecond), profile: airRequirements }
const scope: Scope = { kind: 'fixed', world }

test.each(['time-switch-early', 'time-switch-not-remembered'])('%s', async (id) => {
  const loaded = await loadFaulty(id)
  if (isLeft(loaded)) throw new Error(loaded.left)
  for (let index = 0; index < 200; index++) {
    const found = caseAt(1, index, scope)
    const { finding } = tryCase(found, loaded.right)
    if (finding === null || finding.step < 1000) continue
    const small = shrunk(found, finding, loaded.right, 400)
    expect(small.finding.statement).toBe(finding.statement)
    expect(small.finding.step).toBeLessThanOrEqual(10)
    return
  }
  expect.fail('no case of 200 showed it after a frame’s end')
})
