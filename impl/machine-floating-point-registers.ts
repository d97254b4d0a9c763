/**
 * The registers of the floating-point unit, and how a result gets into them: by way of the FSR, which keeps it out if
 * one of its exceptions is enabled. Also which NaN a result is: decided on bits, since the host keeps no promise about
 * those of a NaN that passes through its arithmetic.
 */

import { fpTrap, fsrFields, ieee } from '../spec/machine/vocabulary.ts'
import { upper } from './machine-floating-point-exceptions.ts'

const view = new Float64Array(1)
const halves = new Int32Array(view.buffer)
const lower = 1 - upper

/** Where fields of the FSR begin. */
const place = { TEM: 23, ftt: 14, fcc: 10, aexc: 5 } as const

export const signBit = 0x80000000 | 0
const magnitudeBits = 0x7fffffff
/** What an invalid operation gives: a NaN of every bit but the sign; in a double, the upper half of it. */
const noNumber = 0x7fffffff
/** Infinity and the quiet bit of a single, and in the upper half of a double. */
const single = { infinity: 0x7f800000, quiet: 0x00400000 } as const
const double = { infinity: 0x7ff00000, quiet: 0x00080000 } as const

const isNaNSingle = (bits: number): boolean => (bits & magnitudeBits) > single.infinity
const signalsSingle = (bits: number): boolean => isNaNSingle(bits) && (bits & single.quiet) === 0

export class FloatingRegisters {
  /** %f0 to %f31; the even register of a double holds its upper half. */
  readonly floats = new Int32Array(32)
  /** The state register, as the signed number of its bits. */
  fsr = 0
  protected readonly singles = new Float32Array(this.floats.buffer)

  protected double(register: number): number {
    halves[upper] = this.floats[register & 30]
    halves[lower] = this.floats[register | 1]
    return view[0]
  }

  /** The operation ends with these exceptions: the bits go to `rd`, unless one is enabled. */
  protected put(rd: number, bits: number, exceptions: number): boolean {
    if (this.#traps(exceptions)) return false
    this.floats[rd] = bits
    return true
  }

  /** As `put`, of a value that is not a NaN; to single it is rounded. */
  protected putSingle(rd: number, value: number, exceptions: number): boolean {
    if (this.#traps(exceptions)) return false
    this.singles[rd] = value
    return true
  }

  protected putDouble(rd: number, value: number, exceptions: number): boolean {
    if (this.#traps(exceptions)) return false
    view[0] = value
    this.floats[rd & 30] = halves[upper]
    this.floats[rd | 1] = halves[lower]
    return true
  }

  protected putRelation(fcc: number, exceptions: number): boolean {
    if (this.#traps(exceptions)) return false
    this.fsr = (this.fsr & ~fsrFields.FCC) | (fcc << place.fcc)
    return true
  }

  protected unimplemented(): false {
    this.fsr = (this.fsr & ~fsrFields.FTT) | (fpTrap.unimplemented << place.ftt)
    return false
  }

  /** Exceptions into the FSR. UF without NX is a tiny result that is exact: an exception only if it is enabled. */
  #traps(exceptions: number): boolean {
    const rest = this.fsr & ~(fsrFields.FTT | fsrFields.CEXC)
    const enabled = exceptions & (rest >>> place.TEM)
    if (enabled !== 0) {
      const largeOrSmall = enabled & (ieee.OF | ieee.UF)
      this.fsr = rest | (fpTrap.IEEE_754 << place.ftt) | (largeOrSmall === 0 ? enabled : largeOrSmall)
      return true
    }
    this.fsr = exceptions === 0 || exceptions === ieee.UF ? rest : rest | (exceptions << place.aexc) | exceptions
    return false
  }

  // NaNs. Of two: the first of rs2 signalling, rs1 signalling, rs2, rs1. Of none, the operation was invalid.

  /** An operation on singles that gives a NaN. */
  protected putNaN(rd: number, rs1: number, rs2: number): boolean {
    return this.put(rd, this.#nan(rs1, rs2) | single.quiet, this.#invalid(rs1, rs2))
  }

  /** The same where the result is a double. */
  protected putWideNaN(rd: number, rs1: number, rs2: number): boolean {
    const invalid = this.#invalid(rs1, rs2)
    if (!this.#anyNaN(rs1, rs2)) return this.#putHalves(rd, noNumber, -1, invalid)
    const nan = this.#nan(rs1, rs2)
    const high = (nan & signBit) | double.infinity | double.quiet | ((nan & 0x7fffff) >>> 3)
    return this.#putHalves(rd, high, nan << 29, invalid)
  }

  /** An operation on doubles that gives a NaN. */
  protected putDoubleNaN(rd: number, rs1: number, rs2: number): boolean {
    const invalid = this.#invalidDoubles(rs1, rs2)
    const chosen = this.#nanDouble(rs1, rs2)
    if (chosen < 0) return this.#putHalves(rd, noNumber, -1, invalid)
    return this.#putHalves(rd, this.floats[chosen] | double.quiet, this.floats[chosen | 1], invalid)
  }

  /** The NaN in a double, as a single. */
  protected putNarrowNaN(rd: number, rs2: number): boolean {
    const high = this.floats[rs2 & 30]
    const fraction = ((high & 0xfffff) << 3) | (this.floats[rs2 | 1] >>> 29)
    const bits = (high & signBit) | single.infinity | single.quiet | fraction
    return this.put(rd, bits, this.#invalidDoubles(rs2, rs2))
  }

  /** Whether a comparison of singles, one of them a NaN, is invalid. */
  protected signals(rs1: number, rs2: number): boolean {
    return signalsSingle(this.floats[rs1]) || signalsSingle(this.floats[rs2])
  }

  protected signalsDoubles(rs1: number, rs2: number): boolean {
    return this.#signalsDouble(rs1) || this.#signalsDouble(rs2)
  }

  #putHalves(rd: number, high: number, low: number, exceptions: number): boolean {
    if (this.#traps(exceptions)) return false
    this.floats[rd & 30] = high
    this.floats[rd | 1] = low
    return true
  }

  #nan(rs1: number, rs2: number): number {
    const first = this.floats[rs1]
    const second = this.floats[rs2]
    if (signalsSingle(second)) return second
    if (signalsSingle(first)) return first
    if (isNaNSingle(second)) return second
    return isNaNSingle(first) ? first : noNumber
  }

  #anyNaN(rs1: number, rs2: number): boolean {
    return isNaNSingle(this.floats[rs1]) || isNaNSingle(this.floats[rs2])
  }

  #invalid(rs1: number, rs2: number): number {
    return this.#anyNaN(rs1, rs2) && !this.signals(rs1, rs2) ? 0 : ieee.NV
  }

  /** The register with the NaN that two doubles give, or −1. */
  #nanDouble(rs1: number, rs2: number): number {
    if (this.#signalsDouble(rs2)) return rs2 & 30
    if (this.#signalsDouble(rs1)) return rs1 & 30
    if (this.#isNaNDouble(rs2)) return rs2 & 30
    return this.#isNaNDouble(rs1) ? rs1 & 30 : -1
  }

  #invalidDoubles(rs1: number, rs2: number): number {
    const given = this.#isNaNDouble(rs1) || this.#isNaNDouble(rs2)
    return given && !this.signalsDoubles(rs1, rs2) ? 0 : ieee.NV
  }

  #isNaNDouble(register: number): boolean {
    const high = this.floats[register & 30] & magnitudeBits
    return high > double.infinity || (high === double.infinity && this.floats[register | 1] !== 0)
  }

  #signalsDouble(register: number): boolean {
    return this.#isNaNDouble(register) && (this.floats[register & 30] & double.quiet) === 0
  }
}
