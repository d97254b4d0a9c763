/** The emulator of the machine alone, by small programs: what each paragraph of `spec/machine/step.md` says, to the cycle. */

import { describe, expect, test } from 'vitest'
import { Machine } from '../impl/machine.ts'
import { machineVariation } from '../spec/machine/profiles.ts'
import { ramAt, type BoardPlatform } from '../spec/machine/vocabulary.ts'
import { address, word } from '../spec/words/vocabulary.ts'

const variation = machineVariation('sparc-v8')
const platform: BoardPlatform = { ramBytes: 0x100000, variation }

// Instructions by their fields. Registers: 0 %g0, 1 %g1, 8 %o0, 16 %l0, 24 %i0.
const nop = 0x01000000
const withImmediate = (op: number, op3: number, rd: number, rs1: number, simm13: number): number =>
  (op << 30) | (rd << 25) | (op3 << 19) | (rs1 << 14) | 0x2000 | (simm13 & 0x1fff)
const withRegister = (op: number, op3: number, rd: number, rs1: number, rs2: number, space = 0): number =>
  (op << 30) | (rd << 25) | (op3 << 19) | (rs1 << 14) | (space << 5) | rs2
const arithmetic = (op3: number, rd: number, rs1: number, simm13: number): number =>
  withImmediate(2, op3, rd, rs1, simm13)
const memory = (op3: number, rd: number, rs1: number, simm13: number): number => withImmediate(3, op3, rd, rs1, simm13)
const add = (rd: number, rs1: number, simm13: number): number => arithmetic(0x00, rd, rs1, simm13)
const sethi = (rd: number, value: number): number => 0x01000000 | (rd << 25) | (value >>> 10)
const branch = (condition: number, words: number, annul = false): number =>
  (annul ? 0x20000000 : 0) | (condition << 25) | 0x00800000 | (words & 0x3fffff)
const [never, equal, always, notEqual] = [0, 1, 8, 9]

const started = (program: readonly number[], more: readonly (readonly [number, number])[] = []): Machine => {
  const machine = new Machine(platform)
  const words = [...program.map((value, i) => [ramAt + 4 * i, value] as const), ...more]
  machine.load({ entry: address(ramAt), words: words.map(([at, value]) => [address(at), word(value)]) })
  return machine
}

/** After so many instructions. */
const after = (instructions: number, program: readonly number[]): Machine => {
  const machine = started(program)
  expect(machine.run(instructions)).toBe(instructions)
  return machine
}

/** Offset of pc from the beginning of RAM, in words. */
const place = (machine: Machine): number => (machine.pc - ramAt) / 4

describe('sequence', () => {
  test('a delayed transfer executes its slot, then the target', () => {
    const machine = after(2, [branch(always, 3), add(1, 0, 7), nop, nop])
    expect([machine.global(1), place(machine)]).toEqual([7, 3])
  })

  test('BA that annuls skips its slot and counts it not', () => {
    const machine = after(1, [branch(always, 3, true), add(1, 0, 7), nop, nop])
    expect([machine.global(1), place(machine), machine.cycles]).toEqual([ramAt, 3, 1])
  })

  test('a branch not taken that annuls skips its slot; one taken does not', () => {
    expect(place(after(1, [branch(equal, 3, true), nop, nop, nop]))).toBe(2)
    expect(place(after(1, [branch(notEqual, 3, true), nop, nop, nop]))).toBe(1)
    expect(place(after(1, [branch(never, 3, true), nop, nop, nop]))).toBe(2)
    expect(place(after(1, [branch(never, 3), nop, nop, nop]))).toBe(1)
  })

  test('a transfer in the slot of a transfer executes one instruction of the first target', () => {
    const machine = after(3, [branch(always, 4), branch(always, 6), nop, nop, add(1, 0, 5), add(1, 0, 6), nop, nop])
    expect([machine.global(1), place(machine)]).toEqual([5, 7])
  })

  test('a branch over the end of a page goes there, by its slot on the other side', () => {
    const machine = started(
      [branch(always, 1023), nop],
      [
        [ramAt + 0xffc, branch(always, 3)],
        [ramAt + 0x1000, add(1, 0, 9)],
        [ramAt + 0x1008, add(2, 0, 4)],
      ],
    )
    machine.run(5)
    expect([machine.global(1), machine.global(2), machine.pc]).toEqual([9, 4, ramAt + 0x100c])
  })

  test('a comparison and the branch behind it are two instructions', () => {
    const program = [arithmetic(0x14, 0, 2, 3), branch(equal, 3), nop, nop, nop]
    const machine = started(program)
    expect([machine.run(1), place(machine), machine.run(1), place(machine), machine.run(1), place(machine)]).toEqual([
      1, 1, 1, 2, 1, 4,
    ])
  })

  test('a comparison in a slot does not do the branch that stands behind it', () => {
    const machine = after(3, [branch(always, 4), arithmetic(0x14, 0, 2, 3), branch(equal, 5), nop, nop, nop])
    expect(place(machine)).toBe(5)
  })

  test('CALL and JMPL leave their own address', () => {
    const machine = after(4, [0x40000003, nop, nop, arithmetic(0x38, 1, 15, 8), nop])
    expect([machine.global(1), place(machine)]).toEqual([ramAt + 12, 2])
  })
})

describe('arithmetic', () => {
  test('conditions and borrow of SUBcc, carry of ADDcc, through ADDX and SUBX', () => {
    const machine = after(6, [
      arithmetic(0x14, 3, 0, 1), // SUBcc 0 − 1: borrow
      arithmetic(0x08, 4, 0, 5), // ADDX: 6
      arithmetic(0x0c, 5, 0, 5), // SUBX: −6
      arithmetic(0x10, 6, 3, 1), // ADDcc −1 + 1: carry, zero
      arithmetic(0x08, 7, 0, 5), // ADDX: 6
      withRegister(2, 0x29, 2, 0, 0), // RDPSR
    ])
    expect([3, 4, 5, 6, 7].map((register) => machine.global(register))).toEqual([-1, 6, -6, 0, 6])
    expect((machine.global(2) >>> 20) & 15).toBe(5)
  })

  test('%g0 stays 0, also behind a load of a doubleword', () => {
    const machine = after(4, [add(0, 0, 5), memory(0x03, 0, 1, 0), withRegister(2, 0x00, 3, 0, 0), nop])
    expect([machine.global(0), machine.global(3), machine.global(1)]).toEqual([0, 0, memory(0x03, 0, 1, 0)])
  })

  test('products have a high word in Y, by sign', () => {
    const machine = after(6, [
      add(3, 0, -1),
      withRegister(2, 0x0a, 4, 3, 3), // UMUL
      withRegister(2, 0x28, 5, 0, 0), // RDY
      withRegister(2, 0x0b, 4, 3, 3), // SMUL
      withRegister(2, 0x28, 6, 0, 0),
      nop,
    ])
    expect([machine.global(4), machine.global(5), machine.global(6), machine.y]).toEqual([1, -2, 0, 0])
  })

  test('a quotient that does not fit is cut off, and V says so', () => {
    const machine = after(4, [
      arithmetic(0x30, 0, 0, 5), // WRY 5
      arithmetic(0x1e, 3, 0, 4), // UDIVcc 5·2³² by 4
      withRegister(2, 0x29, 4, 0, 0),
      arithmetic(0x1f, 5, 0, -4), // SDIVcc
    ])
    expect([machine.global(3), (machine.global(4) >>> 20) & 15, machine.global(5)]).toEqual([-1, 10, -0x80000000])
  })

  test('32 steps of MULScc multiply', () => {
    const steps = Array.from({ length: 32 }, () => withRegister(2, 0x24, 3, 3, 4))
    const machine = started([
      add(4, 0, 1234),
      arithmetic(0x30, 0, 0, 567),
      arithmetic(0x11, 3, 0, 0),
      ...steps,
      withRegister(2, 0x24, 3, 3, 0),
      withRegister(2, 0x28, 5, 0, 0),
    ])
    machine.run(37)
    expect(machine.global(5)).toBe(1234 * 567)
  })
})

describe('windows and traps', () => {
  test('outs are the ins of the window below, all around', () => {
    // WIM 0, then eight SAVEs: each adds 1 to what comes in by %i0.
    const saves = Array.from({ length: 8 }, () => [arithmetic(0x3c, 0, 0, 0), add(8, 24, 1)]).flat()
    const machine = started([arithmetic(0x32, 0, 0, 0), ...saves])
    machine.run(17)
    expect(machine.psr & 31).toBe(0)
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((window) => machine.register(window, 8))).toEqual([7, 6, 5, 4, 3, 2, 1, 8])
  })

  test('a trap of ET 0 is error mode, and changes nothing else', () => {
    const machine = started([arithmetic(0x3a, 0, 0, 5) | (always << 25)])
    expect(machine.run(10)).toBe(1)
    expect([machine.outcome, machine.errorTrap, place(machine), machine.cycles]).toEqual(['error mode', 0x85, 0, 1])
  })

  test('a trap of ET 1 enters the table, in the window below', () => {
    const machine = started([
      sethi(1, ramAt),
      arithmetic(0x33, 0, 1, 0), // WRTBR
      arithmetic(0x31, 0, 0, 0xa0), // WRPSR S ET
      0, // UNIMP
    ])
    machine.run(4)
    expect([machine.pc, machine.tbr, machine.psr & 0xff]).toEqual([ramAt + 0x20, ramAt + 0x20, 0xc7])
    expect([machine.register(7, 1), machine.register(7, 2)]).toEqual([ramAt + 12, ramAt + 16])
  })

  test('SAVE into an invalid window traps and changes no register', () => {
    const machine = started([arithmetic(0x32, 0, 0, 0x80), arithmetic(0x3c, 14, 14, -96)])
    machine.run(2)
    expect([machine.outcome, machine.errorTrap, machine.psr & 31]).toEqual(['error mode', 5, 0])
  })

  test('RETT at user level of ET 0 is error mode with its trap in TBR', () => {
    const machine = started([arithmetic(0x31, 0, 0, 0), arithmetic(0x39, 0, 0, 0)])
    machine.run(5)
    expect([machine.errorTrap, machine.tbr]).toEqual([3, 0x30])
  })
})

describe('memory', () => {
  test('bytes and halfwords lie big-endian in words', () => {
    const data = ramAt + 0x2000
    const machine = started([
      sethi(1, data),
      sethi(2, 0x89abc000),
      memory(0x04, 2, 1, 0),
      memory(0x05, 1, 1, 3), // STB of 0x00
      add(3, 0, 0x77),
      memory(0x05, 3, 1, 3),
      memory(0x01, 4, 1, 0),
      memory(0x09, 5, 1, 0),
      memory(0x0a, 6, 1, 2),
    ])
    machine.run(9)
    expect(machine.word(data) >>> 0).toBe(0x89abc077)
    expect([machine.global(4), machine.global(5), machine.global(6)]).toEqual([0x89, 0x89 - 0x100, 0xc077 - 0x10000])
  })

  test('a store into the very next instruction is seen, also where that was executed before', () => {
    // %g1: here; %g2: ADD %g3, 1, %g3, which replaces ADD %g3, 16, %g3 on the second round.
    const replaced = add(3, 3, 1)
    const program = [
      sethi(1, ramAt),
      sethi(2, replaced),
      arithmetic(0x02, 2, 2, replaced & 0x3ff),
      branch(always, 3),
      nop,
      memory(0x04, 2, 1, 24), // ST %g2 to the next word
      add(3, 3, 16),
      branch(always, -2),
      nop,
    ]
    const machine = started(program)
    machine.run(5 + 3 + 4)
    expect(machine.global(3)).toBe(16 + 1)
  })

  test('a store makes a comparison forget the branch behind it', () => {
    const program = [
      sethi(1, ramAt),
      sethi(2, nop),
      arithmetic(0x14, 0, 0, 0), // equal
      branch(equal, 3),
      memory(0x04, 2, 1, 12), // a NOP in place of the branch
      nop,
      branch(always, -4),
      nop,
      nop,
    ]
    const machine = started(program)
    machine.run(5 + 2 + 2 + 2)
    expect(place(machine)).toBe(6)
  })

  test('an access where nothing is traps, and under `reads zero` does not', () => {
    const program = [sethi(1, 0x60000000), add(3, 0, 1), memory(0x00, 3, 1, 0)]
    expect(started(program).run(5)).toBe(3)
    const machine = new Machine({ ...platform, variation: { ...variation, unmapped: 'reads zero' } })
    machine.load({
      entry: address(ramAt),
      words: program.map((value, i) => [address(ramAt + 4 * i), word(value)]),
    })
    machine.run(3)
    expect([machine.outcome, machine.global(3)]).toEqual(['running', 0])
  })

  test('a walk marks, a fault is recorded, and a load of the status clears it', () => {
    // Context table at ramAt + 0x1000, its entry 0 maps 4 GB for reading and executing, without marks.
    const machine = started(
      [
        sethi(1, ramAt + 0x1000),
        arithmetic(0x26, 2, 1, 4),
        add(3, 0, 0x100),
        withRegister(3, 0x14, 2, 0, 3, 0x19), // the table pointer
        add(3, 0, 1),
        withRegister(3, 0x14, 3, 0, 0, 0x19), // E
        memory(0x04, 3, 1, 8), // a store: refused
      ],
      [[ramAt + 0x1000, 0x0a]],
    )
    machine.run(7)
    expect([machine.errorTrap, machine.word(ramAt + 0x1000)]).toEqual([9, 0x2a])
    expect([machine.mmu(3), machine.mmu(4)]).toEqual([(5 << 5) | (2 << 2) | 2, ramAt + 0x1008])
  })

  test('going back to the start leaves nothing behind', () => {
    const machine = started([sethi(1, ramAt + 0x3000), memory(0x04, 1, 1, 0), add(2, 0, 9), nop])
    machine.run(4)
    machine.load({ entry: address(ramAt), words: [] })
    expect(machine.board()).toEqual(started([]).board())
  })
})

describe('time', () => {
  /** Timer 0 underflows every 40 · 10 cycles; its interrupt, level 6, is unmasked; the program then goes on at `rest`. */
  const timed = (rest: readonly number[]): Machine =>
    started([
      sethi(1, 0x80000000),
      add(2, 0, 9),
      memory(0x04, 2, 1, 0x314),
      add(2, 0, 0x40),
      memory(0x04, 2, 1, 0x240),
      sethi(4, ramAt),
      arithmetic(0x33, 0, 4, 0),
      add(2, 0, 15),
      memory(0x04, 2, 1, 0x318), // EN RS LD IE, at cycle 8
      arithmetic(0x31, 0, 0, 0xa0), // WRPSR S ET
      ...rest,
    ])

  test('an interrupt comes before the instruction of its cycle', () => {
    // The scaler ticks at cycles 40, 80, …; the counter, 9, underflows at the tenth tick behind the store.
    const machine = timed([branch(always, 0), nop])
    machine.run(399)
    const [stepwise, atOnce] = [timed([branch(always, 0), nop]), timed([branch(always, 0), nop])]
    for (let i = 0; i < 402; i++) stepwise.step()
    atOnce.run(401)
    expect(stepwise.board()).toEqual(atOnce.board())
    expect([stepwise.tbr & 0xff0, stepwise.instructions, stepwise.cycles]).toEqual([0x160, 401, 401])
    expect(machine.tbr & 0xff0).toBe(0)
  })

  test('asleep, the clock goes to the underflow and nothing is executed', () => {
    const machine = timed([arithmetic(0x30, 19, 0, 0), nop])
    machine.run(11)
    expect([machine.asleep, machine.cycles, machine.outcome]).toEqual([true, 11, 'running'])
    machine.step()
    expect([machine.asleep, machine.cycles, machine.instructions]).toEqual([true, 400, 11])
    machine.step()
    expect([machine.asleep, machine.tbr & 0xff0, machine.cycles]).toEqual([false, 0x160, 400])
  })

  test('asleep with interrupts off, nothing will ever change', () => {
    const machine = started([arithmetic(0x30, 19, 0, 0), nop])
    expect([machine.run(100), machine.outcome, machine.cycles]).toEqual([1, 'asleep for ever', 1])
  })

  test('a store that makes an interrupt pending interrupts the next instruction', () => {
    const machine = timed([add(2, 0, 0x40), memory(0x04, 2, 1, 0x208), add(5, 0, 1), add(6, 0, 1)])
    machine.run(12)
    machine.step()
    expect([machine.tbr & 0xff0, machine.global(5), machine.register(7, 1)]).toEqual([0x160, 0, ramAt + 48])
  })
})

test('any division of a run into runs comes to the same', () => {
  const loop = [
    arithmetic(0x32, 0, 0, 0),
    add(2, 0, 200),
    arithmetic(0x14, 2, 2, 1),
    branch(notEqual, -1),
    arithmetic(0x3c, 14, 14, -64),
    branch(always, -4),
    arithmetic(0x10, 3, 3, 77),
  ]
  const [whole, parts] = [started(loop), started(loop)]
  whole.run(5000)
  for (let done = 0, part = 1; done < 5000; part = (part % 7) + 1) done += parts.run(Math.min(part, 5000 - done))
  expect(parts.board()).toEqual(whole.board())
})
