/** The model of the floating-point unit against the language's own arithmetic, and case by case against V8 appendix N. */

import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { floatingPoint } from '../model/machine/floating-point.ts'
import { fpTrap, fsrFields, ieee } from '../spec/machine/vocabulary.ts'
import { Choices } from './choices.ts'

const { NV, OF, UF, DZ, NX } = ieee

/** Opf of the operations tried here: FPop1, and FPop2 where it says so. */
const opf = {
  FMOVs: 0x01,
  FNEGs: 0x05,
  FABSs: 0x09,
  FSQRTs: 0x29,
  FSQRTd: 0x2a,
  FADDs: 0x41,
  FADDd: 0x42,
  FSUBs: 0x45,
  FSUBd: 0x46,
  FMULs: 0x49,
  FMULd: 0x4a,
  FDIVs: 0x4d,
  FDIVd: 0x4e,
  FsMULd: 0x69,
  FiTOs: 0xc4,
  FdTOs: 0xc6,
  FiTOd: 0xc8,
  FsTOd: 0xc9,
  FsTOi: 0xd1,
  FdTOi: 0xd2,
} as const
const compares = { FCMPs: 0x51, FCMPd: 0x52, FCMPEs: 0x55, FCMPEd: 0x56 } as const
type Name = keyof typeof opf | keyof typeof compares

const bits = new DataView(new ArrayBuffer(8))
const singleBits = (value: number): number => {
  bits.setFloat32(0, value)
  return bits.getInt32(0)
}
const doubleBits = (value: number): bigint => {
  bits.setFloat64(0, value)
  return bits.getBigInt64(0)
}
const asSingle = (word: number): number => {
  bits.setInt32(0, word)
  return bits.getFloat32(0)
}
const asDouble = (doubleword: bigint): number => {
  bits.setBigInt64(0, doubleword)
  return bits.getFloat64(0)
}

/** An operand or a result: a word (signed) or, as a bigint (signed), a doubleword. */
type Bits = number | bigint

const words = (operand: Bits): readonly number[] =>
  typeof operand === 'number'
    ? [operand | 0, 0]
    : [Number(BigInt.asIntN(32, operand >> 32n)), Number(BigInt.asIntN(32, operand))]

interface Outcome {
  readonly single: number
  readonly double: bigint
  readonly fsr: number
  readonly trapped: boolean
}

/** %f0 holds rs1, %f2 rs2, %f4 and %f5 take the result. */
const run = (name: Name, first: Bits, second: Bits, fsr = 0): Outcome => {
  const floats = [...words(first), ...words(second), ...new Array<number>(28).fill(0)]
  const operation =
    name in compares
      ? { second: true, opf: Object.entries(compares).find(([n]) => n === name)?.[1] ?? 0 }
      : { second: false, opf: Object.entries(opf).find(([n]) => n === name)?.[1] ?? 0 }
  const after = floatingPoint({ floats, fsr }, { ...operation, rd: 4, rs1: 0, rs2: 2 })
  if (E.isLeft(after)) return { single: 0, double: 0n, fsr: after.left, trapped: true }
  const [high = 0, low = 0] = after.right.floats.slice(4, 6)
  const double = (BigInt(high) << 32n) | BigInt(low >>> 0)
  return { single: high, double, fsr: after.right.fsr, trapped: false }
}

const cexc = (fsr: number): number => fsr & 31
const aexc = (fsr: number): number => (fsr >>> 5) & 31
const fcc = (fsr: number): number => (fsr >>> 10) & 3
const ftt = (fsr: number): number => (fsr & fsrFields.FTT) >>> 14
const trapping = (exceptions: number): number => exceptions << 23

const exponents = [
  0,
  0,
  1,
  1,
  2,
  0x7fe,
  0x7ff,
  0x3ff,
  0x3fe,
  0x400,
  0x3ff - 52,
  0x3ff + 52,
  0x3ff - 149,
  0x3ff - 126,
  0x3ff + 127,
]
const fractions = [
  0n,
  1n,
  2n,
  (1n << 52n) - 1n,
  1n << 51n,
  (1n << 51n) - 1n,
  1n << 28n,
  1n << 29n,
  3n << 28n,
  (1n << 28n) + 1n,
]

/** A double: of any bits, or near where something happens. */
const drawDouble = (choices: Choices): bigint => {
  const any = (BigInt(choices.word()) << 32n) | BigInt(choices.word())
  const exponent = choices.percent(50) ? choices.of(exponents) : choices.between(0x3ff - 60, 0x3ff + 60)
  const fraction = choices.percent(50) ? choices.of(fractions) : any & ((1n << 52n) - 1n)
  const near = (BigInt(choices.below(2)) << 63n) | (BigInt(exponent) << 52n) | fraction
  return BigInt.asIntN(64, choices.percent(20) ? any : near)
}

/** A single: of any bits, or near where something happens. */
const drawSingle = (choices: Choices): number => {
  const any = choices.word() | 0
  const exponent = choices.percent(50)
    ? choices.of([0, 0, 1, 2, 0x7f, 0x80, 0xfe, 0xff])
    : choices.between(0x7f - 30, 0x7f + 30)
  const fraction = choices.percent(50) ? choices.of([0, 1, 2, 0x7fffff, 0x400000, 0x3fffff]) : any & 0x7fffff
  return choices.percent(20) ? any : (choices.below(2) << 31) | (exponent << 23) | fraction
}

const doubleOperations: readonly (readonly [Name, (a: number, b: number) => number])[] = [
  ['FADDd', (a, b) => a + b],
  ['FSUBd', (a, b) => a - b],
  ['FMULd', (a, b) => a * b],
  ['FDIVd', (a, b) => a / b],
  ['FSQRTd', (_, b) => Math.sqrt(b)],
]

test.each(doubleOperations)('%s delivers the bits that the language’s own numbers have', (name, expected) => {
  for (let i = 0; i < 3000; i++) {
    const choices = new Choices(61, i)
    const [first, second] = [drawDouble(choices), drawDouble(choices)]
    const value = expected(asDouble(first), asDouble(second))
    const got = run(name, first, second).double
    if (Number.isNaN(value)) expect(asDouble(got), `case ${i}`).toBeNaN()
    else expect(got, `case ${i}: ${asDouble(first)}, ${asDouble(second)}`).toBe(doubleBits(value))
  }
})

/** A double has more than twice the places of a single and two: rounding to it first changes nothing. */
const singleOperations: readonly (readonly [Name, (a: number, b: number) => number])[] = [
  ['FADDs', (a, b) => Math.fround(a + b)],
  ['FSUBs', (a, b) => Math.fround(a - b)],
  ['FMULs', (a, b) => Math.fround(a * b)],
  ['FDIVs', (a, b) => Math.fround(a / b)],
  ['FSQRTs', (_, b) => Math.fround(Math.sqrt(b))],
]

test.each(singleOperations)('%s delivers the bits that the language’s own numbers have', (name, expected) => {
  for (let i = 0; i < 3000; i++) {
    const choices = new Choices(62, i)
    const [first, second] = [drawSingle(choices), drawSingle(choices)]
    const value = expected(asSingle(first), asSingle(second))
    const got = run(name, first, second).single
    if (Number.isNaN(value)) expect(asSingle(got), `case ${i}`).toBeNaN()
    else expect(got, `case ${i}: ${asSingle(first)}, ${asSingle(second)}`).toBe(singleBits(value))
  }
})

test('conversions deliver the bits that the language’s own numbers have', () => {
  for (let i = 0; i < 3000; i++) {
    const choices = new Choices(63, i)
    const [double, single, other] = [drawDouble(choices), drawSingle(choices), drawSingle(choices)]
    const [d, s] = [asDouble(double), asSingle(single)]
    const integer = choices.percent(50)
      ? choices.word() | 0
      : choices.of([0, 1, -1, 0x7fffffff, -0x80000000, 0x1000001, 0x1000003])
    expect(run('FiTOd', 0, integer).double).toBe(doubleBits(integer))
    expect(run('FiTOs', 0, integer).single).toBe(singleBits(integer))
    if (!Number.isNaN(d)) expect(run('FdTOs', 0n, double).single, `${d}`).toBe(singleBits(d))
    if (!Number.isNaN(s)) expect(run('FsTOd', 0, single).double, `${s}`).toBe(doubleBits(s))
    const product = s * asSingle(other)
    if (!Number.isNaN(product)) expect(run('FsMULd', single, other).double).toBe(doubleBits(product))
    const fits = (value: number): boolean => Math.trunc(value) >= -0x80000000 && Math.trunc(value) <= 0x7fffffff
    if (fits(d)) expect(run('FdTOi', 0n, double).single, `${d}`).toBe(Math.trunc(d) | 0)
    else expect(cexc(run('FdTOi', 0n, double).fsr), `${d}`).toBe(NV)
    if (fits(s)) expect(run('FsTOi', 0, single).single, `${s}`).toBe(Math.trunc(s) | 0)
    else expect(cexc(run('FsTOi', 0, single).fsr), `${s}`).toBe(NV)
  }
})

test('comparisons say what the language’s own say', () => {
  const relation = (a: number, b: number): number => (a === b ? 0 : a < b ? 1 : a > b ? 2 : 3)
  for (let i = 0; i < 3000; i++) {
    const choices = new Choices(64, i)
    const doubles = [drawDouble(choices), drawDouble(choices)] as const
    const singles = [drawSingle(choices), drawSingle(choices)] as const
    for (const name of ['FCMPd', 'FCMPEd'] as const)
      expect(fcc(run(name, ...doubles).fsr)).toBe(relation(asDouble(doubles[0]), asDouble(doubles[1])))
    for (const name of ['FCMPs', 'FCMPEs'] as const)
      expect(fcc(run(name, ...singles, 0xc00).fsr)).toBe(relation(asSingle(singles[0]), asSingle(singles[1])))
  }
})

test('a result is inexact just if it is not the exact one: sums, products, quotients', () => {
  const exact = (value: number): readonly [bigint, number] => {
    const raw = BigInt.asUintN(64, doubleBits(value))
    const field = Number((raw >> 52n) & 0x7ffn)
    const significand = (raw & ((1n << 52n) - 1n)) | (field === 0 ? 0n : 1n << 52n)
    return [value < 0 ? -significand : significand, Math.max(field, 1) + 1100]
  }
  const scaled = (value: number): bigint => exact(value)[0] << BigInt(exact(value)[1])
  for (let i = 0; i < 2000; i++) {
    const choices = new Choices(65, i)
    const [a, b] = [asDouble(drawDouble(choices)), asDouble(drawDouble(choices))]
    const inexact = (name: Name): boolean => (cexc(run(name, doubleBits(a), doubleBits(b)).fsr) & NX) !== 0
    const [sum, product, quotient] = [a + b, a * b, a / b]
    if (Number.isFinite(sum)) expect(inexact('FADDd'), `${a} + ${b}`).toBe(scaled(a) + scaled(b) !== scaled(sum))
    const unit = scaled(1)
    if (Number.isFinite(product))
      expect(inexact('FMULd'), `${a} × ${b}`).toBe(scaled(a) * scaled(b) !== scaled(product) * unit)
    if (Number.isFinite(quotient) && Number.isFinite(b))
      expect(inexact('FDIVd'), `${a} / ${b}`).toBe(scaled(quotient) * scaled(b) !== scaled(a) * unit)
  }
})

const least = singleBits(2 ** -126)
const [one, three, ten] = [singleBits(1), singleBits(3), singleBits(10)]
const [infinity, minusInfinity] = [0x7f800000, 0xff800000 | 0]
const [quiet, signalling, generated] = [0x7fc00001, 0x7f800001, 0x7fffffff]

test.each<readonly [string, Name, number, number, result: number, exceptions: number]>([
  ['infinity − infinity', 'FSUBs', infinity, infinity, generated, NV],
  ['infinity + −infinity', 'FADDs', infinity, minusInfinity, generated, NV],
  ['infinity + infinity', 'FADDs', infinity, infinity, infinity, 0],
  ['1 − infinity', 'FSUBs', one, infinity, minusInfinity, 0],
  ['0 × infinity', 'FMULs', 0, infinity, generated, NV],
  ['0 / 0', 'FDIVs', 0, 0, generated, NV],
  ['infinity / infinity', 'FDIVs', infinity, minusInfinity, generated, NV],
  ['root of −1', 'FSQRTs', 0, singleBits(-1), generated, NV],
  ['root of −infinity', 'FSQRTs', 0, minusInfinity, generated, NV],
  ['root of −0', 'FSQRTs', 0, singleBits(-0), singleBits(-0), 0],
  ['root of infinity', 'FSQRTs', 0, infinity, infinity, 0],
  ['1 / 0', 'FDIVs', one, 0, infinity, DZ],
  ['1 / −0', 'FDIVs', one, singleBits(-0), minusInfinity, DZ],
  ['infinity / 0', 'FDIVs', infinity, 0, infinity, 0],
  ['1 / −infinity', 'FDIVs', one, minusInfinity, singleBits(-0), 0],
  ['1 / 3', 'FDIVs', one, three, singleBits(1 / 3), NX],
  ['overflow of a sum', 'FADDs', 0x7f7fffff, 0x7f7fffff, infinity, OF | NX],
  ['overflow by rounding', 'FADDs', 0x7f7fffff, singleBits(2 ** 103), infinity, OF | NX],
  ['no overflow just below that', 'FADDs', 0x7f7fffff, singleBits(2 ** 103) - 1, 0x7f7fffff, NX],
  ['tiny and inexact', 'FDIVs', least + 2, three, singleBits((2 ** -126 + 2 ** -148) / 3), UF | NX],
  ['tiny and exact', 'FDIVs', least, singleBits(2), least / 2, 0],
  [
    'a tie between the greatest denormal number and the least normal one',
    'FMULs',
    0x00ffffff,
    singleBits(0.5),
    least,
    UF | NX,
  ],
  ['half the least denormal number, a tie, to even', 'FMULs', 1, singleBits(0.5), 0, UF | NX],
  ['a denormal sum, which is exact', 'FADDs', 1, 2, 3, 0],
  ['1 − 1', 'FSUBs', one, one, 0, 0],
  ['−0 + −0', 'FADDs', singleBits(-0), singleBits(-0), singleBits(-0), 0],
  ['−0 − 0', 'FSUBs', singleBits(-0), 0, singleBits(-0), 0],
  ['0 + −0', 'FADDs', 0, singleBits(-0), 0, 0],
  ['rs1 quiet', 'FADDs', quiet, one, quiet, 0],
  ['rs2 quiet', 'FADDs', one, 0xffc00002 | 0, 0xffc00002 | 0, 0],
  ['both quiet: rs2', 'FADDs', quiet, 0x7fc00002, 0x7fc00002, 0],
  ['rs1 signalling before rs2 quiet', 'FMULs', signalling, 0x7fc00002, quiet, NV],
  ['rs2 signalling before rs1 signalling', 'FMULs', signalling, 0xff800007 | 0, 0xffc00007 | 0, NV],
  ['a NaN and 0 / infinity', 'FMULs', quiet, 0, quiet, 0],
  ['subtracting a NaN leaves its sign', 'FSUBs', one, quiet, quiet, 0],
  ['a NaN / 0', 'FDIVs', quiet, 0, quiet, 0],
  ['root of a negative NaN', 'FSQRTs', 0, 0xff800001 | 0, 0xffc00001 | 0, NV],
  ['a NaN moved', 'FMOVs', 0, signalling, signalling, 0],
  ['a NaN negated', 'FNEGs', 0, signalling, 0xff800001 | 0, 0],
  ['the absolute value of a NaN', 'FABSs', 0, 0xff800001 | 0, signalling, 0],
  ['to integer: a half', 'FsTOi', 0, singleBits(-0.5), 0, NX],
  ['to integer: −2³¹', 'FsTOi', 0, singleBits(-(2 ** 31)), 0x80000000 | 0, 0],
  ['to integer: 2³¹', 'FsTOi', 0, singleBits(2 ** 31), 0x7fffffff, NV],
  ['to integer: beyond −2³¹', 'FsTOi', 0, singleBits(-(2 ** 31)) + 1, 0x80000000 | 0, NV],
  ['to integer: −infinity', 'FsTOi', 0, minusInfinity, 0x80000000 | 0, NV],
  ['to integer: a negative NaN', 'FsTOi', 0, 0xffc00000 | 0, 0x7fffffff, NV],
  ['from integer: rounded', 'FiTOs', 0, 0x1000001, singleBits(0x1000000), NX],
  ['from integer: exact', 'FiTOs', 0, -0x80000000, singleBits(-(2 ** 31)), 0],
])('%s', (_, name, first, second, result, exceptions) => {
  const { single, fsr, trapped } = run(name, first, second)
  expect([single, cexc(fsr), aexc(fsr), trapped]).toEqual([result, exceptions, exceptions, false])
})

test.each<readonly [string, Name, bigint, Bits, exceptions: number]>([
  ['2³¹ − ½ fits', 'FdTOi', doubleBits(2 ** 31 - 0.5), 0x7fffffff, NX],
  ['−2³¹ − ½ fits', 'FdTOi', doubleBits(-(2 ** 31) - 0.5), -0x80000000, NX],
  ['2³¹ does not', 'FdTOi', doubleBits(2 ** 31), 0x7fffffff, NV],
  ['−2³¹ − 1 does not', 'FdTOi', doubleBits(-(2 ** 31) - 1), -0x80000000, NV],
  ['the high bits of a NaN’s fraction stay', 'FdTOs', 0x7ff4000060000001n, 0x7fe00003, NV],
  ['too great', 'FdTOs', doubleBits(2 ** 128), infinity, OF | NX],
  ['tiny', 'FdTOs', doubleBits(2 ** -150), 0, UF | NX],
  ['tiny before rounding only', 'FdTOs', doubleBits(2 ** -126 - 2 ** -153), least, UF | NX],
])('from a double: %s', (_, name, second, result, exceptions) => {
  const { single, fsr } = run(name, 0n, second)
  expect([single, cexc(fsr)]).toEqual([result, exceptions])
})

test('a single NaN becomes a double one with its fraction above zeros', () => {
  const { double, fsr } = run('FsTOd', 0, 0xff800003 | 0)
  expect([double, cexc(fsr)]).toEqual([BigInt.asIntN(64, 0xfff8000060000000n), NV])
  expect(run('FsMULd', signalling, quiet).double).toBe(0x7ff8000020000000n)
  expect(run('FsMULd', 0, infinity).double).toBe(0x7fffffffffffffffn)
  expect(run('FDIVd', 0n, 0n).double).toBe(0x7fffffffffffffffn)
})

test.each<readonly [Name, number, number, exceptions: number]>([
  ['FCMPs', quiet, one, 0],
  ['FCMPs', one, signalling, NV],
  ['FCMPEs', quiet, one, NV],
  ['FCMPEs', one, signalling, NV],
])('%s of %i and %i is unordered, with exceptions %i', (name, first, second, exceptions) => {
  const { fsr } = run(name, first, second)
  expect([fcc(fsr), cexc(fsr), aexc(fsr)]).toEqual([3, exceptions, exceptions])
})

test.each<readonly [string, Name, number, number, enabled: number, shown: number]>([
  ['invalid', 'FDIVs', 0, 0, NV, NV],
  ['division by zero', 'FDIVs', one, 0, DZ, DZ],
  ['inexact', 'FDIVs', one, three, NX, NX],
  ['overflow, enabled', 'FADDs', 0x7f7fffff, 0x7f7fffff, OF, OF],
  ['overflow before inexact, both enabled', 'FADDs', 0x7f7fffff, 0x7f7fffff, OF | NX, OF],
  ['overflow, only inexact enabled', 'FADDs', 0x7f7fffff, 0x7f7fffff, NX, NX],
  ['underflow, enabled', 'FDIVs', least + 2, three, UF, UF],
  ['underflow, only inexact enabled', 'FDIVs', least + 2, three, NX, NX],
  ['underflow of an exact result, enabled', 'FDIVs', least, singleBits(2), UF, UF],
  ['invalid comparison', 'FCMPEs', quiet, one, NV, NV],
  ['invalid conversion', 'FsTOi', 0, infinity, NV, NV],
])('a trap: %s', (_, name, first, second, enabled, shown) => {
  const before = trapping(enabled) | 0x400 | (DZ << 5) | NV
  const { fsr, trapped } = run(name, first, second, before)
  expect([trapped, ftt(fsr), cexc(fsr), aexc(fsr), fcc(fsr)]).toEqual([true, fpTrap.IEEE_754, shown, DZ, 1])
})

test.each<readonly [string, Name, number, number, raised: number, enabled: number]>([
  ['division by zero', 'FDIVs', one, 0, DZ, NV | OF | UF | NX],
  ['overflow', 'FADDs', 0x7f7fffff, 0x7f7fffff, OF | NX, NV | UF | DZ],
  ['an exact tiny result', 'FDIVs', least, singleBits(2), 0, NV | OF | DZ | NX],
])('no trap: %s, with all others enabled', (_, name, first, second, raised, enabled) => {
  const { fsr, trapped } = run(name, first, second, trapping(enabled) | (1 << 14) | (NV << 5) | UF)
  expect([trapped, ftt(fsr), cexc(fsr), aexc(fsr)]).toEqual([false, 0, raised, NV | raised])
})

test('moves clear cexc and ftt and add nothing to aexc', () => {
  for (const name of ['FMOVs', 'FNEGs', 'FABSs'] as const)
    expect(run(name, 0, signalling, (1 << 14) | (NX << 5) | NV).fsr).toBe(NX << 5)
})

test('what rounds is unimplemented in another rounding direction; what does not is done', () => {
  for (const direction of [1, 2, 3]) {
    const fsr = direction << 30
    for (const name of ['FADDs', 'FSUBd', 'FMULs', 'FDIVd', 'FSQRTs', 'FiTOs', 'FdTOs'] as const) {
      const after = run(name, one, one, fsr | NX)
      expect([after.trapped, after.fsr], name).toEqual([true, fsr | (fpTrap.unimplemented << 14) | NX])
    }
    for (const name of ['FMOVs', 'FsTOi', 'FiTOd', 'FsTOd', 'FsMULd', 'FCMPs'] as const)
      expect(run(name, one, one, fsr).trapped, name).toBe(false)
    expect(run('FsTOi', 0, singleBits(-1.5), fsr).single).toBe(-1)
  }
})

test('operations that do not exist are unimplemented, the quadruple ones among them', () => {
  const floats = new Array<number>(32).fill(0)
  const named = new Set<number>(Object.values(opf))
  const compared = new Set<number>(Object.values(compares))
  for (let of = 0; of < 0x200; of++)
    for (const second of [false, true]) {
      const after = floatingPoint({ floats, fsr: NX }, { second, opf: of, rd: 0, rs1: 0, rs2: 0 })
      const exists = (second ? compared : named).has(of)
      expect(E.isRight(after), `opf ${of.toString(16)}`).toBe(exists)
      if (!exists) expect(after).toEqual(E.left((fpTrap.unimplemented << 14) | NX))
    }
})

test('only the registers of the result change; the lowest bit of a double one’s number is ignored', () => {
  const floats = Array.from({ length: 32 }, (_, n) => n)
  floats[6] = singleBits(2)
  floats[8] = ten
  const after = floatingPoint({ floats, fsr: 0 }, { second: false, opf: opf.FsMULd, rd: 11, rs1: 6, rs2: 8 })
  const expected = floats.with(10, words(doubleBits(20))[0] ?? 0).with(11, 0)
  expect(after).toEqual(E.right({ floats: expected, fsr: 0 }))
  const odd = floatingPoint({ floats: expected, fsr: 0 }, { second: false, opf: opf.FdTOi, rd: 31, rs1: 0, rs2: 11 })
  expect(odd).toEqual(E.right({ floats: expected.with(31, 20), fsr: 0 }))
})

test('NS changes nothing', () => {
  expect(run('FADDs', 1, 2, fsrFields.NS)).toMatchObject({ single: 3, fsr: fsrFields.NS, trapped: false })
})
