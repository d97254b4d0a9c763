/** Random tables of the health monitor: who handles which error in which state, and how. */

import { errors, systemState } from '../spec/health/vocabulary.ts'
import type {
  ErrorLevel,
  HealthConfiguration,
  HealthEntry,
  ModuleAction,
  PartitionAction,
} from '../spec/health/vocabulary.ts'
import type { ModuleConfiguration } from '../spec/module/vocabulary.ts'
import type { Choices } from './choices.ts'

type Partition = ModuleConfiguration['partitions'][number]

/** A state and an error: those that programs raise, more often than others; rarely a line that has no effect. */
const drawKey = (choices: Choices): { readonly state: number; readonly error: number } => ({
  state: choices.weighted(
    [8, () => choices.between(systemState.PARTITION_INIT, systemState.PARTITION_PROC)],
    [4, () => systemState.PARTITION_HM],
    [2, () => choices.of([systemState.MODULE_INIT, systemState.MODULE_EXEC, systemState.MODULE_HM])],
    [1, () => choices.between(0, 8)],
  ),
  error: choices.weighted(
    [5, () => choices.between(1, 3)],
    [5, () => choices.below(errors)],
    [1, () => choices.below(errors + 2)],
  ),
})

/** Lines of a table, each for a state and an error of its own. */
const drawLines = <Outcome>(
  choices: Choices,
  keys: readonly { readonly state: number; readonly error: number }[],
  outcome: () => Outcome,
): readonly HealthEntry<Outcome>[] => {
  const taken = new Set<string>()
  return keys.flatMap(({ state, error }): readonly HealthEntry<Outcome>[] => {
    const key = `${state}/${error}`
    if (taken.has(key)) return []
    taken.add(key)
    return [{ state, error, outcome: outcome(), description: choices.percent(20) ? 'drawn' : null }]
  })
}

const drawKeys = (choices: Choices, most: number): ReturnType<typeof drawKey>[] =>
  Array.from({ length: choices.below(most + 1) }, () => drawKey(choices))

/** Every error of the states in which partitions run: what a table must say to be felt. */
const everyError = (choices: Choices): ReturnType<typeof drawKey>[] => {
  return everyErrorIn(
    choices.of([[systemState.PARTITION_INIT], [2, 3], [2, 3, 4], [2, 3, 4, 5], [systemState.PARTITION_HM]]),
  )
}

const everyErrorIn = (states: readonly number[]): ReturnType<typeof drawKey>[] =>
  states.flatMap((state) => Array.from({ length: errors }, (_, error) => ({ state, error })))

const drawLevel = (choices: Choices): ErrorLevel =>
  choices.weighted<ErrorLevel>([3, () => 'MODULE'], [6, () => 'PARTITION'], [2, () => 'PROCESS'])

/** Errors of the module shut it down in few worlds: in those, runs are short. */
const drawModuleAction = (choices: Choices, ends: boolean): ModuleAction =>
  choices.weighted<ModuleAction>([6, () => 'IGNORE'], [3, () => 'RESET'], [ends ? 4 : 0, () => 'SHUTDOWN'])

const drawPartitionAction = (choices: Choices): PartitionAction =>
  choices.weighted<PartitionAction>(
    [6, () => 'IGNORE'],
    [2, () => 'WARM_START'],
    [2, () => 'COLD_START'],
    [1, () => 'IDLE'],
  )

/** A partition's table: of one that can have many errors unread, of one that says something of each, or a few lines. */
const drawActions = (choices: Choices): readonly HealthEntry<PartitionAction>[] => {
  if (choices.percent(25))
    return drawLines(choices, everyErrorIn([systemState.PARTITION_HM]), () =>
      choices.percent(90) ? 'IGNORE' : drawPartitionAction(choices),
    )
  return drawLines(choices, choices.percent(30) ? everyError(choices) : drawKeys(choices, 10), () =>
    drawPartitionAction(choices),
  )
}

/** Tables for some worlds; others keep to the defaults. */
export const drawHealth = (choices: Choices, partitions: readonly Partition[]): HealthConfiguration => {
  if (choices.percent(30)) return { levels: [], moduleActions: [], partitionTables: [] }
  const ends = choices.percent(30)
  const levelKeys = drawKeys(choices, 8)
  const power = { state: systemState.MODULE_EXEC, error: 0 }
  const levels = drawLines(choices, levelKeys, () => drawLevel(choices))
  const atModule = levels.filter(({ outcome }) => outcome === 'MODULE')
  return {
    levels,
    moduleActions: drawLines(
      choices,
      [...(choices.percent(45) ? [power] : []), ...atModule, ...drawKeys(choices, 3)],
      () => drawModuleAction(choices, ends),
    ),
    partitionTables: partitions.flatMap((partition) =>
      choices.percent(50)
        ? [
            {
              partition: partition.identifier,
              partitionName: choices.percent(70) ? partition.name : null,
              actions: drawActions(choices),
            },
          ]
        : [],
    ),
  }
}
