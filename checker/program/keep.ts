/** `bulkhead keep`: a counterexample becomes a regression case. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { nameOf, readCounterexample, writeCounterexample } from '../counterexample/file.ts'
import { rerunOf } from '../counterexample/regressions.ts'
import { engineFrom } from './engine.ts'
import { exit, type Exit } from './exit.ts'
import type { Terminal } from './terminal.ts'

export interface KeepRequest {
  readonly file: string
  readonly dir: string
  readonly title?: string
}

/** Copies a counterexample, once it proves to be one, to where `check` and the tests find it. */
export const keep = async ({ file, dir, title }: KeepRequest, { out, err }: Terminal): Promise<Exit> => {
  const read = readCounterexample(file)
  if (isLeft(read)) {
    for (const problem of read.left) err(problem)
    return exit.unusable
  }
  const { finding } = read.right
  const kept = {
    ...read.right,
    title: title ?? read.right.title ?? `${finding.statement} at ${finding.at}: ${finding.why}`,
  }
  const known = existsSync(join(dir, nameOf(kept)))
  const written = writeCounterexample(dir, kept)
  if (isLeft(written)) {
    err(written.left)
    return exit.unusable
  }
  out(`${known ? 'kept already' : 'kept'}: ${written.right}`)
  out(`  ${kept.title}`)
  const made = await engineFrom(null)
  const now = isLeft(made) ? null : rerunOf(kept, made.right)
  out(
    now === null
      ? '  the emulator as it is does not violate it; "bulkhead check" runs it first from now on'
      : `  it still violates ${now.statement}; "bulkhead check" fails until it does not`,
  )
  return exit.pass
}
