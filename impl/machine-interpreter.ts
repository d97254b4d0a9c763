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
 * - *Compare and branch.* A comparison knows whether a branch stands behind it, and then does that too.
 * - *One array*: see `machine-layout.ts`. *Rehearsal*: see `machine-rehearsal.ts`. *Alignment in the tag*: see
 *   `machine-tlb.ts`. *Base pointer*, *scratch cell*, *lazy Y*: see `machine-registers.ts`.
 * - *Operands before the operation.* Every instruction has `a` and `b`, register rs1 and operand 2, computed while the
 *   host still finds out where its jump goes.
 *
 * One function holds it all, longer than any other, since its state is in its variables; cases are in the order of
 * `machine-operations.ts`. What is stored to an array is cut to 32 bits by that; places are cut by `| 0`, which tells the
 * host that they are no fractions.
 */

import { icc } from '../spec/machine/vocabulary.ts'
import { tlbOf } from './machine-layout.ts'
import { blockOf, cellOfY, wrapped, type Registers } from './machine-registers.ts'
import { typeShift } from './machine-tlb.ts'

/** What the loop reaches memory by: one buffer as words in the host's order, and the same as halfwords and bytes. */
export interface Buffers {
  readonly words: Int32Array
  readonly halves: Uint16Array
  readonly bytes: Uint8Array
  readonly floats: Int32Array
}

/** How the loop was left. */
export interface Left {
  /** The place of what is left to others; −1 when the budget was spent. */
  place: number
  /** Instructions of the budget that remain. */
  budget: number
}

/** Execute until `left.budget` is spent or something must be left to others. */
export const interpret = (registers: Registers, buffers: Buffers, left: Left): void => {
  // Numbers from outside of a function are looked up wherever they stand; these are not. They are what their names say
  // in other files.
  const farEnd = 8
  const entry = 8
  const page = 2048
  const annul = 26
  const branchBehind = 27
  const blockCells = 25
  const plain = 0
  const unsignedProduct = 1
  const signedProduct = 2
  // Condition codes, and kinds of them.
  const N = 8
  const Z = 4
  const V = 2
  const C = 1
  const explicit = 0
  const compared = 1

  const { words, halves, bytes, floats } = buffers
  const home = registers.home | 0
  const yKind = (home + cellOfY.kind) | 0
  const yFirst = (home + cellOfY.first) | 0
  const ySecond = (home + cellOfY.second) | 0
  const wrappedAt = (home + wrapped) | 0
  const lastBlock = (home + blockOf(0)) | 0
  const level = registers.s ? 1 : 0
  const loads = (tlbOf(home) + (level << typeShift)) | 0
  const fetches = (loads + (2 << typeShift)) | 0
  const stores = (loads + (4 << typeShift)) | 0
  const enabled = registers.ef

  let base = registers.base | 0
  let window = registers.window | 0
  const invalid = registers.wim | 0
  let kind = explicit
  let codes = registers.icc | 0
  let x = 0
  let y = 0

  let at = entry | 0
  let first = entry | 0
  let virtual = registers.pc | 0
  let next = 0
  let far = registers.npc | 0

  let budget = left.budget | 0

  loop: for (; budget > 0; budget = (budget - 1) | 0) {
    let number = words[at]
    let immediate = words[(at + 1) | 0]
    const rd = (base + ((number >> 8) & 63)) | 0
    const a = words[(base + ((number >> 14) & 63)) | 0]
    const b = (words[(base + ((number >> 20) & 63)) | 0] + immediate) | 0
    transfer: {
      branch: {
        comparison: {
          switch (number & 0xff) {
            // Elsewhere: another page.
            case 0x01: {
              const pc = at < farEnd ? (far + (at << 1)) | 0 : (virtual + ((at - first) << 1)) | 0
              const slot = (fetches + ((pc >>> 11) & 0x1fe)) | 0
              if (words[slot] !== (pc & ~0xfff)) break loop
              const npc = next < farEnd ? (far + (next << 1)) | 0 : (virtual + ((next - first) << 1)) | 0
              first = words[(slot + 1) | 0]
              virtual = pc & ~0xfff
              at = (first + ((pc & 0xfff) >> 1)) | 0
              if ((npc ^ virtual) >>> 12 === 0) next = (first + ((npc & 0xfff) >> 1)) | 0
              else {
                far = npc
                next = 0
              }
              budget = (budget + 1) | 0
              continue
            }
            // SETHI
            case 0x04:
              words[rd] = immediate
              break
            // CALL
            case 0x05:
              words[rd] = (virtual + ((at - first) << 1)) | 0
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
              if (kind === compared ? x <= y : (codes & Z) !== 0 || ((codes & N) !== 0) !== ((codes & V) !== 0))
                break transfer
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
              if (kind === compared ? x > y : (codes & Z) === 0 && ((codes & N) !== 0) === ((codes & V) !== 0))
                break transfer
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
              far = (virtual + ((at + immediate - first) << 1)) | 0
              at = 0
              next = 2
              continue

            // ADD, AND, OR, XOR, SUB, ANDN, ORN, XNOR, ADDX, UMUL, SMUL, SUBX, UDIV, SDIV
            case 0x40:
              words[rd] = a + b
              break
            case 0x41:
              words[rd] = a & b
              break
            case 0x42:
              words[rd] = a | b
              break
            case 0x43:
              words[rd] = a ^ b
              break
            case 0x44:
              words[rd] = a - b
              break
            case 0x45:
              words[rd] = a & ~b
              break
            case 0x46:
              words[rd] = a | ~b
              break
            case 0x47:
              words[rd] = a ^ ~b
              break
            case 0x48:
              words[rd] = a + b + (kind === compared ? (x >>> 0 < y >>> 0 ? 1 : 0) : codes & C)
              break
            case 0x4a:
              words[yKind] = unsignedProduct
              words[yFirst] = a
              words[ySecond] = b
              words[rd] = Math.imul(a, b)
              break
            case 0x4b:
              words[yKind] = signedProduct
              words[yFirst] = a
              words[ySecond] = b
              words[rd] = Math.imul(a, b)
              break
            case 0x4c:
              words[rd] = a - b - (kind === compared ? (x >>> 0 < y >>> 0 ? 1 : 0) : codes & C)
              break
            // Only what needs no more than 32 bits of dividend.
            case 0x4e:
              if (b === 0 || words[yKind] !== plain || words[yFirst] !== 0) break loop
              words[rd] = ((a >>> 0) / (b >>> 0)) >>> 0
              break
            case 0x4f:
              if (b === 0 || b === -1 || words[yKind] !== plain || words[yFirst] !== a >> 31) break loop
              words[rd] = (a / b) | 0
              break

            // The same with condition codes
            case 0x50: {
              const sum = (a + b) | 0
              words[rd] = sum
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
              words[rd] = x
              break comparison
            case 0x52:
              x = a | b
              y = 0
              words[rd] = x
              break comparison
            case 0x53:
              x = a ^ b
              y = 0
              words[rd] = x
              break comparison
            case 0x54:
              x = a
              y = b
              words[rd] = a - b
              break comparison
            case 0x55:
              x = a & ~b
              y = 0
              words[rd] = x
              break comparison
            case 0x56:
              x = a | ~b
              y = 0
              words[rd] = x
              break comparison
            case 0x57:
              x = a ^ ~b
              y = 0
              words[rd] = x
              break comparison
            case 0x58: {
              const carry = kind === compared ? (x >>> 0 < y >>> 0 ? 1 : 0) : codes & C
              const sum = (a + b + carry) | 0
              words[rd] = sum
              kind = explicit
              codes =
                ((sum >>> 28) & N) |
                (sum === 0 ? Z : 0) |
                ((((a ^ sum) & (b ^ sum)) >>> 30) & V) |
                (((a & b) | ((a | b) & ~sum)) >>> 31)
              break
            }
            case 0x5a:
              words[yKind] = unsignedProduct
              words[yFirst] = a
              words[ySecond] = b
              x = Math.imul(a, b)
              y = 0
              kind = compared
              words[rd] = x
              break
            case 0x5b:
              words[yKind] = signedProduct
              words[yFirst] = a
              words[ySecond] = b
              x = Math.imul(a, b)
              y = 0
              kind = compared
              words[rd] = x
              break
            case 0x5c: {
              const borrow = kind === compared ? (x >>> 0 < y >>> 0 ? 1 : 0) : codes & C
              const difference = (a - b - borrow) | 0
              words[rd] = difference
              kind = explicit
              codes =
                ((difference >>> 28) & N) |
                (difference === 0 ? Z : 0) |
                ((((a ^ b) & (a ^ difference)) >>> 30) & V) |
                (((~a & b) | ((~a | b) & difference)) >>> 31)
              break
            }
            case 0x5e:
              if (b === 0 || words[yKind] !== plain || words[yFirst] !== 0) break loop
              x = ((a >>> 0) / (b >>> 0)) | 0
              y = 0
              kind = compared
              words[rd] = x
              break
            case 0x5f:
              if (b === 0 || b === -1 || words[yKind] !== plain || words[yFirst] !== a >> 31) break loop
              x = (a / b) | 0
              y = 0
              kind = compared
              words[rd] = x
              break

            // MULScc
            case 0x64: {
              if (words[yKind] !== plain) break loop
              const negative = kind === compared ? (x < y ? 1 : 0) : ((codes >> 3) ^ (codes >> 1)) & 1
              const multiplier = words[yFirst]
              const shifted = (a >>> 1) | (negative << 31)
              const addend = (multiplier & 1) === 0 ? 0 : b
              const sum = (shifted + addend) | 0
              words[yFirst] = (multiplier >>> 1) | (a << 31)
              words[rd] = sum
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
              words[rd] = a << b
              break
            case 0x66:
              words[rd] = a >>> b
              break
            case 0x67:
              words[rd] = a >> b
              break
            // RDY
            case 0x68:
              if (words[yKind] !== plain) break loop
              words[rd] = words[yFirst]
              break
            // WRY
            case 0x70:
              words[yKind] = plain
              words[yFirst] = a ^ b
              break
            // JMPL
            case 0x78: {
              const target = (a + b) | 0
              if ((target & 3) !== 0) break loop
              words[rd] = (virtual + ((at - first) << 1)) | 0
              immediate = (first + ((target - virtual) >> 1) - at) | 0
              break transfer
            }
            // FLUSH
            case 0x7b:
              break
            // SAVE, RESTORE
            case 0x7c:
            case 0x7d: {
              const entered = (window + ((number & 1) << 1) - 1) & 7
              if (((invalid >> entered) & 1) !== 0) break loop
              const block = (lastBlock - entered * blockCells) | 0
              if (window === 0) for (let i = 0; i < 8; i++) words[(home + i) | 0] = words[(wrappedAt + i) | 0]
              else if (window === 7) for (let i = 0; i < 8; i++) words[(wrappedAt + i) | 0] = words[(home + i) | 0]
              for (let i = 9; i < 16; i++) words[(block + i) | 0] = words[(base + i) | 0]
              words[(block + ((number >> 8) & 63)) | 0] = a + b
              base = block
              window = entered
              break
            }

            // LD, LDUB, LDUH, LDD, ST, STB, STH, STD
            case 0x80: {
              const address = (a + b) | 0
              const slot = (loads + ((address >>> 11) & 0x1fe)) | 0
              if (words[slot] !== (address & -4093)) break loop
              words[rd] = words[(address + words[(slot + 1) | 0]) >>> 2]
              break
            }
            case 0x81: {
              const address = (a + b) | 0
              const slot = (loads + ((address >>> 11) & 0x1fe)) | 0
              if (words[slot] !== (address & -4096)) break loop
              words[rd] = bytes[(address + words[(slot + 1) | 0]) ^ 3]
              break
            }
            case 0x82: {
              const address = (a + b) | 0
              const slot = (loads + ((address >>> 11) & 0x1fe)) | 0
              if (words[slot] !== (address & -4095)) break loop
              words[rd] = halves[((address + words[(slot + 1) | 0]) >>> 1) ^ 1]
              break
            }
            case 0x83: {
              const address = (a + b) | 0
              const slot = (loads + ((address >>> 11) & 0x1fe)) | 0
              if (words[slot] !== (address & -4089)) break loop
              const word = (address + words[(slot + 1) | 0]) >>> 2
              words[rd] = words[word]
              words[(rd + 1) | 0] = words[(word + 1) | 0]
              break
            }
            case 0x84: {
              const address = (a + b) | 0
              const slot = (stores + ((address >>> 11) & 0x1fe)) | 0
              if (words[slot] !== (address & -4093)) break loop
              words[(address + words[(slot + 1) | 0]) >>> 2] = words[rd]
              break
            }
            case 0x85: {
              const address = (a + b) | 0
              const slot = (stores + ((address >>> 11) & 0x1fe)) | 0
              if (words[slot] !== (address & -4096)) break loop
              bytes[(address + words[(slot + 1) | 0]) ^ 3] = words[rd]
              break
            }
            case 0x86: {
              const address = (a + b) | 0
              const slot = (stores + ((address >>> 11) & 0x1fe)) | 0
              if (words[slot] !== (address & -4095)) break loop
              halves[((address + words[(slot + 1) | 0]) >>> 1) ^ 1] = words[rd]
              break
            }
            case 0x87: {
              const address = (a + b) | 0
              const slot = (stores + ((address >>> 11) & 0x1fe)) | 0
              if (words[slot] !== (address & -4089)) break loop
              const word = (address + words[(slot + 1) | 0]) >>> 2
              words[word] = words[rd]
              words[(word + 1) | 0] = words[(rd + 1) | 0]
              break
            }
            // LDSB, LDSH
            case 0x89: {
              const address = (a + b) | 0
              const slot = (loads + ((address >>> 11) & 0x1fe)) | 0
              if (words[slot] !== (address & -4096)) break loop
              words[rd] = (bytes[(address + words[(slot + 1) | 0]) ^ 3] << 24) >> 24
              break
            }
            case 0x8a: {
              const address = (a + b) | 0
              const slot = (loads + ((address >>> 11) & 0x1fe)) | 0
              if (words[slot] !== (address & -4095)) break loop
              words[rd] = (halves[((address + words[(slot + 1) | 0]) >>> 1) ^ 1] << 16) >> 16
              break
            }

            // LDF, LDDF, STF, STDF
            case 0xa0: {
              const address = (a + b) | 0
              const slot = (loads + ((address >>> 11) & 0x1fe)) | 0
              if (!enabled || words[slot] !== (address & -4093)) break loop
              floats[(number >> 8) & 31] = words[(address + words[(slot + 1) | 0]) >>> 2]
              break
            }
            case 0xa3: {
              const address = (a + b) | 0
              const slot = (loads + ((address >>> 11) & 0x1fe)) | 0
              if (!enabled || words[slot] !== (address & -4089)) break loop
              const word = (address + words[(slot + 1) | 0]) >>> 2
              floats[(number >> 8) & 30] = words[word]
              floats[((number >> 8) & 30) + 1] = words[(word + 1) | 0]
              break
            }
            case 0xa4: {
              const address = (a + b) | 0
              const slot = (stores + ((address >>> 11) & 0x1fe)) | 0
              if (!enabled || words[slot] !== (address & -4093)) break loop
              words[(address + words[(slot + 1) | 0]) >>> 2] = floats[(number >> 8) & 31]
              break
            }
            case 0xa7: {
              const address = (a + b) | 0
              const slot = (stores + ((address >>> 11) & 0x1fe)) | 0
              if (!enabled || words[slot] !== (address & -4089)) break loop
              const word = (address + words[(slot + 1) | 0]) >>> 2
              words[word] = floats[(number >> 8) & 30]
              words[(word + 1) | 0] = floats[((number >> 8) & 30) + 1]
              break
            }

            default:
              break loop
          }
          // Nothing transferred control.
          at = next
          next = (next + 2) | 0
          continue
        }
        // Condition codes are set: by a comparison of x and y.
        kind = compared
        const behind = (at + 2) | 0
        at = next
        next = (next + 2) | 0
        if (((number >> branchBehind) & 1) === 0 || at !== behind || budget === 1) continue
        // Compare and branch.
        budget = (budget - 1) | 0
        number = words[at]
        immediate = words[(at + 1) | 0]
        switch (number & 15) {
          case 1:
            if (x === y) break transfer
            break
          case 2:
            if (x <= y) break transfer
            break
          case 3:
            if (x < y) break transfer
            break
          case 4:
            if (x >>> 0 <= y >>> 0) break transfer
            break
          case 5:
            if (x >>> 0 < y >>> 0) break transfer
            break
          case 6:
            if (((x - y) | 0) < 0) break transfer
            break
          case 7:
            if (((x ^ y) & (x ^ (x - y))) < 0) break transfer
            break
          case 9:
            if (x !== y) break transfer
            break
          case 10:
            if (x > y) break transfer
            break
          case 11:
            if (x >= y) break transfer
            break
          case 12:
            if (x >>> 0 > y >>> 0) break transfer
            break
          case 13:
            if (x >>> 0 >= y >>> 0) break transfer
            break
          case 14:
            if (((x - y) | 0) >= 0) break transfer
            break
          case 15:
            if (((x ^ y) & (x ^ (x - y))) >= 0) break transfer
            break
          default:
        }
      }
      // A branch that is not taken.
      if (((number >> annul) & 1) === 0) {
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
    if ((target - first) >>> 0 < page) {
      at = next
      next = target
      continue
    }
    const elsewhere = (virtual + ((target - first) << 1)) | 0
    if (next < farEnd) {
      // Two far addresses: the nearer one becomes that of an entry.
      virtual = (far + (next << 1)) | 0
      at = entry
      first = entry
    } else at = next
    far = elsewhere
    next = 0
  }

  registers.pc = at < farEnd ? (far + (at << 1)) | 0 : (virtual + ((at - first) << 1)) | 0
  registers.npc = next < farEnd ? (far + (next << 1)) | 0 : (virtual + ((next - first) << 1)) | 0
  registers.base = base
  registers.window = window
  registers.icc = kind === explicit ? codes : codesOf(x, y)
  left.budget = budget
  left.place = budget > 0 ? at : -1
}

/** The condition codes of a comparison. */
const codesOf = (x: number, y: number): number => {
  const difference = (x - y) | 0
  return (
    ((difference >>> 28) & icc.N) |
    (difference === 0 ? icc.Z : 0) |
    ((((x ^ y) & (x ^ difference)) >>> 30) & icc.V) |
    (x >>> 0 < y >>> 0 ? icc.C : 0)
  )
}
