import { expect, test } from 'vitest'
import { cycles } from '../spec/words/vocabulary.ts'
import type { Call, Effect, Program } from '../spec/module/vocabulary.ts'
import { rules } from '../spec/module/rules.ts'
import { withAddresses, withIdentifiers, type Case } from './case.ts'
import { renamed, renumbered } from './plainer-names.ts'
import { plainerPorts } from './plainer-ports.ts'
import { smallWorld } from './small.fixture.ts'
import { fewerGuests, fewerSecondaries } from './smaller-companies.ts'
import { fewerActions, fewerChannels, fewerPorts } from './smaller-joins.ts'
import { fewerHandlers, plainerEffects } from './smaller-runs.ts'
import { fewerCores, fewerPartitions } from './smaller-worlds.ts'

const own = smallWorld.platform.partitionsAt

const call = (service: Call['service'], ...values: Call['arguments']): Effect => ({
  do: 'call',
  call: { service, arguments: values },
})

const caseOf = (programs: readonly Program[], handlers: readonly Program[] = []): Case => ({
  world: smallWorld,
  run: {
    programs: smallWorld.configuration.partitions.map((_, p) => programs[p] ?? []),
    handlers: smallWorld.configuration.partitions.map((_, p) => handlers[p] ?? []),
    events: [{ kind: 'power', at: cycles(3) }],
    choices: [],
  },
  steps: 5,
})

test('addresses and identifiers are found in calls by what their parameters are', () => {
  const status = call('GET_PARTITION_STATUS', 20, own + 0x800)
  expect(withAddresses(status, (at) => at + 4)).toEqual(call('GET_PARTITION_STATUS', 20, own + 0x804))
  expect(withIdentifiers(status, 'partition', (id) => id + 1)).toEqual(call('GET_PARTITION_STATUS', 21, own + 0x800))
  expect(withIdentifiers(status, 'schedule', () => 0)).toEqual(status)
  const read = call('READ_PORT', 1, 0, own, { resultPlus: 8 }, own + 8)
  expect(withAddresses(read, (at) => at + 4)).toEqual(call('READ_PORT', 1, 0, own + 4, { resultPlus: 8 }, own + 12))
})

test('a port left out takes its channel’s end with it, and ports behind it move up', () => {
  const { partitions, channels } = smallWorld.configuration
  const [first, ...rest] = partitions
  if (first === undefined) throw new Error('the small world has partitions')
  const extra = { kind: 'queuing', name: 'r', direction: 'SOURCE', maxMessageSize: 4, maxMessages: 1 } as const
  const world = {
    ...smallWorld,
    configuration: { ...smallWorld.configuration, partitions: [{ ...first, ports: [...first.ports, extra] }, ...rest] },
  }
  const of = { ...caseOf([[call('WRITE_PORT', 1, 1, own, 4, 0)]]), world }
  const without = [...fewerPorts(of)].find(({ world: there }) =>
    there.configuration.partitions[0]?.ports.every(({ name }) => name !== 'q'),
  )
  expect(without?.world.configuration.channels.length).toBe(channels.length - 1)
  expect(without?.run.programs[0]).toEqual([call('WRITE_PORT', 1, 0, own, 4, 0)])
})

test('what is smaller keeps every rule that forbids a run', () => {
  const of = caseOf([[call('GET_EVENT')]], [[call('rett')]])
  for (const way of [
    fewerPartitions,
    fewerChannels,
    fewerPorts,
    fewerActions,
    fewerGuests,
    plainerPorts,
    renumbered,
    renamed,
  ])
    for (const { world } of way(of))
      expect(
        rules.filter(({ severity, breaches }) => severity !== 'warning' && breaches(world.configuration).length > 0),
      ).toEqual([])
})

test('channels go with their ports', () => {
  const [none] = [...fewerChannels(caseOf([]))]
  expect(none?.world.configuration.channels).toEqual([])
  expect(none?.world.configuration.partitions.flatMap(({ ports }) => ports)).toEqual([])
})

test('handlers are left out and shortened, and grow plainer as programs do', () => {
  const of = caseOf([], [[call('MASK_IRQ', 10), call('rett')]])
  const shorter = [...fewerHandlers(of)].map(({ run }) => run.handlers[0])
  expect(shorter).toContainEqual([])
  expect(shorter).toContainEqual([call('rett')])
  expect([...plainerEffects(of)].map(({ run }) => run.handlers[0])).toContainEqual([call('MASK_IRQ', 0), call('rett')])
  const faulting = caseOf([[{ do: 'fault', trap: 'division_by_zero' }]])
  expect([...plainerEffects(faulting)].map(({ run }) => run.programs[0])).toContainEqual([
    { do: 'fault', trap: 'illegal_instruction' },
  ])
})

test('a name of one word in memory is renamed with what it names', () => {
  const of = caseOf([[{ do: 'access', kind: 'store', size: 4, at: own, value: 0x53300000 }]])
  const schedules = smallWorld.configuration.time.schedules.map((s, i) => ({ ...s, name: `T${i}` }))
  const configuration = { ...smallWorld.configuration, time: { ...smallWorld.configuration.time, schedules } }
  const named: Case = {
    ...of,
    world: { ...smallWorld, configuration },
    run: { ...of.run, programs: [[{ do: 'access', kind: 'store', size: 4, at: own, value: 0x54300000 }], [], []] },
  }
  const [there] = [...renamed(named)]
  expect(there?.world.configuration.time.schedules[0]?.name).toBe('S0')
  expect(there?.run.programs[0]).toEqual(of.run.programs[0])
})

test('a virtual core goes with its program', () => {
  const { partitions, time } = smallWorld.configuration
  const schedules = time.schedules.map((s) => ({
    ...s,
    partitions: s.partitions.map((given, p) =>
      p === 2 ? { ...given, windows: given.windows.map((w) => ({ ...w, cores: [...w.cores, 0] })) } : given,
    ),
  }))
  const configuration = {
    ...smallWorld.configuration,
    partitions: partitions.map((one, p) => (p === 2 ? { ...one, cores: 2 } : one)),
    time: { ...time, schedules },
  }
  const programs = [[], [], [call('BOOT_CORE', 1, 0)], [call('GET_CORE_ID')]]
  const of: Case = { ...caseOf([]), world: { ...smallWorld, configuration }, run: { ...caseOf([]).run, programs } }
  const [fewer] = [...fewerCores(of)]
  expect(fewer?.world.configuration.partitions[2]?.cores).toBe(1)
  expect(fewer?.run.programs).toEqual(programs.slice(0, 3))
  const [alone] = [...fewerSecondaries(of)]
  expect(alone?.run.programs).toEqual(programs.slice(0, 3))
  expect(alone?.world.configuration.time.schedules[0]?.partitions[2]?.windows[0]?.cores).toEqual([1])
  const without = [...fewerPartitions(of)].map(({ run }) => run.programs.length)
  expect(without).toEqual([3, 3, 2])
})

const store = (at: number, value: number): Effect => ({ do: 'access', kind: 'store', size: 4, at, value })

/** What makes the queuing port of the small world's first partition: its name, then its attributes, direction SOURCE read from zeroed memory. */
const making: Program = [
  store(own + 0x200, 0x71000000),
  store(own + 0xa04, 80),
  store(own + 0xa08, 2),
  call('CREATE_PORT', 1, own + 0x200, own + 0xa00, own),
  call('WRITE_PORT', 1, 0, own, 80, 0),
]

test('a port grows plainer together with what programs store for it', () => {
  const plain = [...plainerPorts(caseOf([making]))].find(
    ({ world, run }) =>
      world.configuration.partitions[0]?.ports.some(
        (port) => port.kind === 'queuing' && port.name === 'q' && port.maxMessageSize === 1 && port.maxMessages === 1,
      ) && run.programs[0]?.length === making.length,
  )
  const [made, written] = plain?.run.programs[0]?.slice(-2) ?? []
  expect(plain?.run.programs[0]).toContainEqual(store(own + 0xa04, 1))
  expect(plain?.run.programs[0]).toContainEqual(store(own + 0xa08, 1))
  expect(made).toMatchObject({ call: { service: 'CREATE_PORT' } })
  expect(written).toEqual(call('WRITE_PORT', 1, 0, own, 1, 0))
  expect(plain?.world.configuration.partitions[1]?.ports[0]?.maxMessageSize).toBe(1)
})

test('of a port without a name no name is stored, and its channel still ends at it', () => {
  const nameless = [...plainerPorts(caseOf([making]))].find(({ world }) =>
    world.configuration.partitions[0]?.ports.some(({ kind, name }) => kind === 'queuing' && name === ''),
  )
  expect(nameless?.run.programs[0]?.length).toBe(making.length - 1)
  expect(nameless?.world.configuration.channels[1]?.sources[0]).toMatchObject({ port: '' })
})

test('one guest does what two did, with the ports of both', () => {
  const reading = call('READ_PORT', 1, 0, own, own + 4, own + 8)
  const of = caseOf([making, [reading]])
  const [alone] = [...fewerGuests(of)].filter(({ run }) => run.programs[1]?.length === 0)
  expect(alone?.run.programs[0]?.toSorted()).toHaveLength(making.length + 1)
  expect(alone?.world.configuration.partitions.map(({ ports }) => ports.length)).toEqual([4, 0, 1])
  // The ports that came are behind its own: of queuing ports the second.
  expect(alone?.run.programs[0]).toContainEqual(call('READ_PORT', 1, 1, own, own + 4, own + 8))
  expect(alone?.world.configuration.channels[1]?.destinations).toMatchObject([{ partition: 10 }])
})
