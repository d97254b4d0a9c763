import { expect, test } from 'vitest'
import { catalogue } from '../../spec/catalogue.ts'
import { root } from '../program/project.ts'
import { sourceOf } from './source.ts'

test('every statement of the catalogue has its source code found, whole', () => {
  for (const { id } of catalogue) {
    const source = sourceOf(id, root)
    expect(source?.text, id).toContain(`'${id}'`)
    expect(source?.text, id).toMatch(/^(\/\*\*|export const|law\()/)
    expect(source?.text.split('\n').at(-1), id).toMatch(/^[})\]]+,?$|^export const .*\)$/)
  }
})

test('file and line lead to the declaration', () => {
  const source = sourceOf('TIME-I1', root)
  expect(source?.file).toBe('spec/time/statements.ts')
  expect(source?.text).toMatch(/^export const onlyTheOwnerRuns/)
  expect(sourceOf('TIME-I999', root)).toBeUndefined()
})
