/**
 * A rehearsal: before anything is interpreted the loop goes once through all of its cases, in memory of its own. The
 * host compiles what it has seen; a case that turns up later throws all of the compiled loop away, and there are
 * dozens of them. Nothing remains of it but what the host has learnt.
 */

import { DecodedCode } from './machine-code.ts'
import { interpret } from './machine-interpreter.ts'
import { blocksOf, layoutFor } from './machine-layout.ts'
import { Registers } from './machine-registers.ts'
import { Tlb } from './machine-tlb.ts'

const programPage = 0x1000
/** The same page at another address, for transfers out of the page. */
const programElsewhere = 0x2000
const dataPage = 0x3000

const nop = 0x01000000
/** %g1 to %g3 are operands; results go to %g4; %g5 holds the address of data; %o7 is what CALL left. */
const [result, data, linked] = [4, 5, 15]

const byRegister = (op: number, op3: number, rd: number, rs1: number, rs2: number): number =>
  (op << 30) | (rd << 25) | (op3 << 19) | (rs1 << 14) | rs2
const byImmediate = (op: number, op3: number, rd: number, rs1: number, simm13: number): number =>
  byRegister(op, op3, rd, rs1, 0x2000 | simm13)
const branch = (condition: number, annul: number, words: number): number =>
  (annul << 29) | (condition << 25) | 0x00800000 | words
const compare = byRegister(2, 0x14, 0, 1, 2)
const add = byRegister(2, 0x10, 0, 1, 2)

/** All conditions: right behind a comparison, away from it, behind an addition; each comes to the same place taken or not. */
const branches = Array.from({ length: 16 }, (_, condition) => [
  ...[compare, branch(condition, 0, 2), nop],
  ...[byRegister(2, 0x14, 0, 2, 1), branch(condition, condition === 8 ? 0 : 1, 2), nop],
  ...[compare, nop, branch(condition, 0, 2), nop],
  ...[add, branch(condition, 0, 2), nop],
]).flat()

/** Y is 0 where a quotient needs it. */
const quotients = [0x0e, 0x0f, 0x1e, 0x1f]
const arithmetic = [...Array.from({ length: 0x20 }, (_, op3) => op3), 0x24, 0x25, 0x26, 0x27, 0x3b]
  .filter((op3) => ![0x09, 0x0d, 0x19, 0x1d].includes(op3))
  .flatMap((op3) => {
    const operands = quotients.includes(op3)
      ? [[3, 3]]
      : [
          [1, 2],
          [3, 1],
          [2, 2],
        ]
    const multiplies = (op3 & 0x2e) === 0x0a
    return operands.flatMap(([rs1, rs2]) => [
      ...(multiplies ? [] : [byImmediate(2, 0x30, 0, 0, 0)]),
      compare,
      byRegister(2, op3, result, rs1, rs2),
      add,
      byRegister(2, op3, result, rs1, rs2),
    ])
  })

const accesses = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 0x20, 0x23, 0x24, 0x27].map((op3) => byImmediate(3, op3, 2, data, 8))

/** CALL, JMPL behind its slot, BA that annuls; then CALL to the same place of the other page, and windows all around. */
const transfers = [
  ...[0x40000002, nop, byImmediate(2, 0x38, 0, linked, 16), nop, branch(8, 1, 1)],
  ...[0x40000400 + 2, nop],
  ...Array.from({ length: 9 }, () => byImmediate(2, 0x3c, 0, 0, 0)),
  ...Array.from({ length: 9 }, () => byImmediate(2, 0x3d, 0, 0, 0)),
]

const readsY = byRegister(2, 0x28, result, 0, 0)
const program = [...branches, ...arithmetic, readsY, ...accesses, ...transfers, byRegister(2, 0x07, result, 1, 2), 0]

/** The host begins to look on during the first. */
const rounds = 3

let rehearsed = false

/** Rehearse, unless that was done. */
export const rehearse = (): void => {
  if (rehearsed) return
  rehearsed = true
  const layout = layoutFor(1, blocksOf.guests)
  const [home] = layout.homes
  const words = new Int32Array((layout.memory + 0x2000) >>> 2)
  const code = new DecodedCode(words, layout)
  const block = code.block(layout.memory)
  program.forEach((word, i) => code.decode(block + 2 * i, word))
  const tlb = new Tlb(words, home)
  for (const page of [programPage, programElsewhere]) tlb.fill(3, page, block)
  for (const type of [1, 5]) tlb.fill(type, dataPage, layout.memory + 0x1000 - dataPage)
  const registers = new Registers(words, home)
  registers.ef = true
  const buffers = {
    words,
    halves: new Uint16Array(words.buffer),
    bytes: new Uint8Array(words.buffer),
    floats: new Int32Array(32),
  }
  for (let round = 0; round < rounds; round++) {
    registers.pc = programPage
    registers.npc = programPage + 4
    ;[0, -1, -0x7fffffff, 5, 0, dataPage].forEach((value, register) => registers.set(register, value))
    interpret(registers, buffers, { place: 0, budget: 4 * program.length })
  }
}
