/**
 * The floating-point unit, fast: the host's own doubles compute. A single is a double rounded once more, which is the
 * same as an exact result rounded once: a double has more than twice the bits of a single, and two to spare.
 *
 * To try it alone: `new FloatingPoint()`, operands into `floats`, modes into `fsr`, then `operate`.
 */

import { ieee } from '../spec/machine/vocabulary.ts'
import {
  productExceptions,
  quotientExceptions,
  rootExceptions,
  sumExceptions,
} from './machine-floating-point-exceptions.ts'
import { FloatingRegisters, signBit } from './machine-floating-point-registers.ts'

const leastNormalSingle = 2 ** -126

/** `fcc`. */
const relation = { equal: 0, less: 1, greater: 2, unordered: 3 } as const
const relationOf = (a: number, b: number): number => {
  if (a === b) return relation.equal
  if (a < b) return relation.less
  return a > b ? relation.greater : relation.unordered
}

export class FloatingPoint extends FloatingRegisters {
  /**
   * One FPop1, or FPop2 if `second`, of which EF allows the execution. False if it is an fp_exception: then the FSR
   * says which, and no other register has changed.
   */
  operate(second: boolean, opf: number, rd: number, rs1: number, rs2: number): boolean {
    if (second) return this.#compareBy(opf, rs1, rs2)
    switch (opf) {
      case 0x01:
        return this.put(rd, this.floats[rs2], 0)
      case 0x05:
        return this.put(rd, this.floats[rs2] ^ signBit, 0)
      case 0x09:
        return this.put(rd, this.floats[rs2] & ~signBit, 0)
      case 0x69:
        return this.#multiplyToDouble(rd, rs1, rs2)
      case 0xc8:
        return this.putDouble(rd, this.floats[rs2], 0)
      case 0xc9:
        return this.#widen(rd, rs2)
      case 0xd1:
        return this.#truncate(rd, this.singles[rs2])
      case 0xd2:
        return this.#truncate(rd, this.double(rs2))
      default:
        return this.fsr >>> 30 === 0 ? this.#roundBy(opf, rd, rs1, rs2) : this.unimplemented()
    }
  }

  /** What rounds, and is implemented only to nearest. */
  #roundBy(opf: number, rd: number, rs1: number, rs2: number): boolean {
    switch (opf) {
      case 0x29:
        return this.#rootSingle(rd, rs2)
      case 0x2a:
        return this.#rootDouble(rd, rs2)
      case 0x41:
        return this.#addSingles(rd, rs1, rs2, this.singles[rs2])
      case 0x42:
        return this.#addDoubles(rd, rs1, rs2, this.double(rs2))
      case 0x45:
        return this.#addSingles(rd, rs1, rs2, -this.singles[rs2])
      case 0x46:
        return this.#addDoubles(rd, rs1, rs2, -this.double(rs2))
      case 0x49:
        return this.#multiplySingles(rd, rs1, rs2)
      case 0x4a:
        return this.#multiplyDoubles(rd, rs1, rs2)
      case 0x4d:
        return this.#divideSingles(rd, rs1, rs2)
      case 0x4e:
        return this.#divideDoubles(rd, rs1, rs2)
      case 0xc4:
        return this.#round(rd, this.floats[rs2], false)
      case 0xc6:
        return this.#narrow(rd, rs2)
      default:
        return this.unimplemented()
    }
  }

  #compareBy(opf: number, rs1: number, rs2: number): boolean {
    switch (opf) {
      case 0x51:
        return this.#compareSingles(rs1, rs2, false)
      case 0x52:
        return this.#compareDoubles(rs1, rs2, false)
      case 0x55:
        return this.#compareSingles(rs1, rs2, true)
      case 0x56:
        return this.#compareDoubles(rs1, rs2, true)
      default:
        return this.unimplemented()
    }
  }

  // The host's result is a NaN where an operand is one, and where the operation is invalid.

  #addSingles(rd: number, rs1: number, rs2: number, b: number): boolean {
    const a = this.singles[rs1]
    const sum = a + b
    if (Number.isNaN(sum)) return this.putNaN(rd, rs1, rs2)
    return this.#round(rd, sum, Number.isFinite(sum) && (sumExceptions(a, b, sum) & ieee.NX) !== 0)
  }

  #multiplySingles(rd: number, rs1: number, rs2: number): boolean {
    const product = this.singles[rs1] * this.singles[rs2]
    return Number.isNaN(product) ? this.putNaN(rd, rs1, rs2) : this.#round(rd, product, false)
  }

  #divideSingles(rd: number, rs1: number, rs2: number): boolean {
    const a = this.singles[rs1]
    const b = this.singles[rs2]
    const quotient = a / b
    if (Number.isNaN(quotient)) return this.putNaN(rd, rs1, rs2)
    if (!Number.isFinite(quotient)) return this.putSingle(rd, quotient, Number.isFinite(a) ? ieee.DZ : 0)
    // The product of two singles is an exact double.
    return this.#round(rd, quotient, Number.isFinite(b) && Math.fround(quotient) * b !== a)
  }

  #rootSingle(rd: number, rs2: number): boolean {
    const x = this.singles[rs2]
    const root = Math.sqrt(x)
    if (Number.isNaN(root)) return this.putNaN(rd, rs2, rs2)
    const rounded = Math.fround(root)
    return this.#round(rd, root, rounded * rounded !== x)
  }

  #narrow(rd: number, rs2: number): boolean {
    const value = this.double(rs2)
    return Number.isNaN(value) ? this.putNarrowNaN(rd, rs2) : this.#round(rd, value, false)
  }

  /** The single nearest to a result, of which `value` is the nearest double; `lost` if it is not the result or its single. */
  #round(rd: number, value: number, lost: boolean): boolean {
    const rounded = Math.fround(value)
    let exceptions = lost || rounded !== value ? ieee.NX : 0
    if (Math.abs(value) < leastNormalSingle && value !== 0) exceptions |= ieee.UF
    else if (!Number.isFinite(rounded) && Number.isFinite(value)) exceptions = ieee.OF | ieee.NX
    return this.putSingle(rd, rounded, exceptions)
  }

  #addDoubles(rd: number, rs1: number, rs2: number, b: number): boolean {
    const a = this.double(rs1)
    const sum = a + b
    if (Number.isNaN(sum)) return this.putDoubleNaN(rd, rs1, rs2)
    const finite = Number.isFinite(a) && Number.isFinite(b)
    return this.putDouble(rd, sum, finite ? sumExceptions(a, b, sum) : 0)
  }

  #multiplyDoubles(rd: number, rs1: number, rs2: number): boolean {
    const a = this.double(rs1)
    const b = this.double(rs2)
    const product = a * b
    if (Number.isNaN(product)) return this.putDoubleNaN(rd, rs1, rs2)
    const finite = Number.isFinite(a) && Number.isFinite(b)
    return this.putDouble(rd, product, finite ? productExceptions(a, b, product) : 0)
  }

  #divideDoubles(rd: number, rs1: number, rs2: number): boolean {
    const a = this.double(rs1)
    const b = this.double(rs2)
    const quotient = a / b
    if (Number.isNaN(quotient)) return this.putDoubleNaN(rd, rs1, rs2)
    if (!Number.isFinite(a) || !Number.isFinite(b)) return this.putDouble(rd, quotient, 0)
    return this.putDouble(rd, quotient, b === 0 ? ieee.DZ : quotientExceptions(a, b, quotient))
  }

  #rootDouble(rd: number, rs2: number): boolean {
    const x = this.double(rs2)
    const root = Math.sqrt(x)
    if (Number.isNaN(root)) return this.putDoubleNaN(rd, rs2, rs2)
    return this.putDouble(rd, root, Number.isFinite(x) ? rootExceptions(x, root) : 0)
  }

  // Always exact: a double has room for every product of singles, and for every word.

  #multiplyToDouble(rd: number, rs1: number, rs2: number): boolean {
    const product = this.singles[rs1] * this.singles[rs2]
    return Number.isNaN(product) ? this.putWideNaN(rd, rs1, rs2) : this.putDouble(rd, product, 0)
  }

  #widen(rd: number, rs2: number): boolean {
    const value = this.singles[rs2]
    return Number.isNaN(value) ? this.putWideNaN(rd, rs2, rs2) : this.putDouble(rd, value, 0)
  }

  /** Toward zero, whatever the rounding mode. */
  #truncate(rd: number, value: number): boolean {
    const whole = Math.trunc(value)
    if (whole >= -0x80000000 && whole <= 0x7fffffff) return this.put(rd, whole, whole === value ? 0 : ieee.NX)
    return this.put(rd, value < 0 ? signBit : ~signBit, ieee.NV)
  }

  #compareSingles(rs1: number, rs2: number, strictly: boolean): boolean {
    const fcc = relationOf(this.singles[rs1], this.singles[rs2])
    const invalid = fcc === relation.unordered && (strictly || this.signals(rs1, rs2))
    return this.putRelation(fcc, invalid ? ieee.NV : 0)
  }

  #compareDoubles(rs1: number, rs2: number, strictly: boolean): boolean {
    const fcc = relationOf(this.double(rs1), this.double(rs2))
    const invalid = fcc === relation.unordered && (strictly || this.signalsDoubles(rs1, rs2))
    return this.putRelation(fcc, invalid ? ieee.NV : 0)
  }
}
