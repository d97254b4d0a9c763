/** AIR's own files, where they are at hand: modules are read, all else is refused as what it is, rules hold or not. */

import { existsSync, globSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { formatted } from './diagnostic.ts'
import { readConfigurationFile } from './read.ts'
import { checkRules } from './rules.ts'

const corpus = new URL('../../../shared/corpus/', import.meta.url).pathname
const present = existsSync(`${corpus}air`)
if (!present) console.error(`skipped: AIR's own files are not at ${corpus}air`)

const files = (pattern: string): readonly string[] => (present ? globSync(pattern, { cwd: corpus }).toSorted() : [])

const ofModules = files('air/{examples,validation}/**/*.xml')
  .concat(files('traces/air/*.config.xml'))
  .filter((file) => !/iop\.xml$|testdef_/.test(file))

/** The files of the older dialect. */
const older = /TEST-DEF-210[0-9]|TEST-DEF-0210[0-9]/

/** Every file that breaks a rule whose breach is an error, and the rules. The others break none. */
const errors: { readonly [file: string]: readonly string[] } = {
  'air/examples/hm/config.xml': ['PORTS-R2'],
  'air/examples/iop/iop_can/config.xml': ['PORTS-R2'],
  'air/validation/TEST-DEF-00600/TEST-DEF-00600.xml': ['PARTITION-R8'],
  'air/validation/TEST-DEF-00800/TEST-DEF-00800.xml': ['PARTITION-R8'],
  'air/validation/TEST-DEF-01370/TEST-DEF-01370.xml': ['TIME-R11', 'TIME-R2'],
  'air/validation/TEST-DEF-80000/TEST-DEF-80000.xml': ['TIME-R2'],
  'air/validation/TEST-DEF-80300/TEST-DEF-80300.xml': ['TIME-R11', 'TIME-R2'],
  'air/validation/TEST-DEF-80380/TEST-DEF-80380.xml': ['TIME-R2'],
  'traces/air/super.config.xml': ['PARTITION-R8'],
}

/** The codes of all diagnostics of a file that are no warnings, or of its warnings. */
const codesOf = (file: string, warnings: boolean): readonly string[] => {
  const reading = readConfigurationFile(`${corpus}${file}`)
  const all =
    reading._tag === 'Left'
      ? reading.left
      : reading.right.warnings.concat(
          checkRules(reading.right.configuration, 'air-requirements', reading.right.locate, file),
        )
  return [
    ...new Set(all.filter(({ severity }) => (severity === 'warning') === warnings).map(({ code }) => code)),
  ].toSorted()
}

describe.skipIf(!present)('AIR’s own files', () => {
  test('are all there', () => {
    expect(ofModules).toHaveLength(71)
    expect(ofModules.filter((file) => older.test(file))).toHaveLength(5)
  })

  test.each(ofModules)('%s is read, and breaks the rules it is known to break', (file) => {
    expect(readConfigurationFile(`${corpus}${file}`)._tag).toBe('Right')
    expect(codesOf(file, false)).toEqual(errors[file] ?? [])
  })

  test('every file that is known to break a rule is there', () =>
    expect(Object.keys(errors).filter((file) => !ofModules.includes(file))).toEqual([]))

  test.each(files('air/examples/**/iop.xml').concat(files('air/validation/**/testdef_*.xml')))(
    '%s is no module',
    (file) => {
      const reading = readConfigurationFile(`${corpus}${file}`)
      expect(reading._tag === 'Left' && reading.left.map(({ code, message }) => [code, message])).toEqual([
        ['READ-1', expect.stringContaining(file.endsWith('iop.xml') ? 'an I/O partition' : 'the definition of a test')],
      ])
    },
  )

  test('supplying more than the duration is a warning', () =>
    expect(ofModules.filter((file) => codesOf(file, true).includes('TIME-R14'))).toEqual([
      'air/validation/TEST-DEF-02107/0060_0011.xml',
    ]))

  test('the stray text of one example is a warning at its place', () => {
    const reading = readConfigurationFile(`${corpus}air/examples/ports/config.xml`)
    expect(reading._tag === 'Right' && reading.right.warnings.map(formatted)).toEqual([
      expect.stringMatching(/config\.xml:\d+:16 READ-6 warning: "c" is text/),
    ])
  })

  test('windows of different cores overlap without a word', () =>
    expect(codesOf('air/examples/smp/MORA_TSP_scenario1/config.xml', false)).toEqual([]))

  test('the older dialect is read with its assumption', () => {
    for (const file of ofModules.filter((name) => older.test(name))) expect(codesOf(file, true)).toContain('READ-9')
  })
})
