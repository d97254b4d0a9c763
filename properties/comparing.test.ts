import { expect, test } from 'vitest'
import { Emulator } from '../impl/module.ts'
import type { Processor } from '../spec/machine/vocabulary.ts'
import { registerCells } from '../spec/module/cells.ts'
import { cellKey, cellKind, contribution, type ModuleContext, type State } from '../spec/module/vocabulary.ts'
import { address, cycles, ticks, withWord, word } from '../spec/words/vocabulary.ts'
import { Choices } from './choices.ts'
import { digestOf, ModelDigest, placeClass, stateDifferences } from './comparing.ts'
import { caseAt } from './hunt.ts'
import { prepared } from './prepared.ts'
import { drawProcessor } from './processors.ts'
import {
  contextWith,
  joinedWorld,
  start,
  withChannel,
  withCore,
  withHealth,
  withLog,
  withPort,
  withProcessor,
} from './surgery.fixture.ts'

test('kept up from step to step, a digest is what it is from nothing', () => {
  for (let i = 0; i < 40; i++) {
    const { world, run, steps } = caseAt(21, i)
    const { model } = prepared(world)
    const advance = model.of(run)
    const kept = new ModelDigest(world.platform)
    let state = model.start
    for (let s = 0; s < steps; s++) {
      state = advance(state).state
      const digest = kept.of(state)
      if (s % 16 === 0 || s === steps - 1) expect(digest).toEqual(digestOf(world.platform, state))
    }
  }
})

/** A state with one number of one of its records changed: every number that a digest covers comes up. */
const withOther = (choices: Choices, state: State): State => {
  const other = (n: number): number => (choices.percent(50) ? n + 1 : n ^ (1 << choices.below(31)))
  const core = choices.below(state.cores.length)
  const partition = choices.below(state.partitions.length)
  const changedCore = (changed: Partial<State['cores'][number]>): State => ({
    ...state,
    cores: state.cores.map((c, i) => (i === core ? { ...c, ...changed } : c)),
  })
  const changedPartition = (changed: Partial<State['partitions'][number]>): State => ({
    ...state,
    partitions: state.partitions.map((p, i) => (i === partition ? { ...p, ...changed } : p)),
  })
  const [c, p] = [state.cores[core], state.partitions[partition]]
  if (c === undefined || p === undefined) return state
  const { registers } = c.context
  const sampling = state.ports.channels[0]?.messages ?? []
  const message = { bytes: [choices.between(1, 255), 0, choices.below(256)], at: ticks(choices.below(9)) }
  return choices.of([
    () => ({ ...state, time: { ...state.time, total: ticks(other(state.time.total)) } }),
    () => ({ ...state, time: { ...state.time, frame: ticks(other(state.time.frame)) } }),
    () => ({ ...state, time: { ...state.time, lastSwitch: ticks(other(state.time.lastSwitch)) } }),
    () => changedCore({ at: cycles(other(c.at)) }),
    () => changedCore({ masked: !c.masked }),
    () => changedCore({ fault: { ...c.fault, status: word(other(c.fault.status)) } }),
    () => changedCore({ context: { ...c.context, registers: { ...registers, low: word(other(registers.low)) } } }),
    () => changedCore({ context: { ...c.context, registers: { ...registers, high: word(other(registers.high)) } } }),
    () => changedCore({ context: { ...c.context, work: { kind: 'reload', left: cycles(choices.between(1, 9)) } } }),
    () => changedPartition({ elapsed: ticks(other(p.elapsed)) }),
    () => changedPartition({ window: other(p.window) }),
    () => changedPartition({ mode: p.mode === 'IDLE' ? 'NORMAL' : 'IDLE' }),
    () => changedPartition({ restarts: other(p.restarts) }),
    () => changedPartition({ permissions: other(p.permissions) }),
    () => changedPartition({ pendingAction: p.pendingAction === 'IDLE' ? 'COLD_START' : 'IDLE' }),
    () => ({
      ...state,
      memory: withWord(state.memory, address(0x41000000 + 4 * choices.below(2048)), word(choices.word() | 1)),
    }),
    () => ({ ...state, consumed: { ...state.consumed, choices: other(state.consumed.choices) } }),
    () => ({
      ...state,
      consumed: { ...state.consumed, effects: state.consumed.effects.with(partition, choices.between(1, 99)) },
    }),
    () => ({ ...state, left: !state.left }),
    () => ({ ...state, secondaries: [contextWith('user', { kind: 'compute', left: cycles(choices.between(1, 9)) })] }),
    () => ({ ...state, loader: choices.below(3) }),
    () => ({ ...state, resets: other(state.resets) }),
    () => ({ ...state, end: choices.of(['shutdown', 'hung'] as const) }),
    () => withPort(choices.below(4), { created: true })(state),
    () => withPort(choices.below(4), { freshness: choices.of(['NEW', 'CONSUMED'] as const) })(state),
    () => withChannel(choices.below(2), { overflowed: true })(state),
    () => withChannel(choices.below(2), { messages: [...sampling, message] })(state),
    () =>
      withChannel(choices.below(2), { holder: { partition, direction: choices.of(['SOURCE', 'DESTINATION']) } })(state),
    () => withLog({ locked: true })(state),
    () =>
      withLog({
        log: [
          {
            date: ticks(choices.below(9)),
            error: choices.below(16),
            level: choices.of(['MODULE', 'PARTITION'] as const),
            partition: choices.between(-1, 2),
          },
        ],
      })(state),
    () => withHealth(partition, { state: choices.of([3, 4, 5] as const) })(state),
    () => withHealth(partition, { before: choices.of([3, 4] as const) })(state),
    () =>
      withHealth(partition, { events: Array.from({ length: choices.between(1, 8) }, () => choices.below(16)) })(state),
    () => withHealth(partition, { pending: true })(state),
    () => withProcessor(partition, { psr: other(p.processor.psr) })(state),
    () => withProcessor(partition, { tbr: other(p.processor.tbr) })(state),
    () => withProcessor(partition, { pending: other(p.processor.pending) })(state),
    () => withProcessor(partition, { mask: other(p.processor.mask) })(state),
    () => withProcessor(partition, { events: other(p.processor.events) })(state),
    () => withProcessor(partition, { caches: other(p.processor.caches) })(state),
    () =>
      withProcessor(partition, {
        activations: [{ next: choices.below(9), interrupted: cycles(choices.below(99)) }],
      })(state),
  ])()
}

/** States in which cores, partitions and secondaries have processors, each another than in the one before by a register or all. */
const withProcessors = (choices: Choices, before: State): State => {
  const drawn = (old: ModuleContext): ModuleContext => {
    const p = old.processor
    if (p === null || choices.percent(20)) return { ...old, processor: drawProcessor(choices, 'user') }
    if (choices.percent(10)) return { ...old, processor: null }
    const changed = choices.of<Partial<Processor>>([
      { globals: p.globals.with(choices.between(1, 7), choices.word() | 0) },
      { windows: p.windows.with(choices.below(8), p.globals.concat(p.globals)) },
      { floats: p.floats.with(choices.below(32), choices.word() | 0) },
      { state: { ...p.state, icc: choices.below(16) } },
      { y: choices.word() | 0 },
    ])
    return { ...old, processor: { ...p, ...changed } }
  }
  const some = <T>(all: readonly T[], change: (one: T) => T): readonly T[] =>
    all.map((one) => (choices.percent(50) ? change(one) : one))
  return {
    ...before,
    cores: some(before.cores, (core) => ({ ...core, context: drawn(core.context) })),
    partitions: some(before.partitions, (p) => ({ ...p, context: drawn(p.context) })),
    secondaries: some(before.secondaries, drawn),
  }
}

/** What the processors of a list of contexts add to a digest, cell by cell. */
const cellsOf = (kind: number, contexts: readonly ModuleContext[], lane: 0 | 1): number =>
  contexts
    .flatMap(({ processor }, i) => registerCells(processor).map((n, f) => contribution(lane, cellKey(kind, i, f), n)))
    .reduce((sum, one) => sum ^ one, 0)

test('a digest covers the cells of every processor, and follows what changes of them', () => {
  const kept = new ModelDigest(joinedWorld.platform)
  const choices = new Choices(24, 0)
  const contextOf = ({ context }: { readonly context: ModuleContext }): ModuleContext => context
  const without = digestOf(joinedWorld.platform, start)
  let state = start
  for (let i = 0; i < 200; i++) {
    state = withProcessors(choices, state)
    const lane = (n: 0 | 1): number =>
      cellsOf(cellKind.coreProcessor, state.cores.map(contextOf), n) ^
      cellsOf(cellKind.partitionProcessor, state.partitions.map(contextOf), n) ^
      cellsOf(cellKind.secondaryProcessor, state.secondaries, n)
    expect(kept.of(state)).toEqual({ high: (without.high ^ lane(1)) >>> 0, low: (without.low ^ lane(0)) >>> 0 })
  }
})

test('differences of processors are told by the names of registers', () => {
  const p = drawProcessor(new Choices(25, 0), 'user')
  const of = (processor: Processor): State => withCore(0, { context: { ...plain, processor } })(start)
  const other = {
    ...p,
    globals: p.globals.with(3, 1),
    windows: p.windows.map((window, w) => (w === 5 ? window.with(14, 1).with(2, 1) : window)),
    floats: p.floats.with(31, 1),
    y: 1,
  }
  const paths = stateDifferences(joinedWorld, of(p), of(other)).map(({ path }) => path.slice(4).join(' '))
  expect(paths.toSorted()).toEqual(['%f31', '%g3', 'windows 5 %i6', 'windows 5 %l2', 'y'])
})

const plain = contextWith('user', { kind: 'none' })

test('states that differ in one cell have different digests', () => {
  const before = digestOf(joinedWorld.platform, start)
  const seen = new Set<string>()
  for (let i = 0; i < 3_000; i++) {
    const state = withOther(new Choices(22, i), start)
    const digest = digestOf(joinedWorld.platform, state)
    expect(digest, `case ${i}`).not.toEqual(before)
    expect(digest.low === before.low || digest.high === before.high).toBe(false)
    seen.add(`${digest.high} ${digest.low}`)
  }
  expect(seen.size).toBeGreaterThan(600)
})

test('the whole comparison tells every such difference, and none between equals', () => {
  const emulator = new Emulator(joinedWorld)
  expect(stateDifferences(joinedWorld, start, emulator.abstract())).toEqual([])
  for (let i = 0; i < 300; i++) {
    const found = stateDifferences(joinedWorld, withOther(new Choices(23, i), start), emulator.abstract())
    expect(found.length, `case ${i}`).toBeGreaterThan(0)
  }
})

test('tables are compared by what they mean', () => {
  const { contextTable } = joinedWorld.platform
  const spare = withWord(start.memory, address(contextTable + 4 * 200), word(0x77777777))
  expect(stateDifferences(joinedWorld, start, { ...start, memory: spare })).toEqual([])
  const unmapped = withWord(start.memory, address(contextTable + 4), word(0))
  expect(stateDifferences(joinedWorld, start, { ...start, memory: unmapped })[0]?.path.slice(0, 2)).toEqual([
    'spaces',
    1,
  ])
})

test('places are told apart without their numbers', () => {
  expect(placeClass(['cores', 1, 'cached'])).toBe('cores.*.cached')
  expect(placeClass(['memory', '0x41000000'])).toBe('memory.*')
})
