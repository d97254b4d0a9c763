/** Partitions: which modes and states go together, which transitions are legal, at which level their programs run. */

import type { Level } from '../mmu/vocabulary.ts'
import { that, type Invariant, type StepInvariant } from '../statement.ts'
import { contained, legalModes, userLevel } from './requirements.ts'
import {
  permission,
  type OperatingMode,
  type PartitionConfiguration,
  type PartitionState,
  type PartitionStateName,
} from './vocabulary.ts'

/** Whether a partition's program has not begun since it was last stopped. */
export const isStopped = (state: PartitionStateName): boolean =>
  state === 'NOT_RUN' || state === 'INIT' || state === 'HALTED'

/** What partitions' invariants know of the module. */
export interface PartitionWorld {
  readonly partitions: readonly PartitionConfiguration[]
}

/** What they see of the state: the partitions; which of them run with their virtual core 0; and at which level programs run. */
export interface PartitionsState {
  readonly partitions: readonly PartitionState<unknown>[]
  readonly running: readonly number[]
  /** For each core that executes a partition's program (and not the kernel): whose, and at which level. */
  readonly programs: readonly {
    readonly core: number
    readonly partition: number
    readonly virtualCore: number
    readonly level: Level
  }[]
}

/** What the levels' invariant sees: for each partition the level at which its program runs, or goes on once its call returns; null where it has to start first. */
export interface LevelsState {
  readonly goesOn: readonly (Level | null)[]
}

/** PARTITION-D1: whether the configuration declares a partition supervisor. */
export const declaredSupervisor = ({ permissions }: Pick<PartitionConfiguration, 'permissions'>): boolean =>
  permissions.includes('SUPERVISOR')

/** PARTITION-D2: the bits of a configured permission set; SET_SCHEDULE comes with the schedule. */
export const permissionBits = ({ permissions }: Pick<PartitionConfiguration, 'permissions'>): number =>
  permissions.reduce((bits, name) => bits | permission[name], 0)

/** PARTITION-D3: the states a partition may be in, by its mode. */
const statesOf: { readonly [mode in OperatingMode]: readonly PartitionStateName[] } = {
  IDLE: ['HALTED'],
  COLD_START: ['NOT_RUN', 'INIT', 'RUNNING', 'READY'],
  WARM_START: ['NOT_RUN', 'INIT', 'RUNNING', 'READY'],
  NORMAL: ['RUNNING', 'READY'],
}

/** PARTITION-D4: the modes that a mode may change to, by whoever may. Source: AIR_SEP_0530. */
const successors: { readonly [mode in OperatingMode]: readonly OperatingMode[] } = {
  IDLE: ['WARM_START', 'COLD_START'],
  WARM_START: ['IDLE', 'WARM_START', 'COLD_START', 'NORMAL'],
  COLD_START: ['IDLE', 'COLD_START', 'NORMAL'],
  NORMAL: ['IDLE', 'WARM_START', 'COLD_START'],
}

export const statesFitModes: Invariant<PartitionWorld, PartitionsState> = {
  kind: 'invariant',
  id: 'PARTITION-I1',
  says: 'A partition’s state is one that its mode allows: halted if and only if idle, never reloaded while normal.',
  serves: [legalModes],
  breaches: (_, { partitions }) =>
    partitions.flatMap(({ mode, state }, p) =>
      that(statesOf[mode].includes(state), ['partitions', p], `is ${state} in mode ${mode}`),
    ),
}

export const runningIsOnACore: Invariant<PartitionWorld, PartitionsState> = {
  kind: 'invariant',
  id: 'PARTITION-I2',
  says: 'A partition is RUNNING only while it has a core, READY only while it has none, and has a window exactly while it has one.',
  serves: [legalModes],
  breaches: (_, { partitions, running }) =>
    partitions.flatMap(({ state, window }, p) => {
      const has = running.includes(p)
      return [
        ...that(state !== 'RUNNING' || has, ['partitions', p, 'state'], 'is RUNNING without a core'),
        ...that(state !== 'READY' || !has, ['partitions', p, 'state'], 'is READY on a core'),
        ...that(
          has === window >= 0,
          ['partitions', p, 'window'],
          `has window ${window} ${has ? 'on' : 'without'} a core`,
        ),
      ]
    }),
}

export const programsAtUserLevel: Invariant<PartitionWorld, PartitionsState> = {
  kind: 'invariant',
  id: 'PARTITION-I3',
  says: 'A partition’s program runs at supervisor level only if the configuration declares the partition supervisor.',
  serves: [userLevel],
  fails: { 'air-5.6.2': 'H1: a partition with all permissions runs at supervisor level' },
  breaches: (world, { programs }) =>
    programs.flatMap(({ core, partition, level }) => {
      const configured = world.partitions[partition]
      return that(
        level === 'user' || (configured !== undefined && declaredSupervisor(configured)),
        ['cores', core],
        `the program of partition ${partition} runs at supervisor level`,
      )
    }),
}

export const onlyHaltedOrStarted: Invariant<PartitionWorld, PartitionsState> = {
  kind: 'invariant',
  id: 'PARTITION-I4',
  says: 'Programs are executed only of partitions that are RUNNING; on another virtual core than the first also while that is between its windows.',
  serves: [contained, legalModes],
  breaches: (_, { partitions, programs }) =>
    programs.flatMap(({ core, partition, virtualCore }) => {
      const state = partitions[partition]?.state
      return that(
        state === 'RUNNING' || (state === 'READY' && virtualCore > 0),
        ['cores', core],
        `executes partition ${partition}, which is ${state}`,
      )
    }),
}

export const legalTransitions: StepInvariant<PartitionWorld, Pick<PartitionsState, 'partitions'>> = {
  kind: 'step invariant',
  id: 'PARTITION-S1',
  says: 'A mode changes only to one that the table of valid transitions allows.',
  serves: [legalModes],
  breaches: (_, before, after) =>
    before.partitions.flatMap(({ mode }, p) => {
      const next = after.partitions[p]?.mode ?? mode
      return that(
        next === mode || successors[mode].includes(next),
        ['partitions', p, 'mode'],
        `went from ${mode} to ${next}`,
      )
    }),
}

export const restartsAreCounted: StepInvariant<PartitionWorld, Pick<PartitionsState, 'partitions'>> = {
  kind: 'step invariant',
  id: 'PARTITION-S2',
  says: 'A partition leaves INIT for its first start only by a finished reload, which is counted once.',
  serves: [legalModes],
  breaches: (_, before, after) =>
    before.partitions.flatMap((was, p) => {
      const is = after.partitions[p] ?? was
      const finished = was.state === 'INIT' && is.state === 'NOT_RUN'
      return [
        ...that(
          is.restarts === was.restarts + (finished ? 1 : 0),
          ['partitions', p, 'restarts'],
          `went from ${was.restarts} to ${is.restarts}`,
        ),
        ...that(
          is.state !== 'NOT_RUN' || was.state === 'NOT_RUN' || was.state === 'INIT',
          ['partitions', p, 'state'],
          `went from ${was.state} to NOT_RUN`,
        ),
      ]
    }),
}

export const levelsAreKept: StepInvariant<PartitionWorld, LevelsState> = {
  kind: 'step invariant',
  id: 'PARTITION-S3',
  says: 'A program keeps its level from its start on: a trap gives the rights to the kernel, and what returns from it has those it had.',
  serves: [userLevel],
  breaches: (_, before, after) =>
    before.goesOn.flatMap((was, p) => {
      const is = after.goesOn[p] ?? null
      return that(
        was === null || is === null || was === is,
        ['partitions', p],
        `its program went from ${was} to ${is} level`,
      )
    }),
}

export const partitionInvariants = [statesFitModes, runningIsOnACore, programsAtUserLevel, onlyHaltedOrStarted] as const
export const partitionStepInvariants = [legalTransitions, restartsAreCounted] as const
