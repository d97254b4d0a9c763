/** Everything the specification says, gathered; and what is wrong with it as a whole: ids used twice, links to nothing, requirements that nothing serves. */

import { contract, laws } from './hal/statements.ts'
import { guestRequirements } from './guest/requirements.ts'
import { healthRequirements } from './health/requirements.ts'
import { healthRules } from './health/rules.ts'
import { healthTables } from './health/tables.ts'
import { hypercallRequirements } from './hypercall/requirements.ts'
import { changesWhatItDeclares } from './hypercall/statements.ts'
import { hypercallTables } from './hypercall/tables.ts'
import { machineVariationPoints } from './machine/profiles.ts'
import { machineRequirements } from './machine/requirements.ts'
import { machineInvariants, machineProperties, machineStepInvariants } from './machine/statements.ts'
import type { MachineProfileId } from './machine/vocabulary.ts'
import {
  emulatorMmuFollows,
  faultsFollowTheirClasses,
  faultsRecorded,
  referenceMmu,
  walkFindsTheMapping,
} from './mmu/statements.ts'
import { moduleRequirements } from './module/requirements.ts'
import { airRequirements, variationPoints } from './module/profiles.ts'
import { moduleRules } from './module/rules.ts'
import { invariants, stepInvariants } from './module/invariants.ts'
import { emulatorFollowsModel, emulatorIsIsolated, modelIsSound, runsAreDetermined } from './module/statements.ts'
import type { World } from './module/vocabulary.ts'
import { partitionRequirements } from './partition/requirements.ts'
import { partitionRules } from './partition/rules.ts'
import { partitionTables } from './partition/tables.ts'
import { portsRequirements } from './ports/requirements.ts'
import { portsRules } from './ports/rules.ts'
import { portsTables } from './ports/tables.ts'
import { spaceRequirements } from './space/requirements.ts'
import { spaceRules } from './space/rules.ts'
import { spaceTables } from './space/tables.ts'
import { that, type Breach, type ProfileId, type Requirement, type Severity, type Source } from './statement.ts'
import { timeRequirements } from './time/requirements.ts'
import { timeRules } from './time/rules.ts'
import { slackRules } from './time/slack-rules.ts'
import { timeTables } from './time/tables.ts'
import { address } from './words/vocabulary.ts'

/** A statement as the catalogue lists it. */
export interface Entry {
  readonly id: string
  readonly kind: 'requirement' | 'rule' | 'invariant' | 'step invariant' | 'table' | 'property' | 'variation point'
  /** The chapter, from the words that begin the id; a table's from where its call belongs. */
  readonly chapter: string
  readonly says: string
  readonly because: readonly Source[]
  /** Ids of the requirements it serves; empty for requirements and variation points. */
  readonly serves: readonly string[]
  /** Of a rule. */
  readonly severity?: Severity
  /** Of an invariant or step invariant: under which profiles it is expected to fail, and why. */
  readonly fails?: { readonly [profile in ProfileId]?: Source }
  /** Of a table: its rows and the postconditions that hold whichever decides. */
  readonly rows?: readonly {
    readonly id: string
    readonly says: string
    readonly returns: string
    readonly unreachable?: string
  }[]
  readonly postconditions?: readonly { readonly id: string; readonly says: string }[]
  /** Of a variation point: what each profile chooses, of the hypervisor or of the machine. */
  readonly choices?: { readonly [profile in ProfileId]: string } | { readonly [profile in MachineProfileId]: string }
}

const requirements: readonly Requirement[] = [
  ...machineRequirements,
  referenceMmu,
  faultsRecorded,
  contract,
  ...spaceRequirements,
  ...timeRequirements,
  ...partitionRequirements,
  ...guestRequirements,
  ...portsRequirements,
  ...healthRequirements,
  ...hypercallRequirements,
  ...moduleRequirements,
]

const properties = [
  ...machineProperties,
  walkFindsTheMapping,
  faultsFollowTheirClasses,
  emulatorMmuFollows,
  ...laws,
  changesWhatItDeclares,
  modelIsSound,
  emulatorFollowsModel,
  emulatorIsIsolated,
  runsAreDetermined,
]

/** What a statement about a configuration, a state, a step or a run has in common. */
interface Serving {
  readonly id: string
  readonly says: string
  readonly serves: readonly Requirement[]
}

const idsOf = (served: readonly Requirement[]): readonly string[] => served.map(({ id }) => id)

const chapterOf = (id: string): string => id.slice(0, id.indexOf('-')).toLowerCase()

const serving = (kind: Entry['kind'], { id, says, serves }: Serving): Entry => ({
  id,
  kind,
  chapter: chapterOf(id),
  says,
  // A statement about states or steps has its sources through the requirements it serves.
  because: [...new Set(serves.flatMap(({ because }) => because))],
  serves: idsOf(serves),
})

/** A world to ask the invariants of; what they are does not depend on it. */
const anyWorld: World = {
  configuration: {
    name: 'any',
    partitions: [],
    sharedMemory: [],
    time: { ticksPerSecond: 1, requiredCores: 1, schedules: [] },
    channels: [],
    health: { levels: [], moduleActions: [], partitionTables: [] },
  },
  platform: {
    id: 'any',
    kernel: { base: address(0), bytes: 0 },
    contextTable: address(0),
    partitionsAt: address(0),
    devicesAt: address(0),
    cyclesPerTick: 1,
    costs: { access: 1, trap: 1, service: 1, tick: 1, dispatch: 1, interrupt: 1, reload: 1, copy: 1 },
  },
  profile: airRequirements,
}

/** What a table shows of itself, whatever its situation and its slice of the state. */
interface AnyTable extends Serving {
  readonly because: readonly Source[]
  readonly rows: readonly {
    readonly id: string
    readonly says: string
    readonly returns: string
    readonly unreachable?: string
  }[]
  readonly postconditions: readonly { readonly id: string; readonly says: string }[]
}

const tableEntry = (table: AnyTable, chapter: string): Entry => ({
  ...serving('table', table),
  chapter,
  because: table.because,
  rows: table.rows.map(({ id, says, returns, unreachable }) => ({
    id,
    says,
    returns,
    ...(unreachable === undefined ? {} : { unreachable }),
  })),
  postconditions: table.postconditions.map(({ id, says }) => ({ id, says })),
})

/** Every statement, by kind, each kind in the order of the chapters. */
export const catalogue: readonly Entry[] = [
  ...requirements.map(({ id, says, because }): Entry => ({
    id,
    kind: 'requirement',
    chapter: chapterOf(id),
    says,
    because,
    serves: [],
  })),
  ...[...spaceRules, ...timeRules, ...slackRules, ...partitionRules, ...portsRules, ...healthRules, ...moduleRules].map(
    (rule) => ({
      ...serving('rule', rule),
      because: rule.because,
      severity: rule.severity,
    }),
  ),
  ...machineInvariants.map((i) => serving('invariant', i)),
  ...invariants(anyWorld).map((i) => ({
    ...serving('invariant', i),
    ...(i.fails === undefined ? {} : { fails: i.fails }),
  })),
  ...machineStepInvariants.map((i) => serving('step invariant', i)),
  ...stepInvariants(anyWorld).map((i) => ({
    ...serving('step invariant', i),
    ...(i.fails === undefined ? {} : { fails: i.fails }),
  })),
  ...timeTables.map((table) => tableEntry(table, 'time')),
  ...spaceTables.map((table) => tableEntry(table, 'space')),
  ...partitionTables.map((table) => tableEntry(table, 'partition')),
  ...portsTables.map((table) => tableEntry(table, 'ports')),
  ...healthTables.map((table) => tableEntry(table, 'health')),
  ...hypercallTables.map((table) => tableEntry(table, 'hypercall')),
  ...properties.map((property) => serving('property', property)),
  ...[...machineVariationPoints, ...variationPoints].map(({ id, says, because, choices }): Entry => ({
    id,
    kind: 'variation point',
    chapter: chapterOf(id),
    says,
    because,
    serves: [],
    choices,
  })),
]

/** Every id that means something: statements, rows, postconditions. */
const allIds = (entries: readonly Entry[]): readonly string[] =>
  entries.flatMap(({ id, rows, postconditions }) => [
    id,
    ...(rows ?? []).map((row) => row.id),
    ...(postconditions ?? []).map((p) => p.id),
  ])

/** What is wrong with a catalogue. Empty for a sound one. */
export const catalogueBreaches = (entries: readonly Entry[]): readonly Breach[] => {
  const ids = allIds(entries)
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i)
  const required = entries.filter(({ kind }) => kind === 'requirement').map(({ id }) => id)
  const served = entries.flatMap(({ serves }) => serves)
  return [
    ...twice.map((id) => ({ at: [id], why: 'this id means two things' })),
    ...entries.flatMap(({ id, serves }) =>
      serves.flatMap((r) => that(required.includes(r), [id], `serves ${r}, which is no requirement of the catalogue`)),
    ),
    ...entries.flatMap(({ id, kind, serves }) =>
      that(kind === 'requirement' || kind === 'variation point' || serves.length > 0, [id], 'serves no requirement'),
    ),
    ...required.flatMap((id) => that(served.includes(id), [id], 'nothing verifies this requirement')),
    ...entries.flatMap(({ id, kind, because }) =>
      that(kind !== 'requirement' || because.length > 0, [id], 'has no source'),
    ),
    ...entries.flatMap(({ id, rows }) =>
      that(
        rows === undefined || rows.at(-1)?.says === 'otherwise',
        [id],
        'the last row does not apply to everything that is left',
      ),
    ),
  ]
}
