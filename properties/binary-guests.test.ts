/** Binary guests on the model: what the page says of instructions, traps, calls, windows and virtual traps. */

import { expect, test } from 'vitest'
import { modelOf } from '../model/module.ts'
import { healthError } from '../spec/health/vocabulary.ts'
import type { Processor } from '../spec/machine/vocabulary.ts'
import { psr } from '../spec/guest/vocabulary.ts'
import { invariants, stepInvariants } from '../spec/module/invariants.ts'
import { airRequirements, profiles } from '../spec/module/profiles.ts'
import type { EnvironmentEvent, Happening, State, World } from '../spec/module/vocabulary.ts'
import { address, cycles, wordAt, type Memory } from '../spec/words/vocabulary.ts'
import { imageOf, memoryAt, memoryEnd, programs, tableAt, withFloats, worldOf } from './binary-programs.fixture.ts'
import { huntPlatform } from './platforms.ts'
import { holdTheSame } from './processors.ts'
import { smallConfiguration } from './small.fixture.ts'

interface Ran {
  readonly states: readonly State[]
  readonly happenings: readonly Happening[]
  readonly last: State
}

/** So many steps of a world, every state and step of them sound. */
const ran = (world: World, steps: number, events: readonly EnvironmentEvent[] = []): Ran => {
  const model = modelOf(world)
  const advance = model.of({ programs: [], handlers: [], events, choices: [] })
  const [held, kept] = [invariants(world), stepInvariants(world)]
  const states = [model.start]
  const happenings: Happening[] = []
  let last = model.start
  for (let i = 0; i < steps; i++) {
    const { state, happening } = advance(last)
    expect(held.flatMap((one) => one.breaches(world, state))).toEqual([])
    expect(kept.flatMap((one) => one.breaches(world, last, state))).toEqual([])
    states.push(state)
    happenings.push(happening)
    last = state
  }
  return { states, happenings, last }
}

/** The first partition alone has a program. */
const alone = (words: readonly number[], steps: number, changes: Partial<World> = {}): Ran =>
  ran(worldOf([imageOf([memoryAt, words])], changes), steps)

const processorOf = ({ cores }: State): Processor => {
  const processor = cores[0]?.context.processor
  if (processor == null) throw new Error('no processor')
  return processor
}
const globals = (state: State): readonly number[] => processorOf(state).globals
const outsOf = (p: Processor): readonly number[] => p.windows[(p.state.cwp + 7) % 8]?.slice(8) ?? []

/** The word at a virtual address of the first partition, whose memory lies at the same physical one. */
const at = (memory: Memory, where: number): number => wordAt(memory, address(where))

const trapsOf = ({ happenings }: Ran): readonly unknown[] =>
  happenings.flatMap((h) => (h.kind === 'instruction' && h.trap !== null ? [h.trap] : []))
const windowsOf = ({ happenings }: Ran): readonly boolean[] =>
  happenings.flatMap((h) => (h.kind === 'windows' ? [h.filled] : []))
const logOf = ({ last }: Ran): readonly number[] => last.health.log.map(({ error }) => error)
/** The first step of a kind: the state before it, the state after it. */
const around = ({ states, happenings }: Ran, of: (h: Happening) => boolean): readonly [State, State] => {
  const i = happenings.findIndex(of)
  const [before, after] = [states[i], states[i + 1]]
  if (before === undefined || after === undefined) throw new Error('it did not happen')
  return [before, after]
}

test('a program starts at its entry, at user level, with its stack at the end of its memory', () => {
  const { states } = alone(programs.calls, 0)
  const p = processorOf(states[0] ?? ran(worldOf([]), 0).last)
  expect([p.pc, p.npc]).toEqual([memoryAt, memoryAt + 4])
  expect(p.state).toEqual({ icc: 0, ef: false, pil: 0, s: false, ps: false, et: true, cwp: 0 })
  expect([p.wim, p.tbr, p.y, p.fsr]).toEqual([2, 0, 0, 0])
  expect(outsOf(p)).toEqual([0, 0, 0, 0, 0, 0, memoryEnd, 0])
  expect([...p.globals, ...p.windows.flat(), ...p.floats].filter((n) => n !== 0)).toEqual([memoryEnd])
})

test('an instruction costs one cycle', () => {
  const [before, after] = around(alone(programs.counting, 3), ({ kind }) => kind === 'instruction')
  expect((after.cores[0]?.at ?? 0) - (before.cores[0]?.at ?? 0)).toBe(1)
})

test('calls are made by ta, with arguments in %o0 to %o4, and report in %o0, of 64 bits in %o0 and %o1', () => {
  const run = alone(programs.calls, 60)
  const [, cores, status, refused, ticks, table] = globals(run.last)
  expect([cores, status, refused, ticks]).toEqual([1, 0, 3, 0])
  expect(table).toBe(0)
  expect(at(run.last.memory, tableAt)).toBe(10)
  expect(trapsOf(run)).toEqual([0x80, 0x80, 0x80, 0x80, 0x82])
})

test('a trap is taken into the window below, and the caller finds its registers as they were', () => {
  const run = alone(programs.calls, 30)
  const [before, after] = around(run, (h) => h.kind === 'instruction' && h.trap === 0x80)
  const [p, q] = [processorOf(before), processorOf(after)]
  expect(q.state).toEqual({ ...p.state, s: true, et: false, cwp: 7 })
  expect(q.windows[7]?.slice(0, 3)).toEqual([0, memoryAt + 8, memoryAt + 12])
  const [, back] = around(run, ({ kind }) => kind === 'service')
  expect(processorOf(back).state).toEqual(p.state)
  expect([processorOf(back).pc, outsOf(processorOf(back))]).toEqual([memoryAt + 8, [1, ...outsOf(p).slice(1)]])
})

test('a wild load traps, its error is raised, and the instruction is executed again', () => {
  const run = alone(programs.wild, 40)
  expect(trapsOf(run).slice(0, 2)).toEqual([0x09, 0x09])
  expect(logOf(run).slice(0, 2)).toEqual([healthError.SEGMENTATION, healthError.SEGMENTATION])
  const [, handled] = around(run, ({ kind }) => kind === 'health')
  expect([globals(handled)[1], processorOf(handled).pc, handled.cores[0]?.fault.address]).toEqual([1, memoryAt + 4, 0])
})

test('a privileged instruction is a violation at user level, and leaves what is specified at supervisor level', () => {
  const run = alone(programs.privileged, 20)
  expect(trapsOf(run)[0]).toBe(0x03)
  expect(logOf(run)[0]).toBe(healthError.VIOLATION)
  const trusted = smallConfiguration.partitions.map((p) => ({ ...p, permissions: ['SUPERVISOR' as const] }))
  const { last } = alone(programs.privileged, 20, { configuration: { ...smallConfiguration, partitions: trusted } })
  expect(last.left).toBe(true)
})

test('deep calls spill a window each once eight are not enough, and fill it when they return', () => {
  const run = alone(programs.deep, 300)
  expect(globals(run.last)[1]).toBe(78)
  expect(windowsOf(run)).toEqual([...Array<boolean>(6).fill(false), ...Array<boolean>(6).fill(true)])
  expect(logOf(run)).toEqual([])
  const [, after] = around(run, ({ kind }) => kind === 'windows')
  expect(processorOf(after).wim).toBe(1)
  expect(at(after.memory, memoryEnd - 96 + 4 * 14)).toBe(0)
})

test('a stack that cannot be written is an error of the program that has it', () => {
  const run = alone(programs.stackless, 60)
  expect(trapsOf(run)[0]).toBe(0x05)
  expect(windowsOf(run)).toEqual([])
  expect(logOf(run)[0]).toBe(healthError.SEGMENTATION)
  const [, handled] = around(run, ({ kind }) => kind === 'health')
  expect(processorOf(handled).wim).toBe(2)
})

test('a virtual trap goes to the program’s own table, and rett back to where it came from', () => {
  const image = imageOf([memoryAt, programs.interrupted], [tableAt + 0x1a0, programs.handler])
  const run = ran(worldOf([image]), 200)
  const [before, after] = around(run, ({ kind }) => kind === 'delivery')
  const [p, q] = [processorOf(before), processorOf(after)]
  expect(p.state.cwp).toBe(2)
  expect([p.wim, q.wim]).toEqual([2, 1])
  expect([q.state.cwp, q.pc, q.npc]).toEqual([1, tableAt + 0x1a0, tableAt + 0x1a4])
  const was = before.partitions[0]?.processor.psr ?? 0
  expect(q.windows[1]?.slice(0, 3)).toEqual([was | (9 << 20) | 2, p.pc, p.npc])
  expect(after.partitions[0]?.processor).toMatchObject({ psr: psr.S | psr.PS, tbr: tableAt | 0x1a0, activations: [] })
  const [rett, back] = around(run, (h) => h.kind === 'service' && h.call.service === 'rett')
  expect(processorOf(rett).state.s).toBe(true)
  expect([processorOf(back).pc, processorOf(back).state]).toEqual([p.pc, p.state])
  expect(back.partitions[0]?.processor.psr).toBe(was | psr.PS)
  expect([globals(run.last)[1], globals(run.last)[2], globals(run.last)[4]]).toEqual([1, 5, 7])
})

test('a virtual trap that finds no room on the stack is not delivered, but an error', () => {
  const shallow = programs.interrupted.map((w) => (w === 0x9c23a060 ? 0x9c23a064 : w))
  const run = ran(worldOf([imageOf([memoryAt, shallow], [tableAt + 0x1a0, programs.handler])]), 80)
  expect(run.happenings.some(({ kind }) => kind === 'delivery')).toBe(false)
  expect(logOf(run)[0]).toBe(healthError.SEGMENTATION)
})

test('flush_windows leaves the caller’s window alone valid of those in use; each return fills one', () => {
  const run = alone(programs.flushing, 120)
  const [before, after] = around(run, (h) => h.kind === 'service' && h.call.service === 'flush_windows')
  expect([processorOf(before).wim, processorOf(after).wim, processorOf(after).state.cwp]).toEqual([2, 1 << 6, 5])
  expect(at(after.memory, memoryEnd - 3 * 96 + 4)).toBe(22)
  expect(at(after.memory, memoryEnd - 2 * 96 + 4)).toBe(11)
  expect(globals(run.last).slice(1, 4)).toEqual([11, 22, 33])
  expect(windowsOf(run)).toEqual([true, true])
})

test('a software trap that no call is made by is a violation, or loops', () => {
  expect(logOf(alone(programs.unassigned, 20))).toEqual([healthError.VIOLATION])
  const profile = profiles.find(({ id }) => id === 'air-5.6.2') ?? airRequirements
  const run = alone(programs.unassigned, 20, { profile })
  const [before, after] = around(run, ({ kind }) => kind === 'instruction')
  expect((after.cores[0]?.at ?? 0) - (before.cores[0]?.at ?? 0)).toBe(1 + huntPlatform.costs.trap)
  expect(processorOf(run.last).pc).toBe(memoryAt)
  expect(logOf(run)).toEqual([])
})

test('a reload makes the partition’s own memory that of its image again', () => {
  const run = alone(programs.forgetful, 80)
  const [start] = run.states
  const [before] = around(run, ({ kind }) => kind === 'reload')
  expect([at(before.memory, tableAt), at(before.memory, memoryAt + 0x28)]).toEqual([memoryAt, memoryAt])
  const [, after] = around(run, (h) => h.kind === 'reload' && h.finished)
  const own = Array.from({ length: (memoryEnd - memoryAt) / 4 }, (_, i) => memoryAt + 4 * i)
  expect(own.filter((where) => at(after.memory, where) !== at(start?.memory ?? [], where))).toEqual([])
  expect(after.cores[0]?.context.processor).toBeNull()
})

test('windows, floats and Y are kept while another partition runs', () => {
  const image = imageOf([memoryAt, programs.floating])
  const world = worldOf([image, imageOf([memoryAt, programs.counting])], {
    configuration: withFloats,
    platform: { ...huntPlatform, cyclesPerTick: 80 },
  })
  const run = ran(world, 1_000)
  const handed = (p: number) => (h: Happening, i: number) =>
    h.kind === 'tick' && h.dispatched.includes(0) && run.states[i + 1]?.time.cores[0]?.running?.partition === p
  const away = run.happenings.findIndex(handed(1))
  const back = run.happenings.findIndex((h, i) => i > away && handed(0)(h, i))
  const [left, there, again] = [run.states[away], run.states[away + 1], run.states[back + 1]]
  if (left === undefined || there === undefined || again === undefined) throw new Error('nobody was switched out')
  const p = processorOf(left)
  expect([p.floats[1], p.floats[31], p.y, p.windows[7]?.[7], p.windows[6]?.[7]]).toEqual([
    0x9c23a060 | 0,
    0x03104000,
    memoryAt ^ 3,
    77,
    0,
  ])
  expect(processorOf(there)).not.toEqual(p)
  expect(processorOf(again)).toEqual(p)
})

test('floating-point instructions are disabled until the virtual PSR enables them', () => {
  const run = alone(programs.floating, 60)
  expect(trapsOf(run).slice(0, 2)).toEqual([0x82, 0x04])
  expect(logOf(run)[0]).toBe(healthError.FLOAT)
})

test('an interrupt changes nothing of a program but the two registers that a trap destroys', () => {
  const events: readonly EnvironmentEvent[] = [4, 9, 14, 19, 24].map((n) => ({
    kind: 'interrupt',
    core: 0,
    at: cycles(n),
  }))
  const world = worldOf([imageOf([memoryAt, programs.deep])])
  const run = ran(world, 400, events)
  expect(run.last.consumed.events[0]).toBe(events.length)
  for (const [i, h] of run.happenings.entries()) {
    const [before, after] = [run.states[i]?.cores[0]?.context, run.states[i + 1]?.cores[0]?.context]
    if (h.kind === 'event') expect(holdTheSame(after, before)).toBe(true)
  }
  expect(globals(run.last)[1]).toBe(78)
})

test('a booted core executes the same image from where it is told', () => {
  const partitions = smallConfiguration.partitions.map((p, i) => (i === 0 ? { ...p, cores: 2 } : p))
  const schedules = smallConfiguration.time.schedules.map((schedule) => ({
    ...schedule,
    partitions: schedule.partitions.flatMap((share) =>
      share.partition === 10 ? [{ ...share, windows: share.windows.map((w) => ({ ...w, cores: [0, 1] })) }] : [],
    ),
  }))
  const configuration = { ...smallConfiguration, partitions, time: { ...smallConfiguration.time, schedules } }
  const run = ran(worldOf([imageOf([memoryAt, programs.booting])], { configuration, platform: huntPlatform }), 200)
  const [secondary] = run.states.flatMap(({ cores }) => cores[1]?.context.processor ?? [])
  expect([secondary?.pc, secondary?.npc, secondary?.state.cwp]).toEqual([memoryAt + 0x1c, memoryAt + 0x20, 0])
  expect(run.last.cores[1]?.context.processor?.globals.slice(1, 3)).toEqual([1, 0])
})

test('accesses are big-endian, of every size; atomic ones load and store; a misaligned one traps', () => {
  const run = alone(programs.accesses, 30)
  const [, last] = around(run, ({ kind }) => kind === 'health')
  const p = processorOf(last)
  expect([p.globals[3], ...outsOf(p).slice(0, 4)]).toEqual([0x12, -1, 0x34, 7, 0xec00])
  expect(p.windows[0]?.slice(0, 2)).toEqual([0x34, 0xabcdec00 | 0])
  expect([0, 4, 8, 12].map((offset) => at(last.memory, tableAt + offset))).toEqual([0x00ff0000, 0, 9, 0xabcdec00])
  expect(trapsOf(run)[0]).toBe(0x07)
})
