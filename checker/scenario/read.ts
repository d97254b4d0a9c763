/** A file becomes a scenario bound to its configuration, or all that is wrong with it. */

import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import type { ProfileId } from '../../spec/statement.ts'
import { leon3 } from '../../properties/platforms.ts'
import { start, type Diagnostic } from '../configuration/diagnostic.ts'
import { readConfigurationFile } from '../configuration/read.ts'
import { checkRules } from '../configuration/rules.ts'
import { contextOf } from './context.ts'
import { headingOf, type Heading } from './header.ts'
import { bodyOf, type Body } from './parse.ts'
import { imagesOf } from './programs.ts'
import { mostSteps, platformFrom, type Scenario, type Script } from './scenario.ts'
import { linesOf, Notes } from './text.ts'

export type ReadScenario = Either<readonly Diagnostic[], Scenario>

/** The configuration, if it can be run under every profile of the scenario; else it is said where the scenario names it. */
const configurationOf = (
  file: string,
  { profiles, configuration }: Heading,
  notes: Notes,
): { readonly file: string; readonly module: ModuleConfiguration } | readonly Diagnostic[] | undefined => {
  if (configuration === null) return undefined
  const path = isAbsolute(configuration.path) ? configuration.path : join(dirname(file), configuration.path)
  const read = readConfigurationFile(path)
  if (isLeft(read)) {
    notes.say('SCENARIO-5', configuration.at, `the configuration ${path} cannot be read`)
    return read.left
  }
  const { configuration: module, locate } = read.right
  const errors = profiles.flatMap((profile: ProfileId) =>
    checkRules(module, profile, locate, path).filter(
      ({ severity }) => severity === 'structural' || (severity === 'error' && !configuration.anyway),
    ),
  )
  if (errors.length === 0) return { file: path, module }
  notes.say(
    'SCENARIO-5',
    configuration.at,
    `the configuration ${path} breaks rules, so nothing can be said of what it does`,
  )
  return errors
}

const isList = <T>(value: object | readonly T[]): value is readonly T[] => Array.isArray(value)

/** The scenario in this text. */
export const scenarioIn = (file: string, text: string): ReadScenario => {
  const notes = new Notes(file)
  const heading = headingOf(linesOf(text, notes), notes)
  if (heading === null) return left(notes.diagnostics)
  const { configuration: _, guests, rest, ...header } = heading
  const found = configurationOf(file, heading, notes)
  if (found !== undefined && isList(found)) return left([...notes.diagnostics, ...found])
  const platform = platformFrom(leon3(found?.module.time.ticksPerSecond ?? 1), heading.cycles)
  if (found === undefined) {
    const [first] = rest
    if (first?.tokens[0] !== undefined)
      notes.say('SCENARIO-4', first.tokens[0], 'a scenario outside the model has no more than a header')
    const nothing = { images: [], scripts: [], events: [], module: [], steps: [] }
    const scenario = { ...header, ...nothing, file, configuration: null, platform }
    return notes.diagnostics.length > 0 ? left(notes.diagnostics) : right(scenario)
  }
  const context = contextOf(found.module, platform, notes)
  const images = imagesOf(file, guests, context)
  const body = bodyOf(rest, context, header.profiles)
  sayWhatGuestsCannot(heading, images, found.module, body, notes)
  const { programs, handlers, ...others } = body
  const scripts = found.module.partitions.map((__, partition): Script => ({
    partition,
    program: programs.get(partition) ?? [],
    handler: handlers.get(partition) ?? [],
  }))
  const scenario = { ...header, ...others, file, configuration: found, platform, images, scripts }
  return notes.diagnostics.length > 0 ? left(notes.diagnostics) : right(scenario)
}

/** A partition with a guest follows no script; and a run that executes instructions has to come to its end. */
const sayWhatGuestsCannot = (
  { ticks, cycles, guests }: Heading,
  images: Scenario['images'],
  { partitions, time }: ModuleConfiguration,
  { programs, handlers }: Body,
  notes: Notes,
): void => {
  for (const [position, image] of images.entries()) {
    const line = programs.get(position)?.[0] ?? handlers.get(position)?.[0]
    if (image !== null && line !== undefined)
      notes.say('SCENARIO-4', line, `${partitions[position]?.name} has a guest, and so no script`)
  }
  const [first] = guests
  const steps = ticks * cycles * time.requiredCores
  if (first !== undefined && steps > mostSteps)
    notes.say(
      'SCENARIO-3',
      first.file,
      `${ticks} ticks of ${cycles} cycles may be ${steps} steps; ${mostSteps} are played`,
    )
}

/** Reads a file. */
export const readScenario = (file: string): ReadScenario => {
  const refused = (code: 'FILE-1' | 'FILE-3', message: string): ReadScenario =>
    left([{ file, ...start, code, severity: 'structural', message }])
  try {
    return scenarioIn(file, readFileSync(file, 'utf8'))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT') return refused('FILE-1', 'there is no such file')
    if (typeof code === 'string') return refused('FILE-3', `cannot be read (${code})`)
    throw error
  }
}
