import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockOf } from './block.ts'
import { elfImage } from './elf.ts'
import { endHandler, skipHandler } from './handlers.ts'
import { imageOf } from './image.ts'
import * as places from './places.ts'
import { dumpWords, hashOf, recordOf, signatureOf } from './record.ts'
import { runnerPrograms } from './runner.ts'

const dump = fc.array(fc.integer({ min: 0, max: 0xffffffff }), { minLength: dumpWords, maxLength: dumpWords })

describe('a record of a block', () => {
  test('has the size that the runner steps by', () => {
    expect(recordOf(blockOf([], endHandler))).toHaveLength(places.record.size / 4)
  })

  test('refuses a block with too many words, the wrong number of registers, or an invalid window', () => {
    const words = Array.from({ length: places.codeWords }, () => 0x01000000)
    expect(() => recordOf(blockOf(words, endHandler))).toThrow(/instructions/)
    expect(() => recordOf(blockOf([], endHandler, { globals: [] }))).toThrow(/globals/)
    expect(() => recordOf(blockOf([], endHandler, { wim: 0x40 }))).toThrow(/window/)
    expect(() => recordOf(blockOf([], endHandler, { offset: 4 }))).toThrow(/offset/)
  })
})

describe('the hash of a dump', () => {
  test('changes with any one word', () => {
    fc.assert(
      fc.property(
        dump,
        fc.nat({ max: dumpWords - 1 }),
        fc.integer({ min: 1, max: 0xffffffff }),
        (words, at, change) => {
          const changed = words.map((word, index) => (index === at ? (word ^ change) >>> 0 : word))
          return hashOf(changed) !== hashOf(words)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('changes with the signs of two words', () => {
    const zeros = Array.from({ length: dumpWords }, () => 0)
    const signs = zeros.map((_, index) => (index === 60 || index === 61 ? 0x80000000 : 0))
    expect(hashOf(signs)).not.toBe(hashOf(zeros))
  })
})

test('a dump gives the signature field by field', () => {
  const words = Array.from({ length: dumpWords }, (_, index) => index)
  const signature = signatureOf(words.map((word) => (word === places.outcome.trapCount / 4 ? 1 : word)))
  expect(signature.traps).toEqual([{ tt: 16, psr: 17, pc: 18, npc: 19 }])
  expect(signature.globals[1]).toBe(49)
  expect(signature.windows[127]).toBe(places.outcome.size / 4 - 1)
  expect(signature.tables.at(-1)).toBe(dumpWords - 1)
})

describe('an image', () => {
  test('holds programs that do not overlap', () => {
    const ends = runnerPrograms().map(({ base, words }) => [base, base + 4 * words.length] as const)
    const sorted = [...ends, [places.variables, places.variables] as const].toSorted(([one], [other]) => one - other)
    for (const [index, [, end]] of sorted.entries()) expect(end).toBeLessThanOrEqual(sorted[index + 1]?.[0] ?? Infinity)
  })

  test('is an ELF file for SPARC, big-endian, with its segments in place', () => {
    const view = new DataView(elfImage(0x40000000, [{ address: 0x40000000, words: [0x01020304] }]).buffer)
    expect(view.getUint32(0)).toBe(0x7f454c46)
    expect([view.getUint8(4), view.getUint8(5), view.getUint16(18)]).toEqual([1, 2, 2])
    expect(view.getUint32(view.getUint32(52 + 4))).toBe(0x01020304)
  })

  test('is the same for the same blocks', () => {
    const block = blockOf([0x84004001], skipHandler)
    expect(imageOf([block], 'hashes')).toEqual(imageOf([block], 'hashes'))
  })
})
