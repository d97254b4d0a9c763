/** What an instruction reads and writes, by the data, as registers of a board: whether a step changed anything else, or depended on anything else. */

import { fieldOf } from '../spec/machine/fields.ts'
import type { Instruction, Part } from '../spec/machine/instruction.ts'
import { fsrFields, windowCount, type Board, type Processor } from '../spec/machine/vocabulary.ts'
import { wordAt, wordsPerLine, address, type Word } from '../spec/words/vocabulary.ts'
import type { Choices } from './choices.ts'
import { changedLines } from './machine-comparing.ts'

/** A register, or a field of one, by number: globals, each window's registers, floats, then the others. */
type Cell = number
const [WINDOWS, FLOATS, OTHERS] = [8, 136, 168]
const others = ['icc', 'pil', 'ps', 's', 'et', 'ef', 'cwp', 'wim', 'tbr', 'y', 'fcc', 'fsr'] as const
type Other = (typeof others)[number]
const other = (name: Other): Cell => OTHERS + others.indexOf(name)

const nameOf = (cell: Cell): string => {
  if (cell < WINDOWS) return `%g${cell}`
  if (cell < FLOATS) return `window ${(cell - WINDOWS) >> 4} register ${(cell - WINDOWS) & 15}`
  return cell < OTHERS ? `%f${cell - FLOATS}` : (others[cell - OTHERS] ?? 'none')
}

/** The cell of a register that an instruction numbers, in a window. */
const cellOf = (number: number, window: number): Cell => {
  if (number < 8) return number
  const owner = number < 16 ? (window + windowCount - 1) % windowCount : window
  return WINDOWS + 16 * owner + (number < 16 ? number : number - 16)
}

const double = (number: number): readonly Cell[] => [FLOATS + (number & ~1), FLOATS + (number | 1)]

/** The cells of a part of an instruction, in a window. */
const cellsOf = (part: Part, code: Word, window: number): readonly Cell[] => {
  const [rd, rs1, rs2] = [fieldOf('rd', code), fieldOf('rs1', code), fieldOf('rs2', code)]
  switch (part) {
    case 'rs1':
      return [cellOf(rs1, window)]
    case 'rs2':
      return [cellOf(rs2, window)]
    case 'operand 2':
      return fieldOf('i', code) === 1 ? [] : [cellOf(rs2, window)]
    case 'rd':
      return [cellOf(rd, window)]
    case 'rd pair':
      return [cellOf(rd & ~1, window), cellOf(rd | 1, window)]
    case '%o7':
      return [cellOf(15, window)]
    case 'icc':
    case 'y':
    case 'wim':
    case 'tbr':
    case 'fcc':
      return [other(part)]
    case 'psr':
      return (['icc', 'pil', 'ps', 's', 'et', 'ef', 'cwp'] as const).map(other)
    case 'window':
      return [other('cwp')]
    case 'fsr':
      return [other('fsr'), other('fcc')]
    case 'float rs1':
      return [FLOATS + rs1]
    case 'float rs2':
      return [FLOATS + rs2]
    case 'float rd':
      return [FLOATS + rd]
    case 'double rs1':
      return double(rs1)
    case 'double rs2':
      return double(rs2)
    case 'double rd':
      return double(rd)
    case 'memory':
    case 'asr':
    case 'pc':
      return []
  }
}

const every = (parts: readonly Part[], code: Word, window: number): ReadonlySet<Cell> =>
  new Set(parts.flatMap((part) => cellsOf(part, code, window)))

/** The values of all cells of a processor, in their order. */
const valuesOf = ({ globals, windows, floats, state, wim, tbr, y, fsr }: Processor): readonly number[] => [
  ...globals,
  ...windows.flat(),
  ...floats,
  ...[state.icc, state.pil, Number(state.ps), Number(state.s), Number(state.et), Number(state.ef), state.cwp],
  ...[wim, tbr, y, fsr & fsrFields.FCC, fsr & ~fsrFields.FCC],
]

/** What a step without a trap wrote that the data do not say. */
export const writtenBeyond = (
  { writes }: Instruction,
  code: Word,
  { processor: before }: Board,
  { processor: after }: Board,
): readonly string[] => {
  const [was, is] = [valuesOf(before), valuesOf(after)]
  // Of an instruction that moves the window, the destination is of the new one.
  const said = every(writes, code, after.state.cwp)
  return was.flatMap((value, cell) => (is[cell] === value || said.has(cell) ? [] : [nameOf(cell)]))
}

/** A processor with another value in a cell; null for cells that decide on rights, on the window, or on interrupts. */
const disturbed = (p: Processor, cell: Cell, value: number): Processor | null => {
  if (cell === 0) return null
  if (cell < WINDOWS) return { ...p, globals: p.globals.with(cell, value) }
  const window = (cell - WINDOWS) >> 4
  if (cell < FLOATS)
    return { ...p, windows: p.windows.with(window, (p.windows[window] ?? []).with((cell - WINDOWS) & 15, value)) }
  if (cell < OTHERS) return { ...p, floats: p.floats.with(cell - FLOATS, value) }
  switch (others[cell - OTHERS]) {
    case 'y':
      return { ...p, y: value }
    case 'icc':
      return { ...p, state: { ...p.state, icc: value & 15 } }
    case 'ps':
      return { ...p, state: { ...p.state, ps: !p.state.ps } }
    case 'wim':
      return { ...p, wim: value & 0xff }
    case 'tbr':
      return { ...p, tbr: value & ~15 }
    case 'fcc':
      return { ...p, fsr: p.fsr ^ fsrFields.FCC }
    case 'fsr':
      return { ...p, fsr: p.fsr ^ fsrFields.AEXC }
    default:
      return null
  }
}

/** What differs between what two boards came to, but for one cell. */
const differing = (a: Board, b: Board, but: Cell | null): readonly string[] => {
  const [x, y] = [valuesOf(a.processor), valuesOf(b.processor)]
  const cells = x.flatMap((value, cell) => (cell === but || y[cell] === value ? [] : [nameOf(cell)]))
  const moved = a.processor.pc === b.processor.pc && a.processor.npc === b.processor.npc ? [] : ['pc']
  return [...cells, ...moved, ...(sameMemory(a, b) ? [] : ['memory'])]
}

const sameMemory = (a: Board, b: Board): boolean => {
  for (const line of changedLines(a.memory, b.memory))
    for (let i = 0; i < wordsPerLine; i++) {
      const at = address(line + 4 * i)
      if (wordAt(a.memory, at) !== wordAt(b.memory, at)) return false
    }
  return true
}

/** With another value in a register that the data do not say is read: what came of it that should not; null if that cannot be asked. */
export const readBeyond = (
  { reads, writes }: Instruction,
  code: Word,
  before: Board,
  after: Board,
  step: (board: Board) => Board,
  choices: Choices,
): { readonly cell: string; readonly differs: readonly string[] } | null => {
  const window = before.processor.state.cwp
  // Registers in sight and those of the state are what an instruction would read by mistake.
  const cell = choices.weighted(
    [4, () => cellOf(choices.between(1, 31), window)],
    [3, () => OTHERS + choices.below(others.length)],
    [2, () => choices.below(OTHERS)],
  )
  const processor = disturbed(before.processor, cell, choices.word() | 0)
  if (processor === null || every(reads, code, window).has(cell)) return null
  const isState = cell === other('fsr') || cell === other('fcc')
  const written = !isState && every(writes, code, after.processor.state.cwp).has(cell)
  return { cell: nameOf(cell), differs: differing(after, step({ ...before, processor }), written ? null : cell) }
}
