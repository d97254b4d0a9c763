/** The calls that belong to no other chapter, each in the situation that its table asks about. */

import {
  bootCore,
  disableCache,
  enableCache,
  flushCache,
  freezeCache,
  getAmbaconf,
  maskIrq,
  restartTheModule,
  shutdownTheModule,
  unassignedNumbers,
  unmaskIrq,
  type CacheSituation,
  type CallSlice,
  type LevelSituation,
  type ModuleControlSituation,
} from '../spec/hypercall/tables.ts'
import { services, trapOf } from '../spec/hypercall/vocabulary.ts'
import { secondariesOf, type State } from '../spec/module/vocabulary.ts'
import type { Table } from '../spec/statement.ts'
import type { ReturnCode } from '../spec/words/vocabulary.ts'
import { held, type Called, type Told } from './called.ts'

type Holds = (c: Called) => readonly Told[]

const slice = ({ partitions, resets, end }: State): CallSlice => ({ partitions, resets, ended: end !== null })

const heldTo = <S>(table: Table<S, ReturnCode, CallSlice>, situation: S, c: Called): readonly Told[] =>
  held(table, situation, c.happening, slice(c.before), slice(c.after))

/** The first number behind the last call of the operating system. */
const FIRST_BEYOND = services.END_WINDOW.number + 1

const unassigned: Holds = (c) => {
  const first = c.argument(0) === trapOf.call && c.argument(1) === FIRST_BEYOND
  const accepted = first && c.world.profile.hypercall.unassignedNumber === 'one accepted'
  return heldTo(unassignedNumbers, { caller: c.caller, accepted }, c)
}

const level =
  (table: Table<LevelSituation, ReturnCode, CallSlice>, works: (c: Called) => boolean): Holds =>
  (c) => {
    const known = 1 <= c.argument(0) && c.argument(0) <= 15
    return heldTo(table, { caller: c.caller, known, works: works(c) }, c)
  }

/** The two bits of each cache that an argument names: data, instructions. */
const namedCaches = (c: Called): readonly number[] => {
  const caches = c.before.partitions[c.caller]?.processor.caches ?? 0
  const named = c.argument(0)
  return [...((named & 1) === 0 ? [] : [caches & 3]), ...((named & 2) === 0 ? [] : [caches >>> 2])]
}

/** What a call about caches finds: whether it cannot be done, whether it is done already. */
interface Caches {
  readonly impossible: (named: readonly number[]) => boolean
  readonly already: (named: readonly number[]) => boolean
}

const never = (): boolean => false
const all =
  (bits: number) =>
  (named: readonly number[]): boolean =>
    named.every((cache) => cache === bits)

const [OFF, FROZEN, ON] = [0, 1, 3]

const cache =
  (table: Table<CacheSituation, ReturnCode, CallSlice>, { impossible, already }: Caches): Holds =>
  (c) => {
    const named = namedCaches(c)
    const situation = {
      caller: c.caller,
      authorised: c.may('CACHE_CONTROL'),
      known: 1 <= c.argument(0) && c.argument(0) <= 3,
      impossible: impossible(named),
      already: already(named),
    }
    return heldTo(table, situation, c)
  }

const moduleControl =
  (table: Table<ModuleControlSituation, ReturnCode, CallSlice>, works: (c: Called) => boolean): Holds =>
  (c) =>
    heldTo(table, { caller: c.caller, authorised: c.may('MODULE_CONTROL'), works: works(c) }, c)

/** Whether a virtual core of the caller has begun: its context, on the core where it runs or as it was saved, is no idle one. */
const isBooted = ({ world, before, caller }: Called, virtualCore: number): boolean => {
  if (virtualCore === 0) return true
  const on = before.time.cores.findIndex(
    ({ running }) => running?.partition === caller && running.virtualCore === virtualCore,
  )
  const saved = secondariesOf(world.configuration).findIndex(
    (secondary) => secondary.partition === caller && secondary.virtualCore === virtualCore,
  )
  const context = before.cores[on]?.context ?? before.secondaries[saved]
  return context !== undefined && context.work.kind !== 'idle'
}

const boot: Holds = (c) => {
  const cores = c.world.configuration.partitions[c.caller]?.cores ?? 1
  const core = c.argument(0)
  return heldTo(bootCore, { caller: c.caller, known: core < cores, booted: isBooted(c, core) }, c)
}

const bus: Holds = (c) => heldTo(getAmbaconf, { caller: c.caller, pointer: c.writable(0, 4) }, c)

const always = (): boolean => true

export const processorCalls = {
  unassigned_number: unassigned,
  MASK_IRQ: level(maskIrq, always),
  UNMASK_IRQ: level(unmaskIrq, (c) => c.world.profile.hypercall.unmask === 'works'),
  BOOT_CORE: boot,
  ENABLE_CACHE: cache(enableCache, { impossible: never, already: all(ON) }),
  DISABLE_CACHE: cache(disableCache, { impossible: never, already: all(OFF) }),
  FREEZE_CACHE: cache(freezeCache, {
    impossible: all(OFF),
    already: (named) => named.every((bits) => bits === OFF || bits === FROZEN),
  }),
  FLUSH_CACHE: cache(flushCache, { impossible: (named) => named.includes(OFF), already: never }),
  GET_AMBACONF: bus,
  RESTART_MODULE: moduleControl(restartTheModule, (c) => c.world.profile.hypercall.restartModule === 'restarts'),
  SHUTDOWN_MODULE: moduleControl(shutdownTheModule, always),
} as const satisfies Readonly<Record<string, Holds>>
