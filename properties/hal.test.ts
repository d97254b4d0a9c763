/** Every law of the hardware's contract holds of the abstract instance, and fails for an instance that breaks it. */

import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { abstractHal, coreAtRest } from '../model/hal.ts'
import type { Context, Core, Hal } from '../spec/hal/vocabulary.ts'
import { laws, type Given } from '../spec/hal/statements.ts'
import { cycles, word } from '../spec/words/vocabulary.ts'

type Instance = Hal<Core<string>, Context<string>>

const sound: Instance = abstractHal('nothing')
const context: Context<string> = {
  level: 'user',
  registers: { high: word(1), low: word(2) },
  work: 'something',
  processor: null,
}
const given: Given<Core<string>, Context<string>> = {
  core: { ...coreAtRest(sound.start('user')), space: 3, timer: cycles(7) },
  context,
  level: 'user',
  number: 11,
  equal: isDeepStrictEqual,
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

test('every law is broken by some instance here', () =>
  expect(laws.map(({ id }) => id).filter((id) => !brokenBy.some(([law]) => law === id))).toEqual([]))
