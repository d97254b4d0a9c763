/**
 * The interpreter's loop: instructions as they go when nothing is in their way. Whatever else there is (a TLB miss, a
 * trap, a state register, a device, a word not yet decoded) it leaves, undone and uncounted, to `Processor`, which does
 * that one instruction and comes back. So there is no call in it, and the host keeps all of it in registers.
 *
 * Its tricks:
 * - *Places for addresses.* `at` and `next` stand for pc and nPC: places in the array of decoded code. The page in
 *   force begins at place `first` and at address `virtual`. Behind its last word stands the operation *elsewhere*,
 *   which looks up where execution goes on: so no instruction asks whether it left its page.
 * - *Far places.* An address outside the page is kept in `far`, and place 0 stands for it, 2 for the word behind it, and
 *   so on. All of these hold *elsewhere* too.
 * - *Lazy condition codes.* `kind` says whether they are as a comparison of `x` and `y` left them (a subtraction; of
 *   logical operations, the result and 0), or `codes` holds N Z V C.
 * - *Alignment in the tag*: see `machine-tlb.ts`. *Base pointer*, *scratch cell*, *lazy Y*: see `machine-registers.ts`.
 * - *Operands before the operation.* Every instruction has `a` and `b`, register rs1 and operand 2, computed while the
 *   host still finds out where its jump goes.
 *
 * One function holds it all, since its state is in its variables; cases are in the order of `machine-operations.ts`.
 */

import { annulBit, firstBlock, type DecodedCode } from './machine-code.ts'
import { blockOf, cellOfY, kindOfY, wrapped, type Registers } from './machine-registers.ts'
import { typeShift } from './machine-tlb.ts'

/** What the loop reaches memory by: one buffer as words in the host's order, and the same as halfwords and bytes. */
export interface Buffers {
  readonly words: Int32Array
  readonly halves: Uint16Array
  readonly bytes: Uint8Array
  readonly floats: Int32Array
}

/** Where a place was left to do by others: of its operation; `none` when the budget was spent. */
export interface Left {
  place: number
  /** Instructions of the budget that remain. */
  budget: number
}

/** The place from which a run enters: its page is yet to be looked up. */
const entryPlace = firstBlock - 4
/** Places below this one are far. */
const farPlaces = 8

const N = 8
const Z = 4
const V = 2
const C = 1

/** Kinds of condition codes. */
const explicit = 0
const compared = 1

/** Execute until `left.budget` is spent (then `left.place` is −1) or something must be left to others. */
export const interpret = (
  registers: Registers,
  code: DecodedCode,
  tlb: Int32Array,
  memory: Buffers,
  left: Left,
): void => {
  const { cells } = registers
  const { numbers } = code
  const { words, halves, bytes, floats } = memory
  const level = registers.s ? 1 : 0
  const loads = level << typeShift
  const fetches = (2 + level) << typeShift
  const stores = (4 + level) << typeShift
  const enabled = registers.ef

  let base = registers.base
  let window = registers.window
  const invalid = registers.wim
  let kind = explicit
  let codes = registers.icc
  let x = 0
  let y = 0

  let at = entryPlace
  let first = entryPlace
  let virtual = registers.pc
  let next = 0
  let far = registers.npc

  let budget = left.budget
  left.place = -1

  loop: for (; budget > 0; budget = (budget - 1) | 0) {
    const number = numbers[at]
    const immediate = numbers[at + 1]
    const rd = base + ((number >> 8) & 63)
    const a = cells[base + ((number >> 14) & 63)]
    const b = (cells[base + ((number >> 20) & 63)] + immediate) | 0
    transfer: {
      branch: {
        switch (number & 0xff) {
          // Elsewhere: another page.
          case 0x01: {
            const pc = at < farPlaces ? (far + at * 2) | 0 : (virtual + (at - first) * 2) | 0
            const entry = fetches + ((pc >>> 11) & 0x1fe)
            if (tlb[entry] !== (pc & ~0xfff)) {
              left.place = at
              break loop
            }
            const npc = next < farPlaces ? (far + next * 2) | 0 : (virtual + (next - first) * 2) | 0
            first = tlb[entry + 1]
            virtual = pc & ~0xfff
            at = first + ((pc & 0xfff) >> 1)
            if ((npc ^ virtual) >>> 12 === 0) next = first + ((npc & 0xfff) >> 1)
            else {
              far = npc
              next = 0
            }
            budget = (budget + 1) | 0
            continue
          }
          // SETHI
          case 0x04:
            cells[rd] = immediate
            break
          // CALL
          case 0x05:
            cells[rd] = (virtual + (at - first) * 2) | 0
            break transfer
          // STBAR
          case 0x07:
            break

          // BN, BE, BLE, BL, BLEU, BCS, BNEG, BVS
          case 0x10:
            break branch
          case 0x11:
            if (kind === compared ? x === y : (codes & Z) !== 0) break transfer
            break branch
          case 0x12:
            if (kind === compared ? x <= y : (codes & Z) !== 0 || ((codes & N) !== 0) !== ((codes & V) !== 0)) break transfer
            break branch
          case 0x13:
            if (kind === compared ? x < y : ((codes & N) !== 0) !== ((codes & V) !== 0)) break transfer
            break branch
          case 0x14:
            if (kind === compared ? x >>> 0 <= y >>> 0 : (codes & (C | Z)) !== 0) break transfer
            break branch
          case 0x15:
            if (kind === compared ? x >>> 0 < y >>> 0 : (codes & C) !== 0) break transfer
            break branch
          case 0x16:
            if (kind === compared ? ((x - y) | 0) < 0 : (codes & N) !== 0) break transfer
            break branch
          case 0x17:
            if (kind === compared ? ((x ^ y) & (x ^ (x - y))) < 0 : (codes & V) !== 0) break transfer
            break branch
          // BA, BNE, BG, BGE, BGU, BCC, BPOS, BVC
          case 0x18:
            break transfer
          case 0x19:
            if (kind === compared ? x !== y : (codes & Z) === 0) break transfer
            break branch
          case 0x1a:
            if (kind === compared ? x > y : (codes & Z) === 0 && ((codes & N) !== 0) === ((codes & V) !== 0)) break transfer
            break branch
          case 0x1b:
            if (kind === compared ? x >= y : ((codes & N) !== 0) === ((codes & V) !== 0)) break transfer
            break branch
          case 0x1c:
            if (kind === compared ? x >>> 0 > y >>> 0 : (codes & (C | Z)) === 0) break transfer
            break branch
          case 0x1d:
            if (kind === compared ? x >>> 0 >= y >>> 0 : (codes & C) === 0) break transfer
            break branch
          case 0x1e:
            if (kind === compared ? ((x - y) | 0) >= 0 : (codes & N) === 0) break transfer
            break branch
          case 0x1f:
            if (kind === compared ? ((x ^ y) & (x ^ (x - y))) >= 0 : (codes & V) === 0) break transfer
            break branch
          // BA that annuls
          case 0x20:
            far = (virtual + (at + immediate - first) * 2) | 0
            at = 0
            next = 2
            continue

          // ADD, AND, OR, XOR, SUB, ANDN, ORN, XNOR, ADDX, UMUL, SMUL, SUBX, UDIV, SDIV
          case 0x40:
            cells[rd] = a + b
            break
          case 0x41:
            cells[rd] = a & b
            break
          case 0x42:
            cells[rd] = a | b
            break
          case 0x43:
            cells[rd] = a ^ b
            break
          case 0x44:
            cells[rd] = a - b
            break
          case 0x45:
            cells[rd] = a & ~b
            break
          case 0x46:
            cells[rd] = a | ~b
            break
          case 0x47:
            cells[rd] = a ^ ~b
            break
          case 0x48:
            cells[rd] = a + b + (kind === compared ? (x >>> 0 < y >>> 0 ? 1 : 0) : codes & C)
            break
          case 0x4a:
            cells[cellOfY.kind] = kindOfY.unsignedProduct
            cells[cellOfY.first] = a
            cells[cellOfY.second] = b
            cells[rd] = Math.imul(a, b)
            break
          case 0x4b:
            cells[cellOfY.kind] = kindOfY.signedProduct
            cells[cellOfY.first] = a
            cells[cellOfY.second] = b
            cells[rd] = Math.imul(a, b)
            break
          case 0x4c:
            cells[rd] = a - b - (kind === compared ? (x >>> 0 < y >>> 0 ? 1 : 0) : codes & C)
            break
          // Only what needs no more than 32 bits of dividend.
          case 0x4e:
            if (b === 0 || cells[cellOfY.kind] !== kindOfY.plain || cells[cellOfY.first] !== 0) {
              left.place = at
              break loop
            }
            cells[rd] = ((a >>> 0) / (b >>> 0)) >>> 0
            break
          case 0x4f:
            if (b === 0 || b === -1 || cells[cellOfY.kind] !== kindOfY.plain || cells[cellOfY.first] !== a >> 31) {
              left.place = at
              break loop
            }
            cells[rd] = (a / b) | 0
            break

          // The same with condition codes
          case 0x50: {
            const sum = (a + b) | 0
            cells[rd] = sum
            kind = explicit
            codes =
              ((sum >>> 28) & N) |
              (sum === 0 ? Z : 0) |
              ((((a ^ sum) & (b ^ sum)) >>> 30) & V) |
              (sum >>> 0 < a >>> 0 ? C : 0)
            break
          }
          case 0x51:
            x = a & b
            y = 0
            kind = compared
            cells[rd] = x
            break
          case 0x52:
            x = a | b
            y = 0
            kind = compared
            cells[rd] = x
            break
          case 0x53:
            x = a ^ b
            y = 0
            kind = compared
            cells[rd] = x
            break
          case 0x54:
            x = a
            y = b
            kind = compared
            cells[rd] = a - b
            break
          case 0x55:
            x = a & ~b
            y = 0
            kind = compared
            cells[rd] = x
            break
          case 0x56:
            x = a | ~b
            y = 0
            kind = compared
            cells[rd] = x
            break
          case 0x57:
            x = a ^ ~b
            y = 0
            kind = compared
            cells[rd] = x
            break
          case 0x58: {
            const carry = kind === compared ? (x >>> 0 < y >>> 0 ? 1 : 0) : codes & C
            const sum = (a + b + carry) | 0
            cells[rd] = sum
            kind = explicit
            codes =
              ((sum >>> 28) & N) |
              (sum === 0 ? Z : 0) |
              ((((a ^ sum) & (b ^ sum)) >>> 30) & V) |
              (((a & b) | ((a | b) & ~sum)) >>> 31)
            break
          }
          case 0x5a:
            cells[cellOfY.kind] = kindOfY.unsignedProduct
            cells[cellOfY.first] = a
            cells[cellOfY.second] = b
            x = Math.imul(a, b)
            y = 0
            kind = compared
            cells[rd] = x
            break
          case 0x5b:
            cells[cellOfY.kind] = kindOfY.signedProduct
            cells[cellOfY.first] = a
            cells[cellOfY.second] = b
            x = Math.imul(a, b)
            y = 0
            kind = compared
            cells[rd] = x
            break
          case 0x5c: {
            const borrow = kind === compared ? (x >>> 0 < y >>> 0 ? 1 : 0) : codes & C
            const difference = (a - b - borrow) | 0
            cells[rd] = difference
            kind = explicit
            codes =
              ((difference >>> 28) & N) |
              (difference === 0 ? Z : 0) |
              ((((a ^ b) & (a ^ difference)) >>> 30) & V) |
              (((~a & b) | ((~a | b) & difference)) >>> 31)
            break
          }
          case 0x5e:
            if (b === 0 || cells[cellOfY.kind] !== kindOfY.plain || cells[cellOfY.first] !== 0) {
              left.place = at
              break loop
            }
            x = ((a >>> 0) / (b >>> 0)) | 0
            y = 0
            kind = compared
            cells[rd] = x
            break
          case 0x5f:
            if (b === 0 || b === -1 || cells[cellOfY.kind] !== kindOfY.plain || cells[cellOfY.first] !== a >> 31) {
              left.place = at
              break loop
            }
            x = (a / b) | 0
            y = 0
            kind = compared
            cells[rd] = x
            break

          // MULScc
          case 0x64: {
            if (cells[cellOfY.kind] !== kindOfY.plain) {
              left.place = at
              break loop
            }
            const negative = kind === compared ? (x < y ? 1 : 0) : ((codes >> 3) ^ (codes >> 1)) & 1
            const multiplier = cells[cellOfY.first]
            const shifted = (a >>> 1) | (negative << 31)
            const addend = (multiplier & 1) === 0 ? 0 : b
            const sum = (shifted + addend) | 0
            cells[cellOfY.first] = (multiplier >>> 1) | (a << 31)
            cells[rd] = sum
            kind = explicit
            codes =
              ((sum >>> 28) & N) |
              (sum === 0 ? Z : 0) |
              ((((shifted ^ sum) & (addend ^ sum)) >>> 30) & V) |
              (sum >>> 0 < shifted >>> 0 ? C : 0)
            break
          }
          // SLL, SRL, SRA
          case 0x65:
            cells[rd] = a << b
            break
          case 0x66:
            cells[rd] = a >>> b
            break
          case 0x67:
            cells[rd] = a >> b
            break
          // RDY
          case 0x68:
            if (cells[cellOfY.kind] !== kindOfY.plain) {
              left.place = at
              break loop
            }
            cells[rd] = cells[cellOfY.first]
            break
          // WRY
          case 0x70:
            cells[cellOfY.kind] = kindOfY.plain
            cells[cellOfY.first] = a ^ b
            break
          // JMPL
          case 0x78: {
            const target = (a + b) | 0
            if ((target & 3) !== 0) {
              left.place = at
              break loop
            }
            cells[rd] = (virtual + (at - first) * 2) | 0
            at = next
            if ((target ^ virtual) >>> 12 === 0) next = first + ((target & 0xfff) >> 1)
            else {
              far = target
              next = 0
            }
            continue
          }
          // FLUSH
          case 0x7b:
            break
          // SAVE, RESTORE
          case 0x7c:
          case 0x7d: {
            const entered = (window + ((number & 1) << 1) - 1) & 7
            if (((invalid >> entered) & 1) !== 0) {
              left.place = at
              break loop
            }
            const block = blockOf(entered)
            if (window === 0) for (let i = 0; i < 8; i++) cells[i] = cells[wrapped + i]
            else if (base === 0) for (let i = 0; i < 8; i++) cells[wrapped + i] = cells[i]
            for (let i = 9; i < 16; i++) cells[block + i] = cells[base + i]
            cells[block + ((number >> 8) & 63)] = a + b
            base = block
            window = entered
            break
          }

          // LD, LDUB, LDUH, LDD, ST, STB, STH, STD
          case 0x80: {
            const address = (a + b) | 0
            const entry = loads + ((address >>> 11) & 0x1fe)
            if (tlb[entry] !== (address & -4093)) {
              left.place = at
              break loop
            }
            cells[rd] = words[(address + tlb[entry + 1]) >>> 2]
            break
          }
          case 0x81: {
            const address = (a + b) | 0
            const entry = loads + ((address >>> 11) & 0x1fe)
            if (tlb[entry] !== (address & -4096)) {
              left.place = at
              break loop
            }
            cells[rd] = bytes[(address + tlb[entry + 1]) ^ 3]
            break
          }
          case 0x82: {
            const address = (a + b) | 0
            const entry = loads + ((address >>> 11) & 0x1fe)
            if (tlb[entry] !== (address & -4095)) {
              left.place = at
              break loop
            }
            cells[rd] = halves[((address + tlb[entry + 1]) >>> 1) ^ 1]
            break
          }
          case 0x83: {
            const address = (a + b) | 0
            const entry = loads + ((address >>> 11) & 0x1fe)
            if (tlb[entry] !== (address & -4089)) {
              left.place = at
              break loop
            }
            const word = (address + tlb[entry + 1]) >>> 2
            cells[rd] = words[word]
            cells[rd + 1] = words[word + 1]
            break
          }
          case 0x84: {
            const address = (a + b) | 0
            const entry = stores + ((address >>> 11) & 0x1fe)
            if (tlb[entry] !== (address & -4093)) {
              left.place = at
              break loop
            }
            words[(address + tlb[entry + 1]) >>> 2] = cells[rd]
            break
          }
          case 0x85: {
            const address = (a + b) | 0
            const entry = stores + ((address >>> 11) & 0x1fe)
            if (tlb[entry] !== (address & -4096)) {
              left.place = at
              break loop
            }
            bytes[(address + tlb[entry + 1]) ^ 3] = cells[rd]
            break
          }
          case 0x86: {
            const address = (a + b) | 0
            const entry = stores + ((address >>> 11) & 0x1fe)
            if (tlb[entry] !== (address & -4095)) {
              left.place = at
              break loop
            }
            halves[((address + tlb[entry + 1]) >>> 1) ^ 1] = cells[rd]
            break
          }
          case 0x87: {
            const address = (a + b) | 0
            const entry = stores + ((address >>> 11) & 0x1fe)
            if (tlb[entry] !== (address & -4089)) {
              left.place = at
              break loop
            }
            const word = (address + tlb[entry + 1]) >>> 2
            words[word] = cells[rd]
            words[word + 1] = cells[rd + 1]
            break
          }
          // LDSB, LDSH
          case 0x89: {
            const address = (a + b) | 0
            const entry = loads + ((address >>> 11) & 0x1fe)
            if (tlb[entry] !== (address & -4096)) {
              left.place = at
              break loop
            }
            cells[rd] = (bytes[(address + tlb[entry + 1]) ^ 3] << 24) >> 24
            break
          }
          case 0x8a: {
            const address = (a + b) | 0
            const entry = loads + ((address >>> 11) & 0x1fe)
            if (tlb[entry] !== (address & -4095)) {
              left.place = at
              break loop
            }
            cells[rd] = (halves[((address + tlb[entry + 1]) >>> 1) ^ 1] << 16) >> 16
            break
          }

          // LDF, LDDF, STF, STDF
          case 0xa0: {
            const address = (a + b) | 0
            const entry = loads + ((address >>> 11) & 0x1fe)
            if (!enabled || tlb[entry] !== (address & -4093)) {
              left.place = at
              break loop
            }
            floats[(number >> 8) & 31] = words[(address + tlb[entry + 1]) >>> 2]
            break
          }
          case 0xa3: {
            const address = (a + b) | 0
            const entry = loads + ((address >>> 11) & 0x1fe)
            if (!enabled || tlb[entry] !== (address & -4089)) {
              left.place = at
              break loop
            }
            const word = (address + tlb[entry + 1]) >>> 2
            floats[(number >> 8) & 30] = words[word]
            floats[((number >> 8) & 30) + 1] = words[word + 1]
            break
          }
          case 0xa4: {
            const address = (a + b) | 0
            const entry = stores + ((address >>> 11) & 0x1fe)
            if (!enabled || tlb[entry] !== (address & -4093)) {
              left.place = at
              break loop
            }
            words[(address + tlb[entry + 1]) >>> 2] = floats[(number >> 8) & 31]
            break
          }
          case 0xa7: {
            const address = (a + b) | 0
            const entry = stores + ((address >>> 11) & 0x1fe)
            if (!enabled || tlb[entry] !== (address & -4089)) {
              left.place = at
              break loop
            }
            const word = (address + tlb[entry + 1]) >>> 2
            words[word] = floats[(number >> 8) & 30]
            words[word + 1] = floats[((number >> 8) & 30) + 1]
            break
          }

          default:
            left.place = at
            break loop
        }
        // Nothing transferred control.
        at = next
        next = (next + 2) | 0
        continue
      }
      // A branch that is not taken.
      if (((number >> annulBit) & 1) === 0) {
        at = next
        next = (next + 2) | 0
      } else {
        at = (next + 2) | 0
        next = (next + 4) | 0
      }
      continue
    }
    // A delayed transfer.
    const target = (at + immediate) | 0
    at = next
    if ((target - first) >>> 0 < 2048) next = target
    else {
      far = (virtual + (target - first) * 2) | 0
      next = 0
    }
  }
  registers.pc = at < farPlaces ? (far + at * 2) | 0 : (virtual + (at - first) * 2) | 0
  registers.npc = next < farPlaces ? (far + next * 2) | 0 : (virtual + (next - first) * 2) | 0
  registers.base = base
  registers.window = window
  registers.icc = kind === explicit ? codes : codesOf(x, y)
  left.budget = budget
}

/** The condition codes of a comparison. */
const codesOf = (x: number, y: number): number => {
  const difference = (x - y) | 0
  return (
    ((difference >>> 28) & N) |
    (difference === 0 ? Z : 0) |
    ((((x ^ y) & (x ^ difference)) >>> 30) & V) |
    (x >>> 0 < y >>> 0 ? C : 0)
  )
}
