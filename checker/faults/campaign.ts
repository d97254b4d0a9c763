/**
 * The campaign that a changed emulator has to survive. Who executes the changed file decides what is hunted: programs on
 * the bare machine, then its decoder and floating-point unit alone; runs of modules in lockstep, then their memory management unit alone.
 */

import * as E from 'fp-ts/lib/Either.js'
import { caseAt, tryCase, type Case } from '../../properties/hunt.ts'
import type { MachineCase } from '../../properties/machine-case.ts'
import { tryMachineCase } from '../../properties/machine-hunt.ts'
import { enginePerPlatform } from '../../properties/machine-lockstep.ts'
import { machineCaseAt } from '../../properties/machine-programs.ts'
import { findAlone, mmuAlone } from './alone.ts'
import { decoderDisagrees } from './decoder.ts'
import { floatsDisagree } from './floats-alone.ts'
import { importedBy } from './imports.ts'
import { emulatorOf, loadModules, machineOf, type Sources } from './load.ts'

export interface Plan {
  readonly seed: number
  /** Cases of whole modules. */
  readonly cases: number
  /** Cases of the bare machine. */
  readonly machine: number
  /** Cases of the memory management unit alone; forty times as many of the floating-point unit. */
  readonly alone: number
}

/** What became of a changed emulator: which statement it broke, in which case; or that it broke none. */
export type Fate =
  { readonly kind: 'killed'; readonly by: string; readonly after: number } | { readonly kind: 'survived' }

/** Operations of the floating-point unit alone for each case of the memory management unit. */
const FLOATS = 40

type Modules = ReadonlyMap<string, unknown>

const survived: Fate = { kind: 'survived' }
const killed = (by: string, after: number): Fate => ({ kind: 'killed', by, after })

/** The cases of a plan, drawn once for all the emulators that they are tried on. */
export class Campaign {
  readonly #plan: Plan
  readonly #cases: Case[] = []
  readonly #machineCases: MachineCase[] = []

  constructor(plan: Plan) {
    this.#plan = plan
  }

  #caseAt(index: number): Case {
    return (this.#cases[index] ??= caseAt(this.#plan.seed, index))
  }

  #machineCaseAt(index: number): MachineCase {
    return (this.#machineCases[index] ??= machineCaseAt(this.#plan.seed, index))
  }

  /** Try the emulator made of these sources, of which one file was changed; `alive` is called after every case. */
  async fateOf(sources: Sources, file: string, alive: () => void): Promise<Fate> {
    try {
      const loaded = await loadModules(sources)
      if (E.isLeft(loaded)) return killed('load', 0)
      const onMachine = importedBy(sources, 'machine.ts').has(file)
        ? this.#fateOfMachine(loaded.right, alive)
        : survived
      if (onMachine.kind === 'killed') return onMachine
      return importedBy(sources, 'module.ts').has(file) ? this.#fateOfModules(loaded.right, alive) : survived
    } catch {
      // Of the emulator as it is nothing is thrown.
      return killed('exception', 0)
    }
  }

  #fateOfMachine(modules: Modules, alive: () => void): Fate {
    const machine = machineOf(modules)
    if (E.isLeft(machine)) return killed('load', 0)
    const make = enginePerPlatform(machine.right)
    for (let index = 0; index < this.#plan.machine; index++) {
      const { finding } = tryMachineCase(this.#machineCaseAt(index), make, { invariants: false })
      alive()
      if (finding !== null) return killed(finding.statement, index + 1)
    }
    if (decoderDisagrees(modules)) return killed('MACHINE-P2', this.#plan.machine + 1)
    const float = floatsDisagree(modules, FLOATS * this.#plan.alone, this.#plan.seed)
    return float === null ? survived : killed('MACHINE-P1', this.#plan.machine + float + 1)
  }

  #fateOfModules(modules: Modules, alive: () => void): Fate {
    const emulator = emulatorOf(modules)
    if (E.isLeft(emulator)) return killed('load', 0)
    for (let index = 0; index < this.#plan.cases; index++) {
      const { finding } = tryCase(this.#caseAt(index), emulator.right)
      alive()
      if (finding !== null) return killed(finding.statement, index + 1)
    }
    const unit = mmuAlone(modules)
    const found = E.isLeft(unit) ? null : findAlone(unit.right, this.#plan.alone, this.#plan.seed)
    return found === null ? survived : killed(found.statement, this.#plan.cases + found.index + 1)
  }
}
