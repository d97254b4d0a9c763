/** What a program does next, drawn knowing who is about to do it, in which state: a call that will be answered, an access that meets an edge. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { translate } from '../model/mmu.ts'
import type { AccessSize } from '../spec/hal/vocabulary.ts'
import { accessType, type AccessKind } from '../spec/mmu/vocabulary.ts'
import type { Call, Effect, ModuleCore, Operand, State, World } from '../spec/module/vocabulary.ts'
import { permission } from '../spec/partition/vocabulary.ts'
import { address } from '../spec/words/vocabulary.ts'
import { drawAddress, drawPointer, type Accessor, type Landmarks } from './addresses.ts'
import type { Choices } from './choices.ts'

/** How often a partition's program does what in this case: a case that does few things goes deeper into them. */
export interface Taste {
  readonly access: number
  readonly modes: number
  readonly schedules: number
  readonly reports: number
  readonly yields: number
  readonly computes: number
  readonly privileged: number
  readonly trespass: number
  readonly purposeful: number
  /** How often, in percent, an access that will trap is made all the same: a halted partition does nothing more. */
  readonly reckless: number
  /** After so many effects the program is used up. */
  readonly most: number
}

export const drawTaste = (choices: Choices, reckless: boolean): Taste => {
  const weight = (usual: number): number => choices.weighted([1, () => 0], [3, () => usual], [1, () => 3 * usual])
  return {
    access: 1 + weight(8) * (reckless ? 3 : 1),
    modes: weight(3),
    schedules: weight(2),
    reports: weight(3),
    yields: weight(1),
    computes: weight(3),
    privileged: choices.percent(15) ? 1 : 0,
    trespass: choices.of([1, 4, 12]),
    purposeful: reckless ? 15 : choices.of([10, 40, 40, 70]),
    reckless: reckless ? 60 : choices.of([3, 6, 12, 25]),
    most: choices.percent(15) ? choices.below(6) : Infinity,
  }
}

/** Who is about to do something: what the next effect is chosen by. */
export interface Actor {
  readonly world: World
  readonly state: State
  readonly core: ModuleCore
  readonly partition: number
  readonly windowTicks: number
  readonly marks: Landmarks
  readonly taste: Taste
}

const sizes: readonly AccessSize[] = [1, 2, 4, 8]
const kinds: readonly AccessKind[] = ['load', 'store', 'store', 'load', 'fetch']

/** The number as it stands, or, now and then, as what the low register holds plus the difference. */
const operand = (choices: Choices, { core }: Actor, wanted: number): Operand =>
  choices.percent(85) ? wanted : { resultPlus: wanted - core.context.registers.low }

const drawValue = (choices: Choices): number =>
  choices.weighted(
    [4, () => choices.word()],
    [1, () => choices.of([0, 1, 0xffffffff, 0x80000000, 0x80, 0x8000, 0xff, 0x01020304])],
    // What a page table entry looks like, should it ever land in a table.
    [1, () => (choices.below(0x100000) << 8) | choices.of([0x0e, 0x1e, 0x8e, 0x02, 0x01])],
  ) >>> 0

/** Whether an access would trap. */
const traps = ({ world, state, core, partition }: Actor, kind: AccessKind, size: number, at: number): boolean =>
  at % size !== 0 ||
  isLeft(
    translate(
      state.memory,
      { contextTable: world.platform.contextTable, context: partition },
      accessType(kind, core.context.level),
      address(at),
    ),
  )

const accessor = ({ core, state, taste }: Actor): Accessor => ({
  // Where lots were drawn for the step, they must be given back.
  trespass: taste.trespass * (state.cores.some((c) => c !== core && c.at === core.at) ? 4 : 1),
  supervisor: core.context.level === 'supervisor',
  cached: core.cached,
  cachedElsewhere: state.cores.length > 1 ? state.cores.flatMap((c) => (c === core ? [] : c.cached)) : [],
})

const drawAccess = (choices: Choices, actor: Actor): Effect => {
  const reckless = choices.percent(actor.taste.reckless)
  for (let attempt = 0; ; attempt++) {
    const [size, kind] = [choices.of(sizes), choices.of(kinds)]
    const at = drawAddress(choices, actor.marks, accessor(actor), size)
    if (reckless || attempt === 6 || !traps(actor, kind, size, at)) return accessAt(choices, actor, kind, size, at)
  }
}

const accessAt = (choices: Choices, actor: Actor, kind: AccessKind, size: AccessSize, at: number): Effect => {
  const value: Operand = choices.percent(85) ? drawValue(choices) : { resultPlus: choices.of([0, 1, -1, 0x100]) }
  return { do: 'access', kind, size, at: operand(choices, actor, at), value }
}

/** Cycles to compute: so that this, or what follows it, ends just before, at or after the clock or the window. */
const drawCompute = (choices: Choices, { world, core, windowTicks }: Actor): Effect => {
  const { cyclesPerTick, costs } = world.platform
  const left = core.timer - core.at
  const around = [0, 1, -1, -costs.trap, -costs.trap - costs.service, -costs.access, 1 - costs.trap, -costs.trap - 1]
  const drawn = choices.weighted(
    [6, () => left + choices.of(around)],
    [2, () => choices.between(1, cyclesPerTick)],
    [2, () => left + cyclesPerTick * Math.max(0, windowTicks - 1) + choices.of(around)],
    [
      1,
      () =>
        choices.percent(40)
          ? choices.of([0x80000000, 0xffffffff, 0x100000000 + cyclesPerTick, 0x580000001])
          : choices.of([0, 1, cyclesPerTick * 3, cyclesPerTick * 20]),
    ],
  )
  return { do: 'compute', cycles: Math.max(0, drawn) }
}

const call = (of: Call): Effect => ({ do: 'call', call: of })

const someone = (choices: Choices, { world, partition }: Actor): number => {
  const { partitions } = world.configuration
  const known = partitions.map((p) => p.identifier)
  return choices.weighted(
    [3, () => known[partition] ?? 0],
    [6, () => choices.of(known)],
    [1, () => 0xffffffff],
    [1, () => choices.of([0, 1, 99, 0x7fffffff, 0x80000000, (known[partition] ?? 0) + 1])],
  )
}

const setMode = (choices: Choices, actor: Actor, who: number, mode: number): Effect =>
  call({ service: 'SET_PARTITION_MODE', partition: operand(choices, actor, who), mode: operand(choices, actor, mode) })

const drawMode = (choices: Choices, actor: Actor): Effect =>
  setMode(
    choices,
    actor,
    someone(choices, actor),
    choices.weighted(
      [9, () => choices.of([0, 1, 1, 2, 2, 3, 3, 3])],
      [1, () => choices.of([4, 5, 0xffffffff, 0x80000003, 256])],
    ),
  )

const setSchedule = (choices: Choices, actor: Actor, schedule: number): Effect =>
  call({ service: 'SET_SCHEDULE', schedule: operand(choices, actor, schedule) })

const drawSchedule = (choices: Choices, actor: Actor): Effect => {
  const { schedules } = actor.world.configuration.time
  return setSchedule(
    choices,
    actor,
    choices.percent(85) ? choices.of(schedules).identifier : choices.of([0, 1, 77, schedules.length, 0xffffffff]),
  )
}

const drawReport = (choices: Choices, actor: Actor): Effect => {
  const { configuration } = actor.world
  const pointer = (bytes: number): Operand =>
    operand(choices, actor, drawPointer(choices, actor.marks, accessor(actor), bytes))
  const partitionName = choices.weighted(
    [6, () => choices.of(configuration.partitions).name],
    [1, () => configuration.partitions[actor.partition]?.name ?? ''],
    [1, () => choices.of(['', 'nobody', 'p0', ' '])],
  )
  return choices.weighted(
    [
      4,
      () =>
        call({
          service: 'GET_PARTITION_STATUS',
          partition: operand(choices, actor, someone(choices, actor)),
          pointer: pointer(40),
        }),
    ],
    [2, () => call({ service: 'GET_PARTITION_ID', name: partitionName, pointer: pointer(4) })],
    [2, () => call({ service: 'GET_SCHEDULE_STATUS', pointer: pointer(16) })],
    [
      2,
      () =>
        call({
          service: 'GET_SCHEDULE_ID',
          name: choices.percent(80) ? choices.of(configuration.time.schedules).name : choices.of(['', 'none', 's0']),
          pointer: pointer(4),
        }),
    ],
  )
}

/** What somebody with a plan would do now: get started, wake who was stopped, change the schedule, stop another. */
const drawPurposeful = (choices: Choices, actor: Actor): Effect | null => {
  const { state, world, partition } = actor
  const me = state.partitions[partition]
  const { partitions, time } = world.configuration
  const plans: Effect[] = []
  if (me === undefined) return null
  if (me.mode !== 'NORMAL') plans.push(setMode(choices, actor, partitions[partition]?.identifier ?? 0, 3))
  if ((me.permissions & permission.SET_SCHEDULE) !== 0)
    for (const [s, { identifier }] of time.schedules.entries())
      if (s !== state.time.schedule && s !== state.time.next) plans.push(setSchedule(choices, actor, identifier))
  if ((me.permissions & permission.SET_PARTITION_MODE) !== 0)
    for (const [p, other] of state.partitions.entries()) {
      const id = partitions[p]?.identifier ?? 0
      if (other.mode === 'IDLE') plans.push(setMode(choices, actor, id, choices.of([1, 2])))
      else if (p !== partition && choices.percent(15)) plans.push(setMode(choices, actor, id, choices.of([0, 1, 2])))
    }
  // What a switch of schedules has changed is worth asking for.
  if (state.time.lastSwitch > 0 && choices.percent(25)) {
    const pointer = (actor.marks.given[0]?.at ?? 0) + 8 * choices.below(8)
    plans.push(call({ service: 'GET_SCHEDULE_STATUS', pointer }))
    plans.push(call({ service: 'GET_PARTITION_STATUS', partition: 0xffffffff, pointer }))
  }
  return plans.length === 0 ? null : choices.of(plans)
}

export const drawEffect = (choices: Choices, actor: Actor): Effect => {
  const { taste } = actor
  const planned = choices.percent(taste.purposeful) ? drawPurposeful(choices, actor) : null
  if (planned !== null) return planned
  return choices.weighted<Effect>(
    [taste.access, () => drawAccess(choices, actor)],
    [taste.modes, () => drawMode(choices, actor)],
    [taste.schedules, () => drawSchedule(choices, actor)],
    [taste.reports, () => drawReport(choices, actor)],
    [taste.yields, () => call({ service: 'END_WINDOW' })],
    [taste.computes, () => drawCompute(choices, actor)],
    // At supervisor level it is no trap.
    [actor.core.context.level === 'supervisor' ? 2 : taste.privileged, () => ({ do: 'privileged' })],
  )
}
