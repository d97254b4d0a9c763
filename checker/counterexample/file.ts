/** Counterexamples on disk: written whole or not at all, named by what they say, read with a reason for every refusal. */

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import { decoded, encoded, type Counterexample } from './codec.ts'
import { parsedJson } from './json.ts'
import { laidOut } from './layout.ts'

/** JSON in which equal values are equal texts. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`
}

/** What tells one counterexample from another: the case, the fault and what is violated where; not who found it when. */
const identity = (counterexample: Counterexample): unknown => {
  const { statement, at } = counterexample.finding
  const json = encoded(counterexample)
  return typeof json === 'object' && json !== null && 'case' in json
    ? { case: json.case, fault: counterexample.fault, statement, at }
    : json
}

export const hashOf = (counterexample: Counterexample): string =>
  createHash('sha256')
    .update(canonical(identity(counterexample)))
    .digest('hex')
    .slice(0, 12)

export const nameOf = (counterexample: Counterexample): string => `bulkhead-${hashOf(counterexample)}.json`

/** Why something could not be done with a file, as one line. */
const reasonOf = (thrown: unknown): string => {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  switch (code) {
    case 'ENOENT':
      return 'there is no such file'
    case 'EISDIR':
      return 'is a directory; name a file'
    case 'EEXIST':
    case 'ENOTDIR':
      return 'is no directory'
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'may not be read or written'
    case 'ENOSPC':
      return 'does not fit on the disk'
    default:
      return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

/** Writes a text so that nobody ever sees half of it. */
export const writeWhole = (path: string, text: string): Either<string, string> => {
  const half = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(half, text)
    renameSync(half, path)
    return right(path)
  } catch (thrown) {
    rmSync(half, { force: true })
    return left(`${path}: ${reasonOf(thrown)}`)
  }
}

/** Writes a counterexample into a directory under its own name; gives its path. */
export const writeCounterexample = (directory: string, counterexample: Counterexample): Either<string, string> =>
  writeWhole(join(directory, nameOf(counterexample)), laidOut(encoded(counterexample)))

/** No counterexample is larger. */
const LARGEST = 64 * 1024 * 1024

export const textOf = (path: string): Either<string, string> => {
  try {
    const { size } = statSync(path)
    return size > LARGEST ? left(`${path}: is too large for a counterexample`) : right(readFileSync(path, 'utf8'))
  } catch (thrown) {
    return left(`${path}: ${reasonOf(thrown)}`)
  }
}

/** How many problems of one file are told. */
const MOST = 20

/** Reads a counterexample, or says in lines why it cannot be one. */
export const readCounterexample = (path: string): Either<readonly string[], Counterexample> => {
  const text = textOf(path)
  if (isLeft(text)) return left([text.left])
  const value = parsedJson(text.right)
  if (isLeft(value)) return left([`${path}:${value.left}`])
  const counterexample = decoded(value.right)
  return isLeft(counterexample)
    ? left(counterexample.left.slice(0, MOST).map((problem) => `${path}: ${problem}`))
    : counterexample
}
