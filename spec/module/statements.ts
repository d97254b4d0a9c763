/** The whole: every invariant of every chapter, lifted to the module's state, and what can only be said of all of it. */

import {
  framesAreNotShared,
  kernelIsUnreachable,
  noStaleTranslationIsUsable,
  reachesOnlyItsOwn,
  runsInItsSpace,
  type SpaceState,
  type SpaceWorld,
} from '../space/statements.ts'
import { that, type Invariant, type Property, type StepInvariant } from '../statement.ts'
import {
  declaredSupervisor,
  partitionInvariants,
  partitionStepInvariants,
  type PartitionsState,
} from '../partition/statements.ts'
import { permission } from '../partition/vocabulary.ts'
import {
  globalTimeIsKept,
  ticksAreCharged,
  timeInvariants,
  timeStepInvariants,
  type ClocksState,
  type TimeWorld,
} from '../time/statements.ts'
import type { Runner } from '../time/vocabulary.ts'
import { boundedSections, declaredEffects, staticConfiguration } from './requirements.ts'
import type { ModuleCore, Platform, State, World } from './vocabulary.ts'

/** An invariant of the whole module. `reads`: the parts of a state it looks at; where all are identical it need not be asked again. */
export interface ModuleInvariant extends Invariant<World, State> {
  readonly reads: (state: State) => readonly unknown[]
}

export interface ModuleStepInvariant extends StepInvariant<World, State> {
  readonly reads: (state: State) => readonly unknown[]
}

export const timeWorld = ({ configuration }: World): TimeWorld => ({
  time: configuration.time,
  partitions: configuration.partitions.map((p) => p.identifier),
})

export const spaceWorld = ({ configuration, platform }: World): SpaceWorld => ({
  partitions: configuration.partitions.map((p) => ({
    identifier: p.identifier,
    memory: p.memory,
    level: declaredSupervisor(p) ? 'supervisor' : 'user',
  })),
  shared: configuration.sharedMemory,
  map: platform,
})

/** Whether a core executes a program, not the kernel. */
const executesProgram = (core: ModuleCore, running: Runner | null): boolean =>
  running !== null &&
  running.virtualCore === 0 &&
  (core.context.work.kind === 'none' || core.context.work.kind === 'compute')

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

const partitionsState = ({ partitions, time, cores }: State): PartitionsState => ({
  partitions,
  running: time.cores.flatMap(({ running }) =>
    running !== null && running.virtualCore === 0 ? [running.partition] : [],
  ),
  programs: cores.flatMap((core, c) => {
    const running = time.cores[c]?.running ?? null
    return running !== null && executesProgram(core, running)
      ? [{ core: c, partition: running.partition, level: core.context.level }]
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

export const sectionsAreBounded: Invariant<World, State> = {
  kind: 'invariant',
  id: 'MODULE-I1',
  says: 'The clock is served within the longest section after it was due, and at no instant before; where a step ends, nothing masks it.',
  serves: [boundedSections],
  breaches: ({ platform }, { time, cores }) =>
    cores.flatMap(({ at, timer, masked }, c) => [
      ...that(
        timer === (time.total + 1) * platform.cyclesPerTick,
        ['cores', c, 'timer'],
        `is ${timer} at tick ${time.total}`,
      ),
      ...that(
        at < timer + longestSection(platform),
        ['cores', c, 'at'],
        `is ${at - timer} cycles beyond its timer; the longest section takes ${longestSection(platform)}`,
      ),
      ...that(
        at >= time.total * platform.cyclesPerTick,
        ['cores', c, 'at'],
        `is ${at} at tick ${time.total}, before that tick was due`,
      ),
      ...that(!masked, ['cores', c, 'masked'], 'interrupts are masked where a step ends'),
    ]),
}

/** The most cycles that can pass between an instant and the next at which the clock is served. */
export const longestSection = ({ costs }: Platform): number =>
  Math.max(costs.access + costs.trap, costs.service, costs.interrupt, costs.tick + costs.dispatch)

export const onlyRunningMemoryChanges: StepInvariant<World, State> = {
  kind: 'step invariant',
  id: 'MODULE-S1',
  says: 'A step that is no tick changes at most one core, the partitions that a service names, and memory only if a partition runs there.',
  serves: [declaredEffects],
  breaches: (_, before, after) => {
    if (after.time.total !== before.time.total)
      return that(after.memory === before.memory, ['memory'], 'the tick changed memory')
    const moved = after.cores.flatMap((core, c) => (core.at === before.cores[c]?.at ? [] : [c]))
    const actor = moved[0]
    return [
      ...that(moved.length <= 1, ['cores'], `cores ${moved.join(', ')} moved in one step`),
      ...that(
        after.memory === before.memory || (actor !== undefined && before.time.cores[actor]?.running != null),
        ['memory'],
        'changed while nobody ran',
      ),
    ]
  },
}

export const clocksGoForward: StepInvariant<World, State> = {
  kind: 'step invariant',
  id: 'MODULE-S2',
  says: 'No core’s clock goes backwards, no effect, event or choice is consumed twice, and every step but the last moves something.',
  serves: [staticConfiguration, boundedSections],
  breaches: (_, before, after) => [
    ...after.cores.flatMap(({ at }, c) =>
      that(at >= (before.cores[c]?.at ?? 0), ['cores', c, 'at'], `went back to ${at}`),
    ),
    ...after.consumed.effects.flatMap((n, p) => {
      const was = before.consumed.effects[p] ?? 0
      return that(n === was || n === was + 1, ['consumed', 'effects', p], `went from ${was} to ${n}`)
    }),
    ...that(
      after.consumed.choices - before.consumed.choices === 0 || after.consumed.choices - before.consumed.choices === 1,
      ['consumed', 'choices'],
      'more than one choice in a step',
    ),
    ...that(
      before.left || after.left || after.cores.some(({ at }, c) => at > (before.cores[c]?.at ?? 0)),
      ['cores'],
      'nothing moved',
    ),
  ],
}

const lifted = <W, S>(
  invariant: Invariant<W, S>,
  world: (w: World) => W,
  state: (w: World, s: State) => S,
  reads: (s: State) => readonly unknown[],
): ModuleInvariant => ({
  ...invariant,
  reads,
  breaches: (w, s) => invariant.breaches(world(w), state(w, s)),
})

const liftedStep = <W, S>(
  invariant: StepInvariant<W, S>,
  world: (w: World) => W,
  state: (w: World, s: State) => S,
  reads: (s: State) => readonly unknown[],
): ModuleStepInvariant => ({
  ...invariant,
  reads,
  breaches: (w, before, after) => invariant.breaches(world(w), state(w, before), state(w, after)),
})

const ofSpace = (i: Invariant<SpaceWorld, SpaceState>, reads: ModuleInvariant['reads']): ModuleInvariant =>
  lifted(i, spaceWorld, (_, s) => spaceState(s), reads)

const everything = (s: State): readonly unknown[] => [s]

/** Every invariant, each with the parts of the state it reads. */
export const invariants = (platform: Platform): readonly ModuleInvariant[] => [
  ...timeInvariants.map((i) =>
    lifted(
      i,
      timeWorld,
      (_, s) => s.time,
      (s) => [s.time],
    ),
  ),
  lifted(globalTimeIsKept, timeWorld, clocksState, (s) => [s.time, s.partitions]),
  ...[reachesOnlyItsOwn, framesAreNotShared].map((i) => ofSpace(i, (s) => tableRegions(platform, s))),
  ofSpace(kernelIsUnreachable, (s) => [
    ...tableRegions(platform, s),
    ...spaceState(s).cores.flatMap((c) => (c.level === 'supervisor' ? [c.partition, c.level] : [])),
  ]),
  ofSpace(noStaleTranslationIsUsable, (s) => [
    ...tableRegions(platform, s),
    ...s.cores.flatMap((c) => [c.space, c.cached]),
  ]),
  ofSpace(runsInItsSpace, (s) => [s.time.cores, ...s.cores.map((c) => c.space)]),
  ...partitionInvariants.map((i) =>
    lifted(
      i,
      (w) => w.configuration,
      (_, s) => partitionsState(s),
      (s) => [s.partitions, s.time.cores, ...s.cores.map((c) => c.context)],
    ),
  ),
  { ...sectionsAreBounded, reads: (s) => [s.cores, s.time] },
]

/** Every step invariant. */
export const stepInvariants: readonly ModuleStepInvariant[] = [
  ...timeStepInvariants.map((i) =>
    liftedStep(
      i,
      timeWorld,
      (_, s) => s.time,
      (s) => [s.time],
    ),
  ),
  liftedStep(ticksAreCharged, timeWorld, clocksState, (s) => [s.time, s.partitions]),
  ...partitionStepInvariants.map((i) =>
    liftedStep(
      i,
      (w: World) => w.configuration,
      (_, s) => partitionsState(s),
      (s) => [s.partitions],
    ),
  ),
  { ...onlyRunningMemoryChanges, reads: everything },
  { ...clocksGoForward, reads: everything },
]

export const modelIsSound: Property = {
  kind: 'property',
  id: 'MODULE-P1',
  says: 'Every state that the model reaches keeps every invariant, every step every step invariant, every call its postconditions.',
  serves: [staticConfiguration, declaredEffects, boundedSections],
}

export const emulatorFollowsModel: Property = {
  kind: 'property',
  id: 'MODULE-P2',
  says: 'After every step the emulator’s digest is that of the model’s state; at random steps and at the end their whole states and the meaning of their tables agree.',
  serves: [staticConfiguration],
}

export const emulatorIsIsolated: Property = {
  kind: 'property',
  id: 'MODULE-P3',
  says: 'The emulator’s own tables and cached translations, read word by word, reach for each partition what the configuration gives it.',
  serves: [declaredEffects],
}

export const runsAreDetermined: Property = {
  kind: 'property',
  id: 'MODULE-P4',
  says: 'A run repeats itself: the same world and run give the same states, on model and emulator, also after other runs.',
  serves: [staticConfiguration],
}
