/** Counterexamples of the machine on disk: a case with what it shows, written whole, read with a reason for every refusal. */

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { chain, isLeft, left, map, mapLeft, type Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import type { MachineCase } from '../../properties/machine-case.ts'
import { parsedJson } from '../counterexample/json.ts'
import { textOf, writeWhole } from '../counterexample/file.ts'

const format = 'bulkhead-machine/1'

/** A whole number that a register or an address can be, signed or not. */
const word = t.refinement(t.number, (n) => Number.isInteger(n) && n >= -0x80000000 && n <= 0xffffffff, 'a word')
const count = t.refinement(t.number, (n) => Number.isInteger(n) && n >= 0 && n <= 1_000_000, 'a count')
const placed = t.tuple([word, word])
const exactly = (length: number) => t.refinement(t.array(word), (all) => all.length === length, `${length} words`)
const orNull = <T extends t.Mixed>(codec: T) => t.union([codec, t.null])

/** The least and the most RAM that a case can have, in whole pages. */
const ram = t.refinement(t.number, (n) => n % 0x1000 === 0 && n >= 0x2000 && n <= 0x8000000, 'bytes of RAM')

const caseCodec = t.type({
  profile: t.keyof({ 'sparc-v8': null, leon3: null, qemu: null }),
  ramBytes: ram,
  steps: count,
  burst: t.refinement(count, (n) => n >= 1, 'at least 1'),
  start: t.type({
    pc: word,
    npc: word,
    psr: word,
    wim: word,
    tbr: word,
    y: word,
    fsr: word,
    globals: exactly(8),
    windows: t.refinement(t.array(orNull(exactly(16))), (all) => all.length === 8, '8 windows'),
    floats: orNull(exactly(32)),
    caches: word,
    mmu: orNull(t.type({ control: word, tablePointer: word, context: word })),
    writes: t.array(placed),
  }),
  words: t.array(placed),
})

const storedCodec = t.type({
  format: t.literal(format),
  bulkhead: t.string,
  seed: t.number,
  index: t.number,
  fault: orNull(t.string),
  finding: t.type({ statement: t.string, at: t.string, says: t.string, step: t.number }),
  case: caseCodec,
})

export interface StoredMachineCase {
  /** The version that found it. */
  readonly bulkhead: string
  /** Which of a seed's cases it came from. */
  readonly seed: number
  readonly index: number
  readonly fault: string | null
  readonly finding: {
    readonly statement: string
    readonly at: string
    readonly says: string
    readonly step: number
  }
  readonly case: MachineCase
}

/** Writes it to a directory, named by what it says; the path. */
export const writeMachineCase = (directory: string, stored: StoredMachineCase): Either<string, string> => {
  const { fault, finding } = stored
  const identity = JSON.stringify([stored.case, fault, finding.statement, finding.at])
  const name = createHash('sha256').update(identity).digest('hex').slice(0, 12)
  const text = `${JSON.stringify({ format, ...stored }, null, 1)}\n`
  return writeWhole(join(directory, `bulkhead-machine-${name}.json`), text)
}

/** Where a value is not as it should be: the deepest place that decoding came to. */
const placeOf = (errors: t.Errors): string => {
  const places = errors.map(({ context }) => context.map(({ key }) => key).filter((key) => key !== ''))
  return (places.toSorted((a, b) => b.length - a.length)[0] ?? []).join('.')
}

/** A counterexample, or why the file holds none. */
export const readMachineCase = (path: string): Either<string, StoredMachineCase> =>
  pipe(
    textOf(path),
    chain((text) =>
      pipe(
        parsedJson(text),
        mapLeft((why) => `${path}:${why}`),
      ),
    ),
    chain((value) => {
      const decoded = storedCodec.decode(value)
      return isLeft(decoded)
        ? left(`${path}: is no counterexample of the machine: look at ${placeOf(decoded.left)}`)
        : decoded
    }),
    map(({ format: _, ...stored }) => stored),
  )
