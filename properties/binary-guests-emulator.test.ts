/** Binary programs on the emulator: what the section Binary programs of `spec/module/step.md` says of each. */

import { expect, test } from 'vitest'
import { Emulator } from '../impl/module.ts'
import { healthError } from '../spec/health/vocabulary.ts'
import type { Processor } from '../spec/machine/vocabulary.ts'
import type { GuestImage, Run, State, World } from '../spec/module/vocabulary.ts'
import { address, cycles, word } from '../spec/words/vocabulary.ts'
import * as programs from './binary-guests-emulator.fixture.ts'
import { ModelDigest } from './comparing.ts'
import { smallConfiguration, smallWorld } from './small.fixture.ts'

const base = 0x41000000
const data = 0x1000
const sharedData = 0x8000
const bytes = 0x8000

const nothing: Run = { programs: [], handlers: [], events: [], choices: [] }

/** Where an image's words are, by their distance from the beginning of memory. */
const image = (...parts: readonly (readonly [at: number, words: readonly number[]])[]): GuestImage => ({
  entry: address(base),
  words: parts.flatMap(([at, words]) => words.map((value, i) => [address(base + at + 4 * i), word(value)] as const)),
})

/** The small world, in which partitions have more memory, the second may execute what is shared, and every partition can be trusted. */
const worldOf = (images: World['images'], trusted = false): World => ({
  ...smallWorld,
  images: images ?? [],
  configuration: {
    ...smallConfiguration,
    partitions: smallConfiguration.partitions.map((p, i) => ({
      ...p,
      memory: { size: bytes, unit: 0x1000 },
      permissions: trusted && i === 0 ? ['SUPERVISOR'] : [...p.permissions, 'FPU_CONTROL'],
    })),
    sharedMemory: smallConfiguration.sharedMemory.map((shared) => ({
      ...shared,
      access: shared.access.map((share, i) => ({ ...share, rights: i === 0 ? 'RW' : 'RX' })),
    })),
  },
})

/** Physical memory: areas lie one after another as they do virtually, behind the kernel. */
const wordOf = (engine: Emulator, p: number, at: number): number => engine.physicalWord(address(base + p * bytes + at))

/** Step by step, the digest being that of the state; until `done`, or for so many steps. */
const follow = (
  engine: Emulator,
  world: World,
  steps: number,
  done: (state: State) => boolean = () => false,
): State => {
  const digest = new ModelDigest(world.platform)
  for (let i = 0; i < steps; i++) {
    engine.step()
    const state = engine.abstract()
    const { high, low } = engine.digest()
    expect({ high: high >>> 0, low: low >>> 0 }, `after step ${i}`).toEqual(digest.of(state))
    if (done(state)) return state
  }
  return engine.abstract()
}

const started = (world: World, run: Run = nothing): Emulator => {
  const engine = new Emulator(world)
  engine.load(run)
  return engine
}

/** The processor of the first partition, which runs on core 0 or is saved. */
const processor = ({ cores, partitions, time }: State, p = 0): Processor => {
  const core = time.cores.findIndex(({ running }) => running?.partition === p)
  const found = (core < 0 ? partitions[p] : cores[core])?.context.processor
  if (found == null) throw new Error(`partition ${p} has no processor`)
  return found
}

const logged = (state: State): readonly number[] => state.health.log.map(({ error }) => error)
const { SEGMENTATION, VIOLATION } = healthError

test('a fresh context begins at the entry, in window 0, its stack at the end of its memory, and only a binary program has one', () => {
  const state = started(worldOf([image([0, programs.fault]), null, null])).abstract()
  const first = state.cores[0]?.context.processor
  expect(first).toMatchObject({ pc: base, npc: base + 4, wim: 2, tbr: 0, y: 0, fsr: 0, activity: 'executing' })
  expect(first?.state).toEqual({ icc: 0, ef: false, pil: 0, s: false, ps: false, et: true, cwp: 0 })
  expect(first?.windows[7]?.[14]).toBe(base + bytes)
  expect(state.cores[1]?.context.processor).toBeNull()
  expect(state.partitions.map(({ context }) => context.processor)).toEqual([null, null, null])
})

test('a call finds its arguments in the outs, and reports in %o0, or in %o0 and %o1', () => {
  const world = worldOf([image([0, programs.calls])])
  const engine = started(world)
  follow(engine, world, 140)
  expect(wordOf(engine, 0, data)).toBe(10)
  expect(wordOf(engine, 0, data + 4), 'NO_ERROR').toBe(0)
  expect(
    [wordOf(engine, 0, data + 8), wordOf(engine, 0, data + 12)],
    'ticks of the frame, the high word first',
  ).toEqual([0, 1])
  expect(wordOf(engine, 0, data + 16), 'an unassigned number').toBe(3)
  expect(wordOf(engine, 0, data + 20), 'flush_windows leaves the registers').toBe(55)
  expect(wordOf(engine, 0, data + 24), 'the virtual TBR').toBe(0)
})

test('a load from nowhere traps and is recorded; a program that keeps its context tries again', () => {
  const world = worldOf([image([0, programs.fault])])
  const engine = started(world)
  const { at } = engine.abstract().cores[0] ?? { at: cycles(NaN) }
  const trapped = follow(engine, world, 60, ({ cores }) => cores[0]?.context.work.kind === 'trap')
  expect(trapped.cores[0]?.at, 'two instructions, one trap').toBe(at + 2 + world.platform.costs.trap)
  expect(trapped.cores[0]?.fault.address).toBe(0x12345010)
  expect(trapped.cores[0]?.context.level).toBe('supervisor')
  expect(trapped.cores[0]?.context.processor).toMatchObject({ pc: base + 4, npc: base + 8 })
  expect(trapped.cores[0]?.context.processor?.state).toMatchObject({ s: true, ps: false, et: false, cwp: 7 })
  expect(trapped.cores[0]?.context.processor?.windows[7]?.slice(1, 3)).toEqual([base + 4, base + 8])
  const again = follow(engine, world, 1)
  expect(logged(again)).toEqual([SEGMENTATION])
  expect(again.cores[0]?.context).toMatchObject({ level: 'user', work: { kind: 'none' } })
  expect(again.cores[0]?.context.processor).toMatchObject({ pc: base + 4, npc: base + 8 })
  expect(again.cores[0]?.context.processor?.state).toMatchObject({ s: false, ps: false, et: true, cwp: 0 })
  const stopped = follow(engine, world, 60, ({ partitions }) => partitions[0]?.state === 'HALTED')
  expect(logged(stopped), 'the second error halts it').toEqual([SEGMENTATION, SEGMENTATION])
  expect(stopped.cores[0]?.context.processor).toBeNull()
})

test('a privileged instruction at user level is a violation, at supervisor level it leaves', () => {
  const images = [image([0, programs.privileged])]
  const world = worldOf(images)
  const state = follow(started(world), world, 30, ({ health }) => health.log.length > 0)
  expect(logged(state)).toEqual([VIOLATION])
  const trusting = worldOf(images, true)
  const engine = started(trusting)
  let before = engine.abstract()
  while (!engine.left) {
    before = engine.abstract()
    engine.step()
  }
  expect(engine.abstract()).toEqual({ ...before, left: true })
  expect(processor(before).pc).toBe(base + 4)
})

test('a recursion deeper than there are windows comes back with all of them', () => {
  const world = worldOf([image([0, programs.recursion])])
  const engine = started(world)
  follow(engine, world, 1200)
  expect(wordOf(engine, 0, data)).toBe(210)
  expect(logged(engine.abstract())).toEqual([])
})

test('the virtual clock enters the table of the program, in the window below, and rett goes back', () => {
  const world = worldOf([image([0, programs.handler], [0x21a0, programs.handlerTable])])
  const engine = started(world)
  follow(engine, world, 40, () => wordOf(engine, 0, data + 12) !== 0)
  const [psr, pc, npc] = [4, 8, 12].map((at) => wordOf(engine, 0, data + at))
  const inLoop = [0x41000034, 0x41000038, 0x4100003c]
  expect(inLoop).toContain(pc)
  expect(inLoop).toContain(npc)
  expect(psr, 'supervisor of itself, traps on, N and C of the comparison, window 0').toBe(0xa0 | 0x900000)
  const back = follow(engine, world, 12, (state) => processor(state).state.cwp === 0)
  expect(processor(back).windows[0]?.slice(0, 3), 'the locals of the loop').toEqual([1, 2, 3])
  expect(processor(back).state.icc).toBe(9)
  expect(processor(back).pc).toBe(pc)
  expect(back.partitions[0]?.processor).toMatchObject({ psr: 0xe0, tbr: 0x410021a0, activations: [] })
  follow(engine, world, 400)
  expect(wordOf(engine, 0, data)).toBeGreaterThan(2)
})

test('windows on a stack pointer that no window can lie at are an error', () => {
  const world = worldOf([image([0, programs.stack])])
  const engine = started(world)
  const state = follow(engine, world, 60, ({ health }) => health.log.length > 0)
  expect(logged(state)).toEqual([SEGMENTATION])
  expect(processor(state).wim, 'nothing is spilled').toBe(2)
})

test('flush_windows writes every window above, and they come back', () => {
  const world = worldOf([image([0, programs.flush])])
  const engine = started(world)
  const flushed = follow(engine, world, 60, ({ cores }) => cores[0]?.context.processor?.globals[3] === 0x77)
  expect(processor(flushed).wim, 'only the window of the caller is in the registers').toBe(1 << 7)
  const top = bytes - 96
  expect(
    [0, 28, 32 + 12].map((at) => wordOf(engine, 0, top + at)),
    'window 0',
  ).toEqual([0x11, 0x12, 0x13])
  expect(
    [0, 32 + 24].map((at) => wordOf(engine, 0, top - 96 + at)),
    'window 7',
  ).toEqual([0x21, base + top])
  const back = follow(engine, world, 60, ({ cores }) => cores[0]?.context.processor?.globals[4] === 0x11)
  expect(processor(back)).toMatchObject({ state: { cwp: 0 }, wim: 2 })
})

test('a reload puts the whole image back', () => {
  const world = worldOf([image([0, programs.reload], [data, [41]])])
  const engine = started(world)
  const { restarts } = follow(engine, world, 400, ({ partitions }) => partitions[0]?.restarts === 1).partitions[0] ?? {}
  expect(restarts).toBe(1)
  expect(wordOf(engine, 0, data), 'as the image has it').toBe(41)
  expect(wordOf(engine, 0, data + 0x100)).toBe(0)
  const again = follow(engine, world, 400, ({ partitions }) => partitions[0]?.restarts === 2)
  expect(again.partitions[0]?.restarts).toBe(2)
})

test('a switch keeps windows and floats', () => {
  const [one, two] = [0x3f800000, 0x40000000]
  const world = worldOf([
    image([0, programs.floats], [data, [one, one, 11, 12]]),
    image([0, programs.floats], [data, [two, two, 21, 22]]),
  ])
  const engine = started(world)
  follow(engine, world, 1500)
  expect([16, 20, 24, 28].map((at) => wordOf(engine, 0, data + at))).toEqual([two, 12, 11, one])
  expect([16, 20, 24, 28].map((at) => wordOf(engine, 1, data + at))).toEqual([0x40800000, 22, 21, two])
  expect(logged(engine.abstract())).toEqual([])
})

test('code that a program changes is executed as it now is', () => {
  const world = worldOf([image([0, programs.modifies])])
  const engine = started(world)
  const state = follow(engine, world, 200)
  expect([2, 4, 5].map((i) => processor(state).globals[i])).toEqual([7, 2, 6])
})

test('code in shared memory is executed as another partition has changed it', () => {
  const world = worldOf([image([0, programs.sharedWriter]), image([0, programs.sharedReader])])
  const engine = started(world)
  const seen: number[] = []
  follow(engine, world, 4000, () => {
    const returned = wordOf(engine, 1, data)
    if (returned !== seen.at(-1)) seen.push(returned)
    return seen.length === 3
  })
  expect(seen).toEqual([0, 1, 2])
  expect(engine.physicalWord(address(base + 3 * bytes)), 'the shared memory').toBe(0x84102002)
  expect(sharedData).toBe(bytes)
})

test('a run begins as the first did, whatever the last one did to memory and code', () => {
  const world = worldOf([image([0, programs.modifies]), image([0, programs.floats]), image([0, programs.handler])])
  const [fresh, used] = [started(world), started(world)]
  used.steps(3000)
  used.load(nothing)
  for (let i = 0; i < 400; i++) {
    expect(used.digest()).toEqual(fresh.digest())
    fresh.step()
    used.step()
  }
  expect(used.abstract()).toEqual(fresh.abstract())
})

test('an interrupt shows only in the window below, and not at all while the kernel is at work', () => {
  const world = worldOf([image([0, programs.fault])])
  const at = started(world).abstract().cores[0]?.at ?? cycles(0)
  const seen = new Set<string>()
  for (let n = 0; n < 6; n++) {
    const engine = started(world, { ...nothing, events: [{ kind: 'interrupt', core: 0, at: cycles(at + n) }] })
    let before = engine.abstract()
    follow(engine, world, 30, (state) => {
      if (state.consumed.events[0] === 1) return true
      before = state
      return false
    })
    const [was, is] = [processor(before), processor(engine.abstract())]
    const { kind } = before.cores[0]?.context.work ?? { kind: 'idle' }
    seen.add(kind)
    const below = was.windows.map((window, w) => (w === 7 ? window.with(1, was.pc).with(2, was.npc) : window))
    expect(is, kind).toEqual(kind === 'none' ? { ...was, windows: below } : was)
  }
  expect([...seen].sort()).toEqual(['none', 'trap'])
})
