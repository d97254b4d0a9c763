/** One instruction: the opcode maps of SPARC V8, appendix F, and what the word fetched at `pc` does to a processor and its memory. */

import * as E from 'fp-ts/lib/Either.js'
import { type Processor, type ReadAncillary, trapNumber } from '../../spec/machine/vocabulary.ts'
import * as integer from './arithmetic.ts'
import { bicc, call, cbccc, fbfcc, jmpl, restore, rett, save, ticc } from './branches.ts'
import type { Bus, Executed } from './bus.ts'
import { cond, nameAt, op, op2, op3, opcodeMap, opf, row, type OpcodeMap } from './decode.ts'
import { fpop, nameOfFpop1, nameOfFpop2 } from './float-instructions.ts'
import * as memory from './memory-instructions.ts'
import { divides, multiplies, signedHigh, signedQuotient, unsignedHigh, unsignedQuotient } from './multiply.ts'
import { onward } from './registers.ts'
import * as state from './state-registers.ts'
import { cpDisabled, illegalInstruction, type Outcome } from './traps.ts'

/** An instruction that needs no memory. */
type Instruction = (p: Processor, word: number, unknown: ReadAncillary) => Outcome

const { computes, computesConditions, computesOrTraps, ofDifference, ofLogical, ofSum } = integer
const { alternate, normal } = memory

const conditions = (prefix: string, names: string) => {
  const list = names.split(' ')
  return (word: number): string => `${prefix}${list[cond(word)] ?? ''}`
}
const integerConditions = 'N E LE L LEU CS NEG VS A NE G GE GU CC POS VC'

/** Op 0, by op2. */
const branches: OpcodeMap<Instruction> = opcodeMap(8, [
  row(0, 'UNIMP', illegalInstruction),
  row(2, conditions('B', integerConditions), bicc),
  row(4, 'SETHI', integer.sethi),
  row(6, conditions('FB', 'N NE LG UL L UG G U A E UE GE UGE LE ULE O'), fbfcc),
  row(7, conditions('CB', 'N 123 12 13 1 23 2 3 A 0 03 02 023 01 013 012'), cbccc),
])

/** Op 2, by op3. */
const arithmetic: OpcodeMap<Instruction> = opcodeMap<Instruction>(64, [
  row(0x00, 'ADD', computes(integer.sum)),
  row(0x01, 'AND', computes(integer.and)),
  row(0x02, 'OR', computes(integer.or)),
  row(0x03, 'XOR', computes(integer.xor)),
  row(0x04, 'SUB', computes(integer.difference)),
  row(0x05, 'ANDN', computes(integer.andNot)),
  row(0x06, 'ORN', computes(integer.orNot)),
  row(0x07, 'XNOR', computes(integer.xnor)),
  row(0x08, 'ADDX', computes(integer.sumAndCarry)),
  row(0x0a, 'UMUL', multiplies(unsignedHigh, false)),
  row(0x0b, 'SMUL', multiplies(signedHigh, false)),
  row(0x0c, 'SUBX', computes(integer.differenceAndBorrow)),
  row(0x0e, 'UDIV', divides(unsignedQuotient, false)),
  row(0x0f, 'SDIV', divides(signedQuotient, false)),
  row(0x10, 'ADDcc', computesConditions(integer.sum, ofSum)),
  row(0x11, 'ANDcc', computesConditions(integer.and, ofLogical)),
  row(0x12, 'ORcc', computesConditions(integer.or, ofLogical)),
  row(0x13, 'XORcc', computesConditions(integer.xor, ofLogical)),
  row(0x14, 'SUBcc', computesConditions(integer.difference, ofDifference)),
  row(0x15, 'ANDNcc', computesConditions(integer.andNot, ofLogical)),
  row(0x16, 'ORNcc', computesConditions(integer.orNot, ofLogical)),
  row(0x17, 'XNORcc', computesConditions(integer.xnor, ofLogical)),
  row(0x18, 'ADDXcc', computesConditions(integer.sumAndCarry, ofSum)),
  row(0x1a, 'UMULcc', multiplies(unsignedHigh, true)),
  row(0x1b, 'SMULcc', multiplies(signedHigh, true)),
  row(0x1c, 'SUBXcc', computesConditions(integer.differenceAndBorrow, ofDifference)),
  row(0x1e, 'UDIVcc', divides(unsignedQuotient, true)),
  row(0x1f, 'SDIVcc', divides(signedQuotient, true)),
  row(0x20, 'TADDcc', computesConditions(integer.sum, integer.ofTaggedSum)),
  row(0x21, 'TSUBcc', computesConditions(integer.difference, integer.ofTaggedDifference)),
  row(0x22, 'TADDccTV', computesOrTraps(integer.sum, integer.ofTaggedSum)),
  row(0x23, 'TSUBccTV', computesOrTraps(integer.difference, integer.ofTaggedDifference)),
  row(0x24, 'MULScc', integer.mulscc),
  row(0x25, 'SLL', computes(integer.shiftedLeft)),
  row(0x26, 'SRL', computes(integer.shiftedRight)),
  row(0x27, 'SRA', computes(integer.shiftedRightSigned)),
  row(0x28, state.nameOfRead, state.rdasr),
  row(0x29, 'RDPSR', state.rdpsr),
  row(0x2a, 'RDWIM', state.rdwim),
  row(0x2b, 'RDTBR', state.rdtbr),
  row(0x30, state.nameOfWrite, state.wrasr),
  row(0x31, state.nameOfWrpsr, state.wrpsr),
  row(0x32, 'WRWIM', state.wrwim),
  row(0x33, 'WRTBR', state.wrtbr),
  row(0x34, (word) => nameOfFpop1(opf(word)), fpop(false)),
  row(0x35, (word) => nameOfFpop2(opf(word)), fpop(true)),
  row(0x36, 'CPop1', cpDisabled),
  row(0x37, 'CPop2', cpDisabled),
  row(0x38, 'JMPL', jmpl),
  row(0x39, 'RETT', rett),
  row(0x3a, conditions('T', integerConditions), ticc),
  row(0x3b, 'FLUSH', (p) => E.right(onward(p))),
  row(0x3c, 'SAVE', save),
  row(0x3d, 'RESTORE', restore),
])

/** Op 3, by op3. */
const accesses: OpcodeMap<memory.MemoryInstruction> = opcodeMap(64, [
  row(0x00, 'LD', normal(memory.ld)),
  row(0x01, 'LDUB', normal(memory.ldub)),
  row(0x02, 'LDUH', normal(memory.lduh)),
  row(0x03, 'LDD', normal(memory.ldd)),
  row(0x04, 'ST', normal(memory.st)),
  row(0x05, 'STB', normal(memory.stb)),
  row(0x06, 'STH', normal(memory.sth)),
  row(0x07, 'STD', normal(memory.std)),
  row(0x09, 'LDSB', normal(memory.ldsb)),
  row(0x0a, 'LDSH', normal(memory.ldsh)),
  row(0x0d, 'LDSTUB', normal(memory.ldstub)),
  row(0x0f, 'SWAP', normal(memory.swap)),
  row(0x10, 'LDA', alternate(memory.ld)),
  row(0x11, 'LDUBA', alternate(memory.ldub)),
  row(0x12, 'LDUHA', alternate(memory.lduh)),
  row(0x13, 'LDDA', alternate(memory.ldd)),
  row(0x14, 'STA', alternate(memory.st)),
  row(0x15, 'STBA', alternate(memory.stb)),
  row(0x16, 'STHA', alternate(memory.sth)),
  row(0x17, 'STDA', alternate(memory.std)),
  row(0x19, 'LDSBA', alternate(memory.ldsb)),
  row(0x1a, 'LDSHA', alternate(memory.ldsh)),
  row(0x1d, 'LDSTUBA', alternate(memory.ldstub)),
  row(0x1f, 'SWAPA', alternate(memory.swap)),
  row(0x20, 'LDF', memory.ldf),
  row(0x21, 'LDFSR', memory.ldfsr),
  row(0x23, 'LDDF', memory.lddf),
  row(0x24, 'STF', memory.stf),
  row(0x25, 'STFSR', memory.stfsr),
  row(0x26, 'STDFQ', memory.stdfq),
  row(0x27, 'STDF', memory.stdf),
  row(0x30, 'LDC', memory.coprocessor),
  row(0x31, 'LDCSR', memory.coprocessor),
  row(0x33, 'LDDC', memory.coprocessor),
  row(0x34, 'STC', memory.coprocessor),
  row(0x35, 'STCSR', memory.coprocessor),
  row(0x36, 'STDCQ', memory.stdcq),
  row(0x37, 'STDC', memory.coprocessor),
  row(0x3c, 'CASA', memory.casa),
])

/** The manual's name of the instruction that a word encodes; null where there is none. */
export const decodedName = (word: number): string | null => {
  switch (op(word)) {
    case 0:
      return nameAt(branches, op2(word), word)
    case 1:
      return 'CALL'
    case 2:
      return nameAt(arithmetic, op3(word), word)
    default:
      return nameAt(accesses, op3(word), word)
  }
}

/** What becomes of the processor where memory is not concerned. */
const internal = <M>(m: M, outcome: Outcome): Executed<M> =>
  E.isLeft(outcome)
    ? E.left({ trap: outcome.left.trap, processor: outcome.left.processor, memory: m })
    : E.right({ processor: outcome.right, memory: m })

/** The instruction that a word encodes, executed: the processor is at it. */
const performed = <M>(bus: Bus<M>, p: Processor, m: M, word: number): Executed<M> => {
  switch (op(word)) {
    case 0:
      return internal(m, (branches[op2(word)]?.does ?? illegalInstruction)(p, word, bus.readAncillary))
    case 1:
      return internal(m, call(p, word))
    case 2:
      return internal(m, (arithmetic[op3(word)]?.does ?? illegalInstruction)(p, word, bus.readAncillary))
    default: {
      const access = accesses[op3(word)] ?? null
      return access === null
        ? E.left({ trap: trapNumber.illegal_instruction, processor: p, memory: m })
        : access.does(bus, p, m, word)
    }
  }
}

/** One instruction, fetched and executed. A trap that it ends in is not yet taken. */
export const executed = <M>(bus: Bus<M>, p: Processor, m: M): Executed<M> => {
  const fetched = bus.fetch(m, p.state.s ? 'supervisor' : 'user', p.pc)
  if (E.isLeft(fetched)) return E.left({ trap: fetched.left.trap, processor: p, memory: fetched.left.memory })
  return performed(bus, p, fetched.right.memory, fetched.right.word)
}
