/** What runs have reached: rows, calls, modes, faults, bad pointers, pages, switches, counted by name; and how much of it a campaign owes. */

import { catalogue } from '../spec/catalogue.ts'
import { healthEventTrap } from '../spec/guest/vocabulary.ts'
import { serviceNames, serviceOf, type ParameterKind } from '../spec/hypercall/vocabulary.ts'
import { profileIds } from '../spec/module/profiles.ts'
import type { Happening, State, World } from '../spec/module/vocabulary.ts'
import { callersMemory, may, type CallersMemory } from './callers-memory.ts'
import { binaryFloor, binaryReach } from './guest-reach.ts'

/** How often each thing was reached. Plain data: workers send it home. */
export type Reach = Readonly<Record<string, number>>

/** Every row that a run can reach. */
export const reachableRows: readonly string[] = catalogue.flatMap(({ rows = [] }) =>
  rows.flatMap((row) => (row.unreachable === undefined ? [row.id] : [])),
)

/** The rights that a pointer of a kind is checked for, and at what its record begins; null for what is no pointer. */
const pointerOf = (kind: ParameterKind): { readonly rights: number; readonly aligned: 1 | 4 } | null => {
  switch (kind) {
    case 'reads':
      return { rights: may.load, aligned: 4 }
    case 'writes':
      return { rights: may.store, aligned: 4 }
    case 'reads and writes':
      return { rights: may.load | may.store, aligned: 4 }
    case 'name':
    case 'message in':
      return { rights: may.load, aligned: 1 }
    case 'message out':
      return { rights: may.store, aligned: 1 }
    default:
      return null
  }
}

/** Whether which core goes next is a matter of choice. */
const drawsLots = ({ cores }: State): boolean => {
  const clocks = cores.flatMap(({ at, timer }) => (at < timer ? [at] : []))
  const least = Math.min(...clocks)
  return clocks.filter((at) => at === least).length > 1
}

/** More seconds than a double counts in nanoseconds. */
const YEARS = 10_000_000n

/** A count that grows while a run goes on. */
export class Reached {
  readonly #counts = new Map<string, number>()
  #memory: CallersMemory | null = null
  #world: World | null = null

  add(what: string, times = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + times)
  }

  world(world: World): void {
    const { configuration, profile } = world
    this.#memory = callersMemory(world)
    this.#world = world
    if (world.images !== undefined) this.add('a binary program')
    this.add(`profile ${profile.id}`)
    this.add(`${configuration.time.requiredCores} cores`)
    this.add(
      configuration.partitions.length > 5 ? '6 or more partitions' : `${configuration.partitions.length} partitions`,
    )
    this.add(`${configuration.time.schedules.length} schedules`)
    for (const { memory } of configuration.partitions) this.add(`own memory of ${memory.unit >> 10} KB pages`)
    for (const { unit } of configuration.sharedMemory) this.add(`shared memory of ${unit >> 10} KB pages`)
    for (const { access } of configuration.sharedMemory) for (const { rights } of access) this.add(`rights ${rights}`)
    if (configuration.time.schedules.some(({ majorFrame }) => majorFrame > YEARS * 1_000_000_000n))
      this.add('a frame of years')
    for (const { ports } of configuration.partitions) for (const { kind } of ports) this.add(`${kind} ports`)
    if (configuration.channels.length > 0) this.add('channels')
    if (configuration.partitions.some((p) => p.cores > 1)) this.add('a partition of several cores')
    if (configuration.partitions.some((p) => p.permissions.includes('SUPERVISOR'))) this.add('a supervisor partition')
  }

  /** One step of the model. */
  step(before: State, happening: Happening, after: State): void {
    this.add(`step ${happening.kind}`)
    if (this.#world !== null) for (const what of binaryReach(this.#world, before, happening, after)) this.add(what)
    switch (happening.kind) {
      case 'tick':
        if (happening.switchedTo !== null) this.add('schedule switch')
        if (after.time.frame === 0) this.add('frame end')
        this.#actions(before, happening.switchedTo !== null, after)
        this.#slack(before, after)
        break
      case 'event':
        this.add(`event ${happening.event.kind}`)
        break
      case 'effect':
        this.#effect(before, happening, after)
        break
      case 'service':
        this.#service(before, happening, after)
        break
      case 'health':
        this.add(`row ${happening.row}`)
        this.add(`error ${happening.error}`)
        if (happening.trap !== null) this.add(`health by ${happening.trap}`)
        if (happening.partition === null) this.add('error of the module')
        break
      case 'delivery':
        this.add(happening.trap === healthEventTrap ? 'delivery of an error' : 'delivery of an interrupt')
        if ((after.partitions[happening.partition]?.processor.activations.length ?? 0) > 1)
          this.add('delivery inside a handler')
        break
      case 'reload':
        if (happening.finished) this.add('restart')
        break
      case 'left':
        if (drawsLots(before)) this.add('left in a step that drew lots')
        break
      case 'instruction':
      case 'windows':
      case 'copy':
      case 'wait':
      case 'over':
    }
    if (after.resets > before.resets) this.add('module reset')
    if (after.health.locked && !before.health.locked) this.add('log locked for ever')
    if (after.ports !== before.ports) this.#ports(before, after)
  }

  #service(before: State, happening: Extract<Happening, { readonly kind: 'service' }>, after: State): void {
    const { call, row, code, partition, core } = happening
    if (row !== '') this.add(`row ${row}`)
    this.add(`call ${call.service}`)
    if (before.time.cores[core]?.running?.virtualCore !== 0) this.add('call by another virtual core')
    const mode = before.partitions[partition]?.mode
    if (mode !== undefined) this.add(`call in ${mode}`)
    if (code === 'INVALID_POINTER') this.#pointers(happening)
    if (before.memory !== after.memory && code === 'INVALID_POINTER') this.add('partial write')
  }

  /** What was wrong with the pointers of a call that was refused for one. */
  #pointers({ call, partition }: Extract<Happening, { readonly kind: 'service' }>): void {
    for (const [i, { kind, bytes = 1 }] of serviceOf(call.service).parameters.entries()) {
      const pointer = pointerOf(kind)
      if (pointer === null) continue
      const flaw = this.#memory?.flaw(partition, call.arguments[i] ?? 0, bytes, pointer.rights, pointer.aligned)
      if (flaw != null) this.add(`pointer ${flaw}`)
    }
  }

  #ports(before: State, after: State): void {
    for (const [c, now] of after.ports.channels.entries()) {
      const was = before.ports.channels[c]
      if (was === undefined || was === now) continue
      if (now.overflowed && !was.overflowed) this.add('queue overflowed')
      if (now.holder !== null && was.holder === null) this.add('channel held')
    }
  }

  #actions(before: State, switched: boolean, after: State): void {
    for (const [p, now] of after.partitions.entries()) {
      const was = before.partitions[p]
      if (was === undefined || was === now) continue
      if (was.mode !== now.mode || (was.state !== 'INIT' && now.state === 'INIT'))
        this.add(`change action ${now.mode} ${switched ? 'at the frame end' : 'at the first dispatch'}`)
      if (now.elapsed > was.elapsed + 1) this.add('clock caught up')
    }
  }

  #slack(before: State, after: State): void {
    for (const [c, { windowEnd, running, lentUntil }] of before.time.cores.entries()) {
      const now = after.time.cores[c]
      if (lentUntil === 0 && (now?.lentUntil ?? 0) > 0) this.add('slack lent')
      if (lentUntil === 0 || before.time.frame + 1 !== lentUntil) continue
      if (running !== null) this.add(lentUntil < windowEnd ? 'slack taken back' : 'slack lent to the end of a window')
      else this.add('slack given back')
    }
  }

  #effect(before: State, { core, effect, trap }: Extract<Happening, { readonly kind: 'effect' }>, after: State): void {
    this.add(effect.do === 'access' ? `${effect.kind} of ${effect.size}${trap === null ? '' : `: ${trap}`}` : effect.do)
    if (effect.do === 'privileged' && trap === null) this.add('privileged at supervisor level')
    if (effect.do !== 'access') return
    const [was, is] = [before.cores[core], after.cores[core]]
    if (was === undefined || is === undefined) return
    if (was.fault !== is.fault) {
      const { status } = is.fault
      this.add(
        `fault type ${(status >>> 2) & 7} at level ${(status >>> 8) & 3}${(status & 1) === 0 ? '' : ', overwriting'}`,
      )
    } else if (trap !== null && trap !== 'mem_address_not_aligned') this.add('fault of a lower class')
    if (was.cached !== is.cached)
      this.add(`translation of ${((is.cached.at(-1)?.bytes ?? 0) >>> 10).toFixed()} KB, code ${is.cached.at(-1)?.code}`)
  }

  /** The states that the run was in at its end: modes and states of partitions, whether it was left. */
  end({ partitions, left, end, cores }: State): void {
    for (const { mode, state } of partitions) this.add(`${mode} ${state}`)
    if (left) this.add('left')
    if (end !== null) this.add(end)
    if (cores.some((core) => core.context.work.kind === 'call')) this.add('ended inside a call')
  }

  reach(): Reach {
    return Object.fromEntries([...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  }
}

export const merged = (a: Reach, b: Reach): Reach => {
  const sum = new Map(Object.entries(a))
  for (const [what, times] of Object.entries(b)) sum.set(what, (sum.get(what) ?? 0) + times)
  return Object.fromEntries([...sum].toSorted(([x], [y]) => (x < y ? -1 : 1)))
}

/** The row that ends a run, and whose cause shall seldom come early. */
const HANGS = 'HEALTH_ERROR.1'

/** What a campaign over random configurations must have met, and in how many of its cases at least once, of 10 000. */
const floor: readonly (readonly [what: string, in10000: number])[] = [
  ...reachableRows.map((row) => [`row ${row}`, row === HANGS ? 2 : 10] as const),
  ...serviceNames.map((service) => [`call ${service}`, 100] as const),
  ...profileIds.map((id) => [`profile ${id}`, 0] as const),
  ...['step tick', 'step effect', 'step service', 'step wait', 'frame end'].map((what) => [what, 5_000] as const),
  ...['schedule switch', 'restart', 'step health', 'step delivery', 'event request', 'event interrupt'].map(
    (what) => [what, 500] as const,
  ),
  ...['1 cores', '2 cores', '1 partitions', '2 partitions', '3 partitions'].map((what) => [what, 300] as const),
  ...['3 cores', '4 cores', '6 or more partitions', 'a partition of several cores'].map((what) => [what, 50] as const),
  ...['own memory of 4 KB pages', 'own memory of 256 KB pages', 'own memory of 16384 KB pages'].map(
    (what) => [what, 300] as const,
  ),
  ...['rights R', 'rights RW', 'rights RX', 'rights RWX', 'rights X'].map((what) => [what, 100] as const),
  ...['NORMAL RUNNING', 'NORMAL READY', 'COLD_START NOT_RUN', 'COLD_START INIT', 'IDLE HALTED', 'WARM_START INIT'].map(
    (what) => [what, 100] as const,
  ),
  ...['clock caught up', 'compute', 'privileged', 'ended inside a call'].map((what) => [what, 50] as const),
  ...['fault type 1 at level 1', 'fault type 1 at level 2', 'fault type 1 at level 3', 'fault type 3 at level 1'].map(
    (what) => [what, 50] as const,
  ),
  ...['left', 'left in a step that drew lots', 'fault of a lower class'].map((what) => [what, 5] as const),
  ['a frame of years', 20],
  ['slack lent', 100],
  ['slack taken back', 30],
  ['call by another virtual core', 100],
  ['privileged at supervisor level', 50],
  ...[
    'delivery of an interrupt',
    'delivery of an error',
    'error of the module',
    'call in NORMAL',
    'call in COLD_START',
  ].map((what) => [what, 50] as const),
  ...['step copy', 'channel held', 'queue overflowed', 'delivery inside a handler', 'module reset', 'shutdown'].map(
    (what) => [what, 5] as const,
  ),
  ...['misaligned', 'cut off', 'without the right', 'into the kernel', 'into devices', 'into nothing'].map(
    (flaw) => [`pointer ${flaw}`, 50] as const,
  ),
  ...['pointer beyond the last address', 'partial write', 'log locked for ever', 'hung'].map(
    (what) => [what, 2] as const,
  ),
  ['a binary program', 1_500],
  ...binaryFloor,
  // That isolation is read off the TLBs says something only where they hold something.
  ['translations seen in a TLB', 3_000],
]

/** What a campaign of `cases` cases has not reached often enough: where this is not empty it proves nothing and says so. */
export const reachFloor = (reach: Reach, cases: number): readonly string[] =>
  floor.flatMap(([what, in10000]) => {
    const owed = Math.floor((in10000 * cases) / 10_000)
    const has = reach[what] ?? 0
    return has < owed ? [`${what}: ${has} times in ${cases} cases, ${owed} are owed`] : []
  })
