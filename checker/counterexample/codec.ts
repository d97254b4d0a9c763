/** What a counterexample file holds, and how it is read back: nothing of it is believed before it was decoded. */

import { isLeft, left, type Either } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { rules } from '../../spec/module/rules.ts'
import { secondariesOf, type World } from '../../spec/module/vocabulary.ts'
import type { Path } from '../../spec/statement.ts'
import type { Case } from '../../properties/case.ts'
import { moduleCodec, refusals } from '../configuration/codec.ts'
import { imagesCodec, unsoundImages } from './image-codec.ts'
import { between, one, platformCodec, profileCodec, runCodec } from './run-codec.ts'

/** Written, and read; the one before it had no images, and is read as well. */
export const format = 'bulkhead-counterexample/3'
const withoutImages = 'bulkhead-counterexample/2'

const scriptedCodec = t.type({ configuration: moduleCodec, platform: platformCodec, profile: profileCodec })

const hasImages = (value: unknown): value is { readonly images: unknown } =>
  typeof value === 'object' && value !== null && 'images' in value && value.images !== undefined

export const worldCodec: t.Type<World, unknown> = new t.Type<World, unknown>(
  'a world',
  (value): value is World => scriptedCodec.is(value) && (!hasImages(value) || imagesCodec.is(value.images)),
  (value, context) => {
    const scripted = scriptedCodec.validate(value, context)
    if (isLeft(scripted) || !hasImages(value)) return scripted
    const images = imagesCodec.validate(value.images, t.appendContext(context, 'images', imagesCodec))
    return isLeft(images) ? images : t.success({ ...scripted.right, images: images.right })
  },
  (world) => ({
    ...scriptedCodec.encode(world),
    ...(world.images === undefined ? {} : { images: imagesCodec.encode(world.images) }),
  }),
)

export const caseCodec: t.Type<Case, unknown> = t.type({
  steps: between(0, 100_000_000),
  world: worldCodec,
  run: runCodec,
})

const path: t.Type<Path> = t.readonlyArray(t.union([t.string, t.number]))

/** What was found, as it is stored: what led to it is found again by running the case. */
export const findingCodec = t.type({
  statement: t.string,
  /** The kind of place: two findings with the same statement and place are the same kind of finding. */
  at: t.string,
  why: t.string,
  step: between(0, 100_000_000),
  /** Why the profile is known to break the statement; null where it is not. */
  expected: t.union([t.string, t.null]),
  diff: t.readonlyArray(t.type({ path, model: t.unknown, emulator: t.unknown })),
})

export type StoredFinding = t.TypeOf<typeof findingCodec>

const natural = between(0, Number.MAX_SAFE_INTEGER)

export const counterexampleCodec = t.type({
  format: one(format, withoutImages),
  /** What a kept case is about. */
  title: t.union([t.string, t.null]),
  bulkhead: t.string,
  node: t.string,
  /** The campaign it was found in: seed and case index draw the case again, as it was before it was shrunk. */
  seed: natural,
  index: natural,
  fault: t.union([t.string, t.null]),
  configuration: t.type({ file: t.string, sha256: t.string }),
  /** How many steps the case had when it was drawn, and how many smaller ones were tried; not yet shrunk: null. */
  shrunk: t.union([t.type({ from: natural, tried: natural }), t.null]),
  finding: findingCodec,
  case: caseCodec,
})

export type Counterexample = t.TypeOf<typeof counterexampleCodec>

/** `case.run.programs[0][3].do`: a place in the file's JSON. */
const placed = (at: Path): string =>
  at.reduce<string>(
    (text, key) => (/^\d+$/.test(String(key)) ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${key}`),
    '',
  )

/** Why this is no case that could be run; empty if it could. */
const unsound = ({ world, run }: Case): readonly string[] => {
  const { configuration } = world
  const virtualCores = configuration.partitions.length + secondariesOf(configuration).length
  return [
    ...rules
      .filter(({ severity }) => severity === 'structural')
      .flatMap((rule) =>
        rule
          .breaches(configuration)
          .map(({ at, why }) => `${placed(['case', 'world', 'configuration', ...at])}: ${why} (${rule.id})`),
      ),
    ...unsoundImages(world).map((problem) => `case.world.${problem}`),
    ...(run.programs.length > virtualCores
      ? [`case.run.programs: has ${run.programs.length} programs for ${virtualCores} virtual cores`]
      : []),
    ...(run.handlers.length > configuration.partitions.length
      ? [`case.run.handlers: has ${run.handlers.length} handlers for ${configuration.partitions.length} partitions`]
      : []),
    ...(run.events.every(({ at }, i) => at >= (run.events[i - 1]?.at ?? 0))
      ? []
      : ['case.run.events: are not in order']),
    ...run.events.flatMap((event, i) =>
      event.kind === 'interrupt' && event.core >= configuration.time.requiredCores
        ? [`case.run.events[${i}].core: the module has no core ${event.core}`]
        : [],
    ),
  ]
}

/** What another version of the program wrote has the same name before the slash. */
const otherVersion = (value: unknown): string | null => {
  if (typeof value !== 'object' || value === null || !('format' in value)) return null
  const { format: theirs } = value
  const [name] = format.split('/')
  return typeof theirs === 'string' && theirs !== format && theirs !== withoutImages && theirs.startsWith(`${name}/`)
    ? `format: is ${theirs}; this version of bulkhead reads ${format} and ${withoutImages} alone, and only what wrote the file can run it again`
    : null
}

/** A counterexample from JSON, or what is wrong with it, each with the place in the JSON. */
export const decoded = (value: unknown): Either<readonly string[], Counterexample> => {
  const version = otherVersion(value)
  if (version !== null) return left([version])
  const result = counterexampleCodec.decode(value)
  if (isLeft(result)) return left(refusals(result.left).map(({ at, why }) => `${placed(at) || 'the document'}: ${why}`))
  const problems = unsound(result.right.case)
  return problems.length > 0 ? left(problems) : result
}

export const encoded = (counterexample: Counterexample): unknown => counterexampleCodec.encode(counterexample)
