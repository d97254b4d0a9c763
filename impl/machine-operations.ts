/**
 * Which operation an instruction word is, and what V8 calls it. Operations are numbered so that the interpreter's
 * switch is dense: arithmetic is `op3` from 0x40, loads and stores are `op3` from 0x80, branches their condition.
 *
 * The interpreter's cases are these numbers written out: the host makes a table of jumps of literals only.
 */

export const operation = {
  /** What a cell of a decoded page holds before its word was looked at. */
  undecoded: 0x00,
  /** What stands behind the last word of a decoded page, and where a page must be entered. */
  elsewhere: 0x01,
  illegal: 0x02,
  unimplemented: 0x03,
  sethi: 0x04,
  call: 0x05,
  coprocessorBranch: 0x06,
  barrier: 0x07,
  readAncillary: 0x08,
  writeAncillary: 0x09,
  /** A form of a load or store that the loop does not know. */
  leftToOthers: 0x0a,
  /** WRPSR with another rd than 0: it writes ET alone. */
  partialWrite: 0x0b,
  /** Bicc by its condition; BA that annuls is an operation of its own. */
  branch: 0x10,
  branchAlwaysAnnulling: 0x20,
  floatingBranch: 0x30,
  arithmetic: 0x40,
  memory: 0x80,
} as const

const named = (from: number, names: string): (readonly [number, string])[] =>
  names.split(' ').flatMap((name, i) => (name === '-' ? [] : [[from + i, name] as const]))

/** By operation: its name; that of those that are told apart by more is made in `decodedName`. */
// prettier-ignore
const names = new Map<number, string>([
  ...named(0x03, 'UNIMP SETHI CALL'), ...named(0x07, 'STBAR RDASR WRASR - PWRPSR'),
  ...named(0x10, 'BN BE BLE BL BLEU BCS BNEG BVS BA BNE BG BGE BGU BCC BPOS BVC BA'),
  ...named(0x30, 'FBN FBNE FBLG FBUL FBL FBUG FBG FBU FBA FBE FBUE FBGE FBUGE FBLE FBULE FBO'),
  ...named(0x40, 'ADD AND OR XOR SUB ANDN ORN XNOR ADDX - UMUL SMUL SUBX - UDIV SDIV'),
  ...named(0x50, 'ADDcc ANDcc ORcc XORcc SUBcc ANDNcc ORNcc XNORcc ADDXcc - UMULcc SMULcc SUBXcc - UDIVcc SDIVcc'),
  ...named(0x60, 'TADDcc TSUBcc TADDccTV TSUBccTV MULScc SLL SRL SRA RDY RDPSR RDWIM RDTBR'),
  ...named(0x70, 'WRY WRPSR WRWIM WRTBR FPop1 FPop2 CPop1 CPop2 JMPL RETT Ticc FLUSH SAVE RESTORE'),
  ...named(0x80, 'LD LDUB LDUH LDD ST STB STH STD - LDSB LDSH - - LDSTUB - SWAP'),
  ...named(0x90, 'LDA LDUBA LDUHA LDDA STA STBA STHA STDA - LDSBA LDSHA - - LDSTUBA - SWAPA'),
  ...named(0xa0, 'LDF LDFSR - LDDF STF STFSR STDFQ STDF'),
  ...named(0xb0, 'LDC LDCSR - LDDC STC STCSR STDCQ STDC - - - - CASA'),
])

/** Whether an operation is named: all others are illegal. */
const isNamed = Uint8Array.from({ length: 0x100 }, (_, number) => (names.has(number) ? 1 : 0))

const coprocessorBranches = 'CBN CB123 CB12 CB13 CB1 CB23 CB2 CB3 CBA CB0 CB03 CB02 CB023 CB01 CB013 CB012'.split(' ')
const softwareTraps = 'TN TE TLE TL TLEU TCS TNEG TVS TA TNE TG TGE TGU TCC TPOS TVC'.split(' ')

/** FPop1 and FPop2 by opf. */
// prettier-ignore
const floatingNames: ReadonlyMap<number, string> = new Map([
  [0x01, 'FMOVs'], [0x05, 'FNEGs'], [0x09, 'FABSs'], ...named(0x29, 'FSQRTs FSQRTd FSQRTq'),
  ...named(0x41, 'FADDs FADDd FADDq'), ...named(0x45, 'FSUBs FSUBd FSUBq'), ...named(0x49, 'FMULs FMULd FMULq'),
  ...named(0x4d, 'FDIVs FDIVd FDIVq'), [0x69, 'FsMULd'], [0x6e, 'FdMULq'],
  [0xc4, 'FiTOs'], [0xc6, 'FdTOs'], [0xc7, 'FqTOs'], [0xc8, 'FiTOd'], [0xc9, 'FsTOd'], [0xcb, 'FqTOd'],
  [0xcc, 'FiTOq'], [0xcd, 'FsTOq'], [0xce, 'FdTOq'], [0xd1, 'FsTOi'], [0xd2, 'FdTOi'], [0xd3, 'FqTOi'],
])
const comparisonNames: ReadonlyMap<number, string> = new Map(named(0x51, 'FCMPs FCMPd FCMPq - FCMPEs FCMPEd FCMPEq'))

/** The operation of an instruction word. */
export const operationOf = (word: number): number => {
  switch (word >>> 30) {
    case 0:
      return branchOrSethi(word)
    case 1:
      return operation.call
    case 2:
      return arithmetic(word, (word >>> 19) & 63)
    default: {
      const number = operation.memory + ((word >>> 19) & 63)
      return isNamed[number] === 1 ? number : operation.illegal
    }
  }
}

const branchOrSethi = (word: number): number => {
  const condition = (word >>> 25) & 15
  switch ((word >>> 22) & 7) {
    case 0:
      return operation.unimplemented
    case 2:
      return condition === 8 && (word & 0x20000000) !== 0
        ? operation.branchAlwaysAnnulling
        : operation.branch + condition
    case 4:
      return operation.sethi
    case 6:
      return operation.floatingBranch + condition
    case 7:
      return operation.coprocessorBranch
    default:
      return operation.illegal
  }
}

const arithmetic = (word: number, op3: number): number => {
  const number = operation.arithmetic + op3
  const [rd, rs1] = [(word >>> 25) & 31, (word >>> 14) & 31]
  if (number === 0x68 && rs1 !== 0) return rs1 === 15 && rd === 0 ? operation.barrier : operation.readAncillary
  if (number === 0x70 && rd !== 0) return operation.writeAncillary
  if (number === 0x71 && rd !== 0) return operation.partialWrite
  return isNamed[number] === 1 ? number : operation.illegal
}

/** What V8 calls the instruction that the interpreter takes a word for; null if it is illegal as it is encoded. */
export const decodedName = (word: number): string | null => {
  const number = operationOf(word)
  const condition = (word >>> 25) & 15
  const opf = (word >>> 5) & 0x1ff
  if (number === operation.coprocessorBranch) return coprocessorBranches[condition]
  if (number === 0x7a) return softwareTraps[condition]
  if (number === 0x74) return floatingNames.get(opf) ?? 'FPop1'
  if (number === 0x75) return comparisonNames.get(opf) ?? 'FPop2'
  return names.get(number) ?? null
}
