/** Rules of periods: whole ones in a frame (E3), each supplied (E4), and what AIR’s configurator asks beyond that. */

import type { Rule } from '../statement.ts'
import { inFull } from './requirements.ts'
import type { PartitionSchedule, TimeConfiguration } from './vocabulary.ts'
import { e1e4, configurator, inSeconds, unless, named, inEachPartition, inEachWindow } from './placed.ts'

export const frameIsMultipleOfPeriods: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R12',
  says: 'A major time frame is a multiple of the least common multiple of its partitions’ periods (E3).',
  serves: [inFull],
  severity: 'error',
  because: [`${e1e4} E3: MTF = k · lcm(η)`, configurator],
  breaches: inEachPartition(({ partition, period }, frame, at) =>
    unless(
      period > 0n && frame % period === 0n,
      [...at, 'period'],
      () =>
        `the frame of ${inSeconds(frame)} is no multiple of the period of partition ${partition}, ` +
        `${inSeconds(period)}; change either`,
    ),
  ),
}

/** What each period of a frame supplies: the durations of the windows that begin in it. The others are absent. */
const supplies = ({ period, windows }: PartitionSchedule, frame: bigint): ReadonlyMap<bigint, bigint> => {
  const supplied = new Map<bigint, bigint>()
  for (const { start, duration } of windows)
    if (start < frame) supplied.set(start / period, (supplied.get(start / period) ?? 0n) + duration)
  return supplied
}

/** The first period without a key in `periods`, of those that lie wholly in the frame. */
const firstWithout = (periods: ReadonlyMap<bigint, unknown>, count: bigint): bigint | undefined => {
  for (let k = 0n; k < count; k += 1n) if (!periods.has(k)) return k
  return undefined
}

export const periodsAreSupplied: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R13',
  says:
    'The windows that begin in a period give the partition at least its duration, in every period ' +
    'of the frame (E4).',
  serves: [inFull],
  severity: 'error',
  because: [`${e1e4} E4`],
  breaches: inEachPartition((of, frame, at) => {
    if (of.period <= 0n || of.duration === 0n) return []
    const count = frame / of.period
    const supplied = supplies(of, frame)
    const short = [...supplied].find(([k, supply]) => k < count && supply < of.duration)
    const without = firstWithout(supplied, count)
    const [k, supply] = short ?? (without === undefined ? [undefined, 0n] : [without, 0n])
    return unless(
      k === undefined,
      [...at, 'duration'],
      () =>
        `partition ${of.partition} gets ${inSeconds(supply)} in the period that begins at ` +
        `${inSeconds((k ?? 0n) * of.period)}, not ` +
        `${inSeconds(of.duration)}; add or lengthen a window that starts there`,
    )
  }),
}

export const periodsAreNotExceeded: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R14',
  says:
    'The windows of a period give the partition no more than its duration: the configurator’s ' +
    'stricter reading of E4.',
  serves: [inFull],
  severity: 'warning',
  because: [configurator],
  breaches: inEachPartition((of, frame, at) => {
    if (of.period <= 0n) return []
    const more = [...supplies(of, frame)].find(([, supply]) => supply > of.duration)
    return unless(
      more === undefined,
      [...at, 'duration'],
      () =>
        `partition ${of.partition} gets ${inSeconds(more?.[1] ?? 0n)} in the period that begins at ` +
        `${inSeconds((more?.[0] ?? 0n) * of.period)}; AIR’s configurator wants exactly ${inSeconds(of.duration)}`,
    )
  }),
}

export const windowsStayInAPeriod: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R15',
  says: 'A window ends in the period of its partition in which it begins.',
  serves: [inFull],
  severity: 'warning',
  because: [configurator],
  breaches: inEachWindow((w) =>
    unless(
      w.of.period <= 0n || w.end <= w.start || w.start / w.of.period === (w.end - 1n) / w.of.period,
      [...w.at, 'start'],
      () =>
        `${named(w)} crosses the end of a period of ${inSeconds(w.of.period)}; AIR’s configurator ` +
        `refuses that: split it there`,
    ),
  ),
}

export const periodsAreMarked: Rule<TimeConfiguration> = {
  kind: 'rule',
  id: 'TIME-R16',
  says: 'In each period of a partition exactly one of its windows is marked as the start of the period.',
  serves: [inFull],
  severity: 'warning',
  because: [configurator, 'ARINC 653 P1 PartitionPeriodStart'],
  breaches: inEachPartition((of, frame, at) => {
    if (of.period <= 0n || of.windows.length === 0) return []
    const marked = new Map<bigint, number>()
    for (const { start, periodStart } of of.windows)
      if (periodStart) marked.set(start / of.period, (marked.get(start / of.period) ?? 0) + 1)
    const twice = [...marked].find(([, n]) => n > 1)?.[0]
    const k = twice ?? firstWithout(marked, frame / of.period)
    return unless(
      k === undefined,
      at,
      () =>
        `in the period of partition ${of.partition} that begins at ${inSeconds((k ?? 0n) * of.period)}, ` +
        `${marked.get(k ?? 0n) ?? 0} windows are marked as its start; mark one`,
    )
  }),
}
