/** The campaign that a changed emulator has to survive: runs of modules in lockstep, then its memory management unit alone. */

import * as E from 'fp-ts/lib/Either.js'
import { caseAt, tryCase, type Case } from '../../properties/hunt.ts'
import { findAlone, mmuAlone } from './alone.ts'
import { emulatorOf, loadModules, type Sources } from './load.ts'

export interface Plan {
  readonly seed: number
  /** Cases of whole modules. */
  readonly cases: number
  /** Cases of the memory management unit alone. */
  readonly alone: number
}

/** What became of a changed emulator: which statement it broke, in which case; or that it broke none. */
export type Fate =
  { readonly kind: 'killed'; readonly by: string; readonly after: number } | { readonly kind: 'survived' }

/** The cases of a plan, drawn once for all the emulators that they are tried on. */
export class Campaign {
  readonly #plan: Plan
  readonly #cases: Case[] = []

  constructor(plan: Plan) {
    this.#plan = plan
  }

  #caseAt(index: number): Case {
    return (this.#cases[index] ??= caseAt(this.#plan.seed, index))
  }

  /** Try the emulator made of these sources; `alive` is called after every case. */
  async fateOf(sources: Sources, alive: () => void): Promise<Fate> {
    try {
      return await this.#fateOf(sources, alive)
    } catch {
      // Of the emulator as it is nothing is thrown.
      return { kind: 'killed', by: 'exception', after: 0 }
    }
  }

  async #fateOf(sources: Sources, alive: () => void): Promise<Fate> {
    const loaded = await loadModules(sources)
    if (E.isLeft(loaded)) return { kind: 'killed', by: 'load', after: 0 }
    const emulator = emulatorOf(loaded.right)
    if (E.isLeft(emulator)) return { kind: 'killed', by: 'load', after: 0 }
    for (let index = 0; index < this.#plan.cases; index++) {
      const { finding } = tryCase(this.#caseAt(index), emulator.right)
      alive()
      if (finding !== null) return { kind: 'killed', by: finding.statement, after: index + 1 }
    }
    const unit = mmuAlone(loaded.right)
    const found = E.isLeft(unit) ? null : findAlone(unit.right, this.#plan.alone, this.#plan.seed)
    return found === null
      ? { kind: 'survived' }
      : { kind: 'killed', by: found.statement, after: this.#plan.cases + found.index + 1 }
  }
}
