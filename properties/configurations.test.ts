import { expect, test } from 'vitest'
import { copyBlock } from '../spec/hypercall/vocabulary.ts'
import { profiles } from '../spec/module/profiles.ts'
import { longestSection } from '../spec/module/statements.ts'
import { rules } from '../spec/module/rules.ts'
import { Choices } from './choices.ts'
import { drawConfiguration } from './configurations.ts'
import { drawPlatform, huntPlatform, leon3 } from './platforms.ts'
import { smallConfiguration, smallWorld } from './small.fixture.ts'
import { forbidding, mayRun } from './validity.ts'

test.each(profiles)('generated configurations may run under $id', (profile) => {
  for (let i = 0; i < 400; i++) {
    const configuration = drawConfiguration(new Choices(11, i), profile)
    expect(forbidding(configuration, profile), `case ${i}`).toEqual([])
    expect(mayRun(configuration, profile)).toBe(true)
  }
})

test('the small world of the tests keeps every rule', () => {
  expect(rules.flatMap((rule) => rule.breaches(smallConfiguration).map((b) => [rule.id, b.why]))).toEqual([])
})

test('what may not run is told', () => {
  const time = { ...smallConfiguration.time, ticksPerSecond: 0 }
  expect(mayRun({ ...smallConfiguration, time }, smallWorld.profile)).toBe(false)
  expect(forbidding({ ...smallConfiguration, time }, smallWorld.profile)[0]?.rule).toBe('TIME-R1')
})

test('every section of a drawn platform is shorter than a tick', () => {
  for (let i = 0; i < 400; i++) {
    const platform = drawPlatform(new Choices(12, i))
    expect(longestSection(platform)).toBeLessThan(platform.cyclesPerTick)
    const { access, trap, service, copy, tick, dispatch, interrupt, reload } = platform.costs
    expect(Math.min(access, trap, service, copy, tick, dispatch, interrupt, reload)).toBeGreaterThanOrEqual(1)
  }
  expect(leon3(100).kernel).toEqual(huntPlatform.kernel)
})

/** How many of so many configurations have something. */
const share = (has: (configuration: ReturnType<typeof drawConfiguration>) => boolean): number => {
  const profile = smallWorld.profile
  return Array.from({ length: 600 }, (_, i) => drawConfiguration(new Choices(13, i), profile)).filter(has).length / 600
}

test.each([
  ['several schedules', 0.5, (c) => c.time.schedules.length > 1],
  [
    'a first schedule that is not the initial one',
    0.2,
    (c) => c.time.schedules.length > 1 && c.time.schedules[0]?.initial === false,
  ],
  [
    'a partition missing from a schedule',
    0.2,
    (c) => c.time.schedules.some((s) => s.partitions.length < c.partitions.length),
  ],
  ['several cores', 0.3, (c) => c.time.requiredCores > 1],
  [
    'windows of several cores',
    0.05,
    (c) => c.time.schedules.some((s) => s.partitions.some((p) => p.windows.some((w) => w.cores.length > 1))),
  ],
  ['more than five partitions', 0.02, (c) => c.partitions.length > 5],
  ['sixteen partitions', 0.005, (c) => c.partitions.length === 16],
  ['an identifier 0', 0.1, (c) => c.partitions.some((p) => p.identifier === 0)],
  ['an identifier beyond 2²⁴', 0.1, (c) => c.partitions.some((p) => p.identifier > 0x1000000)],
  [
    'pages of 16 MB',
    0.1,
    (c) => [...c.partitions.map((p) => p.memory), ...c.sharedMemory].some((m) => m.unit === 0x1000000),
  ],
  ['more pages than a table holds', 0.01, (c) => c.partitions.some((p) => p.memory.size > 64 * p.memory.unit)],
  ['a rate that does not divide 10⁹', 0.1, (c) => 1_000_000_000 % c.time.ticksPerSecond !== 0],
  ['a supervisor partition', 0.03, (c) => c.partitions.some((p) => p.permissions.includes('SUPERVISOR'))],
  [
    'periods shorter than the frame',
    0.05,
    (c) => c.time.schedules.some((s) => s.partitions.some((p) => p.period < s.majorFrame)),
  ],
  ['a channel', 0.6, (c) => c.channels.length > 0],
  ['a sampling channel to several', 0.1, (c) => c.channels.some((channel) => channel.destinations.length > 1)],
  ['a queuing port', 0.4, (c) => c.partitions.some((p) => p.ports.some((port) => port.kind === 'queuing'))],
  [
    'a message of several blocks',
    0.1,
    (c) => c.partitions.some((p) => p.ports.some((port) => port.maxMessageSize > copyBlock)),
  ],
  [
    'a channel from outside',
    0.05,
    (c) => c.channels.some((channel) => channel.sources.some((end) => end.kind === 'pseudo')),
  ],
  ['a health table', 0.4, (c) => c.health.partitionTables.length > 0],
  ['an error of the module', 0.2, (c) => c.health.levels.some(({ outcome }) => outcome === 'MODULE')],
  ['an error that resets', 0.15, (c) => c.health.moduleActions.some(({ outcome }) => outcome === 'RESET')],
  ['an error that shuts down', 0.02, (c) => c.health.moduleActions.some(({ outcome }) => outcome === 'SHUTDOWN')],
  ['SET_TOD without SUPERVISOR', 0.3, (c) => c.partitions.some((p) => p.permissions.includes('SET_TOD'))],
] satisfies readonly (readonly [string, number, Parameters<typeof share>[0]])[])(
  'enough configurations have %s',
  (_, least, has) => {
    expect(share(has)).toBeGreaterThanOrEqual(least)
  },
)
