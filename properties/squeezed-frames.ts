/** Frames squeezed: every tick in which nothing happens but waiting is taken out of them at once, and what comes from outside comes as much earlier. */

import type { Happening, Run, State } from '../spec/module/vocabulary.ts'
import { timeWorld } from '../spec/module/invariants.ts'
import { frameOf, ticksIn } from '../spec/time/statements.ts'
import { cycles } from '../spec/words/vocabulary.ts'
import { withEffects, type Case } from './case.ts'
import { withSchedules } from './other-worlds.ts'
import { prepared } from './prepared.ts'
import { exactly, retimed } from './smaller-frames.ts'

/** Frames of up to so many ticks are left to the ways that cut tick by tick. */
const SHORT_FRAME = 32

/** What a run does with its ticks: for each, of which schedule's frame it is which; and those in which something happens. */
interface Ticks {
  readonly at: readonly { readonly schedule: number; readonly frame: number }[]
  /** By schedule, ticks of its frame that have to stay. */
  readonly kept: readonly Set<number>[]
}

/** Whether a step is more than time passing. */
const matters = (happening: Happening): boolean => {
  switch (happening.kind) {
    case 'wait':
    case 'copy':
      return false
    case 'reload':
      return happening.finished
    case 'tick':
      return happening.dispatched.length > 0
    case 'effect':
    case 'instruction':
    case 'windows':
    case 'service':
    case 'event':
    case 'health':
    case 'delivery':
    case 'left':
    case 'over':
      return true
  }
}

const ticksOf = (of: Case): Ticks => {
  const { model } = prepared(of.world)
  const advance = model.of(of.run)
  const kept = of.world.configuration.time.schedules.map(() => new Set<number>([0]))
  const note = ({ time }: State): void => void kept[time.schedule]?.add(time.frame)
  let state = model.start
  const at: { readonly schedule: number; readonly frame: number }[] = [
    { schedule: state.time.schedule, frame: state.time.frame },
  ]
  note(state)
  for (let s = 0; s < of.steps; s++) {
    const { state: after, happening } = advance(state)
    if (happening.kind === 'tick') at.push({ schedule: after.time.schedule, frame: after.time.frame })
    if (matters(happening)) note(after)
    state = after
  }
  return { at, kept }
}

/** How many ticks of a run's first `tick` stay. */
const staying = ({ at, kept }: Ticks, tick: number): number => {
  let count = 0
  for (const { schedule, frame } of at.slice(0, tick)) if (kept[schedule]?.has(frame) === true) count++
  return count
}

/** Programs in which no compute lasts longer than a tick. */
const hurried = (of: Case, most: number): Run =>
  withEffects(of, (effect) => (effect.do === 'compute' && effect.cycles > most ? { ...effect, cycles: most } : effect))

/** The case with its frames squeezed; with its computes as they are, and with none that outlasts a tick. */
export function* squeezedFrames(of: Case): Iterable<Case> {
  const { configuration, platform } = of.world
  const longest = Math.max(...prepared(of.world).model.start.time.cores.map((core) => core.windowEnd))
  if (longest <= SHORT_FRAME && of.steps <= 4 * SHORT_FRAME) return
  const ticks = ticksOf(of)
  const time = timeWorld(of.world)
  const stays = configuration.time.schedules.map((_, s) => windowEdges(of, s, ticks.kept[s] ?? new Set()))
  // A frame of which every tick stays is as short as this way makes it: what is not smaller is not tried again.
  if (stays.every(({ size }, s) => size >= frameOf(time, s))) return
  const schedules = configuration.time.schedules.map((schedule, s) => {
    const order = [...(stays[s] ?? [])].toSorted((a, b) => a - b)
    const moved = (tick: number): number => order.filter((kept) => kept < tick).length
    return retimed(of.world, schedule, moved, exactly(configuration))
  })
  const events = of.run.events.map((event) => {
    const tick = Math.floor(event.at / platform.cyclesPerTick)
    return { ...event, at: cycles(staying(ticks, tick) * platform.cyclesPerTick + (event.at % platform.cyclesPerTick)) }
  })
  const squeezed = withSchedules({ ...of, run: { ...of.run, events } }, schedules)
  yield { ...squeezed, run: hurried(squeezed, platform.cyclesPerTick >> 1) }
  yield squeezed
}

/** The ticks that stay of a frame, with the first of every window among them. */
const windowEdges = (of: Case, schedule: number, kept: ReadonlySet<number>): ReadonlySet<number> => {
  const { ticksPerSecond, schedules } = of.world.configuration.time
  const starts = (schedules[schedule]?.partitions ?? []).flatMap((p) =>
    p.windows.map(({ start }) => ticksIn(start, ticksPerSecond)),
  )
  return new Set([...kept, ...starts])
}
