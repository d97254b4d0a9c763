import { expect, test } from 'vitest'
import { serviceNames, serviceOf } from '../spec/hypercall/vocabulary.ts'
import { callTold, effectTold } from './telling-effects.ts'

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
