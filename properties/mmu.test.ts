import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { translate } from '../model/mmu.ts'
import { refusal, statusFields } from '../spec/mmu/statements.ts'
import { accessCodes, accessTypes } from '../spec/mmu/vocabulary.ts'
import { address, wordAt } from '../spec/words/vocabulary.ts'
import { Choices } from './choices.ts'
import { drawMmuCase, ROOM, type MmuCase } from './mmu-cases.ts'
import { emulatorMmu, memoryOf, mmuDisagrees, type AloneMmu } from './mmu.ts'

const below = (table: number): number => ((table >>> 4) | 1) >>> 0
/** For each level a room in which one page at that level maps everything it can from address 0 on, with a code. */
const rooms = [
  (entry: number): MmuCase['words'] => [[address(ROOM.at), entry]],
  (entry: number): MmuCase['words'] => [
    [address(ROOM.at), below(ROOM.at + 0x400)],
    [address(ROOM.at + 0x400), entry],
  ],
  (entry: number): MmuCase['words'] => [
    [address(ROOM.at), below(ROOM.at + 0x400)],
    [address(ROOM.at + 0x400), below(ROOM.at + 0x800)],
    [address(ROOM.at + 0x800), entry],
  ],
  (entry: number): MmuCase['words'] => [
    [address(ROOM.at), below(ROOM.at + 0x400)],
    [address(ROOM.at + 0x400), below(ROOM.at + 0x800)],
    [address(ROOM.at + 0x800), below(ROOM.at + 0x900)],
    [address(ROOM.at + 0x900), entry],
  ],
] as const

test('every access type under every access code at every level: model, emulator and table H-4 agree', () => {
  const at = address(0x123)
  for (const [level, room] of rooms.entries())
    for (const code of accessCodes)
      for (const type of accessTypes) {
        const words = room(((0x41000 << 8) | (code << 2) | 2) >>> 0)
        const walked = translate(memoryOf({ words }), { contextTable: address(ROOM.at), context: 0 }, type, at)
        const mmu = emulatorMmu(words)
        mmu.load(1, 0)
        const physical = mmu.translate(1, type, at)
        const refused = refusal(type, code)
        const where = `type ${type}, code ${code}, level ${level}`
        expect(isLeft(walked) ? walked.left.type : 0, where).toBe(refused)
        expect(physical < 0, where).toBe(refused !== 0)
        const { status } = mmu.fault(1)
        if (refused !== 0)
          expect(statusFields(status), where).toEqual({
            level,
            access: type,
            type: refused,
            valid: true,
            overwritten: false,
          })
        else expect(isLeft(walked) ? null : walked.right.physical, where).toBe(physical)
      }
})

test('tables at random, sequences of accesses: model, specification and emulator agree', () => {
  for (let i = 0; i < 600; i++)
    expect(mmuDisagrees(drawMmuCase(new Choices(41, i)), emulatorMmu), `case ${i}`).toBeNull()
})

/** The emulator’s MMU with something wrong with it. */
const wrong =
  (change: (mmu: AloneMmu) => Partial<AloneMmu>) =>
  (words: MmuCase['words']): AloneMmu => {
    const mmu = emulatorMmu(words)
    return { ...mmu, ...change(mmu) }
  }

test.each([
  ['does not flush when told to', 'MMU-P3', wrong(() => ({ flush: () => undefined }))],
  [
    'never faults',
    'MMU-P3',
    wrong((mmu) => ({ translate: (core, type, at) => Math.max(0, mmu.translate(core, type, at)) })),
  ],
  ['sets no modified bit', 'MMU-P3', wrong((mmu) => ({ peek: (at) => mmu.peek(at) & ~0x40 }))],
  ['mixes up its cores', 'MMU-P3', wrong((mmu) => ({ load: (core, context) => mmu.load(1 - core, context) }))],
  ['clears no fault', 'MMU-P2', wrong(() => ({ clear: () => undefined }))],
] as const)('an MMU that %s is found', (_, statement, make) => {
  const told = Array.from({ length: 200 }, (_none, i) => mmuDisagrees(drawMmuCase(new Choices(42, i)), make))
  expect(told.some((t) => t?.statement === statement)).toBe(true)
})

test('what was reached is cached where it can be', () => {
  const mmu = emulatorMmu(rooms[3](((0x41000 << 8) | (3 << 2) | 2) >>> 0))
  for (const core of [0, 1]) {
    mmu.load(core, 0)
    expect(mmu.cached(core)).toEqual([])
    expect(mmu.translate(core, 0, address(0x10))).toBe(0x41000010)
    expect(mmu.cached(core)).toEqual([{ virtual: 0, bytes: 0x1000, physical: 0x41000000, code: 3 }])
  }
})

test('hand-made tables reach every fault type, level and page size', () => {
  const seen = new Set<string>()
  let most = 0
  for (let i = 0; i < 400; i++) {
    const of = drawMmuCase(new Choices(43, i))
    const memory = memoryOf(of)
    const mmu = emulatorMmu(of.words)
    for (const doing of of.doings) {
      if (doing.do === 'load') mmu.load(doing.core, doing.context)
      if (doing.do === 'flush') mmu.flush(doing.core)
      if (doing.do !== 'access') continue
      mmu.translate(doing.core, doing.type, doing.at)
      most = Math.max(most, mmu.used(doing.core).length)
      const walked = translate(
        memory,
        { contextTable: address(ROOM.at), context: i % ROOM.contexts },
        doing.type,
        doing.at,
      )
      if (isLeft(walked)) seen.add(`fault ${walked.left.type} at level ${walked.left.level}`)
      else {
        const { page, entryAt } = walked.right
        const low = ((wordAt(memory, entryAt) >>> 8) * 0x1000) % page.bytes
        seen.add(`page of ${page.bytes}${low === 0 ? '' : ', low bits to be ignored'}`)
      }
    }
  }
  const levels = [0, 1, 2, 3]
  const owed = [
    ...levels.flatMap((level) => [2, 3].map((type) => `fault ${type} at level ${level}`)),
    ...[1, 2, 3].map((level) => `fault 1 at level ${level}`),
    ...levels.map((level) => `fault 4 at level ${level}`),
    ...[0x1000, 0x40000, 0x1000000].map((bytes) => `page of ${bytes}`),
    ...[0x40000, 0x1000000, 0x100000000].map((bytes) => `page of ${bytes}, low bits to be ignored`),
  ]
  expect(owed.filter((what) => !seen.has(what))).toEqual([])
  // More than one core's record of them has room for at first, and at second.
  expect(most).toBeGreaterThan(40)
})
