/** Rules of windows: on cores that exist, one after another (E1), inside their frame (E2). */

import { repeated } from '../space/rules.ts'
import type { Breach, Rule } from '../statement.ts'
import { atFrameEnd, exclusive, inFull } from './requirements.ts'
import { ticksIn } from './statements.ts'
import type { TimeConfiguration } from './vocabulary.ts'
import {
  e1e4,
  configurator,
  inSeconds,
  type Placed,
  unless,
  named,
  inEachWindow,
  overlappingTicks,
  overlappingTimes,
  onEachCore,
} from './placed.ts'

export const coresExist: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R6',
  says: 'A window is given at least one core, and only cores that the module requires.',
  serves: [exclusive],
  severity: 'structural',
  because: ['AIR-GEN-00040', configurator],
  breaches: inEachWindow((w, { requiredCores }) => [
    ...unless(w.window.cores.length > 0, [...w.at, 'cores'], () => `${named(w)} has no core; name one`),
    ...w.window.cores.flatMap((core, i) =>
      unless(
        core < requiredCores,
        [...w.at, 'cores', i],
        () => `${named(w)} is on core ${core}; the module requires ${requiredCores}: 0 to ${requiredCores - 1}`,
      ),
    ),
  ]),
}

export const coreIsNamedOnce: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R7',
  says: 'A window has each core at most once: two virtual cores cannot share one.',
  serves: [exclusive],
  severity: 'structural',
  because: [configurator],
  breaches: inEachWindow((w) =>
    repeated(w.window.cores, (core) => core).map(([i, core]) => ({
      at: [...w.at, 'cores', i],
      why: `${named(w)} names core ${core} twice; name different cores`,
    })),
  ),
}

const overlap = ([later, earlier]: readonly [Placed, Placed], core: string): Breach => ({
  at: [...later.at, 'start'],
  why:
    `${named(later)} starts on core ${core} at ${inSeconds(later.start)}, before ${named(earlier)} ends there ` +
    `at ${inSeconds(earlier.end)}; move one of them`,
})

export const windowsDoNotOverlap: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R8',
  says: 'The windows of one core do not overlap, in ticks. Windows of different cores may.',
  serves: [exclusive],
  severity: 'structural',
  because: [`${e1e4} E1`, configurator],
  breaches: onEachCore((windows, core) => overlappingTicks(windows).map((pair) => overlap(pair, core))),
}

export const windowsDoNotOverlapExactly: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R9',
  says: 'Nor do they overlap in exact time where rounding to ticks hides it (with TIME-R8: E1).',
  serves: [exclusive],
  severity: 'error',
  because: [`${e1e4} E1: O(j) + c(j) ≤ O(j+1)`],
  breaches: onEachCore((windows, core) => {
    const inTicks = new Set(overlappingTicks(windows).map(([later]) => later))
    return overlappingTimes(windows)
      .filter(([later]) => !inTicks.has(later))
      .map((pair) => overlap(pair, core))
  }),
}

const pastTheFrame = (w: Placed, frame: bigint): Breach => ({
  at: [...w.at, 'duration'],
  why:
    `${named(w)} ends at ${inSeconds(w.end)}, after its frame of ${inSeconds(frame)}; shorten it ` +
    `or lengthen the frame`,
})

export const windowsEndInTheFrame: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R10',
  says: 'No window lasts beyond its major time frame, in ticks.',
  serves: [inFull, atFrameEnd],
  severity: 'structural',
  because: [`${e1e4} E2`, configurator],
  breaches: inEachWindow((w, { ticksPerSecond }, frame) =>
    w.endTick > ticksIn(frame, ticksPerSecond) ? [pastTheFrame(w, frame)] : [],
  ),
}

export const windowsEndInTheFrameExactly: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R11',
  says: 'Nor in exact time where rounding to ticks hides it (with TIME-R10: E2).',
  serves: [inFull, atFrameEnd],
  severity: 'error',
  because: [`${e1e4} E2: O(n) + c(n) ≤ MTF`],
  breaches: inEachWindow((w, { ticksPerSecond }, frame) =>
    w.end > frame && w.endTick <= ticksIn(frame, ticksPerSecond) ? [pastTheFrame(w, frame)] : [],
  ),
}
