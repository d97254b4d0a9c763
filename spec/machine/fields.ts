/** The fields of an instruction word, and which of them each format has. Source: V8 figure 5-1. */

import { word, type Word } from '../words/vocabulary.ts'

/** A field, by its name in V8. `opf` stands for the `opc` of coprocessor operations too. */
export type Field =
  'disp30' | 'disp22' | 'imm22' | 'const22' | 'a' | 'rd' | 'rs1' | 'i' | 'asi' | 'simm13' | 'rs2' | 'opf'

interface Place {
  /** The position of its lowest bit. */
  readonly low: number
  readonly bits: number
  readonly signed: boolean
}

/** Where each field stands. Values of signed ones are signed numbers. */
export const places: { readonly [field in Field]: Place } = {
  disp30: { low: 0, bits: 30, signed: true },
  disp22: { low: 0, bits: 22, signed: true },
  imm22: { low: 0, bits: 22, signed: false },
  const22: { low: 0, bits: 22, signed: false },
  a: { low: 29, bits: 1, signed: false },
  rd: { low: 25, bits: 5, signed: false },
  rs1: { low: 14, bits: 5, signed: false },
  i: { low: 13, bits: 1, signed: false },
  asi: { low: 5, bits: 8, signed: false },
  simm13: { low: 0, bits: 13, signed: true },
  rs2: { low: 0, bits: 5, signed: false },
  opf: { low: 5, bits: 9, signed: false },
}

const operandFields = ['rs1', 'i', 'rs2', 'simm13'] as const satisfies readonly Field[]

/**
 * The formats, and the fields that an instruction of each gives meaning to. Of `rs2` (and `asi`) and `simm13` the bit i says
 * which stands there, where there is an i. All other bits are the instruction's own, or are ignored.
 */
export const formats = {
  call: ['disp30'],
  sethi: ['rd', 'imm22'],
  branch: ['a', 'disp22'],
  unimplemented: ['const22'],
  /** Arithmetic, and loads and stores: two operands, and a register that is the result's or the stored one. */
  register: ['rd', ...operandFields],
  /** Two operands only. */
  operands: operandFields,
  /** With i 1, an instruction of this format is illegal. */
  alternate: ['rd', 'asi', ...operandFields],
  'read state': ['rd'],
  'read ancillary': ['rd', 'rs1'],
  none: [],
  float: ['rd', 'rs1', 'rs2'],
  'float of one': ['rd', 'rs2'],
  'float compare': ['rs1', 'rs2'],
  operation: ['rd', 'rs1', 'opf', 'rs2'],
} as const satisfies { readonly [format: string]: readonly Field[] }
export type Format = keyof typeof formats

/** Values of fields; what is absent is 0. */
export type Fields = { readonly [field in Field]?: number }

/** The bits of a word in which a field stands. */
export const bitsOf = (field: Field): number => (2 ** places[field].bits - 1) * 2 ** places[field].low

/** The value of a field in a word. */
export const fieldOf = (field: Field, from: number): number => {
  const { low, bits, signed } = places[field]
  const unused = 32 - bits
  return signed ? (from << (unused - low)) >> unused : (from << (unused - low)) >>> unused
}

/** The fields of a format that have a meaning with this bit i. */
export const meant = (format: Format, i: number): readonly Field[] => {
  const fields: readonly Field[] = formats[format]
  if (!fields.includes('i')) return fields
  return fields.filter((field) => (i === 1 ? field !== 'rs2' && field !== 'asi' : field !== 'simm13'))
}

/** The bits of the fields of a format that have a meaning with these values, each value cut to its field. */
export const placed = (format: Format, fields: Fields): Word =>
  word(
    meant(format, fields.i ?? 0).reduce(
      (bits, field) => bits | (((fields[field] ?? 0) << places[field].low) & bitsOf(field)),
      0,
    ),
  )
