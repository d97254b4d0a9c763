/** The current dialect of AIR's XML: PartitionConfiguration, WindowConfiguration, AIR_Configuration, SharedMemory. */

import { permission, type PermissionName } from '../../spec/partition/vocabulary.ts'
import type { Path } from '../../spec/statement.ts'
import { attribute, defaultUnit, type Dialect, type Raw } from './air-parts.ts'
import { personality } from './air-personality.ts'
import type { Element, Text } from './document.ts'
import type { Notebook } from './notebook.ts'
import { attributeOf, checkShape, childrenNamed, didYouMean, itemsIn, shape } from './shape.ts'

const partitionShape = shape(
  { Personality: 'required', Cores: 'optional', IOP: 'optional', Mode: 'optional' },
  { Libs: 'optional', Devices: 'optional', Cache: 'one', Memory: 'one', Permissions: 'optional' },
)
const listShape = shape({}, {}, true)
const memoryShape = shape({ Size: 'required', Unit: 'optional' })
const moduleShape = shape({ TicksPerSecond: 'required', RequiredCores: 'optional' })

/** Names that earlier releases had beside CACHE_CONTROL: whether a cache is on is said by Cache now. */
const formerPermissions: readonly string[] = ['CACHE_CODE', 'CACHE_DATA']

const permissionNames = Object.keys(permission)

const list = (element: Element | undefined, notes: Notebook): readonly Text[] => {
  if (element === undefined) return []
  checkShape(element, listShape, notes)
  return itemsIn(element.texts)
}

const placed = (items: readonly Text[], at: Path, { place }: Notebook): readonly string[] =>
  items.map(({ value, at: position }, i) => {
    place([...at, i], position)
    return value
  })

/** An absent element means GLOBAL_TIME; one without even a separator is refused: AIR's configurator fails on it. */
const permissionsIn = (element: Element | undefined, at: Path, notes: Notebook): readonly string[] => {
  if (element === undefined) return ['GLOBAL_TIME'] satisfies readonly PermissionName[]
  notes.place(at, element.at)
  const items = list(element, notes)
  if (element.texts.length === 0)
    notes.say(
      'error',
      'READ-5',
      element.at,
      '<Permissions> is empty; write ";" for none, or leave it out for GLOBAL_TIME',
    )
  const granted = items.filter(({ value, at: position }) => {
    if (formerPermissions.includes(value))
      notes.say('warning', 'READ-7', position, `${value} is no permission any more and grants nothing; remove it`)
    else if (value === 'SET_SCHEDULE')
      notes.say(
        'error',
        'READ-5',
        position,
        'SET_SCHEDULE is given by SetModuleSchedule in the schedules; move it there',
      )
    else if (!permissionNames.includes(value))
      notes.say(
        'error',
        'READ-5',
        position,
        `"${value}" is no permission${didYouMean(value, permissionNames)}; correct or remove it`,
      )
    else return true
    return false
  })
  return placed(granted, at, notes)
}

const cacheIn = (element: Element | undefined, at: Path, notes: Notebook): Raw => {
  const items = list(element, notes)
  notes.place(at, element?.at ?? notes.locate(at))
  for (const { value, at: position } of items)
    if (value !== 'CODE' && value !== 'DATA')
      notes.say(
        'error',
        'READ-5',
        position,
        `"${value}" is no cache${didYouMean(value, ['CODE', 'DATA'])}; write CODE, DATA or both`,
      )
  const has = (name: string): string => String(items.some(({ value }) => value === name))
  return { code: has('CODE'), data: has('DATA') }
}

const coresIn = (element: Element, at: Path, { place }: Notebook): Raw => {
  const cores = attributeOf(element, 'Cores')
  place(at, cores?.valueAt ?? element.at)
  return cores === undefined
    ? []
    : itemsIn([cores.written]).map(({ value, at: position }, i) => {
        place([...at, i], position)
        return value
      })
}

export const current: Dialect = {
  partitionPart: 'PartitionConfiguration',
  windowPart: 'WindowConfiguration',
  modulePart: 'AIR_Configuration',
  more: { SharedMemory: 'any' },
  windowShape: shape({ WindowIdentifier: 'required', Cores: 'required' }),
  cores: coresIn,
  partition: (part, at, notes) => {
    if (part === undefined) return {}
    checkShape(part, partitionShape, notes)
    for (const path of ['permissions', 'cache', 'memory', 'libraries', 'devices']) notes.place([...at, path], part.at)
    const first = (name: string): Element | undefined => childrenNamed(part, name)[0]
    const memory = first('Memory')
    if (memory !== undefined) checkShape(memory, memoryShape, notes)
    const io = attributeOf(part, 'IOP')
    if (io !== undefined)
      notes.say(
        'warning',
        'READ-7',
        io.valueAt,
        `${io.value} is not read: the devices it gives this partition are not checked`,
      )
    return {
      personality: personality(part, 'Personality', [...at, 'personality'], notes),
      cores: attribute(part, 'Cores', [...at, 'cores'], notes) ?? '1',
      permissions: permissionsIn(first('Permissions'), [...at, 'permissions'], notes),
      memory: {
        size: memory && attribute(memory, 'Size', [...at, 'memory', 'size'], notes),
        unit: (memory && attribute(memory, 'Unit', [...at, 'memory', 'unit'], notes)) ?? defaultUnit,
      },
      cache: cacheIn(first('Cache'), [...at, 'cache'], notes),
      libraries: placed(list(first('Libs'), notes), [...at, 'libraries'], notes),
      devices: list(first('Devices'), notes).map(({ value, at: position }, d) => {
        notes.place([...at, 'devices', d], position)
        return { name: value }
      }),
    }
  },
  module: (part, notes) => {
    if (part === undefined) return { ticksPerSecond: undefined, requiredCores: '1' }
    checkShape(part, moduleShape, notes)
    return {
      ticksPerSecond: attribute(part, 'TicksPerSecond', ['time', 'ticksPerSecond'], notes),
      requiredCores: attribute(part, 'RequiredCores', ['time', 'requiredCores'], notes) ?? '1',
    }
  },
}
