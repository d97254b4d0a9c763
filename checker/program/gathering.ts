/** What a hunt finds, gathered: each kind of finding on disk before anything else happens to it, replaced when a better one comes. */

import { rmSync } from 'node:fs'
import { isLeft } from 'fp-ts/lib/Either.js'
import { format, type Counterexample } from '../counterexample/codec.ts'
import { writeCounterexample } from '../counterexample/file.ts'
import type { Violation } from '../report/verdict.ts'
import type { Discovery } from './hunting/messages.ts'
import { version } from './project.ts'

export interface Origin {
  readonly seed: number
  readonly fault: string | null
  readonly configuration: { readonly file: string; readonly sha256: string }
}

export class Gathering {
  readonly #origin: Origin
  readonly #directory: string
  readonly #complain: (line: string) => void
  readonly #violations = new Map<string, Violation>()

  constructor(origin: Origin, directory: string, complain: (line: string) => void) {
    this.#origin = origin
    this.#directory = directory
    this.#complain = complain
  }

  /** Writes the counterexample, then takes away the file that it replaces. */
  put(key: string, { index, finding, case: of }: Discovery, shrunk: Counterexample['shrunk']): void {
    const counterexample: Counterexample = {
      format,
      title: null,
      bulkhead: version,
      node: process.versions.node,
      ...this.#origin,
      index,
      shrunk,
      finding,
      case: of,
    }
    const before = this.#violations.get(key)?.file ?? null
    const written = writeCounterexample(this.#directory, counterexample)
    if (isLeft(written)) this.#complain(`the counterexample could not be written: ${written.left}`)
    const file = isLeft(written) ? before : written.right
    this.#violations.set(key, { counterexample, file })
    if (before !== null && before !== file) rmSync(before, { force: true })
  }

  /** Forgets the findings that `wanted` refuses, and their files. */
  keepOnly(wanted: (counterexample: Counterexample) => boolean): void {
    for (const [key, { counterexample, file }] of this.#violations) {
      if (wanted(counterexample)) continue
      this.#violations.delete(key)
      if (file !== null) rmSync(file, { force: true })
    }
  }

  /** What nobody expected first, then by the index of the case. */
  get violations(): readonly Violation[] {
    const rank = ({ counterexample: { finding, index } }: Violation): number =>
      (finding.expected === null ? 0 : 1e12) + index
    return [...this.#violations.values()].toSorted((a, b) => rank(a) - rank(b))
  }
}
