/** Known differences in the floating-point unit. */

import * as E from 'fp-ts/lib/Either.js'
import { floatingPoint } from '../../model/machine/floating-point.ts'
import { assembled, immediately } from '../../properties/machine-assembly.ts'
import { fpTrap, fsrFields, ieee } from '../../spec/machine/vocabulary.ts'
import { blockOf, type Block } from './block.ts'
import type { Difference, Executing } from './difference.ts'
import { skipHandler } from './handlers.ts'

const zeros = Array.from({ length: 32 }, () => 0)
/** A block of one operation on %f2, %f3 and %f4, %f5, whose result goes to %f6. */
const operation = (name: string, [a = 0, b = 0, c = 0, d = 0]: readonly number[], fsr = 0): Block =>
  blockOf([assembled(name, { rs1: 2, rs2: 4, rd: 6 })], skipHandler, {
    psr: 0x1f86,
    fsr,
    floatingPoint: zeros.with(2, a).with(3, b).with(4, c).with(5, d),
  })

const { OF, UF, NX } = ieee
const enabledUF = UF << 23

const isFloat = ({ instruction, before }: Executing): boolean =>
  before.processor.state.ef && /^F(?!B|LUSH)/.test(instruction.name)

/** What an operation does without traps, or with that of underflow alone. */
const untrapped = ({ before: { processor }, word, field }: Executing, tem: number) =>
  floatingPoint(
    { floats: processor.floats, fsr: tem },
    {
      second: ((word >>> 19) & 0x3f) === 0x35,
      opf: field('opf'),
      rd: field('rd'),
      rs1: field('rs1'),
      rs2: field('rs2'),
    },
  )

/** The exceptions that an operation meets; 0 for one that is not implemented. */
const exceptions = (step: Executing): number => {
  const unit = untrapped(step, 0)
  return E.isRight(unit) ? unit.right.fsr & fsrFields.CEXC : 0
}

const trapType = ({ after }: Executing): number => (after.processor.fsr & fsrFields.FTT) >>> 14

const isNan = (high: number, low: number, double: boolean): boolean => {
  const magnitude = (high & 0x7fffffff) >>> 0
  return double ? magnitude > 0x7ff00000 || (magnitude === 0x7ff00000 && low !== 0) : magnitude > 0x7f800000
}

/** Whether the register that a field names holds a NaN. */
const holdsNan = ({ before, field, instruction }: Executing, operand: 'rs1' | 'rs2'): boolean => {
  const double = instruction.reads.includes(`double ${operand}`)
  const { floats } = before.processor
  const number = double ? field(operand) & ~1 : field(operand)
  return isNan(floats[number] ?? 0, floats[number | 1] ?? 0, double)
}

/** Whether an operation's result is the smallest normal number of its format. */
const isSmallestNormal = (step: Executing): boolean => {
  const unit = untrapped(step, 0)
  if (E.isLeft(unit)) return false
  const double = step.instruction.writes.includes('double rd')
  const number = double ? step.field('rd') & ~1 : step.field('rd')
  const magnitude = (unit.right.floats[number] ?? 0) & 0x7fffffff
  return double ? magnitude === 0x00100000 && unit.right.floats[number | 1] === 0 : magnitude === 0x00800000
}

export const floatDifferences: readonly Difference[] = [
  {
    name: 'an operation without a name',
    what: 'A code of FPop1 or FPop2 that V8 does not have is illegal_instruction on QEMU; here fp_exception, unimplemented.',
    right: 'V8 4.4 and 6: unimplemented_FPop.',
    meets: (step) => isFloat(step) && (step.name === 'FPop1' || step.name === 'FPop2'),
    witness: blockOf([0x81a00000], skipHandler, { psr: 0x1f86 }),
    shows: 'trap 0: 2 at 40010000 40010004 psr f3001fc5, here 8 at 40010000 40010004 psr f3001fc5',
  },
  {
    name: 'rounding other than to nearest',
    what: 'QEMU rounds as RD says; here such an operation is fp_exception, unimplemented.',
    right: 'Both: V8 6 lets a unit leave to software what it does not do.',
    meets: (step) =>
      isFloat(step) &&
      (step.before.processor.fsr & fsrFields.RD) !== 0 &&
      trapType(step) === fpTrap.unimplemented &&
      !/q/.test(step.name),
    witness: operation('FADDs', [0x3f800000, 0, 0x33800000], 0x40000000),
    shows: 'trap 0: ff at 40010004 40010008 psr f3001fc5, here 8 at 40010000 40010004 psr f3001fc5',
  },
  {
    name: 'cexc of what is not done',
    what: 'An operation that is not implemented, or STDFQ, clears cexc on QEMU; here it stays.',
    right: 'V8 4.4: with a trap type other than IEEE_754_exception cexc is not changed.',
    meets: ({ trap, name, before, ...step }) =>
      trap === 8 &&
      (before.processor.fsr & fsrFields.CEXC) !== 0 &&
      trapType({ trap, name, before, ...step }) !== fpTrap.IEEE_754,
    witness: operation('FADDq', [], 0x1),
    shows: 'fsr: 0000c000, here 0000c001',
  },
  {
    name: 'ftt after STFSR',
    what: 'STFSR leaves the trap type on QEMU; here it becomes 0.',
    right: 'V8 4.4: ftt is 0 after STFSR has stored it.',
    meets: ({ name, trap, before }) =>
      name === 'STFSR' && trap === null && (before.processor.fsr & fsrFields.FTT) !== 0,
    witness: blockOf([assembled('FADDq', {}), immediately('STFSR', 1, 0), immediately('STFSR', 1, 8)], skipHandler, {
      psr: 0x1f86,
    }),
    shows: 'fsr: 0000c000, here 00000000',
  },
  {
    name: 'a doubleword of floats at half its size',
    what: 'QEMU asks LDDF and STDF for an address that is a multiple of 4; here of 8.',
    right: 'V8 B.2, B.5: mem_address_not_aligned.',
    meets: ({ name, sum, before }) =>
      (name === 'LDDF' || name === 'STDF') && before.processor.state.ef && (sum & 7) === 4,
    witness: blockOf([immediately('LDDF', 1, 4, 6)], skipHandler, { psr: 0x1f86 }),
    shows: 'trap 0: ff at 40010004 40010008 psr f3001fc5, here 7 at 40010000 40010004 psr f3001fc5',
  },
  {
    name: 'a double result under a trap',
    what: 'An operation with a double result writes rd before fp_exception on QEMU; here rd stays.',
    right: 'V8 4.4: under a trap rd is not changed.',
    meets: (step) => isFloat(step) && step.trap === 8 && step.instruction.writes.includes('double rd'),
    witness: operation('FDIVd', [0x3ff00000, 0, 0, 0], 0x01000000),
    shows: 'floatingPoint.6: 7ff00000, here 00000000',
  },
  {
    name: 'two exceptions under a trap',
    what: 'cexc shows an overflow or underflow and its inexactness on QEMU; here one of the two.',
    right: 'V8 4.4, appendix N: exactly one bit of cexc is set when an exception traps.',
    meets: (step) =>
      isFloat(step) && step.trap === 8 && (exceptions(step) & (OF | UF)) !== 0 && (exceptions(step) & NX) !== 0,
    witness: operation('FMULs', [0x7f000000, 0, 0x7f000000], OF << 23),
    shows: 'fsr: 04004009, here 04004008',
  },
  {
    name: 'a signalling NaN made wider',
    what: 'FsTOd of one raises nothing on QEMU until the next operation; here NV.',
    right: 'V8 appendix N, IEEE 754 7.1.',
    meets: (step) => isFloat(step) && step.name === 'FsTOd' && (exceptions(step) & ieee.NV) !== 0,
    witness: operation('FsTOd', [0, 0, 0x7f800001]),
    shows: 'fsr: 00000000, here 00000210',
  },
  {
    name: 'which of two NaNs',
    what: 'QEMU takes the quiet one, or that of the larger fraction; here the signalling one, or rs2.',
    right: 'V8 appendix N, table N-1.',
    meets: (step) =>
      isFloat(step) && step.instruction.format === 'float' && holdsNan(step, 'rs1') && holdsNan(step, 'rs2'),
    witness: operation('FADDs', [0x7fd00000, 0, 0x7fc00001]),
    shows: 'floatingPoint.6: 7fd00000, here 7fc00001',
  },
  {
    name: 'tiny after rounding',
    what: 'QEMU takes a result for tiny after it was rounded; here before.',
    right: 'V8 appendix N: underflow is detected before rounding.',
    meets: (step) => isFloat(step) && (exceptions(step) & UF) !== 0 && isSmallestNormal(step),
    witness: operation('FdTOs', [0, 0, 0x380fffff, 0xffffffff]),
    shows: 'fsr: 00000021, here 000000a5',
  },
  {
    name: 'a tiny result that is exact',
    what: 'QEMU does not trap, though underflow is enabled; here fp_exception.',
    right: 'IEEE 754-1985 7.4: with its trap enabled, tininess alone raises underflow.',
    meets: (step) =>
      isFloat(step) &&
      trapType(step) === fpTrap.IEEE_754 &&
      exceptions(step) === 0 &&
      E.isLeft(untrapped(step, enabledUF)),
    witness: operation('FMULs', [0x00800000, 0, 0x3f000000], enabledUF),
    shows: 'trap 0: ff at 40010004 40010008 psr f3001fc5, here 8 at 40010000 40010004 psr f3001fc5',
  },
]
