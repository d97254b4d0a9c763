/** The state of the fast machine as values of the vocabulary. */

import { processorState, windowCount, type Processor as AbstractProcessor } from '../spec/machine/vocabulary.ts'
import {
  address,
  linesPerPage,
  wordsPerLine,
  type Line,
  type Memory,
  type Page,
  type Region,
  type Segment,
} from '../spec/words/vocabulary.ts'
import type { Processor } from './machine-processor.ts'

export const processorOf = (processor: Processor): AbstractProcessor => {
  const { registers, floatingPoint } = processor
  return {
    pc: address(registers.pc),
    npc: address(registers.npc),
    state: processorState(registers.psr),
    wim: registers.wim,
    tbr: registers.tbr,
    y: registers.y,
    globals: Array.from({ length: 8 }, (_, i) => registers.get(i)),
    windows: Array.from({ length: windowCount }, (_, window) =>
      Array.from({ length: 16 }, (_, i) => registers.windowed(window, i)),
    ),
    floats: [...floatingPoint.floats],
    fsr: floatingPoint.fsr,
    activity: processor.inError ? 'error mode' : processor.asleep ? 'asleep' : 'executing',
    errorTrap: processor.errorTrap,
  }
}

/** Memory as a value, from its pages; lines of zeros are left out. */
export const memoryOf = (pages: Iterable<{ readonly at: number; readonly words: Int32Array }>): Memory => {
  const regions: (((Page | undefined)[] | undefined)[] | undefined)[] = []
  for (const { at, words } of pages) {
    const page = pageOf(words)
    if (page.length === 0) continue
    const segments = entryOf(regions, at >>> 24, () => [])
    entryOf(segments, (at >>> 18) & 63, () => []) [(at >>> 12) & 63] = page // prettier-ignore
  }
  return filled(
    regions.map((segments): Region => filled((segments ?? []).map((segment): Segment => filled(segment ?? [])))),
  )
}

const pageOf = (words: Int32Array): Page => {
  const page: (Line | undefined)[] = []
  for (let line = 0; line < linesPerPage; line++) {
    const part = words.subarray(line * wordsPerLine, (line + 1) * wordsPerLine)
    if (part.some((word) => word !== 0)) page[line] = [...part]
  }
  return filled(page)
}

/** No holes: what is absent is undefined. */
const filled = <T>(entries: readonly (T | undefined)[]): readonly (T | undefined)[] => Array.from(entries)

const entryOf = <T>(entries: (T | undefined)[], index: number, make: () => T): T => (entries[index] ??= make())
