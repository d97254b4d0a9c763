/** What must hold of the step in which a call is served, whichever engine serves it: read off the states before and after it. */

import { callsDeclare, decidedInOrder } from '../hypercall/requirements.ts'
import { serviceOf, trapOf, wideServices, type ServiceName } from '../hypercall/vocabulary.ts'
import { windowCount } from '../machine/vocabulary.ts'
import { errorsLogged } from '../health/requirements.ts'
import { areasOf } from '../space/statements.ts'
import { that, type Breach, type StepInvariant } from '../statement.ts'
import { address, returnNumber, word, wordAt, type Memory } from '../words/vocabulary.ts'
import type { Registers } from '../hal/vocabulary.ts'
import type { ModuleContext, ResolvedCall, State, World } from './vocabulary.ts'

/** A call that a step has served: who made it, and what its registers hold after it. */
interface ServedCall {
  readonly core: number
  readonly partition: number
  readonly call: ResolvedCall
  readonly result: Registers
}

/** What a context holds after a call of its program: of a binary one in its outs, the ins of the window below. */
const resultIn = ({ processor, registers }: ModuleContext, { service }: ResolvedCall): Registers => {
  if (processor === null) return registers
  const { windows, state } = processor
  const outs = windows[(state.cwp + windowCount - 1) % windowCount]?.slice(8) ?? []
  const [first = 0, second = 0] = outs
  return wideServices.includes(service) ? { high: word(first), low: word(second) } : { high: word(0), low: word(first) }
}

/** The call that was to be served before a step and is not any more; null for the usual case that there is none. */
const servedIn = (before: State, after: State): ServedCall | null => {
  // A tick serves nobody: it may only put another in the caller's place.
  if (after.time.total !== before.time.total) return null
  const core = before.cores.findIndex(
    ({ context: { work } }, c) => work.kind === 'call' && after.cores[c]?.context.work.kind === 'none',
  )
  const [was, is] = [before.cores[core], after.cores[core]]
  const running = before.time.cores[core]?.running ?? null
  return was?.context.work.kind !== 'call' || is === undefined || running === null
    ? null
    : {
        core,
        partition: running.partition,
        call: was.context.work.call,
        result: resultIn(is.context, was.context.work.call),
      }
}

/** The breaches of a step that serves one of these calls. */
const whenServed =
  (
    services: readonly ServiceName[] | 'any',
    breaches: (served: ServedCall, before: State, after: State, world: World) => readonly Breach[],
  ) =>
  (world: World, before: State, after: State): readonly Breach[] => {
    const served = servedIn(before, after)
    return served === null || (services !== 'any' && !services.includes(served.call.service))
      ? []
      : breaches(served, before, after, world)
  }

/** The word of a report in its caller's own memory; null for a report that lies elsewhere. */
const reported = ({ configuration, platform }: World, memory: Memory, partition: number, at: number): number | null => {
  const own = areasOf({ partitions: configuration.partitions, shared: configuration.sharedMemory, map: platform }).find(
    ({ owner, virtual, bytes }) =>
      owner.kind === 'partition' && owner.index === partition && virtual <= at && at + 4 <= virtual + bytes,
  )
  return own === undefined ? null : wordAt(memory, address(own.physical + at - own.virtual))
}

export const refusedPointersChangeNothing: StepInvariant<World, State> = {
  kind: 'step invariant',
  id: 'HYPERCALL-S1',
  says: 'A call that answers INVALID_POINTER has written nothing.',
  serves: [callsDeclare],
  fails: { 'air-5.6.2': 'H3: what comes before the first byte that cannot be written stays written' },
  breaches: whenServed('any', ({ result, call }, before, after) =>
    that(
      serviceOf(call.service).trap !== trapOf.call ||
        result.low !== returnNumber.INVALID_POINTER ||
        after.memory === before.memory,
      ['memory'],
      () => `${call.service} was refused for a pointer and wrote`,
    ),
  ),
}

export const frameTicksAreInOrder: StepInvariant<World, State> = {
  kind: 'step invariant',
  id: 'HYPERCALL-S2',
  says: 'GET_ELAPSED_MTF_TICKS reports the ticks of the frame, the high word first.',
  serves: [decidedInOrder],
  fails: { 'air-5.6.2': 'H10: the words are swapped' },
  breaches: whenServed(['GET_ELAPSED_MTF_TICKS'], ({ core, result }, before) =>
    that(
      result.high * 2 ** 32 + result.low === before.time.frame,
      ['cores', core, 'context', 'registers'],
      () => `report ${result.high}, ${result.low} at tick ${before.time.frame} of the frame`,
    ),
  ),
}

export const unassignedNumbersAreRefused: StepInvariant<World, State> = {
  kind: 'step invariant',
  id: 'HYPERCALL-S3',
  says: 'A number that no call has is refused.',
  serves: [decidedInOrder],
  fails: { 'air-5.6.2': 'H12: the bound is tested with “greater”' },
  breaches: whenServed(['unassigned_number'], ({ core, result }) =>
    that(
      result.low === returnNumber.INVALID_PARAM,
      ['cores', core, 'context', 'registers', 'low'],
      () => `is ${result.low} after a number that no call has`,
    ),
  ),
}

export const periodsAreNanoseconds: StepInvariant<World, State> = {
  kind: 'step invariant',
  id: 'HYPERCALL-S4',
  says: 'GET_PARTITION_STATUS reports the caller’s own period in nanoseconds.',
  serves: [decidedInOrder],
  fails: { 'air-5.6.2': 'H14: the call itself reports ticks' },
  breaches: whenServed(['GET_PARTITION_STATUS'], ({ partition, call, result }, before, after, world) => {
    const [identifier = 0, pointer = 0] = call.arguments
    if (result.low !== 0 || identifier !== 0xffffffff) return []
    const { ticksPerSecond } = world.configuration.time
    const period = before.partitions[partition]?.period ?? 0
    const low = reported(world, after.memory, partition, pointer + 20)
    const due = Number(BigInt.asUintN(32, (BigInt(period) * 1_000_000_000n) / BigInt(ticksPerSecond)))
    return that(
      low === null || low === due,
      ['memory'],
      () => `the low word of the period is ${low}; ${period} ticks are due as nanoseconds`,
    )
  }),
}

export const newestEntryComesFirst: StepInvariant<World, State> = {
  kind: 'step invariant',
  id: 'HYPERCALL-S5',
  says: 'GET_HM_LOG reports the newest entry first.',
  serves: [errorsLogged],
  fails: { 'air-5.6.2': 'H9: the oldest comes first' },
  breaches: whenServed(['GET_HM_LOG'], ({ partition, call, result }, before, after, world) => {
    const newest = before.health.log.at(-1)
    if (result.low !== 0 || newest === undefined) return []
    const date = reported(world, after.memory, partition, (call.arguments[0] ?? 0) + 8)
    return that(
      date === null || date === newest.date >>> 0,
      ['memory'],
      () => `the first entry is of tick ${date}, the newest of tick ${newest.date}`,
    )
  }),
}

export const callStepInvariants = [
  refusedPointersChangeNothing,
  frameTicksAreInOrder,
  unassignedNumbersAreRefused,
  periodsAreNanoseconds,
  newestEntryComesFirst,
] as const
