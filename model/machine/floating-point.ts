/** The floating-point unit: what an FPop does to its registers, or with which state it traps. Source: V8 4.4, B.33 to B.37, appendix N. */

import * as E from 'fp-ts/lib/Either.js'
import { fpTrap, fsrFields, ieee, type Register } from '../../spec/machine/vocabulary.ts'
import { difference, product, quotient, squareRoot, sum } from './ieee-arithmetic.ts'
import { compared, converted, fromInteger, moved, signChanged, signCleared, toInteger } from './ieee-conversions.ts'
import { double, single } from './ieee-formats.ts'
import type { Result } from './ieee-rounding.ts'

/** The unit's registers: %f0 to %f31 and the state register. */
export interface FloatUnit {
  readonly floats: readonly Register[]
  readonly fsr: Register
}

/** The fields of an FPop1, or (`second`) of an FPop2. */
export interface FloatFields {
  readonly second: boolean
  readonly opf: number
  readonly rd: number
  readonly rs1: number
  readonly rs2: number
}

/** An operation that delivers a value: how wide its operands and its result are, and whether it rounds as RD says. */
interface Operation {
  readonly from: 32 | 64
  readonly to: 32 | 64
  readonly rounds: boolean
  readonly does: (first: bigint, second: bigint) => Result
}

const operation = (
  from: Operation['from'],
  to: Operation['to'],
  rounds: boolean,
  does: Operation['does'],
): Operation => ({ from, to, rounds, does })

/** FPop1 by opf. Source: V8 appendix F. */
const operations: ReadonlyMap<number, Operation> = new Map([
  [0x01, operation(32, 32, false, moved)],
  [0x05, operation(32, 32, false, signChanged)],
  [0x09, operation(32, 32, false, signCleared)],
  [0x29, operation(32, 32, true, squareRoot(single))],
  [0x2a, operation(64, 64, true, squareRoot(double))],
  [0x41, operation(32, 32, true, sum(single))],
  [0x42, operation(64, 64, true, sum(double))],
  [0x45, operation(32, 32, true, difference(single))],
  [0x46, operation(64, 64, true, difference(double))],
  [0x49, operation(32, 32, true, product(single, single))],
  [0x4a, operation(64, 64, true, product(double, double))],
  [0x4d, operation(32, 32, true, quotient(single))],
  [0x4e, operation(64, 64, true, quotient(double))],
  [0x69, operation(32, 64, false, product(single, double))],
  [0xc4, operation(32, 32, true, fromInteger(single))],
  [0xc6, operation(64, 32, true, converted(double, single))],
  [0xc8, operation(32, 64, false, fromInteger(double))],
  [0xc9, operation(32, 64, false, converted(single, double))],
  [0xd1, operation(32, 32, false, toInteger(single))],
  [0xd2, operation(64, 32, false, toInteger(double))],
])

interface Comparison {
  readonly width: 32 | 64
  readonly compares: ReturnType<typeof compared>
}

/** FPop2 by opf: the comparisons. */
const comparisons: ReadonlyMap<number, Comparison> = new Map([
  [0x51, { width: 32, compares: compared(single, false) }],
  [0x52, { width: 64, compares: compared(double, false) }],
  [0x55, { width: 32, compares: compared(single, true) }],
  [0x56, { width: 64, compares: compared(double, true) }],
])

const fccShift = 10
const aexcShift = 5
const temShift = 23

/** A register's bits; a double one has an even number, its low half in the register after it. */
const bitsIn = (floats: readonly Register[], width: 32 | 64, number: number): bigint => {
  const one = (n: number): bigint => BigInt.asUintN(32, BigInt(floats[n] ?? 0))
  return width === 32 ? one(number) : (one(number & ~1) << 32n) | one(number | 1)
}

const withBits = (floats: readonly Register[], width: 32 | 64, number: number, bits: bigint): readonly Register[] => {
  const low = Number(BigInt.asIntN(32, bits))
  return width === 32
    ? floats.with(number, low)
    : floats.with(number & ~1, Number(BigInt.asIntN(32, bits >> 32n))).with(number | 1, low)
}

/** The state register after an FPop that could not be done: nothing but the trap type changes. */
const trapped = (fsr: Register, type: number): Register => (fsr & ~fsrFields.FTT) | (type << 14)

/** Of the exceptions raised, the one that cexc shows under a trap: an inexact overflow or underflow is just one of the two. */
const shown = (raised: number, enabled: number): number => {
  const range = raised & (ieee.OF | ieee.UF)
  if (range === 0 || (raised & ieee.NX) === 0) return raised
  return (range & enabled) === 0 ? ieee.NX : range
}

/** The state register after exceptions, on the left if one of them is trapped. */
const accrued = (fsr: Register, exceptions: number, tiny: boolean): E.Either<Register, Register> => {
  const enabled = (fsr & fsrFields.TEM) >>> temShift
  const raised = exceptions | (tiny ? enabled & ieee.UF : 0)
  const cleared = fsr & ~fsrFields.CEXC
  return (raised & enabled) === 0
    ? E.right((cleared & ~fsrFields.FTT) | raised | (raised << aexcShift))
    : E.left(trapped(cleared, fpTrap.IEEE_754) | shown(raised, enabled))
}

const compare = ({ floats, fsr }: FloatUnit, { opf, rs1, rs2 }: FloatFields): E.Either<Register, FloatUnit> => {
  const comparison = comparisons.get(opf)
  if (comparison === undefined) return E.left(trapped(fsr, fpTrap.unimplemented))
  const { width, compares } = comparison
  const { fcc, exceptions } = compares(bitsIn(floats, width, rs1), bitsIn(floats, width, rs2))
  const after = accrued(fsr, exceptions, false)
  return E.isLeft(after) ? after : E.right({ floats, fsr: (after.right & ~fsrFields.FCC) | (fcc << fccShift) })
}

/** The unit after an FPop, or (left) its state register as the fp_exception leaves it: then nothing else changes. */
export const floatingPoint = (unit: FloatUnit, fields: FloatFields): E.Either<Register, FloatUnit> => {
  if (fields.second) return compare(unit, fields)
  const { floats, fsr } = unit
  const { opf, rd, rs1, rs2 } = fields
  const found = operations.get(opf)
  if (found === undefined || (found.rounds && (fsr & fsrFields.RD) !== 0))
    return E.left(trapped(fsr, fpTrap.unimplemented))
  const { bits, exceptions, tiny } = found.does(bitsIn(floats, found.from, rs1), bitsIn(floats, found.from, rs2))
  const after = accrued(fsr, exceptions, tiny)
  return E.isLeft(after) ? after : E.right({ floats: withBits(floats, found.to, rd, bits), fsr: after.right })
}
