/** Slack: what the owner of a window left of it is lent to the co-partition configured for it, and taken back. */

import { lent, stretchOf, takenBack } from '../time.ts'
import type { State } from '../../spec/module/vocabulary.ts'
import { ticksIn } from '../../spec/time/statements.ts'
import type { Runner } from '../../spec/time/vocabulary.ts'
import { partitionIndex, ticks, type Ticks } from '../../spec/words/vocabulary.ts'
import { handedTo, idling } from './dispatch.ts'
import type { Machine } from './machine.ts'

/** What could be lent of the window that a core is in. */
interface Slack {
  readonly runner: Runner
  readonly identifier: number
  readonly until: Ticks
}

/** Lends what is left of the window of a core, if there is anything to lend and somebody to lend it to. */
export const lend = (machine: Machine, state: State, c: number): State => {
  const slack = slackOn(machine, state, c)
  if (slack === null) return state
  const { runner, identifier, until } = slack
  const time = lent(state.time, c, runner, until)
  // A loan begins inside a frame, and no period with it: all that its window tells the co-partition is that it begins.
  return handedTo(machine, { ...state, time }, c, runner, { start: time.frame, identifier, periodStart: false })
}

/** The end of a loan: who had it, if it still ran, was switched out. */
export const takeBack = (machine: Machine, state: State, c: number): State =>
  idling(machine, { ...state, time: takenBack(state.time, c) }, c)

const slackOn = (machine: Machine, { time }: State, c: number): Slack | null => {
  const { ended, lentUntil, windowEnd } = time.cores[c] ?? { ended: false, lentUntil: ticks(0), windowEnd: ticks(0) }
  if (!ended || lentUntil > 0) return null
  const { coPartition, identifier } = stretchOf(machine.chains, time, c) ?? { coPartition: null, identifier: -1 }
  if (coPartition === null) return null
  const { partitions, time: configured } = machine.world.configuration
  const p = machine.known.partitions.get(coPartition.partition) ?? -1
  const quota = ticksIn(coPartition.quota, configured.ticksPerSecond)
  const least = ticksIn(coPartition.least, configured.ticksPerSecond)
  const runs = time.cores.some(({ running }) => running?.partition === p)
  return partitions[p]?.cores === 1 && !runs && quota >= 1 && least >= 1 && windowEnd - time.frame >= least
    ? {
        runner: { partition: partitionIndex(p), virtualCore: 0 },
        identifier,
        until: ticks(Math.min(time.frame + quota, windowEnd)),
      }
    : null
}
