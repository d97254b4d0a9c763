/** `bulkhead check`: the schedules, the rules, the kept cases, then a hunt on the configuration; and what all of it comes to. */

import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { randomInt } from 'node:crypto'
import { isLeft } from 'fp-ts/lib/Either.js'
import type { Terminal } from './terminal.ts'
import { exit, type Exit } from './exit.ts'
import { interruptions } from './interruptions.ts'
import { version } from './project.ts'

export interface CheckRequest {
  readonly config: string
  readonly time?: number
  readonly cases?: number
  readonly seed?: number
  readonly workers?: number
  readonly profile: string
  readonly fault?: string
  readonly anyway?: true
  readonly all?: true
  /** Print how often each row of the decision tables was reached. */
  readonly coverage?: true
  readonly out: string
  readonly json?: true
}

/** A directory and those above it, one by one: where one cannot be made, this says so at once. */
const makeDirectory = (directory: string): void => {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true) return
  makeDirectory(dirname(directory))
  mkdirSync(directory)
}

/** Whether counterexamples could be written there, before anything is found that would have to be. */
const writable = (directory: string): string | null => {
  try {
    makeDirectory(resolve(directory))
    accessSync(directory, constants.W_OK)
    return null
  } catch {
    return `${directory}: is no directory that counterexamples can be written to; name another with --out`
  }
}

/** Says at once what is going to happen, then loads what it takes. */
export const check = async (request: CheckRequest, terminal: Terminal): Promise<Exit> => {
  const seed = request.seed ?? randomInt(2 ** 32)
  if (request.json !== true)
    terminal.out(`bulkhead ${version}: checking ${request.config} under ${request.profile}, seed ${seed}`)
  const problem = writable(request.out)
  if (problem !== null) {
    terminal.err(problem)
    return exit.unusable
  }
  const { seededWith } = await import('./engine.ts')
  const seeded = await seededWith(request.fault ?? null)
  if (isLeft(seeded)) {
    terminal.err(`bulkhead: ${seeded.left}`)
    return exit.unusable
  }
  const { signal, release } = interruptions()
  try {
    const { checking } = await import('./checking.ts')
    return await checking({ ...request, seed, seeded: seeded.right }, terminal, signal)
  } finally {
    release()
  }
}
