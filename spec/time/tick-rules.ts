/** Rules of ticks and durations: the rate, whole ticks, nothing that lasts no time. */

import { that, type Breach, type Path, type Rule } from '../statement.ts'
import { atFrameEnd, inFull, monotonic } from './requirements.ts'
import { ticksIn } from './statements.ts'
import type { CoPartition, TimeConfiguration } from './vocabulary.ts'
import { configurator, tickRates, inSeconds, unless, named, inEachSchedule, inEachWindow } from './placed.ts'

export const tickRate: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R1',
  says: 'The clock ticks 1 to 50000 times a second.',
  serves: [inFull],
  severity: 'structural',
  because: [configurator],
  breaches: ({ ticksPerSecond }) =>
    that(
      tickRates.least <= ticksPerSecond && ticksPerSecond <= tickRates.most,
      ['ticksPerSecond'],
      `${ticksPerSecond} ticks per second; give 1 to 50000`,
    ),
}

const wholeTicks = (time: bigint, what: string, rate: number, at: Path): readonly Breach[] =>
  unless(
    rate < 1 || (time * BigInt(rate)) % 1_000_000_000n === 0n,
    at,
    () =>
      `${what} of ${inSeconds(time)} is no whole number of ticks at ${rate} per second; give a ` +
      `multiple of ${rate < 1 ? '' : tickLength(rate)}`,
  )

const wholeSlack = ({ quota, least }: CoPartition, rate: number, at: Path): readonly Breach[] => [
  ...wholeTicks(quota, 'the quota of a co-partition', rate, [...at, 'quota']),
  ...wholeTicks(least, 'the least of a co-partition', rate, [...at, 'least']),
]

const tickLength = (rate: number): string =>
  1_000_000_000 % rate === 0 ? inSeconds(BigInt(1_000_000_000 / rate)) : `1/${rate} s`

export const timesAreWholeTicks: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R2',
  says: 'Every configured time is a whole number of clock ticks, exactly.',
  serves: [inFull],
  severity: 'error',
  because: [
    configurator,
    'hazard H13: computed exactly here, where the configurator’s floating point refuses 0.29 s at 100 ticks per second',
  ],
  breaches: ({ schedules, ticksPerSecond: rate }) =>
    schedules.flatMap(({ majorFrame, partitions }, s) => [
      ...wholeTicks(majorFrame, 'a major time frame', rate, ['schedules', s, 'majorFrame']),
      ...partitions.flatMap(({ period, duration, windows }, p) => {
        const at = ['schedules', s, 'partitions', p]
        return [
          ...wholeTicks(period, 'a period', rate, [...at, 'period']),
          ...wholeTicks(duration, 'a duration', rate, [...at, 'duration']),
          ...windows.flatMap((w, i) => [
            ...wholeTicks(w.start, 'a window start', rate, [...at, 'windows', i, 'start']),
            ...wholeTicks(w.duration, 'a window duration', rate, [...at, 'windows', i, 'duration']),
            ...(w.coPartition === null ? [] : wholeSlack(w.coPartition, rate, [...at, 'windows', i, 'coPartition'])),
          ]),
        ]
      }),
    ]),
}

export const timerIsExact: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R3',
  says: 'A tick is a whole number of microseconds, which is what the timer counts.',
  serves: [monotonic, inFull],
  severity: 'warning',
  because: ['AIR 5.6.2: the timer is reloaded with the whole microseconds of a tick'],
  breaches: ({ ticksPerSecond: rate }) =>
    that(
      rate < 1 || 1_000_000 % rate === 0,
      ['ticksPerSecond'],
      `1000000 µs are no multiple of ${rate}: the kernel’s ticks are shorter than configured, ` +
        `and its time gains; give a divisor of 1000000`,
    ),
}

export const frameLasts: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R4',
  says: 'A major time frame lasts at least one tick.',
  serves: [atFrameEnd],
  severity: 'structural',
  because: ['AIR papers: MTF > 0'],
  breaches: (time) =>
    inEachSchedule(({ majorFrame }, at) =>
      that(
        time.ticksPerSecond < 1 || ticksIn(majorFrame, time.ticksPerSecond) >= 1,
        [...at, 'majorFrame'],
        `${inSeconds(majorFrame)} are less than one tick at ${time.ticksPerSecond} per second; lengthen the frame`,
      ),
    )(time),
}

export const windowLasts: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R5',
  says: 'A window lasts at least one tick.',
  serves: [inFull],
  severity: 'structural',
  because: ['AIR 5.6.2 pmk/core/schedule.c: a window of no ticks would never end'],
  breaches: inEachWindow((w, { ticksPerSecond: rate }) =>
    unless(
      rate < 1 || w.endTick > w.firstTick,
      [...w.at, 'duration'],
      () =>
        `${named(w)} lasts ${inSeconds(w.window.duration)}, less than one tick at ${rate} per ` +
        `second; lengthen or remove it`,
    ),
  ),
}
