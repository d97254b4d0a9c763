/** The results of the rules for people: each diagnostic where it stands, then how often each rule is broken. */

import type { Severity } from '../../spec/statement.ts'
import { printed, type Diagnostic } from '../configuration/diagnostic.ts'
import type { Paint } from '../program/terminal.ts'
import { counted } from './durations.ts'

/** How many diagnostics there are of each severity. */
export const tally = (diagnostics: readonly Diagnostic[]): { readonly [severity in Severity]: number } => {
  const of = (severity: Severity): number => diagnostics.filter((d) => d.severity === severity).length
  return { structural: of('structural'), error: of('error'), warning: of('warning') }
}

/** `2 structural errors, 1 error, 3 warnings`; nothing for nothing. */
export const tallied = (diagnostics: readonly Diagnostic[]): string => {
  const { structural, error, warning } = tally(diagnostics)
  return [
    ...(structural === 0 ? [] : [counted(structural, 'structural error')]),
    ...(error === 0 ? [] : [counted(error, 'error')]),
    ...(warning === 0 ? [] : [counted(warning, 'warning')]),
  ].join(', ')
}

/** A rule as the summary names it. */
export interface Named {
  readonly id: string
  readonly says: string
}

/** The diagnostics, the broken rules with counts where several are broken, and one line that sums them up. */
export const ruleLines = (
  diagnostics: readonly Diagnostic[],
  rules: readonly Named[],
  paint: Paint,
): readonly string[] => {
  const codes = [...new Set(diagnostics.map(({ code }) => code))]
  const broken = rules.filter(({ id }) => codes.includes(id))
  const width = Math.max(0, ...broken.map(({ id }) => id.length))
  const lines = printed(diagnostics).map((line, i) => {
    const severity = diagnostics[i]?.severity
    return severity === undefined ? line : severity === 'warning' ? paint.yellow(line) : paint.red(line)
  })
  return [
    ...lines,
    ...(broken.length > 0 && diagnostics.length > 1
      ? [
          '',
          ...broken.map(({ id, says }) => {
            const times = diagnostics.filter(({ code }) => code === id).length
            return `  ${id.padEnd(width)} ${`×${times}`.padStart(4)}  ${says}`
          }),
        ]
      : []),
    `rules: ${rules.length - broken.length} of ${rules.length} hold${diagnostics.length === 0 ? '' : `; ${tallied(diagnostics)}`}`,
  ]
}
