/** A hunt on one configuration: its platform, how long, who watches, and what of it is kept. */

import { availableParallelism } from 'node:os'
import { leon3 } from '../../properties/platforms.ts'
import { longestSectionOf } from '../../spec/module/statements.ts'
import type { ModuleConfiguration, World } from '../../spec/module/vocabulary.ts'
import { owed } from '../report/owed.ts'
import { progressLine } from '../report/progress.ts'
import type { Hunted, Violation } from '../report/verdict.ts'
import { mostCases } from './arguments.ts'
import type { Checking } from './checking.ts'
import { Gathering } from './gathering.ts'
import { campaign, type Ending, type Watcher } from './hunting/campaign.ts'
import { profileNamed } from './profile.ts'
import type { Terminal } from './terminal.ts'

/** How long a hunt takes that is told neither how long nor how many cases. */
const USUAL_TIME = 10_000

/** The most threads that a hunt takes unasked: with them the program stays below 300 MB. */
const USUAL_WORKERS = 3

/** Milliseconds between two lines about progress where nobody watches. */
const LINE_EVERY = 2_000

/** What a hunt came to. */
export interface Hunt {
  readonly hunted: Hunted
  readonly violations: readonly Violation[]
}

const huntedFrom = (
  { totals, interrupted, milliseconds, failures }: Ending,
  world: World,
  workers: number,
  found: boolean,
): Hunted => ({
  cases: totals.cases,
  steps: totals.steps,
  distinct: totals.distinct,
  reach: totals.reach,
  milliseconds,
  workers,
  interrupted,
  // A hunt that found something says something, however little it has reached.
  owed: [...failures, ...(found ? [] : owed(world, totals.reach, totals.cases))],
})

/** Where progress is told, and what is found is put: the line that replaces itself, or one every two seconds. */
const watcherOf = (gathering: Gathering, { json }: Checking, { live, err }: Terminal): Watcher => {
  const began = Date.now()
  const quiet = json === true
  let said = began
  return {
    progress: (totals) => {
      if (quiet || (live === null && Date.now() - said < LINE_EVERY)) return
      said = Date.now()
      const say = live ?? err
      say(progressLine(totals, said - began, gathering.violations.length))
    },
    found: (key, discovery) => gathering.put(key, discovery, null),
    hunted: () => {
      const say = live ?? err
      if (!quiet && gathering.violations.length > 0) say('making what was found smaller …')
    },
    shrunk: (key, discovery, from, tried) => gathering.put(key, discovery, { from, tried }),
  }
}

/** Of a hunt that was to end at the first violation, that one: another thread may have found a later one meanwhile. */
const onlyTheFirst = (gathering: Gathering): void => {
  const unexpected = gathering.violations.filter(({ counterexample }) => counterexample.finding.expected === null)
  const first = Math.min(...unexpected.map(({ counterexample }) => counterexample.index))
  gathering.keepOnly(({ index, finding }) => finding.expected !== null || index === first)
}

/** The world of a user's configuration: LEON3 with ticks as short as the hunt's, but longer than the longest section. */
export const worldOf = (configuration: ModuleConfiguration, profile: string): World => {
  const platform = leon3(configuration.time.ticksPerSecond)
  const world: World = { configuration, platform, profile: profileNamed(profile) }
  const cyclesPerTick = Math.max(platform.cyclesPerTick, longestSectionOf(world) + 1)
  return { ...world, platform: { ...platform, cyclesPerTick } }
}

/** Hunts on a configuration, on a platform of its own tick rate. */
export const hunt = async (
  request: Checking,
  configuration: ModuleConfiguration,
  sha256: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Hunt> => {
  const { config, seed, seeded, cases = mostCases, all = false, fault = null } = request
  const world = worldOf(configuration, request.profile)
  const usual = Math.min(USUAL_WORKERS, Math.max(1, availableParallelism() - 1))
  const workers = Math.min(request.workers ?? usual, cases)
  const time = request.time ?? (request.cases === undefined ? USUAL_TIME : null)
  const until = time === null ? null : Date.now() + time
  const gathering = new Gathering({ seed, fault, configuration: { file: config, sha256 } }, request.out, terminal.err)
  const watcher = watcherOf(gathering, request, terminal)
  const ending = await campaign({ seed, world, seeded, cases, until, all, workers }, watcher, signal)
  if (request.json !== true) terminal.live?.('')
  if (!all) onlyTheFirst(gathering)
  const { violations } = gathering
  return { hunted: huntedFrom(ending, world, workers, violations.length > 0), violations }
}
