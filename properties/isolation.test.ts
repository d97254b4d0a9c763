import { expect, test } from 'vitest'
import { Emulator } from '../impl/module.ts'
import type { Translation } from '../spec/mmu/vocabulary.ts'
import { address, word, wordAt, type Address } from '../spec/words/vocabulary.ts'
import { Grants, type Concrete } from './isolation.ts'
import { caseAt } from './hunt.ts'
import { prepared } from './prepared.ts'
import { smallWorld } from './small.fixture.ts'

const grants = new Grants(smallWorld)
const emulator = new Emulator(smallWorld)
const { contextTable, partitionsAt, kernel } = smallWorld.platform

/** The emulator with some words of its memory, or its TLBs, as they should not be. */
const tampered = (words: ReadonlyMap<number, number>, cached: readonly Translation[] = []): Concrete => ({
  physicalWord: (at) => words.get(at) ?? emulator.physicalWord(at),
  cachedTranslations: () => cached,
})

/** The table word that maps a virtual address for a context. */
const entryOf = (context: number, virtual: number): Address => {
  const below = (at: number, index: number): number => (emulator.physicalWord(address(at)) >>> 2) * 64 + 4 * index
  const region = below(contextTable + 4 * context, virtual >>> 24)
  return address(below(below(region, (virtual >>> 18) & 63), (virtual >>> 12) & 63))
}

const entry = entryOf(1, partitionsAt)
const regionOfKernel = address((emulator.physicalWord(contextTable) >>> 2) * 64 + 4 * (kernel.base >>> 24))

const regionOfPartitions = address((emulator.physicalWord(contextTable) >>> 2) * 64 + 4 * (partitionsAt >>> 24))

test('the emulator’s tables give each partition what it was given', () => {
  expect(grants.tables(emulator)).toEqual([])
  for (let i = 0; i < 60; i++) {
    const { world } = caseAt(31, 4 * i)
    expect(prepared(world).grants.tables(new Emulator(world)), `world ${i}`).toEqual([])
  }
})

test.each([
  ['another partition’s frame', entry, emulator.physicalWord(entry) - 0x200],
  ['a frame of the kernel', entry, (((kernel.base + 0x100000) >>> 12) << 8) | 0x8e],
  ['a reserved word', entry, emulator.physicalWord(entry) | 3],
  ['a table below the last level', entry, 0x04010001],
  ['a table outside the kernel’s memory', contextTable, ((0x41000000 >>> 4) | 1) >>> 0],
  ['a region table that is not aligned to its size', contextTable, emulator.physicalWord(contextTable) + 0x10],
  ['nothing of what was given', entry, 0],
  ['the kernel at user level', regionOfKernel, (emulator.physicalWord(regionOfKernel) & ~0x1c) | 0x0c],
  ['another frame under the kernel’s address', regionOfKernel, emulator.physicalWord(regionOfKernel) + 0x100000],
])('tables that lead to %s are told', (_, at, value) => {
  expect(grants.tables(tampered(new Map([[at, value >>> 0]]))).length).toBeGreaterThan(0)
})

const page = { virtual: partitionsAt, bytes: 0x1000, code: 3 } as const
const first = address((emulator.physicalWord(entryOf(0, partitionsAt)) >>> 8) << 12)

test('a table that is not aligned to its size is told, whatever it leads to', () => {
  const moved = emulator.physicalWord(regionOfPartitions) + 8
  const told = grants.tables(tampered(new Map([[regionOfPartitions, moved]])))
  expect(told.map(({ why }) => why).join()).toContain('is not aligned to its 256 bytes')
})

test('a TLB holds what its space gives, and nothing before there is a space', () => {
  expect(grants.cached(tampered(new Map(), [{ ...page, physical: first }]), [0])).toEqual([])
  expect(grants.cached(tampered(new Map(), [{ ...page, physical: first }]), [1]).length).toBe(1)
  expect(grants.cached(tampered(new Map(), [{ ...page, physical: first }]), [null]).length).toBe(1)
  expect(grants.cached(tampered(new Map(), [{ ...page, physical: first, bytes: 0x40000 }]), [0]).length).toBe(1)
})

test('memory is read as words, big-endian, as the model has them', () => {
  const { start } = prepared(smallWorld).model
  expect(emulator.physicalWord(contextTable) !== 0).toBe(wordAt(start.memory, contextTable) !== word(0))
})
