/** Smaller companies: one guest does what two did, with the ports of both; no window has to pass between what they do. */

import type { Effect, Program } from '../spec/module/vocabulary.ts'
import { isOver } from '../spec/module/statements.ts'
import type { PortReference } from '../spec/ports/vocabulary.ts'
import { portsOf } from './actors.ts'
import { runnersOf, type Case } from './case.ts'
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

/** Two programs as one, in the order in which their effects are consumed. */
const merged = (whose: readonly number[], one: number, other: number, programs: readonly Program[]): Program => {
  const next = [0, 0]
  return whose.flatMap((p): Program => {
    if (p !== one && p !== other) return []
    const which = p === one ? 0 : 1
    const effect = programs[p]?.[next[which] ?? 0]
    next[which] = (next[which] ?? 0) + 1
    return effect === undefined ? [] : [effect]
  })
}

/** A case in which no port of one partition has the name of one of the other's. */
const withNamesApart = (of: Case, from: number, to: number): Case => {
  const { partitions } = of.world.configuration
  const taken = new Set([from, to].flatMap((p) => (partitions[p]?.ports ?? []).map(({ name }) => name)))
  const alike = (partitions[from]?.ports ?? []).filter(({ name }) =>
    partitions[to]?.ports.some((port) => port.name === name),
  )
  if (alike.length === 0) return of
  const free = letters.filter((letter) => !taken.has(letter))
  const names = new Map(alike.map((port, i) => [port, free[i] ?? port.name]))
  return withPorts(of, (port) => ({ ...port, name: names.get(port) ?? port.name }))
}

const letters: readonly string[] = Array.from('abcdefghijklmnopqrstuvwxyz')

/** A case in which the partition `to` has the ports and permissions of `from`, too. */
const withPortsOf = (of: Case, from: number, to: number): Case => {
  const { configuration } = of.world
  const [giver, taker] = [configuration.partitions[from], configuration.partitions[to]]
  if (giver === undefined || taker === undefined) return of
  const end = (reference: PortReference): PortReference =>
    reference.kind === 'partition' && reference.partition === giver.identifier
      ? { ...reference, partition: taker.identifier, partitionName: null }
      : reference
  const partitions = configuration.partitions.map((one, p) => {
    if (p === from) return { ...one, ports: [] }
    if (p !== to) return one
    const permissions = [...new Set([...one.permissions, ...giver.permissions])]
    return { ...one, permissions, ports: [...one.ports, ...giver.ports] }
  })
  const channels = configuration.channels.map((channel) => ({
    ...channel,
    sources: channel.sources.map(end),
    destinations: channel.destinations.map(end),
  }))
  return { ...of, world: { ...of.world, configuration: { ...configuration, partitions, channels } } }
}

const withoutComputes = (program: Program): Program => program.filter((effect) => effect.do !== 'compute')

/** What the program `from` does is done by the program `to`: with computations, and without. */
function* joined(of: Case, from: number, to: number): Iterable<Case> {
  const runners = runnersOf(of.world.configuration)
  const [giver, taker] = [runners[from]?.partition ?? -1, runners[to]?.partition ?? -1]
  const apart = giver === taker ? of : withNamesApart(of, giver, taker)
  const there = giver === taker ? of : withPortsOf(apart, giver, taker)
  const [before, after] = [portsOf(apart.world.configuration), portsOf(there.world.configuration)]
  const renumbered = (p: number) => (effect: Effect) =>
    renumberedPort(effect, before[runners[p]?.partition ?? -1] ?? [], after[taker] ?? [])
  const programs = apart.run.programs.map((program, p) =>
    p === from || p === to ? program.map(renumbered(p)) : program,
  )
  const [first, second] = [programs[from] ?? [], programs[to] ?? []]
  const together = merged(order(apart), from, to, programs)
  // A call that a tick came into was served after what others did meanwhile.
  const orders = [together, [...second, ...first], [...first, ...second]]
  for (const program of [...orders.map(withoutComputes), together])
    yield { ...there, run: { ...there.run, programs: programs.with(from, []).with(to, program) } }
}

/** One program does what another did as well. */
export function* fewerGuests(of: Case): Iterable<Case> {
  const { programs } = of.run
  const runners = runnersOf(of.world.configuration)
  const busy = [...programs.keys()].filter((p) => (programs[p]?.length ?? 0) > 0)
  for (const from of busy)
    for (const to of programs.keys())
      if (from !== to && (runners[to]?.virtualCore ?? 0) === 0 && (busy.length > 1 || to < from))
        yield* joined(of, from, to)
}
