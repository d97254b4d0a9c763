/** What became of a set of mutants, file by file, in words. */

import { reasonOf } from './equivalent.ts'
import type { Tried } from './kill.ts'

export interface FileRate {
  readonly file: string
  readonly mutants: number
  readonly killed: number
  /** Known to change nothing, and indeed alive. */
  readonly equivalent: number
}

const isKilled = ({ fate }: Tried): boolean => fate.kind === 'killed'
const isEquivalent = (tried: Tried): boolean => !isKilled(tried) && reasonOf(tried.mutant) !== undefined

const rateOf = (file: string, tried: readonly Tried[]): FileRate => ({
  file,
  mutants: tried.length,
  killed: tried.filter(isKilled).length,
  equivalent: tried.filter(isEquivalent).length,
})

/** By file, in the order in which they come. */
export const rates = (tried: readonly Tried[]): readonly FileRate[] =>
  [...Map.groupBy(tried, ({ mutant }) => mutant.file)].map(([file, those]) => rateOf(file, those))

export const totalOf = (tried: readonly Tried[]): FileRate => rateOf('all', tried)

/** Of the mutants that change anything, the part that was killed. */
export const killRate = ({ mutants, killed, equivalent }: FileRate): number =>
  mutants === equivalent ? 1 : killed / (mutants - equivalent)

export const survivors = (tried: readonly Tried[]): readonly Tried[] =>
  tried.filter((one) => !isKilled(one) && !isEquivalent(one))

const row = (...cells: readonly (string | number)[]): string =>
  cells.map((cell, i) => (i === 0 ? String(cell).padEnd(24) : String(cell).padStart(11))).join('')

/** The table, the survivors with their lines, and the equivalent ones with their reasons. */
export const told = (tried: readonly Tried[]): readonly string[] => [
  row('file', 'mutants', 'killed', 'survived', 'equivalent', 'rate'),
  ...[...rates(tried), totalOf(tried)].map((rate) => {
    const { file, mutants, killed, equivalent } = rate
    return row(
      file,
      mutants,
      killed,
      mutants - killed - equivalent,
      equivalent,
      `${(100 * killRate(rate)).toFixed(1)} %`,
    )
  }),
  '',
  'How they were found:',
  ...[...Map.groupBy(tried.filter(isKilled), ({ fate }) => (fate.kind === 'killed' ? fate.by : ''))].map(
    ([by, those]) => `  ${by}: ${those.length}`,
  ),
  ...list('Survived:', survivors(tried), ({ mutant }) => [`  ${mutant.id}`, `      ${mutant.source}`]),
  ...list('Equivalent:', tried.filter(isEquivalent), ({ mutant }) => [
    `  ${mutant.id}`,
    `      ${reasonOf(mutant) ?? ''}`,
  ]),
]

const list = (title: string, tried: readonly Tried[], lines: (one: Tried) => readonly string[]): readonly string[] =>
  tried.length === 0 ? [] : ['', title, ...tried.flatMap(lines)]
