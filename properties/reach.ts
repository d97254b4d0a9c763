/** What runs have reached: rows, modes, faults, pages, switches, counted by name; and how much of it a campaign owes. */

import { profileIds } from '../spec/module/profiles.ts'
import type { Happening, State, World } from '../spec/module/vocabulary.ts'
import { partitionTables } from '../spec/partition/tables.ts'
import { timeTables } from '../spec/time/tables.ts'

/** How often each thing was reached. Plain data: workers send it home. */
export type Reach = Readonly<Record<string, number>>

/** Every row that a run can reach. */
export const reachableRows: readonly string[] = [...partitionTables, ...timeTables].flatMap((table) =>
  table.rows.flatMap((row) => (row.unreachable === undefined ? [row.id] : [])),
)

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

  add(what: string, times = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + times)
  }

  world({ configuration, profile }: World): void {
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
    if (configuration.partitions.some((p) => p.cores > 1)) this.add('a partition of several cores')
    if (configuration.partitions.some((p) => p.permissions.includes('SUPERVISOR'))) this.add('a supervisor partition')
  }

  /** One step of the model. */
  step(before: State, happening: Happening, after: State): void {
    this.add(`step ${happening.kind}`)
    switch (happening.kind) {
      case 'tick':
        if (happening.switchedTo !== null) this.add('schedule switch')
        if (after.time.frame === 0) this.add('frame end')
        this.#actions(before, happening.switchedTo !== null, after)
        break
      case 'event':
        this.add(`event ${happening.event.kind}`)
        break
      case 'effect':
        this.#effect(before, happening, after)
        break
      case 'service':
        this.add(`row ${happening.row}`)
        break
      case 'halt':
        this.add(`halt by ${happening.trap}`)
        break
      case 'reload':
        if (happening.finished) this.add('restart')
        break
      case 'left':
        if (drawsLots(before)) this.add('left in a step that drew lots')
        break
      case 'wait':
      case 'over':
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
  end({ partitions, left, cores }: State): void {
    for (const { mode, state } of partitions) this.add(`${mode} ${state}`)
    if (left) this.add('left')
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

/** What a campaign over random configurations must have met, and in how many of its cases at least once, of 10 000. */
const floor: readonly (readonly [what: string, in10000: number])[] = [
  ...reachableRows.map((row) => [`row ${row}`, 20] as const),
  ...profileIds.map((id) => [`profile ${id}`, 0] as const),
  ...['step tick', 'step effect', 'step service', 'step wait', 'frame end'].map((what) => [what, 5_000] as const),
  ...['schedule switch', 'restart', 'step halt', 'event request', 'event interrupt'].map(
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
  ['privileged at supervisor level', 50],
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
