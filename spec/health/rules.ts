/** What the tables of the health monitor must satisfy. */

import { misnamedPartitions, unknownPartitions } from '../partition/rules.ts'
import { repeated } from '../space/rules.ts'
import { that, type Breach, type Path, type Rule } from '../statement.ts'
import type { Identifier } from '../words/vocabulary.ts'
import { errorsAsConfigured } from './requirements.ts'
import type { HealthConfiguration, HealthEntry } from './vocabulary.ts'

/** What of a module's configuration concerns health monitoring. */
export interface HealthMonitoring {
  readonly partitions: readonly { readonly identifier: Identifier; readonly name: string }[]
  readonly health: HealthConfiguration
}

/** How many system states and errors AIR knows: 0 to one less. Source: AIR 5.6.2 include/health_monitor.h. */
export const healthNumbers = { states: 7, errors: 16 } as const

type AnyEntry = HealthEntry<string>

interface HealthTable {
  readonly at: Path
  readonly what: string
  readonly entries: readonly AnyEntry[]
}

const tablesOf = ({ levels, moduleActions, partitionTables }: HealthConfiguration): readonly HealthTable[] => [
  { at: ['health', 'levels'], what: 'the system table', entries: levels },
  { at: ['health', 'moduleActions'], what: 'the module table', entries: moduleActions },
  ...partitionTables.map(({ partition, actions }, t) => ({
    at: ['health', 'partitionTables', t, 'actions'],
    what: `the table of partition ${partition}`,
    entries: actions,
  })),
]

const inEachEntry =
  (breaches: (entry: AnyEntry, at: Path) => readonly Breach[]) =>
  ({ health }: HealthMonitoring): readonly Breach[] =>
    tablesOf(health).flatMap(({ at, entries }) => entries.flatMap((entry, i) => breaches(entry, [...at, i])))

const keyOf = ({ state, error }: AnyEntry): string => `${state}/${error}`

export const statesExist: Rule<HealthMonitoring> = {
  kind: 'rule',
  id: 'HEALTH-R1',
  says: 'System states are 0 to 6; a line for another has no effect.',
  serves: [errorsAsConfigured],
  severity: 'warning',
  because: ['AIR 5.6.2 include/health_monitor.h'],
  breaches: inEachEntry(({ state }, at) =>
    that(
      state < healthNumbers.states,
      [...at, 'state'],
      `there is no system state ${state}, and the line has no effect; give 0 to 6`,
    ),
  ),
}

export const errorsExist: Rule<HealthMonitoring> = {
  kind: 'rule',
  id: 'HEALTH-R2',
  says: 'Errors are 0 to 15; a line for another has no effect.',
  serves: [errorsAsConfigured],
  severity: 'warning',
  because: ['AIR 5.6.2 include/health_monitor.h'],
  breaches: inEachEntry(({ error }, at) =>
    that(
      error < healthNumbers.errors,
      [...at, 'error'],
      `there is no error ${error}, and the line has no effect; give 0 to 15`,
    ),
  ),
}

export const linesDiffer: Rule<HealthMonitoring> = {
  kind: 'rule',
  id: 'HEALTH-R3',
  says: 'A table says once what an error in a state leads to.',
  serves: [errorsAsConfigured],
  severity: 'error',
  because: ['ARINC 653 P1 part 2.4', 'AIR 5.6.2 configurator'],
  breaches: ({ health }) =>
    tablesOf(health).flatMap(({ at, what, entries }) =>
      repeated(entries, keyOf).map(([i, { state, error }]) => ({
        at: [...at, i, 'error'],
        why: `${what} has a line for error ${error} in state ${state} already; keep one`,
      })),
    ),
}

const mentionsIn = ({ health }: HealthMonitoring) =>
  health.partitionTables.map(({ partition, partitionName }, t) => ({
    at: ['health', 'partitionTables', t],
    partition,
    partitionName,
  }))

export const tablesAreForPartitions: Rule<HealthMonitoring> = {
  kind: 'rule',
  id: 'HEALTH-R4',
  says: 'Partition tables are for partitions that exist.',
  serves: [errorsAsConfigured],
  severity: 'error',
  because: ['Muen: references resolve', 'AIR 5.6.2 configurator'],
  breaches: (config) => unknownPartitions(config.partitions, mentionsIn(config)),
}

export const mentionsInTablesAgree: Rule<HealthMonitoring> = {
  kind: 'rule',
  id: 'HEALTH-R5',
  says: 'Where a partition table gives a name beside the identifier, it is that partition’s name.',
  serves: [errorsAsConfigured],
  severity: 'error',
  because: ['AIR 5.6.2 configurator'],
  breaches: (config) => misnamedPartitions(config.partitions, mentionsIn(config)),
}

export const oneTableForEach: Rule<HealthMonitoring> = {
  kind: 'rule',
  id: 'HEALTH-R6',
  says: 'A partition has at most one table.',
  serves: [errorsAsConfigured],
  severity: 'error',
  because: ['AIR 5.6.2 configurator'],
  breaches: ({ health }) =>
    repeated(health.partitionTables, (t) => t.partition).map(([t, { partition }]) => ({
      at: ['health', 'partitionTables', t, 'partition'],
      why: `partition ${partition} has a table already; put all its lines in one`,
    })),
}

export const noProcessLevel: Rule<HealthMonitoring> = {
  kind: 'rule',
  id: 'HEALTH-R7',
  says: 'No error is handled at process level, which AIR leaves to the partition’s operating system.',
  serves: [errorsAsConfigured],
  severity: 'warning',
  because: ['AIR-FUNC-04710'],
  breaches: ({ health }) =>
    health.levels.flatMap(({ outcome, error, state }, i) =>
      that(
        outcome !== 'PROCESS',
        ['health', 'levels', i, 'outcome'],
        `AIR has no process level: error ${error} in state ${state} is handled at partition level; write PARTITION`,
      ),
    ),
}

export const everyErrorHasAnAction: Rule<HealthMonitoring> = {
  kind: 'rule',
  id: 'HEALTH-R8',
  says: 'Each error that the system table gives to a level has an action in the tables of that level.',
  serves: [errorsAsConfigured],
  severity: 'warning',
  because: ['Muen: an exit table is complete or says its default', 'AIR 5.6.2 configurator: fills in a default'],
  breaches: ({ health }) => {
    const known = health.levels.filter(
      ({ state, error }) => state < healthNumbers.states && error < healthNumbers.errors,
    )
    const byModule = known.filter(({ outcome }) => outcome === 'MODULE').map(keyOf)
    const byPartition = known.filter(({ outcome }) => outcome !== 'MODULE').map(keyOf)
    return tablesOf(health)
      .slice(1)
      .flatMap(({ at, what, entries }, t) => {
        const given = new Set(entries.map(keyOf))
        const lacking = (t === 0 ? byModule : byPartition).filter((key) => !given.has(key))
        return that(
          lacking.length === 0,
          t === 0 ? at : at.slice(0, -1),
          `${what} has no action for ${lacking.length} errors (state/error): ` +
            `${lacking.slice(0, 8).join(', ')}${lacking.length > 8 ? ', …' : ''}; ` +
            'the configurator’s defaults apply: say what should happen',
        )
      })
  },
}

/** Every rule of this chapter. */
export const healthRules: readonly Rule<HealthMonitoring>[] = [
  statesExist,
  errorsExist,
  linesDiffer,
  tablesAreForPartitions,
  mentionsInTablesAgree,
  oneTableForEach,
  noProcessLevel,
  everyErrorHasAnAction,
]
