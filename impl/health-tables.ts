/** What becomes of an error, by state and error: the tables of the configuration, with what holds where they say nothing, as flat arrays. */

import {
  errors,
  levelNumber,
  systemState,
  type HealthConfiguration,
  type HealthEntry,
  type ModuleAction,
  type PartitionAction,
} from '../spec/health/vocabulary.ts'
import type { Identifier } from '../spec/words/vocabulary.ts'

/** Actions for the module, as numbers. */
export const moduleAction = { IGNORE: 0, SHUTDOWN: 1, RESET: 2 } as const satisfies { [action in ModuleAction]: number }

/** Actions for a partition, as numbers. */
export const partitionAction = { IGNORE: 0, IDLE: 1, WARM_START: 2, COLD_START: 3 } as const satisfies {
  [action in PartitionAction]: number
}

const states = systemState.MODULE_HM + 1

export class HealthTables {
  readonly #levels: Uint8Array
  readonly #moduleActions: Uint8Array
  readonly #partitionActions: readonly Uint8Array[]

  constructor({ levels, moduleActions, partitionTables }: HealthConfiguration, identifiers: readonly Identifier[]) {
    this.#levels = table(levels, levelNumber, levelByDefault)
    this.#moduleActions = table(moduleActions, moduleAction, moduleActionByDefault)
    this.#partitionActions = identifiers.map((identifier) => {
      const own = partitionTables.find(({ partition }) => partition === identifier)
      return table(own?.actions ?? [], partitionAction, partitionActionByDefault)
    })
  }

  /** The level of an error, PROCESS counted as PARTITION. */
  level(state: number, error: number): number {
    const level = this.#levels[state * errors + error]
    return level === levelNumber.PROCESS ? levelNumber.PARTITION : level
  }

  moduleAction(state: number, error: number): number {
    return this.#moduleActions[state * errors + error]
  }

  partitionAction(partition: number, state: number, error: number): number {
    return this.#partitionActions[partition][state * errors + error]
  }
}

const levelByDefault = (state: number): number =>
  state < systemState.PARTITION_INIT || state > systemState.PARTITION_HM ? levelNumber.MODULE : levelNumber.PARTITION

const moduleActionByDefault = (state: number): number =>
  state < systemState.MODULE_HM ? moduleAction.IGNORE : moduleAction.SHUTDOWN

const partitionActionByDefault = (state: number): number =>
  state < systemState.PARTITION_HM ? partitionAction.IGNORE : partitionAction.IDLE

/** By state, then error: the number of the first entry's outcome. */
const table = <Outcome extends string>(
  entries: readonly HealthEntry<Outcome>[],
  numbers: { readonly [outcome in Outcome]: number },
  byDefault: (state: number) => number,
): Uint8Array =>
  Uint8Array.from({ length: states * errors }, (_, i) => {
    const [state, error] = [Math.floor(i / errors), i % errors]
    const entry = entries.find((line) => line.state === state && line.error === error)
    return entry === undefined ? byDefault(state) : numbers[entry.outcome]
  })
