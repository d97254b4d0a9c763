/** What a hunt on one configuration must have reached before its silence means anything. */

import type { World } from '../../spec/module/vocabulary.ts'
import { permissionBits } from '../../spec/partition/statements.ts'
import { permission } from '../../spec/partition/vocabulary.ts'
import { frameEndsWithinReach } from '../../properties/hunt.ts'
import { counted } from './durations.ts'

/** Fewer cases than these say nothing. */
export const LEAST_CASES = 20

/** From so many cases on, a row that this configuration can reach and no case did is a defect of the hunt. */
const CASES_FOR_ROWS = 2_000
const CASES_FOR_FRAMES = 200

/** What of a configuration decides which rows can be reached. The partitions are those that get to run under the initial schedule. */
interface Callers {
  readonly several: boolean
  readonly schedules: boolean
  readonly some: (may: (bits: number) => boolean) => boolean
}

const callersOf = ({ configuration }: World): Callers => {
  const { schedules } = configuration.time
  const initial = schedules.findLast((s) => s.initial) ?? schedules[0]
  const bits = configuration.partitions.flatMap((partition) => {
    const given = initial?.partitions.find((p) => p.partition === partition.identifier)
    if (given === undefined || given.windows.length === 0) return []
    return [permissionBits(partition) | (given.setModuleSchedule ? permission.SET_SCHEDULE : 0)]
  })
  return {
    several: configuration.partitions.length > 1,
    schedules: schedules.length > 1,
    some: (may) => bits.some(may),
  }
}

/** The rows that some partition of this configuration is bound to reach, sooner or later. */
export const rowsWithinReach = (world: World): readonly string[] => {
  const { several, schedules, some } = callersOf(world)
  const has = (bit: number): boolean => some((bits) => (bits & bit) !== 0)
  const lacks = (bit: number): boolean => some((bits) => (bits & bit) === 0)
  const anyone = some(() => true)
  const anyoneYields = world.profile.time.endWindowPermission === 'anyone'
  const { SET_PARTITION_MODE, SET_SCHEDULE, MODULE_CONTROL } = permission
  const rows: readonly (readonly [row: string, reachable: boolean])[] = [
    ['SET_PARTITION_MODE.1', lacks(SET_PARTITION_MODE)],
    ['SET_PARTITION_MODE.2', has(SET_PARTITION_MODE)],
    ['SET_PARTITION_MODE.3', has(SET_PARTITION_MODE) && several],
    ['SET_PARTITION_MODE.4', anyone],
    ['SET_PARTITION_MODE.5', anyone],
    ['SET_PARTITION_MODE.6', anyone],
    ['SET_PARTITION_MODE.8', anyone],
    ...['GET_PARTITION_STATUS', 'GET_PARTITION_ID'].flatMap((call) => [
      [`${call}.1`, lacks(SET_PARTITION_MODE)] as const,
      [`${call}.2`, has(SET_PARTITION_MODE)] as const,
      [`${call}.3`, anyone] as const,
      [`${call}.4`, anyone] as const,
    ]),
    ['SET_SCHEDULE.1', lacks(SET_SCHEDULE)],
    ['SET_SCHEDULE.2', has(SET_SCHEDULE)],
    ['SET_SCHEDULE.3', has(SET_SCHEDULE)],
    ['SET_SCHEDULE.4', has(SET_SCHEDULE) && schedules],
    ...['GET_SCHEDULE_ID.1', 'GET_SCHEDULE_ID.2', 'GET_SCHEDULE_ID.3'].map((row) => [row, anyone] as const),
    ...['GET_SCHEDULE_STATUS.1', 'GET_SCHEDULE_STATUS.2'].map((row) => [row, anyone] as const),
    ['END_WINDOW.1', !anyoneYields && lacks(MODULE_CONTROL)],
    ['END_WINDOW.2', anyone && (anyoneYields || has(MODULE_CONTROL))],
  ]
  return rows.flatMap(([row, reachable]) => (reachable ? [row] : []))
}

const endsInReach = (world: World): boolean =>
  world.configuration.time.schedules.some((_, schedule) => frameEndsWithinReach(world, schedule))

/** Why a hunt of so many cases, that reached this, is inconclusive; empty if it is not. */
export const owed = (world: World, reach: Readonly<Record<string, number>>, cases: number): readonly string[] => {
  const missing = (what: string): boolean => (reach[what] ?? 0) === 0
  if (cases < LEAST_CASES)
    return [`${counted(cases, 'case')} tried: fewer than ${LEAST_CASES} are too few to say anything`]
  return [
    ...['step tick', 'step effect', 'step service'].filter(missing).map((what) => `no case had a ${what}`),
    ...(cases >= CASES_FOR_FRAMES && endsInReach(world) && missing('frame end')
      ? ['no case came to the end of a major time frame']
      : []),
    ...(cases >= CASES_FOR_ROWS
      ? rowsWithinReach(world)
          .filter((row) => missing(`row ${row}`))
          .map((row) => `no case reached row ${row}, which this configuration can`)
      : []),
  ]
}
