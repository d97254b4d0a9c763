/** Rules of schedules: who is in them, what they are called, which is the first. */

import { repeated } from '../space/rules.ts'
import { that, type Rule } from '../statement.ts'
import { authorisedSchedule, atFrameEnd, exclusive, inFull } from './requirements.ts'
import type { TimeConfiguration } from './vocabulary.ts'
import { configurator, named, inEachSchedule, inEachPartition, placedOf, grouped, overlappingTicks } from './placed.ts'

export const virtualCoreIsInOnePlace: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R17',
  says: 'A virtual core of a partition is never on two cores at once.',
  serves: [exclusive],
  severity: 'structural',
  because: [
    'AIR 5.6.2 pmk/core/schedule.c: a core waits until the virtual core it is to run is free; ' +
      'the configurator does not check',
  ],
  breaches: (time) =>
    time.schedules.flatMap((schedule, s) => {
      const placed = placedOf(schedule, time.ticksPerSecond, ['schedules', s])
      const runners = grouped(placed, ({ of, window }) => window.cores.map((_, v) => `${of.partition}/${v}`))
      const elsewhere = runners.flatMap(([runner, windows]) => {
        const v = Number(runner.split('/')[1])
        return overlappingTicks(windows).filter(([a, b]) => a.window.cores[v] !== b.window.cores[v])
      })
      return [...new Map(elsewhere.map((pair) => [pair[0], pair])).values()].map(([later, earlier]) => ({
        at: [...later.at, 'start'],
        why:
          `${named(later)} starts while ${named(earlier)} lasts, with the same virtual core on ` +
          `another core; move one of them`,
      }))
    }),
}

export const partitionIsScheduledOnce: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R18',
  says: 'A schedule says once what it gives a partition.',
  serves: [inFull],
  severity: 'structural',
  because: [configurator],
  breaches: inEachSchedule(({ partitions }, at) =>
    repeated(partitions, (of) => of.partition).map(([p, of]) => ({
      at: [...at, 'partitions', p, 'partition'],
      why: `partition ${of.partition} is in this schedule already; put all its windows in one place`,
    })),
  ),
}

export const scheduleIdentifiersDiffer: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R19',
  says: 'Every schedule has an identifier of its own.',
  serves: [authorisedSchedule],
  severity: 'structural',
  because: ['ARINC 653 P1 part 5', configurator],
  breaches: ({ schedules }) =>
    repeated(schedules, (s) => s.identifier).map(([s, { identifier }]) => ({
      at: ['schedules', s, 'identifier'],
      why: `schedule identifier ${identifier} is taken; choose another`,
    })),
}

export const scheduleNamesDiffer: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R20',
  says: 'Every schedule has a name of its own, by which partitions find it.',
  serves: [authorisedSchedule],
  severity: 'error',
  because: ['ARINC 653 P2 GET_MODULE_SCHEDULE_ID', configurator],
  breaches: ({ schedules }) =>
    repeated(schedules, (s) => s.name).map(([s, { name }]) => ({
      at: ['schedules', s, 'name'],
      why: `schedule name "${name}" is taken; choose another`,
    })),
}

export const windowIdentifiersDiffer: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R21',
  says: 'The windows that a schedule gives a partition have different identifiers.',
  serves: [inFull],
  severity: 'error',
  because: ['ARINC 653 P1 part 5', 'the configurator means to check this and compares the wrong values'],
  breaches: inEachPartition((of, _, at) =>
    repeated(of.windows, (w) => w.identifier).map(([w, { identifier }]) => ({
      at: [...at, 'windows', w, 'identifier'],
      why: `window identifier ${identifier} is taken by another window of partition ${of.partition}; choose another`,
    })),
  ),
}

export const oneScheduleIsInitial: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R22',
  says: 'Of several schedules one is marked as the initial one.',
  serves: [atFrameEnd],
  severity: 'error',
  because: ['IMA_SEP_202', 'AIR 5.6.2 pmk/core/schedule.c: fatal if none is'],
  breaches: ({ schedules }) =>
    that(
      schedules.length < 2 || schedules.some((s) => s.initial),
      ['schedules', 0, 'initial'],
      'no schedule is marked as the initial one; mark one',
    ),
}

export const onlyOneScheduleIsInitial: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R23',
  says: 'Not more than one schedule is marked as the initial one.',
  serves: [atFrameEnd],
  severity: 'warning',
  because: ['AIR 5.6.2 pmk/core/schedule.c: the last that is marked'],
  breaches: ({ schedules }) =>
    repeated(
      schedules.flatMap((s, i) => (s.initial ? [i] : [])),
      () => 0,
    ).map(([, s]) => ({
      at: ['schedules', s, 'initial'],
      why: 'another schedule is marked as the initial one, too; the last of them is taken: mark only that',
    })),
}

export const schedulesCanBeReached: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R24',
  says: 'Where there are several schedules, some partition may change to another.',
  serves: [authorisedSchedule],
  severity: 'warning',
  because: ['AIR_SEP_0130', 'Muen: every target can be reached'],
  breaches: ({ schedules }) =>
    that(
      schedules.length < 2 || schedules.some(({ partitions }) => partitions.some((of) => of.setModuleSchedule)),
      ['schedules', 1],
      'no partition may change the schedule: all but the initial one are only for the operator; ' +
        'let a partition set it, or remove them',
    ),
}

export const coresAreUsed: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R25',
  says: 'Every core that the module requires has a window in some schedule.',
  serves: [inFull],
  severity: 'warning',
  because: ['Muen: every core has its frames'],
  breaches: ({ schedules, requiredCores }) => {
    const used = new Set(schedules.flatMap((s) => s.partitions.flatMap((of) => of.windows.flatMap((w) => w.cores))))
    const idle = Array.from({ length: Math.min(Math.max(requiredCores, 0), 64) }, (_, c) => c).filter(
      (c) => !used.has(c),
    )
    return that(
      schedules.length === 0 || idle.length === 0,
      ['requiredCores'],
      `${requiredCores} cores are required; no window is on ${idle.join(', ')}: require fewer, or use them`,
    )
  },
}
