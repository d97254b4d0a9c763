import { describe, expect, test } from 'vitest'
import { decodedName } from '../model/machine/instruction.ts'
import { type Board, type MmuRegisters, trapNumber } from '../spec/machine/vocabulary.ts'
import { boardWith, DATA, ENTRY, memoryAt, ran, registerOf, stepped, type Situation } from './board.fixture.ts'

const trapOf = (board: Board): number => (board.processor.tbr >>> 4) & 0xff

describe('loads and stores', () => {
  const words = [[DATA, 0x81f2c3d4]] as const
  test('bytes and halfwords are big-endian, and extended as is asked', () => {
    const program = /* ldub [%g3 + 1], %o0; ldsb [%g3 + 1], %o1; lduh [%g3 + 2], %o2; ldsh [%g3 + 2], %o3 */ [
      0xd008e001, 0xd248e001, 0xd410e002, 0xd650e002,
    ]
    const board = ran(program, { registers: { 3: DATA }, words })
    expect([8, 9, 10, 11].map((n) => registerOf(board, n))).toEqual([0xf2, -0x0e, 0xc3d4, -0x3c2c])
  })
  test('stores change their bytes alone', () => {
    const board = ran(
      /* stb %g4, [%g3]; sth %g4, [%g3 + 2]; std %g4, [%g3 + 8] */ [0xc828c000, 0xc830e002, 0xc838e008],
      { registers: { 3: DATA, 4: -2, 5: 3 }, words },
    )
    expect([0, 8, 12].map((offset) => memoryAt(board, DATA + offset))).toEqual([0xfef2fffe, 0xfffffffe, 3])
  })
  test('LDSTUB, SWAP and CASA give what they found', () => {
    const program = [
      .../* ldstub [%g3], %o0; swap [%g3], %o1 */ [0xd068c000, 0xd278c000],
      0xd5e0c169 /* casa [%g3] 11, %o1, %o2 */,
    ]
    const board = ran(program, { registers: { 3: DATA, 9: 5, 10: 6 }, words })
    expect([8, 9, 10].map((n) => registerOf(board, n))).toEqual([0x81, 0xfff2c3d4 | 0, 5])
    expect(memoryAt(board, DATA)).toBe(5)
  })
  test('LDD changes both registers but %g0', () => {
    const board = ran(/* ldd [%g3], %g0 */ [0xc018c000], { registers: { 3: DATA }, words: [...words, [DATA + 4, 7]] })
    expect(board.processor.globals.slice(0, 2)).toEqual([0, 7])
  })
  test('storing FSR clears its trap type; there is no queue', () => {
    const fp = { state: { et: true, ef: true }, registers: { 3: DATA }, processor: { fsr: 0x4401 } }
    const stored = ran(/* st %fsr, [%g3] */ [0xc128c000], fp)
    expect([memoryAt(stored, DATA), stored.processor.fsr]).toEqual([0x4401, 0x401])
    const refused = ran([0xc130e000] /* stdfq [%g3] */, fp, 1)
    expect([trapOf(refused), refused.processor.fsr]).toEqual([trapNumber.fp_exception, 0x10401])
  })
  test('a user may CASA his own data, and no other', () => {
    const user = { registers: { 3: DATA }, state: { s: false, et: true } }
    expect(trapOf(ran([0xd5e0c149] /* casa [%g3] 10, %o1, %o2 */, user))).toBe(0)
    expect(trapOf(ran([0xd5e0c169] /* casa [%g3] 11, %o1, %o2 */, user))).toBe(trapNumber.privileged_instruction)
  })
  test.each([
    ['leon3', trapNumber.data_access_exception],
    ['qemu', 0],
  ] as const)('where nothing is, on %s', (profile, trap) => {
    const situation = { state: { et: true }, profile, registers: { 3: 0x90000000, 12: 1 } }
    const board = ran(/* ld [%g3], %o4 */ [0xd800c000], situation, 1)
    expect([trapOf(board), board.processor.windows[7]?.[12]]).toEqual([trap, trap === 0 ? 0 : 1])
    expect(trapOf(ran(/* jmp %g3; nop */ [0x81c0c000, 0x01000000], situation, 3))).toBe(
      trapNumber.instruction_access_exception,
    )
  })
  test('floating point: a sum, and a branch by its comparison', () => {
    const program = /* ld [%g3], %f0; fadds %f0, %f0, %f1; fcmps %f1, %f0; nop; fbg .+16; nop */ [
      0xc100c000, 0x83a00820, 0x81a84a20, 0x01000000, 0x0d800004, 0x01000000,
    ]
    const board = ran(program, { state: { ef: true }, registers: { 3: DATA }, words: [[DATA, 0x3f800000]] })
    expect([board.processor.floats[1], board.processor.pc]).toEqual([0x40000000, ENTRY + 32])
  })
})

/** Tables: 0x40000000 to itself by a segment; 0x40040000 to DATA by a page; 0x90000000 to where nothing is by a region; a word at 0x91000000 is reserved. */
const TABLES = 0x40020000
const PAGE = 0x40040000
const PAGE_ENTRY = TABLES + 0x900
const pageTo = (code: number): number => ((DATA >>> 12) << 8) | (code << 2) | 2
const tables = (code: number): readonly (readonly [number, number])[] => [
  [TABLES, ((TABLES + 0x400) >>> 4) | 1],
  [TABLES + 0x400 + 4 * 0x40, ((TABLES + 0x800) >>> 4) | 1],
  [TABLES + 0x400 + 4 * 0x90, 0x0900000e],
  [TABLES + 0x400 + 4 * 0x91, 3],
  [TABLES + 0x800, 0x0400000e],
  [TABLES + 0x804, ((TABLES + 0x900) >>> 4) | 1],
  [PAGE_ENTRY, pageTo(code)],
]

/** With the MMU on, %g3 in the page, %g6 at its table word. */
const mapped = (code: number, situation: Situation = {}, mmu: Partial<MmuRegisters> = {}): Situation => ({
  state: { et: true },
  ...situation,
  mmu: { enabled: true, tablePointer: TABLES >>> 4, ...mmu },
  registers: { 3: PAGE, 6: PAGE_ENTRY, ...situation.registers },
  words: [...tables(code), [DATA, 0x1234]],
})

describe('translation', () => {
  test('an access marks the entry, and the cached word is as it is then', () => {
    const read = ran(/* ld [%g3], %g4 */ [0xc800c000], mapped(3))
    expect([registerOf(read, 4), memoryAt(read, PAGE_ENTRY)]).toEqual([0x1234, pageTo(3) | 0x20])
    const written = stepped(ran(/* ld [%g3], %g4; st %g0, [%g3] */ [0xc800c000, 0xc020c000], mapped(3), 1), 1)
    expect([memoryAt(written, DATA), memoryAt(written, PAGE_ENTRY)]).toEqual([0, pageTo(3) | 0x60])
    expect(written.cached.map(({ virtual, bytes, entry }) => [virtual, bytes, entry])).toEqual([
      [0x40000000, 0x40000, 0x0400002e],
      [PAGE, 0x1000, pageTo(3) | 0x60],
    ])
  })

  test.each([
    ['nothing mapped', /* ld [%g5], %g4 */ [0xc8014000], 3, 0x326, 9],
    ['a store to what may be read', /* st %g4, [%g3] */ [0xc820c000], 0, 0x3aa, 9],
    ['a store to what the supervisor may execute', /* st %g4, [%g3] */ [0xc820c000], 6, 0x3aa, 9],
    ['a user space’s load of the supervisor’s', /* lda [%g3] 10, %g4 */ [0xc880c140], 7, 0x30e, 9],
    ['a fetch of what may not be executed', /* jmp %g3; nop */ [0x81c0c000, 0x01000000], 1, 0x36a, 1],
    ['a load from where nothing is', /* ld [%g7], %g4 */ [0xc801c000], 3, 0x136, 9],
  ] as const)('%s is recorded and traps', (_, program, code, status, trap) => {
    const registers = { 5: PAGE + 0x1004, 7: 0x90000000 }
    const board = ran(program, mapped(code, { registers }), program.length === 1 ? 1 : 3)
    expect([board.mmu.fault.status, trapOf(board)]).toEqual([status, trap])
    expect(memoryAt(board, PAGE_ENTRY)).toBe(pageTo(code))
  })

  test('the no-fault bit keeps a fault from trapping, not from being recorded', () => {
    const board = ran(/* st %g4, [%g3]; lda [%g3] 10, %g4 */ [0xc820c000, 0xc880c140], mapped(6, {}, { noFault: true }))
    expect([trapOf(board), registerOf(board, 4), memoryAt(board, DATA), board.mmu.fault.address]).toEqual([
      0,
      0,
      0x1234,
      PAGE,
    ])
    expect(trapOf(ran(/* jmp %g3; nop */ [0x81c0c000, 0x01000000], mapped(1, {}, { noFault: true }), 3))).toBe(1)
  })

  test('a translation that was cached and is no longer what a walk finds leaves what is specified, unless flushed', () => {
    const stale = boardWith(
      /* ld [%g3], %g4; st %g0, [%g6]; ld [%g3], %g4 */ [0xc800c000, 0xc0218000, 0xc800c000],
      mapped(3),
    )
    const before = stepped(stale, 2)
    expect(stepped(before, 1)).toEqual({ ...before, left: true })
    const gone = stepped(before, 1)
    expect(stepped(gone, 1)).toBe(gone)
    const flushed = ran(
      /* ld [%g3], %g4; st %g0, [%g6]; sta %g0, [%g3] 0x18; ld [%g3], %g4 */ [
        0xc800c000, 0xc0218000, 0xc0a0c300, 0xc800c000,
      ],
      mapped(3),
    )
    expect([flushed.left, trapOf(flushed), flushed.mmu.fault.status]).toEqual([false, 9, 0x326])
  })

  test.each([
    ['sparc-v8', 0, [0x40000000]],
    ['sparc-v8', 0x100, [0x40000000]],
    ['sparc-v8', 0x300, []],
    ['sparc-v8', 0x400, []],
    ['leon3', 0, []],
  ] as const)('on %s a flush by address bits %i takes away what it names', (profile, type, kept) => {
    const program = /* ld [%g3], %g4; sta %g0, [%g5] 0x18 */ [0xc800c000, 0xc0a14300]
    const board = ran(program, mapped(3, { profile, registers: { 5: PAGE + type } }))
    expect(board.cached.map(({ virtual }) => virtual)).toEqual(kept)
  })
})

describe('alternate spaces', () => {
  const one = (program: readonly number[], situation: Situation): Board => ran(program, situation, program.length)

  test('0x1C asks the MMU nothing', () => {
    const board = one(/* lda [%g5] 0x1c, %g4 */ [0xc8814380], mapped(3, { registers: { 5: DATA } }, { noFault: false }))
    expect([registerOf(board, 4), board.cached.length]).toEqual([0x1234, 1])
  })

  test.each([
    ['a byte of the MMU', /* lduba [%g5] 0x19, %g4 */ [0xc8894320]],
    ['a doubleword of it', /* ldda [%g5] 0x19, %g4 */ [0xc8994320]],
    ['an atomic access to it', /* swapa [%g5] 0x19, %g4 */ [0xc8f94320]],
    ['a space that does not exist', /* lda [%g5] 0x1b, %g4 */ [0xc8814360]],
  ])('%s is data_access_exception', (_, program) =>
    expect(trapOf(one(program, { state: { et: true }, registers: { 5: 0 } }))).toBe(trapNumber.data_access_exception),
  )

  test('the cache control register keeps what is neither a flush nor its progress', () => {
    const board = one(/* sta %g4, [%g0] 2; lda [%g0] 2, %g5 */ [0xc8a00040, 0xca800040], { registers: { 4: -1 } })
    expect(registerOf(board, 5)).toBe(~0x60c000)
  })

  test('the MMU’s registers keep their own bits', () => {
    const program =
      /* sta %g4, [%g5] 0x19; sta %g4, [%g6] 0x19; lda [%g5] 4, %o0; lda [%g6] 0x19, %o1; lda [%g0] 0x19, %o2 */ [
        0xc8a14320, 0xc8a18320, 0xd0814080, 0xd2818320, 0xd4800320,
      ]
    const board = one(program, { registers: { 4: -1, 5: 0x100, 6: 0x200 } })
    expect([8, 9, 10].map((n) => registerOf(board, n))).toEqual([-4, 0xff, 0x016c4000])
  })

  test.each([
    ['sparc-v8', [0, 0]],
    ['leon3', [0x324, 0x40041004]],
    ['qemu', [0, 0x40041004]],
  ] as const)('reading the status on %s', (profile, left) => {
    const program = /* ld [%g5], %g4; lda [%g7] 0x19, %o0 */ [0xc8014000, 0xd081c320]
    const registers = { 5: PAGE + 0x1004, 7: 0x300 }
    const board = one(program, mapped(3, { profile, registers }, { noFault: true }))
    expect([registerOf(board, 8), board.mmu.fault.status, board.mmu.fault.address]).toEqual([0x326, ...left])
  })

  test.each([
    ['sparc-v8', 0x132, 0x326],
    ['leon3', 0x3a7, 0x326],
    ['qemu', 0x3a7, 0x36b],
  ] as const)(
    'on %s, what is recorded of a store after an error in the tables, and of a fetch after a load',
    (profile, ...expected) => {
      const registers = { 5: PAGE + 0x1004, 7: 0x91000000 }
      const statusAfter = (program: readonly number[], steps: number): number =>
        ran(program, mapped(1, { profile, registers }, { noFault: true }), steps).mmu.fault.status
      const store = statusAfter(/* ld [%g7], %g4; st %g4, [%g5] */ [0xc801c000, 0xc8214000], 2)
      const fetch = statusAfter(/* ld [%g5], %g4; jmp %g3; nop */ [0xc8014000, 0x81c0c000, 0x01000000], 4)
      expect([store, fetch]).toEqual(expected)
    },
  )

  test.each([
    [0, pageTo(3)],
    [0x100, ((TABLES + 0x900) >>> 4) | 1],
    [0x200, ((TABLES + 0x800) >>> 4) | 1],
    [0x300, ((TABLES + 0x400) >>> 4) | 1],
    [0x400, pageTo(3)],
    [0x500, 0],
  ])('a probe of type %i gives the word it names, and marks nothing', (type, word) => {
    const board = one(/* lda [%g5] 0x18, %g4 */ [0xc8814300], mapped(3, { registers: { 5: PAGE + type } }))
    expect([registerOf(board, 4), memoryAt(board, PAGE_ENTRY)]).toEqual([word, pageTo(3)])
  })
})

test.each([
  [0x00000005, 'UNIMP'],
  [0x32800004, 'BNE'],
  [0x05800001, 'FBLG'],
  [0x41c00000, 'CALL'],
  [0x86808004, 'ADDcc'],
  [0x8143c000, 'STBAR'],
  [0x89444000, 'RDASR'],
  [0x81800000, 'WRY'],
  [0x99d02001, 'TGU'],
  [0x81a00842, 'FADDd'],
  [0xd5e0c169, 'CASA'],
  [0x81f00000, null],
  [0xc1400000, null],
  [0x00400000, null],
])('the name of an instruction', (word, name) => expect(decodedName(word)).toBe(name))
