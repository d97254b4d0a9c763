/** What a hunt reached, for people: rows of the decision tables, and everything else it counts. */

import { reachableRows } from '../../properties/reach.ts'
import { grouped } from './durations.ts'
import { folded } from './wrapping.ts'

export type Reach = Readonly<Record<string, number>>

const NO_BREAK = '\u00a0'

export interface Rows {
  readonly reached: number
  readonly of: number
  readonly notReached: readonly string[]
}

export const rowsOf = (reach: Reach): Rows => {
  const notReached = reachableRows.filter((row) => (reach[`row ${row}`] ?? 0) === 0)
  return { reached: reachableRows.length - notReached.length, of: reachableRows.length, notReached }
}

/** What is counted, in groups with a title; what fits none is in the last. */
const groups: readonly (readonly [title: string, pattern: RegExp])[] = [
  [
    'configuration',
    /cores?$|partitions$|schedules$|pages$|ports$|^channels$|^rights|^a (partition|supervisor)|^profile/,
  ],
  ['rows', /^row /],
  ['calls', /^call [^i]/],
  ['modes of callers', /^call in /],
  ['pointers', /^pointer |^partial write/],
  ['ports', /^queue |^channel /],
  ['errors', /^error |^health by|^module reset|^log locked|^delivery/],
  ['steps', /^step |^event |^compute$|^call$|^privileged$/],
  ['schedules', /schedule|frame end|change action|clock|^slack/],
  ['partitions at the end', /^(IDLE|COLD_START|WARM_START|NORMAL) |^restart|^left|^ended|^shutdown$|^hung$/],
  ['accesses', /^(load|store|fetch) of/],
  ['faults', /fault/],
  ['translations', /^translation/],
  ['other', /^/],
]

/** Everything that was reached, with how often, but for what only repeats the configuration. */
export const reachLines = (reach: Reach, columns: number): readonly string[] => {
  const byGroup = new Map<string, string[]>()
  for (const [what, times] of Object.entries(reach)) {
    const [title] = groups.find(([, pattern]) => pattern.test(what)) ?? ['other']
    const item = `${what.replace(/^(row|step|call|pointer) (in )?/, '')} ×${grouped(times)}`
    byGroup.set(title, [...(byGroup.get(title) ?? []), item.replaceAll(' ', NO_BREAK)])
  }
  return groups.flatMap(([title]) => {
    const items = byGroup.get(title)
    return items === undefined || title === 'configuration'
      ? []
      : folded(items.join('; '), columns, `  ${title}: `, '    ').map((line) => line.replaceAll(NO_BREAK, ' '))
  })
}
