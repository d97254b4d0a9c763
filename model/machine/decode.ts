/** The fields of an instruction word, by the formats of SPARC V8, figure 5-1. */

/** The format: 0 branches and SETHI, 1 CALL, 2 arithmetic and control, 3 loads and stores. */
export const op = (word: number): number => word >>> 30
export const op2 = (word: number): number => (word >>> 22) & 7
export const op3 = (word: number): number => (word >>> 19) & 0x3f
export const opf = (word: number): number => (word >>> 5) & 0x1ff
export const rd = (word: number): number => (word >>> 25) & 0x1f
export const rs1 = (word: number): number => (word >>> 14) & 0x1f
export const rs2 = (word: number): number => word & 0x1f
/** Whether operand 2 stands in the instruction itself. */
export const immediate = (word: number): boolean => (word & 0x2000) !== 0
/** Bits 12 to 0, sign-extended. */
export const simm13 = (word: number): number => (word << 19) >> 19
/** The address space identifier. */
export const asi = (word: number): number => (word >>> 5) & 0xff
/** The condition that is tested, 0 to 15. */
export const cond = (word: number): number => (word >>> 25) & 0xf
/** Whether a branch annuls its delay slot. */
export const annul = (word: number): boolean => (word & 0x20000000) !== 0
/** Displacements, in bytes. */
export const disp30 = (word: number): number => word << 2
export const disp22 = (word: number): number => (word << 10) >> 8
/** What SETHI gives. */
export const imm22 = (word: number): number => word << 10

/** A row of one of the manual's opcode maps: an instruction's name, or how its other fields name it, and what it does. */
export interface Row<Does> {
  readonly opcode: number
  readonly name: string | ((word: number) => string)
  readonly does: Does
}
export const row = <Does>(opcode: number, name: Row<Does>['name'], does: Does): Row<Does> => ({ opcode, name, does })

/** An opcode map: at each opcode its row, or null where the encoding is illegal. Source: V8 appendix F. */
export type OpcodeMap<Does> = readonly (Row<Does> | null)[]
export const opcodeMap = <Does>(opcodes: number, rows: readonly Row<Does>[]): OpcodeMap<Does> =>
  Array.from({ length: opcodes }, (_, opcode) => rows.find((each) => each.opcode === opcode) ?? null)

/** The name of what stands at an opcode of a map. */
export const nameAt = <Does>(map: OpcodeMap<Does>, opcode: number, word: number): string | null => {
  const found = map[opcode] ?? null
  if (found === null) return null
  return typeof found.name === 'string' ? found.name : found.name(word)
}
