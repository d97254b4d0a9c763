/** A small assembler for SPARC V8, so that the runner needs no cross tools: instructions as functions, labels as names. Source: V8 appendix B. */

export type RegisterName = `${'g' | 'o' | 'l' | 'i'}${'0' | '1' | '2' | '3' | '4' | '5' | '6' | '7'}`
/** The second operand: a register, or a number from −4096 to 4095. */
export type Operand = RegisterName | number
/** Where a label lies. */
type Places = (label: string) => number

/** A piece of a program: a label, or words that may depend on where they and the labels lie. */
export type Piece =
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'words'; readonly count: number; readonly at: (here: number, places: Places) => readonly number[] }

const letters = ['g', 'o', 'l', 'i']
const registerNumber = (name: RegisterName): number => letters.indexOf(name.charAt(0)) * 8 + Number(name.charAt(1))

const fixed = (...words: readonly number[]): Piece => ({ kind: 'words', count: words.length, at: () => words })

const second = (operand: Operand): number => {
  if (typeof operand === 'string') return registerNumber(operand)
  if (operand < -4096 || operand > 4095) throw new RangeError(`${operand} does not fit into an immediate operand`)
  return 0x2000 | (operand & 0x1fff)
}

const format3 = (op: number, op3: number, rd: number, rs1: RegisterName, operand: number): Piece =>
  fixed(((op << 30) | (rd << 25) | (op3 << 19) | (registerNumber(rs1) << 14) | operand) >>> 0)

type Arithmetic = (rs1: RegisterName, operand: Operand, rd: RegisterName) => Piece
const arithmetic =
  (op3: number): Arithmetic =>
  (rs1, operand, rd) =>
    format3(2, op3, registerNumber(rd), rs1, second(operand))

export const add = arithmetic(0x00)
export const and = arithmetic(0x01)
export const or = arithmetic(0x02)
export const xor = arithmetic(0x03)
export const umul = arithmetic(0x0a)
export const andcc = arithmetic(0x11)
export const subcc = arithmetic(0x14)
export const sll = arithmetic(0x25)
export const srl = arithmetic(0x26)
export const save = arithmetic(0x3c)
export const move = (operand: Operand, rd: RegisterName): Piece => or('g0', operand, rd)
export const compare = (rs1: RegisterName, operand: Operand): Piece => subcc(rs1, operand, 'g0')

/** A load: `[rs1 + operand]` into `rd`. */
const load =
  (op3: number): Arithmetic =>
  (rs1, operand, rd) =>
    format3(3, op3, registerNumber(rd), rs1, second(operand))
type Store = (rd: RegisterName, rs1: RegisterName, operand: Operand) => Piece
const store =
  (op3: number): Store =>
  (rd, rs1, operand) =>
    format3(3, op3, registerNumber(rd), rs1, second(operand))

export const ld = load(0x00)
export const ldub = load(0x01)
export const ldd = load(0x03)
export const st = store(0x04)
export const std = store(0x07)

/** Floating-point registers are numbers from 0 to 31; doubles are even. */
type FloatingPoint = (register: number, rs1: RegisterName, operand: Operand) => Piece
const floatingPoint =
  (op3: number): FloatingPoint =>
  (register, rs1, operand) =>
    format3(3, op3, register, rs1, second(operand))
export const lddf = floatingPoint(0x23)
export const stdf = floatingPoint(0x27)
export const ldfsr = (rs1: RegisterName, operand: Operand): Piece => format3(3, 0x21, 0, rs1, second(operand))
export const stfsr = (rs1: RegisterName, operand: Operand): Piece => format3(3, 0x25, 0, rs1, second(operand))

/** Loads and stores in an alternate space take no immediate: the address is `rs1`. */
export const lda = (rs1: RegisterName, space: number, rd: RegisterName): Piece =>
  format3(3, 0x10, registerNumber(rd), rs1, space << 5)
export const sta = (rd: RegisterName, rs1: RegisterName, space: number): Piece =>
  format3(3, 0x14, registerNumber(rd), rs1, space << 5)

const states = { y: 0, psr: 1, wim: 2, tbr: 3 } as const
type State = keyof typeof states
export const rd = (state: State, into: RegisterName): Piece =>
  format3(2, 0x28 + states[state], registerNumber(into), 'g0', 0)
/** Writes `rs1 xor operand`. */
export const wr = (rs1: RegisterName, operand: Operand, state: State): Piece =>
  format3(2, 0x30 + states[state], 0, rs1, second(operand))

export const jmpl = arithmetic(0x38)
export const jmp = (rs1: RegisterName, operand: Operand): Piece => jmpl(rs1, operand, 'g0')
export const rett = (rs1: RegisterName, operand: Operand): Piece => format3(2, 0x39, 0, rs1, second(operand))
/** Trap always, number 0 to 127: trap type 0x80 more. */
export const ta = (number: number): Piece => format3(2, 0x3a, 8, 'g0', second(number))
export const nop: Piece = fixed(0x01000000)
export const word = (value: number): Piece => fixed(value >>> 0)

const sethiWord = (value: number, into: RegisterName): number =>
  ((registerNumber(into) << 25) | (4 << 22) | (value >>> 10)) >>> 0
/** The upper 22 bits of a value; what is below them is zero. */
export const sethi = (value: number, into: RegisterName): Piece => fixed(sethiWord(value, into))
/** The lower 10 bits of a value, as an immediate operand behind `sethi`. */
export const low = (value: number): number => value & 0x3ff

const setWords = (value: number, into: RegisterName): readonly number[] => {
  const register = registerNumber(into)
  return [
    sethiWord(value, into),
    ((2 << 30) | (register << 25) | (2 << 19) | (register << 14) | 0x2000 | low(value)) >>> 0,
  ]
}
/** A whole word, in two instructions. */
export const set = (value: number, into: RegisterName): Piece => fixed(...setWords(value >>> 0, into))
/** The address of a label, in two instructions. */
export const setLabel = (name: string, into: RegisterName): Piece => ({
  kind: 'words',
  count: 2,
  at: (_here, places) => setWords(places(name), into),
})

const conditions = { a: 8, n: 0, ne: 9, e: 1, g: 10, le: 2, ge: 11, l: 3, gu: 12, leu: 4, cc: 13, cs: 5 } as const
/** A branch on the integer condition codes. */
export const branch = (condition: keyof typeof conditions, to: string, annul = false): Piece => ({
  kind: 'words',
  count: 1,
  at: (here, places) => [
    (((annul ? 1 : 0) << 29) | (conditions[condition] << 25) | (2 << 22) | (((places(to) - here) >> 2) & 0x3fffff)) >>>
      0,
  ],
})
export const call = (to: string): Piece => ({
  kind: 'words',
  count: 1,
  at: (here, places) => [((1 << 30) | (((places(to) - here) >> 2) & 0x3fffffff)) >>> 0],
})
export const label = (name: string): Piece => ({ kind: 'label', name })

/** A program at its place. */
export interface Assembled {
  readonly base: number
  readonly words: readonly number[]
  readonly labels: ReadonlyMap<string, number>
}

const labelled = (base: number, pieces: readonly Piece[]): ReadonlyMap<string, number> => {
  const labels = new Map<string, number>()
  let here = base
  for (const piece of pieces) {
    if (piece.kind === 'words') here += 4 * piece.count
    else if (labels.has(piece.name)) throw new RangeError(`the label ${piece.name} stands twice`)
    else labels.set(piece.name, here)
  }
  return labels
}

/** The words of a program that starts at `base`; labels of programs assembled before may be used. */
export const assembled = (base: number, pieces: readonly Piece[], others: readonly Assembled[] = []): Assembled => {
  const labels = labelled(base, pieces)
  const places: Places = (name) => {
    const found = [labels, ...others.map((other) => other.labels)]
      .map((map) => map.get(name))
      .find((at) => at !== undefined)
    if (found === undefined) throw new RangeError(`there is no label ${name}`)
    return found
  }
  const words: number[] = []
  for (const piece of pieces) if (piece.kind === 'words') words.push(...piece.at(base + 4 * words.length, places))
  return { base, words, labels }
}
