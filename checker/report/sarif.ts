/** The results of the rules as SARIF 2.1.0, which code review and continuous integration show beside the lines. */

import { isAbsolute, relative } from 'node:path'
import type { Severity } from '../../spec/statement.ts'
import { codes, type Diagnostic } from '../configuration/diagnostic.ts'

/** A rule of the specification, with what it is for. */
export interface Described {
  readonly id: string
  readonly says: string
  readonly severity: Severity
  readonly serves: readonly { readonly id: string; readonly says: string }[]
  readonly because: readonly string[]
}

const levelOf = (severity: Severity): 'error' | 'warning' => (severity === 'warning' ? 'warning' : 'error')

const ruleOf = ({ id, says, severity, serves, because }: Described) => ({
  id,
  shortDescription: { text: says },
  help: {
    text: [
      says,
      ...serves.map((requirement) => `Serves ${requirement.id}: ${requirement.says}`),
      ...(because.length === 0 ? [] : [`Sources: ${because.join('; ')}`]),
    ].join('\n'),
  },
  defaultConfiguration: { level: levelOf(severity) },
})

const readingRules = Object.entries(codes).map(([id, says]) => ({
  id,
  shortDescription: { text: `The file: ${says}.` },
  help: { text: `The file could not be read as a configuration: ${says}.` },
  defaultConfiguration: { level: 'error' as const },
}))

/** A path as a relative or absolute reference. */
const uriOf = (named: string): string => {
  // Below the working directory by a relative path: that is what tools that annotate a repository can place.
  const below = relative(process.cwd(), named)
  const file = below.startsWith('..') || isAbsolute(below) ? named : below
  const slashes = file.replaceAll('\\', '/')
  return `${/^[A-Za-z]:\//.test(slashes) ? 'file:///' : slashes.startsWith('/') ? 'file://' : ''}${encodeURI(slashes)}`
}

/** One run of the checker over one file. */
export const sarif = (version: string, rules: readonly Described[], diagnostics: readonly Diagnostic[]) => {
  const described = [...rules.map(ruleOf), ...readingRules]
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'bulkhead', version, semanticVersion: version, rules: described } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map(({ file, line, column, code, severity, message }) => ({
          ruleId: code,
          ruleIndex: described.findIndex(({ id }) => id === code),
          level: levelOf(severity),
          message: { text: message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(file) },
                region: { startLine: line, startColumn: column },
              },
            },
          ],
        })),
      },
    ],
  }
}
