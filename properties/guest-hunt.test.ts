import { expect, test } from 'vitest'
import { Emulator } from '../impl/module.ts'
import { modelOf } from '../model/module.ts'
import type { Call, Effect, GuestImage, State, World } from '../spec/module/vocabulary.ts'
import { address, wordAt } from '../spec/words/vocabulary.ts'
import { areasOfWorld } from './addresses.ts'
import { imageOf, memoryAt, programs, worldOf } from './binary-programs.fixture.ts'
import type { Case } from './case.ts'
import { compiled } from './guest-compiling.ts'
import { onPlatform } from './guest-moving.ts'
import { fewerInstructions, storedBefore, straightened } from './guest-smaller.ts'
import { caseAt, shrunk, tryCase, type Engine, type Scope } from './hunt.ts'
import { smallWorld } from './small.fixture.ts'
import { fewerPartitions, lessMemory } from './smaller-worlds.ts'
import { describe as told } from './telling.ts'

const idle = { programs: [], handlers: [], events: [], choices: [] }

test('about one partition in six executes machine code, in some worlds all of several', () => {
  const worlds = Array.from({ length: 300 }, (_, i) => caseAt(11, 4 * i).world)
  const all = worlds.flatMap(({ configuration }) => configuration.partitions).length
  const binary = worlds.flatMap(({ images = [] }) => images.filter((image) => image !== null)).length
  expect(binary / all).toBeGreaterThan(0.1)
  expect(binary / all).toBeLessThan(0.25)
  expect(worlds.some(({ images = [] }) => images.length > 1 && images.every((image) => image !== null))).toBe(true)
})

test('every image lies in the memory of its partition, in order, word by word', () => {
  for (let i = 0; i < 240; i++) {
    const { world } = caseAt(12, i)
    const areas = areasOfWorld(world)
    for (const [p, image] of (world.images ?? []).entries()) {
      const own = areas.find(({ owner }) => owner.kind === 'partition' && owner.index === p)
      const words = image?.words ?? []
      if (own === undefined) throw new Error('a partition has memory')
      expect(words.every(([at], k) => at % 4 === 0 && (k === 0 || at > (words[k - 1]?.[0] ?? at)))).toBe(true)
      expect(words.every(([at]) => at >= own.virtual && at < own.virtual + own.bytes)).toBe(true)
    }
  }
})

test('in a row of cases of a user’s own world its partitions execute machine code, unless it has images itself', () => {
  const scope: Scope = { kind: 'fixed', world: smallWorld }
  const rows = [0, 64, 128, 192].map((index) => caseAt(13, index, scope).world)
  expect(rows.slice(0, 3)).toEqual([smallWorld, smallWorld, smallWorld])
  expect(rows[3]?.images?.some((image) => image !== null)).toBe(true)
  expect(caseAt(13, 193, scope).world).toBe(caseAt(13, 192, scope).world)
  const own = worldOf([imageOf([memoryAt, programs.counting])])
  expect(caseAt(13, 192, { kind: 'fixed', world: own }).world).toBe(own)
})

const calls: readonly Call[] = [
  { service: 'GET_NB_CORES', arguments: [] },
  { service: 'GET_PARTITION_STATUS', arguments: [0xffffffff, 0x41001234] },
  { service: 'WRITE_PORT', arguments: [1, 0, 0x41000c00, 0xfffff000, 5] },
  { service: 'set_irq_mask', arguments: [0xfffe] },
  { service: 'unassigned_number', arguments: [0x82, 77] },
  { service: 'unassigned_trap', arguments: [0xc5] },
  { service: 'raise_event', arguments: [3] },
  { service: 'flush_windows', arguments: [] },
]

test.each(calls)('$service is made by machine code as by a script', (call) => {
  const code = compiled({ do: 'call', call })
  const model = modelOf(worldOf([imageOf([memoryAt, code])]))
  const advance = model.of(idle)
  let state = model.start
  for (let s = 0; s < 30; s++) {
    const { state: after, happening } = advance(state)
    state = after
    if (happening.kind !== 'service') continue
    const given = happening.call.arguments.slice(0, call.arguments.length)
    expect([happening.call.service, given]).toEqual([call.service, call.arguments])
    return
  }
  throw new Error('no call was made')
})

test('stores and loads by machine code reach what a script’s reach', () => {
  const at = memoryAt + 0x1104
  const effects: readonly Effect[] = [
    { do: 'access', kind: 'store', size: 4, at, value: 0x89abcdef },
    { do: 'access', kind: 'load', size: 2, at: at + 2, value: 0 },
    { do: 'access', kind: 'store', size: 4, at: at + 4, value: { resultPlus: 1 } },
  ]
  const stored = (image: GuestImage | null, script: readonly Effect[]): readonly number[] => {
    const model = modelOf(worldOf([image]))
    const advance = model.of({ ...idle, programs: [script] })
    const { memory } = Array.from({ length: 30 }).reduce<State>((state) => advance(state).state, model.start)
    return [at, at + 4].map((where) => wordAt(memory, address(where)))
  }
  expect(stored(null, effects)).toEqual([0x89abcdef, 0xcdf0])
  expect(stored(imageOf([memoryAt, effects.flatMap(compiled)]), [])).toEqual([0x89abcdef, 0xcdf0])
})

/** The emulator, whose digest is another in states of some kind. */
const wrongIn =
  (kind: (state: State) => boolean) =>
  (world: World): Engine => {
    const engine = new Emulator(world)
    return {
      load: (run) => {
        engine.load(run)
      },
      step: () => {
        engine.step()
      },
      digest: () => {
        const { high, low } = engine.digest()
        return { high, low: kind(engine.abstract()) ? low ^ 1 : low }
      },
      abstract: () => engine.abstract(),
      physicalWord: (where) => engine.physicalWord(where),
      cachedTranslations: (core) => engine.cachedTranslations(core),
      get left() {
        return engine.left
      },
    }
  }

const kinds: readonly (readonly [what: string, kind: (state: State) => boolean])[] = [
  ['a window was spilled', ({ cores }) => cores.some(({ context }) => context.processor?.wim === 1)],
  [
    'a program is back from a virtual trap',
    ({ partitions, cores }) =>
      cores.some(({ context }) => context.processor !== null) &&
      partitions.some((p) => (p.processor.psr & 0x60) === 0x60),
  ],
]

test.each(kinds)('what is wrong once %s is shrunk to a few instructions, told in assembler', (_, kind) => {
  const make = wrongIn(kind)
  const index = Array.from({ length: 400 }, (_, i) => i).find((i) => tryCase(caseAt(14, i), make).finding !== null) ?? 0
  const of = caseAt(14, index)
  const { finding } = tryCase(of, make)
  if (finding === null) throw new Error('nothing was found')
  const least = shrunk(of, finding, make, 1_200)
  const images = (least.case.world.images ?? []).flatMap((image) => image?.words ?? [])
  expect(images.length).toBeLessThanOrEqual(12)
  const lines = told(least.case)
  expect(lines.join('\n')).toMatch(/executes (ta|save) /)
  expect(lines.some((line) => /^ {2}0x41[0-9a-f]{6}: [0-9a-f]{8} {2}\S/.test(line))).toBe(true)
})

const caseOf = (image: GuestImage, steps = 20): Case => ({ world: worldOf([null, image]), run: idle, steps })

test('an image goes with its partition, and loses what its memory loses', () => {
  const image = imageOf([memoryAt, programs.counting], [memoryAt + 0x1ff8, [1, 2]])
  const fewer = [...fewerPartitions(caseOf(image))].map(({ world }) => world.images ?? [])
  expect(fewer).toContainEqual([image, null])
  expect(fewer).toContainEqual([])
  const smaller = [...lessMemory(caseOf(image))].map(({ world }) => world.images?.[1]?.words.length)
  expect(smaller).toContain(2)
})

test('an image goes along when memory begins elsewhere, with the addresses in it', () => {
  const world = worldOf([imageOf([memoryAt, [0x03104004, 0x41000010, 0x82102001]])])
  const elsewhere = onPlatform(world, { ...world.platform, partitionsAt: address(0x50000000) })
  expect(elsewhere.images?.[0]).toEqual(imageOf([0x50000000, [0x03140004, 0x50000010, 0x82102001]]))
})

test('a branch goes where it went when instructions before its target are cut out', () => {
  // ba +3; nop; nop; or %g0, 1, %g1
  const of = caseOf(imageOf([memoryAt, [0x10800003, 0x01000000, 0x01000000, 0x82102001]]))
  const words = [...fewerInstructions(of)].map(({ world }) => world.images?.[1]?.words.map(([, code]) => code))
  expect(words).toContainEqual([0x10800002, 0x01000000, 0x82102001])
})

test('what was executed stands in a row, and what was stored is there from the start', () => {
  // ba +2; or %g0, 5, %g2; sethi %hi(0x41001000), %g1; st %g2, [%g1]
  const of = caseOf(imageOf([memoryAt, [0x10800002, 0x84102005, 0x03104004, 0xc4206000]]), 60)
  const [row] = [...straightened(of)]
  expect(row?.world.images?.[1]?.words.slice(0, 3).map(([, code]) => code)).toEqual([
    0x84102005, 0x03104004, 0xc4206000,
  ])
  const [before] = [...storedBefore(of)]
  expect(before?.world.images?.[1]?.words.slice(3)).toEqual([
    [memoryAt + 12, 0x01000000],
    [memoryAt + 0x1000, 5],
  ])
})
