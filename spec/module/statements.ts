/** The whole: what can only be said of all of it, and the properties of runs. */

import { pointersChecked } from '../hypercall/requirements.ts'
import { copyBlock } from '../hypercall/vocabulary.ts'
import { that, type Breach, type Invariant, type Property, type StepInvariant } from '../statement.ts'
import { boundedSections, declaredEffects, staticConfiguration } from './requirements.ts'
import type { ModulePartition, Platform, State, World } from './vocabulary.ts'

/** What bounds a section: the platform, and the longest section that the module has on it. */
export interface Bounds {
  readonly platform: Platform
  readonly longest: number
}

export const sectionsAreBounded: Invariant<Bounds, State> = {
  kind: 'invariant',
  id: 'MODULE-I1',
  says: 'The clock is served within the longest section after it was due, and at no instant before; where a step ends, nothing masks it.',
  serves: [boundedSections],
  breaches: ({ platform, longest }, { time, cores }) => {
    const due = time.total * platform.cyclesPerTick
    return cores.flatMap(({ at, timer, masked }, c) => [
      ...that(timer === due + platform.cyclesPerTick, ['cores', c, 'timer'], () => `is ${timer} at tick ${time.total}`),
      ...that(
        at < timer + longest,
        ['cores', c, 'at'],
        () => `is ${at - timer} cycles beyond its timer; the longest section takes ${longest}`,
      ),
      ...that(at >= due, ['cores', c, 'at'], () => `is ${at} at tick ${time.total}, before that tick was due`),
      ...that(!masked, ['cores', c, 'masked'], 'interrupts are masked where a step ends'),
    ])
  },
}

/** The most cycles that can pass between an instant and the next at which the clock is served. */
export const longestSection = ({ costs }: Platform): number =>
  Math.max(costs.access + costs.trap, costs.service, costs.interrupt, costs.tick + costs.dispatch)

/** The same with the longest message that the module can copy in one section: the jitter of every window is below this. */
export const longestSectionOf = ({ platform, profile, configuration }: World): number => {
  const longest = configuration.partitions
    .flatMap(({ ports }) => ports.map(({ maxMessageSize }) => maxMessageSize))
    .reduce((most, size) => Math.max(most, size), 0)
  const copied = profile.ports.copying === 'in one section' ? Math.ceil(longest / copyBlock) : 0
  return Math.max(longestSection(platform), platform.costs.service + platform.costs.copy * copied)
}

export const onlyTrustedLeave: Invariant<World, State> = {
  kind: 'invariant',
  id: 'MODULE-I2',
  says: 'The kernel reaches no device and none of its own memory on behalf of a caller; only a program at supervisor level leaves what is specified.',
  serves: [pointersChecked, declaredEffects],
  fails: { 'air-5.6.2': 'H2: pointers are checked only for not lying below the end of the kernel' },
  breaches: (_, { left, cores, time }) =>
    that(
      !left ||
        cores.some(
          ({ context: { level, work } }, c) =>
            time.cores[c]?.running != null &&
            level === 'supervisor' &&
            (work.kind === 'none' || work.kind === 'compute'),
        ),
      ['left'],
      'the kernel went beyond the caller’s memory for it',
    ),
}

export const noCoreHangs: Invariant<World, State> = {
  kind: 'invariant',
  id: 'MODULE-I3',
  says: 'No core waits for ever with interrupts masked: a watchdog that every dispatch retriggers, set longer than the longest window, never expires.',
  serves: [boundedSections],
  fails: { 'air-5.6.2': 'H5: an error waits for the lock of the log, which is never given back' },
  breaches: (_, { end }) => that(end !== 'hung', ['end'], 'a core hangs, and the clock with it'),
}

export const nobodyWaitsForTheLoader: Invariant<World, State> = {
  kind: 'invariant',
  id: 'MODULE-I4',
  says: 'No partition’s reload depends on another’s.',
  serves: [boundedSections],
  fails: { 'air-5.6.2': 'H11: one loader for all; a restart waits in its own windows while another partition reloads' },
  breaches: (_, { loader, partitions }) =>
    that(
      loader === null || !partitions.some(({ state }, p) => p !== loader && state === 'INIT'),
      ['loader'],
      'partitions wait for the loader that serves another',
    ),
}

/** The positions at which two lists of equal length hold something else. */
const changed = (before: readonly unknown[], after: readonly unknown[]): readonly number[] =>
  after.flatMap((each, i) => (each === before[i] ? [] : [i]))

export const onlyRunningMemoryChanges: StepInvariant<World, State> = {
  kind: 'step invariant',
  id: 'MODULE-S1',
  says: 'A step that is no tick moves one core, changes at most one partition beyond the events it is told of, of other cores only the context, and memory only if a partition runs on that core.',
  serves: [declaredEffects],
  breaches: (_, before, after) => {
    if (after.time.total !== before.time.total)
      return that(after.memory === before.memory, ['memory'], 'the tick changed memory')
    const cores = changed(before.cores, after.cores)
    const moved = cores.filter((c) => after.cores[c]?.at !== before.cores[c]?.at)
    const actor = moved[0] ?? cores[0]
    const partitions = changed(before.partitions, after.partitions).filter(
      (p) => !onlyTold(before.partitions[p], after.partitions[p]),
    )
    return [
      ...that(moved.length <= 1, ['cores'], () => `cores ${moved.join(', ')} moved in one step`),
      ...cores.flatMap((c) => (c === actor ? [] : sameBut(before, after, c))),
      ...that(partitions.length <= 1, ['partitions'], () => `partitions ${partitions.join(', ')} changed in one step`),
      ...that(
        after.memory === before.memory || (actor !== undefined && before.time.cores[actor]?.running != null),
        ['memory'],
        'changed while nobody ran',
      ),
    ]
  },
}

/** Whether all that differs of a partition is the events it is told of. */
const onlyTold = (was: ModulePartition | undefined, is: ModulePartition | undefined): boolean => {
  if (was === undefined || is === undefined || was.processor === is.processor) return false
  const [v, w] = [was.processor, is.processor]
  const processor = v.psr === w.psr && v.tbr === w.tbr && v.pending === w.pending && v.mask === w.mask
  const handlers = v.caches === w.caches && v.activations === w.activations
  const running =
    was.mode === is.mode && was.state === is.state && was.window === is.window && was.context === is.context
  return processor && handlers && running && was.health === is.health && was.elapsed === is.elapsed
}

/** A core that does not act keeps all but its context, which another’s call may replace. */
const sameBut = (before: State, after: State, c: number): readonly Breach[] => {
  const [was, is] = [before.cores[c], after.cores[c]]
  const kept =
    was !== undefined &&
    is !== undefined &&
    was.at === is.at &&
    was.timer === is.timer &&
    was.space === is.space &&
    was.masked === is.masked &&
    was.fault === is.fault &&
    was.cached === is.cached
  return that(kept, ['cores', c], 'changed beyond its context in a step of another core')
}

/** Whether no step follows. */
export const isOver = ({ left, end }: State): boolean => left || end !== null

export const clocksGoForward: StepInvariant<World, State> = {
  kind: 'step invariant',
  id: 'MODULE-S2',
  says: 'No core’s clock goes backwards, no effect, event or choice is consumed twice, and every step but the last moves something.',
  serves: [staticConfiguration, boundedSections],
  breaches: (_, before, after) => [
    ...after.cores.flatMap(({ at }, c) =>
      that(at >= (before.cores[c]?.at ?? 0), ['cores', c, 'at'], () => `went back to ${at}`),
    ),
    ...after.consumed.effects.flatMap((n, p) => {
      const was = before.consumed.effects[p] ?? 0
      return that(n === was || n === was + 1, ['consumed', 'effects', p], () => `went from ${was} to ${n}`)
    }),
    ...that(
      after.consumed.choices - before.consumed.choices === 0 || after.consumed.choices - before.consumed.choices === 1,
      ['consumed', 'choices'],
      'more than one choice in a step',
    ),
    ...that(
      isOver(before) || isOver(after) || after.cores.some(({ at }, c) => at > (before.cores[c]?.at ?? 0)),
      ['cores'],
      'nothing moved',
    ),
  ],
}

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
