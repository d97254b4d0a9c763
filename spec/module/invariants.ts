/** Every invariant of every chapter, lifted to the whole state: what each chapter sees of it, and what each invariant reads. */

import {
  declaredSupervisor,
  isStopped,
  levelsAreKept,
  partitionInvariants,
  partitionStepInvariants,
  type LevelsState,
  type PartitionsState,
} from '../partition/statements.ts'
import { permission } from '../partition/vocabulary.ts'
import type { Level } from '../mmu/vocabulary.ts'
import {
  framesAreNotShared,
  kernelIsUnreachable,
  noStaleTranslationIsUsable,
  reachesOnlyItsOwn,
  runsInItsSpace,
  type SpaceState,
  type SpaceWorld,
} from '../space/statements.ts'
import type { Invariant, StepInvariant } from '../statement.ts'
import {
  globalTimeIsKept,
  ticksAreCharged,
  timeInvariants,
  timeStepInvariants,
  timeWorldOf,
  type ClocksState,
  type TimeWorld,
} from '../time/statements.ts'
import type { Runner } from '../time/vocabulary.ts'
import { callStepInvariants } from './call-statements.ts'
import { contextViews, waitingViews } from './context-views.ts'
import { contextsAreSound, processorsWait } from '../guest/context-statements.ts'
import { onlyTheGuestsOwn, processorIsSound, type GuestView } from '../guest/statements.ts'
import { healthInvariants, type HealthView } from '../health/statements.ts'
import {
  channelsAreBounded,
  configuredChannels,
  freshnessHasMeaning,
  linksNeedAPartition,
  nobodyHoldsAChannel,
  portPlaces,
  type PortsView,
  type PortsWorld,
} from '../ports/statements.ts'
import {
  clocksGoForward,
  longestSectionOf,
  nobodyWaitsForTheLoader,
  noCoreHangs,
  onlyRunningMemoryChanges,
  onlyTrustedLeave,
  sectionsAreBounded,
} from './statements.ts'
import {
  secondariesOf,
  type ModuleContext,
  type ModuleCore,
  type Platform,
  type State,
  type World,
} from './vocabulary.ts'

/** An invariant of the whole module. `reads`: the parts of a state it looks at; where all are identical it need not be asked again. */
export interface ModuleInvariant extends Invariant<World, State> {
  readonly reads: (state: State) => readonly unknown[]
}

export interface ModuleStepInvariant extends StepInvariant<World, State> {
  readonly reads: (state: State) => readonly unknown[]
}

export const timeWorld = ({ configuration }: World): TimeWorld =>
  timeWorldOf(
    configuration.time,
    configuration.partitions.map((p) => p.identifier),
  )

export const spaceWorld = ({ configuration, platform }: World): SpaceWorld => ({
  partitions: configuration.partitions.map((p) => ({
    identifier: p.identifier,
    memory: p.memory,
    level: declaredSupervisor(p) ? 'supervisor' : 'user',
  })),
  shared: configuration.sharedMemory,
  map: platform,
})

/** The module's ports and channels, as their chapter knows them. */
export const portsWorld = ({ configuration: { partitions, channels } }: World): PortsWorld => {
  const places = portPlaces(partitions, channels)
  return { places, channels: configuredChannels(places, channels) }
}

const portsView = ({ ports, partitions }: State): PortsView & { readonly warm: readonly boolean[] } => ({
  ports,
  states: partitions.map(({ state }) => state),
  warm: partitions.map(({ mode }) => mode === 'WARM_START'),
})

const healthView = ({ health, time, partitions }: State): HealthView => ({ health, total: time.total, partitions })

const guestViews = ({ partitions, time }: State): readonly GuestView[] =>
  partitions.map(({ processor, state }, p) => ({
    processor,
    stopped: isStopped(state),
    runs: time.cores.some(({ running }) => running?.partition === p),
  }))

/** Whether a core executes a program, not the kernel. */
const executesProgram = (core: ModuleCore, running: Runner | null): boolean =>
  running !== null && (core.context.work.kind === 'none' || core.context.work.kind === 'compute')

const spaceState = ({ memory, cores, time }: State): SpaceState => ({
  memory,
  cores: cores.map((core, c) => {
    const running = time.cores[c]?.running ?? null
    return {
      partition: running?.partition ?? null,
      space: core.space,
      level: executesProgram(core, running) ? core.context.level : 'user',
      cached: core.cached,
    }
  }),
})

/** The level at which what stands in a context goes on: a program’s own, or the one a call returns to. */
const goesOnAt = ({ level, work }: ModuleContext): Level | null => {
  switch (work.kind) {
    case 'none':
    case 'compute':
      return level
    case 'call':
    case 'copy':
    case 'trap':
      return work.from
    case 'reload':
    case 'idle':
      return null
  }
}

/** The context of a partition: on the core where it runs with its virtual core 0, or as it was saved. */
const contextOf = ({ partitions, time, cores }: State, p: number): ModuleContext | undefined => {
  const core = time.cores.findIndex(({ running }) => running?.partition === p && running.virtualCore === 0)
  return cores[core]?.context ?? partitions[p]?.context
}

const levelsState = (state: State): LevelsState => ({
  goesOn: state.partitions.map((_, p) => {
    const context = contextOf(state, p)
    return context === undefined ? null : goesOnAt(context)
  }),
})

const partitionsState = ({ partitions, time, cores }: State): PartitionsState => ({
  partitions,
  running: time.cores.flatMap(({ running }) =>
    running !== null && running.virtualCore === 0 ? [running.partition] : [],
  ),
  programs: cores.flatMap((core, c) => {
    const running = time.cores[c]?.running ?? null
    return running !== null && executesProgram(core, running)
      ? [
          {
            core: c,
            partition: running.partition,
            virtualCore: running.virtualCore,
            level: core.context.level,
          },
        ]
      : []
  }),
})

const clocksState = (world: World, { time, partitions }: State): ClocksState => ({
  time,
  partitions: partitions.map(({ elapsed, permissions }) => ({
    elapsed,
    global: world.profile.time.elapsedTime === 'all' || (permissions & permission.GLOBAL_TIME) !== 0,
  })),
})

/** The regions of memory that hold the kernel's tables. */
const tableRegions = ({ kernel }: Platform, { memory }: State): readonly unknown[] => {
  const first = kernel.base >>> 24
  return memory.slice(first, first + Math.ceil(kernel.bytes / 0x1000000))
}

/** At which level each core executes a program, or that it executes the kernel. */
const levels = ({ cores, time }: State): readonly string[] =>
  cores.map((core, c) => (executesProgram(core, time.cores[c]?.running ?? null) ? core.context.level : 'kernel'))

/** A chapter’s invariant, asked of its slice of the state. What follows from the world alone is worked out once. */
const lifted = <W, S>(
  invariant: Invariant<W, S>,
  world: W,
  slice: (state: State) => S,
  reads: (state: State) => readonly unknown[],
): ModuleInvariant => ({ ...invariant, reads, breaches: (_, state) => invariant.breaches(world, slice(state)) })

const liftedStep = <W, S>(
  invariant: StepInvariant<W, S>,
  world: W,
  slice: (state: State) => S,
  reads: (state: State) => readonly unknown[],
): ModuleStepInvariant => ({
  ...invariant,
  reads,
  breaches: (_, before, after) => invariant.breaches(world, slice(before), slice(after)),
})

/** A restart of the module begins a new run: what a step may change is not asked across it. */
const withinARun = (invariant: ModuleStepInvariant): ModuleStepInvariant => ({
  ...invariant,
  breaches: (world, before, after) => (before.resets === after.resets ? invariant.breaches(world, before, after) : []),
})

const timeOf = (s: State): State['time'] => s.time
const whole = (s: State): State => s
const readsTime = (s: State): readonly unknown[] => [s.time]
const readsPartitions = (s: State): readonly unknown[] => [s.partitions]
const readsPrograms = (s: State): readonly unknown[] => [s.partitions, s.time.cores, ...levels(s)]
const readsClocks = (s: State): readonly unknown[] => [s.time, s.partitions]

/** Every invariant of a world, each with the parts of the state it reads. */
export const invariants = (world: World): readonly ModuleInvariant[] => {
  const time = timeWorld(world)
  const space = spaceWorld(world)
  const ports = portsWorld(world)
  const secondaries = secondariesOf(world.configuration)
  const bounds = { platform: world.platform, longest: longestSectionOf(world) }
  const tables = (s: State): readonly unknown[] => tableRegions(world.platform, s)
  return [
    ...timeInvariants.map((i) => lifted(i, time, timeOf, readsTime)),
    lifted(globalTimeIsKept, time, (s) => clocksState(world, s), readsClocks),
    lifted(reachesOnlyItsOwn, space, spaceState, tables),
    lifted(framesAreNotShared, space, spaceState, tables),
    lifted(kernelIsUnreachable, space, spaceState, (s) => [...tables(s), ...s.cores.map((_, c) => supervisorOn(s, c))]),
    lifted(noStaleTranslationIsUsable, space, spaceState, (s) => [
      ...tables(s),
      ...s.cores.flatMap((c) => [c.space, c.cached]),
    ]),
    lifted(runsInItsSpace, space, spaceState, (s) => [s.time.cores, ...s.cores.map((c) => c.space)]),
    ...partitionInvariants.map((i) => lifted(i, world.configuration, partitionsState, readsPrograms)),
    ...[channelsAreBounded, freshnessHasMeaning, nobodyHoldsAChannel].map((i) =>
      lifted(i, ports, portsView, (s) => [s.ports]),
    ),
    lifted(linksNeedAPartition, ports, portsView, (s) => [s.ports, s.partitions]),
    ...healthInvariants.map((i) => lifted(i, null, healthView, (s) => [s.health, s.partitions])),
    lifted(processorIsSound, null, guestViews, readsPartitions),
    lifted(
      contextsAreSound,
      null,
      (s) => contextViews(world, secondaries, s),
      (s) => [
        ...s.cores.map(({ context }) => context),
        ...s.partitions.map(({ context }) => context),
        ...s.secondaries,
      ],
    ),
    lifted(sectionsAreBounded, bounds, whole, (s) => [s.cores, s.time]),
    { ...onlyTrustedLeave, reads: (s) => [s.left] },
    { ...noCoreHangs, reads: (s) => [s.end] },
    { ...nobodyWaitsForTheLoader, reads: (s) => [s.loader, s.partitions] },
  ]
}

/** The partition whose program a core executes at supervisor level; null for none. */
const supervisorOn = ({ cores, time }: State, c: number): number | null => {
  const [core, running] = [cores[c], time.cores[c]?.running ?? null]
  return core !== undefined && running !== null && executesProgram(core, running) && core.context.level === 'supervisor'
    ? running.partition
    : null
}

const readsCores = (s: State): readonly unknown[] => s.cores
const everything = (s: State): readonly unknown[] => [s]

/** Every step invariant of a world. */
export const stepInvariants = (world: World): readonly ModuleStepInvariant[] => {
  const time = timeWorld(world)
  const secondaries = secondariesOf(world.configuration)
  return [
    ...timeStepInvariants.map((i) => liftedStep(i, time, timeOf, readsTime)),
    liftedStep(ticksAreCharged, time, (s) => clocksState(world, s), readsClocks),
    ...partitionStepInvariants.map((i) => liftedStep(i, world.configuration, (s) => s, readsPartitions)),
    liftedStep(levelsAreKept, world.configuration, levelsState, readsPrograms),
    liftedStep(onlyTheGuestsOwn, null, guestViews, readsPartitions),
    liftedStep(
      processorsWait,
      null,
      (s) => waitingViews(secondaries, s),
      (s) => [s.time.cores, s.partitions, s.secondaries],
    ),
    ...callStepInvariants.map((i) => ({ ...i, reads: readsCores })),
    { ...onlyRunningMemoryChanges, reads: everything },
    { ...clocksGoForward, reads: everything },
  ].map(withinARun)
}
