/** Every law of the hardware's contract holds of the abstract instance, and fails for an instance that breaks it. */

import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { abstractHal, coreAtRest } from '../model/hal.ts'
import type { Context, Core, Hal } from '../spec/hal/vocabulary.ts'
import { laws, type Given } from '../spec/hal/statements.ts'
import type { Processor } from '../spec/machine/vocabulary.ts'
import { address, cycles, word } from '../spec/words/vocabulary.ts'
import { Choices } from './choices.ts'
import { drawProcessor, holdTheSame } from './processors.ts'

type Instance = Hal<Core<string>, Context<string>>

const sound: Instance = abstractHal('nothing')
const context: Context<string> = {
  level: 'user',
  registers: { high: word(1), low: word(2) },
  work: 'something',
  processor: null,
}
const binary: Instance = abstractHal('nothing', { entry: address(0x40000), stack: address(0x42000) })
const given: Given<Core<string>, Context<string>> = {
  core: { ...coreAtRest(sound.start('user')), space: 3, timer: cycles(7) },
  context,
  level: 'user',
  number: 11,
  equal: holdTheSame,
}

const running: Context<string> = { ...binary.start('user'), processor: drawProcessor(new Choices(31, 0), 'user') }
const withProgram = { ...given, core: { ...given.core, context: running }, context: binary.start('user') }

/** The same core with its processor changed. */
const meddled = (core: Core<string>, changes: Partial<Processor>): Core<string> => {
  const { processor } = core.context
  return processor === null ? core : { ...core, context: { ...core.context, processor: { ...processor, ...changes } } }
}

const brokenBy: readonly (readonly [law: string, what: string, changed: Partial<Instance>])[] = [
  ['HAL-L1', 'a save that forgets the work', { save: (core) => ({ ...core.context, work: 'nothing' }) }],
  ['HAL-L2', 'a restore that sets the timer', { restore: (core, c) => ({ ...core, context: c, timer: cycles(0) }) }],
  ['HAL-L3', 'a start at the wrong level', { start: () => sound.start('supervisor') }],
  ['HAL-L4', 'a timer that is a cycle late', { setTimer: (core, at) => ({ ...core, timer: cycles(at + 1) }) }],
  ['HAL-L5', 'a mask that does nothing', { mask: (core) => core }],
  ['HAL-L6', 'a space that takes the context with it', { loadSpace: (core, space) => ({ ...core, space, context }) }],
  ['HAL-L7', 'a return that stays at supervisor level', { leave: (core) => sound.leave(core, 'supervisor') }],
]

test.each(brokenBy)('%s fails for %s', (id, _, changed) => {
  const law = laws.find((l) => l.id === id)
  expect(law?.breaches(sound, given)).toEqual([])
  expect(law?.breaches({ ...sound, ...changed }, given)).not.toEqual([])
})

const brokenWithProcessor: readonly (readonly [law: string, what: string, changed: Partial<Instance>])[] = [
  ['HAL-L1', 'a save that forgets the floats', { save: (core) => meddled(core, { floats: [] }).context }],
  [
    'HAL-L1',
    'a restore that leaves the windows',
    { restore: (core, c) => meddled({ ...core, context: c }, { windows: core.context.processor?.windows ?? [] }) },
  ],
  ['HAL-L3', 'a start at user level alone', { start: () => binary.start('user') }],
  ['HAL-L7', 'a return with traps disabled', { leave: (core, level) => disabled(binary.leave(core, level)) }],
  [
    'HAL-L7',
    'a trap that loses nPC',
    { enter: (core) => meddled(binary.enter(core), { windows: core.context.processor?.windows ?? [] }) },
  ],
]

const disabled = (core: Core<string>): Core<string> => {
  const { processor } = core.context
  return processor === null ? core : meddled(core, { state: { ...processor.state, et: false } })
}

test.each(brokenWithProcessor)('%s with a processor fails for %s', (id, _, changed) => {
  const law = laws.find((l) => l.id === id)
  expect(law?.breaches(binary, withProgram)).toEqual([])
  expect(law?.breaches({ ...binary, ...changed }, { ...withProgram, level: 'supervisor' })).not.toEqual([])
})

test('a trap destroys two registers of the window below, and they hold nothing', () => {
  const back = binary.leave(binary.enter(withProgram.core), 'user')
  expect(isDeepStrictEqual(back, withProgram.core)).toBe(false)
  expect(holdTheSame(back, withProgram.core)).toBe(true)
})

test('every law is broken by some instance here', () =>
  expect(laws.map(({ id }) => id).filter((id) => !brokenBy.some(([law]) => law === id))).toEqual([]))
