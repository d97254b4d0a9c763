/** What depends on a world alone, worked out once however many runs it serves: the model and its start, the grants, the tables. */

import { modelOf, type Model } from '../model/module.ts'
import {
  invariants,
  stepInvariants,
  type ModuleInvariant,
  type ModuleStepInvariant,
} from '../spec/module/invariants.ts'
import type { World } from '../spec/module/vocabulary.ts'
import { Grants } from './isolation.ts'
import { Tables } from './situations.ts'

export interface Prepared {
  readonly model: Model
  readonly grants: Grants
  readonly tables: Tables
  readonly invariants: readonly ModuleInvariant[]
  readonly stepInvariants: readonly ModuleStepInvariant[]
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
    invariants: invariants(world),
    stepInvariants: stepInvariants(world),
  }
  known.set(world, anew)
  return anew
}
