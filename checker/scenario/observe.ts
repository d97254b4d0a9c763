/** What can be seen of a state: `partition P1 mode IDLE`, `schedule B`, `log error SEGMENTATION`, `memory own+4 7`, and so on. */

import { runnerNumber } from '../../spec/module/cells.ts'
import type { ModulePartition, State } from '../../spec/module/vocabulary.ts'
import { psr } from '../../spec/guest/vocabulary.ts'
import { levelNumber } from '../../spec/health/vocabulary.ts'
import { modeNumber, startConditionNumber, stateNumber } from '../../spec/partition/vocabulary.ts'
import { freshnessNumber } from '../../spec/ports/vocabulary.ts'
import { portPlaces } from '../../spec/ports/statements.ts'
import { address, wordAt } from '../../spec/words/vocabulary.ts'
import { nearest } from '../report/wrapping.ts'
import { partitionNamed, physicalOf, placeIn, wantedIn, type Context } from './context.ts'
import type { Observation } from './scenario.ts'
import type { Scale } from './scales.ts'
import type { Cursor } from './text.ts'

/** A part that can be asked for by name. */
interface Part<Of> {
  readonly scale: Scale
  readonly read: (of: Of, state: State) => number | null
}
type Parts<Of> = Readonly<Record<string, Part<Of>>>

const number = <Of>(read: Part<Of>['read']): Part<Of> => ({ scale: 'number', read })

/** Of a partition, at its position. */
const partitionParts: Parts<{ readonly partition: ModulePartition; readonly position: number }> = {
  mode: { scale: 'mode', read: ({ partition }) => modeNumber[partition.mode] },
  state: { scale: 'state', read: ({ partition }) => stateNumber[partition.state] },
  start: { scale: 'start', read: ({ partition }) => startConditionNumber[partition.startCondition] },
  restarts: number(({ partition }) => partition.restarts),
  window: number(({ partition }) => partition.window),
  elapsed: number(({ partition }) => partition.elapsed),
  period: number(({ partition }) => partition.period),
  duration: number(({ partition }) => partition.duration),
  permissions: number(({ partition }) => partition.permissions),
  events: { scale: 'events', read: ({ partition }) => partition.processor.events },
  health: { scale: 'system state', read: ({ partition }) => partition.health.state },
  unread: number(({ partition }) => partition.health.events.length),
  error: { scale: 'error', read: ({ partition }) => partition.health.events.at(0) ?? null },
  psr: number(({ partition }) => partition.processor.psr),
  floating: { scale: 'whether', read: ({ partition }) => ((partition.processor.psr & psr.EF) !== 0 ? 1 : 0) },
  caches: number(({ partition }) => partition.processor.caches),
  interrupts: number(({ partition }) => partition.processor.pending),
  handlers: number(({ partition }) => partition.processor.activations.length),
  runs: {
    scale: 'whether',
    read: ({ position }, { time }) =>
      time.cores.some(({ running }) => running?.partition === position && running.virtualCore === 0) ? 1 : 0,
  },
}

const logParts: Parts<State> = {
  entries: number(({ health }) => health.log.length),
  error: { scale: 'error', read: ({ health }) => health.log.at(-1)?.error ?? null },
  date: number(({ health }) => health.log.at(-1)?.date ?? null),
  level: {
    scale: 'level',
    read: ({ health }) => {
      const newest = health.log.at(-1)
      return newest === undefined ? null : levelNumber[newest.level]
    },
  },
}

const moduleParts: Parts<State> = {
  resets: number(({ resets }) => resets),
  tick: number(({ time }) => time.total),
  frame: number(({ time }) => time.frame),
  'last-switch': number(({ time }) => time.lastSwitch),
  shutdown: { scale: 'whether', read: ({ end }) => (end === 'shutdown' ? 1 : 0) },
  hung: { scale: 'whether', read: ({ end }) => (end === 'hung' ? 1 : 0) },
  left: { scale: 'whether', read: ({ left }) => (left ? 1 : 0) },
  seconds: number(({ time }) => time.day?.seconds ?? null),
  nanoseconds: number(({ time }) => time.day?.nanoseconds ?? null),
}

const portParts: Parts<{ readonly port: number; readonly channel: number | null }> = {
  created: { scale: 'whether', read: ({ port }, { ports }) => (ports.ports[port]?.created === true ? 1 : 0) },
  freshness: {
    scale: 'freshness',
    read: ({ port }, { ports }) => freshnessNumber[ports.ports[port]?.freshness ?? 'EMPTY'],
  },
  messages: number(({ channel }, { ports }) =>
    channel === null ? 0 : (ports.channels[channel]?.messages.length ?? null),
  ),
}

/** Reads one or more of `part wanted`. */
const partsIn = <Of>(
  says: string,
  parts: Parts<Of>,
  of: (state: State) => Of | null,
  cursor: Cursor,
  context: Context,
): readonly Observation[] | null => {
  const seen: Observation[] = []
  do {
    const token = cursor.name(`one of ${Object.keys(parts).join(', ')}`)
    if (token === null) return null
    const part = Object.hasOwn(parts, token.value) ? (parts[token.value] ?? null) : null
    if (part === null) {
      const near = nearest(token.value, Object.keys(parts))
      const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : `there are ${Object.keys(parts).join(', ')}`
      return context.notes.say('SCENARIO-2', token, `${says} has no "${token.value}" to be seen: ${hint}`)
    }
    const wants = wantedIn(cursor, part.scale, context)
    if (wants === null) return null
    const read = (state: State): number | null => {
      const whose = of(state)
      return whose === null ? null : part.read(whose, state)
    }
    seen.push({ kind: 'number', says: `${says} ${token.value}`, scale: part.scale, read, wants })
  } while (!cursor.done)
  return seen
}

const ofPartition = (cursor: Cursor, context: Context): readonly Observation[] | null => {
  const position = partitionNamed(cursor, context)
  if (position === null) return null
  const name = context.configuration.partitions[position]?.name ?? ''
  const of = (state: State): { readonly partition: ModulePartition; readonly position: number } | null => {
    const partition = state.partitions[position]
    return partition === undefined ? null : { partition, position }
  }
  return partsIn(`partition ${name}`, partitionParts, of, cursor, context)
}

const ofSchedule = (which: 'schedule' | 'next', cursor: Cursor, context: Context): readonly Observation[] | null => {
  const wants = wantedIn(cursor, 'schedule', context)
  if (wants === null) return null
  const { schedules } = context.configuration.time
  const read = ({ time }: State): number | null => schedules[time[which]]?.identifier ?? null
  return [{ kind: 'number', says: which === 'next' ? 'next schedule' : which, scale: 'schedule', read, wants }]
}

/** `log partition P1`: of the newest entry; other parts behind it or before it on lines of their own. */
const ofLog = (cursor: Cursor, context: Context): readonly Observation[] | null => {
  const { partitions } = context.configuration
  const whose: Parts<State> = {
    ...logParts,
    partition: {
      scale: 'partition',
      read: ({ health }) => {
        const newest = health.log.at(-1)
        return newest === undefined ? null : (partitions[newest.partition]?.identifier ?? 0xffffffff)
      },
    },
  }
  return partsIn('log', whose, (state) => state, cursor, context)
}

const ofCore = (cursor: Cursor, context: Context): readonly Observation[] | null => {
  const core = cursor.count('the number of a core')
  if (core === null || !cursor.must('runs')) return null
  const read = ({ time }: State): number | null => {
    const place = time.cores[core]
    return place === undefined ? null : Math.ceil(runnerNumber(place.running) / 4)
  }
  const position = cursor.has('nobody') ? -1 : partitionNamed(cursor, context)
  if (position === null) return null
  const wants = { compare: 'is', base: null, plus: position + 1, keep: null } as const
  return [{ kind: 'number', says: `core ${core}: partition at position`, scale: 'number', read, wants }]
}

const ofMemory = (cursor: Cursor, partition: number | null, context: Context): readonly Observation[] | null => {
  const named = cursor.has('of')
  if (!named && partition === null) return cursor.missing('"of" and the name of a partition')
  const whose = named ? partitionNamed(cursor, context) : partition
  const token = whose === null ? null : cursor.name('an address')
  if (whose === null || token === null) return null
  const place = placeIn(token.value, whose, context)
  const physical = place === null ? null : physicalOf(place, whose, context)
  if (physical === null)
    return context.notes.say('SCENARIO-3', token, `"${token.value}" is no address of memory that the partition has`)
  const wants = wantedIn(cursor, 'number', context, whose)
  if (wants === null) return null
  const read = ({ memory }: State): number => wordAt(memory, address(physical))
  return [{ kind: 'number', says: `memory ${token.value}`, scale: 'number', read, wants }]
}

const ofPort = (cursor: Cursor, context: Context): readonly Observation[] | null => {
  const position = partitionNamed(cursor, context)
  const token = cursor.name('the name of a port')
  if (position === null || token === null) return null
  const places = portPlaces(context.configuration.partitions, context.configuration.channels)
  const port = places.findIndex((place) => place.partition === position && place.port.name === token.value)
  const place = places[port]
  if (place === undefined)
    return context.notes.say('SCENARIO-2', token, `the partition is configured with no port "${token.value}"`)
  const of = { port, channel: place.channel }
  return partsIn(`port ${token.value}`, portParts, () => of, cursor, context)
}

/** `prints P0 "all of it"`, `prints P0 among others "some of it"`. */
const ofPrints = (cursor: Cursor, context: Context): readonly Observation[] | null => {
  const partition = partitionNamed(cursor, context)
  if (partition === null) return null
  const whole = !cursor.has('among')
  if (!whole && !cursor.must('others')) return null
  const wants = cursor.text('what it prints')
  if (wants === null) return null
  const { name = '' } = context.configuration.partitions[partition] ?? {}
  return [{ kind: 'printed', says: `prints ${name}${whole ? '' : ' among others'}`, partition, whole, wants }]
}

/** What lines of observations begin with. */
export const subjects = [
  'partition',
  'schedule',
  'next schedule',
  'log',
  'module',
  'core',
  'memory',
  'port',
  'prints',
] as const

/** Reads what is to be seen, up to the end of the line. `partition`: whose addresses are meant; null outside scripts. */
export const observationsIn = (
  cursor: Cursor,
  partition: number | null,
  context: Context,
): readonly Observation[] | null => {
  if (cursor.has('partition')) return ofPartition(cursor, context)
  if (cursor.has('schedule')) return ofSchedule('schedule', cursor, context)
  if (cursor.has('next')) return cursor.must('schedule') ? ofSchedule('next', cursor, context) : null
  if (cursor.has('log')) return ofLog(cursor, context)
  if (cursor.has('module')) return partsIn('module', moduleParts, (state) => state, cursor, context)
  if (cursor.has('core')) return ofCore(cursor, context)
  if (cursor.has('memory')) return ofMemory(cursor, partition, context)
  if (cursor.has('port')) return ofPort(cursor, context)
  if (cursor.has('prints')) return ofPrints(cursor, context)
  return cursor.missing(`what is to be seen (${subjects.join(', ')})`)
}
