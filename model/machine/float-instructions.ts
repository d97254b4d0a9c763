/** Floating-point operations as instructions: their names, and what the unit's answer does to the processor. Source: V8 B.33 to B.37. */

import * as E from 'fp-ts/lib/Either.js'
import { type Processor, trapNumber } from '../../spec/machine/vocabulary.ts'
import { opf, rd, rs1, rs2 } from './decode.ts'
import { floatingPoint } from './floating-point.ts'
import { changed, onward } from './registers.ts'
import { fpDisabled, trapping, type Outcome } from './traps.ts'

/** FPop1 by opf. Source: V8 table F-5. */
const first: ReadonlyMap<number, string> = new Map([
  [0x01, 'FMOVs'],
  [0x05, 'FNEGs'],
  [0x09, 'FABSs'],
  [0x29, 'FSQRTs'],
  [0x2a, 'FSQRTd'],
  [0x2b, 'FSQRTq'],
  [0x41, 'FADDs'],
  [0x42, 'FADDd'],
  [0x43, 'FADDq'],
  [0x45, 'FSUBs'],
  [0x46, 'FSUBd'],
  [0x47, 'FSUBq'],
  [0x49, 'FMULs'],
  [0x4a, 'FMULd'],
  [0x4b, 'FMULq'],
  [0x4d, 'FDIVs'],
  [0x4e, 'FDIVd'],
  [0x4f, 'FDIVq'],
  [0x69, 'FsMULd'],
  [0x6e, 'FdMULq'],
  [0xc4, 'FiTOs'],
  [0xc6, 'FdTOs'],
  [0xc7, 'FqTOs'],
  [0xc8, 'FiTOd'],
  [0xc9, 'FsTOd'],
  [0xcb, 'FqTOd'],
  [0xcc, 'FiTOq'],
  [0xcd, 'FsTOq'],
  [0xce, 'FdTOq'],
  [0xd1, 'FsTOi'],
  [0xd2, 'FdTOi'],
  [0xd3, 'FqTOi'],
])

/** FPop2 by opf. Source: V8 table F-6. */
const second: ReadonlyMap<number, string> = new Map([
  [0x51, 'FCMPs'],
  [0x52, 'FCMPd'],
  [0x53, 'FCMPq'],
  [0x55, 'FCMPEs'],
  [0x56, 'FCMPEd'],
  [0x57, 'FCMPEq'],
])

/** What the manual calls an operation; one that it does not know is its format's. */
export const nameOfFpop1 = (operation: number): string => first.get(operation) ?? 'FPop1'
export const nameOfFpop2 = (operation: number): string => second.get(operation) ?? 'FPop2'

/** An FPop1, or (`isSecond`) an FPop2. If it traps, the state register says why. */
export const fpop =
  (isSecond: boolean) =>
  (p: Processor, word: number): Outcome => {
    if (!p.state.ef) return fpDisabled(p)
    const fields = { second: isSecond, opf: opf(word), rd: rd(word), rs1: rs1(word), rs2: rs2(word) }
    const computed = floatingPoint({ floats: p.floats, fsr: p.fsr }, fields)
    if (E.isLeft(computed)) return trapping(changed(p, { fsr: computed.left }), trapNumber.fp_exception)
    return E.right(onward(changed(p, { floats: computed.right.floats, fsr: computed.right.fsr })))
  }
