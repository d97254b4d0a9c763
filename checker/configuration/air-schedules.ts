/** Schedules in AIR's XML: what each gives every partition, and on which cores. */

import type { Path } from '../../spec/statement.ts'
import { attribute, mentionAttributes, mentionIn, type Dialect, type Raw } from './air-parts.ts'
import type { Element } from './document.ts'
import type { Notebook } from './notebook.ts'
import { attributeOf, checkShape, childrenNamed, shape } from './shape.ts'

const r = 'required'
const o = 'optional'

const shapes = {
  schedule: shape(
    { ScheduleIdentifier: r, ScheduleName: r, MajorFrameSeconds: r, InitialModuleSchedule: o, MinorFrameSeconds: o },
    { Partition_Schedule: 'any' },
  ),
  window: shape({
    WindowIdentifier: r,
    WindowStartSeconds: r,
    WindowDurationSeconds: r,
    PartitionPeriodStart: o,
    CoPartitionIdentifier: o,
    CoPartitionQuotaSeconds: o,
    CoPartitionLeastSeconds: o,
  }),
} as const

const partitionAttributes = {
  ...mentionAttributes,
  PeriodSeconds: r,
  PeriodDurationSeconds: r,
  SetModuleSchedule: o,
  ScheduleChangeAction: o,
} as const
/** The numeral of an identifier without its sign, base and leading zeros, so that `001` and `0x1` meet. */
const identity = (text: string | undefined): string => (text === undefined ? '' : String(Number(text.trim())))

export const scheduleIn = (element: Element, at: Path, dialect: Dialect, notes: Notebook): Raw => {
  notes.place(at, element.at)
  checkShape(element, shapes.schedule, notes)
  return {
    identifier: attribute(element, 'ScheduleIdentifier', [...at, 'identifier'], notes),
    name: attribute(element, 'ScheduleName', [...at, 'name'], notes),
    initial: attribute(element, 'InitialModuleSchedule', [...at, 'initial'], notes) ?? 'false',
    majorFrame: attribute(element, 'MajorFrameSeconds', [...at, 'majorFrame'], notes),
    partitions: childrenNamed(element, 'Partition_Schedule').map((e, p) =>
      partitionScheduleIn(e, [...at, 'partitions', p], dialect, notes),
    ),
  }
}

const partitionScheduleIn = (element: Element, at: Path, dialect: Dialect, notes: Notebook): Raw => {
  checkShape(element, shape(partitionAttributes, { Window_Schedule: 'any', [dialect.windowPart]: 'any' }), notes)
  const windows = childrenNamed(element, 'Window_Schedule')
  const parts = partsOfWindows(element, windows, dialect, notes)
  return {
    ...mentionIn(element, at, notes),
    period: attribute(element, 'PeriodSeconds', [...at, 'period'], notes),
    duration: attribute(element, 'PeriodDurationSeconds', [...at, 'duration'], notes),
    setModuleSchedule: attribute(element, 'SetModuleSchedule', [...at, 'setModuleSchedule'], notes) ?? 'false',
    changeAction: attribute(element, 'ScheduleChangeAction', [...at, 'changeAction'], notes) ?? 'IGNORE',
    windows: windows.map((e, w) => {
      const path = [...at, 'windows', w]
      notes.place(path, e.at)
      checkShape(e, shapes.window, notes)
      const part = parts.get(identity(attributeOf(e, 'WindowIdentifier')?.value))
      return {
        identifier: attribute(e, 'WindowIdentifier', [...path, 'identifier'], notes),
        start: attribute(e, 'WindowStartSeconds', [...path, 'start'], notes),
        duration: attribute(e, 'WindowDurationSeconds', [...path, 'duration'], notes),
        periodStart: attribute(e, 'PartitionPeriodStart', [...path, 'periodStart'], notes) ?? 'false',
        cores: part === undefined ? ['0'] : dialect.cores(part, [...path, 'cores'], notes),
        coPartition: coPartitionIn(e, [...path, 'coPartition'], notes),
      }
    }),
  }
}

/** The attributes, of this program's own, that say to whom what is left of a window is lent, how long, and from what on. */
const coPartitionAttributes = {
  partition: 'CoPartitionIdentifier',
  quota: 'CoPartitionQuotaSeconds',
  least: 'CoPartitionLeastSeconds',
} as const

/** Whom a window is lent to: all three attributes, or none of them. */
const coPartitionIn = (window: Element, at: Path, notes: Notebook): Raw => {
  const names = Object.values(coPartitionAttributes)
  const [given] = names.flatMap((name) => attributeOf(window, name) ?? [])
  if (given === undefined) return null
  notes.place(at, given.at)
  const missing = names.filter((name) => attributeOf(window, name) === undefined)
  if (missing.length > 0) {
    notes.say(
      'error',
      'READ-4',
      given.at,
      `<Window_Schedule> has the attribute ${given.name} and lacks ${missing.join(' and ')}; give all three or none`,
    )
    return null
  }
  return {
    partition: attribute(window, coPartitionAttributes.partition, [...at, 'partition'], notes),
    quota: attribute(window, coPartitionAttributes.quota, [...at, 'quota'], notes),
    least: attribute(window, coPartitionAttributes.least, [...at, 'least'], notes),
  }
}

/** The extensions of windows, by the identifier of the window they extend. */
const partsOfWindows = (
  element: Element,
  windows: readonly Element[],
  dialect: Dialect,
  notes: Notebook,
): ReadonlyMap<string, Element> => {
  const known = new Set(windows.map((w) => identity(attributeOf(w, 'WindowIdentifier')?.value)))
  const parts = new Map<string, Element>()
  for (const part of childrenNamed(element, dialect.windowPart)) {
    checkShape(part, dialect.windowShape, notes)
    const text = attributeOf(part, 'WindowIdentifier')
    if (text === undefined) continue
    const id = identity(text.value)
    if (!known.has(id))
      notes.say('error', 'READ-10', text.valueAt, `there is no window ${text.value} here; correct the identifier`)
    else if (parts.has(id))
      notes.say('error', 'READ-10', text.valueAt, `the cores of window ${text.value} are given already; keep one`)
    else parts.set(id, part)
  }
  return parts
}
