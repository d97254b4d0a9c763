/** The decision tables of the calls that belong to no other chapter. Row order is normative. Source: AIR 5.6.2 syscalls. */

import type { PartitionState } from '../partition/vocabulary.ts'
import { that, type Table } from '../statement.ts'
import type { ReturnCode } from '../words/vocabulary.ts'
import { callsDeclare, decidedInOrder } from './requirements.ts'

/** What the postconditions see: every partition, without its saved context; how often the module was restarted, whether the run is over. */
export interface CallSlice {
  readonly partitions: readonly PartitionState<unknown>[]
  readonly resets: number
  readonly ended: boolean
}

/** No partition changes but the caller, and it only if the call may. */
const onlyCaller = <S extends { readonly caller: number }>(id: string, succeeds: readonly ReturnCode[]) => ({
  id: `${id}-F`,
  says: 'frame: no partition changes but the caller, and not by a refused call',
  breaches: (s: S, code: ReturnCode, before: CallSlice, after: CallSlice) =>
    after.partitions.flatMap((p, i) =>
      that(
        p === before.partitions[i] || (i === s.caller && succeeds.includes(code)),
        ['partitions', i],
        `changed by ${id} (${code})`,
      ),
    ),
})

/** A number that a trap has no call for. */
export interface UnassignedSituation {
  readonly caller: number
  /** It is the first beyond the last call of trap 0x80, and the profile accepts that. */
  readonly accepted: boolean
}

export const unassignedNumbers: Table<UnassignedSituation, ReturnCode, CallSlice> = {
  kind: 'table',
  id: 'UNASSIGNED_NUMBER',
  says: 'A call with a number that no call has.',
  serves: [decidedInOrder],
  because: ['hazard H12', 'HYPERCALL-V1'],
  rows: [
    {
      id: 'UNASSIGNED_NUMBER.1',
      says: 'the first beyond the last call, and the profile accepts it',
      when: (s) => s.accepted,
      returns: 'NO_ACTION',
    },
    { id: 'UNASSIGNED_NUMBER.2', says: 'otherwise', when: () => true, returns: 'INVALID_PARAM' },
  ],
  postconditions: [onlyCaller('UNASSIGNED_NUMBER', [])],
}

/** MASK_IRQ, UNMASK_IRQ: whether there is such a level; whether the call exists under the profile. */
export interface LevelSituation {
  readonly caller: number
  readonly known: boolean
  readonly works: boolean
}

const levelTable = (id: 'MASK_IRQ' | 'UNMASK_IRQ', says: string): Table<LevelSituation, ReturnCode, CallSlice> => ({
  kind: 'table',
  id,
  says,
  serves: [decidedInOrder, callsDeclare],
  because: [`AIR 5.6.2 ${id}`, 'HYPERCALL-V4'],
  rows: [
    {
      id: `${id}.1`,
      says: 'it is not implemented',
      when: (s) => !s.works,
      returns: 'NO_ACTION',
      ...(id === 'MASK_IRQ' ? { unreachable: 'only UNMASK_IRQ is left out, by one profile' } : {}),
    },
    { id: `${id}.2`, says: 'no level from 1 to 15', when: (s) => !s.known, returns: 'INVALID_PARAM' },
    { id: `${id}.3`, says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [onlyCaller(id, ['NO_ERROR'])],
})

export const maskIrq = levelTable('MASK_IRQ', 'Keeps virtual interrupts of a level from the caller; they stay pending.')
export const unmaskIrq = levelTable('UNMASK_IRQ', 'Lets virtual interrupts of a level reach the caller.')

/** BOOT_CORE: whether the caller has such a virtual core, and whether it runs already. */
export interface BootCoreSituation {
  readonly caller: number
  readonly known: boolean
  /** It is virtual core 0, or was booted since the partition started. */
  readonly booted: boolean
}

export const bootCore: Table<BootCoreSituation, ReturnCode, CallSlice> = {
  kind: 'table',
  id: 'BOOT_CORE',
  says: 'Starts another virtual core of the caller.',
  serves: [decidedInOrder],
  because: ['AIR 5.6.2 BOOT_CORE', 'AIR-GEN-00050'],
  rows: [
    { id: 'BOOT_CORE.1', says: 'the caller has no such core', when: (s) => !s.known, returns: 'INVALID_PARAM' },
    { id: 'BOOT_CORE.2', says: 'it runs already', when: (s) => s.booted, returns: 'NO_ACTION' },
    { id: 'BOOT_CORE.3', says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [onlyCaller('BOOT_CORE', [])],
}

/** The calls about caches: whether the caller may, whether it names a cache, whether the named ones are so already, or cannot become so. */
export interface CacheSituation {
  readonly caller: number
  readonly authorised: boolean
  readonly known: boolean
  readonly impossible: boolean
  readonly already: boolean
}

const cacheTable = (id: string, says: string): Table<CacheSituation, ReturnCode, CallSlice> => ({
  kind: 'table',
  id,
  says,
  serves: [decidedInOrder, callsDeclare],
  because: [`AIR 5.6.2 ${id}`, 'CACHE_CONTROL', 'TEST-DEF-01570', 'TEST-DEF-80400', 'TEST-DEF-80420'],
  rows: [
    { id: `${id}.1`, says: 'the caller lacks CACHE_CONTROL', when: (s) => !s.authorised, returns: 'INVALID_CONFIG' },
    { id: `${id}.2`, says: 'no such cache', when: (s) => !s.known, returns: 'INVALID_PARAM' },
    {
      id: `${id}.4`,
      says: 'a named cache is off, and has to be on for this',
      when: (s) => s.impossible,
      returns: 'INVALID_MODE',
      ...(id === 'FREEZE_CACHE' || id === 'FLUSH_CACHE'
        ? {}
        : { unreachable: 'a cache can be turned on or off in any state' }),
    },
    {
      id: `${id}.5`,
      says: 'the named caches are so already',
      when: (s) => s.already,
      returns: 'NO_ACTION',
      ...(id === 'FLUSH_CACHE' ? { unreachable: 'flushing leaves nothing behind that could be so already' } : {}),
    },
    { id: `${id}.3`, says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [onlyCaller(id, ['NO_ERROR'])],
})

export const enableCache = cacheTable('ENABLE_CACHE', 'Turns caches on for the caller.')
export const disableCache = cacheTable('DISABLE_CACHE', 'Turns caches off for the caller.')
export const freezeCache = cacheTable('FREEZE_CACHE', 'Freezes caches for the caller.')
export const flushCache = cacheTable('FLUSH_CACHE', 'Empties caches.')

/** GET_AMBACONF: whether the pointer is valid. */
export interface BusSituation {
  readonly caller: number
  readonly pointer: boolean
}

export const getAmbaconf: Table<BusSituation, ReturnCode, CallSlice> = {
  kind: 'table',
  id: 'GET_AMBACONF',
  says: 'Reports the configuration of the bus. The specification knows of none.',
  serves: [decidedInOrder],
  because: ['AIR 5.6.2 GET_AMBACONF'],
  rows: [
    {
      id: 'GET_AMBACONF.1',
      says: 'the caller may not write there',
      when: (s) => !s.pointer,
      returns: 'INVALID_POINTER',
    },
    { id: 'GET_AMBACONF.2', says: 'otherwise', when: () => true, returns: 'NOT_AVAILABLE' },
  ],
  postconditions: [onlyCaller('GET_AMBACONF', [])],
}

/** RESTART_MODULE, SHUTDOWN_MODULE: whether the caller has MODULE_CONTROL; whether the call exists under the profile. */
export interface ModuleControlSituation {
  readonly caller: number
  readonly authorised: boolean
  readonly works: boolean
}

const moduleTable = (
  id: 'RESTART_MODULE' | 'SHUTDOWN_MODULE',
  says: string,
): Table<ModuleControlSituation, ReturnCode, CallSlice> => ({
  kind: 'table',
  id,
  says,
  serves: [decidedInOrder, callsDeclare],
  because: [`AIR 5.6.2 ${id}`, 'MODULE_CONTROL', ...(id === 'RESTART_MODULE' ? ['HYPERCALL-V5'] : [])],
  rows: [
    { id: `${id}.1`, says: 'the caller lacks MODULE_CONTROL', when: (s) => !s.authorised, returns: 'INVALID_CONFIG' },
    {
      id: `${id}.2`,
      says: 'it is not implemented',
      when: (s) => !s.works,
      returns: 'NO_ACTION',
      ...(id === 'SHUTDOWN_MODULE' ? { unreachable: 'only RESTART_MODULE is left out, by one profile' } : {}),
    },
    { id: `${id}.3`, says: 'otherwise', when: () => true, returns: 'NO_ERROR' },
  ],
  postconditions: [
    {
      id: `${id}-A`,
      says: 'authority: the module is restarted or shut down only by a caller with MODULE_CONTROL',
      breaches: (s, _, before, after) =>
        that(
          s.authorised || (after.resets === before.resets && after.ended === before.ended),
          ['end'],
          `${id} by a caller without MODULE_CONTROL`,
        ),
    },
  ],
})

export const restartTheModule = moduleTable('RESTART_MODULE', 'Restarts the module.')
export const shutdownTheModule = moduleTable('SHUTDOWN_MODULE', 'Shuts the module down.')

export const hypercallTables = [
  unassignedNumbers,
  maskIrq,
  unmaskIrq,
  bootCore,
  enableCache,
  disableCache,
  freezeCache,
  flushCache,
  getAmbaconf,
  restartTheModule,
  shutdownTheModule,
] as const
