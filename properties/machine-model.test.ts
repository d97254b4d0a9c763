import { describe, expect, test } from 'vitest'
import { boardOf } from '../model/machine.ts'
import { psrWord, trapNumber } from '../spec/machine/vocabulary.ts'
import { address } from '../spec/words/vocabulary.ts'
import { ENTRY, platformOf, ran, registerOf, stepped } from './board.fixture.ts'

const G = (n: number): number => n
const O = (n: number): number => 8 + n
const L = (n: number): number => 16 + n
const I = (n: number): number => 24 + n
const enabled = { state: { et: true } } as const
const user = { state: { s: false, et: true } } as const
const trapOf = (board: ReturnType<typeof ran>): number => (board.processor.tbr >>> 4) & 0xff

test('a board starts as the boot code leaves it', () => {
  const { processor, instructions, cycles } = boardOf(platformOf('leon3'), { entry: address(ENTRY), words: [] })
  expect(psrWord(processor.state) >>> 0).toBe(0xf30000c0)
  expect([processor.pc, processor.npc, processor.wim, processor.tbr]).toEqual([ENTRY, ENTRY + 4, 1, 0])
  expect(processor.globals).toEqual([0, ENTRY, 3, 0, 0, 0, 0, 0])
  expect(processor.windows[7]?.[14]).toBe(0x40100000)
  expect([instructions, cycles]).toEqual([0, 0])
})

describe('a step', () => {
  test('what is annulled is neither counted nor takes a cycle; what traps is and does', () => {
    const board = ran(
      /* ba,a .+12; mov 1, %g3; mov 1, %g3; ta 0 */ [0x30800003, 0x86102001, 0x86102001, 0x91d02000],
      enabled,
      2,
    )
    expect([board.instructions, board.cycles, registerOf(board, G(3)), trapOf(board)]).toEqual([2, 2, 0, 0x80])
  })

  test('with traps disabled a trap stops the processor, and what has stopped is the same for ever', () => {
    const board = ran(/* ta 5 */ [0x91d02005], {}, 1)
    expect(board.processor).toMatchObject({ activity: 'error mode', errorTrap: 0x85, pc: ENTRY, tbr: 0 })
    expect(stepped(board, 1)).toBe(board)
  })

  test('an interrupt is taken between a branch and its delay slot, without a cycle', () => {
    const program = /* st %g4, [%g3 + 0x40]; st %g4, [%g3 + 8]; ba .+40; nop */ [
      0xc820e040, 0xc820e008, 0x1080000a, 0x01000000,
    ]
    const board = ran(program, { registers: { 3: 0x80000200, 4: 0x20 }, state: { et: true, pil: 5 } }, 3)
    const open = { ...board, processor: { ...board.processor, state: { ...board.processor.state, pil: 4 } } }
    const taken = stepped(open, 1)
    expect([taken.cycles, taken.instructions, trapOf(taken)]).toEqual([3, 3, 0x15])
    expect([registerOf(taken, L(1)), registerOf(taken, L(2))]).toEqual([ENTRY + 12, ENTRY + 48])
    expect([taken.devices.interrupts.force, stepped(board, 1).processor.pc]).toEqual([0, ENTRY + 48])
  })

  test('asleep, the clock goes to the next underflow that interrupts, and the interrupt wakes', () => {
    const program = /* st %g4, [%g3 + 0x10]; st %g5, [%g3 + 0x18]; st %g4, [%g6 + 0x40]; mov %g0, %asr19 */ [
      0xc820e010, 0xca20e018, 0xc821a040, 0xa7800000,
    ]
    const registers = { 3: 0x80000300, 4: 0x40, 5: 0xb, 6: 0x80000200 }
    const asleep = ran(program, { registers, ...enabled })
    expect(asleep.processor.activity).toBe('asleep')
    const woken = stepped(asleep, 2)
    expect(woken.processor.activity).toBe('executing')
    expect([woken.cycles, woken.instructions, trapOf(woken)]).toEqual([65 * 40, 4, 0x16])
  })

  test('asleep without a timer that interrupts, it sleeps for ever', () => {
    const asleep = ran(/* mov %g0, %asr19 */ [0xa7800000], {}, 1)
    expect(stepped(asleep, 1)).toBe(asleep)
  })
})

describe('traps', () => {
  test('enter the window below whatever WIM says, with both counters in %l1 and %l2', () => {
    const board = ran(
      /* ta 1 */ [0x91d02001],
      { ...enabled, processor: { wim: 0x80, tbr: 0x40001000 }, registers: { 17: 7 } },
      1,
    )
    expect(board.processor).toMatchObject({ pc: 0x40001810, npc: 0x40001814, tbr: 0x40001810 })
    expect(board.processor.state).toMatchObject({ cwp: 7, s: true, ps: true, et: false })
    expect([registerOf(board, L(1)), registerOf(board, L(2))]).toEqual([ENTRY, ENTRY + 4])
    expect(board.processor.windows[0]?.[1]).toBe(7)
  })

  test.each([
    ['privileged before illegal', /* lda [%g3] 10, %g4 */ [0xc880c140], user, trapNumber.privileged_instruction],
    ['illegal before misaligned', [0xca1ce001] /* ldd [%l3 + 1], %g5 */, enabled, trapNumber.illegal_instruction],
    ['disabled before misaligned', /* ld [%g0 + 1], %f0 */ [0xc1002001], enabled, trapNumber.fp_disabled],
    [
      'misaligned before what the access would meet',
      /* ld [%g0 + 1], %g4 */ [0xc8002001],
      enabled,
      trapNumber.mem_address_not_aligned,
    ],
    ['UNIMP', /* unimp 5 */ [0x00000005], user, trapNumber.illegal_instruction],
    ['a coprocessor instruction', [0xc1800000], enabled, trapNumber.cp_disabled],
    ['STDCQ of a user', [0xc1b00000], user, trapNumber.privileged_instruction],
    ['WRPSR of a user', /* wr %g0, %psr */ [0x81880000], user, trapNumber.privileged_instruction],
    ['a window that does not exist', /* wr %g0, 8, %psr */ [0x81882008], enabled, trapNumber.illegal_instruction],
    [
      'SAVE into an invalid window',
      /* save */ [0x81e00000],
      { ...enabled, processor: { wim: 0x80 } },
      trapNumber.window_overflow,
    ],
    [
      'RESTORE into one',
      /* restore */ [0x81e80000],
      { ...enabled, processor: { wim: 2 } },
      trapNumber.window_underflow,
    ],
    ['RETT with traps enabled', /* rett %g0 */ [0x81c80000], enabled, trapNumber.illegal_instruction],
    ['RETT of a user', /* rett %g0 */ [0x81c80000], user, trapNumber.privileged_instruction],
    ['division by zero', /* udiv %g3, %g0, %g4 */ [0x8870c000], enabled, trapNumber.division_by_zero],
    ['tags', /* taddcctv %g0, 1, %g4 */ [0x89102001], enabled, trapNumber.tag_overflow],
    ['a jump between instructions', /* jmpl %g0 + 2, %g4 */ [0x89c02002], enabled, trapNumber.mem_address_not_aligned],
  ] as const)('%s', (_, program, situation, trap) => expect(trapOf(ran(program, situation, 1))).toBe(trap))
})

describe('registers', () => {
  test('%g0 is never changed; outs are the ins of the window below', () => {
    const board = ran(
      /* mov 5, %g0; mov 6, %o3; mov 7, %l0; save %o3, 4, %o4 */ [0x80102005, 0x96102006, 0xa0102007, 0x99e2e004],
    )
    expect([registerOf(board, 0), registerOf(board, I(3)), registerOf(board, O(4)), registerOf(board, L(0))]).toEqual([
      0, 6, 10, 0,
    ])
  })
})

describe('sequence', () => {
  const pcs = (program: readonly number[], steps: number, icc = 0): readonly number[] =>
    Array.from({ length: steps + 1 }, (_, n) => ran(program, { state: { icc } }, n).processor.pc - ENTRY)

  test.each([
    ['taken: the delay slot is executed', /* bne .+16 */ [0x12800004], 0, [0, 4, 16]],
    ['not taken: it goes on', /* bne .+16 */ [0x12800004], 4, [0, 4, 8]],
    ['annulling and taken: the slot is executed', /* bne,a .+16 */ [0x32800004], 0, [0, 4, 16]],
    ['annulling and not taken: the slot is skipped', /* bne,a .+16 */ [0x32800004], 4, [0, 8, 12]],
    ['always, annulling: the slot is skipped', /* ba,a .+16 */ [0x30800004], 0, [0, 16, 20]],
    ['never, annulling: the slot is skipped', /* bn,a .+16 */ [0x20800004], 0, [0, 8, 12]],
    [
      'a couple: one instruction at the first target',
      /* ba .+16; ba .+28 */ [0x10800004, 0x10800007],
      0,
      [0, 4, 16, 32],
    ],
  ] as const)('%s', (_, program, icc, expected) => {
    const nops = Array.from({ length: 12 }, (_each, n) => program[n] ?? 0x01000000)
    expect(pcs(nops, expected.length - 1, icc)).toEqual(expected)
  })

  test('every condition and its opposite', () => {
    const taken = (condition: number, icc: number): boolean =>
      ran([0x00800004 | (condition << 25) | 0x20000000, 0x01000000], { state: { icc } }, 2).processor.pc === ENTRY + 16
    const holding = (condition: number): number =>
      Array.from({ length: 16 }, (_, icc) => (taken(condition, icc) ? 1 << icc : 0)).reduce((all, bit) => all | bit)
    expect([1, 2, 3, 4, 5, 6, 7].map(holding)).toEqual([0xf0f0, 0xf3fc, 0x33cc, 0xfafa, 0xaaaa, 0xff00, 0xcccc])
    for (let low = 1; low < 8; low++) expect(holding(low + 8)).toBe(holding(low) ^ 0xffff)
  })

  test('CALL and JMPL leave their own address', () => {
    const board = ran(
      /* call .+16; nop; nop; nop; jmpl %o7 + 8, %g5; nop */ [
        0x40000004, 0x01000000, 0x01000000, 0x01000000, 0x8bc3e008, 0x01000000,
      ],
      {},
      4,
    )
    expect([registerOf(board, O(7)), registerOf(board, G(5)), board.processor.pc]).toEqual([
      ENTRY,
      ENTRY + 16,
      ENTRY + 8,
    ])
  })

  test('RETT goes back by registers of the old window', () => {
    const situation = { registers: { 17: 0x40000100, 18: 0x40000200 }, state: { ps: false, cwp: 7 } }
    const board = ran(/* jmpl %l1, %g0; rett %l2 */ [0x81c44000, 0x81cc8000], situation)
    expect(board.processor.state).toMatchObject({ cwp: 0, s: false, et: true })
    expect([board.processor.pc, board.processor.npc]).toEqual([0x40000100, 0x40000200])
  })

  test('RETT that cannot go back stops the processor, and says why in TBR', () => {
    const board = ran(/* rett %g0 */ [0x81c80000], { processor: { wim: 2 } }, 1)
    expect(board.processor).toMatchObject({ activity: 'error mode', errorTrap: 6, tbr: 0x60 })
  })
})

describe('integer arithmetic', () => {
  const [min, max] = [-0x80000000, 0x7fffffff]
  test.each([
    ['ADDcc', /* addcc %g3, %g4, %g5 */ [0x8a80c004], max, 1, 0, min, 0b1010],
    ['ADDcc with carry out', /* addcc %g3, %g4, %g5 */ [0x8a80c004], -1, 1, 0, 0, 0b0101],
    ['ADDXcc', /* addxcc %g3, %g4, %g5 */ [0x8ac0c004], -1, 0, 1, 0, 0b0101],
    ['SUBcc', /* subcc %g3, %g4, %g5 */ [0x8aa0c004], 0, 1, 0, -1, 0b1001],
    ['SUBcc with overflow', /* subcc %g3, %g4, %g5 */ [0x8aa0c004], min, 1, 0, max, 0b0010],
    ['SUBXcc', /* subxcc %g3, %g4, %g5 */ [0x8ae0c004], 5, -1, 1, 5, 0b0001],
    ['XNORcc', /* xnorcc %g3, %g4, %g5 */ [0x8ab8c004], 5, 5, 3, -1, 0b1000],
    ['TADDcc', /* taddcc %g3, %g4, %g5 */ [0x8b00c004], 1, 4, 0, 5, 0b0010],
    ['SRA', /* sra %g3, %g4, %g5 */ [0x8b38c004], min, 33, 0, -0x40000000, 0],
    ['SRL', /* srl %g3, %g4, %g5 */ [0x8b30c004], min, 31, 0, 1, 0],
    ['UMULcc', /* umulcc %g3, %g4, %g5 */ [0x8ad0c004], -1, -1, 3, 1, 0],
    ['UDIVcc', /* udivcc %g3, %g4, %g5 */ [0x8af0c004], 7, -2, 3, 0, 0b0100],
    ['SDIVcc', /* sdivcc %g3, %g4, %g5 */ [0x8af8c004], 7, -2, 3, -3, 0b1000],
  ] as const)('%s', (_, program, a, b, icc, result, conditions) => {
    const board = ran(program, { registers: { 3: a, 4: b }, state: { icc } })
    expect([registerOf(board, 5), board.processor.state.icc]).toEqual([result, conditions])
  })

  test.each([
    [/* umul %g3, %g4, %g5 */ [0x8a50c004], -1, -1, -2],
    [/* smul %g3, %g4, %g5 */ [0x8a58c004], -1, -1, 0],
    [/* smul %g3, %g4, %g5 */ [0x8a58c004], min, 3, -2],
    [/* umul %g3, %g4, %g5 */ [0x8a50c004], 0x12345678, 0x7fffffff, 0x091a2b3b],
  ])('the high word of a product goes to Y', (program, a, b, y) =>
    expect(ran(program, { registers: { 3: a, 4: b } }).processor.y).toBe(y),
  )

  test.each([
    [/* udivcc %g3, %g4, %g5 */ [0x8af0c004], 1, 0, 1, -1],
    [/* sdivcc %g3, %g4, %g5 */ [0x8af8c004], 0, min, 1, max],
    [/* sdivcc %g3, %g4, %g5 */ [0x8af8c004], -1, 0, 1, min],
    [/* sdivcc %g3, %g4, %g5 */ [0x8af8c004], -1, max, 1, min],
  ])('a quotient that does not fit sets V and is the nearest that does', (program, y, a, b, result) => {
    const board = ran(program, { registers: { 3: a, 4: b }, processor: { y } })
    expect([registerOf(board, 5), board.processor.state.icc & 2]).toEqual([result, 2])
  })

  test('the smallest quotient fits', () => {
    const board = ran(/* sdivcc %g3, %g4, %g5 */ [0x8af8c004], { registers: { 3: min, 4: 1 }, processor: { y: -1 } })
    expect([registerOf(board, 5), board.processor.state.icc]).toEqual([min, 0b1000])
  })

  test('thirty-two steps of MULScc and a last one make a product', () => {
    const step = /* mulscc %g5, %g4, %g5 */ [0x8b214004]
    const program = [
      .../* andcc %g0, %g0, %g5 */ [0x8a880000],
      ...step.flatMap((each) => Array.from({ length: 32 }, () => each)),
      .../* mulscc %g5, %g0, %g5 */ [0x8b214000],
    ]
    const board = ran(program, { registers: { 4: 12345 }, processor: { y: 6789 } })
    expect([board.processor.y, registerOf(board, 5)]).toEqual([12345 * 6789, 0])
  })
})

describe('state registers', () => {
  test('WRPSR with an rd that is not 0 writes ET alone', () => {
    const board = ran([0x83882020 | 0x40] /* wrpsr with rd 1: %g0 ^ 0x60 */, { state: { ps: false } }, 1)
    expect(board.processor.state).toMatchObject({ et: true, s: true, ps: false, pil: 0 })
  })
  test('WRWIM and WRTBR keep only what there is', () => {
    const board = ran(/* wr %g0, -1, %wim; wr %g0, -1, %tbr; rd %asr17, %g4 */ [0x81903fff, 0x81983fff, 0x89444000], {
      processor: { tbr: 0x50 },
    })
    expect([board.processor.wim, board.processor.tbr, registerOf(board, 4)]).toEqual([0xff, -4096 + 0x50, 0x107])
  })
  test.each([
    ['sparc-v8', trapNumber.illegal_instruction],
    ['qemu', 0],
  ] as const)('an ancillary register that does not exist, on %s', (profile, trap) => {
    const board = ran(/* rd %asr16, %g4 */ [0x89440000], { ...enabled, profile, processor: { y: 9 } }, 1)
    expect([trapOf(board), registerOf(board, 4)]).toEqual([trap, trap === 0 ? 9 : 0])
    const written = ran(/* mov 1, %asr16 */ [0xa1802001], { ...enabled, profile, processor: { y: 9 } }, 1)
    expect([trapOf(written), written.processor.y]).toEqual([trap, 9])
  })
})
