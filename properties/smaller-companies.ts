/** Smaller companies: one guest does what several did, with the ports of all; no window has to pass between what they do. */

import type { Program } from '../spec/module/vocabulary.ts'
import { isOver } from '../spec/module/statements.ts'
import type { PortReference } from '../spec/ports/vocabulary.ts'
import { portsOf } from './actors.ts'
import { runnersOf, withEffects, withIdentifiers, type Case } from './case.ts'
import { configured } from './other-worlds.ts'
import { withPorts } from './port-records.ts'
import { prepared } from './prepared.ts'
import { renumberedPort } from './smaller-joins.ts'

/** The programs whose effects are consumed, one entry for each effect, in that order; what was never consumed comes last. */
const order = ({ world, run, steps }: Case): readonly number[] => {
  const { model } = prepared(world)
  const advance = model.of(run)
  const consumed: number[] = []
  let state = model.start
  for (let s = 0; s < steps && !isOver(state); s++) {
    const after = advance(state).state
    for (const p of run.programs.keys())
      if ((after.consumed.effects[p] ?? 0) > (state.consumed.effects[p] ?? 0)) consumed.push(p)
    state = after
  }
  const left = run.programs.flatMap((program, p) => program.slice(state.consumed.effects[p] ?? 0).map(() => p))
  return [...consumed, ...left]
}

/** Some programs as one, in the order in which their effects are consumed. */
const merged = (whose: readonly number[], some: ReadonlySet<number>, programs: readonly Program[]): Program => {
  const next = programs.map(() => 0)
  return whose.flatMap((p): Program => {
    const effect = programs[p]?.[next[p] ?? 0]
    next[p] = (next[p] ?? 0) + 1
    return effect === undefined || !some.has(p) ? [] : [effect]
  })
}

const letters: readonly string[] = Array.from('abcdefghijklmnopqrstuvwxyz')

/** A case in which no two ports of some partitions have one name. */
const withNamesApart = (of: Case, some: readonly number[]): Case => {
  const ports = some.flatMap((p) => of.world.configuration.partitions[p]?.ports ?? [])
  const alike = ports.filter(({ name }, i) => ports.slice(0, i).some((port) => port.name === name))
  if (alike.length === 0) return of
  const free = letters.filter((letter) => ports.every(({ name }) => name !== letter))
  const names = new Map(alike.map((port, i) => [port, free[i] ?? port.name]))
  return withPorts(of, (port) => ({ ...port, name: names.get(port) ?? port.name }))
}

/** A case in which the partition `to` has the ports and permissions of others, too. */
const withPortsOf = (of: Case, others: readonly number[], to: number): Case => {
  const { configuration } = of.world
  const givers = others.flatMap((p) => configuration.partitions[p] ?? [])
  const taker = configuration.partitions[to]
  if (givers.length === 0 || taker === undefined) return of
  const end = (reference: PortReference): PortReference =>
    reference.kind === 'partition' && givers.some(({ identifier }) => identifier === reference.partition)
      ? { ...reference, partition: taker.identifier, partitionName: null }
      : reference
  const partitions = configuration.partitions.map((one, p) => {
    if (others.includes(p)) return { ...one, ports: [] }
    if (p !== to) return one
    const permissions = [...new Set([one, ...givers].flatMap((each) => each.permissions))]
    return { ...one, permissions, ports: [one, ...givers].flatMap(({ ports }) => ports) }
  })
  const channels = configuration.channels.map((channel) => ({
    ...channel,
    sources: channel.sources.map(end),
    destinations: channel.destinations.map(end),
  }))
  return { ...of, world: { ...of.world, configuration: { ...configuration, partitions, channels } } }
}

const withoutComputes = (program: Program): Program => program.filter((effect) => effect.do !== 'compute')

/** What some programs do is done by the program `to`: with computations, and without. */
function* joined(of: Case, some: readonly number[], to: number): Iterable<Case> {
  const runners = runnersOf(of.world.configuration)
  const whose = (k: number): number => runners[k]?.partition ?? -1
  const taker = whose(to)
  const givers = [...new Set(some.map(whose))].filter((p) => p !== taker)
  const apart = withNamesApart(of, [taker, ...givers])
  const there = withPortsOf(apart, givers, taker)
  const [before, after] = [portsOf(apart.world.configuration), portsOf(there.world.configuration)]
  const all = new Set([to, ...some])
  const programs = apart.run.programs.map((program, k) =>
    all.has(k) ? program.map((effect) => renumberedPort(effect, before[whose(k)] ?? [], after[taker] ?? [])) : program,
  )
  const together = merged(order(apart), all, programs)
  const others = some.flatMap((k) => programs[k] ?? [])
  // A call that a tick came into was served after what others did meanwhile.
  const orders = [together, [...(programs[to] ?? []), ...others], [...others, ...(programs[to] ?? [])]]
  for (const program of [...orders.map(withoutComputes), together])
    yield {
      ...there,
      run: { ...there.run, programs: programs.map((one, k) => (k === to ? program : all.has(k) ? [] : one)) },
    }
}

/** One program does what all the others did, or what one of them did as well. */
export function* fewerGuests(of: Case): Iterable<Case> {
  const { programs } = of.run
  const runners = runnersOf(of.world.configuration)
  const busy = [...programs.keys()].filter((p) => (programs[p]?.length ?? 0) > 0)
  const able = [...programs.keys()].filter((p) => (runners[p]?.virtualCore ?? 0) === 0)
  if (busy.length > 2)
    for (const to of able)
      yield* joined(
        of,
        busy.filter((p) => p !== to),
        to,
      )
  for (const from of busy)
    // What is done by somebody who did nothing before, is only done by one before him: or it went round in circles.
    for (const to of able) if (to < from || (to !== from && busy.includes(to))) yield* joined(of, [from], to)
}

/** Any virtual core but the first left out, with its program and its places in windows; those behind it move up, and calls that boot them go along. */
export function* fewerSecondaries(of: Case): Iterable<Case> {
  const { partitions, time } = of.world.configuration
  const runners = runnersOf(of.world.configuration)
  for (const [p, partition] of partitions.entries())
    for (let gone = 1; gone < partition.cores; gone++) {
      const schedules = time.schedules.map((schedule) => ({
        ...schedule,
        partitions: schedule.partitions.map((given) =>
          given.partition === partition.identifier
            ? { ...given, windows: given.windows.map((w) => ({ ...w, cores: w.cores.toSpliced(gone, 1) })) }
            : given,
        ),
      }))
      const run = withEffects(of, (effect, whose) =>
        whose === p ? withIdentifiers(effect, 'core', (core) => (core > gone ? core - 1 : core)) : effect,
      )
      const programs = run.programs.filter((_, k) => runners[k]?.partition !== p || runners[k].virtualCore !== gone)
      const fewer = configured(of, {
        partitions: partitions.with(p, { ...partition, cores: partition.cores - 1 }),
        time: { ...time, schedules },
      })
      yield { ...fewer, run: { ...run, programs } }
    }
}
