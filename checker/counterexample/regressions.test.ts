import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { genuine } from '../program/engine.ts'
import { root } from '../program/project.ts'
import { nameOf, readCounterexample } from './file.ts'
import { keptFiles, keptIn, rerunFile } from './regressions.ts'

const kept = keptFiles(join(root, keptIn))

test('there are kept cases', () => expect(kept.length).toBeGreaterThan(0))

test.each(kept)('%s is not violated by the emulator as it is', (file) => {
  expect(rerunFile(file, genuine)).toMatchObject({ problem: null, finding: null })
})

test.each(kept)('%s has the name of what it says', (file) => {
  const read = readCounterexample(file)
  expect(isLeft(read) ? read.left : join(root, keptIn, nameOf(read.right))).toBe(file)
})
