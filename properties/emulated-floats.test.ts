/** The emulator's floating-point unit against IEEE 754 done with exact integers, and against cases written by hand. */

import { describe, expect, test } from 'vitest'
import { FloatingPoint } from '../impl/machine-floating-point.ts'
import { fpTrap, ieee } from '../spec/machine/vocabulary.ts'
import { Choices } from './choices.ts'
import {
  singles,
  doubles,
  ones,
  bias,
  exponentOf,
  infinity,
  withSign,
  operations,
  type Operation,
  type Format,
  type Bits,
} from './emulated-floats.fixture.ts'

/** Registers of the operands and of the result: never the same. */
const at = { a: 2, b: 4, result: 6 } as const

const put = (unit: FloatingPoint, format: Format, register: number, bits: Bits): void => {
  unit.floats[register] = Number(BigInt.asIntN(32, format.bits === 64 ? bits >> 32n : bits))
  if (format.bits === 64) unit.floats[register + 1] = Number(BigInt.asIntN(32, bits))
}
const hex = (bits: Bits): string => bits.toString(16)

interface Seen {
  readonly goes: boolean
  readonly fsr: number
  readonly floats: readonly number[]
}
const unmarked = 0x5a5a5a5a

/** What the unit does with an operation, and what it should have done. */
const done = ({ second, opf, from }: Operation, a: Bits, b: Bits, fsr: number): Seen => {
  const unit = new FloatingPoint()
  unit.floats.fill(unmarked)
  put(unit, from, at.a, a)
  put(unit, from, at.b, b)
  unit.fsr = fsr
  const goes = unit.operate(second, opf, at.result, at.a, at.b)
  return { goes, fsr: unit.fsr, floats: [...unit.floats] }
}
const due = ({ second, from, to, should }: Operation, a: Bits, b: Bits, fsr: number): Seen => {
  const { bits, raised: candidates } = should(a, b)
  const enabledMask = (fsr >>> 23) & 31
  const raised = candidates === ieee.UF && (enabledMask & ieee.UF) === 0 ? 0 : candidates
  const enabled = raised & enabledMask
  const unit = new FloatingPoint()
  unit.floats.fill(unmarked)
  put(unit, from, at.a, a)
  put(unit, from, at.b, b)
  const clean = fsr & ~0x1c01f
  if (enabled !== 0) {
    const first = [ieee.NV, ieee.DZ, ieee.OF, ieee.UF, ieee.NX].find((bit) => (enabled & bit) !== 0) ?? 0
    return { goes: false, fsr: clean | (fpTrap.IEEE_754 << 14) | first, floats: [...unit.floats] }
  }
  const accrued = clean | (raised << 5) | raised
  if (second) return { goes: true, fsr: (accrued & ~0xc00) | (Number(bits) << 10), floats: [...unit.floats] }
  put(unit, to, at.result, bits)
  return { goes: true, fsr: accrued, floats: [...unit.floats] }
}
const check = (operation: Operation, a: Bits, b: Bits, fsr: number): void => {
  const [is, should] = [done(operation, a, b, fsr), due(operation, a, b, fsr)]
  const same = is.goes === should.goes && is.fsr === should.fsr && is.floats.every((f, i) => f === should.floats[i])
  if (!same) expect(is, `${operation.name} ${hex(a)} ${hex(b)} fsr ${fsr.toString(16)}`).toEqual(should)
}

/** Bit patterns at which formats, powers and integers end. */
const edges = (format: Format): readonly Bits[] => {
  const low = BigInt(format.precision - 1)
  const exponents = [0, 1, 2, 3, 25, 54, 200, bias(format) - 149, bias(format) - 126, bias(format) - 27]
    .concat([-2, -1, 0, 1, 22, 23, 24, 29, 30, 31, 32, 52, 53, 127, 128].map((e) => bias(format) + e))
    .concat([-3, -2, -1, 0].map((e) => 2 * bias(format) + 1 + e))
    .filter((e) => e >= 0 && e <= 2 * bias(format) + 1)
  const fractions = [0n, 1n, 2n, 3n, 1n << 29n, 3n << 28n, (1n << 28n) + 1n, 1n << (low - 1n), (1n << (low - 1n)) + 1n]
    .concat([(1n << (low - 1n)) - 1n, ones(format.precision - 1), ones(format.precision - 1) - 1n])
    .filter((f) => f >> low === 0n)
  return [...new Set(exponents)]
    .flatMap((e) => fractions.map((f) => (BigInt(e) << low) | f))
    .flatMap((bits) => [bits, withSign(format, true, bits)])
}
const edgesOf = new Map([singles, doubles].map((format) => [format, edges(format)]))

const drawBits = (choices: Choices, format: Format): Bits => {
  const any = (): Bits => BigInt.asUintN(format.bits, (BigInt(choices.word()) << 32n) | BigInt(choices.word()))
  const low = BigInt(format.precision - 1)
  const withExponent = (e: number): Bits => (any() & ~infinity(format)) | (BigInt(e) << low)
  return choices.weighted(
    [3, any],
    [3, () => choices.of(edgesOf.get(format) ?? [])],
    [3, () => withExponent(bias(format) + choices.between(-30, 32))],
    // Few bits: what is exact, and what lies in the middle of two.
    [3, () => any() & ~(ones(choices.between(8, format.precision - 1)) & any() & ones(choices.between(8, 52)))],
    [2, () => withExponent(bias(format) + choices.between(-8, 8)) & ~ones(choices.between(8, format.precision - 1))],
    [2, () => withExponent(choices.between(0, 2))],
    [2, () => withExponent(2 * bias(format) + 1)],
    [1, () => withExponent((bias(format) >> 1) + choices.between(-40, 40))],
    [1, () => withExponent(bias(format) + (bias(format) >> 1) + choices.between(-40, 40))],
  )
}
/** Nothing enabled, one exception or all; what was accrued and current before is anything. */
const drawFsr = (choices: Choices): number =>
  (choices.weighted([3, () => 0], [2, () => 1 << choices.below(5)], [1, () => choices.below(32)]) << 23) |
  (choices.word() & 0x43ff)

describe.each(operations)('$name', (operation) => {
  const { from } = operation

  test('does at random what exact integers say, result and exceptions', () => {
    const choices = new Choices(754, operation.opf, operation.second ? 1 : 0)
    for (let i = 0; i < 6000; i++) check(operation, drawBits(choices, from), drawBits(choices, from), drawFsr(choices))
  })

  test('and close to the ends of what its results can be', () => {
    const choices = new Choices(755, operation.opf, operation.second ? 1 : 0)
    const low = BigInt(from.precision - 1)
    const shifted = (bits: Bits, by: number): Bits => {
      const e = Math.min(Math.max(exponentOf(from, bits) + by, 0), 2 * bias(from))
      return (bits & ~infinity(from)) | (BigInt(e) << low)
    }
    for (let i = 0; i < 4000; i++) {
      const a = drawBits(choices, from)
      // The exponents of operands so that a product, a quotient lie around the least normal or the largest number.
      const goal = choices.of([1, 2 * bias(from)]) + choices.between(-60, 3)
      const near = drawBits(choices, from)
      const [ea, eb] = [exponentOf(from, a), exponentOf(from, near)]
      const by = choices.of([goal - ea - eb + bias(from), ea - goal + bias(from) - eb])
      check(operation, a, shifted(near, by), drawFsr(choices))
    }
  })

  test('and at every pair of edges', () => {
    const all = edgesOf.get(from) ?? []
    const few = all.filter((_, i) => i % 23 === 0)
    for (const b of all) for (const a of few) check(operation, a, b, 0)
  })
})

/** A unit with doubles in %f0, %f2 and an operation done on them into %f4. */
const onDoubles = (opf: number, a: number, b: number, fsr = 0): { result: number; cexc: number; goes: boolean } => {
  const unit = new FloatingPoint()
  const words = new DataView(new ArrayBuffer(24))
  words.setFloat64(0, a)
  words.setFloat64(8, b)
  for (let i = 0; i < 4; i++) unit.floats[i] = words.getInt32(4 * i)
  unit.fsr = fsr
  const goes = unit.operate(false, opf, 4, 0, 2)
  words.setInt32(16, unit.floats[4] ?? 0)
  words.setInt32(20, unit.floats[5] ?? 0)
  return { result: words.getFloat64(16), cexc: unit.fsr & 31, goes }
}

// prettier-ignore
test.each([
  ['1 + 2', 0x42, 1, 2, 3, 0],
  ['1 + 2^-60', 0x42, 1, 2 ** -60, 1, ieee.NX],
  ['the largest twice', 0x42, Number.MAX_VALUE, Number.MAX_VALUE, Infinity, ieee.OF | ieee.NX],
  ['1 ÷ 3', 0x4e, 1, 3, 1 / 3, ieee.NX],
  ['1 ÷ 0', 0x4e, 1, 0, Infinity, ieee.DZ],
  ['∞ ÷ 0', 0x4e, Infinity, 0, Infinity, 0],
  ['0 ÷ 0', 0x4e, 0, 0, NaN, ieee.NV],
  ['∞ − ∞', 0x46, Infinity, Infinity, NaN, ieee.NV],
  ['half the least normal', 0x4a, 2 ** -1022, 0.5, 2 ** -1023, 0],
  ['half the least denormal', 0x4a, 2 ** -1074, 0.5, 0, ieee.UF | ieee.NX],
  ['just below the least normal, rounded to it', 0x4a, 2 ** -1022 * (1 + 2 ** -52), 1 - 2 ** -52, 2 ** -1022, ieee.UF | ieee.NX],
] as const)('%s: its result and its exceptions', (_, opf, a, b, result, cexc) => {
  expect(onDoubles(opf, a, b)).toEqual({ result, cexc, goes: true })
})

test('what is tiny and exact is an exception only where underflow is enabled', () => {
  expect(onDoubles(0x4a, 2 ** -1022, 0.5, ieee.UF << 23)).toEqual({ result: 0, cexc: ieee.UF, goes: false })
  expect(onDoubles(0x42, 2 ** -1074, 2 ** -1074, ieee.UF << 23)).toEqual({ result: 0, cexc: ieee.UF, goes: false })
  expect(onDoubles(0x42, 2 ** -1074, 2 ** -1074, ieee.NX << 23)).toMatchObject({ cexc: 0, goes: true })
  expect(onDoubles(0x46, 1, 1, ieee.UF << 23)).toEqual({ result: 0, cexc: 0, goes: true })
  expect(onDoubles(0x4e, 3 * 2 ** -1022, 3, ieee.UF << 23)).toEqual({ result: 2 ** -1022, cexc: 0, goes: true })
})

test('what is not implemented says so, and changes nothing but the trap type', () => {
  const implemented = [false, true].map(
    (second) => new Set(operations.filter((operation) => operation.second === second).map(({ opf }) => opf)),
  )
  for (const [second, known] of implemented.entries())
    for (let opf = 0; opf < 512; opf++) {
      const unit = new FloatingPoint()
      unit.fsr = 0x0f8003ff
      unit.floats.fill(0x3f800000)
      const goes = unit.operate(second === 1, opf, 4, 0, 2)
      const isKnown = known.has(opf)
      const unimplemented = ((unit.fsr >>> 14) & 7) === fpTrap.unimplemented
      expect(unimplemented, `FPop${second + 1} ${opf.toString(16)}`).toBe(!isKnown)
      if (isKnown) continue
      expect(goes).toBe(false)
      expect(unit.fsr).toBe(0x0f8003ff | (fpTrap.unimplemented << 14))
      expect(unit.floats.every((f) => f === 0x3f800000)).toBe(true)
    }
})

test('other directions of rounding are not implemented where something is rounded', () => {
  const rounding = /^F(ADD|SUB|MUL|DIV|SQRT)[sd]$|^FiTOs$|^FdTOs$/
  for (const { name, second, opf } of operations)
    for (const direction of [1, 2, 3]) {
      const unit = new FloatingPoint()
      unit.fsr = direction << 30
      const goes = unit.operate(second, opf, 4, 0, 2)
      const refused = !goes && ((unit.fsr >>> 14) & 7) === fpTrap.unimplemented
      expect(refused, name).toBe(rounding.test(name))
    }
})

test('of a double register the lowest bit of the number is ignored', () => {
  const even = new FloatingPoint()
  const odd = new FloatingPoint()
  for (const unit of [even, odd]) unit.floats.set([0x3ff00000, 1, 0x40080000, 3])
  expect([even.operate(false, 0x42, 4, 0, 2), odd.operate(false, 0x42, 5, 1, 3)]).toEqual([true, true])
  expect([...odd.floats]).toEqual([...even.floats])
  expect(even.floats[4]).toBe(0x40100000)
})

test('non-standard mode changes nothing', () => {
  expect(onDoubles(0x42, 2 ** -1074, 2 ** -1074, 0x00400000)).toEqual({ result: 2 ** -1073, cexc: 0, goes: true })
})
