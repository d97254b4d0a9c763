/** A trace of a run: a line for each step, with the registers it changed and what it stored; written to a file as it comes. */

import { closeSync, openSync, writeSync } from 'node:fs'
import { disassembled } from '../../spec/machine/disassembly.ts'
import { fieldOf } from '../../spec/machine/fields.ts'
import { instructionOf } from '../../spec/machine/instructions.ts'
import { deviceAt, psrWord, windowCount, type Processor } from '../../spec/machine/vocabulary.ts'
import { address, type Address, type Word } from '../../spec/words/vocabulary.ts'

/** A board between two steps, as a trace looks at it. */
export interface Moment {
  readonly processor: Processor
  readonly cycles: number
  readonly instructions: number
  /** The word at `pc`; null while the MMU is on. */
  readonly instruction: Word | null
  /** The word at an address. */
  readonly wordAt: (at: Address) => Word
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0')

/** Register 0 to 31 of a window. */
const registerOf = ({ globals, windows }: Processor, window: number, r: number): number => {
  if (r < 8) return globals[r] ?? 0
  if (r < 16) return windows[(window + windowCount - 1) % windowCount]?.[r] ?? 0
  return windows[window]?.[r - 16] ?? 0
}

const names = ['g', 'o', 'l', 'i'].flatMap((set) => Array.from({ length: 8 }, (_, i) => `%${set}${i}`))
names[14] = '%sp'
names[30] = '%fp'

/** The registers that changed, of the window that is the current one afterwards. */
const changed = (a: Processor, b: Processor): readonly string[] => {
  const { cwp } = b.state
  const registers = names.flatMap((name, r): readonly string[] => {
    const is = registerOf(b, cwp, r)
    return registerOf(a, cwp, r) === is ? [] : [`${name}=${hex(is)}`]
  })
  const floats = b.floats.flatMap((is, f) => (is === a.floats[f] ? [] : [`%f${f}=${hex(is)}`]))
  const others: readonly (readonly [string, number, number])[] = [
    ['psr', psrWord(a.state), psrWord(b.state)],
    ['wim', a.wim, b.wim],
    ['tbr', a.tbr, b.tbr],
    ['y', a.y, b.y],
    ['fsr', a.fsr, b.fsr],
  ]
  return [...registers, ...floats, ...others.flatMap(([name, was, is]) => (was === is ? [] : [`%${name}=${hex(is)}`]))]
}

/** What stands in memory where an instruction has stored, unless it trapped; what it stored, at a device. */
const stored = (instruction: Word, { processor }: Moment, after: Moment): readonly string[] => {
  const known = instructionOf(instruction)
  const trapped = processor.state.et && !after.processor.state.et
  if (known === null || known.access === null || known.access.kind === 'load' || trapped) return []
  const value = (field: 'rs1' | 'rs2'): number =>
    registerOf(processor, processor.state.cwp, fieldOf(field, instruction))
  const second = fieldOf('i', instruction) === 1 ? fieldOf('simm13', instruction) : value('rs2')
  const at = value('rs1') + (known.name === 'CASA' ? 0 : second)
  return [at, ...(known.access.bytes === 8 ? [at + 4] : [])].map((place) => {
    const aligned = address(place & ~3)
    const rd = fieldOf('rd', instruction) + (place === at ? 0 : 1)
    const is = aligned >= deviceAt.line ? registerOf(processor, processor.state.cwp, rd) : after.wordAt(aligned)
    return `[${hex(aligned)}]=${hex(is)}`
  })
}

/** One line: the cycle; the instruction, the interrupt, or sleep; what changed. */
export const traceLine = (before: Moment, after: Moment): string => {
  const { pc } = before.processor
  const begins = String(before.cycles).padStart(10)
  const changes = changed(before.processor, after.processor)
  if (after.instructions === before.instructions)
    return [begins, after.processor.pc === pc ? 'asleep' : `interrupt, to ${hex(after.processor.pc)}`, ...changes].join(
      '  ',
    )
  const { instruction } = before
  if (instruction === null) return [begins, hex(pc), ...changes].join('  ')
  const written = `${hex(pc)}  ${hex(instruction)}  ${disassembled(instruction, pc).padEnd(32)}`
  return [begins, written, ...changes, ...stored(instruction, before, after)].join('  ').trimEnd()
}

/** How many characters are kept before they are written. */
const most = 1 << 16

/** Where a trace goes. Throws what the file system throws when it cannot be written. */
export class TraceFile {
  readonly #file: number
  #lines = ''

  constructor(path: string) {
    this.#file = openSync(path, 'w')
  }

  write(line: string): void {
    this.#lines += `${line}\n`
    if (this.#lines.length >= most) this.#flush()
  }

  #flush(): void {
    writeSync(this.#file, this.#lines)
    this.#lines = ''
  }

  close(): void {
    this.#flush()
    closeSync(this.#file)
  }
}
