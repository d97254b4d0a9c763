/** What a call changed, held against what its signature declares: HYPERCALL-P1. */

import { changesWhatItDeclares } from '../spec/hypercall/statements.ts'
import { serviceOf, type Part } from '../spec/hypercall/vocabulary.ts'
import { secondariesOf, type State } from '../spec/module/vocabulary.ts'
import { that, type Path } from '../spec/statement.ts'
import type { Called, Told } from './called.ts'
import { changedWords } from './changed-words.ts'
import { kernelRegions } from './comparing.ts'
import { may } from './callers-memory.ts'

/** Something that differs after a call, and the declarations any of which covers it. */
interface Change {
  readonly at: Path
  readonly by: readonly (Part | 'traces')[]
}

const change = (differs: boolean, at: Path, ...by: Change['by']): readonly Change[] => (differs ? [{ at, by }] : [])

/** The places at which two lists hold something else. */
const positions = (before: readonly unknown[], after: readonly unknown[]): readonly number[] =>
  before === after ? [] : after.flatMap((each, i) => (each === before[i] ? [] : [i]))

const ofTime = ({ time: was }: State, { time: is }: State, own: number): readonly Change[] =>
  was === is
    ? []
    : [
        ...change(is.next !== was.next, ['time', 'next'], 'request'),
        ...change(
          is.day?.seconds !== was.day?.seconds || is.day?.nanoseconds !== was.day?.nanoseconds,
          ['time', 'day'],
          'clock',
        ),
        ...(['total', 'frame', 'schedule', 'lastSwitch'] as const).flatMap((part) =>
          change(is[part] !== was[part], ['time', part]),
        ),
        ...positions(was.cores, is.cores).map((c): Change => ({
          at: ['time', 'cores', c],
          by: c === own ? ['window'] : [],
        })),
      ]

/** Who has to be declared for something of a partition to change. */
const whose = (partition: number | undefined, caller: number): Part => (partition === caller ? 'caller' : 'target')

/** Of the caller's core all that belongs to who runs there may change, and the clock; of another core the context, if who runs there may. */
const ofCores = ({ before, after, caller, happening: { core: own } }: Called): readonly Change[] =>
  positions(before.cores, after.cores).flatMap((c) => {
    const [a, b] = [before.cores[c], after.cores[c]]
    const there = before.time.cores[c]?.running?.partition
    if (a === undefined || b === undefined) return [{ at: ['cores'], by: [] }]
    return [
      ...change(a.cached !== b.cached, ['cores', c, 'cached'], ...(c === own ? (['traces'] as const) : [])),
      ...change(a.at !== b.at && c !== own, ['cores', c, 'at']),
      ...change(a.context !== b.context && c !== own, ['cores', c, 'context'], whose(there, caller)),
      ...(['space', 'masked', 'timer'] as const).flatMap((part) => change(a[part] !== b[part], ['cores', c, part])),
      ...change(a.fault.status !== b.fault.status || a.fault.address !== b.fault.address, ['cores', c, 'fault']),
    ]
  })

/** A referenced and a modified bit, in a page table entry. */
const TRACES = 0x60

const ofMemory = (c: Called): readonly Change[] => {
  const { before, after, world } = c
  if (before.memory === after.memory) return []
  const [first, last] = kernelRegions(world.platform)
  const isKernels = (region: number): boolean => first <= region && region <= last
  const written = writtenBy(c)
  return [
    ...[...changedWords(before.memory, after.memory, isKernels)].map((w): Change => ({
      at: ['memory', `0x${w.at.toString(16)}`],
      by: ((w.before ^ w.after) & ~TRACES) === 0 ? ['traces'] : [],
    })),
    ...[...changedWords(before.memory, after.memory, (region) => !isKernels(region))].map((w): Change => ({
      at: ['memory', `0x${w.at.toString(16)}`],
      by: [0, 1, 2, 3].every((b) => ((w.before ^ w.after) & (0xff000000 >>> (8 * b))) === 0 || written(w.at + b))
        ? ['caller memory']
        : [],
    })),
  ]
}

/** Whether a byte of physical memory lies in a record that the call was given to write. */
const writtenBy = (c: Called): ((at: number) => boolean) => {
  const { ports = [] } = c.world.configuration.partitions[c.caller] ?? {}
  const longest = Math.max(0, ...ports.map(({ maxMessageSize }) => maxMessageSize))
  const runs = serviceOf(c.happening.call.service).parameters.flatMap(({ kind, bytes = longest }, i) =>
    kind === 'writes' || kind === 'reads and writes' || kind === 'message out'
      ? c.memory.physical(c.caller, c.argument(i), bytes, may.store)
      : [],
  )
  return (at) => runs.some(({ physical, bytes }) => physical <= at && at < physical + bytes)
}

const ofTheRest = ({ before: was, after: is, caller, world }: Called): readonly Change[] => [
  ...positions(was.partitions, is.partitions).map((p): Change => ({
    at: ['partitions', p],
    // A channel may lead back to where it comes from: then a message is news to its sender.
    by: p === caller ? ['caller', 'target'] : ['target'],
  })),
  ...positions(was.secondaries, is.secondaries).map((s): Change => ({
    at: ['secondaries', s],
    by: [whose(secondariesOf(world.configuration)[s]?.partition, caller)],
  })),
  ...change(is.ports.ports !== was.ports.ports, ['ports', 'ports'], 'ports'),
  ...change(is.ports.channels !== was.ports.channels, ['ports', 'channels'], 'ports'),
  ...change(is.health.log !== was.health.log, ['health', 'log'], 'log'),
  ...change(is.health.locked !== was.health.locked, ['health', 'locked'], 'log'),
  ...(['loader', 'resets', 'end', 'left'] as const).flatMap((part) => change(is[part] !== was[part], [part])),
  ...positions(was.consumed.effects, is.consumed.effects).map((p): Change => ({
    at: ['consumed', 'effects', p],
    by: [],
  })),
  ...positions(was.consumed.events, is.consumed.events).map((e): Change => ({ at: ['consumed', 'events', e], by: [] })),
]

/** Rows that refuse and change something all the same: what they say, and no more. */
const remembering: Readonly<Record<string, Change['by']>> = {
  'WRITE_PORT.6': ['ports'],
  'READ_PORT.6': ['caller memory', 'ports'],
  'READ_PORT.7': ['caller memory', 'ports'],
  'READ_PORT.8': ['caller memory', 'ports'],
  'READ_PORT.9': ['caller memory', 'ports'],
}

/** A row that answers with a warning, and has done what was asked. */
const WITH_WARNING = 'READ_PORT.11'

/** What a call with this answer may change. */
const allowed = (c: Called): ReadonlySet<Part | 'traces'> => {
  const { call, code, row } = c.happening
  const { hypercall, health } = c.world.profile
  const { changes, parameters } = serviceOf(call.service)
  const parts: Change['by'] =
    code === 'NO_ERROR' || row === WITH_WARNING
      ? changes
      : [
          ...(remembering[row] ?? []),
          // The holder of a channel whose copy is at its end is gone, whatever comes of the call.
          ...(c.copied ? (['ports'] as const) : []),
          ...(code === 'INVALID_POINTER' && hypercall.pointers === 'above the kernel'
            ? changes.filter((part) => part === 'caller memory')
            : []),
          ...(row === 'POP_FROM_HM_LOG.3' && health.logLock === 'kept after a bad pointer' ? (['log'] as const) : []),
        ]
  const sends = code === 'NO_ERROR' && changes.length > 0 && parameters.some(({ kind }) => kind === 'message in')
  return new Set([...parts, ...(parts.includes('caller memory') || sends ? (['traces'] as const) : [])])
}

/** What a call changed and does not declare, or changed though it was refused. */
export const declaredOnly = (c: Called): readonly Told[] => {
  const parts = allowed(c)
  if (parts.has('module')) return []
  const own = c.happening.core
  const { row, code } = c.happening
  return [...ofTime(c.before, c.after, own), ...ofCores(c), ...ofMemory(c), ...ofTheRest(c)].flatMap(({ at, by }) =>
    that(
      by.some((part) => parts.has(part)),
      at,
      () => `changed by ${c.happening.call.service} (${row}, ${code}), which does not declare it`,
    ).map((breach) => ({ statement: changesWhatItDeclares.id, breach })),
  )
}
