/** What depends on a world alone, worked out once however many runs it serves: the model and its start, the grants, the tables. */

import { modelOf, type Model } from '../model/module.ts'
import {
  invariants,
  stepInvariants,
  type ModuleInvariant,
  type ModuleStepInvariant,
} from '../spec/module/invariants.ts'
import type { State, World } from '../spec/module/vocabulary.ts'
import { Grants } from './isolation.ts'
import { Tables } from './situations.ts'

/** Invariants that read the same parts of a state, by the same function. */
export interface Alike<I extends { readonly reads: (state: State) => readonly unknown[] }> {
  readonly reads: I['reads']
  readonly invariants: readonly I[]
}

const alike = <I extends { readonly reads: (state: State) => readonly unknown[] }>(
  all: readonly I[],
): readonly Alike<I>[] =>
  [...Map.groupBy(all, ({ reads }) => reads)].map(([reads, invariants]) => ({ reads, invariants }))

export interface Prepared {
  readonly model: Model
  readonly grants: Grants
  readonly tables: Tables
  readonly invariants: readonly Alike<ModuleInvariant>[]
  readonly stepInvariants: readonly Alike<ModuleStepInvariant>[]
}

const known = new WeakMap<World, Prepared>()

/** Throws what the model throws: of a world that breaks rules it may. */
export const prepared = (world: World): Prepared => {
  const before = known.get(world)
  if (before !== undefined) return before
  const anew: Prepared = {
    model: modelOf(world),
    grants: new Grants(world),
    tables: new Tables(world),
    invariants: alike(invariants(world)),
    stepInvariants: alike(stepInvariants(world)),
  }
  known.set(world, anew)
  return anew
}
