/** A case for the machine in words: its start, its memory, and what it executes, step by step. */

import { boardOf, stepOf } from '../model/machine.ts'
import { disassembled } from '../spec/machine/disassembly.ts'
import { psrWord, type Board, type BoardPlatform } from '../spec/machine/vocabulary.ts'
import { platformOf, type MachineCase } from './machine-case.ts'
import { observed } from './machine-observed.ts'
import { loadedCase } from './machine-start.ts'

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0')

const named = (kind: string, values: readonly number[]): string =>
  values.flatMap((value, n) => (value === 0 ? [] : [`%${kind}${n} ${hex(value)}`])).join(' ')

const startLines = ({ start, profile, ramBytes, burst }: MachineCase): readonly string[] => [
  `${profile}, ${ramBytes >> 10} KB${burst === 1 ? '' : `, ${burst} instructions at a time`}; pc ${hex(start.pc)} npc ${hex(start.npc)} psr ${hex(start.psr)} wim ${hex(start.wim)} tbr ${hex(start.tbr)} y ${hex(start.y)} fsr ${hex(start.fsr)}`,
  named('g', start.globals),
  ...start.windows.map((window, w) =>
    window === null ? '' : `window ${w}: ${named('l', window.slice(0, 8))} ${named('i', window.slice(8))}`,
  ),
  start.floats === null ? '' : named('f', start.floats),
  start.mmu === null
    ? ''
    : `MMU control ${start.mmu.control}, table pointer ${hex(start.mmu.tablePointer)}, context ${start.mmu.context}`,
  start.caches === 0 ? '' : `cache control ${hex(start.caches)}`,
  ...start.writes.map(([at, value]) => `device ${hex(at)} = ${hex(value)}`),
]

/** One step, as a line. */
const told = (platform: BoardPlatform, before: Board, after: Board): string => {
  const { processor: p } = before
  const { word, counted, trap, trapType } = observed(platform, before, after)
  const what = counted ? `${hex(word)}  ${disassembled(word, p.pc)}` : trap === null ? 'sleeps' : ''
  const then = trap === null || trapType === null ? '' : `  [${trap} ${trapType.toString(16)}]`
  return `${hex(p.pc)} npc ${hex(p.npc)} psr ${hex(psrWord(p.state))}  ${what}${then}`
}

/** The steps of a case's program on the model. */
const stepLines = (of: MachineCase): readonly string[] => {
  const { image, startSteps } = loadedCase(of)
  const platform = platformOf(of)
  const step = stepOf(platform)
  let board = boardOf(platform, image)
  const lines: string[] = []
  for (let n = 0; n < startSteps + of.steps; n++) {
    const after = step(board)
    if (after === board) break
    if (n >= startSteps) lines.push(told(platform, board, after))
    board = after
  }
  return lines
}

/** The whole case. */
export const machineCaseLines = (of: MachineCase): readonly string[] => [
  ...startLines(of).filter((line) => line !== ''),
  ...of.words.map(([at, value]) => `${hex(at)}: ${hex(value)}`),
  'steps:',
  ...stepLines(of),
]
