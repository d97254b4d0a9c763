import { expect, test } from 'vitest'
import { serviceNames, serviceOf } from '../spec/hypercall/vocabulary.ts'
import { caseAt } from './hunt.ts'
import { callTold, effectTold } from './telling-effects.ts'
import { describe } from './telling.ts'

test('every call is told by its name, each argument by its own', () => {
  for (const service of serviceNames) {
    const { parameters } = serviceOf(service)
    const told = callTold({ service, arguments: parameters.map((_, i) => i) })
    expect(told.startsWith(service)).toBe(true)
    for (const { name } of parameters) expect(told).toContain(`${name} `)
  }
})

test('arguments are told as what they are', () => {
  expect(callTold({ service: 'SET_PARTITION_MODE', arguments: [0xffffffff, 3] })).toBe(
    'SET_PARTITION_MODE (partition −1, mode NORMAL)',
  )
  expect(callTold({ service: 'GET_PORT_STATUS', arguments: [2, 0, { resultPlus: -4 }] })).toBe(
    'GET_PORT_STATUS (type sampling, port 0, status low register − 4)',
  )
  expect(callTold({ service: 'RAISE_HM_EVENT', arguments: [6] })).toBe('RAISE_HM_EVENT (error DIV0)')
  expect(effectTold({ do: 'fault', trap: 'division_by_zero' })).toContain('division_by_zero')
})

test('whom a window is lent to is told of the world, and of the tick at which it happens', () => {
  const told = Array.from({ length: 400 }, (_, i) => describe(caseAt(1, i)).join('\n'))
  const [lent] = told.filter((text) => text.includes('is lent until tick'))
  expect(lent).toMatch(
    /^window \d+ of partition \d+ in schedule \d+: what is left of it, .* is lent to partition \d+ for/m,
  )
  expect(lent).toMatch(/what is left of a window is lent until tick \d+ of the frame: core \d: partition/)
  expect(told.some((text) => /what was lent of a window is taken back: core \d: idle/.test(text))).toBe(true)
})
