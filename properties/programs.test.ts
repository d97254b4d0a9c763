import { expect, test } from 'vitest'
import { serviceNames } from '../spec/hypercall/vocabulary.ts'
import type { Effect, Operand } from '../spec/module/vocabulary.ts'
import { caseAt } from './hunt.ts'
import { prepared } from './prepared.ts'

const CASES = 240
const cases = Array.from({ length: CASES }, (_, i) => caseAt(71, i))

const effectsOf = (of: (typeof cases)[number]): readonly Effect[] => [
  ...of.run.programs.flat(),
  ...of.run.handlers.flat(),
]

test('every call is made by some program or handler', () => {
  const called = new Set(
    cases.flatMap((of) => effectsOf(of).flatMap((effect) => (effect.do === 'call' ? [effect.call.service] : []))),
  )
  expect(serviceNames.filter((service) => !called.has(service))).toEqual([])
})

test('constants are words, lengths of time are not negative', () => {
  const isWord = (operand: Operand): boolean =>
    typeof operand !== 'number' || (Number.isInteger(operand) && 0 <= operand && operand <= 0xffffffff)
  const good = (effect: Effect): boolean => {
    switch (effect.do) {
      case 'access':
        return isWord(effect.at) && isWord(effect.value)
      case 'call':
        return effect.call.arguments.every(isWord)
      case 'compute':
        return Number.isInteger(effect.cycles) && effect.cycles >= 0
      case 'fault':
      case 'privileged':
        return true
    }
  }
  expect(cases.flatMap(effectsOf).filter((effect) => !good(effect))).toEqual([])
})

test('most partitions have a handler, and most are neither idle nor stuck when half of a run is over', () => {
  let [partitions, handled, alive, stuck] = [0, 0, 0, 0]
  for (const { world, run, steps } of cases) {
    const { model } = prepared(world)
    const advance = model.of(run)
    let state = model.start
    for (let s = 0; s < steps / 2; s++) state = advance(state).state
    for (const [p, { mode, processor }] of state.partitions.entries()) {
      const handler = run.handlers[p] ?? []
      partitions++
      if (handler.length > 0) handled++
      if (mode !== 'IDLE') alive++
      if ((processor.activations.at(-1)?.next ?? -1) >= handler.length) stuck++
    }
  }
  expect(handled / partitions).toBeGreaterThan(0.6)
  expect(alive / partitions).toBeGreaterThan(0.7)
  expect(stuck / partitions).toBeLessThan(0.1)
})
