import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Emulator } from '../impl/module.ts'
import { invariants, stepInvariants } from '../spec/module/invariants.ts'
import { profileIds, profiles } from '../spec/module/profiles.ts'
import type { Run, State, World } from '../spec/module/vocabulary.ts'
import type { PermissionName } from '../spec/partition/vocabulary.ts'
import { anything, caseAt, cases, shrunk, tryCase, type Engine, type Scope } from './hunt.ts'
import { emulatorMmu } from './mmu.ts'
import { merged, reachableRows, reachFloor, type Reach } from './reach.ts'
import { smaller } from './shrink.ts'
import { smallWorld } from './small.fixture.ts'
import { describe as told } from './telling.ts'
import { trials } from './trials.ts'
import { mayRun } from './validity.ts'

const emulator = (world: World): Engine => new Emulator(world)
const subject = { engine: emulator, mmu: emulatorMmu }

/** How many cases each property gets here; a campaign gives it thousands. */
const budgets: Readonly<Record<string, number>> = {
  'MODULE-P1': 200,
  'MODULE-P3': 100,
  'MODULE-P4': 100,
  'MMU-P1': 200,
  'MMU-P2': 200,
  'MMU-P3': 300,
}

test.each(trials.filter(({ id }) => id !== 'MODULE-P2'))('$id: $says', ({ id, run }) => {
  expect(run(subject, budgets[id] ?? 300, 51).failure).toBeNull()
})

/** What MODULE-P2's cases reached. */
let reach: Reach = {}
const CASES = 1_500

test('MODULE-P2: the emulator follows the model, and both keep what is specified', () => {
  const trial = trials.find(({ id }) => id === 'MODULE-P2')
  const verdict = trial?.run(subject, CASES, 52)
  reach = verdict?.reach ?? {}
  expect(verdict?.failure).toBeNull()
  expect(verdict?.cases).toBe(CASES)
})

test('these cases reached every row of every table, and all that a campaign owes', () => {
  expect(reachableRows.filter((row) => (reach[`row ${row}`] ?? 0) === 0)).toEqual([])
  expect(reachFloor(reach, CASES)).toEqual([])
})

test('a campaign that reaches too little is told so', () => {
  expect(reachFloor({}, 10_000).length).toBeGreaterThan(reachableRows.length)
  expect(merged({ a: 1 }, { a: 2, b: 3 })).toEqual({ a: 3, b: 3 })
})

/** Every permission by name (SET_SCHEDULE comes with the schedule), none of them SUPERVISOR: hazard H1. */
const all: readonly PermissionName[] = [
  'FPU_CONTROL',
  'CACHE_CONTROL',
  'GLOBAL_TIME',
  'SET_TOD',
  'SET_PARTITION_MODE',
  'MODULE_CONTROL',
]

const coincidence: World = {
  ...smallWorld,
  configuration: {
    ...smallWorld.configuration,
    partitions: smallWorld.configuration.partitions.map((partition, p) =>
      p === 0 ? { ...partition, permissions: all } : partition,
    ),
  },
}

test.each(profiles)('hazard H1 under $id: expected where the kernel is coded so, and nowhere else', (profile) => {
  const scope: Scope = { kind: 'fixed', world: { ...coincidence, profile } }
  const broken = new Set<string>()
  for (let i = 0; i < 20; i++) {
    const { finding, expected } = tryCase(caseAt(53, i, scope), emulator)
    expect(finding).toBeNull()
    for (const id of expected) broken.add(id)
  }
  const ofH1 = [...broken].filter((id) => id === 'PARTITION-I3' || id === 'SPACE-I2').toSorted()
  expect(ofH1).toEqual(profile.id === 'air-5.6.2' ? ['PARTITION-I3', 'SPACE-I2'] : [])
})

test.each(profiles)('everything that $id is known to break is seen to break', (profile) => {
  const known = [...invariants(smallWorld), ...stepInvariants(smallWorld)].flatMap(({ id, fails }) =>
    profileIds.some((p) => p === profile.id && fails?.[p] !== undefined) ? [id] : [],
  )
  const broken = new Set<string>()
  for (let i = 0; i < 2_000 && broken.size < known.length; i++)
    for (const id of tryCase(caseAt(62, i, { kind: 'random', profile }), null).expected) broken.add(id)
  expect([...broken].toSorted()).toEqual(known.toSorted())
})

test('a case depends on seed, index and scope alone', () => {
  const json = (value: unknown): string =>
    JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v))
  const first = Array.from({ length: 24 }, (_, i) => json(caseAt(54, i)))
  expect(Array.from({ length: 24 }, (_, i) => json(caseAt(54, 23 - i))).toReversed()).toEqual(first)
  expect(new Set(first).size).toBe(24)
  expect(json(caseAt(55, 0))).not.toBe(first[0])
})

test('a world of the user’s own gets short cases, and some that pass a frame’s end', () => {
  const scope: Scope = { kind: 'fixed', world: smallWorld }
  const tried = Array.from({ length: 60 }, (_, i) => caseAt(56, i, scope))
  expect(tried.every(({ world }) => world === smallWorld)).toBe(true)
  const ends = tried.filter((of) => (tryCase(of, emulator).reach['frame end'] ?? 0) > 0)
  expect(ends.length).toBeGreaterThan(10)
})

test('fast-check draws cases, shrinks them and replays them by path', () => {
  const calls = ({ run }: { readonly run: Run }): boolean =>
    !run.programs.some((program) =>
      program.some((effect) => effect.do === 'call' && effect.call.service === 'END_WINDOW'),
    )
  const property = fc.property(cases(anything), calls)
  const found = fc.check(property, { seed: 57, numRuns: 500 })
  expect(found.failed).toBe(true)
  expect(found.numShrinks).toBeGreaterThan(0)
  const again = fc.check(property, { seed: 57, path: found.counterexamplePath ?? '' })
  expect(again.failed).toBe(true)
  expect(again.counterexample?.[0].run).toEqual(found.counterexample?.[0].run)
})

test('every smaller case may run', () => {
  for (let i = 0; i < 12; i++) {
    const of = caseAt(58, i * 4)
    let n = 0
    for (const { world } of smaller(of)) {
      if (world.configuration !== of.world.configuration) expect(mayRun(world.configuration, world.profile)).toBe(true)
      if (n++ > 60) break
    }
  }
})

/** The emulator with what it tells of itself changed. */
const lying =
  (lie: (state: State, steps: number) => State) =>
  (world: World): Engine => {
    const engine = new Emulator(world)
    let steps = 0
    return {
      load: (run) => {
        steps = 0
        engine.load(run)
      },
      step: () => {
        steps++
        engine.step()
      },
      digest: () => engine.digest(),
      abstract: () => lie(engine.abstract(), steps),
      physicalWord: (at) => engine.physicalWord(at),
      cachedTranslations: (core) => engine.cachedTranslations(core),
      get left() {
        return engine.left
      },
    }
  }

test('what no digest shows is found by comparing whole states, and shrunk to few steps', () => {
  const make = lying((state) => ({
    ...state,
    cores: state.cores.map((core) => ({ ...core, cached: core.cached.slice(1) })),
  }))
  const at = Array.from({ length: 40 }, (_, i) => i).find((i) => tryCase(caseAt(59, i), make).finding !== null) ?? 0
  const of = caseAt(59, at)
  const { finding } = tryCase(of, make)
  expect(finding?.at).toBe('cores.*.cached.length')
  const least = finding === null ? null : shrunk(of, finding, make)
  expect(least?.finding.step).toBeLessThanOrEqual(2)
  expect(least?.case.world.configuration.partitions.length).toBe(1)
})

test('an emulator that throws is a finding, not the end of the hunt', () => {
  const make = (world: World): Engine => {
    const engine = lying((state) => state)(world)
    let left = 5
    return {
      ...engine,
      step: () => {
        if (left-- === 0) throw new RangeError('out of it')
        engine.step()
      },
    }
  }
  const { finding } = tryCase(caseAt(60, 2), make)
  expect(finding).toMatchObject({ statement: 'MODULE-P2', at: 'exception', step: 6 })
  expect(finding?.why).toContain('RangeError: out of it')
})

test('a case is told a line a step', () => {
  const of = caseAt(61, 1)
  const lines = told(of)
  expect(lines[0]).toContain('a tick is')
  expect(lines.filter((line) => /^ *\d+\. /.test(line)).length).toBe(tryCase(of, null).steps)
})
