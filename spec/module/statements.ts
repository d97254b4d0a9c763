/** The whole: what can only be said of all of it, and the properties of runs. */

import { that, type Breach, type Invariant, type Property, type StepInvariant } from '../statement.ts'
import { boundedSections, declaredEffects, staticConfiguration } from './requirements.ts'
import type { Platform, State, World } from './vocabulary.ts'

export const sectionsAreBounded: Invariant<World, State> = {
  kind: 'invariant',
  id: 'MODULE-I1',
  says: 'The clock is served within the longest section after it was due, and at no instant before; where a step ends, nothing masks it.',
  serves: [boundedSections],
  breaches: ({ platform }, { time, cores }) => {
    const longest = longestSection(platform)
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

/** The positions at which two lists of equal length hold something else. */
const changed = (before: readonly unknown[], after: readonly unknown[]): readonly number[] =>
  after.flatMap((each, i) => (each === before[i] ? [] : [i]))

export const onlyRunningMemoryChanges: StepInvariant<World, State> = {
  kind: 'step invariant',
  id: 'MODULE-S1',
  says: 'A step that is no tick moves one core, changes at most one partition, of other cores only the context, and memory only if a partition runs on that core.',
  serves: [declaredEffects],
  breaches: (_, before, after) => {
    if (after.time.total !== before.time.total)
      return that(after.memory === before.memory, ['memory'], 'the tick changed memory')
    const cores = changed(before.cores, after.cores)
    const moved = cores.filter((c) => after.cores[c]?.at !== before.cores[c]?.at)
    const actor = moved[0] ?? cores[0]
    const partitions = changed(before.partitions, after.partitions)
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
      before.left || after.left || after.cores.some(({ at }, c) => at > (before.cores[c]?.at ?? 0)),
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
