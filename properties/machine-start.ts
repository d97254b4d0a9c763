/** The code that brings a board from where it starts to where a case begins: in the last page of memory, with the values it loads. */

import { alternateSpace, psrBits, ramAt, windowCount, type BoardImage } from '../spec/machine/vocabulary.ts'
import { address, word, type Address, type Word } from '../spec/words/vocabulary.ts'
import { alternately, assembled, immediately, nop, ofRegisters, register } from './machine-assembly.ts'
import type { MachineCase, MachineStart, PlacedWord } from './machine-case.ts'

interface StartCode {
  readonly words: readonly PlacedWord[]
  /** Every instruction is executed once, and none traps. */
  readonly steps: number
}

/** The page of the code; where it lies, no other word of a case may. */
export const startPage = (ramBytes: number): number => ramAt + ramBytes - 0x1000

/** Where in the page the values lie. */
const VALUES = 0x800

/** While the values are loaded, %g1 points at the page; %g2 to %g5 are free. */
const BASE = 1

class Code {
  readonly #page: number
  readonly #code: number[] = []
  readonly #values: number[] = []

  constructor(page: number) {
    this.#page = page
  }

  add(...words: readonly number[]): void {
    this.#code.push(...words)
  }

  /** Load values one after another into a register and those after it, by pairs. */
  load(name: 'LDD' | 'LDDF', values: readonly number[], rd: number): void {
    for (let i = 0; i < values.length; i += 2) this.#pair(name, [values[i] ?? 0, values[i + 1] ?? 0], rd + i)
  }

  /** One instruction that loads. */
  #pair(name: string, values: readonly number[], rd: number): void {
    this.add(immediately(name, BASE, VALUES + 4 * this.#values.length, rd))
    this.#values.push(...values)
  }

  loadState(fsr: number): void {
    this.#pair('LDFSR', [fsr, 0], 0)
  }

  /** The state register, from an immediate value: no floating-point unit, traps off. */
  window(number: number): void {
    this.add(immediately('WRPSR', 0, psrBits.S | psrBits.PS | number))
  }

  done(): StartCode {
    return {
      words: [
        ...this.#code.map((value, i): PlacedWord => [this.#page + 4 * i, value]),
        ...this.#values.map((value, i): PlacedWord => [this.#page + VALUES + 4 * i, value]),
      ],
      steps: this.#code.length,
    }
  }
}

const { g, l, i } = register

const floats = (code: Code, start: MachineStart): void => {
  if (start.floats === null && start.fsr === 0) return
  code.add(immediately('WRPSR', 0, (psrBits.EF | psrBits.S | psrBits.PS) - 0x2000))
  if (start.floats !== null) code.load('LDDF', start.floats, 0)
  if (start.fsr !== 0) code.loadState(start.fsr)
}

const devices = (code: Code, { writes }: MachineStart): void => {
  for (const write of writes) {
    code.load('LDD', write, g + 2)
    code.add(ofRegisters('ST', g + 2, 0, g + 3))
  }
}

const registers = (code: Code, start: MachineStart): void => {
  if (start.y !== 0 || start.tbr !== 0) {
    code.load('LDD', [start.y, start.tbr], g + 2)
    code.add(ofRegisters('WRY', g + 2, 0), ofRegisters('WRTBR', g + 3, 0))
  }
  code.add(immediately('WRWIM', 0, start.wim & 0xff))
  if (start.caches !== 0) {
    code.load('LDD', [start.caches, 0], g + 2)
    code.add(alternately('STA', 0, alternateSpace.cacheControl, g + 2))
  }
  if (start.mmu === null) return
  code.load('LDD', [start.mmu.tablePointer, start.mmu.context], g + 2)
  code.add(
    immediately('OR', 0, 0x100, g + 4),
    alternately('STA', g + 4, alternateSpace.mmu, g + 2),
    immediately('OR', 0, 0x200, g + 4),
    alternately('STA', g + 4, alternateSpace.mmu, g + 3),
  )
}

const windows = (code: Code, start: MachineStart): void => {
  for (const [w, window] of start.windows.entries()) {
    if (window === null) continue
    code.window(w)
    for (const [first, from] of [
      [l, 0],
      [i, 8],
    ] as const)
      for (let n = 0; n < 8; n += 2)
        if (window[from + n] !== 0 || window[from + n + 1] !== 0)
          code.load('LDD', [window[from + n] ?? 0, window[from + n + 1] ?? 0], first + n)
  }
}

/**
 * From the window below: with ET 1 as a trap's handler returns; with ET 0 the state is written in the delay slot of the
 * jump. Globals are loaded last, their base as the last of them; the MMU goes on where only the jump is still to come.
 */
const departure = (code: Code, start: MachineStart): void => {
  const window = start.psr & psrBits.CWP
  const traps = (start.psr & psrBits.ET) !== 0
  const s = (start.psr & psrBits.S) !== 0
  const below = (window + windowCount - 1) % windowCount
  const before =
    (start.psr & ~(psrBits.S | psrBits.PS | psrBits.ET | psrBits.CWP)) | psrBits.S | (s ? psrBits.PS : 0) | below
  code.window(below)
  code.load('LDD', [traps ? before : start.psr, start.pc, start.npc, start.mmu?.control ?? 0], l)
  for (const pair of [2, 4, 6, 0]) code.load('LDD', start.globals.slice(pair, pair + 2), g + pair)
  if (traps) code.add(ofRegisters('WRPSR', l, 0))
  if (start.mmu !== null && start.mmu.control !== 0) code.add(alternately('STA', 0, alternateSpace.mmu, l + 3))
  code.add(ofRegisters('JMPL', l + 1, 0))
  code.add(traps ? ofRegisters('RETT', l + 2, 0) : ofRegisters('WRPSR', l, 0))
}

/** The code for a start, in a page. */
const startCode = (start: MachineStart, page: number): StartCode => {
  const code = new Code(page)
  code.add(assembled('SETHI', { imm22: page >>> 10, rd: BASE }))
  floats(code, start)
  registers(code, start)
  windows(code, start)
  devices(code, start)
  departure(code, start)
  code.add(nop)
  const { words, steps } = code.done()
  return { words, steps: steps - 1 }
}

/** A case as an image, and how many steps its start takes. */
export interface Loaded {
  readonly image: BoardImage
  readonly startSteps: number
}

/** The image that brings a board to the start of a case and then runs its program. */
export const loadedCase = ({ ramBytes, start, words }: MachineCase): Loaded => {
  const page = startPage(ramBytes)
  const code = startCode(start, page)
  const all = [...words, ...code.words].map(([at, value]): readonly [Address, Word] => [address(at), word(value)])
  return { image: { entry: address(page), words: all }, startSteps: code.steps }
}
