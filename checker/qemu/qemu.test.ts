import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  add,
  assembled,
  branch,
  jmp,
  label,
  ld,
  move,
  nop,
  rd,
  rett,
  save,
  set,
  st,
  ta,
  wr,
  word,
  type Piece,
} from './assembly.ts'
import { differing, outcomes } from './batch.ts'
import { blockOf, page, plainTables, type Block, type Outcome, type Signature } from './block.ts'
import { endHandler, skipHandler } from './handlers.ts'
import { imageOf } from './image.ts'
import * as places from './places.ts'
import { qemu, qemuAfter } from './qemu.ts'
import { dumpWords, hashOf } from './record.ts'

const right = <Value>(either: E.Either<string, Value>): Value => {
  if (E.isLeft(either)) throw new Error(either.left)
  return either.right
}
const words = (...pieces: readonly Piece[]): readonly number[] => assembled(places.code, pieces).words
const block = (pieces: readonly Piece[], more: Partial<Block> = {}): Block =>
  blockOf(words(...pieces), skipHandler, more)
const ran = async (...blocks: readonly Block[]): Promise<readonly Outcome[]> =>
  right(await outcomes(qemu, blocks, 'dumps'))
const signature = async (one: Block): Promise<Signature> => {
  const [outcome] = await ran(one)
  if (outcome?.kind !== 'ended' || outcome.signature === undefined) throw new Error(`the block is ${outcome?.kind}`)
  return outcome.signature
}
const taken = ({ traps }: Signature): readonly (readonly number[])[] =>
  traps.map(({ tt, pc, npc }) => [tt, pc - places.code, npc - places.code])

const UNIMP = word(0)
const user = 0xf06
const quiet = block([add('g1', 4, 'g2')])

describe('a block on QEMU', () => {
  test('leaves its results in registers and data', async () => {
    const end = await signature(
      block([move(7, 'g2'), st('g2', 'g1', 4), add('o0', 'i1', 'l3')], {
        windows: Array.from({ length: 128 }, (_, n) => n),
      }),
    )
    expect(end.globals.slice(1, 3)).toEqual([places.data, 7])
    expect(end.data.slice(0, 3)).toEqual([0, 7, 0])
    // The outs of window 6 are the ins of window 5.
    expect(end.windows[6 * 16 + 3]).toBe(5 * 16 + 8 + 6 * 16 + 9)
  })

  test('goes on behind what trapped', async () => {
    const end = await signature(block([UNIMP, ta(0x11), branch('a', 'slot'), UNIMP, nop, label('slot'), move(1, 'g3')]))
    expect(taken(end)).toEqual([
      [2, 0, 4],
      [0x91, 4, 8],
      [2, 12, 20],
      [0xff, 24, 28],
    ])
  })

  test('ends after the eighth trap', async () => {
    const end = await signature(block(Array.from({ length: 20 }, () => UNIMP)))
    expect(end.traps).toHaveLength(places.mostTraps)
  })

  test('may be a user', async () => {
    const end = await signature(block([rd('psr', 'g2')], { psr: user }))
    expect(taken(end)[0]).toEqual([3, 0, 4])
    expect((end.traps[0]?.psr ?? 0) & 0xc0).toBe(0x80)
  })

  test('meets the edge of the windows', async () => {
    const end = await signature(block([save('g0', 1, 'l0'), save('g0', 2, 'l0')], { wim: 1 << 4 }))
    expect(taken(end)[0]).toEqual([5, 4, 8])
    expect(end.psr & 7).toBe(4)
  })

  test('is interrupted between a branch and its slot', async () => {
    // Traps off and the level low, then into the slot and on to the branch's target by RETT, with an interrupt pending.
    const pieces = [
      set(places.code + 0x28, 'g2'),
      set(places.code + 0x30, 'g3'),
      rd('psr', 'g4'),
      wr('g4', 0xf20, 'psr'),
      nop,
      nop,
    ]
    const end = await signature(
      block([...pieces, jmp('g2', 0), rett('g3', 0), nop, nop, nop, nop], {
        interrupts: { mask: 0x20, force: 0x20, level: 0 },
      }),
    )
    expect(taken(end)[0]).toEqual([0x15, 0x28, 0x30])
    expect(end.interrupts.force).toBe(0)
  })

  test('forces an interrupt at an exact place', async () => {
    const pieces = [
      set(places.interruptController, 'g2'),
      move(0x40, 'g3'),
      st('g3', 'g2', 8),
      move(1, 'g4'),
      move(2, 'g5'),
    ]
    const end = await signature(block(pieces, { psr: 0x86, interrupts: { mask: 0x40, force: 0, level: 0 } }))
    expect(taken(end)[0]).toEqual([0x16, 16, 20])
  })

  test('changes its own instructions', async () => {
    const [instruction = 0] = words(move(5, 'g4'))
    const end = await signature(
      block([set(instruction, 'g2'), set(places.code + 0x18, 'g3'), st('g2', 'g3', 0), nop, UNIMP]),
    )
    expect(end.globals[4]).toBe(5)
    expect(end.words[6]).toBe(instruction)
  })

  test('traps within a trap', async () => {
    const handler = words(rd('psr', 'l6'), wr('l6', 0x20, 'psr'), nop, nop, nop, ta(0x22))
    const end = await signature(blockOf(words(ta(0x11)), handler))
    expect(end.traps.map(({ tt }) => tt)).toEqual([0x91, ...Array.from({ length: 7 }, () => 0xa2)])
    expect(end.traps[1]?.pc).toBe(places.handler + 20)
    expect(end.traps.map(({ psr }) => psr & 7)).toEqual([5, 4, 3, 2, 1, 0, 7, 6])
  })

  test('runs under its own page tables', async () => {
    const { thirdLevel } = plainTables
    const tables = {
      ...plainTables,
      thirdLevel: thirdLevel.map((entry, index) => (index === 3 ? page(places.dataPages + 0x1000, 0) : entry)),
    }
    const pieces = [set(places.mapped + 0x2ff8, 'g2'), ld('g2', 0, 'g3'), st('g3', 'g2', 4), st('g3', 'g2', 8)]
    const end = await signature(
      block(pieces, { psr: user, entry: places.mapped, mmu: { control: 1, context: 1, tables } }),
    )
    expect(end.traps.map(({ tt, pc }) => [tt, pc])).toEqual([
      [9, places.mapped + 16],
      [0xff, places.mapped + 20],
    ])
    expect(end.mmu.faultAddress).toBe(places.mapped + 0x3000)
    expect(end.tables.slice(-16, -12).map((entry) => entry & 0x60)).toEqual([0x20, 0, 0x60, 0])
  })
})

describe('many blocks on QEMU', () => {
  test('do not see one another', async () => {
    const wild = block([save('g0', 9, 'l0'), wr('g0', 5, 'y'), st('g1', 'g1', 8), UNIMP], {
      wim: 1,
      fsr: 0x0f800000,
      interrupts: { mask: 2, force: 4, level: 8 },
    })
    const [first, , , again] = await ran(quiet, wild, wild, quiet)
    expect(again).toEqual(first)
  })

  test('go on when one of them stops the machine', async () => {
    const dead = block([wr('g0', 0xc0, 'psr'), nop, nop, nop, UNIMP])
    const endless = block([label('for ever'), branch('a', 'for ever'), nop])
    const all = right(await outcomes(qemuAfter(1500), [quiet, dead, endless, quiet], 'hashes'))
    expect(all.map(({ kind }) => kind)).toEqual(['ended', 'error mode', 'endless', 'ended'])
    expect(all[3]).toEqual(all[0])
  })

  test('differ where one was altered, and only there', async () => {
    const blocks = Array.from({ length: 50 }, (_, index) => block([add('g1', index, 'g2')]))
    const altered = blocks.map((one, index) => (index === 17 ? block([add('g1', index + 1, 'g2')]) : one))
    const [one, other] = [await ran(...blocks), await ran(...altered)]
    expect(differing(one, one)).toEqual([])
    expect(differing(one, other)).toEqual([17])
  })

  const changes: readonly (readonly [string, Partial<Block>])[] = [
    ['a global', { globals: [0, places.data, 0, 0, 0, 0, 0, 1] }],
    ['a register of another window', { windows: quiet.windows.map((value, index) => (index === 40 ? 1 : value)) }],
    [
      'a floating-point register',
      { floatingPoint: quiet.floatingPoint.map((value, index) => (index === 31 ? 1 : value)) },
    ],
    ['Y', { y: 1 }],
    ['WIM', { wim: 1 }],
    ['FSR', { fsr: 1 }],
    ['the condition codes', { psr: quiet.psr | 0x00800000 }],
    ['the data', { data: quiet.data.map((value, index) => (index === 63 ? 1 : value)) }],
    ['a pending interrupt', { interrupts: { mask: 0, force: 2, level: 0 } }],
    [
      'a page table entry',
      {
        mmu: {
          ...quiet.mmu,
          tables: { ...plainTables, thirdLevel: plainTables.thirdLevel.map((entry) => entry | 0x100) },
        },
      },
    ],
    ['the trap table', { tbr: places.secondTraps }],
  ]
  test.each(changes)('show %s in the hash', async (_what, change) => {
    const [one, other] = await ran(quiet, { ...quiet, ...change })
    expect(
      differing(
        [one].flatMap((x) => x ?? []),
        [other].flatMap((x) => x ?? []),
      ),
    ).toEqual([0])
  })

  test('are hashed as the specification of the hash says', async () => {
    const { console } = right(await qemu(imageOf([quiet], 'dumps')))
    const printed = console
      .trim()
      .split('\n')
      .map((line) => Number.parseInt(line, 16))
    expect(printed).toHaveLength(dumpWords + 1)
    expect(hashOf(printed.slice(0, -1))).toBe(printed.at(-1))
  })
})

test('QEMU that is absent is said to be absent', async () => {
  const run = await qemuAfter(1000, 'no-such-qemu')(imageOf([blockOf([], endHandler)], 'hashes'))
  expect(run).toEqual(E.left(expect.stringContaining('qemu-system-sparc')))
})
