/** The four-partition example as a world to be measured, and programs that keep it busy without halting anybody. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { readFileSync } from 'node:fs'
import { readConfiguration } from '../checker/configuration/read.ts'
import { leon3 } from '../properties/platforms.ts'
import { airRequirements } from '../spec/module/profiles.ts'
import type { Effect, Program, Run, World } from '../spec/module/vocabulary.ts'

const file = new URL('../examples/satellite.xml', import.meta.url)

export const satellite = (): World => {
  const reading = readConfiguration('satellite.xml', readFileSync(file))
  if (isLeft(reading)) throw new Error('the example does not read: the tests say why')
  const { configuration } = reading.right
  return { configuration, platform: leon3(configuration.time.ticksPerSecond), profile: airRequirements }
}

const own = 0x41000000

/** What a busy partition does in turn: loads and stores of every size, a little computing, a call now and then. */
const mixture: readonly ((i: number) => Effect)[] = [
  (i) => ({ do: 'access', kind: 'store', size: 4, at: own + ((i * 4) & 0xffc), value: i }),
  (i) => ({ do: 'access', kind: 'load', size: 4, at: own + ((i * 8) & 0xffc), value: 0 }),
  (i) => ({ do: 'access', kind: 'store', size: 1, at: own + (i & 0xfff), value: { resultPlus: 1 } }),
  (i) => ({ do: 'access', kind: 'load', size: 8, at: own + ((i * 8) & 0xff8), value: 0 }),
  (i) => ({ do: 'access', kind: 'fetch', size: 4, at: own + ((i * 4) & 0xffc), value: 0 }),
  (i) => ({ do: 'compute', cycles: 1 + (i % 7) }),
  (i) => ({ do: 'access', kind: 'store', size: 2, at: own + ((i * 2) & 0xffe), value: i }),
  (i) => ({
    do: 'call',
    call:
      i % 3 === 0
        ? { service: 'GET_SCHEDULE_STATUS', arguments: [own + 0x800] }
        : { service: 'GET_PARTITION_STATUS', arguments: [0xffffffff, own + 0x900] },
  }),
]

const program = (effects: number): Program =>
  Array.from({ length: effects }, (_, i) => mixture[i % mixture.length]?.(i) ?? { do: 'compute', cycles: 1 })

/** A run in which every partition is busy for `effects` effects. */
export const busy = (world: World, effects: number): Run => ({
  programs: world.configuration.partitions.map(() => program(effects)),
  handlers: [],
  events: [],
  choices: [],
})
