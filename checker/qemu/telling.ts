/** A block that was found, for people: its instructions, and what it left on each machine where they differ. */

import { disassembled } from '../../spec/machine/disassembly.ts'
import { address, word } from '../../spec/words/vocabulary.ts'
import type { Block, Outcome, Signature, Trap } from './block.ts'
import * as places from './places.ts'

export const hexadecimal = (value: number): string => (value >>> 0).toString(16).padStart(8, '0')

const nop = 0x01000000

/** Its instructions with their addresses, without those that do nothing. */
export const listing = ({ words, offset, entry = places.code + offset }: Block): readonly string[] =>
  words.flatMap((each, index) => {
    const at = entry + 4 * index
    return each === nop ? [] : [`${hexadecimal(at)}  ${hexadecimal(each)}  ${disassembled(word(each), address(at))}`]
  })

/** How it is started, as far as it is not as usual. */
const start = (block: Block): string =>
  [
    `psr ${hexadecimal(block.psr)}`,
    `wim ${block.wim.toString(16)}`,
    `fsr ${hexadecimal(block.fsr)}`,
    `y ${hexadecimal(block.y)}`,
    `interrupts ${Object.values(block.interrupts).map(hexadecimal).join(' ')}`,
    `mmu ${block.mmu.control} context ${block.mmu.context}`,
  ].join(', ')

const trapTold = ({ tt, psr, pc, npc }: Trap): string =>
  `${tt.toString(16)} at ${hexadecimal(pc)} ${hexadecimal(npc)} psr ${hexadecimal(psr)}`

type Leaf = readonly [at: string, value: string]
const leaves = (at: string, value: unknown): readonly Leaf[] => {
  if (typeof value === 'number') return [[at, hexadecimal(value)]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => leaves(at === '' ? key : `${at}.${key}`, each))
}

const signatureLeaves = ({ traps, ...rest }: Signature): readonly Leaf[] => [
  ...traps.map((trap, index): Leaf => [`trap ${index}`, trapTold(trap)]),
  ...leaves('', rest),
]

/** At most so many lines of differences. */
const MOST = 12

const left = (outcome: Outcome | undefined): ReadonlyMap<string, string> =>
  new Map(
    outcome?.kind === 'ended' && outcome.signature !== undefined
      ? [['outcome', 'ended'], ...signatureLeaves(outcome.signature)]
      : [['outcome', outcome?.kind ?? 'none']],
  )

/** The first in which QEMU and this machine differ, as `where: QEMU's, here ours`; null if there is none. */
export const firstDifference = (qemu: Outcome | undefined, here: Outcome | undefined): string | null => {
  const [theirs, ours] = [left(qemu), left(here)]
  const at = [...theirs.keys()].find((key) => theirs.get(key) !== ours.get(key))
  return at === undefined ? null : `${at}: ${theirs.get(at) ?? 'none'}, here ${ours.get(at) ?? 'none'}`
}

/** What each machine left, where not all have left the same. */
const differences = (
  found: readonly (readonly [machine: string, outcome: Outcome | undefined])[],
): readonly string[] => {
  const told = found.map(([machine, outcome]) => [machine, left(outcome)] as const)
  const keys = new Set(told.flatMap(([, map]) => [...map.keys()]))
  return [...keys]
    .filter((key) => new Set(told.map(([, map]) => map.get(key))).size > 1)
    .slice(0, MOST)
    .map((key) => `  ${key}: ${told.map(([machine, map]) => `${machine} ${map.get(key) ?? '–'}`).join(' | ')}`)
}

export const toldBlock = (
  block: Block,
  found: readonly (readonly [machine: string, outcome: Outcome | undefined])[],
): string => [start(block), ...listing(block), ...differences(found)].join('\n')
