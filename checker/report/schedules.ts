/** A picture of the schedules in text: for each, one lane per core with who runs when, and a legend. */

import { visible } from '../configuration/diagnostic.ts'
import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import type { PartitionSchedule, ScheduleConfiguration } from '../../spec/time/vocabulary.ts'
import { exactTime } from './durations.ts'

/** One window on one core, as it is drawn. Times in nanoseconds. */
interface Stretch {
  readonly letter: string
  readonly label: string
  readonly start: bigint
  readonly end: bigint
}

/** What stands for a partition by its position in the configuration. */
export const letterOf = (partition: number): string => String.fromCharCode(65 + (partition % 26))

const IDLE = '·'
/** Several windows in one character, and windows that overlap. */
const SEVERAL = '#'
const OVERLAP = '!'
const LEAST = 20

const positionOf = ({ partitions }: ModuleConfiguration, { partition }: PartitionSchedule): number =>
  partitions.findIndex((p) => p.identifier === partition)

const nameOf = (configuration: ModuleConfiguration, given: PartitionSchedule): string =>
  visible(
    configuration.partitions[positionOf(configuration, given)]?.name ??
      given.partitionName ??
      `partition ${given.partition}`,
  )

const letterFor = (configuration: ModuleConfiguration, given: PartitionSchedule): string => {
  const position = positionOf(configuration, given)
  return position < 0 ? '?' : letterOf(position)
}

/** The windows of a core, by ascending start. */
const stretchesOn = (
  configuration: ModuleConfiguration,
  schedule: ScheduleConfiguration,
  core: number,
): readonly Stretch[] =>
  schedule.partitions
    .flatMap((given) =>
      given.windows.flatMap(({ start, duration, cores }) => {
        const virtual = cores.indexOf(core)
        const name = nameOf(configuration, given)
        const label = cores.length > 1 ? `${name}.${virtual}` : name
        return virtual < 0 ? [] : [{ letter: letterFor(configuration, given), label, start, end: start + duration }]
      }),
    )
    .toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))

/** A window of `cells` characters: its name in brackets where there is room, its letter where there is not. */
const drawn = ({ letter, label }: Stretch, cells: number): readonly string[] => {
  if (cells < 3) return Array.from({ length: cells }, () => letter)
  const room = cells - 2
  const inside = Array.from(label.length <= room ? label : letter)
  return ['[', ...inside, ...Array.from({ length: room - inside.length }, () => '='), ']']
}

/** A lane: what stands at the middle of each character; a window too short for any takes the one it begins in. */
const lane = (stretches: readonly Stretch[], frame: bigint, width: number): string => {
  const cells: string[] = Array.from({ length: width }, () => IDLE)
  const taken = new Set<number>()
  /** The first character whose middle is not before `time`. */
  const cellAt = (time: bigint): number =>
    Math.max(0, Math.min(width, Number((2n * time * BigInt(width) + frame - 1n) / (2n * frame))))
  for (const stretch of stretches) {
    const from = cellAt(stretch.start)
    const to = cellAt(stretch.end)
    drawn(stretch, to - from).forEach((character, i) => {
      cells[from + i] = cells[from + i] === IDLE ? character : OVERLAP
    })
    for (let cell = from; cell < to; cell += 1) taken.add(cell)
  }
  for (const stretch of stretches) {
    if (stretch.start >= frame || cellAt(stretch.start) < cellAt(stretch.end)) continue
    const cell = Number((stretch.start * BigInt(width)) / frame)
    cells[cell] = taken.has(cell) ? SEVERAL : stretch.letter
    taken.add(cell)
  }
  return cells.join('')
}

/** The ends and quarters of a frame, above the lanes. */
const axis = (frame: bigint, width: number): string => {
  const parts = width >= 48 ? 4 : 2
  const marks = Array.from({ length: parts }, (_, i) => exactTime((frame * BigInt(i)) / BigInt(parts)))
  const line = marks.reduce((text, mark, i) => `${text.padEnd(Math.round((width * i) / parts))}${mark} `, '')
  return `${line.trimEnd().padEnd(width - exactTime(frame).length)}${exactTime(frame)}`
}

/** Who gets what a partition leaves of its windows. */
const borrowers = ({ partitions }: ModuleConfiguration, { windows }: PartitionSchedule): readonly string[] => {
  const lent = new Set(windows.flatMap(({ coPartition }) => (coPartition === null ? [] : [coPartition.partition])))
  return [...lent].map((id) => visible(partitions.find((p) => p.identifier === id)?.name ?? `partition ${id}`))
}

const legendLine = (configuration: ModuleConfiguration, given: PartitionSchedule, width: number): string => {
  const supplied = given.windows.reduce((sum, { duration }) => sum + duration, 0n)
  const name = nameOf(configuration, given).padEnd(width)
  const facts = [
    `id ${given.partition}`,
    given.windows.length === 0 ? 'no window' : `${exactTime(given.duration)} every ${exactTime(given.period)}`,
    ...(given.windows.length === 0 ? [] : [`${exactTime(supplied)} in all`]),
    ...(given.changeAction === 'IGNORE' ? [] : [`on change ${given.changeAction}`]),
    ...(given.setModuleSchedule ? ['may set the schedule'] : []),
    ...borrowers(configuration, given).map((borrower) => `leaves time to ${borrower}`),
  ]
  return `  ${letterFor(configuration, given)} ${name}  ${facts.join(', ')}`
}

/** Whether a lane shows a sign that needs explaining. */
const signs = (lanes: readonly string[]): readonly string[] => [
  ...(lanes.some((text) => text.includes(SEVERAL)) ? [`  ${SEVERAL} several windows in one character`] : []),
  ...(lanes.some((text) => text.includes(OVERLAP)) ? [`  ${OVERLAP} windows that overlap`] : []),
]

/** One schedule, in lines of at most `columns` characters but for long names. */
const picture = (
  configuration: ModuleConfiguration,
  schedule: ScheduleConfiguration,
  columns: number,
): readonly string[] => {
  const { requiredCores, ticksPerSecond } = configuration.time
  const prefix = 'core 0 |'
  const width = Math.max(LEAST, columns - prefix.length - 1)
  const frame = schedule.majorFrame
  const ticks = (frame * BigInt(ticksPerSecond)) / 1_000_000_000n
  const title = `schedule ${visible(schedule.name)} (id ${schedule.identifier}${schedule.initial ? ', initial' : ''}): major time frame ${exactTime(frame)}, ${ticks} ticks`
  if (frame <= 0n) return [title]
  const lanes = Array.from({ length: requiredCores }, (_, core) =>
    lane(stretchesOn(configuration, schedule, core), frame, width),
  )
  const names = Math.max(0, ...schedule.partitions.map((given) => nameOf(configuration, given).length))
  return [
    title,
    `${' '.repeat(prefix.length)}${axis(frame, width)}`,
    ...lanes.map((text, core) => `core ${core} |${text}|`),
    ...schedule.partitions.map((given) => legendLine(configuration, given, names)),
    ...signs(lanes),
  ]
}

/** Every schedule of a configuration. */
export const pictures = (configuration: ModuleConfiguration, columns: number): readonly string[] =>
  configuration.time.schedules.flatMap((schedule, i) => [
    ...(i === 0 ? [] : ['']),
    ...picture(configuration, schedule, Math.min(columns, 160)),
  ])
