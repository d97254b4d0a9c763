/** Each call, and each error, held to its table: the situation, read off the state by what the specification says of it, and what the table wants. */

import type { ServiceName } from '../spec/hypercall/vocabulary.ts'
import type { Happening, State, World } from '../spec/module/vocabulary.ts'
import { Called, type Told } from './called.ts'
import { declaredOnly } from './declared.ts'
import { callersMemory, type CallersMemory } from './callers-memory.ts'
import { handled, healthCalls } from './situations-health.ts'
import { partitionCalls } from './situations-partitions.ts'
import { portCalls } from './situations-ports.ts'
import { processorCalls } from './situations-processor.ts'

export type { Told } from './called.ts'

/** The calls that a table decides; the others always do the same. */
const decided: { readonly [service in ServiceName]?: (called: Called) => readonly Told[] } = {
  ...partitionCalls,
  ...portCalls,
  ...healthCalls,
  ...processorCalls,
}

/** Holds calls to their tables, for one world. */
export class Tables {
  readonly #world: World
  readonly #memory: CallersMemory

  constructor(world: World) {
    this.#world = world
    this.#memory = callersMemory(world)
  }

  /** What one step breaches of tables: their row order, their postconditions, what calls declare to change. */
  breaches(happening: Happening, before: State, after: State): readonly Told[] {
    switch (happening.kind) {
      case 'service': {
        const called = new Called(this.#world, this.#memory, happening, before, after)
        return [...(decided[happening.call.service]?.(called) ?? []), ...declaredOnly(called)]
      }
      case 'health':
        return handled(this.#world, happening, before, after)
      case 'tick':
      case 'event':
      case 'effect':
      case 'instruction':
      case 'windows':
      case 'delivery':
      case 'copy':
      case 'reload':
      case 'wait':
      case 'left':
      case 'over':
        return []
    }
  }
}
